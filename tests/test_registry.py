"""The folder is the list: a rule, a format or a command takes part by being a file in its folder."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from openhub import formats, registry
from openhub.cli.main import openhub as commands
from openhub.validate import engine

PACKAGE = Path(__file__).parents[1] / "src" / "openhub"

LISTED: dict[tuple[str, str], Callable[[], set[str]]] = {
    ("validate/rules", "RULE"): lambda: {module.__name__.rpartition(".")[2] for _, _, module in engine.catalogue()},
    ("formats", "FORMAT"): lambda: {name.replace("-", "_") for name in formats.formats()},
    ("cli", "COMMAND"): lambda: {name.replace("-", "_") for name in commands.commands},
}


def declaring(folder: str, attribute: str) -> set[str]:
    """The public modules of a folder whose source gives the attribute a value, read without importing them."""
    files = [file for file in (PACKAGE / folder).glob("*.py") if not file.name.startswith("_")]
    return {
        file.stem
        for file in files
        if any(_declares(node, attribute) for node in ast.parse(file.read_text("utf-8")).body)
    }


def _declares(node: ast.stmt, attribute: str) -> bool:
    if isinstance(node, ast.FunctionDef):
        return node.name == attribute
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(target, ast.Name) and target.id == attribute for target in targets)


@pytest.mark.parametrize(("folder", "attribute"), LISTED)
def test_every_file_of_the_folder_takes_part(folder: str, attribute: str) -> None:
    assert declaring(folder, attribute) == LISTED[folder, attribute]()


def test_modules_are_found_by_name_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "some_parts"
    package.mkdir()
    for name, source in {
        "__init__": "",
        "second": "PART = 2",
        "first": "PART = 1",
        "shared": "OTHER = 3",
        "_hidden": "PART = 4",
        "notes.txt": "",
    }.items():
        (package / (name if "." in name else f"{name}.py")).write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    assert [module.PART for module in registry.modules("some_parts", "PART")] == [1, 2]


# A file dropped into the folder

A_RULE = '''
"""An item is called nothing in particular."""

from openhub.validate.rule import Rule

RULE = Rule(
    family="testing", severity="info", anchor="none", message="It is called {name}.", remedy="Name it.", why="It has to be found.",
    reads=("name",),
)


def check(document, at):
    return [("/name", {"name": document["name"]})] if document["name"] == "Something" else None
'''

A_FORMAT = '''
"""Items in a word."""

from openhub.formats.format import Format
from openhub.model.record import Page, Record

FORMAT = Format(
    name="word", about="One word.", recognises=lambda document: document == "word",
    read=lambda data, reading: Page(records=(Record(id="1", kind="Event", modified=0, data={"name": data.decode()}),)),
)
'''

A_COMMAND = '''
"""`openhub greet`: says hello."""

import click


@click.command("greet")
def COMMAND():
    """Say hello."""
    click.echo("hello")
'''


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str, str], None]]:
    """Adds a module to a package for the length of a test, as if its file were in the folder."""
    dropped: list[tuple[str, str]] = []

    def forget() -> None:
        registry.modules.cache_clear()
        engine.catalogue.cache_clear()

    def add(package: str, name: str, source: str) -> None:
        (tmp_path / f"{name}.py").write_text(source.lstrip())
        home = sys.modules[package]
        monkeypatch.setattr(home, "__path__", [*home.__path__, str(tmp_path)])
        dropped.append((package, name))
        forget()

    yield add
    for package, name in dropped:
        sys.modules.pop(f"{package}.{name}", None)
        vars(sys.modules[package]).pop(name, None)
    monkeypatch.undo()
    forget()


def test_a_rule_takes_part(drop: Callable[[str, str, str], None]) -> None:
    drop("openhub.validate.rules", "named_nothing", A_RULE)
    assert "named-nothing" in engine.codes()
    assert engine.about("named-nothing") == "An item is called nothing in particular."


def test_a_format_takes_part(drop: Callable[[str, str, str], None]) -> None:
    drop("openhub.formats", "word", A_FORMAT)
    assert formats.recognise(b'"word"') == "word"


def test_a_command_takes_part(tmp_path: Path) -> None:
    (tmp_path / "greet.py").write_text(A_COMMAND.lstrip())
    program = (
        "import sys, openhub.cli; openhub.cli.__path__.append(sys.argv.pop(1))\n"
        "from openhub.cli.main import main; main()"
    )
    run = [sys.executable, "-c", program, str(tmp_path)]
    assert "Say hello." in subprocess.run([*run, "--help"], capture_output=True, text=True, check=True).stdout
    assert subprocess.run([*run, "greet"], capture_output=True, text=True, check=True).stdout == "hello\n"
