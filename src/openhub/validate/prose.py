"""The texts of a document that people wrote for people to read."""

from typing import Any

from openhub.model.finding import escaped

MEMBERS = frozenset({
    "name", "summary", "description", "instructions", "note", "statusNote", "travelNote", "meetingPoint", "joiningNote",
    "selfDescription", "restrictionReason", "conditions", "keywords", "attribution", "alt", "credit", "displayName",
    "expenses", "training", "skills", "allergenInformation", "facilities", "purpose", "outcomes", "text", "tools",
    "hazard", "mitigation", "who", "learning", "permissions", "inviteText", "contactType", "unit", "streetAddress",
    "addressLocality", "addressRegion", "scheduleNote", "role", "lastVerifiedBy",
})  # fmt: skip
MAPS = frozenset({"nameMap", "descriptionMap"})
_NOT_READ = frozenset({"id", "@id", "@context"})


def texts(document: dict[str, Any]) -> list[tuple[str, str]]:
    """The pointer and text of each, in the document's order."""
    found: list[tuple[str, str]] = []
    waiting: list[tuple[str, Any, bool]] = [("", document, False)]
    while waiting:
        pointer, value, prose = waiting.pop()
        if isinstance(value, str):
            if prose:
                found.append((pointer, value))
        elif isinstance(value, dict):
            inside = prose and pointer.rpartition("/")[2] in MAPS
            waiting += [
                (f"{pointer}/{escaped(name)}", member, inside or name in MEMBERS or name in MAPS)
                for name, member in reversed(value.items())
                if isinstance(member, str | list | dict)
            ]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{i}", value[i], prose) for i in range(len(value) - 1, -1, -1)]
    return found


def strings(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The pointer, name and text of every text at all but ids, of members that the schema does not know too."""
    found: list[tuple[str, str, str]] = []
    waiting: list[tuple[str, str, Any]] = [("", "", document)]
    while waiting:
        pointer, name, value = waiting.pop()
        if isinstance(value, str):
            found.append((pointer, name, value))
        elif isinstance(value, dict):
            waiting += [
                (f"{pointer}/{escaped(inner)}", inner, member)
                for inner, member in reversed(value.items())
                if inner not in _NOT_READ
            ]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{i}", name, value[i]) for i in range(len(value) - 1, -1, -1)]
    return found
