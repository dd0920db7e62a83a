"""The hub's own change feed: what it holds, passed on unchanged, for the next hub."""

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from openhub.formats import openhub
from openhub.formats.rpde import MEDIA_TYPE
from openhub.publish import feed
from openhub.web.answers import revalidated
from openhub.web.hubs import base_url, dataset, hub, settings
from openhub.web.parameters import FEED
from openhub.web.reading import read

routes = Blueprint("feed", __name__)


@routes.get("/feed")
def page() -> Response:
    """The changes after a number; the last page is empty and its `next` is the very address that was asked for."""
    after = feed.position(request.args.getlist(feed.PARAMETER))
    limit = read(FEED, MultiDict(("limit", text) for text in request.args.getlist("limit")))["limit"]
    size = min(limit or settings().feed_page_size, settings().feed_page_size)
    found = hub().changes(after, size)
    records = [_record(c.number, c.type, c.ref, c.raw, c.envelope) for c in found.entries]
    following = _after(found.entries[-1].number, limit) if found.entries else _requested()
    body = openhub.write(
        records, next_address=following, licence=settings().licence, epoch=found.epoch, horizon=found.horizon
    )
    return revalidated(Response(body, content_type=MEDIA_TYPE), feed.cache_control(not found.entries))


def _record(number: int, kind: str, ref: str, raw: bytes | None, envelope: dict[str, object]) -> dict[str, object]:
    change = feed.Change(number=number, kind=kind, id=f"{base_url()}/activity/{ref}", data=raw)
    return change.record(openhub={**envelope, "via": [dataset()]})


def _after(number: int, limit: int | None) -> str:
    kept = f"&limit={limit}" if limit else ""
    return f"{base_url()}/feed?{feed.PARAMETER}={number}{kept}"


def _requested() -> str:
    """The address asked for, byte for byte, under the public base address."""
    query = request.environ.get("QUERY_STRING", "")
    return f"{base_url()}/feed{'?' if query else ''}{query}"
