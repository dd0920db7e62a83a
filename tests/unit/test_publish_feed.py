"""A publisher's feed takes the change number of a query as feed-bad-cursor says."""

import pytest

from openhub.errors import UsageError
from openhub.publish import feed

LARGEST = 2**53 - 1


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ([], 0),
        (["0"], 0),
        (["007"], 7),
        (["0" * 5000 + "7"], 7),
        ([str(LARGEST)], LARGEST),
        ([str(LARGEST + 1)], LARGEST),
        (["9" * 5000], LARGEST),
    ],
)
def test_a_number_may_have_any_number_of_digits(given: list[str], number: int) -> None:
    assert feed.position(given) == number


@pytest.mark.parametrize("given", [[""], ["1", "1"], [" 1"], ["1\n"], ["+1"], ["1_0"], ["１"], ["x" * 5000]])
def test_what_is_no_number_is_refused(given: list[str]) -> None:
    with pytest.raises(UsageError, match="afterChangeNumber") as error:
        feed.position(given)
    assert len(str(error.value)) < 200
