"""Judges a publisher: has it change things, reads its feed in between, and compares what was read with what is live."""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from openhub.conform.memory import Memory, Name
from openhub.conform.outcome import Case, Failure, lines
from openhub.conform.pages import Answer, answered, breach, digest_of, kept_seconds, wrong_status
from openhub.conform.program import Message, Program, short
from openhub.conform.reader import MOST_PAGES, Reader, Stopped

FEED = "https://goodgym.example/feed"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PAGE_SIZE = 500
CHECKPOINT_SECONDS = 60
CHECKPOINT = {
    "origin": str,
    "epoch": str,
    "head": int,
    "horizon": int,
    "count": int,
    "root": str,
    "time": str,
    "expires": str,
    "license": str,
    "contact": dict,
}
ORIGIN = re.compile(r"https?://[^\s/?#]+[^\s]*")
SAME_AS_LAST_PAGE = {"epoch": "feed-epoch", "horizon": "feed-horizon", "count": "feed-count", "root": "feed-one-root"}


def publishing(program: Program, case: Case) -> Iterator[Failure]:
    """All steps of a vector, up to the first after which something is wrong."""
    with tempfile.TemporaryDirectory(prefix="openhub-") as folder:
        trial = _Trial(program, case, folder)
        trial.open()
        for index, step in enumerate(case.vector["steps"]):
            name = next((name for name in step if name in _STEPS), "")
            with suppress(Stopped):
                _STEPS[name](trial, step)
            if any(not failure.advice for failure in trial.found):
                yield from (replace(f, where=f"step {index + 1} ({name}) {f.where}") for f in trial.found)
                return
        yield from trial.found


class _Trial:
    """One vector on its way."""

    def __init__(self, program: Program, case: Case, folder: str) -> None:
        self.program = program
        size = case.vector.get("page_size", PAGE_SIZE)
        self._open = {"do": "publish", "feed": FEED, "licence": LICENCE, "folder": folder, "page_size": size}
        self.requirements = case.requirements
        self.reader = Reader(self.get, FEED, level=case.level, page_size=size, licence=LICENCE)
        self.roots: dict[tuple[Any, ...], str] = {}
        self.origin = ""
        self.refused: set[Name] = set()
        self.deleted: dict[str, dict[Name, str]] = {}

    @property
    def memory(self) -> Memory:
        return self.reader.memory

    @property
    def found(self) -> list[Failure]:
        return self.reader.found

    def open(self) -> None:
        self.program.ask(self._open)

    def tell(self, do: str, **more: Any) -> Message:
        return self.program.ask({"do": do, **more})

    def change(self, do: str, **more: Any) -> None:
        """Tells something after which pages may be other than they were."""
        self.memory.bodies.clear()
        self.memory.unread = True
        self.tell(do, **more)

    def get(self, url: str) -> Answer:
        return answered(url, self.tell("get", url=url, headers={}))

    def miss(self, where: str, expected: str, came: str) -> None:
        """Takes note of something else than the vector expects."""
        remedy = "Compare what the vector tells you to do with what your feed then gives."
        failure = Failure(requirements=self.requirements, where=where, expected=expected, came=came, remedy=remedy)
        self.found.append(failure)


def _begin(trial: _Trial, step: dict[str, Any]) -> None:
    trial.tell("begin", transaction=step["begin"])


def _put(trial: _Trial, step: dict[str, Any]) -> None:
    put, name = step["put"], _name(step["put"])
    trial.memory.put.setdefault(name, set()).add(digest_of(put["data"]))
    if trial.tell("put", **put).get("refused") is True:
        trial.refused.add(name)
    else:
        trial.deleted.setdefault(put["transaction"], {})[name] = ""


def _delete(trial: _Trial, step: dict[str, Any]) -> None:
    delete = step["delete"]
    trial.deleted.setdefault(delete["transaction"], {})[_name(delete)] = delete.get("reason", "")
    trial.tell("delete", **delete)


def _name(of: dict[str, Any]) -> Name:
    return of["kind"], of["id"]


def _commit(trial: _Trial, step: dict[str, Any]) -> None:
    trial.memory.reasons |= trial.deleted.pop(step["commit"], {})
    trial.change("commit", transaction=step["commit"])


def _rollback(trial: _Trial, step: dict[str, Any]) -> None:
    trial.deleted.pop(step["rollback"], None)
    trial.tell("rollback", transaction=step["rollback"])


def _purge(trial: _Trial, step: dict[str, Any]) -> None:
    trial.reader.look()
    trial.memory.purged = trial.memory.highest
    trial.change("purge", through=trial.memory.highest)


def _backup(trial: _Trial, step: dict[str, Any]) -> None:
    trial.memory.backup, trial.memory.backup_reasons = frozenset(trial.memory.gone), dict(trial.memory.reasons)
    trial.tell("backup")


def _restore(trial: _Trial, step: dict[str, Any]) -> None:
    trial.memory.restored, trial.memory.reasons = True, dict(trial.memory.backup_reasons)
    trial.change("restore")


def _restart(trial: _Trial, step: dict[str, Any]) -> None:
    trial.memory.bodies.clear()
    trial.program.kill()
    trial.open()


def _wait(trial: _Trial, step: dict[str, Any]) -> None:
    time.sleep(step["wait"])


