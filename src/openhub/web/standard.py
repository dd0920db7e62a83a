"""The standard that this hub speaks, at addresses of its own: pages for people, the files themselves for programs."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MIMEAccept

from openhub import __version__, spec
from openhub.web import rules, terms
from openhub.web.answers import revalidated
from openhub.web.checking import NEEDS
from openhub.web.hubs import base_url
from openhub.web.openapi import HTML, JSON, JSON_LD, JSON_SCHEMA, TURTLE
from openhub.web.problems import MEDIA_TYPE as PROBLEM
from openhub.web.problems import problem

ENDINGS = {"html": HTML, "json": JSON, "jsonld": JSON_LD, "ttl": TURTLE}
DAY = "public, max-age=86400"
MOST_NEAR = 5
YEAR = "public, max-age=31536000, immutable"
PARTS = "any(ns, context, schemas, conformance, codes, themes, rules)"

Body = Callable[[], str | bytes]
routes = Blueprint("standard", __name__)


@dataclass(frozen=True, slots=True)
class Document:
    """What stands at one address: its forms by media type, the first of them for whoever wishes for no other."""

    forms: dict[str, Body]
    versioned: bool = False


@cache
def documents() -> dict[str, Document]:
    """All of the standard by its address, without the slash in front."""
    return {
        "ns": _terms("vocabulary", _vocabulary_page),
        "codes": _index(_code_lists, JSON_LD, _codes_page),
        **{f"codes/{name}": _terms(f"codes/{name}", partial(_list_page, name)) for name in spec.code_lists()},
        "themes": _terms("themes", _themes_page),
        "schemas": _index(_schemas, JSON, _schemas_page),
        **{address: _schema(file) for address, file in spec.schemas().items()},
        "schemas/v1/shapes": Document({TURTLE: partial(spec.file, "shapes.ttl")}, versioned=True),
        "rules": _index(lambda: [*rules.by_code().values()], JSON, _rules_page),
        **{f"rules/{code}": _index(partial(_rule, code), JSON, partial(_rule_page, code)) for code in rules.by_code()},
        "context/v1": Document({JSON_LD: partial(spec.file, "context.jsonld"), HTML: _context_page}, versioned=True),
    }


def kept(version: str) -> str:
    """How long a versioned file may be kept: it never changes once its version is released, and it still may before."""
    return YEAR if re.fullmatch(r"[1-9][0-9]*(\.[0-9]+)*", version) else DAY


@routes.get(f"/<{PARTS}:part>")
@routes.get(f"/<{PARTS}:part>.<ending>")
@routes.get(f"/<{PARTS}:part>/<path:rest>")
def show(part: str, rest: str = "", ending: str = "") -> Response:
    """A part of the standard in the form that was asked for, by the ending of its address or by the Accept header."""
    address = f"{part}/{rest}" if rest else f"{part}.{ending}" if ending else part
    document = documents().get(address)
    if document:
        return _answer(document, _wanted(document.forms), negotiated=True)
    whole, _, form = address.rpartition(".")
    document, media_type = documents().get(whole), ENDINGS.get(form, "")
    if document and media_type in document.forms:
        return _answer(document, media_type)
    return _missing(address)


@routes.after_request
def open_to_all(answer: Response) -> Response:
    """Any page may read the standard."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def near(address: str) -> list[str]:
    """Addresses that may have been meant: those that look alike, and the terms that are called what its end says."""
    end = address.strip("/").rpartition("/")[2]
    named = [iri.removeprefix(spec.NAMESPACE) for iri in _iris() if iri.endswith(f"#{end}")]
    return [*named, *get_close_matches(address, documents(), n=MOST_NEAR)]


def _iris() -> Iterator[str]:
    for name in (*spec.code_lists(), "themes"):
        yield from (concept["id"] for concept in spec.scheme(name)["concepts"])
    yield from (entry["help"] for entry in rules.by_code().values())
    yield from (term.iri for group in terms.groups() for term in (group.about, *group.terms) if term)


# Answers


def _wanted(forms: dict[str, Body]) -> str:
    """The form that suits the Accept header best; parameters such as a JSON-LD profile do not count. Never a refusal."""
    accepted = MIMEAccept((value.partition(";")[0], quality) for value, quality in request.accept_mimetypes)
    return accepted.best_match(forms, default=next(iter(forms)))


