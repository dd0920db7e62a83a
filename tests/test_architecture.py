"""The layers and the doors of OpenHub, as data, and every line of it held against them."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "openhub"

# A module may import from the rows above its own. Those in one row do not import each other. The package itself, which gives
# programs a way in, is of the last row; what it needs it imports late.
ROWS = (
    ("errors",),
    ("config", "spec", "registry", "model"),
    ("formats", "validate", "stores", "fetch"),
    ("hub", "publish"),
    ("harvest", "web", "conform"),
    ("cli",),
)
MAY_IMPORT = {name: tuple(n for above in ROWS[:row] for n in above) for row, names in enumerate(ROWS) for name in names}


@dataclass(frozen=True, slots=True)
class Door:
    """Something from outside: the imports that bring it in, the names that use it, and where in openhub they may stand."""

    name: str
    imports: tuple[str, ...]
    places: tuple[str, ...]
    names: tuple[str, ...] = ()


# Where a database is spoken to: a hub's own store, and the toolkit's tables in a publisher's database.
DATABASES = ("stores", "publish.tables", "publish.transactions")

DOORS = (
    Door("Flask", ("flask", "flask_wtf", "flask_limiter", "werkzeug", "jinja2"), ("web", "publish.flask")),
    Door("SQL", ("sqlite3", "sqlalchemy", "alembic", "psycopg", "psycopg2", "psycopg_pool"), DATABASES),
    Door("outgoing HTTP", ("urllib3", "socket", "http.client", "urllib.request"), ("fetch",)),
    Door("HTTP that checks no address", ("requests", "httpx", "aiohttp"), ()),
    Door("JSON Schema", ("jsonschema", "jsonschema_rs"), ("validate",)),
    Door("RDF", ("rdflib", "pyoxigraph", "pyshacl"), ("formats",)),
    Door(
        "printing and exit codes",
        ("click", "rich", "argparse"),
        ("cli", "publish.commands"),  # those of `flask openhub`
        (
            "print",
            "input",
            "exit",
            "quit",
            "SystemExit",
            "sys.exit",
            "os._exit",
            "sys.stdin",
            "sys.stdout",
            "sys.stderr",
        ),
    ),
    Door("a store other than by its contract", ("openhub.stores",), ("stores", "cli")),
    Door(
        "import by name",
        ("importlib.import_module", "pkgutil"),
        ("registry",),
        ("importlib.import_module", "__import__"),
    ),
)
CONTRACT = "openhub.stores.contract"

# Values know nothing of files and clocks; both are handed to them.
NOT_IN_MODEL = ("os", "io", "pathlib", "shutil", "tempfile", "subprocess", "logging", "time")
NOT_IN_MODEL_NAMES = ("open", "date.today", "datetime.now", "datetime.utcnow", "datetime.today")

NAMELESS = ("utils", "helpers", "common", "manager", "misc")


def modules() -> dict[str, Path]:
    """Every module of openhub by its dotted name, without "openhub." in front; the package itself is ""."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


MODULES = modules()
EACH_MODULE = pytest.mark.parametrize("module", MODULES, ids=lambda name: name or "openhub")


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every import of a module, wherever it stands, as line and dotted name. A relative one begins with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that is read, as line and name: `print`, or `sys.exit` for a member of a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.lineno, f"{node.value.id}.{node.attr}"


def within(name: str, tops: tuple[str, ...]) -> bool:
    return any(name == top or name.startswith(f"{top}.") for top in tops)


def breaches(module: str, source: str) -> list[str]:
    """What breaks the tables in the source of a module, each as line and words."""
    tree = ast.parse(source)
    found = [*_relative(tree), *_layers(module, tree), *_doors(module, tree), *_model(module, tree)]
    return [f"{line}: {words}" for line, words in sorted(set(found))]


def _relative(tree: ast.AST) -> Iterator[tuple[int, str]]:
    return ((line, f"imports {name}; write the whole name") for line, name in imported(tree) if name.startswith("."))


