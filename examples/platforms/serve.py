"""Serves the ten example platforms on loopback: for each a feed, a description and pages, on a port of its own."""

import argparse
import html
import json
import signal
import socket
import threading
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request, url_for
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from examples.platforms import (
    camden_town_shed,
    casserole_club,
    foodcycle,
    gig_buddies,
    goodgym,
    open_hub,
    opencinema,
    project_dirt,
    spacehive,
    streetbank,
)
from examples.platforms.kit import CC_BY, LONDON, Item, Platform
from openhub.errors import UsageError
from openhub.formats.rpde import MEDIA_TYPE
from openhub.publish import feed

PLATFORMS: tuple[Platform, ...] = (
    project_dirt.PLATFORM,
    streetbank.PLATFORM,
    goodgym.PLATFORM,
    camden_town_shed.PLATFORM,
    casserole_club.PLATFORM,
    foodcycle.PLATFORM,
    spacehive.PLATFORM,
    gig_buddies.PLATFORM,
    opencinema.PLATFORM,
    open_hub.PLATFORM,
)
_STOP = (signal.SIGINT, signal.SIGTERM)
PAGE_SIZE = 8  # small, so that a harvest really turns pages

_PAGE = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{name} – {platform}</title>
<style>
body{{font:1.1rem/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}}header{{border-bottom:4px solid}}
</style>
<header><p><a href="/">{platform}</a></p></header><main><h1>{name}</h1><p>{text}</p>
<p id="join">{more}</p><p id="pledge">Here you could pledge.</p><p id="safeguarding">Here you could read how we keep people safe.</p></main>
<footer><p>An invented platform, for the demo of an open hub.</p></footer></html>"""


def application(platform: Platform, day: date, site: str) -> Flask:
    """A publisher's whole site, its feed included."""
    app = Flask(__name__)
    items = platform.items(day, site)
    changes = [
        feed.Change(number=number, kind=item["type"], id=item["id"], data=json.dumps(item, ensure_ascii=False).encode())
        for number, item in enumerate(items, start=1)
    ]

    def describe(feed_address: str) -> Item:
        return feed.description(
            dataset=f"https://{platform.host}/#dataset",
            title=f"What is on at {platform.name}",
            about=platform.about,
            publisher=platform.name,
            publisher_url=f"{site}/",
            licence=CC_BY,
            feed=feed_address,
            level=2,
            contact={"email": f"data@{platform.host}"},
        )

    @app.get("/feed")
    def feed_page() -> Response:
        after = feed.position(request.args.getlist(feed.PARAMETER))
        records = [change.record() for change in changes[after : after + PAGE_SIZE]]
        requested = f"{request.base_url}?{request.query_string.decode('latin-1')}".removesuffix("?")
        body = feed.page(records, address=request.base_url, requested=requested, licence=CC_BY, epoch=day.isoformat())
        return _kept(Response(body, content_type=MEDIA_TYPE), feed.cache_control(not records))

    @app.get("/.well-known/openhub")
    def well_known() -> Response:
        described = json.dumps(describe(url_for("feed_page", _external=True)))
        return _kept(Response(described, content_type="application/ld+json"), "public, max-age=3600")

    @app.errorhandler(UsageError)
    def wrong(error: UsageError) -> tuple[str, int]:
        return str(error), 400

    pages = {urlsplit(item["url"]).path: item for item in items}

    @app.get("/")
    def home() -> str:
        links = "".join(
            f'<li><a href="{html.escape(path)}">{html.escape(item["name"])}</a>' for path, item in pages.items()
        )
        return _page(platform, platform.name, platform.about, f"<ul>{links}</ul>")

    @app.get("/<path:path>")
    def item_page(path: str) -> str:
        address = f"/{path}"
        while address and address not in pages:  # /sessions/12/join is about /sessions/12
            address = address.rpartition("/")[0]
        if not address:
            abort(404)
        item = pages[address]
        about_this_page = f"You have come to the page of this activity on {html.escape(platform.name)}."
        return _page(platform, item["name"], item["description"], about_this_page)

    return app


def _kept(answer: Response, how_long: str) -> Response:
    """An answer that any page on the web may read, and that is not sent again to who has it."""
    answer.headers |= {"Cache-Control": how_long, "Access-Control-Allow-Origin": "*"}
    answer.add_etag()
    return answer.make_conditional(request)


def _page(platform: Platform, name: str, text: str, more: str) -> str:
    """A page as HTML; `more` is HTML already."""
    return _PAGE.format(platform=html.escape(platform.name), name=html.escape(name), text=html.escape(text), more=more)


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Says nothing of each request."""


def start(first_port: int, day: date) -> list[tuple[Platform, str, BaseWSGIServer]]:
    """Starts all platforms in threads, from the port on; a port that is taken is exchanged for any free one."""
    started = []
    for offset, platform in enumerate(PLATFORMS):
        listener = _listener(first_port + offset if first_port else 0)
        port = listener.getsockname()[1]
        site = f"http://127.0.0.1:{port}"
        server = make_server(
            "127.0.0.1",
            port,
            application(platform, day, site),
            threaded=True,
            request_handler=_Quiet,
            fd=listener.fileno(),
        )
        listener.detach()
        threading.Thread(target=server.serve_forever, daemon=True, name=platform.host).start()
        started.append((platform, site, server))
    return started


def _listener(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError:
        return socket.create_server(("127.0.0.1", 0))


def main() -> None:
    """Serves until told to stop; the addresses go to the file named, one line of JSON each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8001, help="the first of ten ports")
    parser.add_argument("--day", type=date.fromisoformat, default=None, help="the day it is as if; today if left out")
    parser.add_argument("--ready", type=Path, default=None, help="a file to write the addresses to, once all answer")
    options = parser.parse_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)  # before any thread, so that only the wait below takes them
    started = start(options.port, options.day or datetime.now(LONDON).date())
    lines = [json.dumps({"name": p.name, "host": p.host, "site": site}) for p, site, _ in started]
    if options.ready:
        options.ready.write_text("\n".join(lines) + "\n", "utf-8")
    else:
        print("\n".join(lines), flush=True)
    signal.sigwait(_STOP)


if __name__ == "__main__":
    main()
