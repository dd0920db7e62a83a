"""Makes an item ready to be published, or says why it cannot be."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from uuid import UUID

import orjson

from openhub.formats.strict_json import faults
from openhub.model.digest import digest
from openhub.model.fault import MAX_DEPTH, MAX_INTEGER, found
from openhub.model.finding import Finding, escaped

MAX_ID = 2_000  # schemas/parts.schema.json, Iri
MAX_KIND = 100
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ready:
    """An item with a canonical form; `data` is its JSON."""

    kind: str
    id: str
    data: str
    digest: str


@dataclass(frozen=True, slots=True)
class Aside:
    """An item that is not published, and why. `id` is "" when it cannot even be named."""

    id: str
    kind: str
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        first = self.findings[0]
        more = f" There are {len(self.findings)} findings." if len(self.findings) > 1 else ""
        return (
            f"{self.id or 'An item'} is put aside: {first.message} ({first.pointer or 'the item'}) {first.remedy}{more}"
        )


def ready(item: Any) -> Ready | Aside:
    """The item as it will be published. What breaks feed-canonical or item-json to item-size is put aside."""
    if not isinstance(item, dict):
        return _aside("", "", "", f"it is {_named(item)}, not a dict with a `type` and an `id`")
    kind, id_ = item.get("type"), item.get("id")
    for name, value, most in (("type", kind, MAX_KIND), ("id", id_, MAX_ID)):
        if not isinstance(value, str) or not 0 < len(value) <= most or _CONTROL.search(value):
            problem = f"its `{name}` is {_short(value)}; it must be a text of 1 to {most} characters"
            return _aside(_text(id_), _text(kind), f"/{name}", problem)
    assert isinstance(kind, str)
    assert isinstance(id_, str)
    wrong = list(_unfit(item, "", 1, id_))
    if wrong:
        return Aside(id_, kind, tuple(wrong))
    data = orjson.dumps(item)
    document = orjson.loads(data)  # what others will read: of a subclass of str, the str
    if wrong := faults(document, data, id_):
        return Aside(id_, kind, tuple(wrong))
    try:
        return Ready(document["type"], document["id"], data.decode(), digest(document))
    except ValueError as error:
        return _aside(id_, kind, "", f"it has no canonical form ({error})")


def broken(number: int, row: Any, fault: Exception) -> Aside:
    """What came of a row that could not be made an item; `number` is its place among the rows, from 1.

    Says which row, the class of the exception and where it was raised. Nothing else of either: rows have private columns.
    """
    where = _raised_at(fault.__traceback__)
    problem = f"{type(fault).__name__}{f' at {where}' if where else ''}"
    return _aside("", "", "", f"row {number}{_key(row)} could not be made an item ({problem})")


def _key(row: Any) -> str:
    """The `id` of a row when it is a number; a text could be anything, such as somebody's address."""
    names = getattr(row, "_mapping", row)
    try:
        key = names["id"] if hasattr(names, "keys") else names.id
    except Exception:  # rows of any kind, which may do anything when asked
        return ""
    return f", whose id is {key}," if type(key) in (int, UUID) else ""


def _raised_at(trace: TracebackType | None) -> str:
    """The line of the publisher's own file, not of what it called; "" when none of its lines was reached."""
    inner = trace.tb_next if trace else None
    file, line = inner.tb_frame.f_code.co_filename if inner else "", 0
    while inner:
        if inner.tb_frame.f_code.co_filename == file:
            line = inner.tb_lineno
        inner = inner.tb_next
    return f"{file}:{line}" if file else ""


def _unfit(value: Any, pointer: str, depth: int, id_: str) -> Iterator[Finding]:
    """What JSON cannot carry, or not so that every reader has the same. Ends at the first value nested too deep."""
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            yield _unreadable(pointer, id_, "it holds half of a character (a lone surrogate)")
    elif isinstance(value, bool) or value is None:
        pass
    elif isinstance(value, int | float):
        yield from _unfit_number(value, pointer, id_)
    elif isinstance(value, dict | list | tuple):
        if depth > MAX_DEPTH:
            yield found("nested-too-deep", pointer, id_)
            return
        for name, member in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(value, dict) and not isinstance(name, str):
                yield _unreadable(pointer, id_, f"the name {_short(name)} of a member is no text")
            elif isinstance(name, str):
                yield from _unfit(name, pointer, depth, id_)
                yield from _unfit(member, f"{pointer}/{escaped(name)}", depth + 1, id_)
            else:
                yield from _unfit(member, f"{pointer}/{name}", depth + 1, id_)
    else:
        hint = "; write .isoformat() behind it" if hasattr(value, "isoformat") else ""
        yield _unreadable(pointer, id_, f"{pointer} is {_named(value)}, which JSON does not have{hint}")


def _unfit_number(value: float, pointer: str, id_: str) -> Iterator[Finding]:
    if not math.isfinite(value):
        yield _unreadable(pointer, id_, f"{pointer} is {value}, which JSON does not have")
    elif abs(value) > MAX_INTEGER:
        yield found("number-too-large", pointer, id_)


def _unreadable(pointer: str, id_: str, problem: str) -> Finding:
    return found("unreadable-item", pointer, id_, problem=problem)


def _aside(id_: str, kind: str, pointer: str, problem: str) -> Aside:
    return Aside(id_, kind, (_unreadable(pointer, id_, problem),))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _named(value: Any) -> str:
    return f"a {type(value).__name__}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
