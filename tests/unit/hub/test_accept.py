"""What a hub takes in: good items in, bad ones put aside with reasons, and only what its origin may say."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from openhub.config import Settings
from openhub.formats import formats
from openhub.hub.hub import Hub, Position
from openhub.model.query import Query
from openhub.model.record import reference
from openhub.model.source import Source
from openhub.stores.contract import Counts, Ending
from openhub.stores.sqlite import STORE
from tests import make

AS_OF = "2026-11-24T09:00:00Z"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    store = STORE(tmp_path / "hub.db")
    yield Hub(Settings(as_of=AS_OF), store)
    store.close()


@pytest.fixture
def source(hub: Hub) -> Source:
    return hub.store.add_source(make.source())


def accept(
    hub: Hub,
    source: Source,
    *items: Any,
    epoch: str | None = "1",
    baseline: int = 1,
    first: bool = False,
    **page: Any,
) -> Counts:
    """What a page comes to, with the deletions that the end of its run carries out."""
    read = formats()[source.format].read(make.page(list(items), epoch=epoch, **page), make.reading())
    position = Position(cursor="next", epoch=epoch or "", horizon=0, baseline=baseline, first=first)
    counts = hub.accept(source, read, position)
    ending = Ending(baseline=0, root="", whole=False, most=10, agreed_before=hub.now())
    return counts + Counts(deleted=hub.store.finish(source.id, ending, hub.now()).deleted)


def codes(hub: Hub, source: Source) -> list[str]:
    return [f.code for f in hub.store.findings(source.id)]


def names(hub: Hub) -> list[str]:
    return sorted(e.document["name"] for e in hub.search(Query(limit=100)).entries)


def group(n: int, **changes: Any) -> dict[str, Any]:
    return make.group(**({"id": f"https://club.example/groups/{n}", "name": f"Group {n}"} | changes))


@pytest.mark.parametrize("document", [make_one() for make_one in make.EVERY_TYPE], ids=lambda d: d["type"])
def test_every_type_is_taken_without_a_word(hub: Hub, source: Source, document: dict[str, Any]) -> None:
    """So our own defaults are good items too."""
    assert accept(hub, source, document) == Counts(new=1)
    assert [f for f in hub.store.findings(source.id) if f.severity == "error"] == []
    found = hub.item(reference(make.FEED, document["type"], document["id"]))
    assert found
    assert found.document == document


def test_good_items_are_kept_and_bad_ones_put_aside_with_reasons(hub: Hub, source: Source) -> None:
    assert accept(hub, source, group(1), group(2, name=7), group(3)) == Counts(new=2, quarantined=1)
    assert names(hub) == ["Group 1", "Group 3"]
    (finding,) = hub.store.findings(source.id)
    assert (finding.item, finding.pointer, finding.severity) == ("https://club.example/groups/2", "/name", "error")


def test_a_bad_version_leaves_the_good_one_where_it_is(hub: Hub, source: Source) -> None:
    accept(hub, source, group(1))
    assert accept(hub, source, make.updated(group(1, name=7), modified=2)) == Counts(quarantined=1)
    assert names(hub) == ["Group 1"]
    assert accept(hub, source, make.updated(group(1), modified=3)) == Counts(unchanged=1)
    assert codes(hub, source) == []


def test_the_bytes_stay_as_they_were_published(hub: Hub, source: Source) -> None:
    spelt = b'{ "type":"Group" , "unheardOf": [5.0, 1e2],' + json.dumps(group(1)).encode()[1:].replace(
        b'"type": "Group", ', b""
    )
    page = make.page([group(1)]).replace(json.dumps(group(1)).encode(), spelt)
    hub.accept(
        source, formats()["openhub"].read(page, make.reading()), Position(cursor="", epoch="1", horizon=0, baseline=1)
    )
    assert [c.raw for c in hub.store.changes(0, 9).entries] == [spelt]


def test_an_item_on_a_foreign_host_is_put_aside(hub: Hub, source: Source) -> None:
    assert accept(hub, source, group(1, id="https://elsewhere.example/groups/1")) == Counts(quarantined=1)
    assert codes(hub, source) == ["id-on-foreign-host"]
    owning = replace(source, hosts=(make.HOST, "elsewhere.example"))
    assert accept(hub, owning, group(1, id="https://elsewhere.example/groups/1")) == Counts(new=1)


@pytest.mark.parametrize(
    ("page", "item", "from_source", "licence"),
    [
        ("https://page.example/", None, "", "https://page.example/"),
        (None, "https://item.example/", "", "https://item.example/"),
        (None, None, "https://source.example/", "https://source.example/"),
        ("https://page.example/", "https://item.example/", "https://source.example/", "https://item.example/"),
        ("https://page.example/", None, "https://source.example/", "https://page.example/"),
    ],
)
def test_the_nearest_licence_holds(
    hub: Hub, source: Source, page: str | None, item: str | None, from_source: str, licence: str
) -> None:
    assert accept(hub, replace(source, licence=from_source), group(1, license=item), licence=page) == Counts(new=1)
    assert [e.licence for e in hub.search(Query()).entries] == [licence]


def test_without_a_licence_nothing_is_passed_on(hub: Hub, source: Source) -> None:
    assert accept(hub, source, group(1), licence=None) == Counts(quarantined=1)
    assert codes(hub, source) == ["unlicensed"]


def test_a_new_licence_is_a_change(hub: Hub, source: Source) -> None:
    accept(hub, source, group(1), licence="https://a.example/")
    assert accept(hub, source, group(1), licence="https://b.example/") == Counts(changed=1)
    assert [e.licence for e in hub.search(Query()).entries] == ["https://b.example/"]


def test_themes_may_come_from_the_source(hub: Hub, source: Source) -> None:
    accept(hub, source, group(1, themes=None))
    assert codes(hub, source) == ["missing-themes"]
    accept(hub, replace(source, themes=("walking",)), group(2, themes=None))
    assert codes(hub, source) == ["missing-themes"]
    assert [e.id for e in hub.search(Query(themes=("walking",))).entries] == [group(2)["id"]]


@pytest.mark.parametrize("epoch", ["1", None])
def test_an_older_version_is_ignored(hub: Hub, source: Source, epoch: str | None) -> None:
    """A cached page may come late."""
    accept(hub, source, make.updated(group(1, name="The newer"), modified=5), epoch=epoch)
    assert accept(hub, source, make.updated(group(1, name="The older"), modified=4), epoch=epoch) == Counts()
    assert accept(hub, source, make.deleted(group(1), modified=4), epoch=epoch) == Counts()
    assert names(hub) == ["The newer"]


def test_an_older_version_is_ignored_after_a_deletion_and_on_one_page(hub: Hub, source: Source) -> None:
    accept(hub, source, make.deleted(group(1), modified=5))
    assert accept(hub, source, make.updated(group(1), modified=4)) == Counts()
    twice = [make.updated(group(2, name=name), modified=n) for n, name in ((9, "The newer"), (8, "The older"))]
    accept(hub, source, *twice)
    assert names(hub) == ["The newer"]


def test_in_a_new_baseline_numbers_begin_again(hub: Hub, source: Source) -> None:
    accept(hub, source, make.updated(group(1, name="The newer"), modified=5))
    newest = make.updated(group(1, name="The newest"), modified=1)
    assert accept(hub, source, newest, baseline=2) == Counts(changed=1)
    assert accept(hub, source, make.deleted(group(1), modified=0), baseline=3) == Counts(deleted=1)


def test_a_number_comes_again_for_another_version(hub: Hub, source: Source) -> None:
    """A faulty publisher may use one number twice."""
    for name in ("One name", "Another name"):
        accept(hub, source, make.updated(group(1, name=name), modified=5))
    assert names(hub) == ["Another name"]


def test_an_unreadable_version_after_a_good_one_on_a_page_leaves_the_good_one(hub: Hub, source: Source) -> None:
    odd = make.updated(group(1), modified=3, state="odd")
    assert accept(hub, source, make.updated(group(1), modified=2), odd) == Counts(new=1, quarantined=1)
    assert names(hub) == ["Group 1"]


def test_of_an_item_sent_twice_on_a_page_the_later_is_taken_and_it_is_noted(hub: Hub, source: Source) -> None:
    twice = [make.updated(group(1, name=name), modified=n) for n, name in ((1, "The first"), (2, "The second"))]
    assert accept(hub, source, *twice) == Counts(new=1)
    assert names(hub) == ["The second"]
    assert codes(hub, source) == ["sent-twice"]
    accept(hub, source, make.updated(twice[1]["data"], modified=3), first=True)
    assert codes(hub, source) == []


@pytest.mark.parametrize(("order", "left"), [((0, 1), []), ((1, 0), ["Group 1"])], ids=["then deleted", "then updated"])
def test_of_an_update_and_a_deletion_on_a_page_the_later_holds(
    hub: Hub, source: Source, order: tuple[int, int], left: list[str]
) -> None:
    accept(hub, source, group(1))
    both = (make.updated(group(1), modified=2), make.deleted(group(1), modified=2))
    accept(hub, source, *(both[i] for i in order))
    assert names(hub) == left


def test_a_deletion_needs_no_more_than_its_name(hub: Hub, source: Source) -> None:
    accept(hub, source, group(1), group(2))
    assert accept(hub, source, make.deleted(group(1), modified=9), make.deleted(group(7))) == Counts(deleted=1)
    assert names(hub) == ["Group 2"]
    assert hub.store.is_gone(reference(make.FEED, "Group", group(1)["id"]))
    assert not hub.store.is_gone(reference(make.FEED, "Group", group(2)["id"]))


def test_findings_of_the_page_are_kept_beside_those_of_items(hub: Hub, source: Source) -> None:
    accept(hub, source, make.updated(group(1), id=None), group(2, name=7), first=True)
    assert len(codes(hub, source)) == 2


def test_an_item_of_wrong_bytes_costs_only_itself(hub: Hub, source: Source) -> None:
    page = make.page([group(1), group(2)]).replace(b"Group 1", b"Group \xff")
    counts = hub.accept(
        source, formats()["openhub"].read(page, make.reading()), Position(cursor="", epoch="1", horizon=0, baseline=1)
    )
    assert counts == Counts(new=1, quarantined=1)
    assert names(hub) == ["Group 2"]


def test_the_position_is_kept_with_the_page(hub: Hub, source: Source) -> None:
    accept(hub, source, group(1), epoch="7")
    current = hub.store.source(source.id)
    assert current
    assert (current.cursor, current.epoch, hub.store.live_items()) == ("next", "7", {source.id: 1})
    assert hub.store.source(source.id + 1) is None


# The next day


def on(hub: Hub, moment: str) -> Hub:
    return Hub(replace(hub.settings, as_of=moment), hub.store)


def next_date(hub: Hub) -> str:
    (entry,) = hub.search(Query()).entries
    return entry.occurrences[0].start.date().isoformat() if entry.occurrences else ""


def test_the_next_day_repeating_items_are_expanded_again(hub: Hub, source: Source) -> None:
    accept(hub, source, make.series())
    assert hub.refresh() == 1
    assert hub.refresh() == 0
    later = on(hub, "2027-06-01T09:00:00Z")
    assert next_date(later) == ""
    assert later.refresh() == 1
    assert next_date(later) == "2027-06-05"


def test_a_day_begins_at_midnight_of_the_hubs_zone(hub: Hub, source: Source) -> None:
    accept(hub, source, make.series())
    assert on(hub, "2027-06-01T22:59:00Z").refresh() == 1
    assert on(hub, "2027-06-01T23:01:00Z").refresh() == 1
    assert hub.store.expanded_on() == "2027-06-02"


def test_a_series_that_begins_beyond_the_horizon_gets_its_dates_in_time(hub: Hub, source: Source) -> None:
    accept(hub, source, make.series(schedule=[make.schedule(startDate="2027-09-04")]))
    assert next_date(hub) == ""
    later = on(hub, "2027-08-01T09:00:00Z")
    later.refresh()
    assert next_date(later) == "2027-09-04"


def test_an_event_has_its_date_however_far_off_it_is(hub: Hub, source: Source) -> None:
    accept(hub, source, make.event(startDate="2027-09-04T14:00:00+01:00", endDate=None))
    assert next_date(hub) == "2027-09-04"


def test_a_withdrawn_series_is_not_expanded(hub: Hub, source: Source) -> None:
    accept(hub, source, make.series())
    accept(hub, source, make.deleted(make.series(), modified=2))
    assert hub.refresh() == 0
