"""Writes the pages in docs/reference/ from the code: python -m docs.reference"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import click

from docs import reference_conform, reference_items, reference_projections
from openhub import registry, spec
from openhub.cli.explain import reader_faults
from openhub.cli.main import openhub
from openhub.config import FILE_NAME, PREFIX, Settings
from openhub.formats import formats
from openhub.validate import engine, examples
from openhub.validate.rule import Rule

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
WIDTH = 80


def pages() -> dict[str, str]:
    """Every page by its file name."""
    written = {
        "rules": rules(),
        "settings": settings(),
        "commands": commands(),
        "formats": formats_page(),
        "codes": codes(),
        "conform": _page("Checks of a running publisher", *reference_conform.parts()),
        **reference_items.pages(),
        **reference_projections.pages(),
    }
    return {f"{name}.md": text for name, text in written.items()}


def _page(title: str, *parts: str) -> str:
    head = f"# {title}\n\n<!-- Written by `python -m docs.reference`. Do not edit. -->"
    return "\n\n".join([head, *(part for part in parts if part)]) + "\n"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _code(text: object) -> str:
    return f"`{text}`" if text not in ("", None) else ""


# Rules


def rules() -> str:
    found = {code: rule for code, rule, _ in engine.catalogue()}
    shape = {code: rule for code, rule in engine.codes().items() if code not in found}
    families = sorted({rule.family for rule in found.values()})
    return _page(
        "Rules",
        "Everything that can be reported about an item or a feed. `openhub explain CODE` says the same on the command line.",
        "An **error** keeps an item out of a hub; a **warning** asks for something better; **info** is a remark.",
        f"## What the rules find\n\n{len(found)} rules: what a schema cannot state. Each example is the first of its vectors in "
        "`spec/conformance/rules/`, with the other members left out.",
        *(
            part
            for family in families
            for part in (
                f"### {family.capitalize()}",
                *(_rule(code, rule) for code, rule in found.items() if rule.family == family),
            )
        ),
        "## What the schemas find",
        *(_rule(code, rule) for code, rule in sorted(shape.items())),
        "## What a reader finds",
        "Found while a feed is read, or when a hub accepts an item. A reader that maps another format also says "
        "what it put in or left out.",
        _table(
            ("code", "severity", "says", "remedy"),
            [(_code(code), f.severity, f.message, f.remedy) for code, f in reader_faults().items()],
        ),
    )


def _described(code: str, rule: Rule) -> str:
    facts = [rule.severity, rule.family, *([f"for {', '.join(rule.types)}"] if rule.types else [])]
    return "\n\n".join(
        [
            f"#### {code}",
            f"{', '.join(facts)}; requirement `{rule.anchor}`; since {rule.since}",
            engine.about(code),
            f"*Why it matters.* {rule.why}",
            f"*What to do.* {rule.remedy}",
        ]
    )


def _rule(code: str, rule: Rule) -> str:
    """What is said of a rule, with the first case that breaks it."""
    example = examples.bad(code)
    return "\n\n".join([_described(code, rule), *([_example(example)] if example else [])])


def _example(example: examples.Example) -> str:
    where = " and ".join(f"at `{pointer}`" if pointer else "for the item as a whole" for pointer in example.pointers)
    return f"*Example:* {example.description}; reported {where}.\n\n```json\n{example.text()}\n```"


# Settings

_KINDS = {str: "text", int: "whole number", float: "number", tuple[str, ...]: "list"}


def settings() -> str:
    kinds = get_type_hints(Settings)
    rows = [
        (
            _code(f.name),
            _KINDS[kinds[f.name]],
            _code(_toml(f.default)),
            _code(PREFIX + f.name.upper()),
            f.metadata["about"],
        )
        for f in fields(Settings)
    ]
    return _page(
        "Settings",
        f"A hub reads them once, when it starts: from `{FILE_NAME}` in its folder, then from the environment, which goes first. "
        "In the environment the entries of a list stand with a space or comma between them.",
        _table(("name", "kind", "if left out", "in the environment", "what it is"), rows),
    )


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# Commands


def commands() -> str:
    parts = (
        part
        for path, command in every_command()
        for part in (f"## {path}", f"```text\n{command_help(path, command)}\n```")
    )
    return _page("Commands", "What `--help` says of each.", *parts)


def every_command(command: click.Command = openhub, path: str = "openhub") -> Iterator[tuple[str, click.Command]]:
    """Each command with the words by which it is called, a group before its own."""
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from every_command(command.commands[name], f"{path} {name}")


def command_help(path: str, command: click.Command) -> str:
    """What `--help` prints, 80 characters wide."""
    context = click.Context(
        command, info_name=path, terminal_width=WIDTH, **{**openhub.context_settings, **command.context_settings}
    )
    return click.unstyle(command.get_help(context))


# Formats


def formats_page() -> str:
    rows = [(_code(name), form.about, ", ".join(_ways(form))) for name, form in sorted(formats().items())]
    return _page(
        "Formats",
        "A source's format is recognised when it is added. What could not be mapped from another format is in "
        "[the rules](rules.md#what-a-reader-finds).",
        _table(("name", "what it is", "can be"), rows),
    )


def _ways(form: object) -> list[str]:
    module = next(m for m in registry.modules("openhub.formats", "FORMAT") if m.FORMAT is form)
    return ["read", *(["written"] if hasattr(module, "write") else [])]


# Code lists


def codes() -> str:
    lists = {name: _scheme(f"codes/{name}.jsonld") for name in spec.code_lists()}
    return _page(
        "Code lists",
        "The values that members such as `participation` can have. Each list is a SKOS scheme in `schemas/codes/`, the themes in "
        f"`schemas/themes.jsonld`. The full name of a code is `{spec.NAMESPACE}codes/LIST#CODE`, of a theme "
        f"`{spec.NAMESPACE}themes#CODE`.",
        *(part for name, scheme in lists.items() for part in _list(name, scheme)),
        *_themes(_scheme("themes.jsonld")),
    )


def _scheme(name: str) -> dict[str, Any]:
    scheme: dict[str, Any] = json.loads((spec.folder() / name).read_text("utf-8"))
    return scheme


def _list(name: str, scheme: dict[str, Any]) -> tuple[str, ...]:
    about = scheme["definition"]["en"]
    defined = any("definition" in concept for concept in scheme["concepts"])
    rows = [
        (_code(c["notation"]), c["prefLabel"]["en"], *([c.get("definition", {}).get("en", "")] if defined else []))
        for c in scheme["concepts"]
    ]
    return (
        f"## {name}",
        f"*{scheme['prefLabel']['en']}.* {about}",
        _table(("code", "label", *(["meaning"] if defined else [])), rows),
    )


def _themes(scheme: dict[str, Any]) -> tuple[str, ...]:
    broader = {c["notation"]: c.get("broader", "").rpartition("#")[2] for c in scheme["concepts"]}
    rows = [(_code(c["notation"]), c["prefLabel"]["en"], _code(broader[c["notation"]])) for c in scheme["concepts"]]
    return "## themes", scheme["definition"]["en"], _table(("code", "label", "under"), rows)


def main() -> None:
    """Writes the pages, and takes away what is not one of them any more."""
    FOLDER.mkdir(exist_ok=True)
    written = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
