"""A command whose options stand in groups in its help, and can also be set in a table of `openhub.toml`."""

from pathlib import Path
from typing import Any

import click

from openhub.config import FILE_NAME, table
from openhub.errors import ConfigError

_PATHS = ("profile", "baseline", "activities", "postcodes", "out")  # said in the file, they count from where it is


class SettableCommand(click.Command):
    """`groups` has the names of options by the heading they stand under. The table is called like the command."""

    def __init__(self, *arguments: Any, groups: dict[str, tuple[str, ...]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.groups = groups

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is not said on the command line comes from the file."""
        ctx.default_map = self._defaults()
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options by heading; those that are in no group come last."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        records = {option.name: option.get_help_record(ctx) for option in options}
        grouped = {name for names in self.groups.values() for name in names}
        others = tuple(name for name in records if name not in grouped)
        for heading, names in {**self.groups, "Other": others}.items():
            if rows := [record for name in names if (record := records.get(name))]:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def _defaults(self) -> dict[str, Any]:
        try:
            said, folder = table(str(self.name), Path())
        except ConfigError as error:
            raise click.UsageError(str(error)) from error
        options = {p.opts[-1].removeprefix("--"): p for p in self.params if isinstance(p, click.Option)}
        defaults: dict[str, Any] = {}
        for key, value in said.items():
            option = options.get(key.replace("_", "-"))
            if option is None:
                raise click.UsageError(
                    f"{folder / FILE_NAME} sets {key} in [{self.name}], which is no option. There are: {', '.join(sorted(options))}."
                )
            defaults[str(option.name)] = _fitting(option, value, folder)
        return defaults


def _fitting(option: click.Option, value: Any, folder: Path) -> Any:
    """The value as the option takes it: several as a list, and a path from the file's own folder."""
    if option.multiple:
        return [str(v) for v in value] if isinstance(value, list) else [str(value)]
    return str(folder / value) if option.name in _PATHS else value
