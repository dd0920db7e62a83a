"""Persons in an item: parts that say they are one, and lists of those who take part.

They are looked for in the members that the schema does not know, of the item and of its roles: those that it does know
say themselves what may be in them.
"""

from typing import Any

from openhub.model.finding import escaped
from openhub.validate.members import known
from openhub.validate.wordlist import words

LISTS = words("attendee attendees participant participants backers diners subscribers followers peopleWaiting")
_PERSON = frozenset({"Person", "schema:Person", "https://schema.org/Person", "http://schema.org/Person"})

Value = tuple[str, Any]


def persons(document: dict[str, Any]) -> list[str]:
    """The pointers of all parts whose type is Person."""
    return [pointer for pointer, part in _parts(_own(document)) if _is_person(part.get("type", part.get("@type")))]


def lists(document: dict[str, Any]) -> list[str]:
    """The pointers of members that are lists of people by their name, and name at least one."""
    return [
        pointer for pointer, value in _own(document) if pointer.rpartition("/")[2] in LISTS and _names_somebody(value)
    ]


def _own(document: dict[str, Any]) -> list[Value]:
    """The members of the item and of its roles that the schema does not know."""
    item = known().within
    found = [(f"/{escaped(name)}", document[name]) for name in document if name not in item]
    roles = document.get("roles")
    for index, role in enumerate(roles if isinstance(roles, list) else ()):
        if isinstance(role, dict) and not item["roles"].within.keys() >= role.keys():
            inner = item["roles"].within
            found += [(f"/roles/{index}/{escaped(name)}", role[name]) for name in role if name not in inner]
    return found


def _parts(values: list[Value]) -> list[tuple[str, dict[str, Any]]]:
    """Every object in these, at any depth, with its pointer."""
    found: list[tuple[str, dict[str, Any]]] = []
    waiting = list(values)
    for pointer, value in waiting:  # which grows on the way
        if isinstance(value, dict):
            found.append((pointer, value))
            waiting += [(f"{pointer}/{escaped(name)}", inner) for name, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{index}", inner) for index, inner in enumerate(value)]
    return found


def _names_somebody(value: Any) -> bool:
    return isinstance(value, list) and any(map(_is_somebody, value))


def _is_somebody(entry: Any) -> bool:
    """Whether it is a name, or a part with one that does not say that it is something else, such as an organisation."""
    if isinstance(entry, str):
        return not entry.startswith(("http://", "https://"))
    return isinstance(entry, dict) and "name" in entry and ("type" not in entry or _is_person(entry["type"]))


def _is_person(kind: Any) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and one in _PERSON for one in kinds)
