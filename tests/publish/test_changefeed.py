"""What is put, deleted and synchronised is in the feed, whole, in order, and provable, on SQLite and on PostgreSQL."""

import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Column, Integer, MetaData, Table, Text

from openhub.errors import ConfigError, UsageError
from openhub.publish import tables
from openhub.publish.changefeed import DAY, ChangeFeed
from openhub.publish.dataset import Dataset
from tests.publish.make import CC_BY, CLUB, a_feed, an_engine, delete, group, put, reader, session

META = MetaData()
EVENT = Table("event", META, Column("id", Integer, primary_key=True), Column("title", Text))


class Clock:
    def __init__(self, now: float = 1_800_000_000) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def as_group(row: Any) -> dict[str, Any] | None:
    return None if row.title == "secret" else group(row.id, name=row.title.strip())


@pytest.fixture
def club(address: str) -> ChangeFeed:
    """A feed over a table of the publisher's own."""
    engine = an_engine(address)
    META.create_all(engine)
    return a_feed(engine, rows=EVENT, item=as_group)


def insert(feed: ChangeFeed, **titles: str) -> None:
    with feed.engine.begin() as connection:
        connection.execute(EVENT.delete())
        connection.execute(EVENT.insert(), [{"id": int(id_[1:]), "title": title} for id_, title in titles.items()])


def counts(written: Any) -> tuple[int, int, int, int, int]:
    return written.new, written.changed, written.gone, written.unchanged, len(written.aside)


# Putting and deleting


def test_what_is_put_is_read_and_proved(feed: ChangeFeed) -> None:
    reading = reader(feed)
    reading.run()
    assert reading.live() == {}
    assert counts(put(feed, *map(group, range(7)))) == (7, 0, 0, 0, 0)
    reading.run()
    assert reading.live() == {group(n)["id"]: group(n) for n in range(7)}
    assert counts(put(feed, group(1), group(2, name="Other"))) == (0, 1, 0, 1, 0)
    assert counts(delete(feed, group(3)["id"], "https://club.example/never", reason="ended")) == (0, 0, 1, 0, 0)
    reading.run()
    assert reading.live()[group(2)["id"]]["name"] == "Other"
    assert len(reading.live()) == 6
    assert reading.baselines == 1


def test_many_at_once_prove_as_well_as_one_by_one(feed: ChangeFeed) -> None:
    put(feed, *map(group, range(300)))
    for number in range(0, 300, 60):
        put(feed, group(number, name="changed"))
    delete(feed, *(group(n)["id"] for n in range(1, 300, 2)))
    reading = reader(feed)
    reading.run()
    assert len(reading.live()) == 150


def test_what_is_rolled_back_was_never_there(feed: ChangeFeed) -> None:
    put(feed, group(1))
    before = feed.state()
    with feed.engine.connect() as connection:
        feed.put(connection, [group(2)])
        feed.delete(connection, [group(1)["id"]])
        connection.rollback()
    assert feed.state() == before


def test_tables_made_in_a_transaction_that_is_rolled_back_are_made_again(feed: ChangeFeed) -> None:
    with feed.engine.connect() as connection:
        feed.put(connection, [group(1)])
        connection.rollback()
        feed.put(connection, [group(2)])
        connection.commit()
    assert feed.state().count == 1


def test_it_publishes_in_the_callers_transaction_with_what_the_caller_writes(club: ChangeFeed) -> None:
    with club.engine.begin() as connection:
        connection.execute(EVENT.insert(), {"id": 1, "title": "One"})
        club.put(connection, [group(1, name="One")])
    with club.engine.connect() as connection:
        connection.execute(EVENT.insert(), {"id": 2, "title": "Two"})
        club.put(connection, [group(2, name="Two")])
        connection.rollback()
    assert counts(club.sync()) == (0, 0, 0, 1, 0)


def test_a_savepoint_takes_back_what_was_put_in_it(feed: ChangeFeed, tmp_path: Path) -> None:
    put(feed, group(1))
    with feed.engine.begin() as connection:
        with connection.begin_nested() as savepoint:
            feed.put(connection, [group(2)])
            savepoint.rollback()
        feed.put(connection, [group(3)])
    reading = reader(feed)
    reading.run()
    assert sorted(reading.live()) == [group(1)["id"], group(3)["id"]]


