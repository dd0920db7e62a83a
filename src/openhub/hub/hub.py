"""The hub: accepts pages of records from its sources, answers questions, and says what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import orjson

from openhub.config import Settings
from openhub.hub import index, places, spelling
from openhub.model.digest import digest
from openhub.model.fault import found
from openhub.model.finding import Finding
from openhub.model.history import Tally
from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.model.record import Page, Record, reference
from openhub.model.schedule import occurrences
from openhub.model.source import Source
from openhub.stores.contract import Batch, Counts, Held, Key, Put, Quarantine, Store
from openhub.validate.engine import Validator
from openhub.validate.surroundings import At

TOMBSTONE_DAYS = 35  # how long the hub's own feed says that an item is gone (feed-retention)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a harvest stands after a page: the next address, and what the feed said of itself.

    `first` says that this page begins a walk through the feed, which `began` then; `baseline` is that walk's number, not
    positive once it has ended. `paged` says that the page was one of several, `format` what the feed has turned out to be;
    `horizon` is as in Source.
    """

    cursor: str
    epoch: str
    horizon: int
    baseline: int
    first: bool = False
    began: datetime | None = None
    paged: bool = True
    format: str = ""


class Hub:
    """Is handed its settings and its store; keeps nothing else. What needs neither the time nor a rule is asked of the store."""

    def __init__(self, settings: Settings, store: Store, validator: Validator | None = None) -> None:
        self.settings = settings
        self.store = store
        self.zone: ZoneInfo = settings.zone()
        self._validator = validator or Validator()

    def now(self) -> datetime:
        return self.settings.clock()

    # Accepting

    def accept(self, source: Source, page: Page, position: Position) -> Counts:
        """Checks and keeps a page with the harvest's position, in one transaction: good items in, bad ones put aside.

        Only items whose id is on a host of the source's origin are taken from it (overview section 2.8).
        """
        now = self.now()
        entries = [_entry(record, page.licence or source.licence) for record in page.records]
        held = self.store.held(source.id, [entry.key for entry in entries])
        pile = _Pile(walk=abs(position.baseline), held=held)
        loose = list(page.findings)
        current = []
        for entry in entries:
            if pile.repeats(entry.record, entry.key):
                loose.append(found("sent-twice", entry.record.pointer.removesuffix("/data"), entry.record.id))
            if not pile.is_older(entry.record, entry.key):
                current.append(entry)
        for entry, judged in zip(current, self._judge(source, current, held, now), strict=True):
            pile.add(entry.record.deleted, judged)
        batch = Batch(
            puts=tuple(pile.puts.values()),
            same=tuple(pile.same.values()),
            quarantined=tuple(pile.aside.values()),
            gone=tuple(pile.gone.values()),
            loose=tuple(loose),
            **{name: getattr(position, name) for name in position.__slots__},
        )
        return self.store.apply(source.id, batch, now)

    def _judge(
        self, source: Source, entries: list["_Entry"], held: dict[tuple[str, str], Held], now: datetime
    ) -> Iterator[Put | Quarantine | Key]:
        """What becomes of each entry. Those with something new in them are checked together, which is quicker."""
        changed = [entry for entry in entries if entry.record.data is not None and not entry.is_held(held)]
        checked = dict(zip(map(id, changed), self._check(source, changed, now), strict=True))
        find_place = cache(self.find_place)  # of one page many items name the same
        for entry in entries:
            findings = checked.get(id(entry))
            if findings is not None:
                yield self._put(source, entry, findings, now, find_place)
            elif entry.record.data is None and not entry.record.deleted:
                yield Quarantine(
                    key=entry.key, name=entry.record.id, raw=entry.record.raw, findings=entry.record.findings
                )
            else:
                yield entry.key

    def _put(
        self, source: Source, entry: "_Entry", findings: tuple[Finding, ...], now: datetime, find_place: index.FindPlace
    ) -> Put | Quarantine:
        document = entry.record.data or {}
        if any(f.severity == "error" for f in findings):
            name = str(document.get("name", ""))
            return Quarantine(key=entry.key, name=name, raw=entry.record.raw, findings=findings)
        found_by = index.index(
            document,
            now=now,
            zone=self.zone,
            days=self.settings.occurrence_days,
            find_place=find_place,
            defaults=source.themes,
        )
        return Put(
            key=entry.key,
            origin=source.origin,
            type=document["type"],
            id=document["id"],
            ref=reference(source.origin, document["type"], document["id"]),
            raw=entry.record.raw,
            digest=entry.digest,
            licence=entry.licence,
            index=found_by,
            findings=findings,
        )

    def check(self, source: Source, record: Record, licence: str) -> tuple[Finding, ...]:
        """All that is wrong with a record of a source; with an error among it, the record would be put aside."""
        if record.data is None:
            return record.findings
        return self._check(source, [_entry(record, licence or source.licence)], self.now())[0]

    def _check(self, source: Source, entries: list["_Entry"], now: datetime) -> list[tuple[Finding, ...]]:
        at = At(
            now=now,
            home=self.zone,
            hosts=frozenset(source.hosts),
            defaults=frozenset({"license"} | ({"themes"} if source.themes else set())),
        )
        checked = self._validator.check_all([entry.record.data for entry in entries], at)
        return [_findings(entry, findings) for entry, findings in zip(entries, checked, strict=True)]

    def refresh(self) -> int:
        """Once a day expands repeating items again, and forgets old tombstones; how many items were expanded."""
        now = self.now()
        today = now.astimezone(self.zone).date()
        if self.store.expanded_on() == today.isoformat():
            return 0
        self.store.purge(now - timedelta(days=TOMBSTONE_DAYS))
        last = today + timedelta(days=self.settings.occurrence_days)
        expanded = (
            (series, tuple(occurrences(orjson.loads(series.raw), today, last, self.zone)))
            for series in self.store.series()
        )
        return self.store.expand(expanded, today.isoformat())

    # Asking

    def search(self, query: Query) -> Results:
        return self.store.search(query, self.now())

    def count(self, query: Query, most: int) -> int:
        """How many match, of which no more than so many are counted."""
        return self.store.count(query, self.now(), most)

    def item(self, ref: str) -> Found | None:
        """A live item by its reference."""
        return self.store.item(ref, self.now())

    def find_place(self, text: str) -> Spot | None:
        return places.find_place(self.store, text)

    def suggest_words(self, text: str) -> str:
        """A search as it was perhaps meant, or "" when nothing in it looks mistyped."""
        return spelling.suggest(self.store, text)

    def suggest_places(self, text: str) -> list[str]:
        return places.suggest(self.store, text)

    def tally(self, days: int, source_id: int | None = None) -> list[Tally]:
        """How many runs of today and of the days before ended how, `days` in all, as days are reckoned here."""
        now = self.now().astimezone(self.zone)
        first = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
        return self.store.tally(first, source_id, now.utcoffset() or timedelta(0))


