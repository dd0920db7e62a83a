"""A text is written in capitals only."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_LEAST = {"name": 12, "summary": 20, "description": 20}  # letters

RULE = Rule(
    family="text",
    severity="warning",
    anchor="text-shouting",
    message="The text is written in capitals only.",
    remedy="Write it as in a book, with small letters.",
    why="It is harder to read, most of all for people with dyslexia, and screen readers may spell it out.",
    reads=("name",),
    may_read=("summary", "description"),
    signs=r"\n[^a-z]{12,}\n",
    calm={"": {"properties": {name: {"pattern": "[a-z]"} for name in _LEAST}}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/{name}", {})
        for name, least in _LEAST.items()
        if (text := document.get(name)) and text.isupper() and _is_shouted(text, least)
    ]


def _is_shouted(text: str, least: int) -> bool:
    """Whether it is more than an abbreviation or two, such as DIY SOS or ESOL CLASS."""
    return sum(map(str.isalpha, text)) >= least and len(text.split()) >= 3