def test_an_id_whose_type_has_changed_is_live_once(feed: ChangeFeed) -> None:
    put(feed, group(1))
    put(feed, group(1, type="Space"))
    reading = reader(feed)
    reading.run()
    assert [kind for kind, _ in reading.held] == ["Space"]


def test_a_second_deletion_is_seen_when_it_is_urgent(feed: ChangeFeed) -> None:
    put(feed, group(1))
    delete(feed, group(1)["id"])
    ordinary = feed.state()
    delete(feed, group(1)["id"], reason="withdrawn")
    assert feed.state() == ordinary
    delete(feed, group(1)["id"], reason="urgent")
    urgent = feed.state()
    assert urgent.head == ordinary.head + 1
    delete(feed, group(1)["id"], reason="urgent")
    assert feed.state() == urgent


def test_wrong_use_is_told(feed: ChangeFeed) -> None:
    with pytest.raises(UsageError, match="privacy"):
        delete(feed, group(1)["id"], reason="privacy")
    with feed.engine.begin() as connection, pytest.raises(UsageError, match="list"):
        feed.delete(connection, group(1)["id"])
    with pytest.raises(UsageError, match="rows"):
        feed.sync()


def test_settings_that_cannot_be_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="7"):
        a_feed("sqlite://", retention_days=6)
    with pytest.raises(ConfigError, match="mysql"):
        a_feed(sqlalchemy.create_mock_engine("mysql://", lambda *_: None))
    for wrong in ({"id": "club"}, {"licence": "CC BY"}, {"contact": {}}, {"more": {"title": "x"}}):
        with pytest.raises(ConfigError):
            Dataset(
                **{
                    "id": CLUB.id,
                    "title": "",
                    "publisher": "",
                    "publisher_url": "",
                    "contact": CLUB.contact,
                    "licence": CC_BY,
                    **wrong,
                }
            )


def test_a_connection_that_commits_by_itself_is_refused(database: Any) -> None:
    feed = a_feed(an_engine(database(), isolation_level="AUTOCOMMIT"))
    with pytest.raises(UsageError, match="AUTOCOMMIT"):
        put(feed, group(1))


# What is put aside


@pytest.mark.parametrize(
    ("item", "pointer"),
    [
        (group(9, cost=math.nan), "/cost"),
        (group(9, cost=2**53), "/cost"),
        (group(9, cost=1e300), "/cost"),
        (group(9, when=datetime.now(UTC)), "/when"),
        (group(9, name="\ud800"), "/name"),
        (group(9, name="a\0b"), "/name"),
        (group(9, name="a" * 64_001), "/name"),
        (group(9, **{f"x{n}": "a" * 60_000 for n in range(5)}), ""),
        (group(9, x={1: "a"}), "/x"),
        (group(9, x=[{"a/b": {2, 3}}]), "/x/0/a~1b"),
        (group("a\nb"), "/id"),
        (group("a" * 2_001), "/id"),
        ({"type": "Group"}, "/id"),
        ({"id": "https://club.example/1"}, "/type"),
        ("a text", ""),
    ],
)
def test_what_cannot_be_published_is_put_aside_and_the_others_are_not(item: Any, pointer: str) -> None:
    feed = a_feed(an_engine("sqlite://", poolclass=sqlalchemy.StaticPool))
    written = put(feed, group(1), item, group(2))
    assert counts(written) == (2, 0, 0, 0, 1)
    assert [finding.pointer for finding in written.aside[0].findings] == [pointer]
    assert "put aside" in str(written)
    reading = reader(feed)
    reading.run()
    assert len(reading.live()) == 2


def test_nesting_without_end_is_put_aside(feed: ChangeFeed) -> None:
    item = group(1)
    item["self"] = item
    (aside,) = put(feed, item).aside
    assert {finding.code for finding in aside.findings} == {"nested-too-deep"}


def test_what_a_hub_would_refuse_is_put_aside_when_the_feed_validates(address: str) -> None:
    feed = a_feed(address, validate=True)
    written = put(feed, session(1), session(2, endDate="2020-01-01T00:00:00Z"), group(3))
    assert counts(written) == (1, 0, 0, 0, 2)
    assert [one.id for one in written.aside] == [session(2)["id"], group(3)["id"]]
    assert written.aside[0].findings[0].code == "end-before-start"


