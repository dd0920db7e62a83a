"""A picture shows people, and nothing says that they agreed."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="people-named",
    message="People can be recognised in this picture, and nothing says that they agreed.",
    remedy="Ask them, for a child its parent or guardian, and set `consent` to true; or take another picture.",
    why="A picture shows who was where. Once copied, it can never be taken back.",
    reads=("image",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/image/{index}", {})
        for index, image in enumerate(document["image"])
        if image.get("peopleShown") is True and image.get("consent") is not True
    ]
