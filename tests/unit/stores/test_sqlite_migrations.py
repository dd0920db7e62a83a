"""A database of an earlier version is brought up to date with all that it holds."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from openhub.model.digest import digest
from openhub.model.record import reference
from openhub.model.root import leaf, root
from openhub.stores.revisions import revisions
from openhub.stores.sqlite import SqliteStore
from tests import make

FIRST = revisions("sqlite")[0].script


def database(folder: Path, items: list[dict[str, Any]]) -> Path:
    """As the first version left it after a harvest of these items, the last of which was withdrawn."""
    path = folder / "hub.db"
    db = sqlite3.connect(path)
    db.executescript(FIRST)
    db.execute("PRAGMA user_version = 1")
    db.execute("INSERT INTO hub VALUES ('number', ?), ('horizon', '0'), ('epoch', 'e')", (str(len(items)),))
    db.execute(
        "INSERT INTO source VALUES (1, 'Club', ?, ?, 'openhub', '[]', '', '', '', '[]', 'https://club.example/feed?n=9', '1', 0, '',"
        " -1, 'changed', '', NULL, NULL)",
        (make.FEED, make.FEED),
    )
    for number, document in enumerate(items, 1):
        gone = number == len(items)
        kind, name = document["type"], document["id"]
        db.execute(
            "INSERT INTO item (key, origin, type, id, ref, source, feed_kind, feed_id, modified, epoch, gone, number, digest,"
            " licence, retrieved, seen) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, '1', ?, ?, ?, '', '2026-11-24T09:00:00+00:00', 1)",
            (
                *(number, make.FEED, kind, name, reference(make.FEED, kind, name), kind, name, number, gone, number),
                "" if gone else digest(document),
            ),
        )
        if not gone:
            db.execute("INSERT INTO body VALUES (?, ?)", (number, json.dumps(document)))
    db.commit()
    db.close()
    return path


def test_what_was_held_is_known_by_its_root_afterwards(tmp_path: Path) -> None:
    items = [make.group(id=f"https://club.example/{n}") for n in range(4)]
    store = SqliteStore(database(tmp_path, items))
    leaves = [(d["id"], leaf("Group", d["id"], n, digest(d))) for n, d in enumerate(items[:3], 1)]
    assert (store.proof(1).root, store.proof(1).count) == (root(leaves), 3)
    (source,) = store.sources()
    assert (source.paged, store.live_items(), source.state, source.verified_at) == (True, {1: 3}, "", None)
    assert [c.raw is None for c in store.changes(0, 9).entries] == [False, False, False, True]
    store.close()
