"""What may be asked, and what an address says of it."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from openhub.errors import UsageError
from openhub.model.place import Spot
from openhub.web.parameters import FEED, FOR_MACHINES, FOR_PEOPLE, SEARCH
from openhub.web.reading import read, read_kindly
from openhub.web.searching import Search, private, search, span

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
HERE = Spot(latitude=51.55, longitude=-0.14, label="NW5")


def asked(*pairs: tuple[str, str]) -> Search:
    values, wrong = read_kindly(FOR_PEOPLE, MultiDict(pairs))
    assert not wrong
    return search(values)


def test_a_search_survives_its_address() -> None:
    pairs = [
        ("q", "cooking"),
        ("near", "NW5"),
        ("far", "mile"),
        ("when", "week"),
        ("part", "evenings"),
        ("weekday", "tue"),
        ("weekday", "thu"),
        ("door", "eat"),
        ("door", "go"),
        ("type", "Event"),
        ("theme", "cooking"),
        ("cost", "free"),
        ("budget", "0"),
        ("age", "7"),
        ("need", "lift"),
        ("unsaid", "0"),
        ("lang", "bn"),
        ("platform", "3"),
        ("sort", "soonest"),
        ("after", "WzEsMl0"),
    ]
    assert asked(*pairs).pairs() == pairs
    assert asked(("from", "2026-12-01"), ("to", "2026-12-24")).address() == "?from=2026-12-01&to=2026-12-24"
    assert Search().address() == ""


@pytest.mark.parametrize(
    ("name", "value", "must"),
    [
        ("far", "5-miles", "one of walk, mile, 3-miles, any"),
        ("on", "13 January", "a day such as 2027-01-13"),
        ("on", "2027-02-30", "a day such as 2027-01-13"),
        ("need", "comfy-chairs", "an access feature"),
        ("age", "121", "a whole number from 0 to 120"),
        ("budget", "two", "pounds from 0 to 10000, such as 5 or 5.50"),
        ("budget", "£5", "pounds from 0 to 10000"),
        ("budget", "5.555", "pounds from 0 to 10000"),
        ("budget", "10000.01", "pounds from 0 to 10000"),
        ("age", "70 years", "a whole number from 0 to 120"),
        ("sort", "cheapest", "one of relevance, soonest, nearest, newest"),
        ("weekday", "Tuesday", "one of mon, tue"),
        ("after", "x" * 501, "what next gave"),
        ("unsaid", "yes", "one of 0, 1"),
        ("platform", "-1", "a whole number"),
        ("q", "x" * 300, "at most 200 characters"),
        ("q", "a\0b", "at most 200 characters"),
        ("theme", "javascript", "a theme"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_must_be(name: str, value: str, must: str) -> None:
    with pytest.raises(UsageError, match=must) as raised:
        read(SEARCH, MultiDict([(name, value)]))
    assert raised.value.facts["parameter"] == name


@pytest.mark.parametrize(
    ("name", "value"),
    [("lat", "91"), ("lon", "1e400"), ("lat", "nan"), ("limit", "101"), ("age", "-1"), ("radius", "0")],
)
def test_figures_have_bounds(name: str, value: str) -> None:
    with pytest.raises(UsageError):
        read(FOR_MACHINES, MultiDict([(name, value)]))


@pytest.mark.parametrize("text", ["31/12/2026", "31.12.2026", "31-12-2026", " 2026-12-31 "])
def test_people_may_write_a_day_as_they_do(text: str) -> None:
    assert asked(("on", text)).on == date(2026, 12, 31)
    with pytest.raises(UsageError):
        read(FOR_MACHINES, MultiDict([("on", text)]))


@pytest.mark.parametrize("text", ["31/13/2026", "31/12/26", "31/12.2026", "soon", "2026-02-30", "1/1/9999"])
def test_a_wrong_day_is_explained_and_the_rest_is_kept(text: str) -> None:
    values, wrong = read_kindly(
        FOR_PEOPLE, MultiDict([("on", text), ("q", "yoga"), ("door", "go"), ("door", "window")])
    )
    assert (values["on"], values["q"], values["door"]) == (None, "yoga", ("go",))
    assert [(w.name, w.given) for w in wrong] == [("on", text), ("door", "window")]
    assert wrong[0].advice == f"“{text}” is not a day. Write it as 31/12/2026."
    assert wrong[1].advice.startswith("“window” does not work for “door”. It must be one of go, ")


def test_what_cannot_be_seen_is_never_shown_as_a_program_writes_it() -> None:
    assert asked(("q", "a\0b")).q == "a b"
    with pytest.raises(UsageError) as raised:
        read(FOR_MACHINES, MultiDict([("q", "a\0b")]))
    assert "“a\ufffdb”" in str(raised.value)
    assert "\\x00" not in str(raised.value)


def test_unknown_names_are_refused_only_where_machines_ask() -> None:
    assert read_kindly(FOR_PEOPLE, MultiDict([("utm_source", "x")]))[0]["q"] == ""
    with pytest.raises(UsageError, match="no parameter called lng"):
        read(FOR_MACHINES, MultiDict([("lng", "0")]))
    with pytest.raises(UsageError, match="once"):
        read(FEED, MultiDict([("afterChangeNumber", "1"), ("afterChangeNumber", "2")]))


def test_empty_ones_count_as_not_asked() -> None:
    assert asked(("q", ""), ("far", ""), ("on", ""), ("door", "")) == Search()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("NW5 2ZZ", "NW5"),
        ("nw52zz", "NW5"),
        ("12 Falkland Mews, NW5 2ZZ", "NW5"),
        ("NW5", "NW5"),
        ("51.55192, -0.14021", "51.55, -0.14"),
        ("51.55 -0.14", "51.55, -0.14"),
        ("Kentish Town", "Kentish Town"),
        ("", ""),
    ],
)
def test_of_a_full_postcode_only_the_outward_code_is_kept(text: str, kept: str) -> None:
    assert private(text, alone=True) == kept
    assert asked(("near", text)).near == kept


def test_a_full_postcode_among_words_is_cut_too() -> None:
    assert private("drill near nw5 2zz or W1A 1AA please") == "drill near NW5 or W1A please"


def test_the_question_put_to_the_hub() -> None:
    query = asked(
        ("q", "drill"),
        ("near", "NW5"),
        ("far", "walk"),
        ("door", "lend"),
        ("need", "lift"),
        ("unsaid", "0"),
        ("weekday", "sun"),
        ("weekday", "mon"),
        ("budget", "5"),
        ("age", "70"),
        ("sort", "nearest"),
        ("after", "token"),
        ("lang", "en-GB"),
    ).query(now=TUESDAY, zone=LONDON, spot=HERE)
    assert (query.words, query.near, query.radius_metres, query.after) == ("drill", HERE, 1200.0, "token")
    assert (query.weekdays, query.cost, query.age, query.order) == ((0, 6), 5, 70, "distance")
    assert set(query.participation) == {"borrow", "lend", "give-item", "share-skill"}
    assert (query.access, query.unsaid, query.languages) == (("lift",), False, ("en",))


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("5", 5),
        ("£5", 5),
        (" £ 5.50 ", 5.5),
        ("5.00", 5),
        ("5.5", 5.5),
        ("£1,000", 1000),
        ("10 pounds", 10),
        ("50p", 0.5),
        ("0", 0),
    ],
)
def test_an_amount_as_people_write_it(typed: str, pounds: float) -> None:
    found, wrong = read_kindly(FOR_PEOPLE, MultiDict([("budget", typed)]))
    assert (found["budget"], wrong) == (pounds, [])
    address = search(found).address()
    assert read(FOR_MACHINES, MultiDict([("budget", address.removeprefix("?budget="))]))["budget"] == pounds


@pytest.mark.parametrize("typed", ["-5", "five", "£", "5.555", "10,001", "£5-£10", "1e3", "٥"])
def test_what_is_no_amount_is_said_to_be_none(typed: str) -> None:
    _, wrong = read_kindly(FOR_PEOPLE, MultiDict([("budget", typed)]))
    assert [w.advice for w in wrong] == [
        f"“{typed}” is not an amount. Write it in pounds, such as 5 or 5.50; at most 10,000."
    ]


@pytest.mark.parametrize(
    ("typed", "years"),
    [("70", 70), ("70 years", 70), ("70+", 70), ("7 yrs", 7), ("7-year-old", 7), ("70 years old", 70), ("Aged 8", 8)],
)
def test_an_age_as_people_write_it(typed: str, years: int) -> None:
    found, wrong = read_kindly(FOR_PEOPLE, MultiDict([("age", typed)]))
    assert (found["age"], wrong) == (years, [])


@pytest.mark.parametrize("typed", ["old", "18 months", "121 years", "7-9", "-7"])
def test_what_is_no_age_is_said_to_be_none(typed: str) -> None:
    _, wrong = read_kindly(FOR_PEOPLE, MultiDict([("age", typed)]))
    assert [w.name for w in wrong] == ["age"]


def test_without_a_place_a_distance_means_nothing() -> None:
    query = asked(("far", "walk"), ("sort", "nearest")).query(now=TUESDAY, zone=LONDON, spot=None)
    assert (query.radius_metres, query.order) == (None, "")


def test_a_search_with_something_changed_begins_anew() -> None:
    found = asked(("q", "drill"), ("sort", "newest"), ("after", "token"))
    assert found.but(q="saw").pairs() == [("q", "saw"), ("sort", "newest")]
    assert found.address(after="next") == "?q=drill&sort=newest&after=next"


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("any", None, None),
        ("undated", None, None),
        ("today", TUESDAY, datetime(2026, 11, 25, tzinfo=UTC)),
        ("tomorrow", datetime(2026, 11, 25, tzinfo=UTC), datetime(2026, 11, 26, tzinfo=UTC)),
        ("week", TUESDAY, datetime(2026, 12, 1, tzinfo=UTC)),
        ("weekend", datetime(2026, 11, 28, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)),
    ],
)
def test_what_words_for_time_mean(when: str, start: datetime | None, end: datetime | None) -> None:
    assert span(when, TUESDAY, LONDON) == (start, end)


def test_at_the_weekend_means_this_one_on_a_sunday() -> None:
    sunday = datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert span("weekend", sunday, LONDON) == (sunday, datetime(2026, 11, 30, tzinfo=UTC))


def test_days_begin_and_end_in_the_zone_of_the_hub() -> None:
    summer = datetime(2027, 6, 1, 9, tzinfo=UTC)
    query = Search(on=date(2027, 6, 5)).query(now=summer, zone=LONDON, spot=None)
    assert (query.start, query.end) == (datetime(2027, 6, 4, 23, tzinfo=UTC), datetime(2027, 6, 5, 23, tzinfo=UTC))


@pytest.mark.parametrize("changed", [{"part": ("evenings",)}, {"when": "undated", "part": ("weekends",)}])
def test_undated_is_one_of_the_parts(changed: dict[str, Any]) -> None:
    parts = Search(**changed).query(now=TUESDAY, zone=LONDON, spot=None).parts
    assert set(parts) == {*changed["part"], *({"undated"} if changed.get("when") else set())}
