"""A web address holds an e-mail address, a telephone number or a token."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At
from openhub.validate.web import MEMBERS, WITHOUT_VALUES, with_values

# No handle, as in /@gardeners or /@gardeners@social.example, and no public calendar of Google's.
_EMAIL = re.compile(
    r"(?<![@A-Za-z0-9._+-])[A-Za-z0-9._+-]+(?:@|%40)(?!(?:group|import)\.calendar\.google\.com)[A-Za-z0-9-]+\.[A-Za-z]{2,}"
)
_PHONE = re.compile(r"[?&;](?:phone|tel|telephone|mobile|msisdn|whatsapp)=(?:\+|%2B)?[0-9]{7,}", re.IGNORECASE)
_TOKEN = re.compile(
    r"[?&;#](?:(?:access_token|auth_token|authtoken|id_token|jwt|phpsessid|jsessionid|api_key|apikey|password|passwd|pwd)=[^&#;]{6,}"
    r"|token=[^&#;]{20,})",
    re.IGNORECASE,
)

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="people-none",
    message="The address holds {what}.",
    remedy="Give the address of the public page, without what follows the question mark if need be.",
    why="Whoever sees it knows the person, or can act as them.",
    may_read=MEMBERS,
    calm=WITHOUT_VALUES,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [(pointer, {"what": what}) for pointer, address in with_values(document) if (what := _personal(address))]


def _personal(address: str) -> str:
    if _EMAIL.search(address):
        return "an e-mail address"
    if _PHONE.search(address):
        return "a telephone number"
    return "a token by which somebody is signed in" if _TOKEN.search(address) else ""
