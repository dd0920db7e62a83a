"""A score of quality adds up published points, and says what would raise it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from openhub import spec
from openhub.validate import members
from openhub.validate.reports._words import shown_well
from openhub.validate.scores import Quality
from openhub.web.cards import Card
from openhub.web.clock import Clock
from openhub.web.previews import preview
from tests import make

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def scored(*items: dict[str, Any]) -> dict[str, Any]:
    quality = Quality(NOW)
    for item in items:
        quality.note(item)
    return quality.scored() or {}


def test_the_weights_add_up_and_name_members_that_there_are() -> None:
    table = spec.quality()
    assert sum(dimension["weight"] for dimension in table["dimensions"].values()) == 100
    for dimension in table["dimensions"].values():
        for ask in dimension["asks"]:
            assert set(ask.get("types", ())) <= set(spec.TYPES)
            assert ask["points"] > 0
            assert [path for path in ask["any"] if not members.at([*path.split("/")]).about] == []


def test_what_is_said_counts_and_what_is_empty_does_not() -> None:
    bare, full = (
        make.group(description=None),
        make.group(description="A run.", accessibility={"features": ["step-free-access"]}),
    )
    assert scored(bare)["score"] < scored(full)["score"]
    assert scored(make.group(description=""))["score"] == scored(bare)["score"]
    assert scored() == {}


def test_a_list_that_nobody_looks_after_is_not_fresh() -> None:
    def freshness(**changes: str) -> int:
        return scored(make.group(**changes))["dimensions"]["freshness"]["score"]

    assert freshness(dateModified="2026-11-01T09:00:00Z") > freshness(dateModified="2025-11-01T09:00:00Z")
    assert freshness(dateModified="2025-11-01T09:00:00Z", lastVerified="2026-11-01") == 100


def test_only_what_fits_the_type_is_asked() -> None:
    missing = scored(make.offer())["missing"]
    assert "schedule or scheduleNote" not in [ask["member"] for ask in missing]


def test_coverage_counts_members() -> None:
    covered = scored(make.group(), make.group(keywords=["run"]))["coverage"]
    assert (covered["name"], covered["keywords"]) == ({"present": 2, "of": 2}, {"present": 1, "of": 2})


# What a hub can show well

FULL: dict[str, Any] = {
    "isAccessibleForFree": True,
    "join": {"method": "drop-in"},
    "accessibility": {"features": ["step-free-access"]},
}


def test_what_a_hub_shows_first_names_members_that_there_are() -> None:
    for ask in spec.quality()["shown"]["asks"]:
        assert set(ask.get("types", ())) <= set(spec.TYPES)
        assert [path for path in ask["any"] if not members.at([*path.split("/")]).about] == []


def test_items_that_say_all_of_it_are_counted_and_what_the_others_lack() -> None:
    bare = {name: value for name, value in make.event().items() if name not in FULL}
    shown = scored(make.event(**FULL), bare, bare | {"join": FULL["join"]}, make.plan())["shown"]
    assert shown == {
        "well": 2,
        "of": 4,
        "missing": [
            {"what": "what it costs", "lacking": 2, "of": 3},
            {"what": "access", "lacking": 2, "of": 3},
            {"what": "how to join", "lacking": 1, "of": 3},
        ],
    }


def test_it_is_said_in_words() -> None:
    bare = {name: value for name, value in make.event().items() if name not in FULL}
    one, both = scored(make.event(**FULL)), scored(make.event(**FULL), bare | {"location": {}})
    said = "with the name, when, where, what it costs, how to join and access, as far as that fits the type."
    assert shown_well(one) == [f"A hub can show 1 of 1 item well: {said}"]
    assert shown_well(both) == [
        f"A hub can show 1 of 2 items well: {said}",
        "Most often missing: where (1 of 2 items), what it costs (1 of 2 items), how to join (1 of 2 items), access (1 of 2 items).",
    ]


@pytest.mark.parametrize(
    ("what", "left_out", "unsaid"),
    [
        ("the name", "name", lambda card: card.name == "Without a name"),
        ("when", "startDate", lambda card: card.lead == ("Time: did not say",)),
        ("where", "location", lambda card: card.plate is None),
        ("what it costs", "isAccessibleForFree", lambda card: card.cost == ""),
        ("access", "accessibility", lambda card: all(fact.look == "unsaid" for fact in card.facts)),
    ],
)
def test_what_is_missing_the_preview_shows_as_not_said(
    what: str, left_out: str, unsaid: Callable[[Card], bool]
) -> None:
    whole = make.event(**FULL)
    lacking = {name: value for name, value in whole.items() if name != left_out}
    assert what in [lack["what"] for lack in scored(lacking)["shown"]["missing"]]
    assert what not in [lack["what"] for lack in scored(whole)["shown"]["missing"]]
    clock = Clock(now=NOW, zone=ZoneInfo("Europe/London"))
    assert unsaid(preview(lacking, clock, 60).card)
    assert not unsaid(preview(whole, clock, 60).card)
