"""The same item stands in a feed twice."""

from openhub.validate import repeats
from openhub.validate.rule import FeedFaults, Rule

RULE = Rule(
    family="identity",
    severity="warning",
    anchor="identity-unique",
    message="The item {id} is in this feed twice, word for word.",
    remedy="Leave one of them out.",
    why="Nothing is lost yet, but one day only one of the two will be corrected.",
)

collect = repeats.collect
keys = repeats.keys


def finish(collected: repeats.Collected) -> FeedFaults:
    found = repeats.repeats(collected)
    return [(index, "/id", {"id": item, "first": first}) for index, item, first, same in found if same]
