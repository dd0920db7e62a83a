"""The documents of the corpus, by part, and what the validator finds in them."""

import hashlib
import json
import os
import textwrap
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from examples.platforms import serve
from openhub import spec
from openhub.errors import UnreadableDocument
from openhub.formats import Reading, read
from openhub.validate.engine import Validator
from openhub.validate.surroundings import At

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).with_name("expected.json")
DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
REAL_NOW = datetime(2020, 1, 2, 12, tzinfo=UTC)  # when the real feeds were fetched
SITE = "http://127.0.0.1:8001"
LONDON = ZoneInfo("Europe/London")
MOST_NEWLY_INVALID = 0.01

Part = dict[str, Any]


# The documents


def items() -> Iterator[Any]:
    for file in sorted((ROOT / "examples" / "items").glob("*.json")):
        yield json.loads(file.read_text("utf-8"))


def platforms() -> Iterator[Any]:
    for platform in serve.PLATFORMS:
        yield from json.loads(json.dumps(platform.items(DAY, SITE)))


def vectors() -> Iterator[Any]:
    """Every document of the vectors for validators. There are more with each rule, and those are nobody's that became invalid."""
    for group in ("documents", "rules"):
        for vector in spec.vectors(group).values():
            for case in vector["cases"]:
                yield from case.get("documents", [case["document"]] if "document" in case else [])
    for vector in spec.vectors("texts").values():
        for text in vector["texts"]:
            yield vector["items"][text.get("item", "event")] | {"description": text["text"]}


def real() -> Iterator[Any]:
    """The items of real feeds, as a hub takes them."""
    folder = os.environ.get("OPENHUB_REAL_DATA")
    for file in sorted(Path(folder).rglob("*.json")) if folder else []:
        try:
            _, page = read(file.read_bytes(), Reading(origin="https://feed.example/items", zone=LONDON))
        except UnreadableDocument:
            continue
        yield from (record.data for record in page.records if record.data is not None)


PARTS = {"items": (items, NOW), "platforms": (platforms, NOW), "vectors": (vectors, NOW), "real": (real, REAL_NOW)}


# What is found


@cache
def _validator() -> Validator:
    return Validator()


@cache
def found(name: str) -> Part:
    """How many documents the part has, how often each code is found in them, and which of them are valid; {} when there are none."""
    documents, now = PARTS[name]
    at = At(now=now, home=LONDON, defaults=frozenset({"license"}))
    counts, valid, total = Counter[str](), set[str](), 0
    for document in documents():
        findings = _validator().check(document, at)
        counts.update(f"{finding.severity} {finding.code}" for finding in findings)
        total += 1
        if not any(finding.severity == "error" for finding in findings):
            valid.add(mark(document))
    return {"documents": total, "findings": dict(sorted(counts.items())), "valid": sorted(valid)} if total else {}


def mark(document: Any) -> str:
    """Eight letters by which a document is known again."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def newly_invalid(name: str) -> dict[str, list[str]]:
    """The errors that are found now in documents which were valid when the file was written: code and documents."""
    documents, now = PARTS[name]
    at = At(now=now, home=LONDON, defaults=frozenset({"license"}))
    valid = set(expected().get(name, {}).get("valid", ()))
    wrong: dict[str, list[str]] = {}
    for document in documents():
        if mark(document) not in valid:
            continue
        for code in {f.code for f in _validator().check(document, at) if f.severity == "error"}:
            wrong.setdefault(code, []).append(str(document.get("id")) if isinstance(document, dict) else mark(document))
    return wrong


# What is expected


@cache
def expected() -> dict[str, Part]:
    if not EXPECTED.exists():
        return {}
    parts: dict[str, Part] = json.loads(EXPECTED.read_text("utf-8"))
    return {name: part | {"valid": " ".join(part["valid"]).split()} for name, part in parts.items()}


def written(parts: dict[str, Part]) -> str:
    """The file, with many marks on a line."""
    lined = {n: part | {"valid": textwrap.wrap(" ".join(part["valid"]), 120)} for n, part in sorted(parts.items())}
    return json.dumps(lined, indent=1) + "\n"


def changes(before: Part, after: Part) -> list[str]:
    """What is found more often, or less, in words."""
    then, now = before.get("findings", {}), after.get("findings", {})
    more = {name: now.get(name, 0) - then.get(name, 0) for name in sorted({*then, *now})}
    return [
        f"{name}: {abs(by)} {'more' if by > 0 else 'fewer'} ({now.get(name, 0)})" for name, by in more.items() if by
    ]
