"""The `level` of the description is the one that is kept."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.report import Report, named

CHECK = Check(
    group="discovery",
    anchor="discovery-level",
    remedy="Write the level that is kept, or do what the next one needs.",
    on=("feed", "file"),
)


def judge(report: Report) -> Iterator[Breach]:
    if not report.description:
        raise NotRun("there is no description of the dataset")
    if report.declared is None:
        raise NotRun("the description names no level")
    kept = report.level
    if kept is None or report.declared > kept:
        yield Breach(came=f"it says {report.declared}, and kept is {named(report.reached)}", where=report.description)
    elif report.declared < kept:
        yield Breach(came=f"it says {report.declared}, and even {kept} is kept", where=report.description, advice=True)
