"""A picture has no words for those who do not see it."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="access",
    severity="warning",
    anchor="picture-alt",
    message="The picture has no `alt`, so whoever cannot see it learns nothing of it.",
    remedy="Say in `alt`, in a sentence, what can be seen; or leave the picture out.",
    why="People who do not see it would not know what it tells.",
    reads=("image",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [(f"/image/{index}", {}) for index, image in enumerate(document["image"]) if "alt" not in image]
