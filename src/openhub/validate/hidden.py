"""Tells quickly whether anything in a document can tell where a home is: the library for JSON Schema looks at all of it."""

from functools import cache
from typing import Any

import jsonschema_rs

from openhub.validate import members
from openhub.validate.gate import alone
from openhub.validate.home import PATTERNS
from openhub.validate.once import once
from openhub.validate.places import OPEN
from openhub.validate.spot import can_tell

SILENCE = "https://w3id.org/openhub/schemas/v1/silence.json"
CALM = {"": {"anyOf": [OPEN, {"$ref": SILENCE}]}}
"""Most items hide no place, and most of those that do keep silent about it."""

_NEVER = frozenset({"id", "@id", "@context"})  # in which nothing is looked for
_TOGETHER = frozenset({"x", "y", "propertyID"})  # which tell something only with what stands beside them
_EXACT = r"[0-9][.,][0-9]{3}"  # a number, as text, that can be half of a spot


@once
def may_tell(document: dict[str, Any]) -> bool:
    """Whether it is worth to look closely: not when every member is one that the schema has, and no text has a sign in it."""
    try:
        return not _silent().is_valid(document)
    except (ValueError, OverflowError, RecursionError):
        return True


@cache
def _silent() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(silence(), pattern_options=jsonschema_rs.RegexOptions())


@cache
def silence() -> dict[str, Any]:
    """The schema of that name: what is valid against it holds nothing that is worth to look at closely."""
    signs = "|".join(f"(?:{pattern})" for pattern in (_EXACT, *map(alone, PATTERNS)))
    names = _names(members.known()) - _TOGETHER
    return {
        "$id": SILENCE,
        "not": {"type": "string", "pattern": signs},
        "properties": {name: True if name in _NEVER else {"$ref": "#"} for name in names if not can_tell(name)},
        "additionalProperties": False,
        "items": {"allOf": [{"$ref": "#"}], "not": {"type": "number"}},
    }


def _names(member: members.Member) -> set[str]:
    """The names of all members in it, however deep."""
    return set(member.within).union(*map(_names, member.within.values()))
