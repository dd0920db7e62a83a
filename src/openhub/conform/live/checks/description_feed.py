"""The description lists the feed, or the file, that is tested."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.find import distributions
from openhub.conform.live.site import Site, place

CHECK = Check(
    group="discovery",
    rung="1",
    anchor="discovery-well-known",
    remedy="List it as a distribution, with its accessURL and the format openhub (openhub-static for a file).",
    on=("feed", "file"),
)


def check(site: Site) -> Iterator[Breach]:
    described = site.described()
    wanted = "openhub-static" if site.found.form == "file" else "openhub"
    listed = distributions(site.description_url, described)
    if not any(name == wanted and place(url) == place(site.feed) for url, name in listed):
        told = ", ".join(f"{url} ({name})" for url, name in listed) or "nothing"
        yield Breach(came=f"{site.feed} is not listed as {wanted}; listed is {told}", where=site.description_url)
