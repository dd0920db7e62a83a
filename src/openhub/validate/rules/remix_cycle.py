"""A plan was made from one that was made from the plan itself."""

from openhub.validate import links
from openhub.validate.rule import FeedFaults, Rule

RULE = Rule(
    family="links",
    severity="warning",
    anchor="links-remix",
    message="It was made from a plan that was made from it.",
    remedy="Keep the link of the later plan, and take away that of the earlier one.",
    why="Nobody can tell who had the idea, and whom to thank.",
)

collect = links.collect
keys = links.keys


def finish(collected: links.Collected) -> FeedFaults:
    round_ = links.circular({link.id: link.remix_of for _, link in collected if link.remix_of})
    return [(index, "/remixOf", {}) for index, link in collected if link.remix_of and link.id in round_]
