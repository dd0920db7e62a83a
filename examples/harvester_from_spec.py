"""A harvester in one file, written from the text of spec/2-feed.md alone, with nothing but the standard library.

It is the shortest true explanation of what a harvester does; where it keeps a requirement, the name of that requirement stands.

    python3 examples/harvester_from_spec.py https://goodgym.example/feed FOLDER     brings a feed into a folder of its own
    openhub conformance --program "python3 examples/harvester_from_spec.py"         asks it what spec/conformance asks

The canonical form (RFC 8785) is its own, checked by spec/conformance/digests: members in the order of their UTF-16 code units,
numbers as ECMAScript writes them. Use it only for feeds you trust: it asks whatever address a feed names on its own host, which
may be one inside your network. A harvester of feeds that strangers name has to check the address of every connection it makes.
"""

import hashlib
import json
import math
import sqlite3
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

LARGEST = 2**53 - 1  # harvest-numbers: Python and SQLite keep them exactly
GAP = -1  # in place of the reach: a deletion may have been lost since
HOUR, WEEK = 3600, 7 * 86400
PAGES, BYTES, SECONDS = 10_000, 500_000_000, 3600  # harvest-limits: the most that one run reads
JSON = dict[str, Any]
Get = Callable[[str, bool], tuple[int, str]]  # (address, fresh) to (status, body); status 0 when there is no answer


def read_json(text: str) -> Any:
    """What the text says; ValueError when it is not JSON. An object with a repeated member is read as no value at all."""
    return json.loads(
        text,
        object_pairs_hook=lambda pairs: dict(pairs) if len(dict(pairs)) == len(pairs) else math.nan,
        parse_int=lambda digits: int(digits) if len(digits) < 20 else math.nan,
        parse_constant=int,  # which refuses the word NaN, as JSON does
    )


