"""Whatever bytes it is given, `openhub validate` reads them to the end, and each finding names its place.

As many as OPENHUB_BAD_INPUTS says are tried: some in `make test`, more under `make soak`.
"""

import copy
import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openhub.cli import _checking, _sheets
from openhub.config import Settings
from openhub.formats import framing
from openhub.validate.engine import Validator
from openhub.validate.report import Shown, Tally
from openhub.validate.surroundings import At
from tests import make

NUMBER = int(os.environ.get("OPENHUB_BAD_INPUTS", "1000"))
EXAMPLES = [
    json.loads(file.read_text("utf-8"))
    for file in sorted((Path(__file__).parents[2] / "examples" / "items").glob("*.json"))
]
SETTINGS = Settings(as_of="2026-11-24T09:00:00Z")
AT = At(now=SETTINGS.clock(), home=SETTINGS.zone())
VALIDATOR = Validator()
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e308, -0.0, 2**53, 2**70, "", " ", "x" * 70_000, "\0", "\u202e", "é" * 30, "2027-13-45", "0000-01-01",
    "9999-12-31T23:59:59+14:00", "P999999D", "https://[", "https://a@b/", "+44 20 7946 0000", "<b>", "!" * 99, [], {}, [[]], [None],
    {"": ""}, {"type": "Person"}, {"name": 7}, [1, "a", {}], {"@value": [{}]},
)  # fmt: skip


def values(document: Any, chance: random.Random) -> Any:
    """The document with odd values, and members that are gone, strange or moved."""
    document = json.loads(json.dumps(document))
    for _ in range(chance.randint(1, 4)):
        holder = document
        while isinstance(holder, dict | list) and holder:
            key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
            if not isinstance(holder[key], dict | list) or chance.random() < 0.3:
                if isinstance(holder, dict) and chance.random() < 0.3:
                    holder[chance.choice([key + "s", "@id", "a/b~c", "", "leaders", "attendees"])] = holder.pop(key)
                else:
                    holder[key] = copy.deepcopy(chance.choice(ODD))
                break
            holder = holder[key]
    return document


def deep(document: Any, chance: random.Random) -> bytes:
    brackets = chance.choice([(b"[", b"]"), (b'{"a":', b"}")])
    times = chance.choice([60, 70, 500, 5_000, 50_000])
    inside = brackets[0] * times + b"1" + (brackets[1] * times if chance.random() < 0.8 else b"")
    return json.dumps(document).encode().replace(b'"description":', b'"deep": ' + inside + b', "description":', 1)


def twice(document: Any, chance: random.Random) -> bytes:
    text = json.dumps(document, indent=chance.choice([None, 2]))
    name = chance.choice(["id", "name", "type", "url", "description"])
    return text.replace(f'"{name}":', f'"{name}": {json.dumps(chance.choice(ODD[:12]))}, "{name}":').encode()


def numbers(document: Any, chance: random.Random) -> bytes:
    number = chance.choice(
        [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1e400", b"9" * 400, b"9" * 5000, b"1.", b"01", b"+1", b"0x1f"]
    )
    return json.dumps(document).encode().replace(b'"name":', b'"number": ' + number + b', "name":')


def escapes(document: Any, chance: random.Random) -> bytes:
    odd = chance.choice(
        [
            rb"\u0000",
            rb"\ud800",
            rb"\udc00\ud800",
            rb"\x",
            rb"\u12",
            b"\0",
            b"\x1f",
            b"\xff",
            b"\xc0\x80",
            b"\xed\xa0\x80",
            b"\n",
        ]
    )
    data = json.dumps(document).encode()
    at = data.find(b'"', chance.randrange(len(data)))
    return data[: at + 1] + odd + data[at + 1 :]


def scratches(document: Any, chance: random.Random) -> bytes:
    data = bytearray(json.dumps(document, indent=chance.choice([None, 1])).encode())
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.randint(1, 40)]
        elif kind == 2:
            data[at:at] = chance.choice([b"{", b"}", b"[", b"]", b",", b'"', b":", b"\\", b"\0", b"/*", b"null"])
        else:
            data[at:at] = data[at : at + chance.randint(1, 400)]
    return bytes(data)


def encodings(document: Any, chance: random.Random) -> bytes:
    text = json.dumps(document, ensure_ascii=False)
    code = chance.choice(["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp037"])
    return text.encode(code, "replace")


def ends(document: Any, chance: random.Random) -> bytes:
    data = json.dumps(document, indent=chance.choice([None, 2])).encode()
    cut = data[: chance.randrange(len(data))]
    return chance.choice(
        [cut, data + cut, data + b"\n" + data, b"\xef\xbb\xbf" * 2 + data, b"\x1f\x8b" + data, data + b"\0" * 9]
    )


def plainly(document: Any, chance: random.Random) -> bytes:
    return json.dumps(document, indent=chance.choice([None, 2])).encode()


HARMS: tuple[Callable[[Any, random.Random], bytes], ...] = (
    plainly, deep, twice, numbers, escapes, scratches, encodings, ends,
)  # fmt: skip


def shapes(items: list[Any], chance: random.Random) -> Any:
    kind = chance.randrange(4)
    if kind == 0:
        return items[0]
    if kind == 1:
        return items
    if kind == 2:
        return {"license": make.LICENCE, "items": items}
    entries = [
        {"state": "updated", "kind": "Event", "id": i.get("id") if isinstance(i, dict) else i, "modified": 1, "data": i}
        for i in items
    ]
    return {"next": f"https://{make.HOST}/feed", "items": entries, "license": chance.choice([make.LICENCE, 7, None])}


def bad(number: int) -> bytes:
    """Always the same bytes for a number."""
    chance = random.Random(number)
    items = [values(chance.choice(EXAMPLES), chance) for _ in range(chance.randint(1, 3))]
    document = shapes(items, chance)
    if chance.random() < 0.2:
        document = values(document, chance)
    return HARMS[number % len(HARMS)](document, chance)


def found(file: Path) -> tuple[list[Shown], Tally]:
    tally = Tally()
    read = _checking.had(str(file), SETTINGS, frozenset(), tally, print)
    return list(_checking.checked(read, VALIDATOR, AT, tally, {})), tally


@pytest.mark.parametrize("name", ["whole.json", "parts.json", "lines.ndjson"])
def test_every_finding_names_its_place(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "parts.json":
        monkeypatch.setattr(_sheets, "SHORT", 0)
        monkeypatch.setattr(framing, "WINDOW", 4_000)
    file = tmp_path / name
    for number in range(NUMBER // 3):
        data = bad(number)
        file.write_bytes(data)
        shown, tally = found(file)
        assert tally.error + tally.warning + tally.info == len(shown)
        for one in shown:
            assert one.file == str(file)
            assert 1 <= one.line <= data.count(b"\n") + 1
            assert 1 <= one.column <= len(data) + 1
            assert one.finding.message
            assert one.finding.remedy
        if not _is_json(data) and name == "whole.json":
            assert tally.error or tally.unread, f"number {number}"


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data.removeprefix(b"\xef\xbb\xbf").decode())
    except (ValueError, RecursionError):
        return False
    return True
