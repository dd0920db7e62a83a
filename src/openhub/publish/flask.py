"""A Flask blueprint that serves a change feed at Level 3."""

import gzip
import hashlib

import orjson
from flask import Blueprint, Response, current_app, request, send_file, url_for

from openhub.errors import ConfigError, UsageError
from openhub.formats.rpde import MEDIA_TYPE
from openhub.publish import commands, feed
from openhub.publish.changefeed import ChangeFeed
from openhub.publish.dumps import Dumps

DUMP_SECONDS = 600
_SMALL = 500  # bytes, below which packing gains nothing
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Cache-Control, If-None-Match",
    "Access-Control-Expose-Headers": "Content-Digest, ETag",
}


def routes(
    published: ChangeFeed, *, base_url: str = "", path: str = "/feed", dump_seconds: float = DUMP_SECONDS
) -> Blueprint:
    """The feed at `path`, `…/checkpoint` and `…/dump.jsonl.gz` under it, and what leads there under `/.well-known/`.

    `base_url` is the public address of the site, such as https://club.example: give it when there is a proxy in front.
    A dump is made anew when it is older than `dump_seconds` and something has changed. Also adds the commands
    `flask openhub sync` and `flask openhub new-epoch`.
    """
    made = _opened()
    dumps = Dumps(published, dump_seconds)
    public = base_url.rstrip("/")

    def at(name: str) -> str:
        return public + url_for(f".{name}") if public else url_for(f".{name}", _external=True)

    @made.get(path)
    def feed_page() -> Response:
        after = feed.position(request.args.getlist(feed.PARAMETER))
        address = public + request.path if public else request.base_url
        body = published.page(after, address=address, requested=_asked(address))
        return _answer(body.data, MEDIA_TYPE, feed.cache_control(body.last))

    @made.get(f"{path}/checkpoint")
    def checkpoint() -> Response:
        return _answer(orjson.dumps(published.checkpoint()), "application/json", "public, max-age=60")

    @made.get(f"{path}/dump.jsonl.gz")
    def dump() -> Response:
        made_of, file = dumps.latest()
        answer = send_file(file, "application/gzip", etag=f"{made_of.epoch}-{made_of.head}", conditional=True)
        answer.headers["Content-Digest"] = made_of.digest
        answer.headers["Cache-Control"] = f"public, max-age={int(dump_seconds)}"
        return answer

    @made.get("/.well-known/openhub")
    def well_known() -> Response:
        said = published.dataset.described(feed_at=at("feed_page"), checkpoint_at=at("checkpoint"), dump_at=at("dump"))
        return _answer(orjson.dumps(said), "application/ld+json", "public, max-age=3600")

    @made.get("/.well-known/api-catalog")
    def catalogue() -> Response:
        described = [{"href": at("well_known"), "type": "application/ld+json"}]
        linkset = [{"anchor": at("feed_page"), "service-meta": described}]
        return _answer(orjson.dumps({"linkset": linkset}), feed.LINKSET, "public, max-age=3600")

    commands.add(made.cli, published)
    return made


def _opened() -> Blueprint:
    """A blueprint whose answers any page on the web may read."""
    made = Blueprint("openhub", __name__)

    @made.after_request
    def to_anybody(answer: Response) -> Response:
        answer.headers.update(_OPEN)
        return answer

    @made.errorhandler(UsageError)
    def wrong(error: UsageError) -> Response:
        return Response(f"{error}\n", status=400, mimetype="text/plain", headers={"Cache-Control": "no-store"})

    @made.errorhandler(ConfigError)
    def not_set_up(error: ConfigError) -> Response:
        current_app.logger.error("%s", error)
        said = "The feed is not set up well. Its log says why.\n"  # where its files are is nobody else's business
        return Response(said, status=503, mimetype="text/plain", headers={"Cache-Control": "no-store"})

    return made


def _asked(address: str) -> str:
    """What was asked for, byte for byte, under the public address (feed-last)."""
    query = request.environ.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _answer(body: bytes, media_type: str, cache_control: str) -> Response:
    """The bytes with their ETag, packed when whoever asks takes that, or 304 when they have them."""
    tag, packed = hashlib.sha256(body).hexdigest()[:32], len(body) >= _SMALL and request.accept_encodings["gzip"] > 0
    answer = Response(gzip.compress(body, mtime=0) if packed else body, content_type=media_type)
    answer.set_etag(f"{tag}-gzip" if packed else tag)
    answer.headers["Cache-Control"] = cache_control
    answer.vary.add("Accept-Encoding")
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.make_conditional(request)
    return answer
