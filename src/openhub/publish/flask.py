"""A Flask blueprint that serves a change feed and its description: `/feed` and `/.well-known/openhub`."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from openhub.errors import UsageError
from openhub.formats.rpde import MEDIA_TYPE
from openhub.publish import feed

PAGE_SIZE = 500


def blueprint(
    changes: Callable[[int, int], Sequence[feed.Change]],
    *,
    describe: Callable[[str], dict[str, Any]],
    licence: str,
    epoch: str,
    page_size: int = PAGE_SIZE,
) -> Blueprint:
    """`changes(after, limit)` gives the changes after a number in order; `describe(feed)` the dataset, given the feed's address."""
    routes = Blueprint("openhub", __name__)

    @routes.get("/feed")
    def feed_page() -> Response:
        try:
            after = feed.position(request.args.getlist(feed.PARAMETER))
        except UsageError as error:
            return Response(str(error), status=400, mimetype="text/plain")
        records = [change.record() for change in changes(after, page_size)]
        body = feed.page(records, address=request.base_url, requested=request.url, licence=licence, epoch=epoch)
        return Response(
            body,
            content_type=MEDIA_TYPE,
            headers={"Cache-Control": feed.cache_control(not records), "Access-Control-Allow-Origin": "*"},
        )

    @routes.get("/.well-known/openhub")
    def well_known() -> Response:
        answer = jsonify(describe(url_for(".feed_page", _external=True)))
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    return routes
