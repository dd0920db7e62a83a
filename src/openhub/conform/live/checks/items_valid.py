"""Every item is valid: `openhub validate` finds no error."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.site import Site

CHECK = Check(
    group="items",
    rung="1",
    anchor="item-shape",
    remedy="See openhub explain CODE, and mend the items with openhub validate.",
    on=("feed", "file"),
)


def check(site: Site) -> Iterator[Breach]:
    for code, found in sorted(site.items.errors.items()):
        for number, (where, finding) in enumerate(found.first):
            count = f" ({found.count:,} times in all)" if found.count > 1 and not number else ""
            came = f"{code}: {finding.message}{count}"
            yield Breach(came=came, where=f"{where}{finding.pointer}", remedy=finding.remedy)
    if not site.items.count and not site.items.errors:
        raise NotRun("there are no items")
