"""What an item and its roles say of safeguarding, and the checks of criminal records in the United Kingdom."""

from typing import Any

from openhub.validate.once import once

MEMBERS = ("roles", "safeguarding")
NO_RECORDS = frozenset({"none", "self-declaration"})
"""The checks that look into no criminal record."""

AT_RISK = frozenset({"children", "adults-at-risk"})
"""The groups whose helpers have special duties in law."""

NAMES = {
    "dbs-basic": "a basic DBS check",
    "dbs-standard": "a standard DBS check",
    "dbs-enhanced": "an enhanced DBS check",
    "dbs-enhanced-adults-barred": "an enhanced DBS check with the adults' barred list",
    "dbs-enhanced-children-barred": "an enhanced DBS check with the children's barred list",
    "pvg": "a PVG check",
    "accessni-basic": "a basic AccessNI check",
    "accessni-standard": "a standard AccessNI check",
    "accessni-enhanced": "an enhanced AccessNI check",
    "other-national": "a check of criminal records",
}


@once
def safeguards(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The pointer and value of each `safeguarding`: the item's own, then those of its roles."""
    found = [("/safeguarding", document["safeguarding"])] if "safeguarding" in document else []
    if "roles" not in document:
        return found
    return found + [
        (f"/roles/{index}/safeguarding", role["safeguarding"])
        for index, role in enumerate(document["roles"])
        if "safeguarding" in role
    ]


def without(document: dict[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    """Each that asks for a check of criminal records and has no such member, nor has the item's own."""
    if name in document.get("safeguarding", ()):
        return []
    return [
        (pointer, {"check": NAMES[checks[0]]})
        for pointer, part in safeguards(document)
        if name not in part and (checks := [c for c in part.get("checks", ()) if c not in NO_RECORDS])
    ]
