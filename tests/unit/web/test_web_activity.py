"""What an activity's page and its card say: cost, time, the way in, what has changed, how sure we are."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from openhub.model.query import Found
from openhub.model.schedule import Occurrence
from openhub.web import audience, cards, costs, notices, plan, sections, timetable
from openhub.web.clock import Clock
from openhub.web.freshness import freshness
from openhub.web.ways_in import side_way, way_in

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
CLOCK = Clock(now=NOW, zone=LONDON)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"isAccessibleForFree": True}, "Free"),
        ({"isAccessibleForFree": True, "terms": {"deposit": {"price": 0}}}, "Free, no deposit"),
        (
            {"isAccessibleForFree": True, "terms": {"deposit": {"price": 20, "priceCurrency": "GBP"}}},
            "Free, £20 deposit",
        ),
        ({"isAccessibleForFree": False}, "Not free"),
        ({}, ""),
        ({"prices": [{"price": 3.0, "priceModel": "suggested-donation"}]}, "£3 suggested"),
        ({"prices": [{"priceModel": "pay-what-you-can"}]}, "Pay what you can"),
        ({"prices": [{"price": 5}, {"price": 3}]}, "From £3"),
        ({"prices": [{"price": 5}, {"price": 5}]}, "£5"),
        ({"prices": [{"price": 0}, {"price": 5}]}, "Free or £5"),
        ({"prices": [{"price": 8}, {"price": 0}, {"price": 5}]}, "Free or from £5"),
        ({"prices": [{"price": 0}, {"price": 0}]}, "Free"),
        ({"prices": [{"price": 0}, {"price": 20, "priceModel": "refundable-deposit"}]}, "Free"),
        ({"prices": [{"price": 0, "priceModel": "from"}]}, "Free or paid"),
        ({"prices": [{"price": 4, "priceModel": "from"}]}, "From £4"),
        ({"prices": [{"priceModel": "from"}]}, "Price varies"),
        ({"prices": [{"priceModel": "varies"}]}, "Price varies"),
        ({"prices": "five pounds"}, ""),
        ({"type": "Plan", "estimatedCost": {"price": 42.0, "priceCurrency": "GBP"}}, "About £42 in all"),
    ],
)
def test_nothing_said_of_money_is_not_free(document: dict[str, Any], said: str) -> None:
    assert costs.short(document) == said


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ({"repeatFrequency": "P1W", "byDay": ["Saturday"]}, "Every Saturday"),
        ({"repeatFrequency": "P1W", "byDay": ["Wednesday", "Tuesday"]}, "Every Tuesday and Wednesday"),
        ({"repeatFrequency": "P2W", "byDay": ["Friday"]}, "Every second Friday"),
        ({"repeatFrequency": "P1M", "byDay": ["Sunday"], "byMonthWeek": 1}, "First Sunday of the month"),
        (
            {"repeatFrequency": "P1M", "byDay": ["https://schema.org/Saturday"], "byMonthWeek": [-1]},
            "Last Saturday of the month",
        ),
        ({"repeatFrequency": "P1D"}, "Every day"),
        ({"repeatFrequency": "often"}, ""),
    ],
)
def test_the_rule_it_repeats_by(schedule: dict[str, Any], said: str) -> None:
    assert timetable.rule({"schedule": [schedule]}) == said


def test_an_unlisted_day_is_not_closed() -> None:
    hours = [
        {"dayOfWeek": ["Tuesday"], "opens": "10:00", "closes": "16:00", "note": "Open workshop"},
        {
            "dayOfWeek": ["Tuesday"],
            "opens": "00:00",
            "closes": "00:00",
            "validFrom": "2026-12-22",
            "validThrough": "2027-01-03",
            "note": "Winter break",
        },
    ]
    week = timetable.week({"openingHours": hours}, TODAY)
    assert week
    assert [(r.day, r.open) for r in week.rows][:2] == [
        ("Monday", "No times given"),
        ("Tuesday (today)", "10am to 4pm"),
    ]
    assert week.rows[1].bar == (0, 96)
    assert week.changes == ("Winter break: Tuesday closed from 22 December to 3 January",)
    assert timetable.week({"openingHours": "daily"}, TODAY) is None


def found(document: dict[str, Any], *occurrences: Occurrence) -> Found:
    return Found(
        ref="r",
        id="i",
        type=document["type"],
        origin="o",
        source=1,
        document=document,
        licence="",
        modified=1,
        retrieved=NOW,
        occurrences=occurrences,
    )


def on(start: datetime, hours: float = 1.5) -> Occurrence:
    return Occurrence(start, start + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("item", "lead"),
    [
        (
            found({"type": "Event"}, on(datetime(2027, 1, 13, 18, 45, tzinfo=LONDON))),
            ("Wed 13 January", "6.45pm to 8.15pm"),
        ),
        (found({"type": "Event"}, on(datetime(2026, 11, 24, 18, tzinfo=LONDON))), ("Today", "6pm to 7.30pm")),
        (
            found({"type": "Event", "status": "cancelled"}, on(datetime(2027, 1, 13, 18, tzinfo=LONDON))),
            ("Cancelled", "Wed 13 January", "6pm to 7.30pm"),
        ),
        (
            found(
                {"type": "EventSeries", "schedule": [{"repeatFrequency": "P1W", "byDay": ["Saturday"]}]},
                on(datetime(2026, 11, 28, 12, tzinfo=LONDON)),
            ),
            ("Every Saturday", "next Sat 28 November", "midday to 1.30pm"),
        ),
        (found({"type": "Event"}), ("Time: did not say",)),
        (
            found({"type": "Offer", "mode": "lend", "terms": {"maxLoanPeriod": "P4D"}, "expires": "2027-02-01"}),
            ("To borrow", "up to 4 days", "ends 1 Feb"),
        ),
        (
            found(
                {
                    "type": "Project",
                    "stage": "fundraising",
                    "funding": {"target": 18400, "raised": 7215.0, "deadline": "2027-01-31T23:59:59+00:00"},
                }
            ),
            ("£7,215 of £18,400", "68 days left", "ends Sun 31 January"),
        ),
        (
            found(
                {
                    "type": "VolunteerRole",
                    "roles": [{"commitment": {"hours": 1, "per": "week", "minimumPeriod": "P6M"}}],
                }
            ),
            ("About 1 hour a week", "for at least 6 months"),
        ),
        (
            found({"type": "Plan", "totalTime": "PT3H30M", "groupSize": {"minValue": 4, "maxValue": 8}}),
            ("3½ hours", "4 to 8 people"),
        ),
        (found({"type": "Group"}), ("Time: did not say",)),
    ],
)
def test_the_fact_that_decides_comes_first(item: Found, lead: tuple[str, ...]) -> None:
    assert cards.lead(item, TODAY) == lead


@pytest.mark.parametrize(
    ("document", "label", "href"),
    [
        (
            {"type": "Event", "join": {"url": "https://p.example/join"}, "url": "https://p.example/"},
            "Sign up on P",
            "https://p.example/join",
        ),
        (
            {"type": "Event", "join": {"joinMethod": ["turn-up"]}, "url": "https://p.example/"},
            "See it on P",
            "https://p.example/",
        ),
        (
            {
                "type": "Event",
                "join": {"joinMethod": ["turn-up"], "url": "https://p.example/join"},
                "url": "https://p.example/",
            },
            "See it on P",
            "https://p.example/",
        ),
        (
            {
                "type": "Event",
                "status": "cancelled",
                "join": {"url": "https://p.example/join"},
                "url": "https://p.example/",
            },
            "Read about it on P",
            "https://p.example/",
        ),
        ({"type": "Offer", "url": "https://p.example/1"}, "Ask on P", "https://p.example/1"),
        ({"type": "Request", "join": {"url": "https://p.example/r"}}, "Answer on P", "https://p.example/r"),
        (
            {"type": "Project", "stage": "fundraising", "funding": {"pledgeUrl": "https://p.example/pledge"}},
            "Pledge on P",
            "https://p.example/pledge",
        ),
        ({"type": "Plan", "url": "https://p.example/plan"}, "See it on P", "https://p.example/plan"),
        (
            {
                "type": "Space",
                "join": {"joinMethod": ["telephone"]},
                "contact": {"telephone": "+44 20 7946 0102"},
                "url": "https://p.example/",
            },
            "Call 020 7946 0102",
            "tel:+442079460102",
        ),
        (
            {"type": "Event", "join": {"url": "javascript:alert(1)"}, "url": "https://p.example/"},
            "See it on P",
            "https://p.example/",
        ),
        (
            {"type": "Event", "url": "javascript:alert(1)", "contact": {"email": "team@p.example"}},
            "Write to the organiser",
            "mailto:team@p.example",
        ),
        ({"type": "Event", "url": "javascript:alert(1)"}, "See it on P", ""),
    ],
)
def test_the_one_way_in(document: dict[str, Any], label: str, href: str) -> None:
    way = way_in(document, "P", CLOCK)
    assert (way.label, way.href, way.away) == (label, href, "p.example" if href.startswith("http") else "")


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        ("2027-06-30T23:30:00Z", ("Sign up by 12.30am on Thursday 1 July.",)),
        ("2026-12-01T18:00:00+09:00", ("Sign up by 9am on Tuesday 1 December.",)),
        ("2026-11-24T08:59:00Z", ()),
    ],
)
def test_a_deadline_is_said_by_the_clocks_of_the_hub(deadline: str, said: tuple[str, ...]) -> None:
    assert way_in({"type": "Event", "join": {"registrationDeadline": deadline}}, "P", CLOCK).after == said


def test_each_side_of_a_scheme_has_its_own_way_in() -> None:
    scheme = {
        "type": "MatchScheme",
        "url": "https://p.example/",
        "join": {"joinMethod": ["web"], "url": "https://p.example/join"},
        "contact": {"telephone": "020 7946 0105"},
    }
    assert side_way(scheme, {"side": "giver"}, "P", CLOCK).label == "Volunteer on P"
    assert (
        side_way(scheme, {"side": "receiver", "join": {"joinMethod": ["telephone"]}}, "P", CLOCK).href
        == "tel:02079460105"
    )
    assert (
        side_way(scheme, {"side": "receiver", "join": {"joinMethod": ["web", "telephone"]}}, "P", CLOCK).href
        == "https://p.example/join"
    )


@pytest.mark.parametrize(
    ("document", "titles"),
    [
        ({"status": "cancelled", "dateModified": "2026-11-20"}, ["Cancelled"]),
        (
            {"availability": "full", "waitingList": True, "dateModified": "2026-11-20"},
            ["Full. There is a waiting list"],
        ),
        (
            {"status": "scheduled", "dateModified": "2026-03-01"},
            ["We have not heard from the organiser for six months"],
        ),
        ({"status": "scheduled", "availability": "open", "dateModified": "2026-11-20"}, []),
    ],
)
def test_notices(document: dict[str, Any], titles: list[str]) -> None:
    assert [n.title for n in notices.notices(document, TODAY)] == titles


def test_a_new_date_says_the_old_one() -> None:
    found = notices.notices(
        {"status": "rescheduled", "statusNote": "Rain", "previousStartDate": "2026-12-01T18:00:00+00:00"}, TODAY
    )
    assert found[0].text == "Rain. It was to be on Tuesday 1 December."


@pytest.mark.parametrize(
    ("band", "said"),
    [("1-9", "Fewer than 10 people are waiting"), ("20-49", "Between 20 and 49 people are waiting"), ("7", "")],
)
def test_people_waiting_are_only_said_in_bands(band: str, said: str) -> None:
    assert notices.waiting({"roles": [{"peopleWaitingBand": band}]}) == said


@pytest.mark.parametrize(
    ("document", "look", "said"),
    [
        ({"lastVerified": "2026-11-20"}, "fresh", "Confirmed 20 Nov"),
        ({"dateModified": "2026-11-22T07:30:00Z"}, "ageing", "Changed 22 Nov, not confirmed"),
        ({"lastVerified": "2026-09-01"}, "ageing", "Confirmed 1 Sep, not since"),
        ({"dateModified": "2026-03-01", "lastVerified": "2026-01-01"}, "unsaid", "Not heard for 6 months"),
        ({}, "unsaid", "Last confirmed: did not say"),
    ],
)
def test_how_sure_we_are(document: dict[str, Any], look: str, said: str) -> None:
    fresh = freshness(document, TODAY)
    assert (fresh.look, fresh.words) == (look, said)


def test_whom_it_is_for() -> None:
    document = {
        "audience": {"intent": "welcomes", "identities": ["older-people", "lgbtq-people"]},
        "eligibility": {"ageRange": {"minValue": 18}, "conditions": ["Under-16s come with an adult."]},
    }
    assert audience.ages(document) == "Aged 18 or over"
    assert audience.welcome(document) == (
        "Especially welcomes older people and LGBTQ+ people.",
        "Under-16s come with an adult.",
    )


def test_needs_that_are_met_are_left_out() -> None:
    needs = [
        {"name": "People", "quantity": 25, "fulfilled": 9, "unit": "people"},
        {"name": "Trees", "quantity": 5, "fulfilled": 5},
    ]
    assert [(n.name, n.words, n.have, n.want) for n in sections.needs({"needs": needs})] == [
        ("People", "9 of 25 people", 9, 25)
    ]


def test_a_plan_whose_steps_take_longer_than_it_says_shows_both() -> None:
    sheet = plan.sheet({"totalTime": "PT3H30M", "steps": [{"name": "Cook", "minutes": 270}]}, TODAY)
    assert (sheet.glance[0].strong, sheet.glance[0].rest) == (
        "3½ hours in all,",
        "its authors say; the steps add up to 4½ hours",
    )