def _answer(document: Document, media_type: str, *, negotiated: bool = False) -> Response:
    response = Response(document.forms[media_type](), mimetype=media_type)
    if negotiated:
        response.vary.add("Accept")
    return revalidated(response, kept(__version__) if document.versioned and media_type != HTML else DAY)


def _missing(address: str) -> Response:
    meant = near(address)
    if _wanted({PROBLEM: str, HTML: str}) == PROBLEM:
        response = problem(404, "The standard has nothing at this address.", near=[f"{base_url()}/{a}" for a in meant])
    else:
        response = Response(_page("standard_missing.html", "", asked=address, near=meant), status=404)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


# Documents


def _terms(name: str, page: Body) -> Document:
    """A vocabulary or a list of words: its JSON-LD, the same in Turtle, and a page."""
    source = partial(spec.file, f"{name}.jsonld")
    return Document({JSON_LD: source, JSON: source, TURTLE: partial(spec.file, f"{name}.ttl"), HTML: page})


def _schema(file: Path) -> Document:
    return Document({JSON_SCHEMA: file.read_bytes, JSON: file.read_bytes}, versioned=True)


def _index(content: Callable[[], Any], media_type: str, page: Body) -> Document:
    def source() -> bytes:
        return orjson.dumps(content())

    return Document({media_type: source, JSON: source, HTML: page})


def _code_lists() -> dict[str, Any]:
    """Every list without its words, as JSON-LD in the terms of the lists."""
    schemes = [spec.scheme(name) for name in (*spec.code_lists(), "themes")]
    members = ("id", "type", "prefLabel", "definition", "license")
    return {"@context": schemes[0]["@context"], "@graph": [{m: s[m] for m in members} for s in schemes]}


def _rule(code: str) -> rules.Entry:
    return rules.by_code()[code]


def _schemas() -> dict[str, Any]:
    found = [orjson.loads(file.read_bytes()) for file in spec.schemas().values()]
    return {"items": [{"id": s["$id"], "title": s["title"], "description": s["description"]} for s in found]}


# Pages


def _page(template: str, address: str, **values: Any) -> str:
    return render_template(template, address=address, namespace=spec.NAMESPACE, at=_at, **values)


def _at(address: str) -> str:
    return f"{request.script_root}/{address}"


def _vocabulary_page() -> str:
    about = spec.vocabulary()["graph"][0]
    return _page("standard_ns.html", "ns", about=about, groups=terms.groups(), others=terms.others())


def _codes_page() -> str:
    return _page("standard_codes.html", "codes", lists={name: spec.scheme(name) for name in spec.code_lists()})


def _list_page(name: str) -> str:
    scheme = spec.scheme(name)
    return _page("standard_list.html", f"codes/{name}", scheme=scheme, members=members(f"{scheme['id']}#"))


def _themes_page() -> str:
    scheme = spec.scheme("themes")
    under: dict[str, list[dict[str, Any]]] = {}
    for concept in scheme["concepts"]:
        under.setdefault(concept.get("broader", ""), []).append(concept)
    return _page("standard_themes.html", "themes", scheme=scheme, under=under, members=members(f"{scheme['id']}#"))


def _schemas_page() -> str:
    return _page("standard_schemas.html", "schemas", schemas=_schemas()["items"])


def _rules_page() -> str:
    return _page("standard_rules.html", "rules", families=rules.by_family(), title=rules.title)


def _rule_page(code: str) -> str:
    entry = _rule(code)
    return _page(
        "standard_rule.html",
        f"rules/{code}",
        entry=entry,
        requirement=rules.requirement(entry),
        in_words=rules.in_words,
        shown=rules.shown,
        not_run=" and ".join(NEEDS.get(need, need) for need in entry.get("needs", ())),
    )


def _context_page() -> str:
    return _page("standard_context.html", "context/v1", context_url=spec.CONTEXT_URL)


def members(vocabulary: str, terms: dict[str, Any] | None = None) -> list[str]:
    """The members of a document whose values are words of a vocabulary, as the context says."""
    found = []
    for name, term in (spec.context()["@context"] if terms is None else terms).items():
        inner = term.get("@context", {}) if isinstance(term, dict) else {}
        if inner.get("@vocab") == vocabulary:
            found.append(name)
        found += members(vocabulary, inner)
    return found
