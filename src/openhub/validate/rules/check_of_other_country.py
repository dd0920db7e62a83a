"""A check is asked for that is not made in the country of the place."""

from typing import Any

from openhub.validate.nations import ENGLAND_OR_WALES, NORTHERN_IRELAND, SCOTLAND, nation
from openhub.validate.places import PLACED, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.safeguards import MEMBERS, NAMES, safeguards
from openhub.validate.surroundings import At

_COUNTRIES = {"dbs": ENGLAND_OR_WALES, "pvg": SCOTLAND, "accessni": NORTHERN_IRELAND}

RULE = Rule(
    family="safeguarding",
    severity="warning",
    anchor="safeguarding-country",
    message="It asks for {check}, but the place is in {country}, where there is another.",
    remedy="In England and Wales it is a DBS check, in Scotland PVG, in Northern Ireland AccessNI.",
    why="Volunteers would apply for a check that they cannot get, or that says nothing.",
    reads=("location",),
    one_of=MEMBERS,
    may_read=PLACED,
)


def check(document: dict[str, Any], at: At) -> Faults:
    if not (parts := safeguards(document)):
        return None
    nations = {nation(place) for _, place in places(document)}
    if len(nations) != 1 or nations == {""}:
        return None
    country = nations.pop()
    return [
        (f"{pointer}/checks/{index}", {"check": NAMES[check], "country": country})
        for pointer, part in parts
        for index, check in enumerate(part.get("checks", ()))
        if (made := _made_in(check)) and made != country
    ]


def _made_in(check: str) -> str:
    return _COUNTRIES.get(check.partition("-")[0], "")
