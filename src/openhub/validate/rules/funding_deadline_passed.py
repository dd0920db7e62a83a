"""The deadline has passed, and money is still being raised."""

from datetime import timedelta
from typing import Any

from openhub.validate.days import day_from
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="money",
    severity="warning",
    anchor="funding-current",
    message="The deadline was {deadline}, but the stage is still fundraising.",
    remedy="Set `stage` to what is now, or give the new deadline.",
    why="People would be asked for money that can no longer be taken.",
    types=("Project",),
    reads=("funding", "stage"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    deadline = document["funding"].get("deadline")
    if document["stage"] != "fundraising" or deadline is None or deadline[:10] > day_from(at.now, 2):
        return None
    if (moment := at.instant(deadline)) is None:
        return None
    end = moment + timedelta(days=1) if len(deadline) == len("2027-01-13") else moment
    return [("/funding/deadline", {"deadline": deadline})] if end < at.now else None
