"""All that a check can report, as the standard's pages show it: by code and by family, with the requirement behind each."""

import json
import re
from functools import cache
from typing import Any

from openhub.formats import faults
from openhub.validate.explained import READING, explained
from openhub.validate.requirements import Requirement, requirements

_TITLES = {"shape": "The shape of a listing", READING: "While a feed is read"}
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)|\*([^*`]+)\*")
_MOST_LINES = 40

Entry = dict[str, Any]


@cache
def by_code() -> dict[str, Entry]:
    """What is said of each code, as `openhub rules --json` says it."""
    return {entry["code"]: entry for entry in explained(faults())}


def by_family() -> dict[str, list[Entry]]:
    """The same by families in the order of the alphabet, with what no rule finds at the end."""
    families = {entry["family"] for entry in by_code().values()}
    names = [*sorted(families - _TITLES.keys()), *_TITLES]
    return {name: [entry for entry in by_code().values() if entry["family"] == name] for name in names}


def title(family: str) -> str:
    """What a family is called on a page."""
    return _TITLES.get(family, family.capitalize())


def requirement(entry: Entry) -> Requirement | None:
    """The requirement that is broken; None of what readers report."""
    return requirements().get(entry.get("anchor", ""))


def in_words(requirement: Requirement) -> str:
    """What it says, without its links into other documents."""
    return _LINK.sub(lambda found: found[1] or found[2], requirement.text)


def shown(document: Any) -> str:
    """A part of a document as an example shows it."""
    lines = json.dumps(document, indent=2, ensure_ascii=False).splitlines()
    more = [f"… and {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES else []
    return "\n".join([*lines[:_MOST_LINES], *more])
