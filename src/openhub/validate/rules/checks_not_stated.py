"""A role with children or adults at risk does not say how its helpers are checked."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.safeguards import AT_RISK
from openhub.validate.surroundings import At

RULE = Rule(
    family="safeguarding",
    severity="error",
    anchor="safeguarding-checks",
    message="The role is with {who}, and nothing says whether helpers are checked.",
    remedy="Add `safeguarding.checks`; none is an answer too, best with a note.",
    why="Families ask this first, and whoever would abuse their trust looks for places where nobody asks.",
    reads=("roles",),
    may_read=("safeguarding",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if document.get("safeguarding", {}).get("checks"):
        return None
    return [
        (f"/roles/{index}/safeguarding", {"who": " and ".join(_label(code) for code in sorted(helped))})
        for index, role in enumerate(document["roles"])
        if (part := role.get("safeguarding"))
        and not part.get("checks")
        and (helped := AT_RISK.intersection(part.get("beneficiaries", ())))
    ]


def _label(code: str) -> str:
    return code.replace("-", " ")
