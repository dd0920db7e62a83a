"""A page is packed in gzip for who asks for it, and says so in Vary."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.site import Site

CHECK = Check(
    group="transport",
    source="RFC 9110, section 12.5.3",
    remedy="Pack pages with gzip when Accept-Encoding has it, and send Vary: Accept-Encoding.",
    must=False,
    on=("feed", "file"),
)


SMALL = 1_000


def check(site: Site) -> Iterator[Breach]:
    answer = site.asks.ask(site.feed)
    if answer.status != 200:
        raise NotRun(f"{site.feed} could not be read")
    if answer.header("content-encoding") != "gzip":
        if len(answer.body) < SMALL:
            raise NotRun("the page is so small that packing it gains nothing")
        yield Breach(came=f"{len(answer.body):,} bytes that are not packed", where=answer.url)
    elif not {"*", "accept-encoding"} & {part.strip().lower() for part in answer.header("vary").split(",")}:
        yield Breach(came=f"packed, with Vary: {answer.header('vary') or 'none'}", where=answer.url)
    plain = site.asks.ask(site.feed, headers={"Accept-Encoding": "identity"})
    if plain.header("content-encoding") not in ("", "identity"):
        yield Breach(came=f"{plain.header('content-encoding')} for who asked for it unpacked", where=answer.url)
