"""What the schema finds is said in plain words, with a code and a pointer."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub import spec
from openhub.errors import ConfigError
from openhub.validate import shape_codes
from openhub.validate.engine import codes
from openhub.validate.schema import Shape

SHAPE = Shape()
EVENT = {
    "type": "Event", "id": "https://goodgym.example/1", "name": "Tidy the farm", "url": "https://goodgym.example/1",
    "organizer": {"name": "GoodGym (example)"}, "location": {"name": "City farm", "precision": "exact", "premises": "outdoor-public"},
    "startDate": "2027-01-13T18:45:00+00:00", "timeZone": "Europe/London",
}  # fmt: skip


def event(**changed: Any) -> dict[str, Any]:
    return {name: value for name, value in (copy.deepcopy(EVENT) | changed).items() if value is not ...}


def found(document: Any) -> list[tuple[str, str]]:
    return [(f.code, f.pointer) for f in SHAPE.check(document)]


def test_a_good_event_has_no_findings() -> None:
    assert found(event()) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"startDate": ...}, ("missing-property", "")),
        ({"url": ...}, ("missing-property", "")),
        ({"organizer": {}}, ("missing-property", "/organizer")),
        ({"location": {"precision": "exact"}}, ("missing-property", "/location")),
        ({"location": ...}, ("missing-property", "")),
        ({"name": 7}, ("wrong-type", "/name")),
        ({"name": "ab"}, ("too-short", "/name")),
        ({"name": "x" * 121}, ("too-long", "/name")),
        ({"themes": []}, ("too-short", "/themes")),
        ({"themes": ["cooking", "knitting-dragons"]}, ("unknown-code", "/themes/1")),
        ({"startDate": "next Tuesday"}, ("bad-format", "/startDate")),
        ({"startDate": "13/01/2027"}, ("bad-format", "/startDate")),
        ({"url": "goodgym.example/1"}, ("bad-format", "/url")),
        ({"url": "https://user:pw@phish.example/"}, ("bad-pattern", "/url")),
        ({"join": {"url": "https://goodgym.example@phish.example/"}}, ("bad-pattern", "/join/url")),
        ({"contact": {"email": "no at sign"}}, ("bad-format", "/contact/email")),
        ({"location": {"name": "x", "precision": "exakt"}}, ("unknown-code", "/location/precision")),
        ({"location": {"name": "x", "geo": {"latitude": 99, "longitude": 0}}}, ("out-of-range", "/location/geo/latitude")),
        ({"location": [{"name": "x", "geo": {"latitude": "51", "longitude": 0}}]}, ("wrong-type", "/location/0/geo/latitude")),
        ({"maximumAttendeeCapacity": -1}, ("out-of-range", "/maximumAttendeeCapacity")),
        ({"audience": {"intent": "restricted-to"}}, ("missing-property", "/audience")),
        ({"schedule": [{"startDate": "2027-01-13", "repeatFrequency": "weekly"}]}, ("bad-pattern", "/schedule/0/repeatFrequency")),
    ],
)  # fmt: skip
def test_each_fault_has_one_finding(changed: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(event(**changed)) == [expected]


def test_two_alternatives_are_one_finding() -> None:
    space = event(type="Space", startDate=..., timeZone=...)
    assert found(space) == [("missing-property", "")]
    assert "`openingHours` or `schedule` is missing" in SHAPE.check(space)[0].message


def test_a_scheme_without_its_other_side() -> None:
    scheme = event(
        type="MatchScheme", startDate=..., matchPurpose="befriending", roles=[{"name": "Cook", "side": "giver"}]
    )
    (finding,) = SHAPE.check(scheme)
    assert (finding.code, finding.pointer) == ("missing-entry", "/roles")
    assert "two sides" in finding.message


def test_messages_are_for_people() -> None:
    assert (
        SHAPE.check(event(startDate=...))[0].message
        == "`startDate` is missing. A resident would not know when to come."
    )
    assert "Did you mean `cooking`?" in SHAPE.check(event(themes=["Cookin"]))[0].message
    assert "Entry 1 of `themes`" in SHAPE.check(event(themes=["Cookin"]))[0].message
    assert "such as 2027-01-13" in SHAPE.check(event(startDate="soon"))[0].message
    assert "130 characters; at most 120" in SHAPE.check(event(name="x" * 130))[0].message


@pytest.mark.parametrize(
    ("changed", "message", "remedy"),
    [
        ({"startDate": ...}, "`startDate` is missing.", 'Add `startDate`, such as "2027-01-13T18:45:00+00:00".'),
        ({"organizer": {}}, "`name` is missing.", "Add `name` (as people know it)."),
        ({"location": {"name": "x"}, "type": "Offer", "mode": "lend", "item": {"name": "x"}, "expires": "2027-02-01"},
         "`precision` is missing.", "Add `precision`: one of exact, street, area, online, on-joining."),
        ({"themes": "food"}, '`themes` is "food"', 'Write a list: ["food"].'),
        ({"location": "City farm"}, '`location` is "City farm"', 'Write an object: {"name": "City farm"}.'),
        ({"name": ["Tidy up"]}, "`name` is a list", 'Write it without the square brackets: "Tidy up".'),
        ({"name": 7}, "`name` is 7", 'Write it in quotation marks: "7".'),
        ({"name": None}, "`name` is null", "Leave it out when there is nothing to say."),
        ({"maximumAttendeeCapacity": "14"}, "", "Write it without quotation marks: 14."),
        ({"maximumAttendeeCapacity": "many"}, "", "Write a whole number alone, without quotation marks and units."),
        ({"isAccessibleForFree": "True"}, "", "Write it without quotation marks: true."),
        ({"startDate": "2027-02-30"}, '`startDate` is "2027-02-30", but there is no such day.', "Check the day and the month"),
        ({"startDate": "2027-02-30T18:45:00Z"}, "there is no such day", "Check the day and the month"),
        ({"startDate": "2027-07-13 18:45"}, "", "Add its offset from UTC: 2027-07-13T18:45:00+00:00, or 2027-07-13T18:45:00+01:00"),
        ({"startDate": "soon"}, "", "Write it like this: 2027-01-13."),
        ({"url": "goodgym.example/1"}, "", "Write https:// before it: https://goodgym.example/1."),
        ({"id": "https://goodgym.example/école"}, "", "Percent-encode each letter in it that is not in ASCII: %C3%A9 for é."),
        ({"url": "https://user:pw@phish.example/"}, "where it really leads", "Take out all from // up to and with the @"),
    ],
)  # fmt: skip
def test_a_message_says_what_to_write(changed: dict[str, Any], message: str, remedy: str) -> None:
    (finding,) = SHAPE.check(event(**changed))
    assert message in finding.message
    assert finding.remedy.startswith(remedy)


def test_no_remedy_leaves_one_alone() -> None:
    for changed in ({name: ...} for name in EVENT if name != "type"):
        for finding in SHAPE.check(event(**changed)):
            assert finding.remedy.startswith("Add `")


def test_a_code_is_suggested_whatever_its_capitals() -> None:
    assert "Did you mean `EventSeries`?" in SHAPE.check(event(type="event series"))[0].message
    assert "Did you mean `screening`?" in SHAPE.check(event(format="Screening"))[0].message


@pytest.mark.parametrize(
    ("given", "code"),
    [("sewing", "textiles"), ("Run Club", "running"), ("Shared meals", "shared-meals"), ("gardning", "gardening")],
)
def test_a_code_is_suggested_by_what_people_call_it(given: str, code: str) -> None:
    assert f"Did you mean `{code}`?" in SHAPE.check(event(themes=[given]))[0].message


@pytest.mark.parametrize("given", ["rowing", "printing", "trainspotting", ""])
def test_nothing_is_suggested_where_only_the_letters_are_near(given: str) -> None:
    message = SHAPE.check(event(themes=[given]))[0].message
    assert "Did you mean" not in message
    assert "It can be `growing-nature`" in message


@pytest.mark.parametrize("document", [None, 7, "Event", [], [EVENT], True])
def test_what_is_no_object_is_one_finding(document: Any) -> None:
    assert found(document) == [("not-an-object", "")]


@pytest.mark.parametrize(
    ("given", "pointer"), [("Evnt", "/type"), (None, "/type"), (["Event"], "/type"), ({}, "/type")]
)
def test_an_unknown_type_is_one_finding(given: Any, pointer: str) -> None:
    assert found(event(type=given)) == [("unknown-type", pointer)]


def test_no_type_is_one_finding() -> None:
    assert found(event(type=...)) == [("unknown-type", "")]
    assert found({}) == [("unknown-type", "")]


def test_text_that_is_no_text() -> None:
    assert found(event(url="https://goodgym.example/\ud83d")) == [("unreadable-item", "")]


def test_a_format_without_a_checker_stops_the_start() -> None:
    schemas = {name: copy.deepcopy(spec.schema(name)) for name in ("item", "parts", "codes")}
    schemas["parts"]["$defs"]["Odd"] = {"type": "string", "format": "moon-phase"}
    with pytest.raises(ConfigError, match="moon-phase"):
        Shape(schemas)


def test_a_schema_that_is_not_there_stops_the_start() -> None:
    with pytest.raises(ConfigError, match="does not compile"):
        Shape({"item": spec.schema("item")})


def test_every_code_has_words() -> None:
    assert set(shape_codes.ABOUT) == set(shape_codes.CODES)
    assert all(rule.remedy and rule.why for rule in codes().values())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
members = st.dictionaries(st.sampled_from(sorted(spec.schema("item")["properties"])), json_values, max_size=6)


@given(members, st.sampled_from(spec.TYPES), json_values)
def test_no_value_raises(document: dict[str, Any], kind: str, other: Any) -> None:
    assert all(f.severity == "error" and f.message for f in SHAPE.check(document | {"type": kind}))
    SHAPE.check(other)
