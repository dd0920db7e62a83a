"""Messages are said as people would say them."""

import pytest

from openhub.validate.engine import Validator
from tests import make
from tests.contract.test_rules import at_of


@pytest.mark.parametrize(
    ("description", "length"),
    [("-", "1 character"), (" - ", "1 character"), ("Hi", "2 characters"), ("Gardening.", "10 characters")],
)
def test_one_is_not_several(description: str, length: str) -> None:
    found = Validator().check(make.event(description=description), at_of({}))
    said = [finding.message for finding in found if finding.code == "short-description"]
    assert said == [f"The description has {length} only."]
