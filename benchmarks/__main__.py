"""Measures checking, harvesting, fetching, the root, keeping and searching, beside a floor or what others have."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.fetching import PAGES_OF, fetching
from benchmarks.harvesting import harvesting
from benchmarks.roots import roots
from benchmarks.searching import large
from benchmarks.validating import validating


def validate(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        validating(Path(folder), (number, number * 10))


def fetch(number: int) -> None:
    for size in PAGES_OF:
        fetching(size)


PARTS = {
    "validate": validate,
    "harvest": harvesting,
    "fetch": fetch,
    "root": lambda number: roots(number * 20),
    "search": lambda number: large((number,)),
    "large": lambda _: large(),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--only", choices=PARTS, help="Leave the other parts out.")
    given = parser.parse_args()
    for name, part in PARTS.items():
        if given.only == name or (given.only is None and name != "large"):  # that takes half an hour
            part(given.items)
            print()


if __name__ == "__main__":
    main()
