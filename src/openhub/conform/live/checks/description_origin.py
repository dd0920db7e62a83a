"""The host in the dataset's `id` answers the description that names the dataset."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.find import as_description
from openhub.conform.live.site import Site

CHECK = Check(
    group="discovery",
    rung="1",
    anchor="discovery-well-known",
    remedy="Answer the same description at /.well-known/openhub of the host in `id`, or name the dataset by your own host.",
)


def check(site: Site) -> Iterator[Breach]:
    described = site.described()
    answer = site.at_origin
    if answer is None:
        yield Breach(came=f"`id` is {described['id']}, which names no web host", where=site.description_url)
        return
    there = as_description(answer)
    if there is None or there["id"] != described["id"]:
        yield Breach(came=f"{answer.said}, and not the description of {described['id']}", where=answer.url)