def test_of_two_with_one_id_the_later_is_published(feed: ChangeFeed) -> None:
    written = put(feed, group(1, name="First"), group(1, name="Second"))
    assert [finding.code for one in written.aside for finding in one.findings] == ["sent-twice"]
    reading = reader(feed)
    reading.run()
    assert reading.live()[group(1)["id"]]["name"] == "Second"


# Following a table or a function


def test_sync_publishes_what_is_new_changed_and_gone(club: ChangeFeed) -> None:
    reading = reader(club)
    insert(club, _1="One", _2="Two", _3="secret")
    assert counts(club.sync()) == (2, 0, 0, 0, 0)
    insert(club, _2="Two, now", _4="Four")
    assert counts(club.sync(reason="ended")) == (1, 1, 1, 0, 0)
    assert counts(club.sync()) == (0, 0, 0, 2, 0)
    reading.run()
    assert {id_: data["name"] for id_, data in reading.live().items()} == {
        group(2)["id"]: "Two, now",
        group(4)["id"]: "Four",
    }


@pytest.mark.parametrize("rows", [EVENT, sqlalchemy.select(EVENT), sqlalchemy.text("SELECT * FROM event")])
def test_sync_takes_tables_and_selects(club: ChangeFeed, rows: Any) -> None:
    insert(club, _1="One")
    assert counts(a_feed(club.engine, rows=rows, item=as_group).sync()) == (1, 0, 0, 0, 0)


def test_sync_takes_a_function_of_items(address: str) -> None:
    held = [group(1), group(2)]
    feed = a_feed(address, rows=lambda connection: iter(held))
    assert counts(feed.sync()) == (2, 0, 0, 0, 0)
    held.pop()
    assert counts(feed.sync()) == (0, 0, 1, 1, 0)


def test_while_a_row_cannot_be_named_nothing_is_taken_for_gone(
    club: ChangeFeed, caplog: pytest.LogCaptureFixture
) -> None:
    insert(club, _1="One", _2="Two")
    club.sync()
    with club.engine.begin() as connection:
        connection.execute(EVENT.delete().where(EVENT.c.id == 2))
        connection.execute(EVENT.update().values(title=None))
        connection.execute(EVENT.insert(), {"id": 3, "title": "Three"})
    written = club.sync()
    assert counts(written) == (1, 0, 0, 0, 1)
    assert "AttributeError" in caplog.text
    insert(club, _1="One", _3="Three")
    assert counts(club.sync()) == (0, 0, 1, 2, 0)


@pytest.mark.parametrize(("id_", "said"), [(7, "row 1, whose id is 7, could"), ("private@club.example", "row 1 could")])
def test_of_a_row_that_cannot_be_made_an_item_nothing_private_is_said(
    address: str, caplog: pytest.LogCaptureFixture, id_: Any, said: str
) -> None:
    def as_item(row: Any) -> Any:
        raise ValueError(f"private: {row}")

    feed = a_feed(address, rows=lambda _: [{"id": id_, "email": "private@club.example"}], item=as_item)
    (aside,) = feed.sync().aside
    line = as_item.__code__.co_firstlineno + 1
    assert f"{said} not be made an item (ValueError at {__file__}:{line})" in caplog.text
    assert "private" not in f"{caplog.text}{aside}{aside.findings}"


def test_an_item_that_can_no_longer_be_published_keeps_its_last_good_version(club: ChangeFeed) -> None:
    insert(club, _1="One")
    club.sync()
    insert(club, _1="x" * 64_001)
    assert counts(club.sync()) == (0, 0, 0, 0, 1)
    reading = reader(club)
    reading.run()
    assert reading.live()[group(1)["id"]]["name"] == "One"


# Tombstones, epochs, numbers


def test_tombstones_are_kept_and_then_forgotten_once_a_day(address: str) -> None:
    clock = Clock()
    feed = a_feed(address, clock=clock)
    put(feed, group(1), group(2))
    delete(feed, group(1)["id"])
    gone = feed.state().head
    clock.now += 34 * DAY
    put(feed, group(3))
    assert feed.state().horizon == 0
    clock.now += 1.5 * DAY
    put(feed, group(4))
    assert feed.state().horizon == gone
    delete(feed, group(2)["id"])
    clock.now += 0.5 * DAY
    put(feed, group(5))
    assert feed.state().horizon == gone
    reading = reader(feed)
    reading.run()
    assert len(reading.live()) == 3


