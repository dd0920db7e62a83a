"""The text says that it is off, and the status does not."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_PERHAPS = r"(?! (?:if|when|unless|on|in|during|only|over|at|every|due to rain|because of rain)\b)"
_NAMED = re.compile(r"\W*(CANCELL?ED|POSTPONED)\b(?! (?:IF|WHEN|UNLESS))")
_BEGINS = re.compile(
    rf"\W*(?:(cancell?ed|postponed)(?:\s*(?:[:!*\])–—,]|-\s|\.\s|\.?$)| (?:due to|because|owing to|until|today|this)\b)"
    rf"|(?:this|the|our) (?:event|session|class|meeting|walk|meal|run|screening|workshop) (?:is|has been) (?:now )?"
    rf"(cancell?ed|postponed)\b{_PERHAPS})",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[-–—:(\[*]\s*(cancell?ed|postponed)\s*[)\]*!.]*\s*$", re.IGNORECASE)

RULE = Rule(
    family="time",
    severity="error",
    anchor="status-text",
    message="The text says that it is {off}, but the status is {status}.",
    remedy="Set `status` to {off}, and take the word out of the text.",
    why="Sites go by the status: people would be told to come.",
    reads=("name",),
    may_read=("status", "summary", "description"),
    signs="(?i)cancell?ed|postponed",
)


def check(document: dict[str, Any], at: At) -> Faults:
    status = document.get("status", "active")
    if status in ("cancelled", "postponed", "rescheduled", "paused", "ended", "completed"):
        return None
    return [
        (f"/{name}", {"off": _spelt(match[match.lastindex or 0]), "status": status})
        for name in ("name", "summary", "description")
        if (text := document.get(name))
        and (match := _BEGINS.match(text) or (_in_name(text) if name == "name" else None))
    ]


def _in_name(name: str) -> re.Match[str] | None:
    return _NAMED.match(name) or _ENDS.search(name)


def _spelt(word: str) -> str:
    return "postponed" if word.lower() == "postponed" else "cancelled"
