"""Where the outputs of `openhub validate` go: standard output, or files."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from openhub.validate.reports._words import clean as clean

if TYPE_CHECKING:
    from openhub.validate.report import Placed, Report
    from openhub.validate.reports import Output

SUMMARY_FILE = "GITHUB_STEP_SUMMARY"


class Outputs:
    """Each wanted output with its file, None being standard output. What can be written as it comes is."""

    def __init__(self, wanted: tuple[str, ...]) -> None:
        """`wanted` are FORMAT or FORMAT=FILE. Unless one of them goes to standard output, people's does."""
        pairs = [_parted(text) for text in wanted]
        if sum(not file for _, file in pairs) > 1:
            raise click.UsageError(
                "Only one format can go to standard output. Give the others a file: --format FORMAT=FILE."
            )
        named = pairs if any(not file for _, file in pairs) else [*pairs, ("human", "")]
        self._outputs = [(_output(name), file) for name, file in named]
        self._open: list[tuple[Output, IO[str] | None]] = []
        self._files = ExitStack()

    @property
    def keep(self) -> int:
        """How many single findings they want in the report."""
        return max(output.keep for output, _ in self._outputs)

    @property
    def busy(self) -> bool:
        """Whether something is written to standard output as it is found."""
        return any(output.each is not None and not file for output, file in self._outputs)

    def __enter__(self) -> "Outputs":
        for output, file in self._outputs:
            self._open.append((output, self._opened(file, output.encoding) if file else None))
            self._write(output.begin, self._open[-1][1])
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def found(self, found: "Placed") -> None:
        for output, file in self._open:
            if output.each:
                self._write(output.each(found), file)

    def done(self, report: "Report") -> None:
        for output, file in self._open:
            self._write(output.end(report), file)
            if output.summary and (page := os.environ.get(SUMMARY_FILE)):
                with Path(page).open("a", encoding="utf-8") as summary:
                    summary.write(output.summary(report))

    def _opened(self, file: str, encoding: str) -> IO[str]:
        try:
            opened = Path(file).open("w", encoding=encoding, errors="replace", newline="")  # noqa: SIM115  # closed by self._files
        except OSError as error:
            raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from error
        return self._files.enter_context(opened)

    def _write(self, text: str, file: IO[str] | None) -> None:
        if file is not None:
            file.write(click.unstyle(text))
        elif text:
            click.echo(text, nl=False, color=False if os.environ.get("NO_COLOR") else None)


def _parted(text: str) -> tuple[str, str]:
    name, equals, file = text.partition("=")
    if equals and not file:
        raise click.UsageError(f"Name the file after {name}=.")
    return name, file


def _output(name: str) -> "Output":
    from openhub.validate.reports import outputs

    if name not in outputs():
        raise click.UsageError(f"There is no format {name}. There are: {', '.join(outputs())}.")
    return outputs()[name]
