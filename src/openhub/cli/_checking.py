"""What `openhub validate` does with each source: reads it, checks it, and places what it finds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from openhub.cli._feed import Feed
from openhub.cli._placing import placed, shown
from openhub.cli._report import clean
from openhub.cli._rubbish import few_collections
from openhub.cli._sheets import Sheet, looked_through, sheets
from openhub.errors import FetchFailed
from openhub.validate.report import Shown, Tally

if TYPE_CHECKING:
    from openhub.config import Settings
    from openhub.model.finding import Finding
    from openhub.model.record import Page, Record
    from openhub.validate.engine import Validator
    from openhub.validate.surroundings import At

TOGETHER = 64  # items that go through each stage of a check together


def had(
    source: str, settings: "Settings", owned: frozenset[str], tally: Tally, say: Callable[[str], None]
) -> Iterator[Sheet]:
    """The sheets of one source. What could not be had is said and counted."""
    try:
        yield from sheets(source, settings, owned, thorough=False)
    except FetchFailed as error:
        tally.unread.append({"name": source, "problem": clean(str(error))})
        say(clean(str(error)))


def checked(
    sheets: Iterable[Sheet], validator: "Validator", at: "At", tally: Tally, not_run: dict[str, tuple[str, ...]]
) -> Iterator[Shown]:
    """Everything that is wrong with the sheets, in order; what is wrong between the sheets of a feed comes after them."""
    with few_collections():
        feed: Feed | None = None
        known: dict[tuple[frozenset[str] | None, bool], At] = {}
        for sheet in sheets:
            if feed and feed.name != sheet.feed:
                yield from _counted(feed.close(), tally)
                feed = None
            feed = feed or Feed(sheet.feed, validator, sheet.form)
            around = sheet.hosts, sheet.licensed
            if around not in known:
                known[around] = replace(
                    at, hosts=sheet.hosts, defaults=frozenset({"license"} if sheet.licensed else ())
                )
            yield from _counted(_of_sheet(sheet, feed, validator, known[around], tally, not_run), tally)
            if sheet.ends:
                yield from _counted(feed.close(), tally)
            if sheet.ends or not sheet.feed:
                feed = None
        if feed:
            yield from _counted(feed.close(), tally)


def _counted(shown: Iterable[Shown], tally: Tally) -> Iterator[Shown]:
    for one in shown:
        setattr(tally, one.finding.severity, getattr(tally, one.finding.severity) + 1)
        yield one


def _of_sheet(
    sheet: Sheet, feed: Feed, validator: "Validator", at: "At", tally: Tally, not_run: dict[str, tuple[str, ...]]
) -> list[Shown]:
    from openhub.validate.locate import Place, offset_of

    if sheet.page is None:
        feed.break_off()
        place = Place(sheet.line, sheet.column, offset_of(sheet.data, sheet.line, sheet.column))
        return [shown(sheet, sheet.fault, place)] if sheet.fault else []
    not_run |= validator.not_run(at)
    found = list(_findings(sheet.page, validator, at, feed, sheet, tally))
    if not sheet.feed:
        found += feed.alone(sheet.page)
    return sorted(placed(sheet, found), key=lambda s: (s.line, s.column)) if found else []


def _findings(
    page: "Page", validator: "Validator", at: "At", feed: Feed, sheet: Sheet, tally: Tally
) -> Iterator[tuple["Record | None", "Finding"]]:
    """Each finding with its record."""
    feed.begin(sheet)
    for finding in page.findings:
        yield None, finding
    for start in range(0, len(page.records), TOGETHER):
        records = page.records[start : start + TOGETHER]
        quiet = [record.data is not None and validator.is_quiet(record.data) for record in records]
        records = tuple(r if quiet[i] else looked_through(r) for i, r in enumerate(records))
        for record in records:
            tally.items += not record.deleted
            feed.collect(record)
        yield from _of_records(records, quiet, validator, at)


def _of_records(
    records: "Sequence[Record]", quiet: list[bool], validator: "Validator", at: "At"
) -> Iterator[tuple["Record | None", "Finding"]]:
    known = [(record.data, quiet[i]) for i, record in enumerate(records) if record.data is not None]
    checked = iter(validator.check_all([data for data, _ in known], at, [is_quiet for _, is_quiet in known]))
    for record in records:
        for finding in record.findings:
            yield record, finding
        for finding in next(checked) if record.data is not None else ():
            yield record, finding
