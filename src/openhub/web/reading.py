"""Reads a request by its parameters: strictly for machines; for people, keeping what is right and explaining the rest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from openhub.errors import UsageError
from openhub.web import values

MOST_TIMES = 50
SHOWN_TEXT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that may be asked. `read` turns its text into a value or raises ValueError; `must` says what it has to be.

    `choices` are all it may be; `many` that it may stand more than once; `machine` that only the API has it; `longest` how
    many characters it has at most. `advice` is what a person is told whose value, {}, is wrong.
    """

    name: str
    about: str
    must: str
    read: Callable[[str], Any]
    kind: str = "string"
    choices: Callable[[], Iterable[str]] | None = None
    many: bool = False
    machine: bool = False
    default: Any = None
    least: float | None = None
    most: float | None = None
    longest: int = values.MOST_TEXT
    advice: str = ""

    def schema(self) -> dict[str, Any]:
        """The parameter as JSON Schema."""
        found: dict[str, Any] = {"type": self.kind}
        if self.choices:
            found["enum"] = list(self.choices())
        if self.kind == "string" and not self.choices:
            found |= {"format": "date"} if self.read is values.day else {"maxLength": self.longest}
        found |= {
            k: v
            for k, v in (("minimum", self.least), ("maximum", self.most), ("default", self.default))
            if v is not None
        }
        return {"type": "array", "items": found} if self.many else found


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that cannot be: of which parameter, as it was given, and what to do about it."""

    name: str
    given: str
    advice: str


def read(parameters: Iterable[Parameter], asked: MultiDict[str, str]) -> dict[str, Any]:
    """The values asked for, by name. Raises UsageError that names the parameter and says what it must be.

    Empty ones count as not asked; names that do not exist are refused.
    """
    known = {p.name: p for p in parameters}
    if unknown := next((name for name in asked if name not in known), None):
        raise UsageError(
            f"There is no parameter called {_shown(unknown)}. There are: {', '.join(sorted(known))}.",
            parameter=_shown(unknown),
        )
    return {name: _value(p, _given(p, asked)) for name, p in known.items()}


def read_kindly(parameters: Iterable[Parameter], asked: MultiDict[str, str]) -> tuple[dict[str, Any], list[Wrong]]:
    """The values asked for that are right, by name, and what is wrong with the others; unknown names are passed over."""
    found: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for parameter in parameters:
        right: list[str] = []
        for text in _given(parameter, asked)[: MOST_TIMES if parameter.many else 1]:
            try:
                _one(parameter, text)
                right.append(text)
            except UsageError:
                wrong.append(Wrong(parameter.name, text, _advice(parameter, text)))
        found[parameter.name] = _value(parameter, right)
    return found, wrong


def _given(parameter: Parameter, asked: MultiDict[str, str]) -> list[str]:
    return [text for text in asked.getlist(parameter.name) if text != ""]


def _value(parameter: Parameter, given: list[str]) -> Any:
    if len(given) > (MOST_TIMES if parameter.many else 1):
        raise UsageError(
            f"The parameter {parameter.name} may stand only {f'{MOST_TIMES} times' if parameter.many else 'once'}.",
            parameter=parameter.name,
        )
    found = [_one(parameter, text) for text in given]
    if parameter.many:
        return tuple(dict.fromkeys(found))
    return found[0] if found else parameter.default


def _one(parameter: Parameter, text: str) -> Any:
    try:
        value = parameter.read(text)
        if parameter.choices and text not in parameter.choices():
            raise ValueError
        if parameter.least is not None and not parameter.least <= value <= (
            parameter.most if parameter.most is not None else value
        ):
            raise ValueError
    except ValueError as error:
        raise UsageError(
            f"The parameter {parameter.name} cannot be “{_shown(text)}”. It must be {_must(parameter)}.",
            parameter=parameter.name,
        ) from error
    return value


def _advice(parameter: Parameter, text: str) -> str:
    if parameter.advice:
        return parameter.advice.format(_shown(text))
    return f"“{_shown(text)}” does not work for “{parameter.name}”. It must be {_must(parameter)}."


def _must(parameter: Parameter) -> str:
    choices = list(parameter.choices()) if parameter.choices else []
    if choices and len(choices) <= 12:
        return f"one of {', '.join(choices)}"
    return parameter.must


def _shown(text: str) -> str:
    seen = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[: SHOWN_TEXT + 1])
    return seen if len(seen) <= SHOWN_TEXT else f"{seen[:SHOWN_TEXT]}…"
