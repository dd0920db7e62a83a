"""Measures the root over a feed's live items: over all of them from their digests, out of a store, and after one change."""

import hashlib
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from benchmarks.fetching import SETTINGS
from openhub.model.root import leaf, root
from openhub.model.source import Source
from openhub.stores.contract import Batch, Ending, Key
from openhub.stores.sqlite import STORE

PAGE = 10_000
ROUNDS = 5


def roots(number: int) -> None:
    keys = [
        Key(
            kind="Event",
            id=f"https://bench.example/items/{n}",
            modified=n,
            digest=hashlib.sha256(b"%d" % n).hexdigest(),
        )
        for n in range(number)
    ]
    print(f"root over {number:,} items, CPU time, the least of {ROUNDS} rounds")
    _say("leaves and root from kinds, ids, numbers and digests", lambda: _root(keys))
    now = SETTINGS.clock()
    with tempfile.TemporaryDirectory() as folder:
        store = STORE(Path(folder) / "hub.db")
        source = store.add_source(
            Source(name="Bench", address="https://bench.example/", origin="x", format="openhub")
        ).id
        for start in range(0, number, PAGE):
            store.apply(source, Batch(same=tuple(keys[start : start + PAGE])), now)
        assert store.proof(source).root == _root(keys)
        _say("the root in SQLite, no bucket known", lambda: store.proof(source))
        store.finish(source, Ending(baseline=0, root="", whole=False, most=0, agreed_before=now), now)
        _say("the same, with all buckets known", lambda: store.proof(source))

        later = count(number)

        def change() -> None:
            """In one bucket, as a page with one item does it."""
            keys.append(replace(keys.pop(), modified=next(later)))
            store.apply(source, Batch(same=(keys[-1],)), now)

        _say("the same, after a page with one change", lambda: store.proof(source), change)
        assert store.proof(source).root == _root(keys)
        store.close()


def _root(keys: list[Key]) -> str:
    return root((key.id, leaf(key.kind, key.id, key.modified, key.digest)) for key in keys)


def _say(what: str, work: Callable[[], object], before: Callable[[], object] = lambda: None) -> None:
    taken = []
    for _ in range(ROUNDS):
        before()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    print(f"  {what:56} {min(taken) * 1000:>9.2f} ms")
