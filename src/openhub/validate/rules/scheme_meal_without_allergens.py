"""A scheme brings meals to people, and nothing is said of allergens."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="food",
    severity="error",
    anchor="scheme-allergens",
    message="Nothing is said of allergens, and meals are handed from kitchen to kitchen.",
    remedy="Say in `meal.allergenInformation` how diners and cooks tell each other.",
    why="Nobody is there to ask when the meal is eaten, and a trace of nuts can kill.",
    types=("MatchScheme",),
    reads=("matchPurpose",),
    may_read=("meal",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if document["matchPurpose"] != "meal-sharing" or "allergenInformation" in document.get("meal", ()):
        return None
    return [("/meal" if "meal" in document else "", {})]
