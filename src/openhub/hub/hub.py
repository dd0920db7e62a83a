"""The hub: accepts pages of records from its sources, answers questions, and says what changed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import orjson

from openhub.config import Settings
from openhub.hub import index, places, spelling
from openhub.model.digest import digest
from openhub.model.fault import found
from openhub.model.finding import Finding
from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.model.record import Page, Record, reference
from openhub.model.schedule import occurrences
from openhub.model.source import Source
from openhub.stores.contract import Batch, Changes, Counts, Held, Key, Put, Quarantine, Store
from openhub.validate.engine import Validator
from openhub.validate.surroundings import At


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a harvest stands after a page: the next address, and what the feed said of itself.

    `first` says that this page begins a walk through the feed; `baseline` is that walk's number, not positive once it has ended.
    """

    cursor: str
    epoch: str
    horizon: int
    baseline: int
    first: bool = False


class Hub:
    """Is handed its settings and its store; keeps nothing else."""

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
        licence = page.licence or source.licence
        keys = [_key(record) for record in page.records]
        held = self.store.held(source.id, keys)
        puts: dict[tuple[str, str], Put | Quarantine | Key] = {}
        gone: dict[tuple[str, str], Key] = {}
        named: set[tuple[str, str]] = set()
        loose = list(page.findings)
        for record, key in zip(page.records, keys, strict=True):
            name = (key.kind, key.id)
            if name in named and not record.deleted:
                loose.append(found("sent-twice", record.pointer.removesuffix("/data"), record.id))
            if not record.deleted:
                named.add(name)
            if _stale(key, held.get(name), page.epoch):
                continue
            puts.pop(name, None)
            gone.pop(name, None)
            if record.deleted:
                gone[name] = key
            else:
                puts[name] = self._judge(source, record, key, licence, held.get(name), now)
        return self.store.apply(
            source.id,
            Batch(
                puts=tuple(p for p in puts.values() if isinstance(p, Put)),
                same=tuple(p for p in puts.values() if isinstance(p, Key)),
                quarantined=tuple(p for p in puts.values() if isinstance(p, Quarantine)),
                gone=tuple(gone.values()),
                loose=tuple(loose),
                cursor=position.cursor,
                epoch=position.epoch,
                horizon=position.horizon,
                baseline=position.baseline,
                first=position.first,
            ),
            now,
        )

    def _judge(
        self, source: Source, record: Record, key: Key, licence: str, held: Held | None, now: datetime
    ) -> Put | Quarantine | Key:
        document = record.data
        if document is None:
            return Quarantine(key=key, name=record.id, raw=record.raw, findings=record.findings)
        licence = str(document.get("license") or licence)
        fingerprint = digest(document)
        if held and not held.gone and (held.digest, held.licence) == (fingerprint, licence):
            return key
        findings = self.check(source, record, licence)
        if any(f.severity == "error" for f in findings):
            return Quarantine(key=key, name=str(document.get("name", "")), raw=record.raw, findings=findings)
        found_by = index.index(
            document,
            now=now,
            zone=self.zone,
            days=self.settings.occurrence_days,
            find_place=self.find_place,
            defaults=source.themes,
        )
        return Put(
            key=key,
            origin=source.origin,
            type=document["type"],
            id=document["id"],
            ref=reference(source.origin, document["type"], document["id"]),
            raw=record.raw,
            digest=fingerprint,
            licence=licence,
            index=found_by,
            findings=findings,
        )

    def check(self, source: Source, record: Record, licence: str) -> tuple[Finding, ...]:
        """All that is wrong with a record of a source; with an error among it, the record would be put aside."""
        if record.data is None:
            return record.findings
        licence = str(record.data.get("license") or licence or source.licence)
        at = At(
            now=self.now(),
            home=self.zone,
            hosts=frozenset(source.hosts),
            defaults=frozenset({"license"} | ({"themes"} if source.themes else set())),
        )
        findings = [*record.findings, *self._validator.check(record.data, at)]
        if not licence:
            findings.append(found("unlicensed"))
        return tuple(replace(f, item=record.id) for f in findings)

    def refresh(self) -> int:
        """Expands repeating items again when the day has changed; how many."""
        now = self.now()
        today = now.astimezone(self.zone).date()
        if self.store.expanded_on() == today.isoformat():
            return 0
        last = today + timedelta(days=self.settings.occurrence_days)
        expanded = {s.ref: tuple(occurrences(orjson.loads(s.raw), today, last, self.zone)) for s in self.store.series()}
        self.store.expand(expanded, today.isoformat())
        return len(expanded)

    # Asking

    def search(self, query: Query) -> Results:
        return self.store.search(query, self.now())

    def item(self, ref: str) -> Found | None:
        """A live item by its reference."""
        return self.store.item(ref, self.now())

    def gone(self, ref: str) -> bool:
        """Whether this reference was an item that has been withdrawn."""
        return self.store.is_gone(ref)

    def sources(self) -> list[Source]:
        return self.store.sources()

    def source(self, source_id: int) -> Source | None:
        return next((s for s in self.store.sources() if s.id == source_id), None)

    def findings(self, source_id: int) -> list[Finding]:
        return self.store.findings(source_id)

    def changes(self, after: int, limit: int) -> Changes:
        return self.store.changes(after, limit)

    def find_place(self, text: str) -> Spot | None:
        return places.find_place(self.store, text)

    def suggest_words(self, text: str) -> str:
        """A search as it was perhaps meant, or "" when nothing in it looks mistyped."""
        return spelling.suggest(text)

    def suggest_places(self, text: str) -> list[str]:
        return places.suggest(self.store, text)


def _key(record: Record) -> Key:
    return Key(kind=record.kind, id=record.id, modified=record.modified)


def _stale(key: Key, held: Held | None, epoch: str) -> bool:
    """A cached page may repeat an older version of the same epoch (change-feed H2)."""
    return bool(held and epoch and held.epoch == epoch and key.modified < held.modified)
