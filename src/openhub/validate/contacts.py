"""The contacts that an item declares: its own, that for joining, and those of its roles, for access and for safeguarding."""

from typing import Any

from openhub.validate.once import once

MEMBERS = ("contact", "join", "accessibility", "safeguarding", "roles")


@once
def contacts(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The pointer and value of each part that has an `email` or a `telephone`."""
    found = _within("", document)
    for index, role in enumerate(document.get("roles", ())):
        found += _within(f"/roles/{index}", role)
    return [(pointer, part) for pointer, part in found if "email" in part or "telephone" in part]


def _within(pointer: str, part: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = [(f"{pointer}/{name}", part[name]) for name in ("contact", "join") if name in part]
    for name in ("accessibility", "safeguarding"):
        if name in part and "contact" in part[name]:
            found.append((f"{pointer}/{name}/contact", part[name]["contact"]))
    return found
