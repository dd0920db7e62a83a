"""Mutated pages, read and accepted into a real store: no exception, no good item lost, and nothing kept that is not plain JSON.

As many as OPENHUB_BAD_INPUTS says are tried: some in `make test`, more under `make soak`.
"""

import json
import math
import os
import random
from collections.abc import Iterator
from typing import Any

import orjson

from openhub import formats
from openhub.errors import UnreadableDocument
from openhub.hub.hub import Hub, Position
from openhub.model.digest import digest
from openhub.model.source import Source
from openhub.stores.contract import Key
from tests import make
from tests.property import test_bad_input as bad_input

NUMBER = int(os.environ.get("OPENHUB_BAD_INPUTS", "400"))
TYPES = [function for function in make.EVERY_TYPE if function is not make.scheme]
SCRAPS = (
    b"NaN", b"-Infinity", b"1e999", b"9" * 400, b"01", b"nul", b"{", b"[", b'"', b"}", b"]", b",", b"{}{}", b"\x00", b"\xff", b"'x'",
    b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\x"', b'"\xed\xa0\x80"', b"/*x*/1", b"\xef\xbb\xbf1", b"[" * 2_000 + b"]" * 2_000,
)  # fmt: skip
# What is JSON, but not to be kept: the items beside it are to be kept all the same.
WRONG = (
    b"1e308", b"-1e308", b"9007199254740993", b"-9007199254740993", b"18446744073709551616", b"1e16", b'"\\u0000"', b'"x\\u0000"', b"null",
    b"true", b"[]", b"{}", b'{"a": 1, "a": 2}', b"[" * 70 + b"]" * 70, b'{"a":' * 70 + b"1" + b"}" * 70, b'"' + b"x" * 70_000 + b'"',
    b"-0.0", b'"\\ud83d\\ude00"', b'{"\\u0000": 1}', b'"' + b"\xc3\xa9" * 200 + b'"',
)  # fmt: skip


def good(number: int, chance: random.Random) -> list[dict[str, Any]]:
    made = []
    for place in range(chance.randint(1, 3)):
        address = f"https://{make.HOST}/pages/{number}/{place}"
        made.append(make.updated(chance.choice(TYPES)(id=address, url=address), modified=number * 10 + place + 1))
    return made


def bad_entry(number: int, chance: random.Random) -> tuple[bytes, bool]:
    """An entry in which something is wrong, and whether it is JSON all the same."""
    address = f"https://{make.HOST}/pages/{number}/bad"
    entry = make.updated(make.event(id=address, url=address), modified=number * 10 + 9)
    kind = chance.randrange(4)
    if kind == 0:
        return json.dumps(bad_input.values(entry, chance)).encode(), True
    if kind == 1:
        return json.dumps({**entry, "data": bad_input.values(entry["data"], chance)}).encode(), True
    scrap = chance.choice(WRONG if kind == 2 else SCRAPS)
    member = chance.choice(
        [b"id", b"modified", b"state", b"kind", b"data", b"name", b"location", b"@context", b"startDate"]
    )
    text = json.dumps(entry).encode()
    if b'"%b": ' % member not in text:
        member = b"name"
    before, _, after = text.partition(b'"%b": ' % member)
    name, value = b'"%b": ' % member, scrap + b", "
    if chance.random() < 0.5:
        return before + b'"extra": ' + value + name + after, kind == 2
    return before + name + value + b'"was": ' + after, kind == 2


def page(number: int) -> tuple[bytes, list[dict[str, Any]]]:
    """A page with a bad entry among good ones, and those of them that have to be kept, whatever the bad one is."""
    chance = random.Random(number)
    entries = good(number, chance)
    spoilt, is_json = bad_entry(number, chance)
    texts = [json.dumps(entry).encode() for entry in entries]
    texts.insert(chance.randrange(len(texts) + 1), spoilt)
    data = b'{"next": "%b?afterChangeNumber=%d", "license": "%b", "items": [%b]}' % (
        make.FEED.encode(),
        number * 10 + 9,
        make.LICENCE.encode(),
        b", ".join(texts),
    )
    if number % 5 == 0:  # somewhere in the page, so that any of it may be hit
        document = json.loads(data) if is_json else {"next": make.FEED, "license": make.LICENCE, "items": entries}
        harm = bad_input.HARMS[number // 5 % len(bad_input.HARMS)]
        return harm(bad_input.values(document, chance), chance), []
    return data, entries if is_json else []


def accepted(hub: Hub, source: Source, data: bytes) -> bool:
    reading = formats.Reading(origin=source.origin, zone=hub.zone, hosts=frozenset(source.hosts))
    try:
        _, read = formats.read(data, reading, "openhub")
    except UnreadableDocument:
        return False
    hub.accept(source, read, Position(cursor=read.next, epoch=read.epoch, horizon=read.horizon, baseline=1))
    return True


def test_mutated_pages_harm_nothing(hub: Hub) -> None:
    source = hub.store.add_source(make.source())
    kept, read = set(), 0
    for number in range(NUMBER):
        data, entries = page(number)
        was_read = accepted(hub, source, data)
        read += was_read
        assert was_read or not entries, f"page {number}: a bad entry cost the whole page"
        keys = [Key(kind=e["kind"], id=e["id"], modified=e["modified"]) for e in entries]
        held = hub.store.held(source.id, keys)
        for entry in entries:
            found = held.get((entry["kind"], entry["id"]))
            assert found is not None, f"page {number}: a good item was lost"
            assert found.digest == digest(entry["data"]), f"page {number}: a good item was changed"
            kept.add(entry["id"])
    assert read > NUMBER // 2
    assert kept <= set(stored_ids(hub))


def stored_ids(hub: Hub) -> Iterator[str]:
    """The id of each item that is kept, having looked at what is kept of it."""
    after = 0
    while changes := hub.store.changes(after, 500).entries:
        for change in changes:
            after = change.number
            if change.raw is None:
                continue
            document = json.loads(change.raw, parse_constant=_constant)
            assert all(map(math.isfinite, numbers(document)))
            assert orjson.loads(change.raw) == document
            assert json.loads(json.dumps(document, allow_nan=False)) == document
            yield document["id"]


def _constant(name: str) -> None:
    raise AssertionError(f"{name} was stored")


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from numbers(member)
    elif isinstance(value, int | float):
        yield value
