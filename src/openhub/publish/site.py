"""Makes a site of Level 0 for any static host out of items: one file of them, the description, a page, a dump and a checkpoint.

What the last run wrote is read again, so that an item that did not change keeps its number and the same items give the same bytes.
"""

import gzip
import io
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import orjson

from openhub.model.digest import digest
from openhub.model.root import leaf, root
from openhub.publish import feed
from openhub.publish.dataset import Dataset
from openhub.publish.site_page import GENERATOR, page

ITEMS = "items.json"
DUMP = "items.jsonl.gz"
CHECKPOINT = "checkpoint.json"
DESCRIPTION = ".well-known/openhub"
PAGE = "index.html"
NO_JEKYLL = ".nojekyll"
"""Without it GitHub Pages serves nothing whose name begins with a dot."""

HOLDS = timedelta(days=35)
"""How long a checkpoint of a site says something: nobody makes a new one but whoever publishes again."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A live item as it stands in the dump; `data` is its JSON on one line."""

    number: int
    kind: str
    id: str
    digest: str
    data: bytes

    def line(self) -> bytes:
        made = {"state": "updated", "kind": self.kind, "id": self.id, "modified": self.number}
        return orjson.dumps({**made, "data": orjson.Fragment(self.data)}) + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the last run left. `entries` is None when its items cannot be read any more, which ends the epoch."""

    epoch: str
    head: int
    horizon: int
    entries: Mapping[Key, Entry] | None
    checkpoint: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The files by their names, in the order in which they are written, and what became of the items.

    `kept` are those that stay in their last good version.
    """

    files: Mapping[str, bytes]
    count: int
    new: int
    changed: int
    gone: tuple[Key, ...]
    kept: tuple[Key, ...]
    new_epoch: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    epoch: str
    head: int
    horizon: int
    entries: tuple[Entry, ...]
    previous: tuple[str, ...]

    def root(self) -> str:
        return root((e.id, leaf(e.kind, e.id, e.number, e.digest)) for e in self.entries)


def make(
    about: Dataset,
    base: str,
    items: Iterable[dict[str, Any]],
    past: Past | None,
    now: datetime,
    *,
    faulty: frozenset[str] = frozenset(),
    unnamed: bool = False,
) -> Site:
    """The site for items that are valid and whose (type, id) differ; `base` is the address where it will be, with / at its end.

    `faulty` are the ids of items that are there but are not good: each keeps its last good version. While one is `unnamed`
    nothing is taken for gone: it could be any.
    """
    found = {(item["type"], item["id"]): item for item in items}
    held = dict(past.entries or {}) if past else {}
    good = {id_ for _, id_ in found}
    kept = tuple(key for key in held if key[1] not in good and (unnamed or key[1] in faulty))
    found |= {key: orjson.loads(held[key].data) for key in kept}
    gone = tuple(sorted((key for key in held if key not in found), key=lambda key: held[key].number))
    state = _numbered(found, held, len(gone), past, now)
    before = {e.number for e in held.values()}
    changed = [e for e in state.entries if e.number not in before]
    new = sum((e.kind, e.id) not in held for e in changed)
    described = describe(about, base)
    checkpoint = _checkpoint(about, state, past, now)
    files = {
        DESCRIPTION: _written(described),
        DUMP: _dump(state),
        ITEMS: _items(described, state),
        PAGE: page(described, [orjson.loads(e.data) for e in state.entries]).encode(),
        NO_JEKYLL: b"",
        CHECKPOINT: _written(checkpoint),
    }
    lost = past is not None and past.epoch != state.epoch
    return Site(
        files=files, count=len(found), new=new, changed=len(changed) - new, gone=gone, kept=kept, new_epoch=lost
    )


def describe(about: Dataset, base: str) -> dict[str, Any]:
    """The description of the dataset (schemas/dataset.schema.json), whose every address is at the base."""
    described = feed.description(
        dataset=about.id,
        title=about.title,
        about=about.about or about.title,
        publisher=about.publisher,
        publisher_url=about.publisher_url,
        contact=about.contact,
        licence=about.licence,
        feed=urljoin(base, ITEMS),
        level=0,
        landingPage=base,
        **about.more,
    )
    described["distribution"] = [
        feed.distribution("All items in one file", urljoin(base, ITEMS), "openhub-static", "application/json"),
        feed.distribution("Checkpoint", urljoin(base, CHECKPOINT), "openhub-checkpoint", "application/json"),
        feed.distribution(
            "All items with their change numbers", urljoin(base, DUMP), "openhub-dump", "application/gzip"
        ),
    ]
    return described


def read_past(folder: Path, origin: str) -> Past | None:
    """What is in the folder of an earlier run for the same dataset; None when there is nothing."""
    checkpoint = _read_checkpoint(folder / CHECKPOINT)
    if checkpoint.get("origin", origin) != origin:
        return None
    dump = _read_dump(folder / DUMP)
    if dump is None and not checkpoint:
        return None
    if dump is None:
        return Past(
            epoch=checkpoint["epoch"],
            head=checkpoint["head"],
            horizon=checkpoint["horizon"],
            entries=None,
            checkpoint=checkpoint,
        )
    same = (checkpoint.get("epoch"), checkpoint.get("head")) == (dump.epoch, dump.head)
    # A run that was ended before the checkpoint was written may have taken away items up to its head.
    return replace(dump, horizon=checkpoint["horizon"] if same else dump.head, checkpoint=checkpoint)


