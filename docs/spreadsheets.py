"""Writes docs/spreadsheets.md from the table of columns that the reader of listings uses: python -m docs.spreadsheets"""

import csv
from pathlib import Path

from openhub import spec
from openhub.formats.listings_cells import ABOUT
from openhub.formats.listings_column import Column
from openhub.formats.listings_columns import columns_of
from openhub.formats.listings_templates import in_template, template

FILE = Path(__file__).parent / "spreadsheets.md"

_HEAD = """# Publishing from a spreadsheet

<!-- Written by `python -m docs.spreadsheets`. Do not edit. -->

Who keeps a list of activities in a spreadsheet can publish it without a developer. One row is one activity.

## In four steps

1. Get a template and open it in your spreadsheet program. There is one for each type of activity:

   ```sh
   openhub convert --template Event > listings.csv
   ```

2. Replace the example row by your own, and save as CSV; where the program asks for an encoding, take UTF-8.

3. See whether all is well. Each fault is shown with its row, its column, and what to do:

   ```sh
   openhub validate listings.csv
   ```

4. Make a web site of it, and upload the folder to any web host:

   ```sh
   openhub publish listings.csv --out site --url https://kitchen.example/ \\
     --name "Neighbours' Kitchen" --contact hello@kitchen.example --licence CC-BY-4.0
   ```

   The next time `openhub publish listings.csv` is enough: the rest is kept in `openhub.toml`. Upload the folder again after
   each change. Then give councils the address of the site; a hub adds it with `openhub source add https://kitchen.example/`.

The folder holds files that begin with a dot, `.well-known` and `.nojekyll`. Upload them too: a hub finds the rest by them.
On GitHub Pages under an address with a path, such as `https://club.github.io/list/`, give councils
`https://club.github.io/list/.well-known/openhub`.

## How it is read

- **Columns** may stand in any order, and those that you do not use may be left out. Capitals, spaces and hyphens in their names
  do not matter: `Start date` is `startDate`. A column that is not known is left out, with a remark.
- **Each row needs** something to know it by: an `id` of your own, such as a number, or a `url` that no other row has. Never change
  it and never use it again for something else.
- **Several values** in one cell stand with `;` between them, or each on a line of its own. Codes may have commas between them.
- **Codes** such as themes may be written as their labels too: `Growing food` or `food-growing`.
  [All of them](reference/codes.md).
- **Days** are written `2026-11-24`, `24 November 2026` or `Tuesday 24 Nov 2026`. `24/11/2026`, `24.11.2026` and
  `24-11-2026` are read with the **day first**, always. A year has four digits. A weekday that is not that day's is a fault.
- **Times** are written `19:00`, `19.00`, `7pm` or `7.30 pm`. `12am` is not read, because people mean both noon and midnight by it.
- **Amounts** are written `4.50`, `£4.50`, `4,50`, `EUR 5` or `free`.
- **The file** may have commas, semicolons or tabs between cells, and be in UTF-8 or Windows-1252. Texts may hold line breaks, in
  quotation marks, as spreadsheets write them.
- **Formulas** are never carried out. A cell that begins with `=` is the text that it is, with a remark.
- **A fault in a cell** keeps its row out and no other.

Rows of several types can stand in one list: the column `type` says which each is.
"""


def text() -> str:
    """The page."""
    return _HEAD + "\n".join(_section(kind) for kind in spec.TYPES)


def _section(kind: str) -> str:
    shown = in_template(kind)
    others = [column for column in columns_of(kind).values() if column not in shown]
    return "\n".join(
        [
            f"\n## {kind}\n",
            f"`openhub convert --template {kind}` gives a header with these columns, and this example:\n",
            _table(("column", "what it is", "example"), [_row(column, kind, _example(kind)) for column in shown]),
            "\nIt can have these columns too:\n",
            _table(("column", "what it is", "may be called"), [_row(column, kind, None) for column in others]),
        ]
    ) + "\n"  # fmt: skip


def _example(kind: str) -> dict[str, str]:
    header, row = csv.reader(template(kind).splitlines())
    return dict(zip(header, row, strict=True))


def _row(column: Column, kind: str, example: dict[str, str] | None) -> tuple[str, str, str]:
    needed = " **Needed.**" if kind in column.needed else ""
    codes = f" [`{column.codes}`](reference/codes.md#{column.codes})" if column.codes else ""
    last = ", ".join(column.also) if example is None else f"`{example[column.name]}`" if example[column.name] else ""
    return f"`{column.name}`", f"{column.about}{needed} *{ABOUT[column.kind].capitalize()}{codes}.*", last


def _table(head: tuple[str, ...], rows: list[tuple[str, str, str]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
