"""Where names are, in SQLite: what items have taught, and what gazetteers say."""

import sqlite3
from collections.abc import Iterable

from openhub.model.place import Spot

_TEACHERS = 100  # enough to know where a place is; a postcode's district may have a hundred thousand


def learned(db: sqlite3.Connection, name: str) -> Spot | None:
    """The mean position of the first of the items that taught this name, or None."""
    row = db.execute(
        "SELECT avg(f.latitude), avg(f.longitude), max(p.label) FROM"
        " (SELECT label, key FROM place WHERE name = ? ORDER BY key LIMIT ?) p JOIN item i USING (key) JOIN found f USING (place_key)",
        (name, _TEACHERS),
    ).fetchone()
    return Spot(latitude=row[0], longitude=row[1], label=row[2]) if row and row[0] is not None else None


def learned_names(db: sqlite3.Connection, prefix: str, limit: int) -> list[str]:
    """Names that begin so, those that more items taught first."""
    rows = db.execute(
        "SELECT label FROM place WHERE name >= ? AND name < ? || char(1114111) GROUP BY name ORDER BY count(*) DESC, name LIMIT ?",
        (prefix, prefix, limit),
    )
    return [row[0] for row in rows]


def read_in(db: sqlite3.Connection, places: Iterable[tuple[str, Spot]]) -> None:
    """Reads places into a table of this connection's own, so that nobody waits while a list is read. Of two of one name
    the later counts."""
    db.execute("BEGIN")
    try:
        db.execute("DROP TABLE IF EXISTS temp.read_in")
        db.execute(
            "CREATE TEMP TABLE read_in (name TEXT PRIMARY KEY, label, latitude, longitude, radius) WITHOUT ROWID"
        )
        db.executemany(
            "INSERT OR REPLACE INTO read_in VALUES (?, ?, ?, ?, ?)",
            ((name, spot.label, spot.latitude, spot.longitude, spot.radius_metres) for name, spot in places),
        )
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def write(db: sqlite3.Connection, gazetteer: str) -> int:
    """Puts the places that were read in into the stead of what the gazetteer had; how many. With none, it is gone.

    Writes only what is another now: of a list that comes out again most is as it was.
    """
    db.execute(
        "DELETE FROM gazetteer_place WHERE gazetteer = ? AND name NOT IN (SELECT name FROM read_in)", (gazetteer,)
    )
    db.execute(
        "INSERT INTO gazetteer_place (name, gazetteer, label, latitude, longitude, radius)"
        " SELECT name, ?, label, latitude, longitude, radius FROM read_in WHERE true ON CONFLICT DO UPDATE"
        " SET label = excluded.label, latitude = excluded.latitude, longitude = excluded.longitude, radius = excluded.radius"
        " WHERE (label, latitude, longitude, radius)"
        " <> (excluded.label, excluded.latitude, excluded.longitude, excluded.radius)",
        (gazetteer,),
    )
    held = int(db.execute("SELECT count(*) FROM read_in").fetchone()[0])
    db.execute("DELETE FROM gazetteer WHERE name = ?", (gazetteer,))
    if held:
        db.execute("INSERT INTO gazetteer VALUES (?, ?)", (gazetteer, held))
    db.execute("DROP TABLE temp.read_in")
    return held


def place(db: sqlite3.Connection, name: str) -> Spot | None:
    """Where a gazetteer says that a name is; of several the first by its own name."""
    row = db.execute(
        "SELECT label, latitude, longitude, radius FROM gazetteer_place WHERE name = ? ORDER BY gazetteer LIMIT 1",
        (name,),
    ).fetchone()
    return Spot(label=row[0], latitude=row[1], longitude=row[2], radius_metres=row[3]) if row else None


def every(db: sqlite3.Connection) -> dict[str, int]:
    """How many places each gazetteer has."""
    return {row[0]: row[1] for row in db.execute("SELECT name, places FROM gazetteer ORDER BY name")}
