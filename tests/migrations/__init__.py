"""Hubs as earlier versions of the tables had them: what was in the tables, as text, to put into tables of that version."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from openhub.stores.revisions import revisions
from openhub.stores.sqlite_connection import connect

FOLDER = Path(__file__).parent
VERSIONS = sorted(int(file.stem) for file in FOLDER.glob("*.sql"))
# Text indexes that keep no text of their own, and what fills them.
_SAID = "SELECT i.place_key, {} FROM item i JOIN said s USING (key);"
_FILLED = {
    "names": f"INSERT INTO names (rowid, name) {_SAID.format('s.name')}",
    "words": f"INSERT INTO words (rowid, name, summary, text) {_SAID.format('s.name, s.summary, s.text')}",
}


def load(version: int, path: Path, feed: str = "http://feed.example") -> None:
    """Makes the database of a hub of that version, which last harvested the feed under this address."""
    db = connect(path)
    for revision in revisions("sqlite")[:version]:
        for statement in revision.statements():
            db.execute(statement)
    db.executescript((FOLDER / f"{version:04}.sql").read_text("utf-8").replace("http://feed.example", feed))
    db.execute(f"PRAGMA user_version = {version}")
    db.close()


def dump(path: Path) -> str:
    """What is in the tables of a hub's database, as SQL that `load` understands."""
    db = connect(path)
    tables = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall())
    virtual = {name: sql for name, sql in tables.items() if sql.startswith("CREATE VIRTUAL")}
    empty = [name for name, sql in virtual.items() if "content = ''" in sql]
    lines: list[str] = []
    for name, sql in tables.items():
        if (
            name not in empty
            and "fts5vocab" not in sql
            and not name.startswith(("sqlite_", *(f"{one}_" for one in virtual)))
        ):
            lines += _rows(db, name, "rowid, *" if "fts5" in sql else "*")
    lines += [_FILLED[name] for name in empty]
    db.close()
    return "\n".join(lines) + "\n"


def _rows(db: sqlite3.Connection, table: str, columns: str) -> Iterator[str]:
    cursor = db.execute(f"SELECT {columns} FROM {table}{' WHERE live > 0' if table == 'bucket' else ''}")
    names = ", ".join(column[0] for column in cursor.description)
    for row in cursor.fetchall():
        yield f"INSERT INTO {table} ({names}) VALUES ({', '.join(map(_written, row))});"


def _written(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, bytes):
        text = value.decode("utf-8", "replace")
        readable = text.isprintable() and text.encode() == value
        return f"CAST({_written(text)} AS BLOB)" if readable else f"X'{value.hex()}'"
    return "NULL" if value is None else repr(value)
