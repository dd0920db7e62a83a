"""What is answered when something cannot be: a page for people, RFC 9457 problem details for machines."""

import logging
import time
from typing import Any

import orjson
from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from openhub.errors import StoreUnavailable, UsageError

MEDIA_TYPE = "application/problem+json"
MACHINE_PATHS = ("/api/", "/feed", "/openapi.json", "/.well-known/", "/livez")
RETRY_SECONDS = 30
LOG_SECONDS = 600  # between two lines that say the same
_LOG = logging.getLogger(__name__)
_WORDS = {
    400: ("We could not read that", "The address has something in it that we do not understand."),
    404: ("Nothing is here", "The address may have been typed wrongly, or the thing it leads to may be over."),
    405: ("That does not work here", "This address cannot be used in this way."),
    410: ("This is no longer listed", "Whoever published it has taken it down. It may be off, or it may have moved."),
    413: ("That was too long", "Shorten it and look again."),
    429: ("Too many at once", "Wait a few seconds and try again."),
    503: ("We cannot look anything up just now", "It is not your fault, and nothing is lost. Try again in a minute."),
    500: ("Something went wrong on our side", "It is not your fault. Try again in a few minutes."),
}


def register(app: Flask) -> None:
    """Answers errors of every kind in the way that suits who asked."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(UsageError, _usage)
    app.register_error_handler(StoreUnavailable, _Away())
    app.register_error_handler(Exception, _fault)


def problem(status: int, detail: str, **more: Any) -> Response:
    """A problem document; `more` are extension members, such as the parameter that is wrong."""
    title = _WORDS.get(status, ("That did not work", ""))[0]
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.path, **more}
    return Response(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)


def for_machines(path: str) -> bool:
    """Whether a program is asking."""
    return path.startswith(MACHINE_PATHS)


def _usage(error: UsageError) -> Response:
    return _answer(400, str(error), **{k: v for k, v in error.facts.items() if k == "parameter"})


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    status = error.code or 500
    answer = _answer(status, _WORDS.get(status, ("", error.description or error.name))[1])
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


class _Away:
    """Answers while the database is away. Why is for the log, and is told there once in a while: every visitor meets it."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}

    def __call__(self, error: StoreUnavailable) -> Response:
        said, now = str(error), time.monotonic()
        if now >= self._told.get(said, 0.0):
            self._told = {said: now + LOG_SECONDS}
            _LOG.error("%s", said)
        answer = _answer(503, _WORDS[503][1])
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
        return answer


def _fault(error: Exception) -> Response:
    _LOG.exception("A fault while answering %s", request.path, exc_info=error)
    return _answer(500, _WORDS[500][1])


def _answer(status: int, detail: str, **more: Any) -> Response:
    if for_machines(request.path):
        return problem(status, detail, **more)
    title = _WORDS.get(status, ("That did not work", ""))[0]
    page = render_template("problem.html", title=title, detail=detail, status=status)
    return Response(page, status=status, headers={"Cache-Control": "no-store"})
