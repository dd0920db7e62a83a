"""The description is valid by its schema: with a licence, a contact, a publisher and a level."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site
from openhub.validate.documents import faults

CHECK = Check(
    group="discovery",
    rung="1",
    anchor="discovery-shape",
    remedy="Compare it with the example in spec/3-discovery.md.",
    on=("feed", "file"),
)


def check(site: Site) -> Iterator[Breach]:
    described = site.described()
    for pointer, message in faults("dataset", described):
        yield Breach(came=message, where=f"{site.description_url} at {pointer or 'the top'}")
