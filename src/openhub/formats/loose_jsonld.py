"""JSON-LD as OpenActive feeds write it: members with or without `@`, one value or a list, numbers as text."""

from typing import Any
from urllib.parse import urlsplit

Data = dict[str, Any]


def member(data: Data, name: str) -> Any:
    """A member that JSON-LD may spell with or without `@`."""
    return data.get(f"@{name}", data.get(name))


def iri(value: Any) -> str:
    """The web address that a value is, or that an object has as its id, else ""."""
    found = member(value, "id") if isinstance(value, dict) else value
    return web_address(found)


def web_address(address: Any) -> str:
    """The address if it is one of the web, else ""."""
    try:
        return address if isinstance(address, str) and urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def listed(value: Any) -> list[Any]:
    """A value that may stand alone, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def decimal(value: Any) -> float | None:
    """A number, also when it is written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


def first_place(data: Data) -> Data:
    """The first place of an opportunity that is an object, or {}."""
    places = [p for p in listed(data.get("location")) if isinstance(p, dict)]
    return places[0] if places else {}