@dataclass(slots=True)  # not frozen, for one is made of every item
class _Entry:
    """A record of a page, the digest of its data, and the licence that it comes under."""

    record: Record
    key: Key
    digest: str
    licence: str

    def is_held(self, held: dict[tuple[str, str], Held]) -> bool:
        """Whether the hub has it just so."""
        known = held.get((self.key.kind, self.key.id))
        return known is not None and not known.gone and (known.digest, known.licence) == (self.digest, self.licence)


def _entry(record: Record, licence: str) -> _Entry:
    fingerprint = record.digest or ("" if record.data is None else digest(record.data))
    own = fingerprint if record.kind or record.data is None else ""
    key = Key(kind=record.kind, id=record.id, modified=record.modified, digest=own, reason=record.reason)
    return _Entry(record, key, fingerprint, str((record.data or {}).get("license") or licence))


def _findings(entry: _Entry, checked: list[Finding]) -> tuple[Finding, ...]:
    """What the reader and the validator found, each with the item's name in the feed."""
    if not (entry.record.findings or checked) and entry.licence:
        return ()
    findings = [*entry.record.findings, *checked]
    if not entry.licence:
        findings.append(found("unlicensed"))
    return tuple(replace(f, item=entry.record.id) for f in findings)


class _Pile:
    """What one page comes to, by (kind, id): of several entries for one item the later counts."""

    def __init__(self, walk: int, held: dict[tuple[str, str], Held]) -> None:
        """`walk` is the baseline under way, or the latest."""
        self.puts: dict[tuple[str, str], Put] = {}
        self.same: dict[tuple[str, str], Key] = {}
        self.gone: dict[tuple[str, str], Key] = {}
        self.aside: dict[tuple[str, str], Quarantine] = {}
        self._last = {name: known.last for name, known in held.items() if known.walk == walk}
        self._named: set[tuple[str, str]] = set()

    def repeats(self, record: Record, key: Key) -> bool:
        """Whether the page has kept this item once already."""
        if record.deleted:
            return False
        name = (key.kind, key.id)
        again = name in self._named
        self._named.add(name)
        return again

    def is_older(self, record: Record, key: Key) -> bool:
        """Whether a later version was applied since the latest baseline began (harvest-repeat); an old page may come
        out of a cache. What is of no use has no number to go by."""
        if not (record.deleted or record.data or record.digest):
            return False
        name = (key.kind, key.id)
        older = key.modified < self._last.get(name, key.modified)
        self._last[name] = max(key.modified, self._last.get(name, 0))
        return older

    def add(self, deleted: bool, judged: Put | Quarantine | Key) -> None:
        if isinstance(judged, Quarantine):
            name = (judged.key.kind, judged.key.id)
            self.aside[name] = judged  # the good version before it stays
            if judged.key.digest:
                self.gone.pop(name, None)
            return
        key = judged.key if isinstance(judged, Put) else judged
        name = (key.kind, key.id)
        self.puts.pop(name, None)
        self.same.pop(name, None)
        self.gone.pop(name, None)
        self.aside.pop(name, None)
        if isinstance(judged, Put):
            self.puts[name] = judged
        elif deleted:
            self.gone[name] = judged
        else:
            self.same[name] = judged
