"""Registers of organisations, and how the numbers in them are written.

The British lists that org-id.guide has or has had, and the shapes that the registers' own pages give: Charity
Commission, OSCR, Charity Commission for Northern Ireland and Companies House.
"""

import re
from typing import Any

from openhub.validate.once import once

ORGANISATIONS = ("organizer", "publisher", "inAidOf")
_LISTS = (
    "CASC CCSCUST CHC COA COE COH CR EDU GOR GOV GOVUK HESA IRN LAE LANI LAS LAW MPR NHS NIC NIEDU PLA PPG REV SC SCOTEDU"
    " SHPE SRS UKPRN WALEDU"
)
BRITISH = frozenset(f"GB-{name}" for name in _LISTS.split())
SHAPES = {
    "GB-CHC": (re.compile(r"[0-9]{6,7}(-[0-9]{1,3})?"), "six or seven digits"),
    "GB-SC": (re.compile(r"SC[0-9]{6}"), "SC and six digits"),
    "GB-NIC": (re.compile(r"(NIC)?1[0-9]{5}"), "six digits that begin with 1"),
    "GB-COH": (
        re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}|[A-Z]{2}[0-9]{5}[A-Z]|R[0-9]{7}"),
        "eight digits, with noughts before a short number, or two letters and six digits",
    ),
}
_TOGETHER = re.compile(r"(GB-[A-Z0-9]+)-(.+)")

_ONE = {
    "anyOf": [
        {"type": "string", "pattern": "^(?:GB-CHC-[0-9]{6,7}|GB-COH-[0-9]{8}|GB-SC-SC[0-9]{6}|[^G].*)$"},
        {"type": "object", "required": ["propertyID"], "properties": {"propertyID": {"pattern": "^[^Gg]"}}},
    ]
}
CALM = {"identifier": {"anyOf": [_ONE, {"type": "array", "items": _ONE}]}}
"""Numbers as they are written in the most usual registers, and those of registers that are not British."""


@once
def numbers(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The pointer, register and number of each identifier of an organisation."""
    found: list[tuple[str, str, str]] = []
    for name in ORGANISATIONS:
        given = document.get(name, {}).get("identifier")
        if given:
            for where, value in enumerate(given) if isinstance(given, list) else (("", given),):
                pointer = f"/{name}/identifier/{where}".rstrip("/")
                found.append((pointer, *_parts(value)))
    return found


def _parts(value: Any) -> tuple[str, str]:
    """The register and the number of "GB-CHC-1165217", or of a register with its value."""
    if isinstance(value, str):
        together = _TOGETHER.fullmatch(value)
        return (together[1], together[2]) if together else ("", value)
    return value.get("propertyID", ""), value["value"]
