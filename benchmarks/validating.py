"""Measures `openhub validate` on generated feeds: the whole command, the share of each stage, each rule, and what others need."""

import gc
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson

from benchmarks.feed import HOST, items
from openhub import spec
from openhub.config import Settings
from openhub.formats.framing import windows
from openhub.formats.strict_json import is_plain
from openhub.validate.across import FeedCheck
from openhub.validate.engine import Validator
from openhub.validate.locate import locate
from openhub.validate.once import forget
from openhub.validate.surroundings import At

AS_OF = "2026-11-24T09:00:00Z"
SLOW = 2.0  # µs an item, from which a rule is named
_PEERS = Path(__file__).parents[1] / ".venv" / "peers"


def validating(folder: Path, sizes: tuple[int, ...]) -> None:
    nothing = folder / "nothing.json"
    nothing.write_text("[]", "utf-8")
    start = min(_run(_openhub(nothing))[0] for _ in range(3))
    print(f"openhub validate starts in {start:.2f} CPU seconds, which are not counted below")
    for number in sizes:
        file = folder / f"{number}.json"
        with file.open("wb") as written:
            for index, item in enumerate(items(number)):
                written.write((b"," if index else b"[") + orjson.dumps(item))
            written.write(b"]")
        floor = _parsing(file)
        seconds, megabytes = min(_run(_openhub(file)) for _ in range(3))
        _say(f"openhub validate, {number:,} items", number, seconds - start, megabytes, floor)
        if number == min(sizes):
            _peers(folder, file, number, floor)
        file.unlink()
    _stages([orjson.dumps(item) for item in items(6_400)])


def _openhub(file: Path) -> list[str]:
    return [sys.executable, "-m", "openhub", "validate", str(file), "--owns", "bench.example", "--as-of", AS_OF]


def _run(command: list[str], folder: Path | None = None) -> tuple[float, float]:
    """CPU seconds and the most megabytes that a command had. A small process starts it, because memory is counted from before that."""
    done = subprocess.run([sys.executable, "-c", _START, *command], cwd=folder, capture_output=True, check=True)
    code, seconds, kilobytes = orjson.loads(done.stdout)
    if code not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ended with {code}.")
    return seconds, kilobytes / 1024


_START = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss])
"""


def _parsing(file: Path) -> float:
    """CPU seconds that it takes only to cut the file and parse each item."""
    start = time.process_time()
    with file.open("rb") as opened:
        for window in windows(opened, 1):
            for text, _, value in window.items:
                if value is None:
                    orjson.loads(text)
    return time.process_time() - start


def _say(what: str, number: int, seconds: float, megabytes: float, floor: float) -> None:
    print(
        f"{what:40} {number / seconds:>9,.0f} items a CPU second   {seconds / floor:>6.1f} × cutting and parsing   {megabytes:>5.0f} MB"
    )


def _peers(folder: Path, file: Path, number: int, floor: float) -> None:
    if found := shutil.which("check-jsonschema"):
        alone = folder / "alone.json"
        alone.write_bytes(orjson.dumps(_bundled()))
        _say("check-jsonschema, only the schema", number, *_run([found, "--schemafile", str(alone), str(file)]), floor)
    else:
        print("check-jsonschema is not on the path: not measured")
    if (_PEERS / "node_modules" / "@openactive" / "data-model-validator").is_dir() and shutil.which("node"):
        few = min(number, 500)
        command = ["node", str(Path(__file__).parent / "openactive.js"), str(few)]
        _say("@openactive/data-model-validator", few, *_run(command, _PEERS), floor * few / number)
    else:
        print("@openactive/data-model-validator is not installed (see tests/peers): not measured")


def _bundled() -> dict[str, Any]:
    """A list of items as one schema, which needs nothing from elsewhere."""
    inner = {spec.schema(name)["$id"]: spec.schema(name) for name in ("item", "parts", "codes")}
    return {"type": "array", "items": {"$ref": spec.schema("item")["$id"]}, "$defs": inner}


class _Laps:
    """Adds up what each stage takes."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._last = time.process_time()

    def lap(self, name: str) -> None:
        now = time.process_time()
        self.taken[name] += now - self._last
        self._last = time.process_time()


def _batches(raws: list[bytes]) -> Iterator[list[bytes]]:
    return (raws[start : start + 64] for start in range(0, len(raws), 64))


def _stages(raws: list[bytes]) -> None:
    validator = Validator()
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)  # as the command does
    at = At(now=Settings(as_of=AS_OF).clock(), home=Settings().zone(), hosts=frozenset({HOST.removeprefix("https://")}))
    gc.collect()
    gc.freeze()
    _measure(raws, validator, at)  # RE2 and the plans learn
    laps, rules = _measure(raws, validator, at)
    gc.unfreeze()
    gc.set_threshold(*usual)
    whole = sum(laps.values())
    for name, seconds in laps.most_common():
        print(f"  {name:56} {seconds / len(raws) * 1e6:>6.1f} µs an item   {seconds / whole:>4.0%}")
    slow = [(seconds / len(raws) * 1e6, code) for code, seconds in rules.most_common()]
    print(
        f"  rules that take more than {SLOW} µs an item: {', '.join(f'{c} {s:.1f}' for s, c in slow if s > SLOW) or 'none'}"
    )
    print(f"  the others: {', '.join(f'{c} {s:.1f}' for s, c in slow if 0.3 < s <= SLOW)}")


def _measure(raws: list[bytes], validator: Validator, at: At) -> tuple[Counter[str], Counter[str]]:
    laps, feed, rules = _Laps(), validator.feed(lambda index: orjson.loads(raws[index])), Counter[str]()
    for batch in _batches(raws):
        laps.lap("")
        documents = [orjson.loads(raw) for raw in batch]
        laps.lap("parsing")
        for document, raw in zip(documents, batch, strict=True):
            is_plain(document, raw)
        laps.lap("strict JSON")
        quiet = [validator.is_quiet(document) for document in documents]
        laps.lap("schema, with what is calm and what texts must not hold")
        found = list(zip(batch, validator.check_all(documents, at, quiet), strict=True))
        laps.lap("rules that are left")
        for raw, all_ in found:
            for finding in all_:
                locate(raw, finding.pointer)
        laps.lap("locating")
        _collect(feed, documents)
        laps.lap("rules on the feed")
        _each_rule(validator, [document for n, document in enumerate(documents) if quiet[n]], at, rules)
    del laps.taken[""]
    return laps.taken, rules


def _collect(feed: FeedCheck, documents: list[Any]) -> None:
    for index, document in enumerate(documents):
        feed.collect(document, index)


def _each_rule(validator: Validator, documents: list[Any], at: At, taken: Counter[str]) -> None:
    clock: Callable[[], int] = time.thread_time_ns
    empty = min(-(clock() - clock()) for _ in range(1000))
    for document in documents:
        forget()
        for code, check in validator.checks(document, at):
            start = clock()
            check(document, at)
            taken[code] += (clock() - start - empty) / 1e9
