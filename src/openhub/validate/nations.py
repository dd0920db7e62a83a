"""In which part of the United Kingdom a place is: each has its own checks of criminal records.

By the first letter of the area's GSS code, or else by the postcode area. TD lies on both sides of the border, and DG, CA
and NE reach over it here and there, so they tell nothing.
"""

import re
from typing import Any

ENGLAND_OR_WALES, SCOTLAND, NORTHERN_IRELAND = "England or Wales", "Scotland", "Northern Ireland"

_BY_CODE = {"E": ENGLAND_OR_WALES, "W": ENGLAND_OR_WALES, "S": SCOTLAND, "N": NORTHERN_IRELAND}
_GSS = re.compile(r"[EWSN][0-9]{8}")
_SCOTTISH = frozenset({"AB", "DD", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "ZE"})
_UNSURE = frozenset({"TD", "DG", "CA", "NE", "JE", "GY", "IM", "GIR"})
_AREA = re.compile(r"([A-Za-z]{1,2})[0-9]")


def nation(place: dict[str, Any]) -> str:
    """The part of the United Kingdom, or "" when that is not known or it is elsewhere."""
    code, address = place.get("area", {}).get("code", ""), place.get("address", {})
    if _GSS.fullmatch(code):
        return _BY_CODE[code[0]]
    match = _AREA.match(address.get("postalCode", "")) if address.get("addressCountry") == "GB" else None
    area = match[1].upper() if match else ""
    if not area or area in _UNSURE:
        return ""
    return SCOTLAND if area in _SCOTTISH else NORTHERN_IRELAND if area == "BT" else ENGLAND_OR_WALES
