"""An id is an address on a host that is not the publisher's."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At, host

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
    name = host(document["id"])
    return [("/id", {"host": name or "no host"})] if name not in (at.hosts or ()) else None
