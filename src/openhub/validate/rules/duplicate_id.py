"""Two different items in a feed have the same id."""

from openhub.validate import repeats
from openhub.validate.rule import FeedFaults, Rule

RULE = Rule(
    family="identity",
    severity="error",
    anchor="identity-unique",
    message="Another item in this feed has the id {id} and says something else.",
    remedy="Give each item an id of its own, and never use one again.",
    why="Only one of the two would be shown, and nobody can tell which.",
)

collect = repeats.collect
keys = repeats.keys


def finish(collected: repeats.Collected) -> FeedFaults:
    found = repeats.repeats(collected)
    return [(index, "/id", {"id": item, "first": first}) for index, item, first, same in found if not same]
