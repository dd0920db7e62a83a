"""How a source answered, in words."""

from typing import Any

import pytest

from openhub.model.source import Source
from openhub.web import statements


def source(**said: Any) -> Source:
    return Source(
        name="GoodGym", address="https://goodgym.example/feed", origin="https://goodgym.example/", format="rpde", **said
    )


HELD = "30 of 40 items are no longer in the feed, so none was taken away."


@pytest.mark.parametrize(
    ("said", "answer", "problems"),
    [
        ({}, "Not read yet", "None"),
        ({"outcome": "unchanged"}, "Unchanged", "None"),
        ({"outcome": "changed", "quarantined": 1}, "Something had changed", "1 item put aside"),
        ({"outcome": "failed", "problem": "The site did not answer"}, "Failed", "The site did not answer."),
        ({"outcome": "failed"}, "Failed", "It did not say why."),
        ({"outcome": "failed", "problem": "No answer.", "quarantined": 3}, "Failed", "No answer. 3 items put aside."),
        (
            {"outcome": "held", "problem": HELD},
            "Waiting for a person: until one has looked, the last list stays",
            HELD,
        ),
    ],
)
def test_what_came_of_asking_and_what_is_wrong(said: dict[str, Any], answer: str, problems: str) -> None:
    assert statements.last_answer(source(**said)).words == answer
    assert statements.problems(source(**said)) == problems