def canonical(value: Any) -> str:
    """feed-digest: the form of RFC 8785. feed-canonical: ValueError when there is none."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(inner)}" for name, inner in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if value is None or isinstance(value, bool | str):
        text = json.dumps(value, ensure_ascii=False)
        text.encode()  # half of a surrogate pair cannot be encoded
        return text
    if isinstance(value, int | float) and abs(value) <= LARGEST:  # which no NaN is
        return ecmascript(value) if isinstance(value, float) and value else str(int(value))  # 0 also for -0.0
    raise ValueError("it has no canonical form")


def ecmascript(number: float) -> str:
    """Python finds the same digits as ECMAScript, but sets the point and the exponent otherwise."""
    sign, parts, exponent = Decimal(repr(number)).normalize().as_tuple()
    digits, point = "".join(map(str, parts)), len(parts) + int(exponent)  # so many digits stand before the point
    if 0 < point <= 21:
        text = f"{digits[:point].ljust(point, '0')}.{digits[point:]}".rstrip(".")
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{digits}"
    else:
        text = f"{digits[:1]}.{digits[1:]}".rstrip(".") + f"e{point - 1:+d}"
    return "-" * sign + text


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(item: JSON) -> bytes:  # feed-leaf
    return sha256("{kind}\n{id}\n{modified}\n{digest}".format_map(item).encode())


def root(items: list[JSON]) -> str:  # feed-root
    buckets: list[list[bytes]] = [[] for _ in range(256)]
    for item in items:
        buckets[sha256(item["id"].encode())[0]].append(leaf(item))
    return sha256(*(sha256(*sorted(bucket)) for bucket in buckets)).hex()


class Failed(ValueError):
    """The run cannot go on; what was applied stays."""


@dataclass(frozen=True)
class Page:
    entries: list[Any]
    next: str | None  # None: it is a file
    epoch: str | None
    horizon: int
    root: str | None


def read_page(text: str, paged: bool) -> Page:
    """A page, or a file when the feed is not known to have pages. What is neither is no empty page (harvest-failure)."""
    try:
        document = read_json(text)
        document = {"items": document} if isinstance(document, list) else document
        more = document.get("openhub", {})
        page = Page(
            document["items"], document.get("next"), more.get("epoch"), more.get("horizon", 0), more.get("root")
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Failed("the answer is not a page") from error
    good = isinstance(page.entries, list) and is_number(page.horizon) and isinstance(page.epoch, str | None)
    if not good or not isinstance(page.next, str if "next" in document or paged else type(None)):
        raise Failed("the answer is not a page")
    return page if page.next is not None else replace(page, entries=[as_entry(item) for item in page.entries])


def as_entry(item: Any) -> Any:  # as an item of a file would stand on a page
    envelope = {"state": "updated", "modified": 0, "data": item}
    return envelope | {"kind": item.get("type"), "id": item.get("id")} if isinstance(item, dict) else item


def is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def is_name(value: Any) -> bool:  # as a kind or an id: no control character, nor half of a surrogate pair
    return isinstance(value, str) and value != "" and all(c >= " " and not "\ud800" <= c < "\ue000" for c in value)


def unusable(entry: Any) -> str | None:
    """harvest-quarantine: why an entry cannot be used."""
    if not isinstance(entry, dict) or not is_name(entry.get("id")) or not is_name(entry.get("kind")):
        return "no id or no kind"
    if entry.get("state") not in ("updated", "deleted") or not is_number(entry.get("modified")):
        return "an unknown state, or no change number"
    try:
        if entry["state"] == "updated" and canonical(entry["data"])[0] != "{":
            return "data that is no object"
    except (KeyError, ValueError, RecursionError):
        return "no data, or none with a canonical form"
    return None


def position(address: str) -> tuple[int, str]:
    """How far along the feed an address is. A plain RPDE feed in the order of time says it by two members (harvest-rpde)."""
    query = parse_qs(urlsplit(address).query)
    number = query.get("afterChangeNumber", query.get("afterTimestamp", ["0"]))[0]
    return (int(number) if number.isdecimal() else 0), query.get("afterId", [""])[0]


TABLES = """
CREATE TABLE IF NOT EXISTS item (
    kind TEXT, id TEXT, modified INTEGER, digest TEXT,
    data TEXT,                          -- NULL: it is deleted, and remembered only for harvest-repeat
    last INTEGER NOT NULL,              -- the change number last applied to it in that baseline, or after it
    walk INTEGER NOT NULL,              -- the baseline in which, or after which, it was last seen
    going INTEGER NOT NULL DEFAULT 0,   -- 1: to be deleted at the end of the run; 2: when a person agrees
    missed REAL,                        -- when the first baseline that did not show it ended
    PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS aside (id TEXT PRIMARY KEY, reason TEXT);
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value);
"""
HELD, STAYS = "data IS NOT NULL", "data IS NOT NULL AND going = 0"


@dataclass(frozen=True)
class State:
    cursor: str  # the address to be read next
    epoch: str | None = None  # the one that the cursor belongs to; None also for a feed that has none
    paged: bool = False  # it has answered with a page; a file is read as a whole each time
    walk: int = 0  # how many baselines have begun
    baseline: bool = False  # what goes on at the cursor is a baseline
    fresh: bool = False  # and is asked for past all caches
    reach: int = 0  # how far the feed was known to have come when the latest baseline began, or GAP
    began: float = 0  # when that baseline began
    proved: bool = False  # the last page had a root


class Run:
    def __init__(self, feed: str, folder: str, now: datetime, get: Get) -> None:
        self.feed, self.now, self.get = feed, now.timestamp(), get
        self.db = sqlite3.connect(f"{folder}/harvest.sqlite3")
        self.db.executescript(f"BEGIN; {TABLES} COMMIT;")
        self.state = State(**({"cursor": feed} | dict(self.db.execute("SELECT name, value FROM state"))))
        self.held_at_start = self.count(HELD)
        self.begun = self.pages = self.bytes = 0
        self.deadline = time.monotonic() + SECONDS

    def to_the_end(self, confirmed: bool) -> str:
        """Reads from the cursor to the first page without entries, and says in what state that leaves the feed."""
        with self.db:
            self.delete("going = 2 AND ?", confirmed)
        if not self.state.paged or self.is_time_for_a_baseline():
            self.begin_baseline()
        while True:
            page = self.ask()
            if self.must_begin_again(page):
                self.begin_baseline()
                continue
            self.take(page)
            if page.next is None or not page.entries:  # harvest-end
                return self.finish(page)

    def ask(self) -> Page:
        address = self.state.cursor
        status, text = self.get(address, bool(self.state.fresh))
        self.pages, self.bytes = self.pages + 1, self.bytes + len(text)
        if status != 200:
            raise Failed(f"{address} answers {status or 'nothing'}")  # harvest-failure
        if self.pages > PAGES or self.bytes > BYTES or time.monotonic() > self.deadline:
            raise Failed("there is more than one run may read")  # harvest-limits
        return read_page(text, self.state.paged)

    def must_begin_again(self, page: Page) -> bool:
        """Whether the page must be left unused, and the feed be read from its start."""
        if self.at_start():
            return False
        if page.epoch != self.state.epoch:
            return True  # harvest-epoch
        if page.entries:
            return False
        if page.root is None:
            return self.reach(page) == GAP  # harvest-horizon
        return not self.state.baseline and page.root != root(self.held(STAYS))  # harvest-root

    def at_start(self) -> bool:
        return self.state.baseline and self.state.cursor == self.feed

    def reach(self, page: Page) -> int:  # after this page
        reach, (cursor, _) = self.state.reach, position(self.state.cursor)
        if self.at_start():
            return max(page.horizon, reach if page.epoch == self.state.epoch else 0)
        return GAP if reach == GAP or page.horizon > max(cursor, reach) else reach

    def is_time_for_a_baseline(self) -> bool:
        if self.state.baseline or self.state.proved:
            return False
        missed = self.count(f"{STAYS} AND missed <= {self.now - HOUR}")  # harvest-second
        return missed > 0 or self.now - self.state.began >= WEEK  # harvest-plain

    def begin_baseline(self) -> None:
        self.begun += 1
        if self.begun == 3:
            raise Failed("it would have to begin for the third time")  # harvest-third
        with self.db:
            reach = max(position(self.state.cursor)[0], self.state.reach)
            self.save(cursor=self.feed, reach=reach, fresh=self.state.paged)  # harvest-fresh: all but the first
            self.save(walk=self.state.walk + 1, baseline=True, began=self.now)

    def save(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.db.executemany("REPLACE INTO state VALUES (?, ?)", asdict(self.state).items())

    def take(self, page: Page) -> None:
        wrong = page.next is not None and self.wrong_next(page.next, page.entries)
        cursor = page.next if page.next and page.entries and not wrong else self.state.cursor
        with self.db:  # harvest-atomic
            for entry in page.entries:
                self.apply(entry)
            self.save(cursor=cursor, epoch=page.epoch, reach=self.reach(page), paged=page.next is not None)
        if wrong:
            raise Failed(wrong)

    def wrong_next(self, following: str, entries: list[Any]) -> str:  # harvest-progress
        if urlsplit(following)[:3] != urlsplit(self.feed)[:3]:
            return f"{following} is not an address of the feed"
        backwards = entries and position(following) <= position(self.state.cursor)  # so none comes up a second time
        return f"{following} does not go on" if backwards else ""

    def apply(self, entry: Any) -> None:
        if reason := unusable(entry):
            return self.put_aside(entry, reason)
        kind, id_, number, walk = entry["kind"], entry["id"], entry["modified"], self.state.walk
        if self.count("kind = ? AND id = ? AND walk = ? AND last > ?", kind, id_, walk, number):
            return None  # harvest-repeat
        self.db.execute("DELETE FROM aside WHERE id = ?", (id_,))
        if entry["state"] == "updated":  # harvest-entries
            data = canonical(entry["data"])
            row = (kind, id_, number, sha256(data.encode()).hex(), data, number, walk)
            self.db.execute("REPLACE INTO item VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL)", row)
            return None
        self.db.execute(
            "INSERT INTO item (kind, id, last, walk, going) VALUES (?1, ?2, ?3, ?4, 1)"
            " ON CONFLICT DO UPDATE SET last = ?3, walk = ?4, going = max(going, 1)",
            (kind, id_, number, walk),
        )
        more = entry.get("openhub")
        if isinstance(more, dict) and more.get("reason") == "urgent":  # harvest-urgent
            self.delete("kind = ? AND id = ?", kind, id_)

    def put_aside(self, entry: Any, reason: str) -> None:  # what is held for its id stays, and counts as seen
        if isinstance(entry, dict) and is_name(entry.get("id")):
            self.db.execute("REPLACE INTO aside VALUES (?, ?)", (entry["id"], reason))
            last = "CASE walk WHEN ?1 THEN last ELSE -1 END"  # harvest-repeat: what was applied before this walk is no matter
            seen = f"UPDATE item SET last = {last}, walk = ?1, missed = NULL WHERE id = ?2"
            self.db.execute(seen, (self.state.walk, entry["id"]))

    def delete(self, condition: str, *values: Any) -> None:
        self.db.execute(f"UPDATE item SET data = NULL, going = 0 WHERE {condition}", values)

    def finish(self, page: Page) -> str:
        with self.db:
            if self.state.baseline:
                self.sweep(page)
            state = "verified" if page.root == root(self.held(STAYS)) else "inconsistent"  # harvest-root
            self.brake()
            self.save(baseline=False, fresh=False, proved=page.root is not None)
        if page.root is None:
            state = "complete"
        return "held" if state != "inconsistent" and self.count("going = 2") else state

    def sweep(self, page: Page) -> None:  # marks what the baseline did not show, so far as that proves that it is gone
        unseen = f"{STAYS} AND walk < {self.state.walk}"
        if page.next is None or page.root == root(self.held(f"{STAYS} AND walk = {self.state.walk}")):
            self.db.execute(f"UPDATE item SET going = 1 WHERE {unseen}")  # feed-whole-file, harvest-sweep
        elif page.root is None:  # harvest-second
            self.db.execute(f"UPDATE item SET going = 1 WHERE {unseen} AND missed <= {self.state.began - HOUR}")
            self.db.execute(f"UPDATE item SET missed = {self.now} WHERE {unseen} AND missed IS NULL")

    def brake(self) -> None:  # harvest-brake
        going = self.count(f"{HELD} AND going = 1")
        if going > 10 and going * 5 > self.held_at_start:
            self.db.execute(f"UPDATE item SET going = 2 WHERE {HELD} AND going = 1")
        self.delete("going = 1")
        self.db.execute(f"DELETE FROM item WHERE data IS NULL AND walk < {self.state.walk}")

    def held(self, condition: str = HELD) -> list[JSON]:
        names = ("kind", "id", "modified", "digest")
        rows = self.db.execute(f"SELECT {', '.join(names)} FROM item WHERE {condition} ORDER BY id")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def count(self, condition: str, *values: Any) -> int:
        return int(self.db.execute(f"SELECT count(*) FROM item WHERE {condition}", values).fetchone()[0])


def harvest(feed: str, folder: str, *, now: datetime, confirmed: bool, get: Get) -> JSON:
    run = Run(feed, folder, now, get)
    try:
        state = run.to_the_end(confirmed)
    except ValueError as failure:
        print(f"It stopped: {failure}.", file=sys.stderr)
        state = "failed"
    aside = [row[0] for row in run.db.execute("SELECT id FROM aside ORDER BY id")]
    result = {"state": state, "items": run.held(), "put_aside": aside}
    run.db.close()
    return result


def say(message: JSON) -> None:
    print(json.dumps(message), flush=True)


def get_from_runner(address: str, fresh: bool) -> tuple[int, str]:
    say({"get": address, "fresh": fresh})
    answer = json.loads(sys.stdin.readline())
    return answer["status"], answer.get("body", "")


def answer(request: JSON) -> JSON:
    if request["do"] == "harvest":
        now, confirmed = datetime.fromisoformat(request["now"]), request.get("confirmed", False)
        return harvest(request["feed"], request["folder"], now=now, confirmed=confirmed, get=get_from_runner)
    if request["do"] == "root":
        items = request["items"]
        return {"count": len(items), "root": root(items), "leaves": [leaf(item).hex() for item in items]}
    if request["do"] == "digest":
        try:
            text = canonical(read_json(request["text"]))
            return {"canonical": text, "digest": sha256(text.encode()).hex()}
        except (ValueError, RecursionError):
            return {"refused": True}
    return {"unsupported": True}


def get_over_http(address: str, fresh: bool) -> tuple[int, str]:
    headers = {"User-Agent": "OpenHub-harvester-from-spec/1.0"} | ({"Cache-Control": "no-cache"} if fresh else {})
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as response:
            body = response.read(BYTES)
            if response.url != address:
                return 301, ""  # feed-move: where a feed is now, its description says
            return (0, "") if response.length else (response.status, body.decode())  # harvest-failure: it was cut short
    except (OSError, HTTPException, ValueError) as error:
        return getattr(error, "code", 0), ""


def main(arguments: list[str]) -> None:
    if not arguments:
        for line in iter(sys.stdin.readline, ""):
            say(answer(json.loads(line)))
        return
    if len(arguments) == 1:
        sys.exit(__doc__)
    feed, folder, *more = arguments
    Path(folder).mkdir(parents=True, exist_ok=True)
    result = harvest(feed, folder, now=datetime.now(UTC), confirmed=more == ["--confirmed"], get=get_over_http)
    for item in result["items"]:
        print(item["kind"], item["id"])
    print(f"{len(result['items'])} items are held, {len(result['put_aside'])} put aside. State: {result['state']}.")
    if result["state"] == "held":
        print("Deletions wait for you. To agree to them, run it again with --confirmed.")


if __name__ == "__main__":
    main(sys.argv[1:])
