"""OpenActive opportunities as OpenHub items: each reason not to take one, each fall-back, and no person published."""

import json
from typing import Any

import pytest

from openhub.formats import openactive
from openhub.formats.openactive import FALL_BACKS, NOT_MAPPED
from openhub.model.record import Record
from tests import make

YOGA = "https://openactive.io/activity-list#bf1a5e00-cdcf-465d-8c5a-6f57040b7f7e"


def session(**changes: Any) -> dict[str, Any]:
    """An opportunity for which nothing has to be made up."""
    usual = {
        "@context": "https://openactive.io/",
        "@type": "ScheduledSession",
        "@id": "https://club.example/api/sessions/1",
        "name": "Yoga for beginners",
        "url": "https://club.example/yoga",
        "startDate": "2026-12-08T19:00:00Z",
        "endDate": "2026-12-08T20:00:00Z",
        "activity": [{"@type": "Concept", "@id": YOGA, "prefLabel": "Yoga"}],
        "organizer": {"@type": "Organization", "name": "Club", "url": "https://club.example/"},
        "location": {"@type": "Place", "name": "Club House", "url": "https://club.example/house"},
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def schedule(**changes: Any) -> dict[str, Any]:
    return {
        "@type": "Schedule",
        "startDate": "2026-12-05",
        "repeatFrequency": "P1W",
        "byDay": ["schema:Saturday"],
        **changes,
    }


def read(data: Any, **knowing: Any) -> Record:
    body = make.page([make.updated({}, kind="x", id="feed/1", data=data)], epoch=None)
    (record,) = openactive.read(body, make.reading(**knowing)).records
    return record


def mapped(**changes: Any) -> dict[str, Any]:
    record = read(session(**changes))
    assert record.data is not None, record.findings
    return record.data


def codes(record: Record) -> list[str]:
    return [f.code for f in record.findings]


# Whether


REFUSED = {
    "openactive-parent-elsewhere": session(name=None, superEvent="https://club.example/api/series/1"),
    "openactive-slot": session(**{"@type": "Slot"}),
    "openactive-on-demand": session(**{"@type": "OnDemandEvent"}),
    "openactive-no-time": session(startDate=None),
    "openactive-unknown-kind": session(**{"@type": "Tournament"}),
}


@pytest.mark.parametrize("code", NOT_MAPPED)
def test_each_reason_puts_an_opportunity_aside(code: str) -> None:
    record = read(REFUSED[code])
    assert (record.data, record.deleted) == (None, False)
    assert [(f.code, f.severity, f.item) for f in record.findings] == [(code, "error", "feed/1")]


@pytest.mark.parametrize(
    "data",
    [
        session(startDate="2026-12-08"),
        session(startDate="soon"),
        session(startDate="0001-01-01T00:00:00+23:00"),
        session(**{"@type": "SessionSeries"}, startDate=None, eventSchedule=[{"@type": "PartialSchedule"}]),
        session(**{"@type": "FacilityUse"}),
    ],
    ids=["day only", "words", "before our calendar", "partial schedule", "facility without hours"],
)
def test_without_a_time_it_is_put_aside(data: dict[str, Any]) -> None:
    assert codes(read(data)) == ["openactive-no-time"]


FALLEN_BACK = {
    "mapped-id": session(**{"@id": None}),
    "mapped-url-of-place": session(url=None),
    "mapped-url-of-organiser": session(url=None, location={"@type": "Place", "name": "Club House"}),
    "mapped-organiser-of-place": session(organizer=None),
    "mapped-theme-default": session(activity=None),
    "mapped-contact-left-out": session(description="Ring 020 7946 0105."),
    "mapped-person-left-out": session(leader=[{"@type": "Person", "name": "Jane Smith"}]),
    "mapped-text-shortened": session(description="Long. " * 1_000),
}


@pytest.mark.parametrize("code", FALL_BACKS)
def test_each_fall_back_is_remarked_upon_once(code: str) -> None:
    record = read(FALLEN_BACK[code])
    assert record.data is not None
    assert [(f.code, f.severity) for f in record.findings] == [(code, "info")]


def test_a_full_opportunity_needs_no_remark() -> None:
    assert codes(read(session())) == []


# Who


@pytest.mark.parametrize(
    "kind", ["Person", "schema:Person", "https://schema.org/Person", ["Person"], ["Thing", "http://schema.org/Person"]]
)
@pytest.mark.parametrize("spelling", ["type", "@type"])
def test_a_person_who_organises_is_never_published(kind: Any, spelling: str) -> None:
    person = {spelling: kind, "name": "Jane Smith", "url": "https://jane.example/", "email": "jane@club.example"}
    record = read(session(organizer=person, url=None, location={"@type": "Place", "name": "Club House"}))
    assert record.data is not None
    assert record.data["organizer"] == {"type": "Organization", "name": "Club House"}
    assert "jane" not in json.dumps(record.data).lower()
    assert b"jane" not in record.raw.lower()


def test_the_provider_stands_in_for_a_person() -> None:
    provider = {"@type": "Organization", "name": "Leisure Trust"}
    for organizer in ({"@type": "Person", "name": "Jane Smith"}, None):
        assert mapped(organizer=organizer, provider=provider)["organizer"]["name"] == "Leisure Trust"


def test_people_who_lead_are_left_out() -> None:
    jane = {"@type": "Person", "name": "Jane Smith", "email": "jane@club.example"}
    for member in ("leader", "contributor", "performer"):
        assert "Jane" not in json.dumps(mapped(**{member: jane}))


def test_contacts_in_texts_are_left_out() -> None:
    document = mapped(
        name="Yoga, ask ann@club.example",
        description="Or 07700 900123.",
        accessibilityInformation="Ring 020 7946 0105.",
    )
    assert "@" not in document["name"]
    assert "07700" not in document["description"]
    assert "7946" not in document["accessibility"]["note"]


# What and where


def test_both_spellings_of_json_ld_give_the_same() -> None:
    plain = json.loads(json.dumps(session()).replace('"@type"', '"type"').replace('"@id"', '"id"'))
    assert read(plain).data == read(session()).data


def test_an_id_on_a_host_of_the_origin_is_kept() -> None:
    record = read(session(), hosts=frozenset({"club.example"}))
    assert record.data
    assert record.data["id"] == "https://club.example/api/sessions/1"


def test_an_id_on_another_host_is_kept_beside_our_own() -> None:
    record = read(session(), hosts=frozenset({"other.example"}))
    assert codes(record) == ["mapped-id"]
    assert record.data
    assert record.data["id"] == "https://club.example/feed#feed%2F1"
    assert record.data["sameAs"] == ["https://club.example/api/sessions/1"]


@pytest.mark.parametrize(
    "address", ["http://[", "ftp://club.example/", "javascript:alert(1)", "club.example", "", 7, {}]
)
def test_what_is_no_web_address_is_no_link(address: Any) -> None:
    document = mapped(
        url=address, organizer={"@type": "Organization", "name": "Club", "url": address}, **{"@id": address}
    )
    assert document["url"] == "https://club.example/house"
    assert "url" not in document["organizer"]
    assert document["id"].startswith("https://club.example/feed#")


def test_html_is_taken_out_and_comparisons_stay() -> None:
    assert mapped(name="Yoga <b>for all</b>")["name"] == "Yoga for all"
    assert (
        mapped(description="<p>One.</p>\n<p>Ages <5 free, >60 too.</p>")["description"]
        == "One. \n Ages <5 free, >60 too."
    )


def test_long_texts_are_shortened() -> None:
    assert len(mapped(description="Long. " * 1_000)["description"]) <= 5_000
    assert mapped(name="x" * 300)["name"].endswith("…")


def test_an_address_may_be_one_text() -> None:
    place = mapped(location={"name": "Hall", "address": " 2 Falkland Mews, London, nw5 2zz "})["location"]
    assert place["address"] == {
        "type": "PostalAddress",
        "streetAddress": "2 Falkland Mews, London, nw5 2zz",
        "postalCode": "NW5 2ZZ",
    }


@pytest.mark.parametrize("address", [None, "", 7, [], {}, {"streetAddress": 7}])
def test_an_address_that_says_nothing_is_left_out(address: Any) -> None:
    assert "address" not in mapped(location={"name": "Hall", "address": address})["location"]


@pytest.mark.parametrize(
    "geo",
    [None, "51,0", {}, {"latitude": 51.5}, {"latitude": "north", "longitude": "0"}, {"latitude": True, "longitude": 0}],
)
def test_coordinates_that_make_no_sense_are_left_out(geo: Any) -> None:
    assert "geo" not in mapped(location={"name": "Hall", "geo": geo})["location"]


def test_coordinates_are_rounded_to_a_metre() -> None:
    geo = mapped(location={"name": "Hall", "geo": {"latitude": "51.551912345", "longitude": -0.140212345}})["location"][
        "geo"
    ]
    assert (geo["latitude"], geo["longitude"]) == (51.55191, -0.14021)


def test_online_sessions_have_no_place() -> None:
    document = mapped(location=None, **{"beta:virtualLocation": {"@type": "VirtualLocation"}})
    assert document["attendanceMode"] == "online"
    assert document["location"] == {"type": "VirtualLocation", "precision": "online"}


@pytest.mark.parametrize(
    ("activity", "themes"),
    [
        ([{"@id": YOGA}], ["yoga"]),
        (YOGA, ["yoga"]),
        (["Group Cycling"], ["cycling"]),
        ({"prefLabel": "Nordic Walking"}, ["walking"]),
        (["Underwater hockey"], ["moving-sport"]),
        ([7, None, {}], ["moving-sport"]),
    ],
)
def test_themes_come_from_the_activity_and_then_from_its_name(activity: Any, themes: list[str]) -> None:
    assert mapped(activity=activity)["themes"] == themes


def test_the_sources_themes_are_the_default() -> None:
    record = read(session(activity=None), themes=("dance",))
    assert record.data
    assert record.data["themes"] == ["dance"]


# When


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("https://schema.org/EventCancelled", "cancelled"),
        ("EventPostponed", "postponed"),
        ("http://schema.org/EventRescheduled", "rescheduled"),
        ("https://schema.org/EventScheduled", "scheduled"),
        (None, "scheduled"),
        ("odd", "scheduled"),
        (7, "scheduled"),
    ],
)
def test_status_is_told(said: Any, status: str) -> None:
    assert mapped(eventStatus=said)["status"] == status


