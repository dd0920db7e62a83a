"""The files of deploy/ parse, and every command in them is one that there is, with options that it has."""

import configparser
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from openhub.cli.main import openhub

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
FILES = sorted(file for file in DEPLOY.rglob("*") if file.is_file())


def commands(file: Path) -> Iterator[list[str]]:
    """Every `openhub …` in a file, in comments too, as its words."""
    for line in file.read_text("utf-8").splitlines():
        for found in re.finditer(
            r"(?:(?<![\w/.-])|(?<=/opt/openhub/venv/bin/))openhub (?:hub|harvest|source|export|import)\b[^&|#\"]*(?:\"[^\"]*\"[^&|#\"]*)*",
            line,
        ):
            yield shlex.split(found.group())[1:]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(DEPLOY)))
def test_its_commands_can_be_given(file: Path) -> None:
    for words in commands(file):
        command: click.Command = openhub
        while isinstance(command, click.Group):
            inner = command.get_command(click.Context(command), words.pop(0))
            assert inner, words
            command = inner
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word.partition("=")[0] for word in words if word.startswith("-")} <= known


def test_the_command_of_every_unit_and_service_is_ours() -> None:
    assert len([file for file in FILES if any(commands(file))]) >= 5


@pytest.mark.parametrize("file", [f for f in FILES if f.suffix == ".service"], ids=lambda f: f.name)
def test_a_unit_says_what_it_runs_as_whom_and_when(file: Path) -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # names of units have capitals
    unit.read(file, "utf-8")
    assert unit["Service"]["ExecStart"].startswith("/opt/openhub/venv/bin/openhub ")
    assert unit["Service"]["User"] == "openhub"
    assert unit["Install"]["WantedBy"] == "multi-user.target"


def test_no_file_has_the_password_of_a_database_in_an_address() -> None:
    """Where the hub is stands in its settings, so that every shell finds the same one; the password stands elsewhere."""
    for file in FILES:
        text = file.read_text("utf-8")
        assert not re.search(r"postgresql://[^@/\s]*:[^@/\s]*@", text), file
        assert "DATABASE_URL" not in text, file


def test_the_image_is_built_of_what_the_package_needs_and_not_of_what_git_leaves_out() -> None:
    left_out = set((ROOT / ".dockerignore").read_text("utf-8").splitlines())
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()}
    assert {line.removeprefix("**/") for line in left_out} >= ignored
    needed = {"src", "schemas", "spec", "README.md", "LICENSE", "pyproject.toml", "constraints.txt"}
    assert needed.isdisjoint(left_out)
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert "[postgres,gazetteer]" in image
    database = yaml.safe_load((DEPLOY / "many-machines" / "compose.yaml").read_text("utf-8"))["services"]["database"]
    assert f"postgresql-client-{database['image'].partition(':')[2].partition('-')[0]} " in image


@pytest.mark.parametrize("file", [f for f in FILES if f.suffix == ".yaml"], ids=lambda f: str(f.relative_to(DEPLOY)))
def test_services_are_built_from_this_checkout_or_pinned(file: Path) -> None:
    for service in yaml.safe_load(file.read_text("utf-8"))["services"].values():
        if "build" in service:
            assert (file.parent / service["build"]["context"] / service["build"]["dockerfile"]).exists()
        else:
            assert re.search(r":\d", service["image"])
