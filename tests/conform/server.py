"""A publisher of any level on loopback, with nothing of OpenHub's own code in it, and a place for each fault to go wrong."""

import base64
import gzip
import hashlib
import json
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import rfc8785

from tests import make

LICENCE = make.LICENCE
RPDE = "application/vnd.openactive.rpde+json; version=1"
PAGE_SIZE = 4


@dataclass
class Asked:
    method: str
    path: str
    query: str
    headers: dict[str, str]

    @property
    def numbers(self) -> list[str]:
        return parse_qs(self.query, keep_blank_values=True).get("afterChangeNumber", [])


@dataclass
class Said:
    """`document` becomes the body when there is none."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    document: Any = None
    body: bytes = b""


Fault = Callable[["Server", Asked, Said], None]


class Server:
    """`faults` change what is to be said before it is written, `late` the answer as it goes out."""

    def __init__(
        self, level: int = 3, *, dump: bool = True, faults: tuple[Fault, ...] = (), late: tuple[Fault, ...] = ()
    ) -> None:
        self.level, self.dump, self.faults, self.late = level, dump, faults, late
        self.epoch, self.horizon = "first", 2
        self.lock, self.read = threading.Lock(), threading.Event()
        self.requests = 0
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one piece
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                said = server.answer(self.command, self.path, {n.lower(): v for n, v in self.headers.items()})
                with suppress(ConnectionError):
                    self.send_response(said.status)
                    for name, value in {**said.headers, "Content-Length": str(len(said.body))}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    if self.command != "HEAD" and said.status != 304:
                        self.wfile.write(said.body)

            do_HEAD = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.entries: list[dict[str, Any]] = [self.entry(number) for number in range(3, 13)]
        self.entries += [self.tombstone(13, "gone"), {**self.tombstone(14, "away"), "openhub": {"reason": "ended"}}]
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    # What there is

    def entry(self, number: int, name: str = "", **changes: Any) -> dict[str, Any]:
        item = f"{self.base}/items/{name or number}"
        day = f"2027-03-{number % 20 + 1:02}"
        own = {
            "id": item,
            "url": item,
            "name": f"Walk number {name or number} along the canal",
            "startDate": f"{day}T14:00:00+00:00",
        }
        data = make.event(**{**own, "endDate": f"{day}T16:00:00+00:00", **changes})
        return {"state": "updated", "kind": "Event", "id": item, "modified": number, "data": data}

    def tombstone(self, number: int, name: str) -> dict[str, Any]:
        return {"state": "deleted", "kind": "Event", "id": f"{self.base}/items/{name}", "modified": number}

    @property
    def live(self) -> list[dict[str, Any]]:
        return [entry for entry in self.entries if entry["state"] == "updated"]

    @property
    def highest(self) -> int:
        return max((entry["modified"] for entry in self.entries), default=self.horizon)

    def buckets(self) -> list[str]:
        piles: list[list[bytes]] = [[] for _ in range(256)]
        for one in self.live:
            digest = hashlib.sha256(rfc8785.dumps(one["data"])).hexdigest()
            leaf = hashlib.sha256(f"{one['kind']}\n{one['id']}\n{one['modified']}\n{digest}".encode()).digest()
            piles[hashlib.sha256(one["id"].encode()).digest()[0]].append(leaf)
        return [hashlib.sha256(b"".join(sorted(pile))).hexdigest() for pile in piles]

    def root(self) -> str:
        return hashlib.sha256(b"".join(map(bytes.fromhex, self.buckets()))).hexdigest()

    # What is said

    def answer(self, method: str, path: str, headers: dict[str, str]) -> Said:
        asked = Asked(method, path.partition("?")[0], path.partition("?")[2], headers)
        with self.lock:
            self.requests += 1
            said = getattr(self, ROUTES.get(asked.path, "nothing"))(asked)
            for fault in self.faults:
                fault(self, asked, said)
        if not said.body and said.document is not None:
            said.body = json.dumps(said.document, ensure_ascii=False).encode()
        said.headers.setdefault("Access-Control-Allow-Origin", "*")
        self._pack(asked, said)
        for fault in self.late:
            fault(self, asked, said)
        return said

    def _pack(self, asked: Asked, said: Said) -> None:
        if said.status != 200 or asked.path == "/dump":
            return
        said.headers["ETag"] = f'"{hashlib.sha256(said.body).hexdigest()[:20]}"'
        said.headers["Vary"] = "Accept-Encoding"
        if asked.headers.get("if-none-match") == said.headers["ETag"]:
            said.status, said.body = 304, b""
        elif "gzip" in asked.headers.get("accept-encoding", ""):
            said.body = gzip.compress(said.body, mtime=0)
            said.headers["Content-Encoding"] = "gzip"

    def nothing(self, asked: Asked) -> Said:
        return Said(404, {"Content-Type": "text/plain"}, body=b"not here")

    def feed(self, asked: Asked) -> Said:
        given = asked.numbers or ["0"]
        if len(given) > 1 or not re.fullmatch("[0-9]+", given[0]):
            return Said(400, {"Content-Type": "text/plain"}, body=b"no whole number")
        rows = sorted((e for e in self.entries if e["modified"] > int(given[0])), key=lambda e: e["modified"])[
            :PAGE_SIZE
        ]
        asked_for = f"{self.base}{asked.path}{'?' if asked.query else ''}{asked.query}"
        following = f"{self.base}/feed?afterChangeNumber={rows[-1]['modified']}" if rows else asked_for
        page = {"next": following, "items": rows, "license": LICENCE}
        if self.level >= 2:
            page["openhub"] = {"version": "1.0", "epoch": self.epoch, "horizon": self.horizon}
        if self.level >= 3 and not rows:
            page["openhub"] |= {"count": len(self.live), "root": self.root()}
        if not rows:
            self.read.set()
        cache = "public, max-age=3600" if rows else "public, max-age=8"
        return Said(200, {"Content-Type": RPDE, "Cache-Control": cache}, page)

    def description(self, asked: Asked) -> Said:
        formats = {"/feed": "openhub"} if self.level else {"/items.json": "openhub-static"}
        formats |= {"/checkpoint": "openhub-checkpoint"} if self.level >= 3 else {}
        formats |= {"/dump": "openhub-dump"} if self.level >= 3 and self.dump else {}
        about = {
            "@context": "https://w3id.org/openhub/v1",
            "type": "Dataset",
            "id": f"{self.base}/#dataset",
            "title": "Canal walks (example)",
            "license": LICENCE,
            "publisher": {"type": "Organization", "name": "Canal walks (example)", "url": f"{self.base}/"},
            "contact": {"type": "ContactPoint", "contactType": "data", "email": "data@walks.example"},
            "conformsTo": ["https://w3id.org/openhub/v1"],
            "level": self.level,
            "distribution": [
                {"type": "Distribution", "accessURL": self.base + at, "format": name} for at, name in formats.items()
            ],
        }
        return Said(200, {"Content-Type": "application/ld+json"}, about)

    def checkpoint(self, asked: Asked) -> Said:
        now = datetime.now(UTC).replace(microsecond=0)
        document = {
            "origin": f"{self.base}/#dataset",
            "epoch": self.epoch,
            "head": self.highest,
            "horizon": self.horizon,
            "count": len(self.live),
            "root": self.root(),
            "time": now.isoformat(),
            "expires": (now + timedelta(hours=1)).isoformat(),
            "license": LICENCE,
            "contact": {"contactType": "data", "email": "data@walks.example"},
            "buckets": self.buckets(),
        }
        return Said(200, {"Content-Type": "application/json", "Cache-Control": "max-age=60"}, document)

    def dumped(self, asked: Asked) -> Said:
        head = {"epoch": self.epoch, "head": self.highest, "count": len(self.live), "root": self.root()}
        return packed_dump([head, *sorted(self.live, key=lambda entry: entry["modified"])])

    def file(self, asked: Asked) -> Said:
        document = {"license": LICENCE, "items": [entry["data"] for entry in self.live]}
        return Said(200, {"Content-Type": "application/json", "Cache-Control": "max-age=300"}, document)

    def write(self, asked: Asked) -> Said:
        """Ten changes, one after another."""
        for _ in range(10):
            self.entries.append(self.entry(self.highest + 1, f"new-{self.highest + 1}"))
            first = self.entries.pop(0)
            self.entries.append({**first, "modified": self.highest + 1})
        return Said(200, {"Content-Type": "text/plain"}, body=b"done")


ROUTES = {
    "/feed": "feed",
    "/other": "feed",
    "/.well-known/openhub": "description",
    "/checkpoint": "checkpoint",
    "/dump": "dumped",
    "/items.json": "file",
    "/write": "write",
}


def packed_dump(lines: list[Any]) -> Said:
    body = gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode(), mtime=0)
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return Said(200, {"Content-Type": "application/gzip", "Content-Digest": f"sha-256=:{digest}:"}, body=body)


def number_of(asked: Asked) -> int:
    """The change number that was asked for; -1 for what is none."""
    given = asked.numbers or ["0"]
    return int(given[0]) if len(given) == 1 and re.fullmatch("[0-9]+", given[0]) else -1
