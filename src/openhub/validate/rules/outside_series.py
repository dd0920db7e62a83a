"""An event is before or after all dates of the series that it is part of."""

from openhub.validate import links
from openhub.validate.rule import FeedFaults, Rule

RULE = Rule(
    family="links",
    severity="warning",
    anchor="links-series",
    message="It is on {day}, but its series runs from {first} to {last}.",
    remedy="Check the date and `partOf`; if the series goes on, move its last day.",
    why="The series seems to be over before this is, or the date is wrong.",
)

collect = links.collect
keys = links.keys


def finish(collected: links.Collected) -> FeedFaults:
    series = {link.id: link for _, link in collected if link.first and not link.part_of}
    faults: FeedFaults = []
    for index, link in collected:
        whole = series.get(link.part_of) if link.part_of else None
        if whole and link.first and (link.first < whole.first or (whole.last and link.first > whole.last)):
            values = {"day": link.first, "first": whole.first, "last": whole.last or "no certain day"}
            faults.append((index, "/startDate", values))
    return faults
