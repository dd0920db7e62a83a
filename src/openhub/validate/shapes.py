"""The words for what a schema finds: one code for each way a value can have the wrong shape."""

import difflib
import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import jsonschema_rs

from openhub import spec
from openhub.model.finding import Change
from openhub.validate import advice, members
from openhub.validate.near import MOST_LETTERS, near
from openhub.validate.shape_codes import CODES

Described = tuple[str, dict[str, Any]]
Failure = Any
"""A jsonschema_rs.ValidationError: the members of its kind differ by keyword, which its type does not say."""


_CONSEQUENCES = {
    "id": "It cannot be told from others.",
    "name": "A resident would see no title.",
    "description": "A resident would not know what it is.",
    "url": "A resident would have no page to go to.",
    "startDate": "A resident would not know when to come.",
    "timeZone": "The time of day could be read an hour wrong.",
    "schedule": "A resident would not know when to come.",
    "openingHours": "A resident would not know when it is open.",
    "location": "A resident would not know where it is.",
    "organizer": "A resident would not know who is behind it.",
    "themes": "It would not be found under any theme.",
    "license": "Others would not know whether they may show it.",
    "expires": "It would be shown long after it is gone.",
    "mode": "A resident would not know whether it is given, lent or shared.",
    "item": "A resident would not know what it is about.",
    "roles": "A resident would not know what they could do.",
    "matchPurpose": "A resident would not know what people are matched for.",
    "stage": "A resident would not know how far it has come.",
    "purpose": "Nobody could tell what the plan is for.",
    "steps": "Nobody could follow the plan.",
    "materials": "Nobody would know what to bring.",
    "prices": "A resident would not know what it costs.",
    "funding": "A resident would not know what is being raised.",
}

_CONSEQUENCES_WITHIN = {
    "precision": "Nobody could tell how exact the place may be shown, and a home could be given away.",
    "organizer/name": "A resident would not know who is behind it.",
    "allergenInformation": "Somebody with an allergy could be harmed.",
    "alt": "Somebody who cannot see the picture would not know what it shows.",
    "joinMethod": "A resident would not know how to join.",
    "restrictionReason": "Whoever is kept out is owed the reason.",
}

_FORMATS = {
    "date-time": "a date and time with its offset, such as 2027-01-13T18:45:00+00:00",
    "date": "a date such as 2027-01-13",
    "time": "a time of day such as 18:45:00",
    "duration": "a length of time such as PT1H30M or P4D",
    "uri": "a whole web address such as https://example.org/page",
    "iri": "a whole web address such as https://example.org/page",
    "uri-reference": "a web address",
    "email": "an e-mail address",
    "idn-email": "an e-mail address",
    "uuid": "a UUID",
    "regex": "a regular expression",
}

_KINDS = {
    "object": "an object in curly brackets", "array": "a list in square brackets", "string": "text in quotation marks",
    "number": "a number", "integer": "a whole number", "boolean": "true or false", "null": "null",
}  # fmt: skip


def described(error: Failure, hint: str) -> Described:
    """The code of an error of the library, and the values for its message. `hint` is what the schema says there."""
    code, values = _KEYWORDS.get(error.kind.name, _other)(error)
    return code, {**values, "hint": values.get("hint") or hint} if "{hint}" in CODES[code].message else values


def remedy(code: str, values: dict[str, Any]) -> str:
    """What to do about one fault: as its values say it, or else as for all faults of the code."""
    return str(values.get("remedy") or CODES[code].remedy)


def type_problem(document: dict[str, Any]) -> str:
    """What is wrong with a `type` that is not one of ours."""
    if "type" not in document:
        return "`type` is missing, so nobody can tell what this is."
    given = document["type"]
    return " ".join(filter(None, [f"`type` cannot be {shown(given)}.", _guess(given, list(spec.TYPES))[0]]))


def type_change(document: dict[str, Any]) -> Change | None:
    """The type that was surely meant."""
    return _guess(document.get("type"), list(spec.TYPES))[1]


def missing(path: list[str | int], properties: list[str]) -> Described:
    """What to say when the object at this path lacks a property, or all of several of which one is needed."""
    table = _CONSEQUENCES_WITHIN if path else _CONSEQUENCES
    names = [f"{path[-1]}/{name}" for name in properties] + properties if path else properties
    consequence = next((table[name] for name in names if name in table), "It is needed here.")
    remedy = f"Add {' or '.join(_added(name, members.at([*path, name])) for name in properties)}."
    return "missing-property", {"property": "` or `".join(properties), "consequence": consequence, "remedy": remedy}


