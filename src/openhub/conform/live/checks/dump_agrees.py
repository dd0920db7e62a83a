"""The dump holds the live items of the feed at its `head`, in the order of their numbers."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.dump import Dump, read
from openhub.conform.live.page import after
from openhub.conform.live.site import Site

CHECK = Check(
    group="dump",
    rung="3",
    anchor="feed-dump",
    remedy="Make the dump in one snapshot, of all live entries up to `head`, each as it stands in the feed.",
)


def check(site: Site) -> Iterator[Breach]:
    first = site.dump()
    site.proven()
    last, answer = site.settled(first.url, Accept="application/gzip")
    try:
        dump = read(answer.body)
    except ValueError:
        raise NotRun("the dump cannot be read") from None
    if dump.number("head") < (after(last.url) or 0):
        yield from _older(site, dump, answer.url)
        return
    for name in ("epoch", "count", "root"):
        if dump.head.get(name) != last.state.get(name):
            came = f"`{name}` is {dump.head.get(name)}, and {last.state.get(name)} on the last page"
            yield Breach(came=came, where=answer.url)
    feed = site.settled_walk().live
    for name in [name for name in feed if name not in dump.live]:
        yield Breach(came=f"{name} is missing", where=answer.url)
    for name, entry in dump.live.items():
        if name not in feed:
            yield Breach(came=f"{name} is no longer in the feed", where=answer.url)
        elif entry.digest != feed[name].digest or feed[name].number not in (None, entry.modified):
            yield Breach(came=f"{name} is another version than in the feed", where=answer.url)
    yield from _order(dump, answer.url)


def _older(site: Site, dump: Dump, where: str) -> Iterator[Breach]:
    """A dump of an earlier state: what has not changed since has to be in it."""
    for name, entry in site.settled_walk().live.items():
        if entry.number and entry.number <= dump.number("head") and name not in dump.live:
            yield Breach(came=f"{name} is missing, though its number is not above `head`", where=where)
    yield from _order(dump, where)


def _order(dump: Dump, where: str) -> Iterator[Breach]:
    numbers = [entry.number or 0 for entry in dump.entries]
    if numbers != sorted(numbers):
        yield Breach(came="the entries are not in the order of their numbers", where=where)
