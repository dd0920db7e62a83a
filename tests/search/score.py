"""Puts the judged queries to a hub's pages, as a resident sees them, and scores what they show."""

import html
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from openhub.hub.hub import Hub
from openhub.web.app import create_app

QUERIES = Path(__file__).parent / "queries.json"
SHOWN = 10
GOOD = 2
MOST_PAGES = 12
_ENTRY = re.compile(r'<li id="at-([a-z2-7]{16})"')
_MORE = re.compile(r'rel="next" href="([^"]+)">More results')


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a hub showed: ids in order, of which the first `found` match, and the others are only close to what was asked for."""

    asked: dict[str, Any]
    wanted: dict[str, int]
    shown: tuple[str, ...]
    found: int

    @property
    def name(self) -> str:
        return " ".join(f"{name}={value}" if name != "q" else str(value) for name, value in self.asked.items())

    @property
    def gain(self) -> float:
        """nDCG of the first ten. Where nothing is wanted, to find nothing is right."""
        if not self.wanted:
            return 0.0 if self.found else 1.0
        best = _discounted(sorted(self.wanted.values(), reverse=True))
        return _discounted([self.wanted.get(id_, 0) for id_ in self.shown]) / best

    @property
    def recall(self) -> float:
        """How much of what is good is shown at all."""
        good = {id_ for id_, grade in self.wanted.items() if grade >= GOOD}
        return len(good & set(self.shown)) / len(good) if good else 1.0

    @property
    def matches(self) -> frozenset[str]:
        return frozenset(self.shown[: self.found])


def answers(hub: Hub) -> list[Answer]:
    """What the pages of a hub that holds the example platforms show for each query."""
    client = create_app(hub.settings, hub).test_client()
    ids = dict(_ids(client))
    asked = json.loads(QUERIES.read_text("utf-8"))["queries"]
    return [_answer(client, ids, one["asked"], one["wanted"]) for one in asked]


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _answer(client: FlaskClient, ids: dict[str, str], asked: dict[str, Any], wanted: dict[str, int]) -> Answer:
    page = client.get("/find", query_string=asked, follow_redirects=True)
    assert page.status_code == 200, asked
    listed, _, close = page.text.partition('id="nearly"')
    shown = _ENTRY.findall(listed)
    found = 0 if "Nothing yet" in page.text else len(shown)
    for _ in range(MOST_PAGES):
        if not (more := _MORE.search(page.text)):
            break
        page = client.get(html.unescape(more[1]), follow_redirects=True)
        shown += _ENTRY.findall(page.text)
        found = len(shown)
    shown += _ENTRY.findall(close)
    return Answer(asked=asked, wanted=wanted, shown=tuple(ids[ref] for ref in shown), found=found)


def _ids(client: FlaskClient) -> Iterator[tuple[str, str]]:
    path = "/api/v1/activities?limit=100"
    for _ in range(MOST_PAGES):
        page = client.get(path).json
        yield from ((item["openhub"]["ref"], item["id"]) for item in page["items"])
        if "next" not in page:
            return
        path = page["next"].removeprefix("http://localhost")


def _discounted(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:SHOWN]))
