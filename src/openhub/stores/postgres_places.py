"""Places by name in PostgreSQL: those that items teach, and gazetteers, each replaced as a whole."""

from collections.abc import Iterable

from openhub.model.place import Spot
from openhub.stores.postgres_pool import Db

_TEACHERS = 100  # enough to know where a place is; a postcode's district may have a hundred thousand


def learned(db: Db, name: str) -> Spot | None:
    """The mean position of the first of the items that taught this name, or None."""
    row = db.execute(
        "SELECT avg(f.latitude) AS latitude, avg(f.longitude) AS longitude, max(p.label) AS label FROM"
        " (SELECT label, origin, key FROM place WHERE name = %s ORDER BY key LIMIT %s) p JOIN found f USING (origin, key)",
        (name, _TEACHERS),
    ).fetchone()
    if not row or row["latitude"] is None:
        return None
    return Spot(latitude=row["latitude"], longitude=row["longitude"], label=row["label"])


def names(db: Db, prefix: str, limit: int) -> list[str]:
    """Labels of the names that begin so, those that most items taught first."""
    rows = db.execute(
        "SELECT min(label) AS label FROM place WHERE name >= %s AND name < %s GROUP BY name ORDER BY count(*) DESC, name LIMIT %s",
        (prefix, f"{prefix}\U0010ffff", limit),
    ).fetchall()
    return [row["label"] for row in rows]


def write(db: Db, gazetteer: str, places: Iterable[tuple[str, Spot]]) -> int:
    """Puts places by folded name in the stead of what the gazetteer had; how many. With none, it is gone."""
    columns = "name, gazetteer, label, latitude, longitude, radius"
    db.execute("DELETE FROM gazetteer_place WHERE gazetteer = %s", (gazetteer,))
    db.execute(
        "CREATE TEMP TABLE coming (LIKE gazetteer_place, place bigint GENERATED ALWAYS AS IDENTITY) ON COMMIT DROP"
    )
    with db.cursor().copy(f"COPY coming ({columns}) FROM STDIN") as copy:
        for name, p in places:
            copy.write_row((name, gazetteer, p.label, p.latitude, p.longitude, p.radius_metres))
    held = db.execute(  # of two of one name the later
        f"INSERT INTO gazetteer_place ({columns}) SELECT DISTINCT ON (name) {columns} FROM coming ORDER BY name, place DESC"
    ).rowcount
    db.execute("DELETE FROM gazetteer WHERE name = %s", (gazetteer,))
    if held:
        db.execute("INSERT INTO gazetteer (name, places) VALUES (%s, %s)", (gazetteer, held))
    return held


def place(db: Db, name: str) -> Spot | None:
    """The place of a folded name, by the first gazetteer that has it."""
    row = db.execute(
        "SELECT label, latitude, longitude, radius FROM gazetteer_place WHERE name = %s ORDER BY gazetteer LIMIT 1",
        (name,),
    ).fetchone()
    if not row:
        return None
    return Spot(label=row["label"], latitude=row["latitude"], longitude=row["longitude"], radius_metres=row["radius"])


def every(db: Db) -> dict[str, int]:
    """How many places each gazetteer has."""
    rows = db.execute("SELECT name, places FROM gazetteer ORDER BY name").fetchall()
    return {row["name"]: row["places"] for row in rows}
