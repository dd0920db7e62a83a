"""What the running application was handed: the hub, its settings, its clock, and the address it is known by."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import current_app, g, request

from openhub.config import Settings
from openhub.model.source import Source
from openhub.web.clock import Clock
from openhub.web.links import host, mail

if TYPE_CHECKING:
    from openhub.hub.hub import Hub

ITEMS = "/activity/"


def hub() -> "Hub":
    """The hub that this application shows."""
    return current_app.extensions["openhub"]  # type: ignore[no-any-return]


def settings() -> Settings:
    """The settings that this application was made with."""
    return current_app.config["OPENHUB"]  # type: ignore[no-any-return]


def clock() -> Clock:
    """The moment of this request, the same from its beginning to its end."""
    if "clock" not in g:
        g.clock = Clock(now=hub().now(), zone=hub().zone)
    return g.clock  # type: ignore[no-any-return]


def platforms() -> dict[int, Source]:
    """The sources by number, read once a request; one without a name of its own goes by its host."""
    if "platforms" not in g:
        g.platforms = {s.id: replace(s, name=s.name.strip() or host(s.address)) for s in hub().store.sources()}
    return g.platforms  # type: ignore[no-any-return]


def base_url() -> str:
    """The public address without a slash at its end: the one that is set, otherwise that of the request."""
    return (settings().base_url or request.url_root).rstrip("/")


def dataset() -> str:
    """The name of all that this hub passes on: the `id` of its description, and its entry in `via`."""
    return f"{base_url()}/#dataset"


def items_at() -> str:
    """What stands in front of the references of items, in their addresses and in the ids of the hub's own feed."""
    return f"{base_url()}{ITEMS}"


def contact() -> dict[str, str]:
    """Whom to tell about faults in the data: {"email": …}, or {"url": …} of the page that says it."""
    known = settings().contact
    return {"email": known} if mail(known) else {"url": f"{base_url()}/data"}