def test_a_new_epoch_numbers_everything_anew_and_above_all_before(address: str) -> None:
    clock = Clock()
    feed = a_feed(address, clock=clock)
    put(feed, group(1), group(2))
    delete(feed, group(2)["id"], reason="urgent")
    reading = reader(feed)
    reading.run()
    before = feed.state()
    assert feed.new_epoch() != before.epoch
    after = feed.state()
    assert after.head == before.head + 2
    assert feed.checkpoint()["previousEpochs"] == [before.epoch]
    reading.run()
    assert reading.baselines == 2
    assert list(reading.live()) == [group(1)["id"]]
    clock.now += 1
    feed.new_epoch()
    assert feed.state().head > int((clock.now - 1) * 1000) << 10
    reading.run()


def test_the_first_number_is_above_any_that_a_feed_before_it_may_have_given(address: str) -> None:
    feed = a_feed(address, clock=Clock(1_800_000_000))
    assert feed.state().head == 0
    assert feed.checkpoint()["head"] == 0
    put(feed, group(1))
    assert feed.state().head == (1_800_000_000_000 << 10) + 1 < 2**53


def test_a_database_that_was_put_back_is_found_out_by_its_high_water_mark(address: str, tmp_path: Path) -> None:
    mark = tmp_path / "outside" / "high-water"
    mark.parent.mkdir()
    feed = a_feed(address, high_water_file=mark)
    put(feed, group(1))
    backup = feed.state()
    with feed.engine.connect() as connection:
        old = {
            table: [dict(row._mapping) for row in connection.execute(table.select())]
            for table in tables.METADATA.sorted_tables
        }
    put(feed, group(2))
    highest = feed.state().head
    assert int(mark.read_text()) == highest
    reading = reader(feed)
    reading.run()
    with feed.engine.begin() as connection:
        for table, rows in old.items():
            connection.execute(table.delete())
            connection.execute(table.insert(), rows)
    again = a_feed(address, high_water_file=mark)
    assert again.state().epoch != backup.epoch
    assert again.state().head > highest
    reading.run()
    assert list(reading.live()) == [group(1)["id"]]


def test_a_transaction_that_is_rolled_back_leaves_the_high_water_mark(address: str, tmp_path: Path) -> None:
    feed = a_feed(address, high_water_file=tmp_path / "high-water")
    put(feed, group(1))
    before = feed.state()
    with feed.engine.connect() as connection:
        for number in range(2, 5):
            feed.put(connection, [group(number)])
            connection.rollback()
        feed.put(connection, [group(5)])
        connection.commit()
    assert feed.state().epoch == before.epoch
    assert feed.state().head == before.head + 1 == int((tmp_path / "high-water").read_text())


@pytest.mark.parametrize("text", ["many", "", "-1"])
def test_a_high_water_mark_that_is_none_is_told(address: str, tmp_path: Path, text: str) -> None:
    (tmp_path / "high-water").write_text(text)
    with pytest.raises(ConfigError, match="no number"):
        put(a_feed(address, high_water_file=tmp_path / "high-water"), group(1))
    with pytest.raises(ConfigError, match="is not there"):
        put(a_feed(address, high_water_file=tmp_path / "nowhere" / "high-water"), group(1))


def test_a_transaction_that_only_read_before_it_publishes_is_as_good(club: ChangeFeed) -> None:
    """On SQLite with BEGIN at the start, as SQLAlchemy's manual shows it."""
    if club.engine.dialect.name == "sqlite":
        sqlalchemy.event.listen(club.engine, "connect", lambda dbapi, _: setattr(dbapi, "isolation_level", None))
        sqlalchemy.event.listen(club.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        club.engine.dispose()
    with club.engine.begin() as connection:
        assert connection.execute(EVENT.select()).all() == []
        club.put(connection, [group(1)])
    with club.engine.begin() as connection:
        assert connection.execute(EVENT.select()).all() == []
        club.put(connection, [group(2)])
    reading = reader(club)
    reading.run()
    assert len(reading.live()) == 2
