"""The action, the pre-commit hook and the GitLab template: their very commands are run, on a good feed and on a bad one."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import make

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
GITLAB = yaml.safe_load((ROOT / "examples" / "ci" / "gitlab.yml").read_text("utf-8"))["openhub-validate"]
WORKFLOW = yaml.safe_load((ROOT / "examples" / "ci" / "github.yml").read_text("utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]
EXPRESSION = re.compile(r"\$\{\{ *([^}]+?) *\}\}")

GOOD = make.event(license=make.LICENCE, startDate="2099-12-05T14:00:00+00:00", endDate="2099-12-05T16:00:00+00:00")
BAD = GOOD | {"endDate": "2099-12-05T10:00:00+00:00"}
SHOULD = GOOD | {"themes": None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publisher's checkout."""
    for name, item in {"good": GOOD, "bad": BAD, "should": {n: v for n, v in SHOULD.items() if v is not None}}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps([item], indent=2), "utf-8")
    (tmp_path / "two words.json").write_text(json.dumps([GOOD | {"id": "https://club.example/2"}]), "utf-8")
    (tmp_path / "profile.json").write_bytes((ROOT / "examples" / "profiles" / "camden.json").read_bytes())
    return tmp_path


def shell(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a script as a runner does: by bash, ending at the first command that fails."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "OPENHUB_"))
    }
    words = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(words, cwd=folder, env=clean | environment, capture_output=True, text=True)


def step(step: dict[str, Any], folder: Path, runner: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Runs a step of the action with these inputs, the others as they are when left out."""
    inputs = {name: str(about.get("default", "")) for name, about in ACTION["inputs"].items()}
    values = {
        f"inputs.{name}": value for name, value in (inputs | {n.replace("_", "-"): v for n, v in given.items()}).items()
    }
    values["github.action_path"] = str(ROOT)
    environment = {name: EXPRESSION.sub(lambda m: values[m[1]], text) for name, text in step["env"].items()}
    return shell(step["run"], folder, RUNNER_TEMP=str(runner), **environment)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner's own folder, in which the action has installed OpenHub."""
    home = tmp_path_factory.mktemp("runner")
    done = shell(
        INSTALL["run"],
        home,
        RUNNER_TEMP=str(home),
        ACTION=str(ROOT),
        VERSION="",
        PIP_CONSTRAINT=str(ROOT / "constraints.txt"),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return home


def path_with(runner: Path) -> str:
    return f"{runner / 'openhub' / 'bin'}:{os.environ['PATH']}"


# GitHub


def test_no_input_is_put_into_a_script() -> None:
    """A feed's name with a quote in it would be run; in the environment it is only a value."""
    for one in (INSTALL, CHECK):
        assert not EXPRESSION.search(one["run"])
        assert one["shell"] == "bash"


def test_the_action_has_the_inputs_that_it_uses() -> None:
    used = {name for one in (INSTALL, CHECK) for text in one["env"].values() for name in EXPRESSION.findall(text)}
    assert used - {"github.action_path"} == {f"inputs.{name}" for name in ACTION["inputs"]}
    assert [name for name, about in ACTION["inputs"].items() if about.get("required")] == ["feed"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"feed": "good.json"}, 0),
        ({"feed": "bad.json"}, 1),
        ({"feed": "good.json\nbad.json\n"}, 1),
        ({"feed": "good.json\ntwo words.json"}, 0),
        ({"feed": "bad.json", "fail_on": "never"}, 0),
        ({"feed": "should.json"}, 0),
        ({"feed": "should.json", "fail_on": "warning"}, 1),
        ({"feed": "should.json", "profile": "profile.json"}, 1),
        ({"feed": "missing.json"}, 3),
        ({"feed": "--help"}, 3),
        ({"feed": "good.json", "profile": "missing.json"}, 2),
    ],
)
def test_the_action_ends_as_the_feed_deserves(runner: Path, folder: Path, given: dict[str, str], code: int) -> None:
    done = step(CHECK, folder, runner, **given)
    assert done.returncode == code, done.stdout + done.stderr


def test_the_action_marks_the_line(runner: Path, folder: Path) -> None:
    done = step(CHECK, folder, runner, feed="bad.json")
    line = next(n for n, text in enumerate((folder / "bad.json").read_text().splitlines(), 1) if '"endDate"' in text)
    assert f"::error file=bad.json,line={line}" in done.stdout


def test_the_action_writes_sarif(runner: Path, folder: Path) -> None:
    step(CHECK, folder, runner, feed="bad.json", sarif="openhub.sarif")
    (run,) = json.loads((folder / "openhub.sarif").read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"] if result["level"] == "error"] == ["end-before-start"]


def test_the_action_keeps_to_a_baseline(runner: Path, folder: Path) -> None:
    openhub = runner / "openhub" / "bin" / "openhub"
    made = shell(f"{openhub} validate bad.json --baseline known.json --update-baseline", folder)
    assert (folder / "known.json").exists(), made.stdout + made.stderr
    assert step(CHECK, folder, runner, feed="bad.json", baseline="known.json").returncode == 0


def test_the_example_gives_inputs_that_the_action_has() -> None:
    given = [one["with"] for one in WORKFLOW["jobs"]["validate"]["steps"] if one["uses"].startswith("openhub/")]
    assert len(given) == 1
    assert given[0].keys() <= ACTION["inputs"].keys()


# pre-commit


@pytest.mark.parametrize(("files", "code"), [("good.json", 0), ("bad.json", 1), ("good.json bad.json", 1)])
def test_the_hook_ends_as_the_files_deserve(runner: Path, folder: Path, files: str, code: int) -> None:
    assert (HOOK["id"], HOOK["language"]) == ("openhub-validate", "python")
    assert all(re.search(HOOK["files"], name) for name in files.split())
    done = shell(f"{HOOK['entry']} {' '.join(HOOK.get('args', []))} {files}", folder, PATH=path_with(runner))
    assert done.returncode == code, done.stdout + done.stderr


# GitLab


def gitlab(runner: Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = GITLAB["variables"] | {"OPENHUB_PACKAGE": str(ROOT)} | variables
    return shell("\n".join(GITLAB["script"]), folder, PATH=path_with(runner), **environment)


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"OPENHUB_FEED": "good.json"}, 0),
        ({"OPENHUB_FEED": "good.json bad.json"}, 1),
        ({"OPENHUB_FEED": "should.json", "OPENHUB_PROFILE": "profile.json", "OPENHUB_FAIL_ON": "error"}, 1),
    ],
)
def test_the_template_ends_as_the_feed_deserves(
    runner: Path, folder: Path, variables: dict[str, str], code: int
) -> None:
    done = gitlab(runner, folder, **variables)
    assert done.returncode == code, done.stdout + done.stderr
    for report in GITLAB["artifacts"]["reports"].values():
        assert (folder / report).stat().st_size > 0
    found = json.loads((folder / GITLAB["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert bool(found) == bool(code)


def test_the_template_shows_its_reports_also_when_the_job_fails() -> None:
    assert GITLAB["artifacts"]["when"] == "always"
