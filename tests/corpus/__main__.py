"""Writes what is found in the corpus now as what is expected from now on: python -m tests.corpus

The folder of real feeds is read when OPENHUB_REAL_DATA names it; otherwise what is expected of them stays. Say in the
commit why the change is right.
"""

from tests.corpus.corpus import EXPECTED, PARTS, changes, expected, found, written


def main() -> None:
    before, now = expected(), {name: found(name) for name in PARTS}
    after = before | {name: part for name, part in now.items() if part}
    EXPECTED.write_text(written(after), "utf-8")
    for name in PARTS:
        for line in changes(before.get(name, {}), after.get(name, {})):
            print(f"{name}: {line}")
    print(f"Wrote {EXPECTED.name}. Say in the commit why this is right.")


if __name__ == "__main__":
    main()
