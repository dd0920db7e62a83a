"""Pages written by hand, and what a format reads out of them: `<format>/<page>.json` or `.csv`, and `<format>/<page>.expected.json`.

`python -m tests.formats.golden` writes the expected files again; review them as a diff.
"""

import json
from pathlib import Path
from typing import Any

from openhub.formats import formats
from openhub.model.record import Page
from tests import make

FOLDER = Path(__file__).parent
EXPECTED = ".expected.json"
INPUTS = sorted(
    file for end in ("json", "csv") for file in FOLDER.glob(f"*/*.{end}") if not file.name.endswith(EXPECTED)
)


def expected_file(file: Path) -> Path:
    return file.with_name(file.stem + EXPECTED)


def read(file: Path) -> Page:
    """The page in a file, read by the format that its folder names."""
    return formats()[file.parent.name].read(file.read_bytes(), make.reading())


def outline(page: Page) -> dict[str, Any]:
    """A page as plain values, findings by their codes."""
    return {
        "next": page.next,
        "last": page.last,
        "whole": page.whole,
        "licence": page.licence,
        "findings": [f.code for f in page.findings],
        "records": [
            {
                "id": r.id,
                "kind": r.kind,
                "modified": r.modified,
                "deleted": r.deleted,
                "findings": [f.code for f in r.findings],
                "data": r.data,
            }
            for r in page.records
        ],
    }


def main() -> None:
    for file in INPUTS:
        text = json.dumps(outline(read(file)), indent=2, ensure_ascii=False)
        expected_file(file).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
