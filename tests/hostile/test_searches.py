"""Hostile searches: whatever stands in an address or a form, the hub answers, and nothing goes wrong inside it.

As many as OPENHUB_HOSTILE_SEARCHES and OPENHUB_HOSTILE_PARAMETERS say; the soak says more.
"""

import logging
import os
import random
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

import pytest
from flask.testing import FlaskClient

from openhub.hub.hub import Hub
from openhub.web.app import create_app
from openhub.web.parameters import SEARCH

SEARCHES = int(os.environ.get("OPENHUB_HOSTILE_SEARCHES", "1500"))
SETS = int(os.environ.get("OPENHUB_HOSTILE_PARAMETERS", "500"))
PATHS = ("/api/v1/activities", "/api/v1/activities.geojson", "/find")
NAUGHTY = (
    '"', '""', '"unclosed', "'", "')--", "' OR '1'='1", "; DROP TABLE item;--", "a NEAR b", "NEAR(a b, 3)", "a AND", "OR", "NOT a",
    "name:film", "{name summary}: film", "^film", "film*", "*", "**", "+film", "-film", "film:*", "a & b", "a | !b", "(((", ")))",
    "a <-> b", "\\", "\\x", "%", "%%", "_", "?", "$1", ":words", "@@", "::text", "\0", "a\0b", "\u200b", "\u202e", "\ufeff", "\ud7ff",
    "İstanbul", "ß", "ﬁlm", "e\u0301" * 40, "\U0001f3b8", "\U000e0041", "日本語", "العربية", "١٢٣", "²", "½", "0x41", "1e999", "-0",
    "NaN", "Infinity", "null", "undefined", "{{7*7}}", "${7*7}", "<script>alert(1)</script>", "../../etc/passwd", "\r\nSet-Cookie: a=b",
    "film " * 39, "a" * 200, "a" * 201, "nw5 2zz " * 25, "near near near", "on on monday", "every monday evenings", "in in in in",
    "999 year old", "0 years old", "51.5,-0.1", "91,181", "-,-", "9999-12-31", "tomorrow " * 20, "this weekend tonight", "NW5", "GIR 0AA",
)  # fmt: skip
RANGES = (
    (0x20, 0x7E),
    (0, 0x1F),
    (0xA0, 0x24F),
    (0x300, 0x36F),
    (0x590, 0x6FF),
    (0x2000, 0x206F),
    (0x4E00, 0x9FFF),
    (0x1F300, 0x1FAFF),
)
VALUES = (
    "0",
    "1",
    "-1",
    "00",
    "1.5",
    "1e9",
    "9" * 16,
    "9" * 17,
    "2026-11-28",
    "2026-02-30",
    "0001-01-01",
    "true",
    "mon",
    "free",
    "",
)


@pytest.fixture(scope="module")
def client(demo_hub: Hub) -> FlaskClient:
    return create_app(demo_hub.settings, demo_hub).test_client()


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.WARNING] == []


def text(chance: random.Random) -> str:
    """Something naughty, something mixed out of it, or letters of anywhere."""
    kind = chance.randrange(4)
    if kind == 0:
        return chance.choice(NAUGHTY)
    if kind == 1:
        return chance.choice((" ", "", "\t")).join(chance.choice(NAUGHTY) for _ in range(chance.randint(2, 5)))
    low, high = chance.choice(RANGES)
    return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, chance.choice((8, 40, 250)))))


def quoted(words: str) -> str:
    return quote_from_bytes(words.encode("utf-8", "surrogatepass"))


def asked(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (200, 303, 400), (answer.status_code, path)
    if answer.status_code == 303:
        followed = client.get(answer.headers["Location"])
        assert followed.status_code in (200, 400), (followed.status_code, path)
        assert "Set-Cookie" not in followed.headers
    assert answer.mimetype != "text/html" or b"<script>alert" not in answer.data
    assert "Set-Cookie" not in answer.headers


def test_no_search_string_breaks_anything(client: FlaskClient) -> None:
    chance = random.Random(6)
    for number in range(SEARCHES):
        words = NAUGHTY[number] if number < len(NAUGHTY) else text(chance)
        name = "near" if number % 5 == 4 else "q"
        path = PATHS[2] if number % 10 == 9 else PATHS[number % 2]
        asked(client, f"{path}?{name}={quoted(words)}&limit=3" if path != "/find" else f"{path}?{name}={quoted(words)}")


def test_no_set_of_parameters_breaks_anything(client: FlaskClient) -> None:
    chance = random.Random(7)
    for number in range(SETS):
        chosen = chance.sample(SEARCH, chance.randint(1, 8))
        pairs = [
            (p.name, _value(chance, p)) for p in chosen for _ in range(chance.choice((1, 1, 1, 2)) if p.many else 1)
        ]
        if chance.random() < 0.1:
            pairs.append((text(chance), text(chance)))
        query = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs)
        asked(client, f"{PATHS[2] if number % 8 == 7 else PATHS[number % 2]}?{query}")


def _value(chance: random.Random, parameter: object) -> str:
    """Mostly a value that is right, so that searches are made and not only refused."""
    choices = getattr(parameter, "choices", None)
    least, most = getattr(parameter, "least", None), getattr(parameter, "most", None)
    draw = chance.random()
    if draw < 0.7 and choices:
        return str(chance.choice(list(choices())))
    if draw < 0.7 and least is not None and most is not None:
        return str(chance.choice((int(least), int(most), chance.randint(int(least), int(most)))))
    return chance.choice(VALUES) if draw < 0.85 else text(chance)
