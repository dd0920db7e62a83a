"""`conformsTo` names the version of the protocol."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site
from openhub.spec import CONTEXT_URL

CHECK = Check(
    group="discovery",
    rung="1",
    anchor="version-declare",
    remedy="Let conformsTo have https://w3id.org/openhub/v1.",
    on=("feed", "file"),
)


def check(site: Site) -> Iterator[Breach]:
    given = site.described().get("conformsTo")
    named = given if isinstance(given, list) else []
    if named and CONTEXT_URL not in named:
        yield Breach(came=f"it names {', '.join(map(str, named))}", where=site.description_url)
