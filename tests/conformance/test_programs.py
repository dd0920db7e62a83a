"""Whatever a program does, its vectors fail with what happened, the next ones go on, and nothing is left running."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openhub.conform.outcome import Case, Result
from openhub.conform.program import Broke, Program, Unsupported
from openhub.conform.runner import GROUPS, MOST_BROKEN, run
from openhub.conform.vectors import cases
from openhub.errors import UsageError

LINES = "import json, os, sys, time\nfor line in sys.stdin:\n    request = json.loads(line)\n"
RIGHT = """    print(json.dumps({"canonical": "{}", "digest": DIGEST}), flush=True)\n"""
DIGEST = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.fixture
def results(tmp_path: Path) -> Iterator[Any]:
    """Runs a program that has this body for each line, over cases of one group."""
    programs: list[Program] = []

    def tried(body: str, some: list[Case], timeout_seconds: float = 20) -> list[Result]:
        file = tmp_path / "program.py"
        file.write_text(f"DIGEST = {DIGEST!r}\n{LINES}{body}", "utf-8")
        programs.append(Program(f"{sys.executable} {file}", timeout_seconds))
        return list(run(programs[-1], some))

    yield tried
    for program in programs:
        program.kill()


def digest_cases(count: int = 1) -> list[Case]:
    """The text {} with its digest, so often."""
    vector = {"requirements": ["feed-digest"], "about": "The same again."}
    data = {"text": "{}", "expected": {"canonical": "{}", "digest": DIGEST}}
    common = {"group": "digests", "file": "same.json", "requirements": ("feed-digest",), "vector": vector}
    return [Case(**common, name=str(number), data=data) for number in range(count)]


def case_of(group: str, file: str) -> list[Case]:
    return [case for case in cases(group) if case.file == file]


def came(result: Result) -> str:
    assert result.verdict == "failed", result
    return result.failures[0].came


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("    sys.exit(7)\n", "it ended with exit code 7 instead of answering"),
        ("    os.kill(os.getpid(), 11)\n", "it ended with the signal 11"),
        ("    raise SystemError('no such table')\n", "Its last words: SystemError: no such table"),
        ("    print('Ready.', flush=True)\n", "it answered with a line that is no JSON: Ready."),
        ("    print('[1]', flush=True)\n", "it answered with [1], which is no JSON object"),
        ("    print('{\"count\": NaN}', flush=True)\n", "is no JSON"),
        ("    print('[' * 5000, flush=True)\n", "is no JSON"),
        ("    sys.stdout.buffer.write(b'\"\\xff\"\\n'); sys.stdout.flush()\n", "is no JSON"),
        ("    os.close(1); time.sleep(60)\n", "its output closed"),
    ],
)
def test_a_program_that_breaks_says_how(results: Any, body: str, words: str) -> None:
    (result,) = results(body, digest_cases())
    assert words in came(result)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("    time.sleep(60)\n", "it did not answer within 0.5 seconds"),
        ("    print('{', end='', flush=True); time.sleep(60)\n", "it did not answer within 0.5 seconds"),
        ("    os.system('sleep 60')\n", "it did not answer within 0.5 seconds"),
    ],
)
def test_a_silent_program_is_killed(results: Any, body: str, words: str) -> None:
    (result,) = results(body, digest_cases(), 0.5)
    assert words in came(result)


def test_a_program_that_does_not_read_is_killed(tmp_path: Path) -> None:
    program = Program(f"{sys.executable} -c 'import time; time.sleep(60)'", 0.5)
    with pytest.raises(Broke, match="did not read what it was sent"):
        program.send({"do": "digest", "text": "x" * 1_000_000})


def test_a_killed_program_leaves_nothing_behind(tmp_path: Path) -> None:
    note = tmp_path / "child"
    program = Program(f"sh -c 'sleep 60 & echo $! > {note}; wait'", 1)
    with pytest.raises(Broke):
        program.ask({"do": "digest", "text": "{}"})
    status = Path(f"/proc/{int(note.read_text())}/status")
    while status.exists() and "State:\tZ" not in status.read_text():  # it was killed, and needs a moment to be gone
        time.sleep(0.01)


def test_the_next_vector_begins_with_a_new_program(results: Any) -> None:
    once = f"    seen = globals().get('seen', 0) + 1\n    if seen == 2: sys.exit(1)\n{RIGHT}"
    assert [r.verdict for r in results(once, digest_cases(4))] == ["passed", "failed", "passed", "failed"]


def test_a_program_that_always_breaks_is_given_up(results: Any) -> None:
    found = results("    sys.exit(1)\n", digest_cases(6))
    assert [r.verdict for r in found] == ["failed"] * MOST_BROKEN + ["not tried"] * 3
    assert found[-1].reason == "the program broke 3 times in a row"


def test_what_is_not_supported_is_not_tried(results: Any) -> None:
    (result,) = results("    print('{\"unsupported\": true}', flush=True)\n", digest_cases())
    assert (result.verdict, result.reason) == ("not tried", "the program does not support `digest`")


def test_a_wrong_answer_is_shown_beside_the_right_one(results: Any) -> None:
    (result,) = results('    print(\'{"canonical": "{ }"}\', flush=True)\n', digest_cases())
    assert came(result).splitlines() == [
        '/canonical: "{}" was expected, "{ }" came',
        f'/digest: "{DIGEST}" is missing',
    ]


def test_a_validator_that_finds_nothing_overlooks_the_guilty_texts(results: Any) -> None:
    found = results(
        "    print('{\"findings\": []}', flush=True)\n",
        case_of("texts", "guilty.json") + case_of("texts", "innocent.json"),
    )
    assert [r.verdict for r in found] == ["failed", "passed"]
    assert "was not found in" in came(found[0])


def test_a_validator_that_cries_wolf_refuses_the_innocent_texts(results: Any) -> None:
    body = """    print(json.dumps({"findings": [{"code": "cry-wolf", "severity": "error", "pointer": "/description"}]}), flush=True)\n"""
    (result,) = results(body, case_of("texts", "innocent.json"))
    assert "cry-wolf was found in" in came(result)


def test_a_check_that_finds_too_much_and_too_little(results: Any) -> None:
    body = """    print(json.dumps({"findings": [{"code": "end-before-start", "severity": "error", "pointer": "/name"}]}), flush=True)\n"""
    result = results(body, case_of("rules", "end-before-start.json")[:1])[0]
    assert came(result).splitlines() == [
        "end-before-start at /endDate was not found",
        "end-before-start at /name was found",
    ]


@pytest.mark.parametrize("answer", [{}, {"findings": 1}, {"findings": [1]}, {"findings": [{"code": "x"}]}])
def test_a_check_without_proper_findings(results: Any, answer: Any) -> None:
    result = results(f"    print({json.dumps(answer)!r}, flush=True)\n", case_of("rules", "end-before-start.json")[:1])[
        0
    ]
    assert "has no proper" in came(result)


# Harvests


def test_a_harvester_that_asks_for_ever(results: Any) -> None:
    body = """
    while True:
        print(json.dumps({"get": request["feed"], "fresh": False}), flush=True)
        sys.stdin.readline()
