"""How machines are answered: JSON that may be kept for a minute and asked for again with its ETag."""

import orjson
from flask import Response, current_app, request


def answer(body: object, media_type: str) -> Response:
    """The body as JSON of a media type."""
    return revalidated(
        Response(orjson.dumps(body), content_type=media_type), f"public, max-age={current_app.config['FRESH_SECONDS']}"
    )


def revalidated(response: Response, cache_control: str) -> Response:
    """The response with an ETag, or 304 when whoever asks has it already."""
    response.headers["Cache-Control"] = cache_control
    response.add_etag()
    response.make_conditional(request)
    return response
