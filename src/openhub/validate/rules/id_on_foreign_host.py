"""An id is an address on a host that is not the publisher's."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At, beginnings, host

RULE = Rule(
    family="identity",
    severity="error",
    anchor="identity-host",
    message="The id is on {host}, which does not belong to this feed.",
    remedy="Use an address on your own site; if that host is yours too, let its /.well-known/openhub name this dataset, "
    "or name it with --owns.",
    why="Otherwise anybody could change or cancel another group's activities.",
    reads=("id",),
    needs=("hosts",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if document["id"].startswith(beginnings(at.hosts or frozenset())):
        return None
    name = host(document["id"])
    return None if name in (at.hosts or ()) else [("/id", {"host": name or "no host"})]