def _added(name: str, member: members.Member) -> str:
    """A member's name with an example of its value, or with what the schema says of it."""
    if member.sample:
        return f"`{name}`, such as {member.sample}"
    if member.codes:
        return f"`{name}`: one of {', '.join(member.codes[:8])}" + (" and others" if len(member.codes) > 8 else "")
    about = member.about.rstrip(".")
    return f"`{name}` ({about[0].lower()}{about[1:]})" if about else f"`{name}`"


def kind(value: Any) -> str:
    """What sort of JSON value this is, in words."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    for python, name in ((dict, "object"), (list, "array"), (str, "string"), (int, "integer"), (float, "number")):
        if isinstance(value, python):
            return _KINDS[name]
    return "something that JSON does not have"


def shown(value: Any) -> str:
    """The value as JSON, cut to what fits on a line."""
    if isinstance(value, dict | list):
        return kind(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= 60 else f'{text[:56]}…"'


def _what(error: Failure) -> str:
    """The value's name: "`name`", or "Entry 2 of `themes`"."""
    path = error.instance_path
    if not path:
        return "The item"
    if isinstance(path[-1], int):
        of = next((part for part in reversed(path) if isinstance(part, str)), "the list")
        return f"Entry {path[-1] + 1} of `{of}`"
    return f"`{path[-1]}`"


def _required(error: Failure) -> Described:
    return missing(error.instance_path, [error.kind.property])


def _type(error: Failure) -> Described:
    wanted = " or ".join(_KINDS.get(name, name) for name in error.kind.types)
    found = kind(error.instance) if isinstance(error.instance, dict | list) else shown(error.instance)
    values = {"what": _what(error), "found": found, "wanted": wanted, "remedy": _converted(error)}
    return "wrong-type", {**values, "suggestion": _conversion(error)}


def _conversion(error: Failure) -> Change | None:
    """The same value as the kind that is asked for, where there is only one way to write it so."""
    value, kinds, member = error.instance, error.kind.types, members.at(error.instance_path)
    if value is None:
        return Change("remove")
    if isinstance(value, list) and len(value) == 1 and kind(value[0]) in {_KINDS.get(name) for name in kinds}:
        return Change("replace", value[0])
    if isinstance(value, str) and _unquoted(value, kinds):
        return Change("replace", json.loads(value.strip().lower()))
    fits = isinstance(value, dict) if member.within else value in (member.codes or [value])
    if isinstance(value, str | dict) and value and kinds == ["array"] and fits:
        return Change("replace", [value])
    return None


def _converted(error: Failure) -> str:
    """How the same value is written as the kind that is asked for; "" when that cannot be told."""
    value, kinds, member = error.instance, error.kind.types, members.at(error.instance_path)
    if value is None:
        return "Leave it out when there is nothing to say."
    if error.instance_path == ["id"]:
        return advice.own_address(str(value))
    if ("object" in kinds or "array" in kinds) and (written := advice.as_object(value, member)):
        return f"Write an object: {written}." if "object" in kinds else f"Write a list: [{written}]."
    if "array" in kinds and member.within and not isinstance(value, dict | list):
        return "Write a list of objects in curly brackets."
    if "array" in kinds and isinstance(value, str) and value not in member.codes:
        likely = advice.containing(value, list(member.codes))
        value = likely[0] if len(likely) == 1 else value
    if "array" in kinds and not isinstance(value, list):
        return f"Write a list: [{shown(value)}]." if not isinstance(value, dict) else "Put square brackets around it."
    if isinstance(value, list) and len(value) == 1 and kind(value[0]) in {_KINDS.get(name) for name in kinds}:
        return f"Write it without the square brackets: {shown(value[0])}."
    if "string" in kinds and isinstance(value, bool | int | float):
        return f"Write it in quotation marks: {json.dumps(shown(value))}."
    if isinstance(value, str) and _unquoted(value, kinds):
        return f"Write it without quotation marks: {value.strip().lower()}."
    return advice.PLAIN_KINDS.get(kinds[0], "")


