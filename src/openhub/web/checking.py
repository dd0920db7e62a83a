"""Checks what a publisher pastes or uploads, on a page and for programs, and shows it as residents would see it.

Nothing is kept: a check reads the request, answers it and forgets both. So there is nothing that another site could change
in somebody's name, and no token is needed against it. A form on another site is sent to the empty page all the same: else
anybody could show words of their own under this hub's address.
"""

import hashlib
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO, Any

import orjson
from flask import Blueprint, Request, Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from openhub.formats.strict_json import BOM
from openhub.model.finding import Severity
from openhub.validate.baseline import Baseline
from openhub.validate.choose import choice
from openhub.validate.engine import about, codes
from openhub.validate.gather import Gathered, reported, rules_run
from openhub.validate.report import RANK, Input, Shown
from openhub.validate.reports import json
from openhub.web.allowance import Allowance
from openhub.web.checked import NAME, Checked, Item, check
from openhub.web.hubs import clock, hub
from openhub.web.previews import Preview, preview
from openhub.web.problems import problem

MOST_BYTES = 1_000_000
MOST_LISTED = 2_000  # a listing of honest length takes 500 bytes, and each costs work however short it is
ROUND_BYTES = 100_000  # of a form around what is pasted: its name, its edges, line breaks that a browser makes longer
LEAST_BYTES = 20_000  # a short text costs this much too
A_SECOND = 500_000
MOST_ITEMS = 25
MOST_OF_ONE = 20
MOST_SHOWN_AGAIN = 200_000
SAMPLES = 20

TOO_LARGE = f"This is larger than {MOST_BYTES // 1_000_000} MB. Check a part of it, or all of it with openhub validate on your own machine."
TOO_MANY = f"These are more than {MOST_LISTED:,} listings. Check a part of them, or all of them with openhub validate on your own machine."
NOTHING = "Paste your listings, or choose a file."
BUSY = "Many are checking at this moment. Wait a few seconds and try again."
NEEDS = {
    "hosts": "it is not known which site the ids belong to",
    "whole": "it is not known whether this is all of a feed",
    "visit": "no page is visited from here",
    "activities": "there is no list of OpenActive here",
    "postcodes": "there is no list of postcodes here",
}

routes = Blueprint("checking", __name__)


class InMemory(Request):
    """A request whose uploaded files are never written to disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item on the page: what was found in it, and how residents would see it."""

    item: Item
    shown: tuple[Shown, ...]
    more: int
    preview: Preview | None


def allowance() -> Allowance:
    """How much all who ask may have checked: twenty of the largest texts at once, and half of one more each second."""
    return Allowance(brim=20 * MOST_BYTES, a_second=A_SECOND)


@routes.get("/validate")
def form() -> str:
    """The empty form."""
    return _page()


