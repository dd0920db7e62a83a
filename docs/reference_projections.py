"""Writes the reference page of the projections: what an item becomes in the terms of others, and what is lost."""

from collections.abc import Sequence
from typing import Any

from openhub.formats import project_table

NOTE = "<!-- Written by `python -m docs.reference`. Do not edit. -->"


def pages() -> dict[str, str]:
    """The page by its name."""
    return {"projections": _projections()}


def _projections() -> str:
    tables = [project_table.table(name) for name in project_table.profiles()]
    return _joined(
        "# Projections",
        NOTE,
        "What an item becomes in the terms of another vocabulary, and what is lost on the way. The tables are in "
        "`schemas/projections/`; `openhub convert` and a hub's `?profile=` use them. `Item` is the item itself, other names are "
        "parts of it.",
        *(part for table in tables for part in _projection(table)),
        "## How a table is read",
        *tables[0]["reading"],
    )


def _projection(table: dict[str, Any]) -> tuple[str, ...]:
    name = table["profile"]
    classes = [(_code(kind), _class(about)) for kind, about in table["types"].items()]
    entries = [(p, m, e) for p, about in table["parts"].items() for m, e in about["members"].items()]
    kept = [
        (_code(f"{p}.{m}"), _targets(e), e.get("note", e.get("used", "")))
        for p, m, e in entries
        if {"to", "used"} & e.keys()
    ]
    gone = {
        p
        for p, about in table["parts"].items()
        if all("lost" in e and "to" not in e for e in about["members"].values())
    }
    lost = [
        (
            _code(f"{one.part}.{one.member}"),
            "all" if one.types == tuple(table["types"]) else ", ".join(one.types),
            one.reason,
        )
        for one in project_table.lost(name)
        if one.part not in gone
    ]
    refused = [f"- {reason}" for reason in table["refusals"].values()]
    return (
        f"## {name}",
        f"*{table['title']}.* {table['about']}",
        _table(("type", "becomes"), classes),
        "An item is refused for one of these reasons:\n\n" + "\n".join(refused) if refused else "",
        f"### Where members go in {name}",
        _table(("member", "goes to", "note"), kept),
        f"### What is lost in {name}",
        _table(("member", "in items of type", "why"), lost),
        f"With the members that hold them, all of these parts are lost: {', '.join(_code(part) for part in sorted(gone))}.",
        f"### The ways of {name}",
        _table(("way", "what it does"), [(_code(way), about) for way, about in table["ways"].items()]),
    )


def _class(about: Any) -> str:
    return _code(about) if isinstance(about, str) else f"{_code(about['else'])}, or another by its `{about['member']}`"


def _targets(entry: dict[str, Any]) -> str:
    """One property for all types, or each property with its types; a lone dot is the node itself."""
    to = entry.get("to", "")
    if isinstance(to, str):
        return "the node itself" if to == "." else _code(to)
    by_target: dict[str, list[str]] = {}
    for kind, where in to.items():
        by_target.setdefault("the node itself" if where == "." else _code(where), []).append(kind)
    return "; ".join(f"{where} ({', '.join(kinds)})" for where, kinds in by_target.items())


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""
