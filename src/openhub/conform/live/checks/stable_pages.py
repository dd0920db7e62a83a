"""Two answers to the same request with no change between them have the same bytes."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.page import Page
from openhub.conform.live.site import Site, said

CHECK = Check(
    group="continuity",
    rung="2",
    anchor="feed-stable",
    remedy="Leave out of a page what changes by itself, such as the time or the order of members.",
)

TRIES = 3


def check(site: Site) -> Iterator[Breach]:
    pages = site.pages()
    chosen = {page.url: page for page in (pages[0], pages[len(pages) // 2], pages[-1])}
    site.asks.pause()
    same = [_same(site, page) for page in chosen.values()]
    for url, verdict in zip(chosen, same, strict=True):
        if verdict is False:
            yield Breach(came="two answers with other bytes that say the same", where=url)
    if None in same and False not in same:
        raise NotRun("the feed kept changing meanwhile")


def _same(site: Site, page: Page) -> bool | None:
    """Whether the page is the same when it is asked for again; None when it changed each time in what it says."""
    for _ in range(TRIES):
        again = site.page(page.url)
        if again.body_digest == page.body_digest:
            return True
        if said(again) == said(page):
            return False
        page = again
    return None
