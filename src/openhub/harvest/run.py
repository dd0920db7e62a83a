"""One round of harvesting: each source's feed is walked from where it was left, page by page."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from openhub import formats
from openhub.errors import OpenHubError
from openhub.fetch.door import Door
from openhub.hub.hub import Hub, Position
from openhub.model.record import Page
from openhub.model.source import Source
from openhub.stores.contract import Counts

Outcome = Literal["changed", "unchanged", "empty", "failed", "held"]

LOG = logging.getLogger(__name__)
HELD_SHARE = 0.2
HELD_NUMBER = 10
MAX_RESTARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of harvesting one source."""

    source: Source
    outcome: Outcome
    counts: Counts
    pages: int
    problem: str = ""


@dataclass(slots=True)
class _Walk:
    """Where a walk through a feed stands; everything it needs after a crash is in the store.

    `baseline` numbers the walks that began at the start: positive while one is under way, negative once it has ended.
    """

    source: Source
    cursor: str
    baseline: int
    fresh: bool = False
    pages: int = 0
    restarts: int = 0
    counts: Counts = field(default_factory=Counts)
    problem: str = ""


Report = Callable[[Source, int, Counts], None]


def harvest(
    hub: Hub, door: Door, source: Source, *, report: Report = lambda *_: None, confirm_deletions: bool = False
) -> Run:
    """Walks a source's feed to its end and keeps what it says. Never raises for what a publisher or the network did.

    With `confirm_deletions` the feed is read from its start, and what is no longer in it is taken away however much it is.
    """
    walk = _Walk(source=source, cursor="" if confirm_deletions else source.cursor, baseline=source.baseline)
    try:
        outcome = _walk(hub, door, walk, report, confirm_deletions)
    except OpenHubError as error:
        if error.exit_code == 4:
            raise
        outcome, walk.problem = "failed", str(error)
    run = Run(source=source, outcome=outcome, counts=walk.counts, pages=walk.pages, problem=walk.problem)
    _remember(hub, run)
    return run


def _walk(hub: Hub, door: Door, walk: _Walk, report: Report, confirm_deletions: bool) -> Outcome:
    seen: set[str] = set()
    while True:
        first = walk.cursor == ""
        if first:
            walk.baseline = abs(walk.baseline) + 1
        address = walk.cursor or walk.source.address
        etag = walk.source.etag if first and not walk.restarts else ""
        answer = door.get(address, etag=etag if not confirm_deletions else "", fresh=walk.fresh)
        if answer.status == 304:
            return "unchanged" if walk.source.live or walk.source.quarantined else "empty"
        address = answer.url  # where a redirect led: that is what `next` has to keep to
        page = read(hub, walk.source, answer.body, address)
        if not first and _lost_its_place(walk, page, address):
            _restart(walk, page)
            seen.clear()
            continue
        walk.pages += 1
        walk.problem = wrong_next(address, page, seen)
        ended = page.last or page.whole or bool(walk.problem)
        position = Position(
            cursor=_cursor_after(page, address, walk),
            epoch=page.epoch or walk.source.epoch,
            horizon=page.horizon,
            baseline=walk.baseline,
            first=first,
        )
        counts = hub.accept(walk.source, page, position)
        walk.counts += counts
        walk.source = replace(walk.source, epoch=position.epoch, horizon=position.horizon)
        report(walk.source, walk.pages, walk.counts)
        if walk.problem:
            return "failed"
        if ended:
            return _finish(hub, walk, answer.etag if page.whole else "", page.whole, confirm_deletions)
        if walk.pages >= hub.settings.harvest_max_pages:
            walk.problem = f"The feed did not end after {walk.pages:,} pages; the next run goes on from there."
            return "failed"
        seen.add(address)
        walk.cursor = page.next


def read(hub: Hub, source: Source, body: bytes, address: str) -> Page:
    """The page of a source in these bytes. Raises UnreadableDocument, which says at which address."""
    reading = formats.Reading(origin=source.origin, zone=hub.zone, themes=source.themes, hosts=frozenset(source.hosts))
    try:
        return formats.read(body, reading, source.format)[1]
    except OpenHubError as error:
        raise type(error)(f"{address}: {error}", **error.facts) from error