def test_times_are_in_the_zone_of_the_place() -> None:
    document = mapped(startDate="2027-06-08T18:00:00Z", endDate="2027-06-08T19:00:00Z")
    assert (document["type"], document["startDate"], document["endDate"]) == (
        "Event", "2027-06-08T19:00:00+01:00", "2027-06-08T20:00:00+01:00",
    )  # fmt: skip


def test_one_sub_event_is_an_event_and_two_are_a_series() -> None:
    days = [{"startDate": f"2026-12-{day}T22:00:00Z", "endDate": f"2026-12-{day + 1}T01:00:00Z"} for day in (12, 13)]
    one = mapped(startDate=None, endDate=None, subEvent=days[0])
    assert (one["type"], one["startDate"]) == ("Event", "2026-12-12T22:00:00+00:00")
    two = mapped(startDate=None, endDate=None, subEvent=days)
    assert two["type"] == "EventSeries"
    assert [(s["startDate"], s["endDate"], s["startTime"], s["endTime"]) for s in two["schedule"]] == [
        ("2026-12-12", "2026-12-12", "22:00", "01:00"), ("2026-12-13", "2026-12-13", "22:00", "01:00"),
    ]  # fmt: skip


def test_a_cancelled_series_is_cancelled() -> None:
    document = mapped(
        **{"@type": "SessionSeries"}, startDate=None, eventSchedule=schedule(), eventStatus="EventCancelled"
    )
    assert (document["type"], document["status"]) == ("EventSeries", "cancelled")


