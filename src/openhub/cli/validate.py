"""`openhub validate`: checks files, folders, feeds and standard input, and shows each fault at its line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openhub.cli._checking import checked, had
from openhub.cli._folder import host_of
from openhub.cli._jobs import Done, several, side_by_side
from openhub.cli._options import SettableCommand
from openhub.cli._outside import outside
from openhub.cli._progress import Progress, is_watched
from openhub.cli._report import Outputs
from openhub.cli._wholes import Wholes
from openhub.cli._wishes import Wishes, wishes
from openhub.cli.explain import NEEDS
from openhub.errors import ConfigError
from openhub.validate.report import SEVERITIES, Report, Tally

if TYPE_CHECKING:
    from openhub.cli._sheets import Sheet
    from openhub.config import Settings
    from openhub.validate.gather import Gathered, Inputs
    from openhub.validate.report import Shown
    from openhub.validate.scores import Quality

GROUPS = {
    "What is checked": ("owns", "as_of", "profile", "score"),
    "What is looked up": ("allow_network", "activities", "postcodes"),
    "What is reported": ("select", "ignore", "severity", "fail_on", "max_errors"),
    "How it is shown": ("formats", "samples"),
    "How it is done": ("jobs",),
    "What is put up with": ("baseline", "update_baseline", "fail_on_stale"),
}


@click.command("validate", cls=SettableCommand, groups=GROUPS)
@click.argument("sources", nargs=-1, required=True, metavar="[PATH|URL|-]...")
@click.option("--owns", multiple=True, metavar="HOST", help="A host whose ids belong to this feed. May be given again.")
@click.option("--as-of", default="", metavar="TIME", help="Check as if it were this time, as in 2027-01-13T09:00:00Z.")
@click.option("--profile", metavar="FILE", help="Ask also for what this profile of a council or network asks.")
@click.option("--score", is_flag=True, help="Say also how much the items tell a resident.")
@click.option(
    "--allow-network", is_flag=True, help="Visit the pages and licences that items name, to see whether they are there."
)
@click.option("--activities", metavar="FILE", help="OpenActive's activity list, to look activities up in.")
@click.option(
    "--postcodes", metavar="FILE", help="A table of postcodes, such as the ONS Postcode Directory, to look them up in."
)
@click.option(
    "--select", multiple=True, metavar="NAME", help="Look only for these: codes, families, or how codes begin."
)
@click.option("--ignore", multiple=True, metavar="NAME", help="Do not look for these.")
@click.option(
    "--severity", multiple=True, metavar="CODE=WORD", help="Make a code an error, warning or info, or turn it off."
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    metavar="WORD",
    help="End with 1 for these or worse: error (if left out), warning, info; or never.",
)
@click.option(
    "--max-errors", type=click.IntRange(1), metavar="N", show_default=False, help="Stop after so many errors."
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="human, json, ndjson, csv, html, sarif, junit, gitlab or github. May be given again.",
)
@click.option(
    "--samples",
    type=click.IntRange(1, 1000),
    default=3,
    metavar="N",
    help="How many of each code are shown; 3 if left out.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    metavar="N",
    help="How many files are checked at the same time; 1 if left out, and with --score or --allow-network.",
)
@click.option("--baseline", metavar="FILE", help="Do not count the findings in this file.")
@click.option("--update-baseline", is_flag=True, help="Write what is found now to that file.")
@click.option("--fail-on-stale", is_flag=True, help="End with 5 when the file has findings that are gone.")
@click.pass_context
def COMMAND(
    context: click.Context, /, sources: tuple[str, ...], owns: tuple[str, ...], as_of: str, **options: Any
) -> None:
    """Check items in files, folders, feeds or standard input (-).

    Files are JSON or CSV: .json, .jsonl, .ndjson, .csv and .tsv, also packed as .gz.
    A feed is read to its last page, and so is each feed of a site that describes its feeds.

    \b
    openhub validate feed.json
    openhub validate https://goodgym.example/ --format html=report.html
    openhub validate items/ --select time,privacy --ignore short-description

    Ends with 0 when there is nothing to fail on, 1 when there is, 2 when used wrongly, 3 when something could not be had at all,
    such as a file that is not there; 5 for a stale baseline. All options can be set in [validate] of an openhub.toml here or above.
    """
    if options["update_baseline"] and not options["baseline"]:
        raise click.UsageError("Say which file with --baseline.")
    settings = _settings(as_of)
    hosts = frozenset(map(host_of, owns))
    wanted = wishes(options)
    needed = {need for _, rule, _ in wanted.rules() for need in rule.needs}
    with (
        outside(options, settings, needed) as known,
        Outputs(options["formats"]) as outputs,
        Progress(shown=is_watched(busy=outputs.busy)) as progress,
    ):
        report = _run(sources, hosts, settings, known, wanted, outputs, progress, options)
        progress.clear()
        outputs.done(report)
    if options["update_baseline"]:
        context.exit(_update(wanted, options["baseline"], report))
    context.exit(report.exit_code(fail_on_stale=options["fail_on_stale"]))


def _settings(as_of: str) -> "Settings":
    from openhub import config

    try:
        return config.load(Path(), as_of=as_of) if as_of else config.load(Path())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error


def _run(
    sources: tuple[str, ...],
    hosts: frozenset[str],
    settings: "Settings",
    known: dict[str, Any],
    wishes: Wishes,
    outputs: Outputs,
    progress: Progress,
    options: dict[str, Any],
) -> Report:
    """Checks all of it, with what is known from outside; outputs that can are written meanwhile."""
    from openhub.validate.engine import Validator, codes
    from openhub.validate.gather import Gathered, Inputs, reported, rules_run
    from openhub.validate.scores import Quality
    from openhub.validate.surroundings import At

    keep = {"samples": options["samples"], "keep": outputs.keep, "remember": options["update_baseline"]}
    gathered, inputs = Gathered(wishes.choice, wishes.baseline, **keep), Inputs()
    at = At(now=settings.clock(), home=settings.zone(), whole=True, **known)
    tally, not_run = Tally(), dict[str, tuple[str, ...]]()
    quality = Quality(at.now) if options["score"] else None
    alone = options["jobs"] == 1 or options["score"] or options["allow_network"]
    names = [] if alone else several(sources)
    wholes, validator = Wholes(several=len(names or sources) > 1), Validator(rules=wishes.rules())

    def check(source: str) -> Done:
        own, mine, skipped = Tally(), Inputs(), dict[str, tuple[str, ...]]()
        read = _noted(had(source, settings, hosts, own, progress.say), mine, None)
        shown = list(checked(wholes.follow(read), validator, at, own, skipped))
        return Done(shown, own, skipped, mine.all())

    if names:
        wholes.all = False
        shown = _joined(side_by_side(names, check, options["jobs"]), inputs, tally, not_run, progress)
    else:
        had_all = (sheet for source in sources for sheet in had(source, settings, hosts, tally, progress.say))
        read = progress.follow(_noted(had_all, inputs, quality), tally)
        shown = checked(wholes.follow(read), validator, at, tally, not_run)
    complete = _gather(shown, gathered, outputs, options["max_errors"])
    if not (complete and wholes.all):
        not_run |= {c: needs for c, needs in validator.not_run(replace(at, whole=None)).items() if "whole" in needs}
    reasons = {code: f"needs {' and '.join(NEEDS.get(n, n) for n in needs)}" for code, needs in not_run.items()}
    run, skipped = rules_run(wishes.choice, codes(), reasons)
    return reported(
        gathered,
        _about,
        as_of=at.now.isoformat(),
        fail_on=None if options["fail_on"] == "never" else options["fail_on"],
        items=tally.items,
        inputs=inputs.all(),
        unread=tuple(tally.unread),
        rules_run=run,
        rules_skipped=skipped,
        profile=wishes.profile.named() if wishes.profile else None,
        complete=complete,
        baseline=options["baseline"] or "",
        stale=wishes.baseline.stale(_looked_for(wishes, skipped)) if complete and not tally.unread else (),
        quality=quality.scored() if quality else None,
    )


def _joined(
    done: "Iterator[Done]", inputs: "Inputs", tally: Tally, not_run: dict[str, tuple[str, ...]], progress: Progress
) -> "Iterator[Shown]":
    """What was found in each file, when all of it was; the rest is added up."""
    for one in done:
        inputs.add(one.inputs)
        tally.add(one.tally)
        progress.tell(tally.items)
        not_run |= one.not_run
        yield from one.shown


def _looked_for(wishes: Wishes, skipped: Mapping[str, str]) -> Callable[[str], bool]:
    """Whether a code was wanted and could be looked for everywhere."""
    return lambda code: wishes.looks_for(code) and code not in skipped


def _noted(sheets: "Iterable[Sheet]", inputs: "Inputs", quality: "Quality | None") -> "Iterator[Sheet]":
    """The same sheets, looked at on their way."""
    for sheet in sheets:
        if sheet.data:
            inputs.note(sheet.name, sheet.data)
        if quality is not None and sheet.page is not None:
            for record in sheet.page.records:
                if record.data is not None:
                    quality.note(record.data)
        yield sheet


def _gather(shown: Iterable[Any], gathered: "Gathered", outputs: Outputs, most: int | None) -> bool:
    """Whether it came to the end."""
    for one in shown:
        if found := gathered.take(one):
            outputs.found(found)
            if most is not None and gathered.totals["error"] >= most:
                return False
    return True


def _about(code: str) -> str:
    """One sentence about a code, whoever reports it."""
    from openhub.cli.explain import reader_faults
    from openhub.model.fault import plainly
    from openhub.validate.engine import about, codes

    return about(code) if code in codes() else plainly(reader_faults()[code].message)


def _update(wishes: Wishes, file: str, report: Report) -> int:
    """Writes the baseline, if all could be read; the exit code."""
    if report.unread or not report.complete:
        click.echo(f"{file} was not changed, because not everything was checked.", err=True)
        return report.exit_code()
    try:
        Path(file).write_bytes(wishes.baseline.updated(_looked_for(wishes, report.rules_skipped)))
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file} now holds what was found. Keep it beside the feed.", err=True)
    return 0
