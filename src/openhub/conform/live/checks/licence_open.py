"""The licence of pages and description is open."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.find import json_of
from openhub.conform.live.site import Site
from openhub.validate.licences import is_known
from openhub.validate.rules import licence_not_open
from openhub.validate.surroundings import At

CHECK = Check(
    group="discovery",
    rung="1",
    anchor="licence-open",
    remedy="Use an open licence, such as https://creativecommons.org/licenses/by/4.0/.",
    on=("feed", "file"),
)


def check(site: Site) -> Iterator[Breach]:
    at = At(now=site.wishes.now, home=site.wishes.home)
    for where, licence in _licences(site).items():
        for _, values in licence_not_open.check({"license": licence}, at) or ():
            yield Breach(came=f"{licence} forbids {values['what']}", where=where)
        if not is_known(licence):
            yield Breach(came=f"{licence} is not known to be open", where=where, advice=True)


def _licences(site: Site) -> dict[str, str]:
    """Each licence at the first place where it is named."""
    described = (site.found.described or {}).get("license")
    own = json_of(site.found.first)
    named = [(site.description_url, described)]
    named += [(site.feed, own.get("license"))] if isinstance(own, dict) else []
    named += [(page.url, page.licence) for page in site.walk.pages]
    first: dict[str, str] = {}
    for where, licence in named:
        if isinstance(licence, str) and licence.startswith(("http://", "https://")) and licence not in first.values():
            first[where] = licence
    if not first:
        raise NotRun("no licence is named")
    return first
