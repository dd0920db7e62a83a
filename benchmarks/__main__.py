"""Measures checking, harvesting, fetching, the root, keeping and searching, beside a floor or what others have."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.datasette import beside
from benchmarks.fetching import PAGES_OF, fetching
from benchmarks.harvesting import harvesting
from benchmarks.postgres import own_postgres
from benchmarks.roots import roots
from benchmarks.searching import searching
from benchmarks.validating import validating


def validate(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        validating(Path(folder), (number, number * 10))


def fetch(number: int) -> None:
    for size in PAGES_OF:
        fetching(size)


LARGE = (10_000, 100_000, 1_000_000)


def large(number: int) -> None:
    """All that is measured at a million items, beside Datasette; then the same on PostgreSQL."""
    searching(LARGE[:-1])
    searching(LARGE[-1:], beside=beside)
    own_postgres((LARGE[0], LARGE[-1]))


PARTS = {
    "validate": validate,
    "harvest": harvesting,
    "fetch": fetch,
    "root": lambda number: roots(number * 20),
    "search": lambda number: searching((number,)),
    "large": large,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--only", choices=PARTS, help="Leave the other parts out.")
    given = parser.parse_args()
    for name, part in PARTS.items():
        if given.only == name or (given.only is None and name != "large"):  # that takes more than an hour
            part(given.items)
            print()


if __name__ == "__main__":
    main()
