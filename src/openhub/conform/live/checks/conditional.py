"""A page has an ETag, and asked for with it again is answered with 304."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.site import Site

CHECK = Check(
    group="transport",
    source="RFC 9110, section 13",
    remedy="Send an ETag with each page, and answer 304 without a body when If-None-Match has it.",
    must=False,
    on=("feed", "file"),
)


def check(site: Site) -> Iterator[Breach]:
    for url in dict.fromkeys([site.feed, *(page.url for page in site.walk.pages[-1:])]):
        first = site.asks.ask(url)
        etag = first.header("etag")
        if first.status != 200:
            raise NotRun(f"{url} could not be read")
        if not etag:
            yield Breach(came="no ETag", where=url)
            continue
        again = site.asks.ask(url, headers={"If-None-Match": etag})
        if again.status != 304 and again.header("etag") == etag:
            yield Breach(came=f"status {again.status} to a request with If-None-Match: {etag}", where=url)
        elif again.status == 304 and again.body:
            yield Breach(came="304 with a body", where=url)
