"""Finds the vectors and makes cases of them: the things to try, one by one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openhub import spec
from openhub.conform.outcome import Case
from openhub.errors import UsageError

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
            raise misshapen(f"{group}/{file}", group, error) from error


def misshapen(where: str, group: str, error: Exception) -> UsageError:
    """What to say of a vector in which something is not as it should be."""
    what = f"`{error.args[0]}` is missing" if isinstance(error, KeyError) else f"a value is of the wrong kind ({error})"
    return UsageError(f"{where} is no vector: {what}. {group}.schema.json says how it has to be written.")


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