@routes.post("/validate")
def page() -> Response:
    """What is wrong with what was pasted or uploaded, beside how it would look."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return redirect(url_for("checking.form"), code=303)  # type: ignore[return-value]  # werkzeug types the Response that Flask makes more widely
    try:
        data = _sent()
    except RequestEntityTooLarge:
        return _answer(_page(error=TOO_LARGE), 413)
    if not data.strip():
        return _answer(_page(error=NOTHING), 400)
    if refused := _too_much(data):
        return _answer(_page(error=refused), 413)
    if wait := _wait(data):
        return _answer(_page(error=BUSY, text=_again(data)), 429, wait)
    return _answer(_page(check(data, clock()), text=_again(data)), 200)


@routes.post("/api/v1/validate")
def report() -> Response:
    """The same for programs: the body is an item, a list of items or a page of a feed, the answer a report."""
    request.max_content_length = MOST_BYTES
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return _unkept(problem(413, TOO_LARGE))
    if refused := _too_much(data):
        return _unkept(problem(413, refused))
    if not data.strip():
        return _unkept(problem(400, "Send an item, a list of items or a page of a feed as the body, in JSON."))
    if wait := _wait(data):
        return _unkept(problem(429, BUSY), wait)
    body = json.dumped(_report(data, check(data, clock())))
    return _unkept(Response(body, content_type="application/json"))


def _sent() -> bytes:
    """The file that was uploaded or, without one, the text that was pasted."""
    request.max_content_length = 2 * MOST_BYTES + ROUND_BYTES
    request.max_form_memory_size = MOST_BYTES + ROUND_BYTES
    file = request.files.get("file")
    uploaded = file.read() if file and file.filename else b""
    return uploaded or request.form.get("text", "").encode("utf-8", "surrogatepass")


def _too_much(data: bytes) -> str:
    """Why it is not checked here; "" when it is."""
    if len(data) > MOST_BYTES:
        return TOO_LARGE
    try:
        read = orjson.loads(data.removeprefix(BOM))
    except orjson.JSONDecodeError:
        return ""  # where it ends being JSON is soon found
    listed = read.get("items") if isinstance(read, dict) else read
    return TOO_MANY if isinstance(listed, list) and len(listed) > MOST_LISTED else ""


def _wait(data: bytes) -> int:
    bucket: Allowance = current_app.extensions["openhub_allowance"]
    return bucket.take(max(len(data), LEAST_BYTES))


def _answer(body: str, status: int, wait: int = 0) -> Response:
    return _unkept(make_response(body, status), wait)


def _unkept(answer: Response, wait: int = 0) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _again(data: bytes) -> str:
    """The text for the form, so that it can be changed there and checked again; "" when it is long or is none."""
    return data.decode("utf-8", "replace") if len(data) <= MOST_SHOWN_AGAIN and b"\0" not in data else ""


# The page


def _page(checked: Checked | None = None, *, text: str = "", error: str = "") -> str:
    entries = [_entry(item) for item in sorted(checked.items, key=lambda i: i.worst)[:MOST_ITEMS]] if checked else []
    return render_template(
        "validate.html",
        current="validate",
        checked=checked,
        entries=entries,
        heading=_heading(checked) if checked else "",
        why={code: rule.why for code, rule in codes().items()},
        not_run={code: _needed(needs) for code, needs in checked.not_run.items()} if checked else {},
        text=text,
        error=error,
    )


def _entry(item: Item) -> Entry:
    found = sorted(item.findings, key=lambda s: RANK[s.finding.severity])
    days = hub().settings.occurrence_days
    return Entry(
        item=item,
        shown=tuple(found[:MOST_OF_ONE]),
        more=len(found) - MOST_OF_ONE,
        preview=None if item.document is None else preview(item.document, clock(), days),
    )


def _heading(checked: Checked) -> str:
    """2 listings checked: not ready yet."""
    tally = checked.tally
    if not tally.items:
        return "This could not be read" if tally.error else "There is no listing in it"
    counted = "1 listing" if tally.items == 1 else f"{tally.items:,} listings"
    ready = "not ready yet" if tally.error else "ready, and could be better" if tally.warning else "ready"
    return f"{counted} checked: {ready}"


# The report


def _report(data: bytes, checked: Checked) -> dict[str, Any]:
    """The same report as that of `openhub validate --format json`."""
    chosen = choice({code: rule.family for code, rule in codes().items()})
    gathered = Gathered(chosen, Baseline(), samples=SAMPLES, keep=0)
    for shown in checked.findings:
        gathered.take(shown)
    run, skipped = rules_run(chosen, codes(), {code: _needed(needs) for code, needs in checked.not_run.items()})
    said = {shown.finding.code: shown.finding.message for shown in checked.findings}
    found = reported(
        gathered,
        lambda code: about(code) if code in codes() else said[code],
        as_of=clock().now.isoformat(),
        fail_on="error",
        items=checked.tally.items,
        inputs=(Input(NAME, len(data), hashlib.sha256(data).hexdigest()),),
        rules_run=run,
        rules_skipped=skipped,
        complete=checked.all,
    )
    tally = checked.tally
    counts: dict[Severity, int] = {"error": tally.error, "warning": tally.warning, "info": tally.info}
    return json.document(replace(found, counts=counts))


def _needed(needs: tuple[str, ...]) -> str:
    return " and ".join(NEEDS.get(need, need) for need in needs)
