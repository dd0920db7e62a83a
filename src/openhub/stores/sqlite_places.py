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


def write(db: sqlite3.Connection, name: str, places: Iterable[tuple[str, Spot]]) -> int:
    """Keeps a gazetteer in place of what was kept of it; how many places. A name that comes twice means the first."""
    db.execute("DELETE FROM gazetteer_place WHERE gazetteer = ?", (name,))
    db.executemany(
        "INSERT OR IGNORE INTO gazetteer_place VALUES (?, ?, ?, ?, ?, ?)",
        ((place, name, spot.label, spot.latitude, spot.longitude, spot.radius_metres) for place, spot in places),
    )
    number = int(db.execute("SELECT count(*) FROM gazetteer_place WHERE gazetteer = ?", (name,)).fetchone()[0])
    db.execute("INSERT OR REPLACE INTO gazetteer VALUES (?, ?)", (name, number))
    return number


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