def _unquoted(text: str, kinds: list[str]) -> bool:
    """Whether text would be of one of these kinds if the quotation marks were not there."""
    number = {"number": r"-?(0|[1-9][0-9]*)([.][0-9]+)?", "integer": r"-?(0|[1-9][0-9]*)", "boolean": "(?i:true|false)"}
    return any(re.fullmatch(number[name], text.strip()) for name in kinds if name in number)


def _enum(error: Failure) -> Described:
    options = [str(option) for option in error.kind.options]
    hint, change = _guess(error.instance, options)
    values = {"what": _what(error), "value": shown(error.instance), "hint": hint or _listed(options)}
    return "unknown-code", {**values, "suggestion": change}


def _guess(value: Any, options: list[str]) -> tuple[str, Change | None]:
    """Did you mean: by another spelling, capitals, spaces or plural, of a code or of what people call it.

    And the change to it, where the code itself is meant for sure.
    """
    if not isinstance(value, str):
        return "", None
    meant, sure = near(value, options, _CLOSE)
    if meant and sure:
        return f"Did you mean `{meant}`?", Change("replace", meant)
    names = _names(tuple(options))
    called = (
        difflib.get_close_matches(value.casefold(), names, n=1, cutoff=_CLOSE) if len(value) <= MOST_LETTERS else []
    )
    likely = [names[called[0]]] if called else advice.containing(value, options)
    return f"Did you mean {' or '.join(f'`{code}`' for code in likely)}?" if likely else "", None


_CLOSE = 0.88  # of difflib's ratio; below it the letters are near and the meaning is not: sewing and swimming


@cache
def _names(options: tuple[str, ...]) -> dict[str, str]:
    """Each code by its own name and, when they are one of our lists, by its label and its other names."""
    names = {option: option for option in options}  # in small letters already
    for concept in _concepts(frozenset(options)):
        for name in (concept["prefLabel"]["en"], *concept.get("altLabel", {}).get("en", ())):
            names.setdefault(name.casefold(), concept["notation"])
    return names


def _concepts(options: frozenset[str]) -> list[dict[str, Any]]:
    """The concepts of the list that has these codes; none when there is no such list."""
    lists = (spec.scheme(name)["concepts"] for name in ("themes", *spec.code_lists()))
    return next((found for found in lists if options == {concept["notation"] for concept in found}), [])


def _listed(options: list[str]) -> str:
    names = ", ".join(f"`{option}`" for option in options[:12])
    where = "; docs/reference/codes.md has all" if _concepts(frozenset(options)) else ""
    return f"It can be {names}" + (f" and {len(options) - 12} more{where}." if len(options) > 12 else ".")


def _constant(error: Failure) -> Described:
    return "wrong-value", {
        "what": _what(error),
        "value": shown(error.instance),
        "wanted": shown(error.kind.expected_value),
    }


def _format(error: Failure) -> Described:
    value = error.instance if isinstance(error.instance, str) else ""
    form = error.kind.format
    problem, remedy = _no_such_day(value) or _wrong_form(value, form)
    remedy = (advice.address(error.instance_path, value) if form in ("uri", "iri") else "") or remedy
    if (trimmed := _trimmed(value, {"format": form})) and trimmed.value == value.strip():
        remedy = f"Take out the spaces around it: {shown(trimmed.value)}."
    values = {"what": _what(error), "value": shown(error.instance), "problem": problem, "remedy": remedy}
    return "bad-format", {**values, "suggestion": trimmed}


def _no_such_day(text: str) -> tuple[str, str] | None:
    """What to say of a date that is written well but is in no calendar."""
    if not (parts := re.match("([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])", text)):
        return None
    try:
        date(*map(int, parts.groups()))
    except ValueError:
        return "but there is no such day", "Check the day and the month; they stand as year-month-day."
    return None


