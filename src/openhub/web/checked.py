"""A text of items as a publisher pastes it: read, checked, and what was found gathered by item."""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from openhub import formats
from openhub.errors import UnreadableDocument
from openhub.formats import Reading
from openhub.model.fault import found
from openhub.validate.engine import Validator
from openhub.validate.locate import Place, offset_of
from openhub.validate.placing import judged, placed, shown_at
from openhub.validate.report import RANK, SEVERITIES, Shown, Tally
from openhub.validate.surroundings import At
from openhub.web.clock import Clock

NAME = "-"  # what was sent has no name, like standard input
MOST_FOUND = 1_000  # of more than these only the number is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item and what was found in it; `document` is None when it could not be read, or says that it is gone."""

    id: str
    document: dict[str, Any] | None
    findings: tuple[Shown, ...] = ()

    @property
    def worst(self) -> int:
        """0 with an error, 1 with a warning, 2 with a remark, 3 with nothing."""
        return min((RANK[s.finding.severity] for s in self.findings), default=len(SEVERITIES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a text; `loose` are findings of no single item, `findings` the worst of all, in the order of their places.

    `all` says that these are all.
    """

    tally: Tally = field(default_factory=Tally)
    items: tuple[Item, ...] = ()
    loose: tuple[Shown, ...] = ()
    findings: tuple[Shown, ...] = ()
    all: bool = True
    not_run: dict[str, tuple[str, ...]] = field(default_factory=dict)


def check(data: bytes, clock: Clock) -> Checked:
    """Checks an item, a list of items, or a page of a feed. Never raises for what is in the bytes."""
    try:
        form, page = formats.read(data, Reading(origin="pasted:", zone=clock.zone))
    except UnreadableDocument as error:
        return _unread(data, error)
    at = At(now=clock.now, home=clock.zone, defaults=frozenset({"license"} if page.licence else ()))
    all_ = list(judged(page, _validator(), at))
    tally = Tally(items=sum(not record.deleted for record in page.records))
    for one in all_:
        setattr(tally, one.finding.severity, getattr(tally, one.finding.severity) + 1)
    some = sorted(all_, key=lambda one: RANK[one.finding.severity])[:MOST_FOUND]
    shown = placed(data, some, file=NAME, follow="openhub" in form)
    by_item: dict[int | None, list[Shown]] = {}
    for one, place in zip(some, shown, strict=True):
        by_item.setdefault(one.index, []).append(place)
    items = (
        Item(id=record.id, document=record.data, findings=_in_order(by_item.get(index, [])))
        for index, record in enumerate(page.records)
        if not record.deleted
    )
    return Checked(
        tally=tally,
        items=tuple(items),
        loose=_in_order(by_item.get(None, [])),
        findings=_in_order(shown),
        all=len(all_) <= MOST_FOUND,
        not_run=_validator().not_run(at),
    )


@cache
def _validator() -> Validator:
    return Validator()


def _unread(data: bytes, error: UnreadableDocument) -> Checked:
    line, column = (int(str(error.facts.get(fact) or 1)) for fact in ("line", "column"))
    fault = found("unreadable-page", problem=str(error))
    shown = shown_at(data, fault, Place(line, column, offset_of(data, line, column)), NAME)
    if formats.not_text(data):
        shown = replace(shown, source="", mark=0)
    return Checked(tally=Tally(error=1), loose=(shown,), findings=(shown,))


def _in_order(shown: list[Shown]) -> tuple[Shown, ...]:
    return tuple(sorted(shown, key=lambda one: (one.line, one.column)))
