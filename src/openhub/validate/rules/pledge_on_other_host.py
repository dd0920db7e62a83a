"""Money is asked for on a site that is neither the publisher's nor a known payment service."""

from typing import Any

from openhub.validate.payments import is_payment_service
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At, beginnings, host

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")  # while somebody tries it out

RULE = Rule(
    family="money",
    severity="warning",
    anchor="funding-host",
    message="People are asked to pay at {host}, which is neither this publisher's nor a payment service that is known.",
    remedy="Give a page of your own site, which leads on from there, or one at a well-known payment service.",
    why="Nobody can tell a stranger's page from a fraud, and money that is gone does not come back.",
    types=("Project",),
    reads=("funding",),
    needs=("hosts",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    address = document["funding"].get("pledgeUrl")
    if not address or address.startswith(beginnings(at.hosts or frozenset())):
        return None
    name = host(address)
    if name in _THIS_MACHINE or is_payment_service(name) or any(_belongs(name, own) for own in at.hosts or ()):
        return None
    return [("/funding/pledgeUrl", {"host": name or "no host"})]


def _belongs(name: str, own: str) -> bool:
    """Whether a host is one of the publisher's, or a part of it, such as pay.club.example of www.club.example."""
    bare = own.removeprefix("www.")
    return name == bare or name.endswith(f".{bare}")
