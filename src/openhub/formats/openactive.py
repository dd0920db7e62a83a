"""OpenActive feeds: RPDE pages of either ordering, whose opportunities are mapped to OpenHub items."""

from dataclasses import replace
from typing import Any

import orjson

from openhub.formats import rpde
from openhub.formats.format import Format, Reading
from openhub.formats.opportunity import map_opportunity
from openhub.formats.opportunity_times import NotMapped
from openhub.model.fault import Fault, found
from openhub.model.record import Page, Record

# Why an opportunity is not taken: by code.
NOT_MAPPED = {
    "openactive-parent-elsewhere": Fault(
        "error",
        "Its name, place and organiser are in another feed, that of its `superEvent`.",
        "Add the feed that holds the session series; joining the two comes with the OpenActive bridge.",
    ),
    "openactive-slot": Fault(
        "error",
        "This is one bookable slot of a facility, not something to join.",
        "Add the feed of the facility instead.",
    ),
    "openactive-on-demand": Fault(
        "error",
        "This is a recording to watch at any time; there is no place or time to go to.",
        "Nothing to do.",
    ),
    "openactive-no-time": Fault(
        "error",
        "It says neither when it is on nor when it is open.",
        "Give it a `startDate`, an `eventSchedule`, a `subEvent` with dates, or opening hours.",
    ),
    "openactive-unknown-kind": Fault(
        "error",
        "This kind of opportunity has no counterpart among the ten types.",
        "Nothing to do; it is kept and will be mapped when it has one.",
    ),
}
# What was put in or left out for want of a better: by code.
_PAGE = "Give the item the address of its own page in the feed, as `url`."
_NOTHING = "Nothing to do: this is as it should be."
FALL_BACKS = {
    "mapped-id": Fault(
        "info",
        "It has no id of its own on a host of this origin, so it is known by the origin and its id in the feed.",
        "Give it an `@id` on your own host, and never change it.",
    ),
    "mapped-url-of-place": Fault("info", "It has no page of its own; its link leads to the place's.", _PAGE),
    "mapped-url-of-organiser": Fault("info", "It has no page of its own; its link leads to the organiser's.", _PAGE),
    "mapped-organiser-of-place": Fault(
        "info",
        "It names no organisation as organiser; the place stands for it.",
        "Name the organisation as its `organizer`.",
    ),
    "mapped-theme-default": Fault(
        "info",
        "Its activity is not among the themes, so it is under Moving and sport.",
        "Nothing to do, or use an activity of OpenActive's list.",
    ),
    "mapped-contact-left-out": Fault(
        "info", "An e-mail address or telephone number in its text was left out.", _NOTHING
    ),
    "mapped-person-left-out": Fault("info", "The people it names were left out.", _NOTHING),
    "mapped-text-shortened": Fault("info", "Its description was shortened to 5,000 characters.", "Make it shorter."),
}


def recognises(document: Any) -> bool:
    return rpde.looks_like_page(document) and not rpde.speaks_openhub(document)


def read(data: bytes, reading: Reading) -> Page:
    page = rpde.read_page(data, lambda record: _mapped(record, reading))
    return replace(page, root="")  # a root over what was published says nothing of what was made of it


def _mapped(record: Record, reading: Reading) -> Record:
    if record.data is None:
        return record
    notes: list[str] = []
    try:
        document = map_opportunity(record.data, record.id, reading, notes.append)
    except NotMapped as reason:
        refused = found(str(reason), item=record.id, among=NOT_MAPPED)
        return replace(record, data=None, findings=(*record.findings, refused))
    remarks = [found(code, item=record.id, among=FALL_BACKS) for code in dict.fromkeys(notes)]
    return replace(record, data=document, raw=orjson.dumps(document), findings=(*record.findings, *remarks))


FORMAT = Format(
    name="openactive",
    about="An OpenActive feed (RPDE 1.0, Modelling Opportunity Data 1.x or 2.x), mapped to OpenHub items.",
    recognises=recognises,
    read=read,
)
