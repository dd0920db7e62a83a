"""The dump is a gzip file, answered as application/gzip without Content-Encoding, whose first line says what it is."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.dump import read
from openhub.conform.live.site import Site

CHECK = Check(
    group="dump",
    rung="3",
    anchor="feed-dump",
    remedy="Answer the packed bytes as they are; first a line with epoch, head, count and root, then one entry a line.",
)


def check(site: Site) -> Iterator[Breach]:
    address = site.listed("openhub-dump")
    if not address:
        raise NotRun("no dump is offered")
    try:
        answer = site.dump()
    except NotRun as lack:
        yield Breach(came=str(lack), where=address)
        return
    given = answer.header("content-type").partition(";")[0].strip()
    if given != "application/gzip":
        yield Breach(came=f"the media type {given or 'none'}", where=address)
    if answer.header("content-encoding"):
        yield Breach(came=f"Content-Encoding: {answer.header('content-encoding')}", where=address)
    try:
        read(answer.body)
    except ValueError as error:
        yield Breach(came=str(error), where=address)
