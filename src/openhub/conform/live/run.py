"""Runs all checks against one publisher."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import Any

from openhub import registry
from openhub.conform.live import writes
from openhub.conform.live.check import Breach, Check, NotRun, Rung
from openhub.conform.live.exchange import Asks, Exchange, Watched
from openhub.conform.live.find import find
from openhub.conform.live.page import Page
from openhub.conform.live.report import Report, Result, Verdict
from openhub.conform.live.site import Site, Wishes
from openhub.conform.live.walk import walk

SHOWN = 5


@cache
def checks() -> tuple[tuple[str, ModuleType], ...]:
    """Every check by its code, in order."""
    found = registry.modules("openhub.conform.live.checks", "CHECK")
    return tuple((module.__name__.rpartition(".")[2].replace("_", "-"), module) for module in found)


def about(module: ModuleType) -> str:
    """One sentence: what has to be so."""
    return " ".join((module.__doc__ or "").partition("\n\n")[0].split())


class _Findings:
    """What a check found: all counted, the first kept."""

    def __init__(self) -> None:
        self.count, self.musts, self.first = 0, 0, list[Breach]()

    def add(self, breaches: Iterable[Breach], must: bool) -> None:
        for breach in breaches:
            self.count += 1
            self.musts += must and not breach.advice
            if len(self.first) < SHOWN:
                self.first.append(breach)


def run(asks: Asks, given: str, wishes: Wishes, asked: int | None = None) -> Report:
    """Looks at the publisher behind an address. Raises FetchFailed when there is nothing there, or no longer."""
    asks = Watched(asks)
    site = Site(asks, find(asks, given), wishes)
    if site.found.form == "feed" and wishes.writes:
        site.written = writes.written(asks, site.feed, wishes.most_pages)
    concerned = [(code, module) for code, module in checks() if site.found.form in module.CHECK.on]
    found = {code: _Findings() for code, _ in concerned}
    _read(site, concerned, found)
    tried = [(code, module) for code, module in concerned if not hasattr(module, "judge")]
    report = _report(site, given, asked, tuple(_result(site, code, module, found[code]) for code, module in tried))
    judged = [_judged(report, code, module) for code, module in concerned if hasattr(module, "judge")]
    return replace(report, results=(*report.results, *judged))


def _read(site: Site, concerned: list[tuple[str, ModuleType]], found: dict[str, _Findings]) -> None:
    """The walk through the feed, each page shown to the checks that look at pages; or the one file."""
    looking = [(code, module) for code, module in concerned if hasattr(module, "on_page")]

    def seen(page: Page, document: Any, exchange: Exchange) -> None:
        for code, module in looking:
            found[code].add(module.on_page(site, page, document, exchange), module.CHECK.must)
        site.items.take(page.url, exchange.body, site.found.form, _relayed(document))

    if site.found.form == "feed":
        site.walk = walk(site.asks, site.feed, site.wishes.most_pages, seen)
    else:
        site.items.take(site.feed, site.found.first.body, "file", frozenset())
    site.items.close()


def _relayed(document: Any) -> frozenset[int]:
    """Which entries of a page come through a hub."""
    entries = document.get("items") if isinstance(document, dict) else None
    return frozenset(
        number
        for number, entry in enumerate(entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and isinstance(entry.get("openhub"), dict) and "origin" in entry["openhub"]
    )


def _result(site: Site, code: str, module: ModuleType, found: _Findings) -> Result:
    reason = ""
    try:
        if hasattr(module, "check"):
            found.add(module.check(site), module.CHECK.must)
        else:
            site.pages()
    except NotRun as lack:
        reason = str(lack)
    return _told(code, module, _rung(module.CHECK, site.found.form), found, reason)


def _judged(report: Report, code: str, module: ModuleType) -> Result:
    """What comes of a check that looks at what came of all the others."""
    found, reason = _Findings(), ""
    try:
        found.add(module.judge(report), module.CHECK.must)
    except NotRun as lack:
        reason = str(lack)
    return _told(code, module, "", found, reason)


def _told(code: str, module: ModuleType, rung: Rung, found: _Findings, reason: str) -> Result:
    verdict: Verdict = "failed" if found.musts else "advice" if found.count else "not run" if reason else "passed"
    return Result(
        code=code,
        check=module.CHECK,
        rung=rung,
        about=about(module),
        verdict=verdict,
        breaches=tuple(found.first),
        count=found.count,
        reason=reason if verdict == "not run" else "",
    )


def _rung(check: Check, form: str) -> Rung:
    """On which rung it counts: all that concerns a file is of Level 0."""
    if form == "file":
        return "0" if check.rung else ""
    return check.rung


def _report(site: Site, given: str, asked: int | None, results: tuple[Result, ...]) -> Report:
    found = site.found
    declared = (found.described or {}).get("level")
    return Report(
        given=given,
        address=found.address,
        form=found.form,
        as_of=site.wishes.now.isoformat(),
        description=found.description.url if found.description and found.described else "",
        declared=declared if isinstance(declared, int) and not isinstance(declared, bool) else None,
        asked=asked,
        pages=len(site.walk.pages) if found.form == "feed" else 1,
        items=site.items.count,
        tombstones=sum(not entry.live for entry in site.walk.entries),
        others=found.others,
        writes=site.written.failed if site.written else "",
        results=results,
    )
