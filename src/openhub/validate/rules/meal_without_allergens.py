"""There is a meal, and nothing is said of allergens."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="food",
    severity="warning",
    anchor="meal-allergens",
    message="Nothing is said of allergens.",
    remedy="Say in `meal.allergenInformation` how people can find out what is in the food, such as: a list is at the counter.",
    why="A trace of nuts can kill, and whoever is not sure stays at home.",
    may_read=("meal", "format"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if document["type"] == "MatchScheme" or "allergenInformation" in document.get("meal", ()):
        return None
    return [("/meal" if "meal" in document else "", {})] if "meal" in document or document["format"] == "meal" else None
