"""A publisher of Level 3 over plain SQLite, behind the convention of spec/conformance/README.md; each argument breaks one thing.

openhub conformance --program "python3 tests/conformance/good_publisher.py" --group publishing
openhub conformance --program "python3 tests/conformance/good_publisher.py now-numbers" --group publishing
"""

import hashlib
import json
import sqlite3
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import rfc8785

WRONG = set(sys.argv[1:])
TABLES = """
CREATE TABLE item (kind TEXT, id TEXT, number INTEGER, data TEXT, reason TEXT, version INTEGER DEFAULT 0, PRIMARY KEY (kind, id, version));
CREATE TABLE state (name TEXT PRIMARY KEY, value);
INSERT INTO state VALUES ('epoch', 'first'), ('number', 0), ('horizon', 0);
"""


class Publisher:
    """One feed. What a transaction does is kept until its commit, and gets its numbers there: so they rise as they are seen."""

    def __init__(self, feed: str, licence: str, folder: str, page_size: int) -> None:
        self.feed, self.licence, self.folder, self.size = feed, licence, Path(folder), page_size
        self.open: dict[str, list[dict[str, Any]]] = {}
        begun = (self.folder / "feed.db").exists()
        self.db = sqlite3.connect(self.folder / "feed.db", isolation_level=None)
        self.db.execute("PRAGMA synchronous = OFF")
        if not begun:
            self.db.executescript(TABLES)
        self.sequence = self.state()["number"]

    def state(self) -> dict[str, Any]:
        return dict(self.db.execute("SELECT name, value FROM state").fetchall())

    def set(self, name: str, value: Any) -> None:
        self.db.execute("UPDATE state SET value = ? WHERE name = ?", (value, name))

    # Changes

    def begin(self, transaction: str) -> None:
        self.open[transaction] = []

    def put(self, transaction: str, kind: str, id: str, data: dict[str, Any]) -> dict[str, Any]:
        if canonical(data) == b"none" and "no-canonical-form" not in WRONG:
            return {"refused": True}
        if "drops-members" in WRONG:
            data = {name: value for name, value in data.items() if ":" not in name}
        self._do(transaction, kind=kind, id=id, data=json.dumps(data), reason=None)
        return {}

    def delete(self, transaction: str, kind: str, id: str, reason: str | None = None) -> None:
        self._do(transaction, kind=kind, id=id, data=None, reason=reason)

    def _do(self, transaction: str, **change: Any) -> None:
        self.sequence += 1
        change["now"], change["sequence"] = time.time_ns() // 1000, self.sequence
        self.open[transaction].append(change)
        if "dirty-reads" in WRONG:
            self._write(change)

    def commit(self, transaction: str) -> None:
        self.db.execute("BEGIN IMMEDIATE")
        for change in self.open.pop(transaction):
            self._write(change)
        self.db.execute("COMMIT")

    def rollback(self, transaction: str) -> None:
        del self.open[transaction]

    def _write(self, change: dict[str, Any]) -> None:
        number = self._number()
        if "now-numbers" in WRONG or "sequence-numbers" in WRONG:
            number = change["now" if "now-numbers" in WRONG else "sequence"]
        if "same-numbers" in WRONG:
            number = (number + 1) // 2
        name = (change["kind"], change["id"])
        if "keeps-versions" in WRONG:
            self.db.execute("UPDATE item SET version = version - 1 WHERE (kind, id) = (?, ?)", name)
        elif "moves-no-tombstone" in WRONG and change["data"] is None:
            self.db.execute("UPDATE item SET data = NULL WHERE (kind, id) = (?, ?)", name)
            return
        self.db.execute("DELETE FROM item WHERE (kind, id, version) = (?, ?, 0)", name)
        if change["data"] is not None or "hard-deletes" not in WRONG:
            row = (*name, number, change["data"], change["reason"])
            self.db.execute("INSERT INTO item VALUES (?, ?, ?, ?, ?, 0)", row)

    def _number(self) -> int:
        self.db.execute("UPDATE state SET value = value + 1 WHERE name = 'number'")
        return int(self.state()["number"])

    # What becomes of tombstones and backups

    def purge(self, through: int) -> None:
        if "keeps-tombstones" in WRONG:
            return
        gone = "FROM item WHERE data IS NULL AND number <= ?"
        highest = self.db.execute(f"SELECT max(number) {gone}", (through,)).fetchone()[0]
        if highest is not None and "stale-horizon" not in WRONG:
            self.set("horizon", through if "rough-horizon" in WRONG else highest)
        self.db.execute(f"DELETE {gone}", (through,))

    def backup(self) -> None:
        with sqlite3.connect(self.folder / "backup.db") as copy:
            self.db.backup(copy)
        copy.close()

    def restore(self) -> None:
        """The copy is put back, as a new epoch: above all numbers of the database that it replaces."""
        highest = self.state()["number"]
        copy = sqlite3.connect(self.folder / "backup.db")
        copy.backup(self.db)
        copy.close()
        if "same-epoch" not in WRONG:
            self.set("epoch", "second" if "old-epoch" in WRONG else uuid.uuid4().hex)
        self.set("horizon", 0)
        if "keeps-numbers" in WRONG:
            return
        self.set("number", 0 if "low-numbers" in WRONG else highest)
        if "forgets-tombstones" in WRONG:
            self.db.execute("DELETE FROM item WHERE data IS NULL")
        for kind, item in self.db.execute("SELECT kind, id FROM item ORDER BY number").fetchall():
            self.db.execute("UPDATE item SET number = -? WHERE (kind, id) = (?, ?)", (self._number(), kind, item))
        self.db.execute("UPDATE item SET number = -number WHERE number < 0")

    # What is read

    def get(self, url: str, headers: dict[str, str]) -> dict[str, Any]:
        given = parse_qs(urlsplit(url).query, keep_blank_values=True).get("afterChangeNumber", ["0"])
        if "takes-no-cursor-as-0" in WRONG and given == [""]:
            given = ["0"]
        asked = given[0]
        if len(given) > 1 or not (asked.isascii() and asked.isdecimal()):
            return {"status": 200 if "takes-any-cursor" in WRONG else 400, "headers": {}, "body": "no whole number"}
        if "short-cursors" in WRONG and len(asked) > 16:
            return {"status": 400, "headers": {}, "body": "too long"}
        asked = str(min(int(asked), 2**53))
        if "future-is-not-found" in WRONG and int(asked) > self.state()["number"]:
            return {"status": 404, "headers": {}, "body": "not found"}
        order = "ORDER BY number DESC" if "falling-numbers" in WRONG else "ORDER BY number"
        rows = self.db.execute(
            f"SELECT * FROM item WHERE number > ? {order} LIMIT ?",
            (int(asked), self.size + ("page-too-large" in WRONG)),
        )
        items = [self._entry(*row) for row in rows]
        page = {"next": self._next(url, items), "license": self.licence, "items": items, "openhub": self._said(items)}
        if "other-licence" in WRONG:
            page["license"] = "https://goodgym.example/terms"
        if "no-licence" in WRONG:
            del page["license"]
        if "no-state" in WRONG:
            del page["openhub"]
        if "clock" in WRONG:
            page["generated"] = datetime.now(UTC).isoformat(timespec="seconds")
        kind = "text/html" if "html" in WRONG else "application/vnd.openactive.rpde+json; version=1"
        return {"status": 200, "headers": {"Content-Type": kind, **self._kept(items)}, "body": json.dumps(page)}

    def _entry(self, kind: str, id: str, number: int, data: str | None, reason: str | None, _: int) -> dict[str, Any]:
        entry: dict[str, Any] = {"state": "updated", "kind": kind, "id": id, "modified": number}
        if "numbers-as-text" in WRONG:
            entry["modified"] = str(number)
        if data is not None:
            return {**entry, "data": json.loads(data)}
        entry["state"] = "deleted"
        if "tombstone-data" in WRONG:
            entry["data"] = {"type": kind, "id": id}
        if reason and "no-reason" not in WRONG:
            entry["openhub"] = {"reason": "privacy" if "secret-reason" in WRONG else reason}
        return entry

    def _next(self, url: str, items: list[dict[str, Any]]) -> str:
        if not items:
            return f"{url}&last" if "other-last" in WRONG else url
        path = "/feed/more" if "other-path" in WRONG else urlsplit(self.feed).path
        where = path if "relative-next" in WRONG else f"https://{urlsplit(self.feed).netloc}{path}"
        return f"{where}?afterChangeNumber={items[0 if 'first-number' in WRONG else -1]['modified']}"

    def _kept(self, items: list[dict[str, Any]]) -> dict[str, str]:
        if "short-cache" in WRONG:
            return {"Cache-Control": "public, max-age=5"}
        return {"Cache-Control": f"public, max-age={3600 if items or 'long-cache' in WRONG else 8}"}

    def _said(self, items: list[dict[str, Any]]) -> dict[str, Any]:
        state = self.state()
        epoch = "e" * 65 if "long-epoch" in WRONG else state["epoch"]
        version: Any = 1.0 if "version-is-a-number" in WRONG else "1.0"
        said = {"version": version, "epoch": epoch, "horizon": state["horizon"]}
        return said if items or "no-root" in WRONG else {**said, **self._proof()}

    def _proof(self) -> dict[str, Any]:
        buckets: list[list[bytes]] = [[] for _ in range(256)]
        rows = self.db.execute("SELECT kind, id, number, data FROM item WHERE data IS NOT NULL").fetchall()
        for kind, item, number, data in rows:
            digest = hashlib.sha256(canonical(json.loads(data))).hexdigest()
            leaf = f"{kind}\n{item}\n{number}" + ("" if "no-digest-in-leaf" in WRONG else f"\n{digest}")
            buckets[hashlib.sha256(item.encode()).digest()[0]].append(hashlib.sha256(leaf.encode()).digest())
        digests = (hashlib.sha256(b"".join(order(bucket))).digest() for bucket in buckets)
        count = len(rows) + ("counts-one-more" in WRONG)
        return {"count": count, "root": hashlib.sha256(b"".join(digests)).hexdigest()}

    def _origin(self) -> str:
        if "no-origin" in WRONG:
            return "GoodGym"
        return f"https://goodgym.example/#{self.state()['number'] if 'new-origins' in WRONG else 'dataset'}"

    def checkpoint(self) -> dict[str, Any]:
        state = self.state()
        body = {
            "origin": self._origin(),
            "epoch": state["epoch"],
            "head": 1 if "stale-head" in WRONG else state["number"] + 100 * ("head-beyond" in WRONG),
            "horizon": state["horizon"],
            **self._proof(),
            "time": "2027-01-13T09:00:00Z",
            "expires": "2027-01-13T10:00:00Z",
            "license": "none" if "other-checkpoint-licence" in WRONG else self.licence,
            "contact": {"type": "ContactPoint", "contactType": "data", "email": "data@goodgym.example"},
        }
        if "two-roots" in WRONG:
            body["root"] = hashlib.sha256(b"").hexdigest()
        if "no-contact" in WRONG:
            del body["contact"]
        kept = 86400 if "kept-checkpoint" in WRONG else 60
        return {"headers": {"Cache-Control": f"max-age={kept}"}, "body": json.dumps(body)}


def order(bucket: list[bytes]) -> list[bytes]:
    return bucket if "unsorted-leaves" in WRONG else sorted(bucket)


def canonical(data: dict[str, Any]) -> bytes:
    try:
        return b"none" if too_large(data) else bytes(rfc8785.dumps(data))
    except ValueError:
        return b"none"


def too_large(value: Any) -> bool:
    """Whether a number in it is beyond 2^53 - 1; RFC 8785 alone would write 1e16."""
    if isinstance(value, dict | list):
        return any(map(too_large, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int | float) and abs(value) > 2**53 - 1


DOES = ("begin", "put", "delete", "commit", "rollback", "get", "purge", "backup", "restore", "checkpoint")


def main() -> None:
    publisher: Publisher | None = None
    for line in sys.stdin:
        request = json.loads(line)
        do = request.pop("do")
        answer: dict[str, Any] | None = {"unsupported": True}
        if do == "publish":
            publisher, answer = Publisher(**request), {}
        elif publisher and do in DOES and not (do == "backup" and "no-backup" in WRONG):
            answer = getattr(publisher, do)(**request)
        print(json.dumps(answer or {}), flush=True)


if __name__ == "__main__":
    main()
