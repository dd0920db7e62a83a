"""The description of the dataset is answered at /.well-known/openhub, with status 200 and as JSON."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="discovery",
    rung="1",
    anchor="discovery-well-known",
    remedy="Answer a description there, as application/ld+json or application/json.",
)


ALLOWED = ("application/ld+json", "application/json")


def check(site: Site) -> Iterator[Breach]:
    answer = site.found.description
    if site.found.described is None or answer is None:
        came = answer.said if answer else "nothing"
        yield Breach(came=f"{came}, and no description", where=site.description_url)
        return
    given = answer.header("content-type").partition(";")[0].strip().lower()
    if given not in ALLOWED:
        yield Breach(came=f"the media type {given or 'none'}", where=answer.url)
