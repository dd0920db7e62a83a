"""The hub's own change feed: what it holds, passed on unchanged, for the next hub."""

from datetime import timedelta

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from openhub.formats import openhub
from openhub.formats.rpde import MEDIA_TYPE
from openhub.model.fault import MAX_INTEGER
from openhub.publish import feed
from openhub.web.answers import answer, revalidated
from openhub.web.hubs import base_url, clock, contact, dataset, hub, items_at, settings
from openhub.web.parameters import FEED
from openhub.web.reading import read

EXPIRES = timedelta(hours=1)

routes = Blueprint("feed", __name__)


@routes.get("/feed")
def page() -> Response:
    """The changes after a number; the last page is empty and its `next` is the very address that was asked for."""
    after = feed.position(request.args.getlist(feed.PARAMETER))
    limit = read(FEED, MultiDict(("limit", text) for text in request.args.getlist("limit")))["limit"]
    size = min(limit or settings().feed_page_size, settings().feed_page_size)
    found = hub().store.changes(after, size, items_at())
    records = [_record(c.number, c.type, c.ref, c.raw, c.envelope, c.reason) for c in found.entries]
    following = _after(found.entries[-1].number, limit) if found.entries else _requested()
    body = openhub.write(
        records,
        next_address=following,
        licence=settings().licence,
        epoch=found.epoch,
        horizon=found.horizon,
        **({"count": found.proof.count, "root": found.proof.root} if found.proof else {}),
    )
    return revalidated(Response(body, content_type=MEDIA_TYPE), feed.cache_control(not found.entries))


@routes.get("/feed/checkpoint")
def checkpoint() -> Response:
    """Where the feed stands, so that others can tell without reading it whether they have everything (feed-checkpoint)."""
    stands = hub().store.changes(MAX_INTEGER, 1, items_at())
    if not stands.proof:
        raise NotFound()
    said = feed.checkpoint(
        dataset=dataset(),
        epoch=stands.epoch,
        head=stands.head,
        horizon=stands.horizon,
        count=stands.proof.count,
        root=stands.proof.root,
        licence=settings().licence,
        contact=contact(),
        previous=stands.previous,
    )
    return answer(feed.timed(said, clock().now, EXPIRES), "application/json")


def _record(
    number: int, kind: str, ref: str, raw: bytes | None, envelope: dict[str, object], reason: str
) -> dict[str, object]:
    change = feed.Change(number=number, kind=kind, id=f"{items_at()}{ref}", data=raw)
    if raw is None:
        return {**change.record(), **({"openhub": {"reason": reason}} if reason else {})}
    return change.record(openhub={**envelope, "via": [dataset()]})


def _after(number: int, limit: int | None) -> str:
    kept = f"&limit={limit}" if limit else ""
    return f"{base_url()}/feed?{feed.PARAMETER}={number}{kept}"


def _requested() -> str:
    """The address asked for, byte for byte, under the public base address."""
    query = request.environ.get("QUERY_STRING", "")
    return f"{base_url()}/feed{'?' if query else ''}{query}"