def _lost_its_place(walk: _Walk, page: Page, address: str) -> bool:
    """Whether the cursor is worthless: the feed began a new epoch, or purged deletions that we never saw.

    Within a baseline a purge matters only when it came after the baseline began (change-feed H3, H4).
    """
    if walk.restarts >= MAX_RESTARTS:
        return False
    new_epoch = bool(page.epoch and walk.source.epoch and page.epoch != walk.source.epoch)
    number = _number(address)
    purged = number is not None and number < page.horizon
    return new_epoch or (purged and (walk.baseline <= 0 or page.horizon > walk.source.horizon))


def _restart(walk: _Walk, page: Page) -> None:
    """Reads the feed again from its start, past any cache on the way."""
    walk.source = replace(walk.source, epoch=page.epoch)
    walk.cursor, walk.fresh = "", True
    walk.restarts += 1


def wrong_next(address: str, page: Page, seen: set[str]) -> str:
    """What is wrong with where the page leads, in words, or "" (change-feed H7)."""
    if page.whole or (page.last and page.next == address):
        return ""
    if _parts(address) != _parts(page.next):
        return f"{address}: `next` leads to {page.next or 'nowhere'}; it must keep scheme, host, port and path."
    if page.last:
        return ""
    if page.next == address or page.next in seen:
        return f"{address}: `next` leads back to a page that was read already, so the feed never ends."
    before, after = _number(address), _number(page.next)
    if before is not None and after is not None and after <= before:
        return f"{address}: `next` goes back from {before} to {after}; it must rise."
    return ""


def _parts(address: str) -> tuple[str, ...]:
    """Scheme, host with port, and path; nothing of what is no address."""
    try:
        return tuple(urlsplit(address)[:3])
    except ValueError:
        return ()


def _number(address: str) -> int | None:
    found = parse_qs(urlsplit(address).query).get("afterChangeNumber", [""])[0]
    return int(found) if found.isdecimal() else None


def _cursor_after(page: Page, address: str, walk: _Walk) -> str:
    """Where the next run begins. A page that leads astray is read again; a file is always read whole."""
    if page.whole:
        return ""
    return walk.cursor if walk.problem else address if page.last else page.next


def _finish(hub: Hub, walk: _Walk, etag: str, whole: bool, confirmed: bool) -> Outcome:
    """The feed's end is reached: after a baseline, what it did not show is gone, unless that is too much to believe."""
    current = hub.source(walk.source.id) or walk.source
    if walk.baseline > 0:
        unswept = hub.store.unswept(current.id, walk.baseline)
        all_gone = unswept.missing == unswept.held > 0
        if not confirmed and (all_gone or unswept.missing > max(HELD_NUMBER, HELD_SHARE * unswept.held)):
            walk.problem = (
                f"{unswept.missing} of {unswept.held} items are no longer in the feed, so none was taken away."
            )
            return "held"  # the baseline stays open, so every run measures again until the feed or a person settles it
        deleted = hub.store.sweep(current.id, walk.baseline, hub.now())
        walk.counts += Counts(deleted=deleted)
        hub.store.save_source(replace(current, baseline=-walk.baseline, etag=etag))
    counts = walk.counts
    if not (current.live or current.quarantined or counts.deleted):
        return "empty"
    return "changed" if counts.new or counts.changed or counts.deleted else "unchanged"


def _remember(hub: Hub, run: Run) -> None:
    current = hub.source(run.source.id)
    if current is None:
        return
    now = hub.now()
    succeeded = run.outcome in ("changed", "unchanged", "empty")
    hub.store.save_source(
        replace(
            current,
            outcome=run.outcome,
            problem=run.problem,
            last_run=now,
            last_success=now if succeeded else current.last_success,
        )
    )


def harvest_all(
    hub: Hub, door: Door, sources: list[Source], *, report: Report = lambda *_: None, confirm_deletions: bool = False
) -> Iterator[Run]:
    """Harvests one source after another; whatever goes wrong with one, the others have their turn."""
    for source in sources:
        try:
            yield harvest(hub, door, source, report=report, confirm_deletions=confirm_deletions)
        except OpenHubError:
            raise
        except Exception as error:  # a fault of ours with one source must not stop the rest
            LOG.exception("Harvesting %s failed", source.address)
            problem = f"A fault in OpenHub ({type(error).__name__}); its log says more."
            run = Run(source=source, outcome="failed", counts=Counts(), pages=0, problem=problem)
            _remember(hub, run)
            yield run
    hub.refresh()
    hub.store.settle()
