"""Makes the web application of a hub: pages, API and feed in one."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from jinja2 import StrictUndefined

from openhub.config import Settings
from openhub.web import about, api, calendar, checking, discovery, feed, find, home, problems, show, standard, words
from openhub.web.hubs import ITEMS
from openhub.web.links import link
from openhub.web.searching import Search

if TYPE_CHECKING:
    from openhub.hub.hub import Hub

FRESH_SECONDS = 60
MOST_BYTES = 64_000
STYLE_SECONDS = 31_536_000  # its address carries its version
STYLE = Path(__file__).parent / "static" / "openhub.css"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


def create_app(settings: Settings, hub: "Hub") -> Flask:
    """The application that shows a hub, and publishes its feed at the hub's public address where one is set."""
    if settings.base_url:
        hub.store.publish_at(settings.base_url.rstrip("/") + ITEMS)
    app = Flask(__name__)
    app.config.update(
        OPENHUB=settings,
        FRESH_SECONDS=FRESH_SECONDS,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=STYLE_SECONDS,
    )
    app.request_class = checking.InMemory
    app.extensions.update(openhub=hub, openhub_allowance=checking.allowance())
    app.url_map.strict_slashes = False
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["link"] = link
    version = hashlib.sha256(STYLE.read_bytes()).hexdigest()[:12]
    app.context_processor(lambda: _everywhere(settings, version))
    app.after_request(_guard)
    problems.register(app)
    for module in (home, find, show, calendar, about, api, feed, discovery, standard, checking):
        app.register_blueprint(module.routes)
    return app


def _everywhere(settings: Settings, version: str) -> dict[str, Any]:
    """What every template may use; `draw` notes a drawing so that the page carries it once."""
    return {
        "settings": settings,
        "style_version": version,
        "draw": _draw,
        "drawn": lambda: sorted(g.get("drawn", ())),
        "Search": Search,
        "many": words.many,
    }


def _draw(name: str) -> str:
    g.setdefault("drawn", set()).add(name)
    return name


def _guard(answer: Response) -> Response:
    """Headers that let nothing be run, sent or learned from elsewhere; open data may be read from any page."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if problems.for_machines(request.path):
        answer.headers["Access-Control-Allow-Origin"] = "*"
    elif answer.status_code == 200 and answer.mimetype == "text/html":
        answer.headers.setdefault("Cache-Control", f"public, max-age={FRESH_SECONDS}")
    return answer
