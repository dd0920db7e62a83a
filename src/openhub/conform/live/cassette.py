"""Keeps every exchange of a run in a JSON file, and plays it again with no network, to the same report."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openhub.conform.live.exchange import Asks, Exchange
from openhub.errors import UsageError

VERSION = 1


class Recorder:
    """Asks another, and keeps what came."""

    def __init__(self, asks: Asks) -> None:
        self._asks = asks
        self._exchanges: list[Exchange] = []
        self._polls: list[bool] = []
        self._problem = ""

    def ask(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Exchange:
        self._exchanges.append(self._asks.ask(url, method=method, headers=headers))
        return self._exchanges[-1]

    def pause(self) -> None:
        self._asks.pause()

    def writing(self) -> bool:
        self._polls.append(self._asks.writing())
        return self._polls[-1]

    def wrote(self) -> str:
        self._problem = self._asks.wrote()
        return self._problem

    def written(self, run: Mapping[str, Any]) -> str:
        """The cassette; `run` is what has to be the same when it is played."""
        whole = {
            "type": "Cassette",
            "version": VERSION,
            "run": dict(run),
            "writes": {"polls": self._polls, "problem": self._problem},
            "exchanges": [_packed(one) for one in self._exchanges],
        }
        return json.dumps(whole, indent=1) + "\n"


class Player:
    """Answers out of a cassette: to each request the next answer that was kept for it."""

    def __init__(self, file: Path) -> None:
        """Raises UsageError when the file is no cassette."""
        try:
            whole = json.loads(file.read_text("utf-8"))
            self.run: dict[str, Any] = whole["run"]
            self._polls: list[bool] = list(whole["writes"]["polls"])
            self._problem: str = whole["writes"]["problem"]
            exchanges = [_unpacked(one) for one in whole["exchanges"]]
            right = whole["type"] == "Cassette" and whole["version"] == VERSION
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{file} is no cassette: {error}. Give a file that --record wrote.") from error
        if not right:
            raise UsageError(f"{file} is a cassette of another version. Record it again.")
        self._kept: dict[Any, list[Exchange]] = {}
        for one in exchanges:
            self._kept.setdefault(_key(one.url, one.method, one.asked), []).append(one)

    def ask(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Exchange:
        kept = self._kept.get(_key(url, method, headers or {}))
        if not kept:
            raise UsageError(
                f"The cassette has no answer to {method} {url}. Play it with the version of OpenHub that recorded it."
            )
        return kept.pop(0) if len(kept) > 1 else kept[0]

    def pause(self) -> None:
        """Nothing has to go by: what came after the pause is on the cassette."""

    def writing(self) -> bool:
        return self._polls.pop(0) if self._polls else False

    def wrote(self) -> str:
        return self._problem


def _key(url: str, method: str, headers: Mapping[str, str]) -> tuple[object, ...]:
    return url, method, tuple(sorted(headers.items()))


def _packed(one: Exchange) -> dict[str, Any]:
    about = {"method": one.method, "url": one.url, "asked": dict(one.asked)}
    if not one.status:
        return {**about, "kind": one.kind, "problem": one.problem}
    try:
        body: dict[str, str] = {"text": one.body.decode("utf-8")}
    except UnicodeDecodeError:
        body = {"base64": base64.b64encode(one.body).decode()}
    return {**about, "status": one.status, "headers": dict(one.headers), "body": body}


def _unpacked(kept: Mapping[str, Any]) -> Exchange:
    body = kept.get("body", {})
    return Exchange(
        url=kept["url"],
        method=kept["method"],
        asked=kept["asked"],
        status=kept.get("status", 0),
        headers=kept.get("headers", {}),
        body=base64.b64decode(body["base64"]) if "base64" in body else body.get("text", "").encode("utf-8"),
        kind=kept.get("kind", ""),
        problem=kept.get("problem", ""),
    )
