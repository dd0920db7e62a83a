"""The wheel: built, installed in an empty environment, and used from another folder."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import openhub

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "items" / "01-project-dirt.json"


def run(*words: object, folder: Path, fails: bool = False) -> subprocess.CompletedProcess[str]:
    """Runs a program without anything of this environment's own Python; what it says is shown when it goes wrong."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "OPENHUB_"))
    }
    done = subprocess.run([str(word) for word in words], cwd=folder, env=environment, capture_output=True, text=True)
    assert fails or done.returncode == 0, f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done


def pip(*words: object, folder: Path) -> None:
    run(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words, folder=folder)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--wheel-dir", folder, ROOT, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it needs, and nothing else."""
    home = tmp_path_factory.mktemp("empty") / "environment"
    venv.create(home, with_pip=False, symlinks=True)
    folder = home / "bin"
    pip("--python", folder / "python", "install", "--constraint", ROOT / "constraints.txt", wheel, folder=home)
    return folder


def shipped(top: Path, to: str) -> set[str]:
    """The files under a folder of the checkout, as the wheel should name them."""
    files = (
        file for file in top.rglob("*") if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc"
    )
    return {
        f"{to}/{file.relative_to(top).as_posix()}"
        for file in files
        if not any(part.startswith(".") for part in file.parts[-2:])
    }


def test_wheel_holds_the_code_the_data_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {
        *shipped(ROOT / "src" / "openhub", "openhub"),
        *shipped(ROOT / "schemas", "openhub/schemas"),
        *shipped(ROOT / "spec", "openhub/standard"),
    }
    assert held == expected
    for part in (
        "schemas/item.schema.json",
        "schemas/codes/status.jsonld",
        "standard/2-feed.md",
        "standard/conformance/rules/end-before-start.json",
        "hub/london.csv",
        "stores/migrations/sqlite/0001_first.sql",
        "web/templates/base.html",
        "web/static/openhub.css",
    ):
        assert f"openhub/{part}" in held


def test_wheel_is_the_one_that_runs(programs: Path, tmp_path: Path) -> None:
    where = run(
        programs / "python",
        "-c",
        "import openhub, openhub.spec as s; print(openhub.__file__, s.folder())",
        folder=tmp_path,
    )
    assert all(Path(path).is_relative_to(programs.parent) for path in where.stdout.split())


def test_version(programs: Path, tmp_path: Path) -> None:
    assert run(programs / "openhub", "--version", folder=tmp_path).stdout.split()[-1] == openhub.__version__


def test_validates_an_example(programs: Path, tmp_path: Path) -> None:
    assert "0 errors" in run(programs / "openhub", "validate", EXAMPLE, folder=tmp_path).stdout


def test_finds_a_fault(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "damaged.json").write_text(EXAMPLE.read_text("utf-8").replace('"Project"', '"Projct"', 1), "utf-8")
    done = run(programs / "openhub", "validate", "damaged.json", folder=tmp_path, fails=True)
    assert done.returncode == 1
    assert "unknown-type" in done.stdout


def test_tries_a_program_with_the_vectors_it_holds(programs: Path, tmp_path: Path) -> None:
    program = f"{programs / 'python'} {ROOT / 'examples' / 'harvester_from_spec.py'}"
    done = run(programs / "openhub", "conformance", "--program", program, "--only", "feed-root", folder=tmp_path)
    assert "digests: " in done.stdout
    assert "failed" not in done.stdout


def test_makes_a_hub_with_pages(programs: Path, tmp_path: Path) -> None:
    run(programs / "openhub", "hub", "init", "here", folder=tmp_path)
    program = (
        "import os; os.environ['OPENHUB_FOLDER'] = 'here'\n"
        "from openhub.cli._serving import app\n"
        "client = app().test_client()\n"
        "print(*(client.get(path).status_code for path in ('/', '/static/openhub.css', '/openapi.json')))"
    )
    assert run(programs / "python", "-c", program, folder=tmp_path).stdout.split() == ["200", "200", "200"]
