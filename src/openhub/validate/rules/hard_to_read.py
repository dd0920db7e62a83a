"""What is said to be in plain words has long sentences."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_EASY = frozenset({"easy-read-information", "plain-english"})
_ENDS = re.compile(r"[.!?:;](?:\s|$)|\n")
_MOST_WORDS = 25  # more than the fifteen of Easy Read, which holds for the leaflet and not for the item

RULE = Rule(
    family="text",
    severity="info",
    anchor="text-easy",
    message="It is said to be easy to read, but a sentence has {count} words.",
    remedy="Part it: in Easy Read a sentence has fifteen words at most.",
    why="People for whom it is meant give up.",
    reads=("accessibility", "description"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    features = document["accessibility"].get("features", ())
    if _EASY.isdisjoint(features):
        return None
    longest = max((len(sentence.split()) for sentence in _ENDS.split(document["description"])), default=0)
    return [("/description", {"count": longest})] if longest > _MOST_WORDS else None
