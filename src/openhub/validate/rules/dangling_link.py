"""An item names another of the same site that is not in the feed."""

from openhub.validate import links
from openhub.validate.rule import FeedFaults, Rule

RULE = Rule(
    family="links",
    severity="warning",
    anchor="links-dangling",
    message="{other} is not in this feed.",
    remedy="Publish that item too, correct its id here, or leave the link out.",
    why="People who want to see the rest of a series, or the plan behind it, come to nothing.",
    may_read=("id", "partOf", "inProject", "basedOnPlan", "related"),
    needs=("whole",),
)

SEEKS = True

collect = links.named
keys = links.names


def finish(collected: list[tuple[int, list[tuple[str, str]]]]) -> FeedFaults:
    return [(index, pointer, {"other": other[:200]}) for index, missing in collected for pointer, other in missing]
