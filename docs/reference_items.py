"""Writes the reference pages of items: one page a type with every member, and one page of the parts that members are made of."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from openhub import spec

EXAMPLES = Path(__file__).parents[1] / "examples" / "items"
NOTE = "<!-- Written by `python -m docs.reference`. Do not edit. -->"
WHEN = {
    "location": "required, unless it is online",
    "prices": "required when it is not free",
    "funding": "required while the stage is fundraising",
    "themes": "recommended",
    "license": "required here or for the whole feed",
}
EITHER = {"Space": {"openingHours": "required, or `schedule`", "schedule": "required, or `openingHours`"}}
NEVER = {"Plan": ("location", "prices")}


def pages() -> dict[str, str]:
    """The pages by name: items, one for each type, and parts."""
    return {"items": _index(), **{_page_name(name): _type(name) for name in spec.TYPES}, "parts": _parts()}


def _page_name(type_name: str) -> str:
    return f"item-{type_name.lower()}"


def _index() -> str:
    about = spec.schema("item")["$defs"]
    rows = (f"| [`{name}`]({_page_name(name)}.md) | {about.get(name, GROUP)['description']} |" for name in spec.TYPES)
    return _joined(
        "# Items",
        NOTE,
        "One page for each of the ten types, made from `schemas/item.schema.json`: every member, why it is there, an example, and how "
        "a resident sees it in a hub. What members are made of is in [parts](parts.md), the words to choose from in [codes](codes.md), "
        "and whole items are in [examples/items](../../examples/items). "
        "[The specification](../../spec/1-core.md) says what they must hold to.",
        "\n".join(["| type | what it is |", "| --- | --- |", *rows]),
    )


GROUP = {"description": "A club, choir or network that people can join."}


def _type(name: str) -> str:
    schema = spec.schema("item")
    members = {m: about for m, about in schema["properties"].items() if name in about.get("x-on", spec.TYPES)}
    needed = [m for m in members if _must(name, m).startswith("required")]
    own = [m for m in members if m not in needed and "x-on" in members[m]]
    shared = [m for m in members if m not in needed and m not in own]
    return _joined(
        f"# {name}",
        NOTE,
        f"{schema['$defs'].get(name, GROUP)['description']} Other types are in [items](items.md).",
        *_chapter("What it needs", name, needed),
        *_chapter(f"What only some types have, {name} among them", name, own),
        *_chapter("What any item can say", name, shared),
    )


def _must(type_name: str, member: str) -> str:
    """Whether the type has to have the member: in words that begin with "required" if it does, if only at times."""
    schema = spec.schema("item")
    if member in (*schema["required"], *schema["$defs"].get(type_name, {}).get("required", ())):
        return "required"
    if member in NEVER.get(type_name, ()):
        return ""
    return EITHER.get(type_name, {}).get(member) or WHEN.get(member, "")


def _chapter(title: str, type_name: str, members: list[str]) -> Iterator[str]:
    if members:
        yield f"## {title}"
    yield from (_member(type_name, member) for member in members)


def _member(type_name: str, name: str) -> str:
    about = spec.schema("item")["properties"][name]
    kind = f"always `{type_name}`" if name == "type" else _kind(about)
    facts = "; ".join(fact for fact in (_must(type_name, name), kind, _old(about)) if fact)
    sample = {name: _examples(type_name).get(name, about["examples"][0])}
    return _joined(
        f"### {name}",
        f"**{about['title']}** ({facts}). {about['description']}",
        f"*Why:* {about['x-why']}  \n*A resident sees it:* {_lower(about['x-shown'])}",
        f"```json\n{json.dumps(sample, ensure_ascii=False, indent=2)}\n```",
    )


@cache
def _examples(type_name: str) -> dict[str, Any]:
    """The members of the example items of a type, each from the first that has it."""
    documents = (json.loads(file.read_text("utf-8")) for file in sorted(EXAMPLES.glob("*.json"), reverse=True))
    return {m: value for document in documents if document["type"] == type_name for m, value in document.items()}


def _parts() -> str:
    return _joined(
        "# Parts",
        NOTE,
        "What the members of [items](items.md) are made of, from `schemas/parts.schema.json`.",
        *(_part(name, about) for name, about in spec.schema("parts")["$defs"].items()),
    )


def _part(name: str, about: dict[str, Any]) -> str:
    needed = about.get("required", ())
    rows = [
        f"| `{member}` | {'required; ' if member in needed else ''}{_kind(inner)} | {inner['title']}. {inner['description']} "
        f"| {_sample(inner)} |"
        for member, inner in about.get("properties", {}).items()
    ]
    table = ["| member | kind | what it is | for example |", "| --- | --- | --- | --- |", *rows]
    return _joined(f"## {name}", f"{about['title']}. {about['description']}", *(["\n".join(table)] if rows else []))


def _sample(about: dict[str, Any]) -> str:
    text = json.dumps(about["examples"][0], ensure_ascii=False).replace("|", "\\|")
    return f"`{text}`" if len(text) <= 80 else "see its kind"


def _kind(about: dict[str, Any]) -> str:
    """What kind of value it is, with a link to the part or the code list."""
    if "$ref" in about:
        return _link(about["$ref"])
    if "const" in about:
        return f"always `{about['const']}`"
    if "enum" in about:
        return "one of " + ", ".join(f"`{word}`" for word in about["enum"])
    kind = about.get("type", "anything")
    if kind == "array":
        return f"a list of {_kind(about.get('items', {}))}"
    kinds = [_WORDS[one] for one in ([kind] if isinstance(kind, str) else kind)]
    return " or ".join(kinds)


_WORDS = {
    "string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false", "object": "an object",
    "array": "a list", "anything": "anything",
}  # fmt: skip


def _link(reference: str) -> str:
    file, _, path = reference.partition("#")
    name = path.rpartition("/")[2]
    if file.startswith("codes"):
        return f"a code of [{name}](codes.md#{name})"
    page = "parts.md" if file.startswith("parts") else ""
    return f"[{name}]({page}#{name.lower()})"


def _old(about: dict[str, Any]) -> str:
    old = about.get("x-deprecated")
    return f"deprecated since {old['since']}, use `{old['use']}`" if old else ""


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _joined(*parts: str) -> str:
    return "\n\n".join(parts) + ("\n" if parts[0].startswith("# ") else "")
