"""Finds the vectors and makes cases of them: the things to try, one by one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openhub import spec
from openhub.conform.outcome import Case
from openhub.conform.program import short
from openhub.errors import UsageError
from openhub.validate.standard import fault

LEVELS = (1, 2, 3)


def cases(group: str, folder: Path | None = None) -> Iterator[Case]:
    """The cases of a group. One of publishing comes once for each level to which it applies.

    Raises UsageError when a file cannot be used.
    """
    try:
        found = spec.vectors(group, folder)
    except ValueError as error:
        raise UsageError(str(error)) from error
    for file, vector in found.items():
        try:
            yield from _cases(group, file, vector)
        except (KeyError, TypeError, AttributeError) as error:
            blame(group, file, vector, error)
            raise


def blame(group: str, file: str, vector: Any, error: Exception) -> None:
    """Raises UsageError when the vector, which was used when an error arose, is not written as its schema says."""
    schema = spec.standard() / "conformance" / f"{group}.schema.json"
    if wrong := fault(vector, json.loads(schema.read_text("utf-8"))):
        raise UsageError(
            f"{group}/{file} is no vector: it fails {short(wrong)}. {schema.name} says how it has to be written."
        ) from error


def _cases(group: str, file: str, vector: dict[str, Any]) -> Iterator[Case]:
    about = vector.get("about") or vector.get("description", "")
    common: dict[str, Any] = {
        "group": group,
        "file": file,
        "requirements": tuple(vector["requirements"]),
        "vector": vector,
    }
    if "cases" in vector:
        for case in vector["cases"]:
            yield Case(**common, name=case["description"], data=case)
    elif "level" in vector:
        for level in LEVELS:
            if level >= vector["level"]:
                yield Case(**common, name=about, data=vector, level=level)
    else:
        yield Case(**common, name=about, data=vector)
