"""All that is said of everything that can be reported, for programs and for the pages that show it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from openhub.model.fault import Fault, plainly
from openhub.validate import examples
from openhub.validate.engine import about, codes
from openhub.validate.report import HELP
from openhub.validate.rule import Rule

READING = "reading"
"""The family of what is found while a feed is read, or when a hub accepts an item."""


def explained(faults: Mapping[str, Fault]) -> list[dict[str, Any]]:
    """What schemas and rules find, then what readers do, which `faults` are."""
    found = [_entry(code, about(code), rule) | _examples(code) for code, rule in codes().items()]
    faults = {code: fault for code, fault in faults.items() if code not in codes()}
    return [
        *found,
        *({"family": READING} | _entry(code, plainly(fault.message), fault) for code, fault in faults.items()),
    ]


def _entry(code: str, about: str, of: Rule | Fault) -> dict[str, Any]:
    return {"code": code, "about": about, "help": f"{HELP}{code}", **asdict(of)}


def _examples(code: str) -> dict[str, Any]:
    return {"bad": _shown(examples.bad(code)), "good": _shown(examples.good(code))}


def _shown(example: examples.Example | None) -> dict[str, Any] | None:
    """What the example is of, the part of the document, and where it is reported."""
    if example is None:
        return None
    return {"description": example.description, "document": example.shown, "pointers": list(example.pointers)}
