"""A database from before items were found by their places is found in as one that was written anew."""

import json
import random
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from openhub.model.place import box
from openhub.model.query import Query
from openhub.model.record import reference
from openhub.stores.contract import Batch, Index, Key, Put
from openhub.stores.revisions import revisions
from openhub.stores.sqlite import SqliteStore
from openhub.stores.sqlite_connection import connect
from tests import make
from tests.contract import oracle

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def put(number: int, dice: random.Random) -> Put:
    made = oracle.random_index(dice, NOW)
    said = made.pop("said")
    address = f"https://club.example/items/{number}"
    price = made["cost"]
    ages = {name: age for name, age in zip(("minValue", "maxValue"), made["ages"], strict=True) if age is not None}
    document = make.group(
        id=address,
        isAccessibleForFree=True if price == 0 else None,
        prices=[{"price": price}, {"price": 1, "priceModel": "refundable-deposit"}, {"name": "?"}] if price else None,
        eligibility={"ageRange": ages},
    )
    languages = (("language", f"l{number % 90}"),)  # more than there are bits
    facets = (*(facet for facet in made.pop("facets") if facet[0] != "language"), *languages)
    return Put(
        key=Key(kind="Group", id=address, modified=1, digest=f"d{number}"),
        origin=make.FEED,
        type="Group",
        id=address,
        ref=reference(make.FEED, "Group", address),
        raw=json.dumps(document).encode(),
        digest=f"d{number}",
        licence="",
        index=Index(summary="", text=said, facets=facets, **made),
    )


def former(path: Path, items: list[Put]) -> None:
    """A database as the version before left it, the last item of which is gone."""
    db = connect(path)
    for revision in revisions("sqlite")[:4]:
        db.executescript(revision.script)
    db.execute("PRAGMA user_version = 4")
    db.execute("INSERT INTO hub VALUES ('number', ?), ('horizon', '0'), ('epoch', 'e')", (str(len(items)),))
    for key, item in enumerate(items, 1):
        _keep(db, key, item, gone=key == len(items))
    db.close()


def _keep(db: sqlite3.Connection, key: int, item: Put, *, gone: bool) -> None:
    index, spot = item.index, item.index.spot
    where = (spot.latitude, spot.longitude, spot.radius_metres) if spot and not gone else (None, None, None)
    until = int(index.until.timestamp()) if index.until and not gone else None
    db.execute(
        "INSERT INTO item (key, origin, type, id, ref, source, feed_kind, feed_id, modified, epoch, gone, number, digest, licence,"
        " retrieved, until, latitude, longitude, radius) VALUES (?, ?, 'Group', ?, ?, 1, 'Group', ?, 1, '', ?, ?, ?, '', ?, ?, ?, ?, ?)",
        (key, item.origin, item.id, item.ref, item.id, gone, key, item.digest, NOW.isoformat(), until, *where),
    )
    if gone:
        return
    db.execute("INSERT INTO body VALUES (?, ?)", (key, item.raw))
    db.execute(
        "INSERT INTO words (rowid, name, summary, text) VALUES (?, ?, ?, ?)",
        (key, index.name, index.summary, index.text),
    )
    db.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(*facet, key) for facet in index.facets])
    if spot:
        db.execute("INSERT INTO spot VALUES (?, ?, ?, ?, ?)", (key, *box(spot, spot.radius_metres)))
    db.executemany(
        "INSERT INTO occurrence VALUES (?, ?, ?, 'Europe/London', ?, ?, ?)",
        [
            (
                key,
                int(o.start.timestamp()),
                int(o.end.timestamp()),
                o.timed,
                o.timed and o.start.hour >= 17,
                o.start.weekday() >= 5,
            )
            for o in index.occurrences
        ],
    )


def test_every_question_is_answered_as_by_a_database_written_anew(tmp_path: Path) -> None:
    dice = random.Random(2)
    items = [put(number, dice) for number in range(200)]
    former(tmp_path / "former.db", items)
    before, anew = SqliteStore(tmp_path / "former.db"), SqliteStore(tmp_path / "anew.db")
    source = anew.add_source(make.source()).id
    anew.apply(source, Batch(puts=tuple(items[:-1])), NOW)
    for _ in range(60):
        query = replace(oracle.random_query(dice, NOW), limit=300)
        found, expected = before.search(query, NOW), anew.search(query, NOW)
        assert [e.id for e in found.entries] == [e.id for e in expected.entries], query
        assert [e.occurrences for e in found.entries] == [e.occurrences for e in expected.entries]
        assert (found.total, found.told, found.counts) == (expected.total, expected.told, expected.counts), query
    assert (
        before.search(Query(languages=("l89",)), NOW).counts["language"] == anew.search(Query(), NOW).counts["language"]
    )
    again = replace(items[0], index=replace(items[0].index, name="Zither", spot=None, until=None, occurrences=()))
    before.add_source(make.source())
    before.apply(1, Batch(puts=(again,)), NOW)
    assert [e.id for e in before.search(Query(words="zither"), NOW).entries] == [items[0].id]
    before.close()
    anew.close()
