"""Each page has the `license` of its items."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="pages",
    rung="1",
    anchor="feed-licence",
    remedy="Put the address of the licence into every page, such as https://creativecommons.org/licenses/by/4.0/.",
)


def check(site: Site) -> Iterator[Breach]:
    for page in site.pages():
        if not page.licence.startswith(("https://", "http://")):
            yield Breach(came=f"`license` is {page.licence or 'missing'}", where=page.url)
