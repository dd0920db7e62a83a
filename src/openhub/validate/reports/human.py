"""The report for people at a terminal: one block for each code, with the lines it stands on and what to do."""

from openhub.validate.report import Group, Placed, Report
from openhub.validate.reports._output import Output
from openhub.validate.reports._words import clean, counted, many, more, shown_well, skipped, summary, surely, told

_CHOSEN = {"not selected", "ignored", "turned off"}
_COLOURS = {"error": "31", "warning": "33", "info": "34"}
MOST_CODES = 8
NOTHING = "0 items checked: none was in it, or only what is withdrawn."


def written(report: Report) -> str:
    """The whole of it, with the codes of a terminal for colours; who writes it elsewhere takes them out."""
    blocks = [_block(group) for group in report.groups if group.severity != "info"]
    remarks = [group for group in report.groups if group.severity == "info"]
    return "\n\n".join(filter(None, [*blocks, _remarks(remarks), _quality(report), _closing(report)])) + "\n"


def _block(group: Group) -> str:
    head = f"{_painted(group)}  {_extent(group)}".rstrip()
    remedies = {sample.remedy for sample in group.samples}
    alone = next(iter(remedies)) if len(remedies) == 1 else ""
    lines = [head, *(_sample(sample, with_remedy=not alone) for sample in group.samples)]
    if words := more(group, group.samples):
        lines.append(f"  {words}")
    return "\n".join([*lines, *([f"  Fix: {clean(alone)}"] if alone else [])])


def _painted(group: Group) -> str:
    return f"\x1b[{_COLOURS[group.severity]};1m{group.severity} {group.code}\x1b[0m"


def _extent(group: Group) -> str:
    if group.count == 1:
        return ""
    return many(group.count) + (f", in {group.items:,} items" if 1 < group.items < group.count else "")


def _sample(found: Placed, *, with_remedy: bool) -> str:
    """Where it is and what is wrong, the line with a mark under the place, and the change if there is one."""
    lines = [
        f"  {clean(found.file)}:{found.line}:{found.column}: {clean(told(found))}",
        *([f"    at {clean(found.pointer)}"] if found.pointer and not found.cell else []),
    ]
    if found.source.strip():
        lines += [f"      {clean(found.source)}", f"      {' ' * found.mark}^"]
    if with_remedy:
        lines.append(f"    Fix: {clean(found.remedy)}")
    if meant := surely(found):
        lines.append(f"    Surely meant: {clean(meant)}.")
    return "\n".join(lines)


def _remarks(groups: list[Group]) -> str:
    if not groups:
        return ""
    lines = [f"  {group.code}  {many(group.count)}: {clean(group.about)}" for group in groups]
    return "\n".join(["Remarks, which nobody has to follow:", *lines])


def _quality(report: Report) -> str:
    if report.quality is None:
        return ""
    quality = report.quality
    lines = [f"Quality: {quality['score']} of 100 (apart from conformance, which is {_passed(report)})"]
    for name, part in quality["dimensions"].items():
        lines.append(f"  {part['score']:3}  {name} (weight {part['weight']}): {part['about']}")
    lines += [
        f"  Would help: {ask['member']}, which {counted(ask['lacking'], 'item')} of {ask['of']:,} lack{'s' * (ask['lacking'] == 1)}."
        for ask in quality["missing"]
    ]
    lines += shown_well(quality)
    return "\n".join(lines)


def _passed(report: Report) -> str:
    return "passed" if report.conforms else "failed"


def _closing(report: Report) -> str:
    lines = [NOTHING if _is_empty(report) else summary(report)]
    if report.profile:
        lines.append(
            f"Profile: {clean(report.profile['title'])} {report.profile['version']} ({clean(report.profile['id'])})."
        )
    if report.known:
        lines.append(f"{counted(report.known, 'finding')} more in the baseline, not shown.")
    if report.stale:
        entries = "1 entry" if len(report.stale) == 1 else f"{len(report.stale):,} entries"
        lines.append(f"{entries} of the baseline not found any more: --update-baseline takes them out.")
    if report.unread:
        lines.append(f"{counted(len(report.unread), 'source')} could not be read.")
    if not report.complete:
        lines.append("Stopped at --max-errors: what comes after that was not checked.")
    if report.misshapen:
        were, their = ("was", "its") if report.misshapen == 1 else ("were", "their")
        lines.append(
            f"{counted(report.misshapen, 'item')} {were} not checked by all rules, "
            f"because {their} shape is wrong: mend that first."
        )
    lines += [f"Rules not run ({reason}): {_listed(codes)}." for reason, codes in skipped(report).items()]
    return "\n".join([*lines, *_cut(report), *_next(report)])


def _listed(codes: list[str]) -> str:
    left = f" and {len(codes) - MOST_CODES} more" if len(codes) > MOST_CODES else ""
    return f"{', '.join(codes[:MOST_CODES])}{left}"


def _is_empty(report: Report) -> bool:
    return not (report.items or report.groups or report.known or report.unread)


def _cut(report: Report) -> list[str]:
    """How to see more, when not all places are shown."""
    cut = [len(g.samples) for g in report.groups if g.severity != "info" and g.count > len(g.samples)]
    larger = next((most for most in (100, 1000) if cut and max(cut) < most), 0)
    return [f"Not all places are shown (--samples {larger} shows more)."] if larger else []


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _next(report: Report) -> list[str]:
    """What to do now."""
    first = next((group for group in report.groups if group.severity != "info"), None)
    if first:
        return [f"Next: openhub explain {first.code}, mend it, and run this again."]
    if report.unread or not report.items:
        return []
    if report.known_errors:
        return [
            f"Nothing new to mend; {counted(report.known_errors, 'error')} {_are(report.known_errors)} in the baseline."
        ]
    if _CHOSEN.intersection(report.rules_skipped.values()):
        return ["Nothing to mend among what was selected."]
    if report.misshapen:
        return []
    return ["Nothing to mend. Next: put it on the web; a hub adds it with openhub source add ADDRESS."]


OUTPUT = Output(about="for people: grouped by code, with the line and what to do", end=written)