def _walk(trial: _Trial, step: dict[str, Any]) -> None:
    trial.reader.walk(start=step["walk"] == "start", pages=step.get("pages", MOST_PAGES))
    if "expected" in step:
        wrong = list(_unlike(trial, step["expected"]["live"]))
        if wrong:
            expected = ", ".join(item["id"] for item in step["expected"]["live"]) or "an empty feed"
            trial.miss(FEED, f"live: {expected}", lines(wrong))


def _unlike(trial: _Trial, live: list[dict[str, Any]]) -> Iterator[str]:
    held = trial.reader.held
    wanted = {_name(item): item for item in live}
    for name in sorted(wanted.keys() - held.keys()):
        yield f"{name[1]} is not in the feed{': its `put` was refused' if name in trial.refused else ''}"
    yield from (f"{name} is in the feed" for _, name in sorted(held.keys() - wanted.keys()))
    for name in sorted(wanted.keys() & held.keys()):
        if wanted[name].get("digest", held[name].digest) != held[name].digest:
            yield f"{name[1]} is in the feed in another version, with the digest {held[name].digest}"


def _get(trial: _Trial, step: dict[str, Any]) -> None:
    url, expected = FEED + step["get"], step["expected"]
    answer = trial.get(url)
    if answer.status != expected.get("status", answer.status):
        wrong = wrong_status("", answer, expected["status"])
        trial.found.append(replace(wrong, requirements=trial.requirements))
    elif "last" in expected:
        page = trial.reader.page(url)
        if expected["last"] is bool(page.entries):
            trial.miss(url, "the last page" if expected["last"] else "entries", short(answer.body))


def _checkpoint(trial: _Trial, step: dict[str, Any]) -> None:
    answer = answered("the checkpoint", {"status": 200, **trial.tell("checkpoint")})
    trial.found.extend(_about_checkpoint(trial, answer))


def _about_checkpoint(trial: _Trial, answer: Answer) -> Iterator[Failure]:
    where, view = answer.url, trial.reader.view
    seconds = kept_seconds(answer.headers.get("cache-control", ""))
    if seconds is None or seconds > CHECKPOINT_SECONDS:
        came = f"Cache-Control: {answer.headers.get('cache-control', 'none')}"
        yield breach("feed-checkpoint", where, came, f"Say Cache-Control: max-age={CHECKPOINT_SECONDS} or less.")
    try:
        said = orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        yield breach("feed-checkpoint", where, f"no JSON ({error}): {short(answer.body)}", "Answer with JSON.")
        return
    wrong = [
        name for name, kind in CHECKPOINT.items() if not isinstance(said, dict) or not isinstance(said.get(name), kind)
    ]
    if wrong:
        remedy = f"A checkpoint has {', '.join(CHECKPOINT)}."
        yield breach("feed-checkpoint", where, f"without a proper {', '.join(wrong)}: {short(answer.body)}", remedy)
        return
    if not _in_order(said["time"], said["expires"]):
        came = f"`time` {said['time']} and `expires` {said['expires']}"
        yield breach("feed-checkpoint", where, came, "Give both as date and time with an offset; it expires later.")
    yield from _as_given(trial, where, said)
    head, highest = said["head"], trial.memory.highest
    if head < highest or (head > highest and not trial.memory.unread):
        came = f"`head` is {head}, and the highest number that the feed has ever shown is {highest}"
        remedy = "Give the highest number ever given out, also when its entry is no longer there; 0 when none was."
        yield breach("feed-checkpoint", where, came, remedy)
    for name, requirement in SAME_AS_LAST_PAGE.items():
        if view and said[name] != getattr(view.last, name):
            came = f"`{name}` is {said[name]}, and {getattr(view.last, name)} on the last page"
            yield breach(requirement, where, came, "Take the last page and the checkpoint from the same state.")
    stated = trial.roots.setdefault((said["origin"], said["epoch"], said["head"]), said["root"])
    if stated != said["root"]:
        came = f"another root than before for epoch {said['epoch']} and head {said['head']}"
        yield breach("feed-one-root", where, came, "Raise `head` with every change.")


def _as_given(trial: _Trial, where: str, said: dict[str, Any]) -> Iterator[Failure]:
    """What does not change in a checkpoint: the licence that was given with `publish`, and the origin."""
    if said["license"] != LICENCE:
        came = f"`license` is {said['license']}, and {LICENCE} was given with `publish`"
        yield breach("feed-checkpoint", where, came, "Give the licence of the feed, as it is.")
    if not ORIGIN.fullmatch(said["origin"]):
        remedy = "Give the `id` of the dataset in its description: an address that begins with https:// or http://."
        yield breach("feed-checkpoint", where, f"`origin` is {said['origin']}", remedy)
    trial.origin = trial.origin or said["origin"]
    if said["origin"] != trial.origin:
        came = f"`origin` is {said['origin']}, and was {trial.origin} before"
        yield breach("feed-checkpoint", where, came, "Keep the `id` of the dataset for ever.")


def _in_order(time: str, expires: str) -> bool:
    try:
        return datetime.fromisoformat(time) < datetime.fromisoformat(expires)
    except (ValueError, TypeError):
        return False


_STEPS: dict[str, Callable[[_Trial, dict[str, Any]], None]] = {
    "begin": _begin,
    "put": _put,
    "delete": _delete,
    "commit": _commit,
    "rollback": _rollback,
    "walk": _walk,
    "get": _get,
    "purge": _purge,
    "backup": _backup,
    "restore": _restore,
    "restart": _restart,
    "checkpoint": _checkpoint,
    "wait": _wait,
}
