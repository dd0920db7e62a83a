"""A scheme tells an exact small number of people who wait or are helped."""

import re
from typing import Any

from openhub.validate.prose import texts
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_MEMBERS = (
    "peopleWaiting", "waiting", "waitingCount", "waitingListCount", "waitingListLength", "peopleHelped", "peopleMatched",
    "matches", "matchCount", "participantCount", "beneficiaryCount",
)  # fmt: skip
_WHO = (
    r"(?:(?:more|older|elderly|disabled|local|young|housebound|isolated) )*(?:people|persons?|adults?|neighbours?|residents?|diners?"
    r"|participants?|children|child|families|family|pensioners?|ladies|lady|gentlemen|gentleman|men|man|women|woman|clients?"
    r"|service users?|learners?|refugees?)"
)
_WAITING = re.compile(
    rf"\b(?:[1-9]|one|two|three|four|five|six|seven|eight|nine) {_WHO} (?:(?:is|are) (?:(?:still|currently|now|already) )?waiting"
    r"|(?:still|currently|now|already) waiting|waiting (?:to be|for an? (?:match|cook|visitor|buddy|volunteer|friend|befriender|mentor))"
    r"|(?:(?:is|are) )?on (?:the|our|a) waiting list|(?:is|are) being (?:helped|visited|supported))\b",
    re.IGNORECASE,
)

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="people-counts",
    message="{count} can be counted here: fewer than ten people are easily known.",
    remedy="Say it in `peopleWaitingBand` of the role, as 1-9, and take the number out.",
    why="In a small area everybody would know who the two people are.",
    types=("MatchScheme", "VolunteerRole"),
    whole=True,
    strange=True,
    signs=f"(?i){_WAITING.pattern}",
)


def check(document: dict[str, Any], at: At) -> Faults:
    found = [(f"/{name}", {"count": "People"}) for name in _MEMBERS if _is_small(document.get(name))]
    roles = document["roles"] if isinstance(document.get("roles"), list) else []
    for index, role in enumerate(roles):
        if isinstance(role, dict):
            found += [(f"/roles/{index}/{name}", {"count": "People"}) for name in _MEMBERS if _is_small(role.get(name))]
    return found + [
        (pointer, {"count": f"People ({match[0]})"})
        for pointer, text in texts(document)
        if (match := _WAITING.search(text))
    ]


def _is_small(count: Any) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and 0 < count < 10
