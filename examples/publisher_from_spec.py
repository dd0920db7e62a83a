"""A publisher of Level 3 in one file, written from the specification alone, with nothing but the standard library.

    python3 examples/publisher_from_spec.py serve items.json --port 8080      serves a file of items as a feed, with its description
    openhub conformance --program "python3 examples/publisher_from_spec.py"   asks it what spec/conformance asks

`items.json` is a file of Level 0: `items` and `license`, and beside them `title`, `publisher` and `contact` for the description of
the dataset. When the file changes, so does the feed; what the feed has to remember is kept in the folder `items.json.feed`. Where a
step keeps a requirement, the name of that requirement stands. Other software would call `Feed.publish` with its own changes.
"""

import argparse
import hashlib
import json
import re
import secrets
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

LARGEST = 2**53 - 1
DAY = 24 * 60 * 60
RPDE = "application/vnd.openactive.rpde+json; version=1"  # feed-media-type
FORMATS = {"/feed": "openhub", "/checkpoint": "openhub-checkpoint"}
FAULTS = (ValueError, KeyError, TypeError, RecursionError)
JSON = dict[str, Any]
Answer = tuple[int, dict[str, str], str]  # status, headers, body
Live = tuple[int, str, str, str]  # modified, kind, id, digest
Change = tuple[str, str, JSON | None, str | None]  # kind, id, data (None: it is deleted), reason
TABLES = """
CREATE TABLE IF NOT EXISTS entry (modified INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, data TEXT,
    digest TEXT, reason TEXT, changed INTEGER NOT NULL, UNIQUE (kind, id));  -- a tombstone has no data
CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY, head INTEGER, epoch TEXT, horizon INTEGER);
INSERT OR IGNORE INTO state VALUES (1, 0, '', 0);
"""


def read(text: str | bytes) -> Any:
    """JSON that every reader reads alike; ValueError for any other."""

    def once(pairs: list[tuple[str, Any]]) -> JSON:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a member stands twice")  # item-duplicate
        return dict(pairs)

    return json.loads(text, object_pairs_hook=once, parse_constant=int)  # int refuses the word NaN, as JSON does


