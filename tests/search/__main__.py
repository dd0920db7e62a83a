"""Prints how well a hub with the example platforms answers the judged queries: python -m tests.search [STORE]"""

import sys
import tempfile
from pathlib import Path

from tests.conftest import filled
from tests.search.score import Answer, answers, mean


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        filled(sys.argv[1] if len(sys.argv) > 1 else str(Path(folder) / "hub.db")) as hub,
    ):
        given = answers(hub)
    print("nDCG@10  recall  matches  query")
    for answer in sorted(given, key=lambda a: a.gain):
        print(_line(answer))
    print(
        f"{mean([a.gain for a in given]):.3f}    {mean([a.recall for a in given]):.3f}            mean of {len(given)}"
    )


def _line(answer: Answer) -> str:
    return f"{answer.gain:.2f}     {answer.recall:.2f}    {answer.found:>7}  {answer.name}"


if __name__ == "__main__":
    main()