def _layers(module: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    own = _layer(module)
    for line, name in imported(tree):
        other = name.removeprefix("openhub.").partition(".")[0]
        if not name.startswith("openhub.") or other.startswith("__") or other in (own, *MAY_IMPORT[own]):
            continue
        yield line, f"imports {name}; {own} may import only {', '.join(MAY_IMPORT[own]) or 'nothing'} of openhub"


def _doors(module: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for door in DOORS:
        if within(module.replace("__main__", "cli"), door.places):
            continue
        where = " and ".join(f"openhub.{place}" for place in door.places) or "nowhere"
        for line, name in imported(tree):
            if within(name, door.imports) and not within(name, (CONTRACT,)):
                yield line, f"imports {name}; {door.name} belongs in {where}"
        for line, name in (*imported(tree), *named(tree)):
            if name in door.names:
                yield line, f"uses {name}; {door.name} belongs in {where}"


def _model(module: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    if not within(module, ("model",)):
        return
    yield from (
        (line, f"imports {name}; model has no I/O and no clock")
        for line, name in imported(tree)
        if within(name, NOT_IN_MODEL)
    )
    yield from (
        (line, f"uses {name}; model has no I/O and no clock")
        for line, name in named(tree)
        if name in NOT_IN_MODEL_NAMES
    )


def _layer(module: str) -> str:
    return {"": "cli", "__main__": "cli"}.get(module, module.partition(".")[0])


@EACH_MODULE
def test_module_keeps_to_its_layer_and_its_doors(module: str) -> None:
    file = MODULES[module]
    assert _layer(module) in MAY_IMPORT, f"{file.relative_to(ROOT)} is in none of the layers {', '.join(MAY_IMPORT)}"
    found = breaches(module, file.read_text("utf-8"))
    assert not found, "\n".join(["", *(f"{file.relative_to(ROOT)}:{breach}" for breach in found)])


@EACH_MODULE
def test_module_begins_with_one_sentence(module: str) -> None:
    where = MODULES[module].relative_to(ROOT)
    docstring = ast.get_docstring(ast.parse(MODULES[module].read_text("utf-8")))
    assert docstring, f"{where} does not say what it is for"
    first = docstring.partition("\n\n")[0]
    assert first.endswith("."), f"{where} does not begin with a sentence: {first}"
    assert ". " not in first, f"{where} begins with more than one sentence: {first}"


def test_every_idea_has_a_name() -> None:
    nameless = [
        str(file.relative_to(ROOT)) for module, file in MODULES.items() if set(module.split(".")) & set(NAMELESS)
    ]
    assert not nameless, f"{', '.join(nameless)}: what has no home has no name yet"


@pytest.mark.parametrize(
    ("module", "source", "words"),
    [
        ("hub.hub", "from openhub.web import app", "hub may import only"),
        ("hub.hub", "from openhub import publish", "hub may import only"),
        ("hub.hub", "def late():\n    import openhub.harvest.run", "2: imports openhub.harvest.run"),
        ("hub.hub", "if TYPE_CHECKING:\n    from openhub.web.app import create_app", "2: imports openhub.web.app"),
        ("hub.hub", "from openhub.stores.sqlite import STORE", "by its contract"),
        ("web.app", "from openhub.stores import sqlite", "by its contract"),
        ("formats.rpde", "from openhub.fetch.door import Door", "formats may import only"),
        ("errors", "from openhub import spec", "errors may import only nothing"),
        ("hub.hub", "from . import index", "write the whole name"),
        ("publish.feed", "from flask import Blueprint", "openhub.web and openhub.publish.flask"),
        ("hub.hub", "import sqlite3", "SQL belongs"),
        ("publish.changefeed", "from sqlalchemy import select", "SQL belongs"),
        ("harvest.run", "from http import client", "outgoing HTTP"),
        ("harvest.run", "from urllib.request import urlopen", "outgoing HTTP"),
        ("fetch.door", "import requests", "nowhere"),
        ("formats.rpde", "import jsonschema_rs", "openhub.validate"),
        ("publish.feed", "import rdflib.namespace", "openhub.formats"),
        ("hub.hub", "print(1)", "uses print"),
        ("hub.hub", "import sys\nsys.exit(1)", "2: uses sys.exit"),
        ("hub.hub", "from sys import exit as stop", "uses sys.exit"),
        ("hub.hub", "raise SystemExit(1)", "uses SystemExit"),
        ("validate.engine", "import importlib\nimportlib.import_module('openhub.web')", "openhub.registry"),
        ("model.query", "now = datetime.now(UTC)", "no clock"),
        ("model.query", "from pathlib import Path", "no I/O"),
    ],
)
def test_breach_is_seen(module: str, source: str, words: str) -> None:
    found = breaches(module, source)
    assert any(words in breach for breach in found), found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("hub.hub", "from openhub.stores.contract import Store\nfrom openhub.stores import contract"),
        ("hub.hub", "from openhub import __version__, formats\nimport openhub.validate.engine"),
        ("hub.hub", "from openhub.hub import index\nfrom urllib.parse import urlsplit\nfrom http import HTTPStatus"),
        ("publish.flask", "from flask import Blueprint"),
        ("cli.hub", "import click\nfrom openhub.stores.sqlite import STORE\nprint(1)"),
        ("__main__", "from openhub.cli.main import main"),
        ("errors", "class OpenHubError(Exception):\n    exit_code = 4"),
    ],
)
def test_good_code_is_left_alone(module: str, source: str) -> None:
    assert breaches(module, source) == []


# Importing

IMPORT_ALL = """
import importlib, os, sys

own = tuple(sys.argv[1].split(os.pathsep))
loud = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "subprocess.Popen", "os.system", "os.mkdir",
        "os.remove", "os.rename", "sqlite3.connect"}

def guard(event, arguments):
    if event in loud:
        raise RuntimeError(f"{event}{arguments[-1:]}")
    if event == "open":
        path, mode, flags = arguments
        if (mode and set(mode) & set("wax+")) or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise RuntimeError(f"writes {path}")
        if isinstance(path, str) and path.startswith(own) and not path.endswith((".py", ".pyc")):
            raise RuntimeError(f"reads {path}")

sys.addaudithook(guard)
for name in sys.argv[2:]:
    try:
        importlib.import_module(name)
    except Exception as error:
        print(f"{name}: {error!r}")
"""


def test_importing_does_nothing() -> None:
    """No module asks the network or a database, starts a program, writes a file, or reads the project's own data."""
    names = [f"openhub.{module}".rstrip(".") for module in MODULES if module != "__main__"]
    own = f"{PACKAGE}:{ROOT / 'schemas'}"
    done = subprocess.run([sys.executable, "-B", "-c", IMPORT_ALL, own, *names], capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_importing_the_package_brings_in_nothing_of_it() -> None:
    program = "import sys, openhub; print(*[name for name in sys.modules if name.startswith('openhub.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    heavy = ("flask", "granian", "sqlite3", "urllib3", "jsonschema_rs", "rdflib", "sqlalchemy")
    program = f"import sys, openhub.cli.main; print(*[name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
