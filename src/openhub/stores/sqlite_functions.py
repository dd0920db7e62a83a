"""What our SQL asks of Python: leaves and buckets always, and the packing of earlier tables while a database is moved on."""

import json
import math
import sqlite3
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from openhub.model.place import Spot
from openhub.model.root import bucket, leaf
from openhub.model.schedule import Occurrence
from openhub.stores.sqlite_cells import place_key
from openhub.stores.sqlite_facets import BITS, COLUMNS, group_of
from openhub.stores.sqlite_times import pack


def add(db: sqlite3.Connection) -> None:
    """Gives a connection the functions that our statements and migrations use."""
    db.create_function("leaf_of", 4, leaf, deterministic=True)
    db.create_function("bucket_of", 1, bucket, deterministic=True)
    db.create_function("place_key_of", 4, _place_key, deterministic=True)
    db.create_function("packed_of", 1, _packed, deterministic=True)
    db.create_function("masks_of", 1, _masks, deterministic=True)
    db.create_function("group_of", 1, lambda kind: group_of(kind)[0], deterministic=True)
    db.create_function("bits_of", 1, lambda kind: BITS * len(group_of(kind)), deterministic=True)
    try:
        db.execute("SELECT sin(0), cos(0), pow(0, 2)")
    except sqlite3.OperationalError:  # a SQLite that was built without them
        for name in ("sin", "cos"):
            db.create_function(name, 1, _of_a_number(getattr(math, name)), deterministic=True)
        db.create_function("pow", 2, lambda a, b: None if a is None else a**b, deterministic=True)


def _of_a_number(function: Callable[[float], float]) -> Callable[[float | None], float | None]:
    """As SQL has it, where nothing comes of nothing."""
    return lambda number: None if number is None else function(number)


def _place_key(key: int, latitude: float | None, longitude: float | None, radius: float | None) -> int:
    if latitude is None or longitude is None:
        return place_key(key, None)
    return place_key(key, Spot(latitude=latitude, longitude=longitude, radius_metres=radius or 0.0))


def _packed(rows: str) -> str:
    listed = [
        Occurrence(
            datetime.fromtimestamp(start, ZoneInfo(zone)), datetime.fromtimestamp(end, ZoneInfo(zone)), bool(timed)
        )
        for start, end, zone, timed in json.loads(rows)
    ]
    packed = pack(listed)
    times = packed.times.decode() if packed.times else None
    return json.dumps([times, packed.first, packed.ends, packed.early, packed.late, packed.week])


def _masks(rows: str) -> str:
    masks = [0] * len(COLUMNS)
    for kind, place in json.loads(rows):
        masks[group_of(kind)[place // BITS]] |= 1 << place % BITS
    return json.dumps(masks)