def origin_of(folder: Path) -> str:
    """The name that the dataset in a folder has, which stays when it moves (discovery-id); "" when there is none."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        return str(orjson.loads((folder / DESCRIPTION).read_bytes())["id"])
    return ""


def is_own(folder: Path, name: str) -> bool:
    """Whether a file may be written: it is not there, or an earlier run wrote it."""
    file = folder / name
    if not file.exists():
        return True
    if name == PAGE:
        return GENERATOR.encode() in file.read_bytes()
    return (folder / DESCRIPTION).exists()


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes each file that is not so already beside its place, and when all are there puts them in it, one by one.

    Raises OSError with nothing replaced when one could not be written.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, data in files.items():
            file = folder / name
            if file.is_file() and file.read_bytes() == data:
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            beside = file.with_name(f".{file.name.lstrip('.')}.part")
            waiting.append((beside, file))
            _write_through(beside, data)
    except OSError:
        for beside, _ in waiting:
            beside.unlink(missing_ok=True)
        raise
    for beside, file in waiting:
        beside.replace(file)


def _write_through(file: Path, data: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


# Numbers


def _numbered(
    found: Mapping[Key, dict[str, Any]], held: Mapping[Key, Entry], gone: int, past: Past | None, now: datetime
) -> _State:
    """Each item with its number: the old one when it did not change, else the next above all that were given out.

    What is gone takes a number too, because one head can have one root only (feed-one-root).
    """
    if past is None or past.entries is None:
        head = _begin(past, now)
        epoch, horizon = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), 0
    else:
        head, epoch, horizon = past.head, past.epoch, past.horizon
    if gone:
        head += gone
        horizon = head
    entries = []
    for key in sorted(found):
        fingerprint = digest(found[key])
        entry = held.get(key)
        if entry is None or entry.digest != fingerprint:
            head += 1
            entry = Entry(number=head, kind=key[0], id=key[1], digest=fingerprint, data=orjson.dumps(found[key]))
        entries.append(entry)
    return _State(
        epoch=epoch, head=head, horizon=horizon, entries=tuple(entries), previous=_previous_epochs(past, epoch)
    )


def _begin(past: Past | None, now: datetime) -> int:
    """A number that is above all that were given out before, known or not (feed-renumber)."""
    return max(int(now.timestamp() * 1000) * 1024, past.head if past else 0)


def _previous_epochs(past: Past | None, epoch: str) -> tuple[str, ...]:
    if past is None:
        return ()
    before = tuple(past.checkpoint.get("previousEpochs", ()))
    return before if past.epoch == epoch else (*before, past.epoch)


# Files


def _written(document: Mapping[str, Any]) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _items(described: Mapping[str, Any], state: _State) -> bytes:
    """The description with the items, one on each line, so that what changed is seen by comparing lines."""
    head = orjson.dumps(described)[:-1]
    ordered = sorted(state.entries, key=lambda e: (e.kind, e.id))
    return head + b',"items":[\n' + b",\n".join(e.data for e in ordered) + b"\n]}\n"


def _dump(state: _State) -> bytes:
    first = {"epoch": state.epoch, "head": state.head, "count": len(state.entries), "root": state.root()}
    file = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write(orjson.dumps(first) + b"\n")
        for entry in sorted(state.entries, key=lambda e: e.number):
            packed.write(entry.line())
    return file.getvalue()


def _checkpoint(about: Dataset, state: _State, past: Past | None, now: datetime) -> dict[str, Any]:
    """The last one, as long as it holds and still says the same; else a new one."""
    said = feed.checkpoint(
        dataset=about.id,
        epoch=state.epoch,
        head=state.head,
        horizon=state.horizon,
        count=len(state.entries),
        root=state.root(),
        licence=about.licence,
        contact=about.contact,
        previous=state.previous,
    )
    before = dict(past.checkpoint) if past else {}
    if before.keys() - {"time", "expires"} == said.keys() and all(before[name] == said[name] for name in said):
        with suppress(ValueError, TypeError, KeyError):
            if now < datetime.fromisoformat(before["expires"]):
                return before
    return feed.timed(said, now, HOLDS)


def _read_checkpoint(file: Path) -> dict[str, Any]:
    """The checkpoint in a file; {} when there is none that can be used."""
    try:
        said = orjson.loads(file.read_bytes())
        numbers = all(type(said[name]) is int and said[name] >= 0 for name in ("head", "horizon"))
        return dict(said) if numbers and isinstance(said["epoch"], str) and said["epoch"] else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _read_dump(file: Path) -> Past | None:
    """What a dump holds; None when it is not there, or is not what its first line says that it is."""
    try:
        first, *lines = map(orjson.loads, gzip.decompress(file.read_bytes()).splitlines())
        entries = {
            (line["kind"], line["id"]): Entry(
                number=line["modified"],
                kind=line["kind"],
                id=line["id"],
                digest=digest(line["data"]),
                data=orjson.dumps(line["data"]),
            )
            for line in lines
        }
        state = _State(
            epoch=first["epoch"], head=first["head"], horizon=0, entries=tuple(entries.values()), previous=()
        )
        if state.root() != first["root"] or len(lines) != len(entries):
            return None
    except (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return Past(epoch=state.epoch, head=state.head, horizon=0, entries=entries, checkpoint={})
