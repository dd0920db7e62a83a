"""What is written is true: generated pages are current, links lead somewhere, and commands that are shown exist."""

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from docs import reference
from openhub import config, spec
from openhub.cli.main import openhub
from openhub.formats import formats
from openhub.validate import engine

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md"), *(ROOT / "spec").rglob("*.md")])

FENCE = re.compile(r"^(```+|~~~+)[^\n]*\n(.*?)^\1[^\n]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
NAMED = re.compile(r"<[^>]+\b(?:id|name)=\"([^\"]+)\"|\{#([^}\s]+)\}")
WORD = re.compile(r"\*\*([^*]+)\*\*")


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=name_of)


# The reference


@cache
def written() -> dict[str, str]:
    return reference.pages()


@pytest.mark.parametrize("name", written())
def test_reference_is_current(name: str) -> None:
    file = DOCS / "reference" / name
    assert file.exists(), "run `make reference`"
    assert file.read_bytes() == written()[name].encode(), "run `make reference`"


def test_reference_has_no_other_page() -> None:
    assert {file.name for file in (DOCS / "reference").glob("*.md")} == set(written())


def headings(name: str) -> list[str]:
    return HEADING.findall(FENCE.sub("", (DOCS / "reference" / name).read_text("utf-8")))


def first_cells(name: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", (DOCS / "reference" / name).read_text("utf-8"), re.MULTILINE)


def test_every_rule_is_in_the_reference() -> None:
    assert [code for code in engine.codes() if headings("rules.md").count(code) != 1] == []


def test_every_code_that_is_reported_is_in_the_reference() -> None:
    """Read from the source in the plainest way, so that what the generator overlooks is seen."""
    said = {
        code
        for file in (ROOT / "src").rglob("*.py")
        for code in re.findall(r"found\(\s*\"([a-z0-9-]+)\"", file.read_text("utf-8"))
    }
    assert said - engine.codes().keys() - set(first_cells("rules.md")) == set()
    assert "duplicate-member" in said


def test_every_setting_is_in_the_reference_and_says_what_it_is() -> None:
    assert first_cells("settings.md") == [f.name for f in fields(config.Settings)]
    assert [f.name for f in fields(config.Settings) if not f.metadata["about"].endswith(".")] == []


def test_settings_left_out_are_as_the_reference_says(tmp_path: Path) -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| [\w ]+ \| `([^`]*)` \|", (DOCS / "reference" / "settings.md").read_text("utf-8"), re.MULTILINE
    )
    (tmp_path / config.FILE_NAME).write_text("\n".join(f"{name} = {value}" for name, value in rows), "utf-8")
    assert len(rows) == len(fields(config.Settings))
    assert config.load(tmp_path, {}) == config.Settings()


@pytest.mark.parametrize("path", [path for path, one in reference.every_command() if isinstance(one, click.Group)])
def test_a_group_says_in_one_whole_line_what_each_of_its_commands_does(path: str) -> None:
    """At the width of the narrowest terminal."""
    shown = reference.command_help(path, dict(reference.every_command())[path]).partition("Commands:")[2]
    assert [line for line in shown.splitlines() if line.endswith("...")] == []
    assert shown.count(".\n") or shown.endswith(".")


def test_every_command_is_in_the_reference() -> None:
    assert headings("commands.md")[1:] == [path for path, _ in reference.every_command()]


def test_every_format_and_code_list_is_in_the_reference() -> None:
    assert first_cells("formats.md") == sorted(formats())
    assert headings("codes.md")[1:] == [*spec.code_lists(), "themes"]


def test_every_member_of_an_item_is_explained_for_each_type_that_may_have_it() -> None:
    for name in spec.TYPES:
        members = spec.schema("item")["properties"]
        expected = {m for m, about in members.items() if name in about.get("x-on", spec.TYPES)}
        assert set(headings(f"item-{name.lower()}.md")) >= expected, name


@pytest.mark.parametrize("file", sorted((ROOT / "examples" / "items").glob("*.json")), ids=lambda file: file.stem)
def test_what_an_example_says_is_explained_for_its_type(file: Path) -> None:
    document = json.loads(file.read_text("utf-8"))
    assert set(document) - set(headings(f"item-{document['type'].lower()}.md")) == set()


def test_every_part_is_in_the_reference() -> None:
    assert headings("parts.md")[1:] == list(spec.schema("parts")["$defs"])


# Links


def links(page: Path) -> Iterator[str]:
    """Where a page's relative links lead."""
    text = re.sub(r"`[^`\n]+`", "", FENCE.sub("", page.read_text("utf-8")))
    for inline, defined in LINK.findall(text):
        target = inline or defined
        if not re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
            yield target


@cache
def anchors(page: Path) -> frozenset[str]:
    """What can stand after # in a link to a page: its headings, as GitHub names them, and its own names."""
    text = FENCE.sub("", page.read_text("utf-8"))
    plain = [re.sub(r"[`*]|\{#.*\}", "", heading).strip().lower() for heading in HEADING.findall(text)]
    slugs = [re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain]
    numbered = {f"{slug}-{n}" for slug, count in Counter(slugs).items() for n in range(1, count)}
    return frozenset({*slugs, *numbered, *(a or b for a, b in NAMED.findall(text))})


@EACH_PAGE
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


# Commands


def shown_commands(text: str) -> Iterator[list[str]]:
    """The words of each `openhub` command in fenced blocks, without what the shell does with its output."""
    for _, block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            if (line := line.strip().removeprefix("$ ")).startswith("openhub "):
                words = shlex.split(line, comments=True)
                ends = (n for n, word in enumerate(words) if re.fullmatch(r"\d?[<>|&;]+.*", word))
                yield words[1 : next(ends, len(words))]


def parse(words: list[str], command: click.Command = openhub, name: str = "openhub") -> None:
    """Raises a click.ClickException when the words are not a command with its options and arguments."""
    try:
        context = command.make_context(name, list(words), **openhub.context_settings)
    except click.exceptions.Exit:  # --help and --version end here
        return
    with context:  # and what an option has set is as before
        if isinstance(command, click.Group):
            rest = [*getattr(context, "_protected_args", ()), *context.args]  # click 9 puts both into args
            inner, sub, after = command.resolve_command(context, rest)
            assert sub is not None
            parse(after, sub, f"{name} {inner}")


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent != DOCS / "reference"], ids=name_of)
def test_commands_that_are_shown_exist(page: Path) -> None:
    wrong = []
    for words in shown_commands(page.read_text("utf-8")):
        try:
            parse(words)
        except click.ClickException as error:
            wrong.append(f"openhub {shlex.join(words)}: {error.format_message()}")
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "openhub valdate x",
        "openhub validate --fast x",
        "openhub source add",
        "openhub hub",
        "openhub hub init --name",
        "openhub --fast rules",
    ],
)
def test_a_wrong_command_is_seen(line: str) -> None:
    (words,) = shown_commands(f"```sh\n$ {line} | less\n```\n")
    with pytest.raises(click.ClickException):
        parse(words)


@pytest.mark.parametrize(
    "line",
    [
        "openhub --version",
        "openhub -h",
        "openhub validate a.json - > out 2>&1",
        "openhub source add https://a.example/ # so",
    ],
)
def test_a_right_command_is_left_alone(line: str) -> None:
    (words,) = shown_commands(f"```sh\n{line}\n```\n")
    parse(words)


# Words and decisions


def test_glossary_has_one_entry_for_a_word() -> None:
    entries = [line for line in (DOCS / "glossary.md").read_text("utf-8").splitlines() if line.startswith("- ")]
    words = [word.casefold() for entry in entries for word in WORD.findall(entry)]
    assert [entry for entry in entries if not re.fullmatch(r"- \*\*.+\*\* .+\. \[.+\]", entry)] == []
    assert [word for word, count in Counter(words).items() if count > 1] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    files = sorted(file for file in (DOCS / "decisions").glob("*.md") if file.name != "README.md")
    numbers = [int(file.name[:4]) for file in files]
    assert all(after == before + 1 for before, after in pairwise([0, *numbers]))
    assert [file.name for file in files if not file.read_text("utf-8").startswith(f"# {int(file.name[:4])}. ")] == []
