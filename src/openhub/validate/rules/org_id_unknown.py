"""An identifier names a British register that org-id.guide does not know."""

from typing import Any

from openhub.validate.registers import BRITISH, CALM, ORGANISATIONS, numbers
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="identity",
    severity="warning",
    anchor="identity-register",
    message="There is no register {register} at org-id.guide.",
    remedy="Charities of England and Wales have GB-CHC, of Scotland GB-SC, of Northern Ireland GB-NIC; companies have GB-COH.",
    why="Nobody can look up who is behind it.",
    may_read=ORGANISATIONS,
    calm=CALM,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (pointer, {"register": register})
        for pointer, register, _ in numbers(document)
        if register.upper().startswith("GB-") and register.upper() not in BRITISH
    ]