def _wrong_form(text: str, form: str) -> tuple[str, str]:
    """What the text is not, and how it would be."""
    problem = f"which is not {_FORMATS.get(form, f'a {form}')}"
    if form == "date-time" and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2})?", text):
        moment = f"{text[:10]}T{text[11:]}" + ("" if len(text) > len("2027-01-13T18:45") else ":00")
        return problem, f"Add its offset from UTC: {moment}+00:00, or {moment}+01:00 where clocks are an hour ahead."
    if form in ("uri", "iri") and re.fullmatch(r"[\w-]+(\.[\w-]+)+([/?#][!-~]*)?", text):
        return problem, f"Write https:// before it: https://{text[:60]}{'…' if len(text) > 60 else ''}."
    if form in ("uri", "iri") and "://" in text and " " in text.strip():
        return problem, "Write each space in it as %20, and leave the words around it out."
    if form == "uri" and "://" in text and not text.isascii():
        return problem, "Percent-encode each letter in it that is not in ASCII: %C3%A9 for é."
    sample = advice.FORM_SAMPLES.get(form)
    return problem, f"Write it like this: {sample}." if sample else ""


def _trimmed(value: Any, schema: dict[str, Any]) -> Change | None:
    """The value without the spaces around it, or a short word in other capitals, if that is all that is wrong with it."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    tries = [text, *((text.upper(), text.lower()) if text.isalpha() and len(text) <= _SHORT_WORD else ())]
    good = jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid
    return next((Change("replace", other) for other in tries if other != value and good(other)), None)


_SHORT_WORD = 3  # a currency, a country, a language


def _pattern(error: Failure) -> Described:
    values: dict[str, Any] = {"what": _what(error), "value": shown(error.instance)}
    values["suggestion"] = _trimmed(error.instance, {"pattern": error.kind.pattern})
    if isinstance(error.instance, str) and re.match(r"https?://[^/?#]*@", error.instance):
        values["value"] = "an address with a name or password in it"
        values["hint"] = "Before the @ stands a name or password, and what comes after it is where it really leads."
        values["remedy"] = "Take out all from // up to and with the @; never publish a password."
    return "bad-pattern", values


def _size(code: str, unit: str) -> Callable[[Failure], Described]:
    def describe(error: Failure) -> Described:
        count = len(error.instance)
        return code, {
            "what": _what(error),
            "count": f"{count:,} {unit if count != 1 else _SINGULAR[unit]}",
            "limit": f"{error.kind.limit:,}",
        }

    return describe


_SINGULAR = {"characters": "character", "entries": "entry", "members": "member"}


def _range(words: str) -> Callable[[Failure], Described]:
    def describe(error: Failure) -> Described:
        limit = words.format(error.kind.value)
        return "out-of-range", {"what": _what(error), "value": shown(error.instance), "limit": limit}

    return describe


def _plainly(code: str, hint: str = "") -> Callable[[Failure], Described]:
    def describe(error: Failure) -> Described:
        return code, {"what": _what(error), "hint": hint}

    return describe


def _not(error: Failure) -> Described:
    barred = error.kind.schema.get("required", []) if isinstance(error.kind.schema, dict) else []
    hint = f"It has {' and '.join(f'`{name}`' for name in barred)}, which does not belong here." if barred else ""
    return "not-allowed", {"what": _what(error), "hint": hint}


def _other(error: Failure) -> Described:
    return "wrong-shape", {"what": _what(error), "reason": f"it breaks `{error.kind.name}`"}


_KEYWORDS: dict[str, Callable[[Failure], Described]] = {
    "required": _required,
    "type": _type,
    "enum": _enum,
    "const": _constant,
    "format": _format,
    "pattern": _pattern,
    "minLength": _size("too-short", "characters"),
    "maxLength": _size("too-long", "characters"),
    "minItems": _size("too-short", "entries"),
    "maxItems": _size("too-long", "entries"),
    "minProperties": _size("too-short", "members"),
    "maxProperties": _size("too-long", "members"),
    "minimum": _range("it cannot be less than {}"),
    "maximum": _range("it cannot be more than {}"),
    "exclusiveMinimum": _range("it has to be more than {}"),
    "exclusiveMaximum": _range("it has to be less than {}"),
    "multipleOf": _range("it has to be a multiple of {}"),
    "uniqueItems": _plainly("repeated-value"),
    "contains": _plainly("missing-entry"),
    "not": _not,
    "falseSchema": _plainly("not-allowed"),
    "additionalProperties": _plainly("not-allowed", "It has a member that is not known here."),
    "unevaluatedItems": _plainly("not-allowed", "It has an entry too many."),
    "unevaluatedProperties": _plainly("not-allowed", "It has a member that is not known here."),
}
