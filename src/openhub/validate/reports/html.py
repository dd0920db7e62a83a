"""The report as one web page that stands alone: it fetches nothing, can be printed, and reads well aloud."""

import re
from html import escape

from openhub.validate.report import HELP, Group, Placed, Report
from openhub.validate.reports._output import Output
from openhub.validate.reports._words import (
    MOST_LISTED,
    clean,
    counted,
    listed,
    many,
    more,
    shown_well,
    skipped,
    summary,
    surely,
    told,
)

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0 0 .25rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; }
th, td { border-bottom: 1px solid #8888; } td.number, th.number { text-align: right; }
pre { background: #8882; padding: .5rem; overflow-x: auto; } mark { background: #ffe08a; color: #000; }
.finding { border-left: .4rem solid #777; padding: 0 1rem .5rem; margin: 1.5rem 0; break-inside: avoid; }
.error { border-color: #b00020; } .warning { border-color: #8a6100; } .info { border-color: #0b5cad; }
li { margin-bottom: .75rem; } li p { margin: 0; } .where { font-weight: 600; }
@media print { body { max-width: none; padding: 0; } pre { white-space: pre-wrap; } }
"""

_NAME = re.compile("`([^`<>]+)`")


def written(report: Report) -> str:
    """The page."""
    parts = [
        f"<h1>OpenHub validation: {'passed' if report.conforms else 'failed'}</h1>",
        f"<p>{_text(summary(report))}</p>",
        _unread(report),
        _table(report),
        *(_group(group, listed(report, group)) for group in report.groups),
        _quality(report),
        _about(report),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>OpenHub validation</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(filter(None, parts))
        + "\n</main>\n</body>\n</html>\n"
    )


def _text(text: object) -> str:
    """Text from anywhere, as HTML: nothing in it is taken for a tag."""
    return escape(clean(str(text)), quote=True)


def _said(text: str) -> str:
    """A message, with names of members and codes as such."""
    return _NAME.sub(r"<code>\1</code>", _text(text))


def _unread(report: Report) -> str:
    rows = "".join(f"<li>{_text(one['name'])}: {_text(one['problem'])}</li>" for one in report.unread)
    return f"<h2>Not read</h2>\n<ul>{rows}</ul>" if rows else ""


def _table(report: Report) -> str:
    if not report.groups:
        return "<p>Nothing was found.</p>"
    rows = "\n".join(
        f'<tr><td>{group.severity}</td><th scope="row"><a href="#{_anchor(group)}">{_text(group.code)}</a></th>'
        f'<td class="number">{group.count:,}</td><td class="number">{group.items:,}</td><td>{_text(group.about)}</td></tr>'
        for group in report.groups
    )
    return (
        '<h2>What was found</h2>\n<table>\n<thead><tr><th scope="col">Severity</th><th scope="col">Code</th>'
        '<th scope="col" class="number">Found</th><th scope="col" class="number">Items</th><th scope="col">What</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _anchor(group: Group) -> str:
    return f"{group.severity}-{_text(group.code)}"


def _group(group: Group, listed: tuple[Placed, ...]) -> str:
    samples = "\n".join(f"<li>{_sample(found)}</li>" for found in listed)
    rest = f"<p>{words}</p>" if (words := more(group, listed)) else ""
    return (
        f'<section class="finding {group.severity}" id="{_anchor(group)}">\n'
        f"<h2>{group.severity.capitalize()}: {_text(group.code)}</h2>\n<p>{_text(group.about)} Found {many(group.count)}.</p>\n"
        f"<ol>\n{samples}\n</ol>\n{rest}"
        f'<p><a href="{_text(HELP + group.code)}">More about {_text(group.code)}</a></p>\n</section>'
    )


def _sample(found: Placed) -> str:
    where = f"{found.file}, line {found.line}, column {found.column}"
    parts = [f'<p class="where">{_text(where)}</p>', f"<p>{_said(told(found))}</p>"]
    if found.source.strip():
        before, after = found.source[: found.mark], found.source[found.mark :]
        parts.append(f'<pre tabindex="0"><code>{_text(before)}<mark>{_text(after)}</mark></code></pre>')
    parts.append(f"<p>To do: {_said(found.remedy)}</p>")
    if meant := surely(found):
        parts.append(f"<p>Surely meant: {_said(meant)}.</p>")
    if found.item or found.pointer:
        parts.append(f"<p>In {_text(found.item or 'the file')} at <code>{_text(found.pointer or '/')}</code></p>")
    return "\n".join(parts)


def _quality(report: Report) -> str:
    if report.quality is None:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{_text(name)}</th><td class="number">{part["score"]}</td><td class="number">{part["weight"]}</td>'
        f"<td>{_text(part['about'])}</td></tr>"
        for name, part in report.quality["dimensions"].items()
    )
    return (
        f"<h2>Quality: {report.quality['score']} of 100</h2>\n<p>This is apart from conformance.</p>\n<table>\n<thead><tr>"
        '<th scope="col">What</th><th scope="col" class="number">Score</th><th scope="col" class="number">Weight</th>'
        f'<th scope="col">It asks</th></tr></thead>\n<tbody>{rows}</tbody>\n</table>\n'
        f"<p>{_text(' '.join(shown_well(report.quality)))}</p>"
    )


def _about(report: Report) -> str:
    facts = [
        f"Checked as of {report.as_of} with openhub {report.version}, rules {report.rules}.",
        *(
            [f"Profile: {report.profile['title']} {report.profile['version']} ({report.profile['id']})."]
            if report.profile
            else []
        ),
        *([f"{counted(report.known, 'finding')} more in the baseline, not shown."] if report.known else []),
        *([] if report.complete else ["Stopped at --max-errors: what comes after that was not checked."]),
        *(f"Rules not run ({reason}): {', '.join(codes)}." for reason, codes in skipped(report).items()),
        *(f"Read {one.name}: {one.bytes:,} bytes, SHA-256 {one.sha256}." for one in report.inputs),
    ]
    return "<h2>About this check</h2>\n<ul>\n" + "\n".join(f"<li>{_text(fact)}</li>" for fact in facts) + "\n</ul>"


OUTPUT = Output(about="one web page that stands alone, for reading and printing", end=written, keep=MOST_LISTED)