def test_a_schedule_goes_before_sub_events_and_dates() -> None:
    rule = schedule(startTime="10:00:00", endTime="11:00:00", exceptDate=["2026-12-26T10:00:00Z"], endDate="2027-03-27")
    document = mapped(
        **{"@type": "SessionSeries"}, eventSchedule=[rule], subEvent=[{"startDate": "2026-12-05T10:00:00Z"}]
    )
    assert document["type"] == "EventSeries"
    assert document["schedule"] == [
        {
            "type": "Schedule",
            "startDate": "2026-12-05",
            "endDate": "2027-03-27",
            "repeatFrequency": "P1W",
            "byDay": ["Saturday"],
            "startTime": "10:00",
            "endTime": "11:00",
            "exceptDate": ["2026-12-26"],
            "timeZone": "Europe/London",
        }
    ]


def test_opening_hours_may_be_the_places() -> None:
    hours = [{"dayOfWeek": "https://schema.org/Monday", "opens": "08:00:00", "closes": "21:00:00"}]
    own = mapped(**{"@type": "FacilityUse"}, hoursAvailable=hours)
    places = mapped(**{"@type": "FacilityUse"}, location={"name": "Courts", "openingHoursSpecification": hours})
    assert (
        own["openingHours"]
        == places["openingHours"]
        == [{"dayOfWeek": ["Monday"], "opens": "08:00", "closes": "21:00"}]
    )
    assert (own["type"], own["participation"]) == ("Space", ["drop-in"])


