"""Eight doors: every way to take part behind exactly one, every item behind one."""

from collections import Counter

import pytest

from openhub import spec
from openhub.web.doors import DOORS, codes, door, kind, long_kind


def test_every_way_to_take_part_is_behind_exactly_one_door() -> None:
    assert Counter(codes(tuple(d.key for d in DOORS))) == Counter(list(spec.codes("participation")))


@pytest.mark.parametrize(
    ("document", "key", "said"),
    [
        ({"type": "Event", "format": "active-help", "participation": ["attend", "volunteer"]}, "go", "Go along"),
        ({"type": "EventSeries", "format": "meal", "participation": ["attend", "eat"]}, "eat", "Eat together"),
        ({"type": "Event", "format": "workshop"}, "learn", "Learn"),
        ({"type": "Space", "participation": ["drop-in"]}, "join", "Join in"),
        ({"type": "Offer", "mode": "lend"}, "lend", "Borrow"),
        ({"type": "Offer", "mode": "teach"}, "learn", "Learn"),
        ({"type": "Request", "mode": "help"}, "help", "Lend a hand"),
        ({"type": "MatchScheme", "matchPurpose": "meal-sharing"}, "eat", "Be matched"),
        ({"type": "MatchScheme", "matchPurpose": "befriending"}, "join", "Be matched"),
        ({"type": "Project", "stage": "fundraising"}, "back", "Back a project"),
        ({"type": "Project", "stage": "delivering", "participation": ["volunteer"]}, "help", "Volunteer"),
        ({"type": "VolunteerRole"}, "help", "Volunteer"),
        ({"type": "Group"}, "join", "Join in"),
        ({"type": "Plan"}, "start", "Start something"),
        ({"type": "Something new", "participation": ["learn"]}, "learn", "Learn"),
        ({}, "go", "Go along"),
        ({"type": ["Event"], "participation": "learn", "format": {}}, "learn", "Learn"),
    ],
)
def test_an_item_stands_behind_one_door(document: dict[str, object], key: str, said: str) -> None:
    assert (door(document).key, kind(document)) == (key, said)


def test_the_long_kind_says_that_one_can_volunteer_too() -> None:
    assert long_kind({"type": "Event", "participation": ["attend", "volunteer"]}) == "Go along, or volunteer"
    assert long_kind({"type": "MatchScheme", "participation": ["volunteer"]}) == "Be matched, or volunteer"
    assert long_kind({"type": "Plan"}) == "A plan anyone can start"
