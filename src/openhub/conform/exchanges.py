"""Judges of the groups in which each request has one right answer: check, digest, root, describe, project."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from openhub.conform.outcome import Case, Failure, differences, lines, shown
from openhub.conform.program import Message, Program, member
from openhub.errors import UsageError
from openhub.model.digest import canonical

NOW = "2026-11-22T09:00:00Z"
ZONE = "Europe/London"
AROUND = ("hosts", "defaults", "visits", "activities", "postcodes")
"""What a case may say that a validator knows besides the documents."""

MOST_MISSES = 3
"""Of what guilty texts must give, a validator may overlook this much."""


def rules(program: Program, case: Case) -> Iterator[Failure]:
    """One rule: the findings with its code."""
    found = _findings(program, case)
    yield from _compared(case, [(f["code"], f["pointer"]) for f in found if f["code"] == case.vector["rule"]])


def documents(program: Program, case: Case) -> Iterator[Failure]:
    """The shape: all errors."""
    found = _findings(program, case)
    yield from _compared(case, [(f["code"], f["pointer"]) for f in found if f["severity"] == "error"])


def texts(program: Program, case: Case) -> Iterator[Failure]:
    """Words: no error in what is harmless, and hardly anything overlooked in what is not."""
    items, refused, missed = case.data["items"], list[str](), list[str]()
    for text in case.data["texts"]:
        if (name := text.get("item", "event")) not in items:
            raise UsageError(f"{case.group}/{case.file} is no vector: it has no item {name!r} among its `items`.")
        document = items[name] | {"description": text["text"]}
        found = _found(program, {"do": "check", "documents": [document], "feed": False, "now": NOW, "zone": ZONE})
        there = {f["code"] for f in found if f["pointer"] == "/description"}
        missed += [
            f"{code} was not found in {shown(text['text'])}" for code in text.get("finds", ()) if code not in there
        ]
        errors = [] if "finds" in text else sorted({f["code"] for f in found if f["severity"] == "error"})
        refused += [f"{code} was found in {shown(text['text'])}" for code in errors]
    if refused:
        yield Failure(requirements=case.requirements, expected="no error in a harmless text", came=lines(refused))
    if len(missed) > MOST_MISSES:
        wanted = f"at most {MOST_MISSES} of the codes overlooked, and {len(missed)} were"
        yield Failure(requirements=case.requirements, expected=wanted, came=lines(missed))


def digests(program: Program, case: Case) -> Iterator[Failure]:
    """Texts and their digests, or sets and their roots."""
    do, name = ("digest", "text") if "text" in case.data else ("root", "items")
    request = {"do": do, name: case.data[name]}
    yield from _answered(program, case, request, case.data["expected"])


def discovery(program: Program, case: Case) -> Iterator[Failure]:
    """Descriptions, and what is read out of them."""
    request = {"do": "describe", "address": case.data["address"], "document": case.data["document"]}
    yield from _answered(program, case, request, case.data["expected"])


def projections(program: Program, case: Case) -> Iterator[Failure]:
    """Items, and the same in the words of others."""
    data, expected = case.data, case.data["expected"]
    around = {"profile": case.vector["profile"], "now": data.get("now", NOW), "zone": data.get("zone", ZONE)}
    request = {"do": "project", **around, "document": data["document"]}
    yield from _answered(program, case, request, expected if "refused" in expected else {"document": expected})


def _findings(program: Program, case: Case) -> list[dict[str, str]]:
    data = case.data
    request: Message = {"do": "check", "feed": "documents" in data, "now": data.get("now", NOW), "zone": ZONE}
    request |= {name: data[name] for name in AROUND if name in data}
    if "text" in data or "parts" in data:
        request["text"] = data["text"] if "text" in data else "".join(map(_part, data["parts"]))
    else:
        request["documents"] = data["documents"] if "documents" in data else [data["document"]]
    return _found(program, request)


def _found(program: Program, request: Message) -> list[dict[str, str]]:
    found: list[dict[str, str]] = member(program.ask(request), "findings", list)
    for finding in found:
        for name in ("code", "severity", "pointer"):
            member(finding if isinstance(finding, dict) else {}, name, str)
    return found


def _part(part: Any) -> str:
    return part if isinstance(part, str) else part["repeat"] * part["times"]


def _compared(case: Case, came: list[tuple[str, str]]) -> Iterator[Failure]:
    wanted = Counter((e["code"], e["pointer"]) for e in case.data["expected"])
    found = Counter(came)
    if wanted != found:
        wrong = [f"{_place(*one)} was not found" for one in (wanted - found).elements()]
        wrong += [f"{_place(*one)} was found" for one in (found - wanted).elements()]
        expected = ", ".join(_place(*one) for one in sorted(wanted.elements())) or "nothing to be found"
        remedy = "The document stands in that file, in the case with this description."
        yield Failure(requirements=case.requirements, expected=expected, came=lines(wrong), remedy=remedy)


def _place(code: str, pointer: str) -> str:
    return f"{code} at {pointer or 'the top'}"


def _answered(program: Program, case: Case, request: Message, expected: Message) -> Iterator[Failure]:
    answer = program.ask(request)
    came = {name: answer[name] for name in answer if name in expected} or answer
    if _form(came) != _form(expected):
        yield Failure(
            requirements=case.requirements,
            expected=shown(expected),
            came=lines(list(differences(expected, came))),
            remedy=f"It was asked: {shown(request)}",
        )


def _form(value: Any) -> bytes:
    """The same for equal JSON, whether a number is written 1 or 1.0."""
    try:
        return canonical(value)
    except ValueError:
        return repr(value).encode()
