"""Checks a page that was read from bytes, and places what is found in them, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from openhub.model.finding import Finding
from openhub.model.record import Page
from openhub.validate.engine import Validator
from openhub.validate.locate import Place, around, locate_all, repeats
from openhub.validate.report import Shown
from openhub.validate.surroundings import At


@dataclass(frozen=True, slots=True)
class Judgement:
    """A finding, the index of its record in the page (None when it belongs to none), and where that record begins."""

    finding: Finding
    index: int | None
    top: str = ""


def judged(page: Page, validator: Validator, at: At) -> Iterator[Judgement]:
    """All that is wrong with a page: what its reader found, what is wrong with each document, and what is wrong between them."""
    feed = validator.feed()
    for finding in page.findings:
        yield Judgement(finding, None)
    for index, record in enumerate(page.records):
        for finding in record.findings:
            yield Judgement(finding, index, record.pointer)
        if record.data is not None:
            feed.collect(record.data, index)
            for finding in validator.check(record.data, at):
                yield Judgement(finding, index, record.pointer)
    for index, finding in feed.findings(whole=at.whole is True):
        yield Judgement(finding, index, page.records[index].pointer)


def placed(data: bytes, found: list[Judgement], *, follow: bool, file: str = "") -> list[Shown]:
    """Each of these with its line, in the order given. Without `follow` only the items are placed: they were mapped, and have
    other members than their source.
    """
    at = [f"{one.top}{one.finding.pointer}" if follow else one.top for one in found]
    places = locate_all(data, at) if found else {}
    twice: dict[str, dict[str, list[Place]]] = {}
    shown: list[Shown] = []
    for one, pointer in zip(found, at, strict=True):
        place = places[pointer]
        if one.finding.code == "duplicate-member":  # no pointer can tell the second from the first
            again = twice.setdefault(pointer, repeats(data, place.offset)).get(one.finding.values["name"])
            place = again.pop(0) if again else place
        suggestion = one.finding.suggestion if follow else None  # what was mapped has no such member to change
        finding = replace(one.finding, pointer=f"{one.top}{one.finding.pointer}", suggestion=suggestion)
        shown.append(shown_at(data, finding, place, file))
    return shown


def shown_at(data: bytes, finding: Finding, place: Place, file: str = "") -> Shown:
    """A finding with its place, and what can be shown of the line around it."""
    source, mark = around(data, place.offset)
    return Shown(finding=finding, file=file, line=place.line, column=place.column, source=source, mark=mark)