"""
    result = results(body, case_of("harvests", "first-harvest.json"))[0]
    assert "it asked more than 2,000 times in one run" in came(result)


def test_a_harvester_that_is_to_be_killed_and_never_asks(results: Any) -> None:
    body = """    print(json.dumps({"state": "complete", "items": [], "put_aside": []}), flush=True)\n"""
    result = results(body, case_of("harvests", "killed-between-pages.json"))[0]
    assert "without asking for" in came(result)


def test_a_harvester_that_holds_something_else(results: Any) -> None:
    body = """
    item = {"kind": "Group", "id": "https://goodgym.example/areas/hackney", "modified": 4, "digest": ""}
    print(json.dumps({"state": "complete", "items": [item, item], "put_aside": ["x"]}), flush=True)
"""
    result = results(body, case_of("harvests", "first-harvest.json"))[0]
    assert came(result).splitlines()[:4] == [
        "the state is complete",
        "Group https://goodgym.example/areas/camden is missing",
        "Group https://goodgym.example/areas/hackney is held",
        "Group https://goodgym.example/areas/hackney is held",
    ]


# Any answer


class Babbler:
    """A program that answers anything."""

    last_words = ""

    def __init__(self, answers: list[Any]) -> None:
        self._answers = answers

    def send(self, message: Any) -> None:
        pass

    def receive(self, asked: str) -> Any:
        if not self._answers:
            raise Broke("it ended")
        answer = self._answers.pop()
        if answer.get("unsupported") is True:
            raise Unsupported(asked)
        return answer

    def ask(self, request: Any) -> Any:
        return self.receive(request["do"])

    def kill(self) -> None:
        pass


CASES = {group: [case for case in cases(group) if case.file != "stable.json"] for group in GROUPS}  # that one waits
PAGE = {"items": [], "next": "https://goodgym.example/feed", "license": "x", "openhub": {"horizon": 0, "epoch": "1"}}
words = st.sampled_from(
    [
        "get",
        "items",
        "next",
        "state",
        "kind",
        "id",
        "modified",
        "data",
        "openhub",
        "findings",
        "code",
        "digest",
        "x",
        "",
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2**54) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
    max_leaves=8,
)
pages = st.dictionaries(st.sampled_from([*PAGE, "x"]), values, max_size=4).map(
    lambda more: json.dumps({**PAGE, **more})
)
answers = st.dictionaries(words, values, max_size=4) | st.fixed_dictionaries(
    {
        "status": st.sampled_from([200, 404, 0, "200"]),
        "headers": st.just({"Content-Type": "application/json"}) | values,
        "body": pages | values,
    }
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), said=st.lists(answers, min_size=1, max_size=8))
def test_no_answer_makes_the_runner_fall(data: st.DataObject, said: list[Any]) -> None:
    group = data.draw(st.sampled_from([group for group in CASES if CASES[group]]))
    case = data.draw(st.sampled_from(CASES[group]))
    (result,) = run(Babbler(said), [case])  # type: ignore[arg-type]
    assert result.verdict in ("passed", "failed", "not tried")


# Used wrongly


@pytest.mark.parametrize("command", ["", "'", "/nowhere/program"])
def test_a_command_that_is_none(command: str) -> None:
    with pytest.raises(UsageError):
        Program(command, 1).ask({"do": "digest", "text": "{}"})
