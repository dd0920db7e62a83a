"""A web page of any site may read the feed and the description."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="transport",
    source="Fetch standard, CORS",
    remedy="Send Access-Control-Allow-Origin: *, for the data is open.",
    must=False,
    on=("feed", "file"),
)


ORIGIN = "https://reader.example"


def check(site: Site) -> Iterator[Breach]:
    asked = [site.feed, *([site.description_url] if site.found.described else [])]
    for url in dict.fromkeys(asked):
        answer = site.asks.ask(url, headers={"Origin": ORIGIN})
        given = answer.header("access-control-allow-origin")
        if given not in ("*", ORIGIN):
            yield Breach(came=f"Access-Control-Allow-Origin: {given or 'none'}", where=url)
