"""Checks the items of a publisher as `openhub validate` does, and counts the errors by code."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from openhub.errors import UnreadableDocument
from openhub.formats import openhub_static, rpde
from openhub.formats.format import Reading
from openhub.model.finding import Finding
from openhub.model.record import Page, Record
from openhub.validate.engine import Validator
from openhub.validate.surroundings import At

OF_ENTRIES = ("id-differs-from-feed",)
"""Codes that say something of the entry and not of the item; the checks of entries say it."""

KEPT = 3


@dataclass(slots=True)
class Code:
    """One code: how often, and the first of what was found, with where."""

    count: int = 0
    first: list[tuple[str, Finding]] = field(default_factory=list)


class Items:
    """Is given page after page. `errors` are what is wrong with the items, by code."""

    def __init__(self, now: datetime, home: ZoneInfo, hosts: frozenset[str], licensed: bool) -> None:
        """`hosts` are the origin's own; `licensed` says that the description names a licence for all."""
        self.count = 0
        self.errors: dict[str, Code] = {}
        self.warnings = 0
        self._validator = Validator()
        self._feed = self._validator.feed()
        self._at = {"now": now, "home": home}
        self._hosts, self._licensed = hosts, licensed
        self._names: set[tuple[str, str]] = set()
        self._places: list[str] = []
        self._home = home

    def take(self, url: str, body: bytes, form: str, relayed: frozenset[int]) -> None:
        """Checks what stands in a body. The entries with the numbers `relayed` come through a hub, from hosts of others."""
        try:
            page = self._page(body, form)
        except UnreadableDocument:
            return
        for finding in page.findings:
            self._note(url, finding)
        for record in page.records:
            number = record.pointer.removesuffix("/data").rpartition("/")[2]
            foreign = number.isdecimal() and int(number) in relayed
            self._record(url, record, bool(page.licence), None if foreign else self._hosts)

    def close(self) -> None:
        """Says what is wrong between the items, once all were given."""
        for index, finding in self._feed.findings():
            self._note(self._places[index], finding)

    def _page(self, body: bytes, form: str) -> Page:
        if form == "file":
            return openhub_static.read(body, Reading(origin="", zone=self._home))
        return rpde.read_page(body)

    def _record(self, url: str, record: Record, licensed: bool, hosts: frozenset[str] | None) -> None:
        name = record.kind, record.id
        if record.deleted or not record.raw or name in self._names:
            return
        self._names.add(name)
        self.count += 1
        defaults = frozenset({"license"} if licensed or self._licensed else ())
        for finding in self._findings(record, At(**self._at, hosts=hosts, defaults=defaults)):  # type: ignore[arg-type]  # the members of At are of several types
            self._note(f"{url} at {record.pointer}", finding)
        if record.data is not None:
            self._feed.collect(record.data, len(self._places))
            self._places.append(f"{url} at {record.pointer}")

    def _findings(self, record: Record, at: At) -> Iterator[Finding]:
        yield from record.findings
        if record.data is not None:
            yield from self._validator.check(record.data, at)

    def _note(self, where: str, finding: Finding) -> None:
        if finding.severity != "error":
            self.warnings += 1
        elif finding.code not in OF_ENTRIES:
            code = self.errors.setdefault(finding.code, Code())
            code.count += 1
            if len(code.first) < KEPT:
                code.first.append((where, finding))
