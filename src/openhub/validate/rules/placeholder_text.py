"""A text was never filled in."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_MAIN = ("name", "summary", "description")
_LONGEST = 60
_FILLER = re.compile(
    r"\blorem ipsum\b|\bdolor sit amet\b|\basdf(?:asdf|gh?j?k?l?)?\b|\bqwertyuiop\b"
    r"|[\[<{(]+ ?(?:insert|enter|add) [^\]>})]{2,40}[\]>})]+"
    r"|[\[<{]+ ?your (?:text|name|description|event|title|group|organisation) ?[\]>}]+"
    r"|\binsert (?:text|description|name|title|details) here\b",
    re.IGNORECASE,
)
_TRIAL = re.compile(
    r"(?:x{3,}|foo(?: ?bar)?|dummy(?: text)?|testing(?: (?:testing|123|1 2 3))*|(?:sample|example|placeholder)(?: text| event)?"
    r"|(?:a |this is a |my )?test(?:[ -]?(?:event|item|group|page|post|listing|offer|project|activity|session|entry))?(?: [0-9]+)?"
    r"(?:[ ,(-]+(?:please ignore|ignore|delete)\)?)?"
    r"|(?:your |event |the |enter |add |type |write )*(?:description|text|title|details|summary)(?: goes| to go)?(?: here)?)[.!…]*",
    re.IGNORECASE,
)
# As a description these say little, and do no harm.
_NO_NAME = re.compile(
    r"(?:t\.?b\.?[acd]\.?|to be (?:confirmed|announced|decided|advised)|todo|n/a|none|null|undefined|untitled(?: event)?|new event"
    r"|event name|name of event)[.!…]*",
    re.IGNORECASE,
)

_SIGNS = rf"(?i){_FILLER.pattern}|\n\s*(?:{_TRIAL.pattern}|{_NO_NAME.pattern})\s*\n"

RULE = Rule(
    family="text",
    severity="error",
    anchor="text-placeholder",
    message="This was never filled in: {what}.",
    remedy="Write what it should say, or leave the item out until it is known.",
    why="Nobody can tell what it is.",
    reads=("name",),
    may_read=("summary", "description"),
    signs=_SIGNS,
)


def check(document: dict[str, Any], at: At) -> Faults:
    texts = {name: text for name in _MAIN if (text := document.get(name, "").strip())}
    return [
        (f"/{name}", {"what": f"“{what[0][:40]}”"})
        for name, text in texts.items()
        if (what := _nothing(name, text) or _FILLER.search(text))
    ]


def _nothing(name: str, text: str) -> re.Match[str] | None:
    """The whole text, when it says nothing."""
    if len(text) > _LONGEST:
        return None
    return _TRIAL.fullmatch(text) or (_NO_NAME.fullmatch(text) if name == "name" else None)
