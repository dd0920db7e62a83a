"""A score of quality adds up published points, and says what would raise it."""

from datetime import UTC, datetime
from typing import Any

from openhub import spec
from openhub.validate import members
from openhub.validate.scores import Quality
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
