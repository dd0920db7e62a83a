"""Words that mean a time or a place are moved to where they work."""

from datetime import date

import pytest

from openhub.model.place import Spot
from openhub.web.phrases import understood
from openhub.web.searching import Search

TUESDAY = date(2026, 11, 24)
KNOWN = {"kentish town", "nw1", "n7", "camden"}


def find_place(text: str) -> Spot | None:
    return Spot(latitude=51.5, longitude=-0.1) if text.lower() in KNOWN else None


def meant(asked: Search, today: date = TUESDAY) -> Search:
    found = understood(asked, today=today, find_place=find_place)
    assert understood(found, today=today, find_place=find_place) == found
    return found


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("today", Search(when="today")),
        ("yoga tonight", Search(q="yoga", when="today", part=("evenings",))),
        ("Yoga This Evening?", Search(q="Yoga", when="today", part=("evenings",))),
        ("film tomorrow", Search(q="film", on=date(2026, 11, 25))),
        ("music this week", Search(q="music", when="week")),
        ("music next week", Search(q="music", from_=date(2026, 11, 30), to=date(2026, 12, 6))),
        ("something on this weekend", Search(when="weekend")),
        ("music at the weekend", Search(q="music", when="weekend")),
        ("weekend", Search(when="weekend")),
        ("free lunch saturday", Search(q="free lunch", on=date(2026, 11, 28))),
        ("run on Tuesday", Search(q="run", on=TUESDAY)),
        ("What’s on tonight?", Search(when="today", part=("evenings",))),
        ("music next weekend", Search(q="music", from_=date(2026, 12, 5), to=date(2026, 12, 6))),
        ("yoga on Thursdays", Search(q="yoga", weekday=("thu",))),
        ("every tuesday", Search(weekday=("tue",))),
        ("choir monday evenings", Search(q="choir", part=("evenings",), weekday=("mon",))),
        ("pottery in the evening", Search(q="pottery", part=("evenings",))),
        ("running at weekends", Search(q="running", part=("weekends",))),
        ("football for a 7 year old", Search(q="football", age=7)),
        ("things for my 12-year-old this weekend", Search(when="weekend", age=12)),
        ("lunch age 70", Search(q="lunch", age=70)),
        ("something for aged 70", Search(age=70)),
        ("exercise for over 65s tonight", Search(q="exercise", age=65, when="today", part=("evenings",))),
        ("lunch for the over-60’s", Search(q="lunch", age=60)),
        ("over 60s", Search(q="over 60s")),
        ("age 121", Search(q="age 121")),
        ("aged 5 to 7", Search(q="aged 5 to 7")),
        ("stone age", Search(q="stone age")),
        ("film under £5", Search(q="film", budget=5)),
        ("film for less than £5 this weekend", Search(q="film", budget=5, when="weekend")),
        ("film tonight under 10 pounds", Search(q="film", budget=10, when="today", part=("evenings",))),
        ("up to £0?", Search(budget=0, q="")),
        ("under £5.50", Search(q="under £5.50")),
        ("under £5,000", Search(q="under £5,000")),
        ("under 5s", Search(q="under 5s")),
        ("cheap film", Search(q="film", budget=10)),
        ("low-cost yoga near camden", Search(q="yoga", budget=10, near="camden")),
        ("cheapside walk", Search(q="cheapside walk")),
        ("free film", Search(q="free film")),
        ("weekend cooking", Search(q="weekend cooking")),
        ("todays soup", Search(q="todays soup")),
        ("weaktoday", Search(q="weaktoday")),
    ],
)
def test_times(q: str, found: Search) -> None:
    assert meant(Search(q=q)) == found


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("yoga n7", Search(q="yoga", near="N7")),
        ("run club nw1", Search(q="run club", near="NW1")),
        ("nw1", Search(near="NW1")),
        ("borrow a ladder near kentish town", Search(q="borrow a ladder", near="kentish town")),
        ("drop in near NW1", Search(q="drop in", near="NW1")),
        ("film club in Camden.", Search(q="film club", near="Camden")),
        ("things to do near camden", Search(near="camden")),
        ("near camden", Search(near="camden")),
        ("help in need", Search(q="help in need")),
        ("yoga near Atlantis", Search(q="yoga near Atlantis")),
        ("yoga e17", Search(q="yoga e17")),
        ("camden town shed", Search(q="camden town shed")),
    ],
)
def test_places(q: str, found: Search) -> None:
    assert meant(Search(q=q)) == found


@pytest.mark.parametrize("q", ["yoga tonight in camden", "yoga in camden tonight", "yoga near camden this evening"])
def test_a_time_and_a_place_in_either_order(q: str) -> None:
    assert meant(Search(q=q)) == Search(q="yoga", near="camden", when="today", part=("evenings",))


@pytest.mark.parametrize(
    "chosen",
    [
        Search(q="yoga today", when="month"),
        Search(q="yoga today", on=TUESDAY),
        Search(q="yoga today", from_=TUESDAY),
        Search(q="yoga today", to=TUESDAY),
        Search(q="yoga n7", near="NW1"),
        Search(q="yoga age 70", age=9),
        Search(q="cheap yoga", budget=3),
        Search(q="yoga under £5", cost=("free",)),
        Search(q="yoga evenings", when="undated"),
    ],
)
def test_what_is_chosen_stays(chosen: Search) -> None:
    assert meant(chosen) == chosen


def test_the_other_filters_stay_and_pages_begin_again() -> None:
    found = meant(Search(q="yoga tonight", part=("weekends",), need=("lift",), unsaid=False, after="token"))
    assert found == Search(q="yoga", when="today", part=("weekends", "evenings"), need=("lift",), unsaid=False)


def test_next_week_on_a_monday_is_not_this_one() -> None:
    assert meant(Search(q="next week"), date(2026, 11, 23)).from_ == date(2026, 11, 30)