def test_what_a_session_does_not_say_its_series_says() -> None:
    series = {
        "@type": "SessionSeries",
        "@id": "https://club.example/api/series/1",
        "description": "Bring a mat.",
        "name": "Series",
    }
    document = mapped(superEvent=series)
    assert (document["description"], document["name"], document["id"]) == (
        "Bring a mat.", "Yoga for beginners", "https://club.example/api/sessions/1",
    )  # fmt: skip


# How much, and who may come


@pytest.mark.parametrize(
    ("offers", "free", "prices"),
    [
        ([{"price": 6.5}], False, [6.5]),
        ([{"price": "6.50", "priceCurrency": "GBP"}, {"price": 0}], False, [6.5, 0]),
        ({"price": 0}, True, None),
        ([{"price": "0.00"}], True, None),
        ([{"price": "free"}, {"price": True}, {"price": -1}, {"price": "nan"}, {"price": 1e12}, "x"], None, None),
        (None, None, None),
    ],
)
def test_prices_are_numbers_and_nothing_said_is_not_free(
    offers: Any, free: bool | None, prices: list[float] | None
) -> None:
    document = mapped(offers=offers)
    assert document.get("isAccessibleForFree") is free
    assert [p["price"] for p in document.get("prices", [])] == (prices or [])


def test_free_is_believed_without_prices() -> None:
    assert mapped(isAccessibleForFree=True)["isAccessibleForFree"] is True
    assert "isAccessibleForFree" not in mapped(isAccessibleForFree="yes")


def test_a_price_has_a_name_and_a_currency() -> None:
    assert mapped(offers=[{"price": 5}])["prices"] == [
        {"name": "Price", "price": 5, "priceCurrency": "GBP", "priceModel": "fixed"}
    ]


@pytest.mark.parametrize(
    ("left", "code"), [("0", "full"), ("<5", "limited"), (">4", "open"), (0, "full"), ("some", None), (None, None)]
)
def test_room_is_told(left: Any, code: str | None) -> None:
    assert mapped(**{"beta:availability": left}).get("availability") == code


def test_ages_gender_and_places_are_told() -> None:
    document = mapped(
        ageRange={"minValue": 16, "maxValue": "x"},
        genderRestriction="https://openactive.io/MaleOnly",
        remainingAttendeeCapacity=3,
    )
    assert document["eligibility"] == {"ageRange": {"minValue": 16}, "conditions": ["Men and boys only."]}
    assert document["remainingAttendeeCapacity"] == 3
    assert "eligibility" not in mapped(genderRestriction="https://openactive.io/NoRestriction", ageRange=[16])


def test_tombstones_and_unreadable_items_pass_as_they_are() -> None:
    body = make.page([make.deleted({}, kind="x", id="1"), make.updated({}, kind="x", id="2", data=[])], epoch=None)
    gone, bad = openactive.read(body, make.reading()).records
    assert gone.deleted
    assert codes(bad) == ["unreadable-item"]
