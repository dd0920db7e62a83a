"""An item is part of something that is part of the item itself."""

from openhub.validate import links
from openhub.validate.rule import FeedFaults, Rule

RULE = Rule(
    family="links",
    severity="error",
    anchor="links-part-of",
    message="It is part of {other}, which is itself, or leads back to it.",
    remedy="Let `partOf` name the series, and take it away from the series.",
    why="A program that follows the links would go round for ever, and the item would never be shown in its series.",
)

collect = links.collect
keys = links.keys


def finish(collected: links.Collected) -> FeedFaults:
    round_ = links.circular({link.id: (link.part_of,) for _, link in collected if link.part_of})
    return [
        (index, "/partOf", {"other": link.part_of}) for index, link in collected if link.part_of and link.id in round_
    ]