def write(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def canonical(value: Any) -> str:
    """The canonical form by RFC 8785; ValueError when there is none (feed-canonical)."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))  # an error for half of a surrogate pair
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not -LARGEST <= value <= LARGEST:  # item-numbers
            raise ValueError(f"{value} is too large a number")
        if value == int(value):
            return str(int(value))
        return repr(value).replace("e-0", "e-") if abs(value) < 1e-6 else format(Decimal(repr(value)), "f")
    return write(value).encode().decode()  # the same error


def sha256(data: str | bytes) -> bytes:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).digest()


def root(live: list[Live]) -> tuple[str, list[bytes]]:
    """The root of live items, and the leaf of each (feed-leaf, feed-root)."""
    leaves: list[bytes] = []
    buckets: list[list[bytes]] = [[] for _ in range(256)]
    for modified, kind, id_, of_data in live:
        leaves.append(sha256(f"{kind}\n{id_}\n{modified}\n{of_data}"))
        buckets[sha256(id_)[0]].append(leaves[-1])
    return sha256(b"".join(sha256(b"".join(sorted(bucket))) for bucket in buckets)).hex(), leaves


def check(kind: str, id_: str, data: JSON) -> str:
    """The digest of an item; ValueError when it must not be published. Its shape and words are for a validator to judge."""
    if (data.get("type"), data.get("id")) != (kind, id_) or re.search("[\x00-\x1f\x7f-\x9f]", kind + id_):
        raise ValueError("kind and id must be those of the item")  # feed-page, feed-leaf
    if len(write(data).encode()) > 256_000:  # item-size, and item-characters
        raise ValueError("it is too large")
    parts: list[tuple[Any, int]] = [(data, 1)]
    for part, depth in parts:
        if isinstance(part, str) and ("\0" in part or len(part) > 64_000):
            raise ValueError("a text is too long, or holds U+0000")  # item-size, item-characters
        if isinstance(part, dict | list):
            if depth > 64:
                raise ValueError("it is nested too deep")  # item-depth
            parts += [(inner, depth + 1) for inner in ([*part, *part.values()] if isinstance(part, dict) else part)]
    return sha256(canonical(data)).hex()  # feed-digest


class Feed:
    """What was published, in a database of its own."""

    def __init__(self, folder: str, address: str, licence: str, page_size: int = 500, **about: Any) -> None:
        """`about` is what the checkpoint says of the dataset: its `origin` and `contact`."""
        self.folder, self.address, self.licence, self.page_size = Path(folder), address, licence, page_size
        site = urlsplit(address)
        contact = {"contactType": "data", "email": f"data@{site.hostname}"}
        self.about = {"origin": f"{site.scheme}://{site.netloc}/#dataset", "contact": contact} | about
        self.db = sqlite3.connect(self.folder / "feed.db", isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.executescript(TABLES)
        state = self.state()
        if not state["epoch"] or state["head"] < self.high_water():  # feed-high-water: older than what readers saw
            self.begin_epoch()

    def state(self) -> JSON:
        return dict(self.db.execute("SELECT head, epoch, horizon FROM state").fetchone())

    def live(self) -> list[Live]:
        sql = "SELECT modified, kind, id, digest FROM entry WHERE data IS NOT NULL ORDER BY modified"
        return self.db.execute(sql).fetchall()

    def high_water(self) -> int:
        """The highest number ever given out, kept outside the database."""
        file = self.folder / "high-water"
        return int(file.read_text()) if file.exists() else 0

    @contextmanager
    def reading(self, begin: str = "BEGIN") -> Iterator[None]:  # feed-snapshot: one state of the database
        self.db.execute(begin)
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            self.db.execute("ROLLBACK")
            raise

    @contextmanager
    def writing(self) -> Iterator[None]:  # feed-visibility: one writes at a time, and numbers are given out in it
        with self.reading("BEGIN IMMEDIATE"):
            yield
            new = self.folder / "high-water.new"
            new.write_text(str(self.state()["head"]))
            new.replace(self.folder / "high-water")  # feed-high-water: before the commit, so it is never behind

    def number(self) -> int:  # feed-order: kept apart from the entries, for the last one may be purged
        return int(self.db.execute("UPDATE state SET head = head + 1 RETURNING head").fetchone()[0])

    def publish(self, changes: list[Change]) -> None:
        """Publishes changes in one transaction."""
        with self.writing():
            for kind, id_, data, reason in changes:
                content = (None, None) if data is None else (write(data), sha256(canonical(data)).hex())
                row = (self.number(), kind, id_, *content, reason, int(time.time()))
                self.db.execute("REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # feed-once, feed-tombstone

    def begin_epoch(self) -> None:
        with self.writing():
            new = (self.high_water(), secrets.token_hex(16))  # feed-renumber, feed-epoch, feed-horizon
            self.db.execute("UPDATE state SET head = max(head, ?), epoch = ?, horizon = 0", new)
            for (old,) in self.db.execute("SELECT modified FROM entry ORDER BY modified").fetchall():  # feed-reissue
                row = (self.number(), int(time.time()), old)
                self.db.execute("UPDATE entry SET modified = ?, changed = ? WHERE modified = ?", row)

    def purge(self, through: int) -> None:
        """Forgets the tombstones with a number up to this one."""
        with self.writing():  # feed-horizon: both in one transaction
            gone = "FROM entry WHERE data IS NULL AND modified <= ?"
            highest = f"max(horizon, coalesce((SELECT max(modified) {gone}), 0))"
            self.db.execute(f"UPDATE state SET horizon = {highest}", (through,))
            self.db.execute(f"DELETE {gone}", (through,))

    def copy(self, *, back: bool) -> None:
        """Copies the database, or puts the copy back."""
        other = sqlite3.connect(self.folder / "backup.db")
        if back:
            other.backup(self.db)
            self.begin_epoch()
        else:
            self.db.backup(other)
        other.close()

    def get(self, url: str) -> Answer:
        """What is answered at an address of the feed, as it was asked for."""
        if url.partition("?")[0] != self.address:
            return 404, {}, ""
        after = parse_qs(urlsplit(url).query, keep_blank_values=True).get("afterChangeNumber", ["0"])
        if len(after) > 1 or not re.fullmatch("[0-9]+", after[0]):
            return 400, {"Cache-Control": "no-store"}, ""  # feed-bad-cursor
        digits = after[0].lstrip("0") or "0"
        first = int(digits) if len(digits) < 17 else LARGEST  # feed-future-cursor, however long it is
        with self.reading():
            state = self.state()
            sql = "SELECT * FROM entry WHERE modified > ? ORDER BY modified LIMIT ?"
            rows = self.db.execute(sql, (first, self.page_size)).fetchall()  # feed-order
            live = [] if rows else self.live()
        openhub: JSON = {"version": "1.0", "epoch": state["epoch"], "horizon": state["horizon"]}  # feed-state
        following = f"{self.address}?afterChangeNumber={rows[-1][0]}" if rows else url  # feed-next, feed-last
        openhub |= {} if rows else {"count": len(live), "root": root(live)[0]}  # feed-count
        page = {"next": following, "license": self.licence, "items": [entry(*row) for row in rows], "openhub": openhub}
        headers = {"Content-Type": RPDE, "Cache-Control": f"public, max-age={3600 if rows else 5}"}  # feed-caching
        return 200, headers, write(page)  # feed-licence; feed-stable: there is no clock in it

    def checkpoint(self) -> Answer:
        with self.reading():  # feed-one-root
            state, live = self.state(), self.live()
        body = {**self.about, **state, "count": len(live), "root": root(live)[0]}
        made, expires = (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + more)) for more in (0, 3600))
        body |= {"license": self.licence, "time": made, "expires": expires}
        return 200, {"Content-Type": "application/json", "Cache-Control": "max-age=60"}, write(body)  # feed-checkpoint


def entry(modified: int, kind: str, id_: str, data: str | None, _: str, reason: str | None, __: int) -> JSON:
    more: JSON = (
        {"data": json.loads(data)} if data else {"openhub": {"reason": reason}} if reason else {}
    )  # feed-reason
    return {"state": "updated" if data else "deleted", "kind": kind, "id": id_, "modified": modified, **more}


class Site:
    """A file of items, served as a feed."""

    def __init__(self, file: Path, base: str) -> None:
        self.file, self.base = file, base
        about = read(file.read_bytes())
        del about["items"]
        places = [{"type": "Distribution", "accessURL": base + at, "format": name} for at, name in FORMATS.items()]
        self.about: JSON = {"@context": "https://w3id.org/openhub/v1", "type": "Dataset", "id": f"{base}/#dataset"}
        self.about |= about | {"conformsTo": ["https://w3id.org/openhub/v1"], "level": 3, "distribution": places}
        folder = Path(f"{file}.feed")
        folder.mkdir(exist_ok=True)
        names = {"origin": self.about["id"], "contact": about["contact"]}
        self.feed = Feed(str(folder), f"{base}/feed", about["license"], **names)
        self.read_at, self.purged_at = 0, 0.0

    def answer(self, path: str) -> Answer:
        self.follow()
        if path == "/.well-known/openhub":  # discovery-well-known
            return 200, {"Content-Type": "application/ld+json"}, write(self.about)
        return self.feed.checkpoint() if path == "/checkpoint" else self.feed.get(self.base + path)

    def follow(self) -> None:
        """Lets the feed say what the file says, and forgets old tombstones."""
        changed = self.file.stat().st_mtime_ns
        if self.read_at != changed:
            try:
                items = {(item["type"], item["id"]): item for item in read(self.file.read_bytes())["items"]}
            except FAULTS as fault:  # a file that is half written deletes nothing
                print(f"{self.file}: {fault!r}", file=sys.stderr)
                return
            self.take(items)
            self.read_at = changed
        if self.purged_at < time.time() - DAY:  # feed-purge, feed-retention
            old = "SELECT coalesce(max(modified), 0) FROM entry WHERE data IS NULL AND changed < ?"
            self.feed.purge(self.feed.db.execute(old, (time.time() - 35 * DAY,)).fetchone()[0])
            self.purged_at = time.time()

    def take(self, items: dict[tuple[str, str], JSON]) -> None:
        held = {(kind, id_): of_data for _, kind, id_, of_data in self.feed.live()}
        changes: list[Change] = [(*name, None, None) for name in held if name not in items]
        for name, item in items.items():
            try:
                changes += [(*name, item, None)] if held.get(name) != check(*name, item) else []
            except FAULTS as fault:
                print(f"{name[1]} is not published: {fault}", file=sys.stderr)
        self.feed.publish(changes)


def serve(file: Path, port: int, base: str | None) -> None:
    site = Site(file, base or f"http://localhost:{port}")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = site.answer(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body.encode()))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with HTTPServer(("localhost", port), Handler) as server:
        print(f"{site.base}/.well-known/openhub", file=sys.stderr, flush=True)
        server.serve_forever()


def answer_vectors() -> None:
    """Answers what spec/conformance/README.md asks."""
    feeds: list[Feed] = []
    opened: dict[str, list[Change]] = {}
    for line in sys.stdin.buffer:
        try:
            answer = answer_one(read(line), feeds, opened)
        except (ValueError, RecursionError):
            answer = {"refused": True}
        print(json.dumps(answer), flush=True)


def answer_one(ask: JSON, feeds: list[Feed], opened: dict[str, list[Change]]) -> JSON:
    match ask:
        case {"do": "digest"}:
            text = canonical(read(ask["text"]))
            return {"canonical": text, "digest": sha256(text).hex()}
        case {"do": "root", "items": items}:
            whole, leaves = root([(item["modified"], item["kind"], item["id"], item["digest"]) for item in items])
            return {"count": len(leaves), "root": whole, "leaves": [leaf.hex() for leaf in leaves]}
        case {"do": "publish"}:
            feeds[:] = [Feed(ask["folder"], ask["feed"], ask["licence"], page_size=ask["page_size"])]
        case {"do": "begin"}:
            opened[ask["transaction"]] = []  # nothing is numbered before its commit
        case {"do": "put"}:
            check(ask["kind"], ask["id"], ask["data"])
            opened[ask["transaction"]].append((ask["kind"], ask["id"], ask["data"], None))
        case {"do": "delete"}:
            opened[ask["transaction"]].append((ask["kind"], ask["id"], None, ask.get("reason")))
        case {"do": "commit"}:
            feeds[0].publish(opened.pop(ask["transaction"]))
        case {"do": "rollback"}:
            del opened[ask["transaction"]]
        case {"do": "purge"}:
            feeds[0].purge(ask["through"])
        case {"do": "backup" | "restore" as do}:
            feeds[0].copy(back=do == "restore")
        case {"do": "get" | "checkpoint" as do}:
            given = feeds[0].get(ask["url"]) if do == "get" else feeds[0].checkpoint()
            return dict(zip(("status", "headers", "body"), given, strict=True))
        case _:
            return {"unsupported": True}
    return {}


def main() -> None:
    parser = argparse.ArgumentParser(description="Serves a file of items as a feed; without a command answers vectors.")
    server = parser.add_subparsers(dest="command").add_parser("serve", help="serve a file of items as a feed")
    server.add_argument("file", type=Path)
    server.add_argument("--port", type=int, default=8080)
    server.add_argument("--base", help="the public address of the site, when it is behind a proxy")
    given = parser.parse_args()
    serve(given.file, given.port, given.base) if given.command else answer_vectors()


if __name__ == "__main__":
    main()
