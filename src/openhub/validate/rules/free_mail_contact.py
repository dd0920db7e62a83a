"""A contact's e-mail address is at a free mail host and names no role."""

import re
from functools import lru_cache
from typing import Any

from openhub.validate.contacts import MEMBERS, contacts
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At
from openhub.validate.wordlist import words

_HOSTS = words(
    "gmail.com googlemail.com icloud.com me.com mac.com aol.com msn.com btinternet.com btopenworld.com talktalk.net sky.com"
    " virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk proton.me protonmail.com pm.me mail.com"
)
_HOSTS_ANYWHERE = frozenset(
    {"hotmail", "outlook", "live", "yahoo", "ymail", "gmx"}
)  # with the endings of many countries
_FREE = rf"(?i)@(?:(?:{'|'.join(sorted(_HOSTS_ANYWHERE))})(?:\.|$)|(?:{'|'.join(map(re.escape, sorted(_HOSTS)))})$)"
_WORD = re.compile(r"[^\W\d_]{4,}")
_ROLES = words(
    "info hello contact contacts enquiries enquiry inquiries booking bookings book admin office secretary treasurer chair"
    " team help volunteer volunteers volunteering club group events event hall centre center community coordinator"
    " membership members safeguarding welfare garden kitchen choir project society association residents church parish"
    " scouts guides library allotment shed pantry foodbank support"
)

RULE = Rule(
    family="privacy",
    severity="warning",
    anchor="people-contact",
    message="This address is at {host} and does not name a role, so it may be one person's own.",
    remedy="Use an address of the group, or one that says what it is for, such as bookings.ourgroup@….",
    why="When that person leaves, questions go astray; and what was their own address stays on many sites.",
    reads=("organizer", "name"),
    may_read=MEMBERS,
    calm={"email": {"not": {"pattern": _FREE}}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"{pointer}/email", {"host": host})
        for pointer, part in contacts(document)
        if (email := part.get("email")) and (host := _free_host(email)) and not _names_a_role(part["email"], document)
    ]


@lru_cache(4096)
def _free_host(email: str) -> str:
    host = email.rpartition("@")[2].lower()
    return host if host in _HOSTS or host.partition(".")[0] in _HOSTS_ANYWHERE else ""


def _names_a_role(email: str, document: dict[str, Any]) -> bool:
    """Whether what stands before the sign is a role, or has a word of the organiser's or the item's name in it."""
    local = email.partition("@")[0].lower()
    own = _WORD.findall(f"{document['organizer']['name']} {document['name']}".lower())
    return not _ROLES.isdisjoint(re.findall("[a-z]+", local)) or any(word in local for word in own)
