"""Judges a harvester: plays the network for it, kills it where a vector says so, and looks at what it holds in the end."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from openhub.conform.outcome import Case, Failure, lines, shown
from openhub.conform.program import Broke, Message, Program, member

MOST_ASKED = 2_000
NOT_THERE = {"status": 404, "body": ""}


def harvests(program: Program, case: Case) -> Iterator[Failure]:
    """All runs of a vector, with one folder, up to the first that goes wrong."""
    with tempfile.TemporaryDirectory(prefix="openhub-") as folder:
        for index, run in enumerate(case.vector["runs"]):
            where = f"run {index + 1} of {len(case.vector['runs'])}"
            asked, end = _run(program, {"feed": case.vector["feed"], "folder": folder}, run)
            wrong = list(_wrong(run, asked, end))
            if wrong:
                yield Failure(
                    requirements=case.requirements,
                    where=where,
                    expected=_wanted(run),
                    came=lines(wrong),
                    remedy=f"In this run it asked for: {', then '.join(asked) or 'nothing'}.",
                )
                return


def _run(program: Program, of: Message, run: dict[str, Any]) -> tuple[list[str], Message | None]:
    """The addresses that were asked for, and the last answer; None when the program was killed before."""
    network = _Network(run)
    confirmed = {"confirmed": True} if run.get("confirmed") else {}
    answer = program.ask({"do": "harvest", **of, "now": run["now"], **confirmed})
    while "get" in answer:
        address = member(answer, "get", str)
        network.asked.append(address)
        if address == run.get("killed_at"):
            program.kill()
            return network.asked, None
        if len(network.asked) > MOST_ASKED:
            program.kill()
            raise Broke(f"it asked more than {MOST_ASKED:,} times in one run, the last time for {address}")
        program.send(network.answer(address, fresh=answer.get("fresh") is True))
        answer = program.receive("harvest")
    return network.asked, answer


class _Network:
    """What is between a harvester and a publisher during one run."""

    def __init__(self, run: dict[str, Any]) -> None:
        self.asked: list[str] = []
        self._answers = {a: list(said) if isinstance(said, list) else [said] for a, said in run["answers"].items()}
        self._cache = run.get("cache", {})

    def answer(self, address: str, *, fresh: bool) -> Message:
        """What comes back, as a line for the program."""
        if address in self._cache and not fresh:
            return _line(self._cache[address])
        said = self._answers.get(address, [NOT_THERE])
        return _line(said.pop(0) if len(said) > 1 else said[0])


def _line(said: dict[str, Any]) -> Message:
    status = said.get("status", 200)
    if not status:
        return {"status": 0}
    body = json.dumps(said["page"], ensure_ascii=False) if "page" in said else said.get("body", "")
    return {"status": status, "headers": {"Content-Type": "application/json", **said.get("headers", {})}, "body": body}


def _wanted(run: dict[str, Any]) -> str:
    if "expected" not in run:
        return f"that it asks for {run['killed_at']}, where it is killed"
    return f"the state {run['expected']['state']} and {len(run['expected']['items'])} items"


def _wrong(run: dict[str, Any], asked: list[str], end: Message | None) -> Iterator[str]:
    if end is not None and "expected" in run:
        expected = run["expected"]
        if (state := member(end, "state", str)) != expected["state"]:
            yield f"the state is {state}"
        yield from _items(expected["items"], member(end, "items", list))
        yield from _ids(expected["put_aside"], member(end, "put_aside", list))
    elif end is not None:
        yield f"it ended in the state {end.get('state')} without asking for {run['killed_at']}"
    if "asked" in run and asked != run["asked"]:
        yield f"it should have asked for: {', then '.join(run['asked'])}"


def _items(expected: list[dict[str, Any]], came: list[Any]) -> Iterator[str]:
    for item in came:
        if not isinstance(item, dict) or not {"kind", "id", "modified", "digest"} <= item.keys():
            yield f"an item without kind, id, modified or digest: {shown(item)}"
            return
    wanted = {_name(item): item for item in expected}
    count = Counter(map(_name, came))
    yield from (f"{name} is missing" for name in wanted if name not in count)
    for item in came:
        name = _name(item)
        if name not in wanted:
            yield f"{name} is held"
        elif count[name] > 1:
            yield f"{name} is held {count[name]} times"
        elif wrong := [part for part in ("modified", "digest") if item[part] != wanted[name][part]]:
            yield f"{name} has another {' and '.join(wrong)}: {', '.join(str(item[part]) for part in wrong)}"


def _name(item: dict[str, Any]) -> str:
    return f"{item['kind']} {item['id']}"


def _ids(expected: list[str], came: list[Any]) -> Iterator[str]:
    wanted, found = Counter(expected), Counter(map(str, came))
    yield from (f"{one} was not put aside" for one in (wanted - found).elements())
    yield from (f"{one} was put aside" for one in (found - wanted).elements())
