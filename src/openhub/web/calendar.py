"""The dates of an activity for a calendar: iCalendar, as far ahead as the hub looks."""

from datetime import timedelta
from itertools import islice
from urllib.parse import urlsplit

from flask import Blueprint, Response, url_for
from werkzeug.exceptions import Gone, NotFound

from openhub.formats import icalendar_dates
from openhub.model.query import Found
from openhub.model.schedule import occurrences
from openhub.web import places
from openhub.web.hubs import base_url, clock, hub, settings
from openhub.web.members import text

MOST_DATES = 1_000

routes = Blueprint("calendar", __name__)


@routes.get("/activity/<ref>.ics")
def dates(ref: str) -> Response:
    """Every date from today on; what has none has no calendar."""
    found = hub().item(ref)
    if not found:
        raise Gone() if hub().store.is_gone(ref) else NotFound()
    if not found.occurrences:
        raise NotFound("This activity has no dates to come.")
    today = clock().today
    last = today + timedelta(days=settings().occurrence_days)
    if found.type == "Event":
        last = max(last, found.occurrences[0].start.date())
    coming = islice(occurrences(found.document, today, last, clock().zone), MOST_DATES)
    body = icalendar_dates.write(_entry(found), coming, clock().now)
    answer = Response(body, content_type=f"{icalendar_dates.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{ref}.ics"'
    return answer


def _entry(found: Found) -> icalendar_dates.Entry:
    return icalendar_dates.Entry(
        uid=found.ref,
        host=urlsplit(base_url()).hostname or "localhost",
        name=text(found.document.get("name")) or "Without a name",
        summary=text(found.document.get("summary")),
        place=_place(found),
        url=f"{base_url()}{url_for('show.activity', ref=found.ref)}",
        cancelled=found.document.get("status") == "cancelled",
    )


def _place(found: Found) -> str:
    """As the page says it: an address only where anyone may come, an area for all else."""
    plate = places.plate(found.document)
    named = [plate.name, places.address(found.document) or plate.code] if plate else []
    return ", ".join(filter(None, named))
