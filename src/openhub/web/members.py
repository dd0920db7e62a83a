"""Reads members of a document that may be of any kind: what is not as expected counts as not said."""

from typing import Any

Document = dict[str, Any]


def text(value: object) -> str:
    """The string without surrounding space, "" when it is none."""
    return value.strip() if isinstance(value, str) else ""


def number(value: object) -> float | None:
    """The number, None when it is none."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def whole(value: object) -> int | None:
    """The number rounded to a whole one, None when it is none."""
    found = number(value)
    return None if found is None or abs(found) > 1e15 else round(found)


def part(value: object) -> Document:
    """The object, or the first object of a list, {} when there is none."""
    return next(iter(parts(value)), {})


def parts(value: object) -> list[Document]:
    """The objects of a list; one object alone counts as a list of one."""
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, dict)]


def strings(value: object) -> list[str]:
    """The strings of a list that are not empty; one string alone counts as a list of one."""
    values = value if isinstance(value, list) else [value]
    return [v.strip() for v in values if isinstance(v, str) and v.strip()]
