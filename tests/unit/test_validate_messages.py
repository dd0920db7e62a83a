"""Messages are said as people would say them."""

from typing import Any

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


def _said(**members: Any) -> str:
    found = Validator().check(make.event(**members), at_of({}))
    return "\n".join(f"{finding.code}: {finding.message} {finding.remedy}" for finding in found)


@pytest.mark.parametrize(
    ("members", "advice"),
    [
        ({"title": "Bikes"}, "Did you mean `name`?"),
        ({"host": "A"}, "Did you mean `organizer`?"),
        ({"picture": "A"}, "Did you mean `image`?"),
        ({"location": {"name": "Hall", "address": {"postcode": "NW5 2AA"}}}, "Did you mean `postalCode`?"),
        ({"location": {"name": "Hall", "geo": {"lat": 51.5, "lng": 0}}}, "Did you mean `latitude`?"),
        ({"prices": "£5"}, '[{"name": "Everybody", "price": 5, "priceCurrency": "GBP"}]'),
        ({"prices": 4.5}, '[{"name": "Everybody", "price": 4.5, "priceCurrency": "GBP"}]'),
        ({"prices": ["£5"]}, ': {"name": "Everybody", "price": 5, "priceCurrency": "GBP"}.'),
        ({"image": "party.jpg"}, '[{"contentUrl": "https://…", "alt": "…"}]'),
        ({"contact": "hello"}, '{"email": "hello@example.org"}'),
        ({"location": {"name": "Hall", "address": "1 High Street"}}, '{"streetAddress": "1 High Street"}'),
        ({"steps": ["Dig"]}, '{"text": "Dig"}'),
        ({"license": "CC-BY"}, "https://creativecommons.org/licenses/by/4.0/"),
        ({"license": "CC BY 4.0"}, "https://creativecommons.org/licenses/by/4.0/"),
        ({"license": "CC0"}, "https://creativecommons.org/publicdomain/zero/1.0/"),
        ({"id": "evening-1"}, "https://example.org/items/evening-1"),
        ({"themes": ["repair"]}, "`repairing`"),
        ({"themes": "repair"}, '["repairing"]'),
        ({"startDate": " 2027-01-14T18:45:00+00:00"}, 'spaces around it: "2027-01-14T18:45:00+00:00"'),
        ({"themes": ["baking"]}, "`baking-preserving`"),
        ({"themes": ["making"]}, "`making-repairing`"),
        ({"themes": ["xyzzy"]}, "docs/reference/codes.md"),
    ],
)
def test_advice_is_what_could_be_written_there(members: dict[str, Any], advice: str) -> None:
    assert advice in _said(**members), _said(**members)


def test_a_synonym_is_only_said_where_it_is_known() -> None:
    assert "postalCode" not in _said(postcode="NW5 2AA")
