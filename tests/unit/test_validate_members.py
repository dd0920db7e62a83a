"""The tree of known members says what the schema says, and unknown ones are compared with it."""

from typing import Any

import pytest

from openhub import spec
from openhub.validate import members
from openhub.validate.rules import home_in_text, unknown_property
from tests import make
from tests.unit.test_validate_engine import AT


def test_the_tree_has_what_the_schema_has() -> None:
    assert set(members.known().within) == set(spec.schema("item")["properties"])
    assert set(members.at(["stops", 0, "address"]).within) == set(
        spec.schema("parts")["$defs"]["PostalAddress"]["properties"]
    )
    assert {"amount", "name", "url"} < set(members.at(["funding", "matchFunders", 2]).within)
    assert {"meetingPoint", "note"} < set(members.at(["location"]).within)
    assert members.at(["themes"]).codes == tuple(spec.themes())
    assert members.at(["no", "such"]) == members.Member()


@pytest.mark.parametrize(
    ("name", "hint"),
    [("startdate", "startDate"), ("start_date", "startDate"), ("organiser", "organizer"), ("keyword", "keywords")],
)
def test_a_slip_is_told_from_a_stranger(name: str, hint: str) -> None:
    ((pointer, values),) = unknown_property.check(make.event(**{name: "x"}), AT) or []
    assert (pointer, values["hint"]) == (f"/{name}", f"Did you mean `{hint}`?")


def test_a_stranger_is_said_to_be_kept() -> None:
    ((_, values),) = unknown_property.check(make.event(moonPhase="full"), AT) or []
    assert "It is kept" in values["hint"]


@pytest.mark.parametrize("document", [make.offer(description="At 12 Leighton Road."), make.offer(keywords=["Flat 3"])])
def test_what_gives_a_home_away_is_not_repeated(document: dict[str, Any]) -> None:
    ((_, values),) = home_in_text.check(document, AT) or []
    assert not any(detail in str(values) for detail in ("12", "Leighton", "Flat 3"))
