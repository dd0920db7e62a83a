"""The description has fewer than thirty characters."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

ENOUGH = 30

RULE = Rule(
    family="text",
    severity="warning",
    anchor="text-description",
    message="The description has {length} only.",
    remedy="Say what happens, for whom it is and what to bring.",
    why="People who do not know you cannot tell whether it is for them.",
    reads=("description",),
    calm={"": {"properties": {"description": {"minLength": ENOUGH}}}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    text = document["description"]
    if len(text) >= ENOUGH or _is_dense(text):
        return None
    count = len(text.strip())
    return [("/description", {"length": "1 character" if count == 1 else f"{count} characters"})]


def _is_dense(text: str) -> bool:
    """Whether it is in a script that says more with a sign than the Latin one does, such as Chinese or Ethiopic."""
    return sum(sign > "\u0590" for sign in text) >= 10
