"""The schemas, the context, the code lists and the example items agree with each other and with two readers each."""

import copy
import json
import re
import socket
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import jsonschema_rs
import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic
from referencing import Registry
from referencing.exceptions import NoSuchResource
from referencing.jsonschema import DRAFT202012

from openhub import spec

# rdflib's own JSON-LD reader still uses names that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

ROOT = Path(__file__).parents[2]
NAMES = ("item", "parts", "codes", "page", "dataset", "checkpoint")
SCHEMAS = {name: spec.schema(name) for name in NAMES}
EXAMPLES = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((ROOT / "examples/items").glob("*.json"))}
BY_TYPE = {document["type"]: name for name, document in EXAMPLES.items()}
NUMBERS = {rdflib.XSD.integer, rdflib.XSD.double, rdflib.XSD.decimal}


# Two engines. jsonschema is given checkers of our own, so that none is missing without a word.

FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date")
def _date(text: object) -> bool:
    return not isinstance(text, str) or (bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and _parses(text))


@FORMATS.checks("date-time")
def _date_time(text: object) -> bool:
    shape = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
    return not isinstance(text, str) or (bool(re.fullmatch(shape, text)) and _parses(text.upper()))


@FORMATS.checks("duration")
def _duration(text: object) -> bool:
    shape = r"P(?!$)([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?!$)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?)"
    return not isinstance(text, str) or bool(re.fullmatch(shape, text))


@FORMATS.checks("uri")
def _uri(text: object) -> bool:
    if not isinstance(text, str):
        return True
    allowed = re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*", text)
    return bool(allowed and urlsplit(text).scheme)


@FORMATS.checks("email")
def _email(text: object) -> bool:
    return not isinstance(text, str) or bool(re.fullmatch(r"[^@\s]+@[^@\s]+", text))


def _parses(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _refuse(iri: str) -> Any:
    raise NoSuchResource(ref=iri)


REGISTRY = Registry(retrieve=_refuse).with_resources(
    (s["$id"], DRAFT202012.create_resource(s)) for s in SCHEMAS.values()
)
RUST_REGISTRY = jsonschema_rs.Registry([(s["$id"], s) for s in SCHEMAS.values()])
REFERENCE = {
    name: jsonschema.Draft202012Validator(schema, registry=REGISTRY, format_checker=FORMATS)
    for name, schema in SCHEMAS.items()
}
FAST = {
    name: jsonschema_rs.Draft202012Validator(
        schema, registry=RUST_REGISTRY, validate_formats=True, ignore_unknown_formats=False, offline=True
    )
    for name, schema in SCHEMAS.items()
}


def faults(document: Any, schema: str = "item") -> set[tuple[str | int, ...]]:
    """Where a document is faulty. Both engines must say the same places."""
    slow = {tuple(error.absolute_path) for error in REFERENCE[schema].iter_errors(document)}
    fast = {tuple(error.instance_path) for error in FAST[schema].iter_errors(document)}
    assert slow == fast, document
    return slow


def example(type_name: str, **changes: Any) -> dict[str, Any]:
    """The example of that type; a member given as None is left out."""
    document = {**copy.deepcopy(EXAMPLES[BY_TYPE[type_name]]), **changes}
    return {key: value for key, value in document.items() if value is not None}


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a schema, but for the examples of values."""
    if isinstance(schema, dict):
        yield schema
        schema = [inner for name, inner in schema.items() if name != "examples"]
    for inner in schema if isinstance(schema, list) else ():
        yield from nodes(inner)


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that a schema declares, with its pointer; not those that a condition only looks at."""
    holders = [("", schema), *((f"/$defs/{name}", inner) for name, inner in schema.get("$defs", {}).items())]
    for pointer, holder in holders:
        if "title" in holder:
            yield from ((f"{pointer}/properties/{n}", about) for n, about in holder.get("properties", {}).items())


def declared(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The properties that a schema declares, with what it says of them; not those that a condition only looks at."""
    holders = [schema, *schema.get("$defs", {}).values()]
    for holder in holders:
        if "title" in holder:
            for name, about in holder.get("properties", {}).items():
                yield name, about
                yield from declared({"title": "", **about})


# Schemas


def test_each_schema_is_a_valid_one_and_has_its_own_id() -> None:
    for name, schema in SCHEMAS.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"{spec.NAMESPACE}schemas/v1/{name}.json"


def test_every_format_declared_has_a_checker() -> None:
    used = {
        node["format"] for schema in SCHEMAS.values() for node in nodes(schema) if isinstance(node.get("format"), str)
    }
    assert used == {"date", "date-time", "duration", "uri", "email"}
    assert used <= set(FORMATS.checkers)


@pytest.mark.parametrize("schema", NAMES)
def test_every_definition_and_every_property_says_what_it_is(schema: str) -> None:
    definitions = SCHEMAS[schema].get("$defs", {})
    for name, about in [*properties(SCHEMAS[schema]), *([] if schema == "item" else definitions.items())]:
        assert about.get("title"), name
        assert about.get("description"), name


@pytest.mark.parametrize("schema", NAMES)
def test_every_property_has_examples_that_are_valid(schema: str) -> None:
    for pointer, about in properties(SCHEMAS[schema]):
        one = {"$ref": f"{SCHEMAS[schema]['$id']}#{pointer}"}
        slow = jsonschema.Draft202012Validator(one, registry=REGISTRY, format_checker=FORMATS)
        fast = jsonschema_rs.Draft202012Validator(one, registry=RUST_REGISTRY, validate_formats=True, offline=True)
        assert about["examples"], pointer
        for value in about["examples"]:
            assert slow.is_valid(value), (pointer, value)
            assert fast.is_valid(value), (pointer, value)


def test_every_member_of_an_item_says_why_it_is_there_and_how_it_is_shown() -> None:
    for name, about in SCHEMAS["item"]["properties"].items():
        for word in ("x-why", "x-shown"):
            assert re.fullmatch(r"[A-Z].{15,160}[.]", about[word]), (name, word)


def test_what_is_deprecated_names_what_takes_its_place() -> None:
    for schema in SCHEMAS.values():
        for node in nodes(schema):
            for name, about in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
                old = about.get("x-deprecated", {}) if isinstance(about, dict) else {}
                assert bool(old) == (isinstance(about, dict) and about.get("deprecated") is True), name
                if old:
                    assert set(old) == {"since", "use"}
                    assert old["use"] in node["properties"], name


def test_errors_stay_small() -> None:
    for schema in SCHEMAS.values():
        for node in nodes(schema):
            assert not {"oneOf", "uniqueItems"} & set(node)
            assert node.get("additionalProperties") is not False


# Examples


def test_there_is_an_example_of_every_type() -> None:
    assert set(BY_TYPE) == set(spec.TYPES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_valid(name: str) -> None:
    assert not faults(EXAMPLES[name])


@pytest.mark.parametrize("name", EXAMPLES)
def test_homes_have_no_coordinates(name: str) -> None:
    location = EXAMPLES[name]["location"]
    assert location.get("premises") not in ("domestic", "undisclosed") or "geo" not in location


@pytest.mark.parametrize("name", EXAMPLES)
def test_engines_agree_on_damaged_examples(name: str) -> None:
    damage = [None, 5, -1, "", "a\u0000b", [], {}, [{}], [7], True, "2027-02-30", "http://"]
    for turn, key in enumerate(EXAMPLES[name]):
        for value in (damage[turn % len(damage)], damage[(turn * 5 + 3) % len(damage)]):
            faults({**EXAMPLES[name], key: value})


# What is required (the same for all types, then each type's own), and what is not


@pytest.mark.parametrize("type_name", spec.TYPES)
@pytest.mark.parametrize("member", ["type", "id", "name", "url", "organizer"])
def test_all_types_require(type_name: str, member: str) -> None:
    assert faults(example(type_name, **{member: None})) == {()}


@pytest.mark.parametrize("type_name", spec.TYPES)
def test_organizer_has_a_name(type_name: str) -> None:
    assert faults(example(type_name, organizer={"type": "Organization"})) == {("organizer",)}


@pytest.mark.parametrize("type_name", spec.TYPES)
def test_location_is_required_unless_it_is_a_plan(type_name: str) -> None:
    assert faults(example(type_name, location=None)) == (set() if type_name == "Plan" else {()})


@pytest.mark.parametrize("type_name", spec.TYPES)
def test_location_is_not_required_online(type_name: str) -> None:
    assert not faults(example(type_name, location=None, attendanceMode="online"))


def test_a_location_may_be_a_place_and_online() -> None:
    both = [example("Event")["location"], {"type": "VirtualLocation", "name": "Video call"}]
    assert not faults(example("Event", location=both, attendanceMode="hybrid"))
    assert faults(example("Event", location=[{}])) == {("location", 0)}


@pytest.mark.parametrize(
    ("type_name", "member"),
    [
        ("Event", "startDate"), ("Event", "timeZone"), ("EventSeries", "schedule"), ("Space", "openingHours"),
        ("VolunteerRole", "roles"), ("Offer", "mode"), ("Offer", "item"), ("Offer", "expires"), ("Request", "mode"),
        ("Request", "item"), ("Request", "expires"), ("MatchScheme", "roles"), ("MatchScheme", "matchPurpose"),
        ("Project", "stage"), ("Plan", "purpose"), ("Plan", "steps"),
    ],
)  # fmt: skip
def test_types_require_their_own(type_name: str, member: str) -> None:
    assert faults(example(type_name, **{member: None})) == {()}


@pytest.mark.parametrize("type_name", spec.TYPES)
@pytest.mark.parametrize(
    "member",
    ["themes", "license", "description", "participation", "status", "publisher", "join", "dateModified", "materials"],
)  # fmt: skip
def test_what_has_a_default_is_not_required(type_name: str, member: str) -> None:
    assert not faults(example(type_name, **{member: None}))


def test_unknown_members_are_allowed_anywhere() -> None:
    document = example("Event", theirOwn={"x": 1})
    document["location"]["theirOwn"] = document["organizer"]["theirOwn"] = 2
    assert not faults(document)


def test_a_whole_day_has_a_plain_date() -> None:
    assert not faults(example("Event", startDate="2027-01-13", endDate="2027-01-14"))
    assert faults(example("Event", startDate="2027-01-13T18:45:00")) == {("startDate",)}
    assert faults(example("Event", startDate="2027-1-3")) == {("startDate",)}


def test_a_space_may_have_a_schedule_instead_of_opening_hours() -> None:
    assert not faults(example("Space", openingHours=None, schedule=EXAMPLES[BY_TYPE["EventSeries"]]["schedule"]))


def test_a_schedule_with_times_names_their_zone() -> None:
    schedule = {key: value for key, value in example("EventSeries")["schedule"][0].items() if key != "timeZone"}
    assert faults(example("EventSeries", schedule=[schedule])) == {("schedule", 0)}
    del schedule["startTime"], schedule["endTime"]
    assert not faults(example("EventSeries", schedule=[schedule]))


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://goodgym.example", True),
        ("http://127.0.0.1:8001/a?b#c", True),
        ("https://social.example/@goodgym?to=a@b.example", True),
        ("https://user:pw@phish.example/", False),
        ("https://goodgym.example@phish.example", False),
        ("https://goodgym.example:443@phish.example?x", False),
        ("https://@phish.example/", False),
        ("https:///goodgym.example", False),
    ],
)
def test_a_web_address_shows_where_it_leads(address: str, good: bool) -> None:
    assert faults(example("Event", url=address)) == (set() if good else {("url",)})


@pytest.mark.parametrize("weeks", [-1, 1, [1, 3]])
def test_weeks_of_the_month(weeks: object) -> None:
    schedule = {"startDate": "2027-01-02", "repeatFrequency": "P1M", "byDay": ["Saturday"], "byMonthWeek": weeks}
    assert not faults(example("EventSeries", schedule=[schedule]))
    assert faults(example("EventSeries", schedule=[{**schedule, "byMonthWeek": 0}]))
    assert faults(example("EventSeries", schedule=[{**schedule, "byMonthWeek": [6]}]))


@pytest.mark.parametrize("count", [0, 2])
def test_a_volunteer_role_is_one_role(count: int) -> None:
    assert faults(example("VolunteerRole", roles=example("VolunteerRole")["roles"] * count)) == {("roles",)}


@pytest.mark.parametrize("type_name", ["Offer", "Request", "MatchScheme"])
def test_precision_is_required_where_homes_may_be_meant(type_name: str) -> None:
    place = {key: value for key, value in example(type_name)["location"].items() if key != "precision"}
    assert faults(example(type_name, location=place)) == {("location",)}
    assert faults(example(type_name, location=[place])) == {("location", 0)}
    assert not faults(example(type_name, location={"type": "VirtualLocation"}))
    assert not faults(example("Event", location=place))


@pytest.mark.parametrize(
    ("sides", "whole"),
    [(["giver", "receiver"], True), (["peer"], True), (["giver"], False), (["receiver", "helper"], False), ([], False)],
)  # fmt: skip
def test_a_scheme_has_both_sides(sides: list[str], whole: bool) -> None:
    roles = [{"type": "Role", "name": side, "side": side} for side in sides]
    assert bool(faults(example("MatchScheme", roles=roles))) is not whole


def test_raising_money_needs_funding() -> None:
    assert faults(example("Project", stage="fundraising", funding=None)) == {()}
    assert not faults(example("Project", stage="running", funding=None))


@pytest.mark.parametrize("type_name", spec.TYPES)
def test_what_is_not_free_has_prices(type_name: str) -> None:
    assert faults(example(type_name, isAccessibleForFree=False, prices=None)) == {()}
    assert not faults(example(type_name, isAccessibleForFree=None, prices=None))


def test_a_restriction_has_a_reason() -> None:
    audience = {"intent": "restricted-to", "identities": ["women"]}
    assert faults(example("Group", audience=audience)) == {("audience",)}
    assert not faults(example("Group", audience={**audience, "restrictionReason": "A refuge runs it."}))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": "ab"}, ("name",)), ({"name": "a" * 121}, ("name",)), ({"summary": "a" * 241}, ("summary",)),
        ({"description": "a" * 5001}, ("description",)), ({"url": "ftp://a.example/"}, ("url",)), ({"url": "/a"}, ("url",)),
        ({"themes": ["no-such"]}, ("themes", 0)), ({"themes": []}, ("themes",)), ({"themes": ["film"] * 6}, ("themes",)),
        ({"location": {"geo": {"latitude": 91, "longitude": 0}}}, ("location", "geo", "latitude")),
        ({"location": {"geo": {"latitude": 0, "longitude": -181}}}, ("location", "geo", "longitude")),
        ({"prices": [{"price": -1, "priceCurrency": "GBP"}]}, ("prices", 0, "price")),
        ({"prices": [{"price": "3", "priceCurrency": "GBP"}]}, ("prices", 0, "price")), ({"prices": [{"price": 3}]}, ("prices", 0)),
        ({"contact": {"email": "nobody"}}, ("contact", "email")), ({"lastVerified": "2027-02-30"}, ("lastVerified",)),
        ({"expires": "soon"}, ("expires",)),
        ({"roles": [{"name": "A", "shift": {"startTime": "24:00"}}]}, ("roles", 0, "shift", "startTime")),
        ({"audience": {"identities": ["Not a code"]}}, ("audience", "identities", 0)),
        ({"organizer": {"type": "Person", "name": "A"}}, ("organizer", "type")),
    ],
)  # fmt: skip
def test_values_out_of_bounds(change: dict[str, Any], place: tuple[str | int, ...]) -> None:
    assert faults(example("Event", **change)) == {place}


def test_identities_are_an_open_list() -> None:
    assert not faults(example("Event", audience={"identities": ["canal-boat-dwellers"]}))


# Pages and descriptions

STATE = {"version": "1.0", "epoch": "e1", "horizon": 0}
GONE = {"state": "deleted", "kind": "Event", "id": "https://a.example/1", "modified": 8}
THERE = {**GONE, "state": "updated", "data": {}}


def page(*items: Any, **more: Any) -> dict[str, Any]:
    return {"next": "http://127.0.0.1:8000/feed?afterChangeNumber=8", "items": list(items), **more}


def test_pages_with_and_without_the_extension() -> None:
    assert not faults(page(), "page")
    assert not faults(page(GONE, THERE, {**THERE, "id": 7, "modified": "2027"}, openhub=STATE), "page")
    assert not faults(
        page({**GONE, "openhub": {"reason": "urgent"}}, openhub={**STATE, "count": 0, "root": "0" * 64}), "page"
    )


def test_data_is_there_if_and_only_if_the_item_is() -> None:
    assert faults(page({**GONE, "data": {}}), "page") == {("items", 0)}
    assert faults(page({**GONE, "state": "updated"}), "page") == {("items", 0)}
    assert faults(page({**THERE, "data": None}), "page") == {("items", 0, "data")}


@pytest.mark.parametrize("member", ["state", "kind", "id", "modified"])
def test_entries_require(member: str) -> None:
    entry = {key: value for key, value in THERE.items() if key != member}
    assert ("items", 0) in faults(page(entry), "page")


@pytest.mark.parametrize("member", STATE)
def test_the_extension_requires(member: str) -> None:
    state = {key: value for key, value in STATE.items() if key != member}
    assert faults(page(openhub=state), "page") == {("openhub",)}


DATASET = {
    "@context": spec.CONTEXT_URL,
    "type": "Dataset",
    "id": "https://opencinema.example/",
    "title": "Open Cinema (example)",
    "description": "Film nights chosen by their audience.",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "publisher": {"type": "Organization", "name": "Open Cinema (example)", "url": "https://opencinema.example/"},
    "contact": {"type": "ContactPoint", "contactType": "data", "email": "data@opencinema.example"},
    "conformsTo": [spec.CONTEXT_URL],
    "level": 2,
    "distribution": [
        {
            "type": "Distribution",
            "accessURL": "http://127.0.0.1:8000/feed",
            "mediaType": "application/json",
            "format": "openhub",
        }
    ],
    "landingPage": "https://opencinema.example/",
    "spatial": {"name": "London Borough of Camden", "code": "E09000007"},
    "themes": ["film"],
    "accrualPeriodicity": "https://purl.example/frequency/daily",
}
OPTIONAL = {"@context", "description", "landingPage", "spatial", "themes", "accrualPeriodicity"}


@pytest.mark.parametrize("member", DATASET)
def test_dataset_descriptions(member: str) -> None:
    assert not faults(DATASET, "dataset")
    left = {key: value for key, value in DATASET.items() if key != member}
    assert faults(left, "dataset") == (set() if member in OPTIONAL else {()})


def test_the_publisher_of_a_dataset_has_a_page() -> None:
    assert faults({**DATASET, "publisher": {"name": "Open Cinema"}}, "dataset") == {("publisher",)}


CHECKPOINT = {
    "origin": "https://opencinema.example/",
    "epoch": "e2",
    "head": 7,
    "horizon": 3,
    "count": 2,
    "root": "0" * 64,
    "time": "2026-11-24T09:30:00+00:00",
    "expires": "2026-11-24T09:31:00+00:00",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "contact": {"contactType": "data", "email": "data@opencinema.example"},
}


@pytest.mark.parametrize("member", CHECKPOINT)
def test_checkpoints(member: str) -> None:
    assert not faults(CHECKPOINT, "checkpoint")
    assert faults({key: value for key, value in CHECKPOINT.items() if key != member}, "checkpoint") == {()}


@pytest.mark.parametrize(
    ("member", "value", "place"),
    [
        ("root", "A" * 64, ("root",)), ("head", -1, ("head",)), ("time", "now", ("time",)), ("count", "2", ("count",)),
        ("buckets", ["0" * 64] * 255, ("buckets",)), ("buckets", ["0" * 64] * 255 + ["0"], ("buckets", 255)),
        ("previousEpochs", [""], ("previousEpochs", 0)), ("movedTo", "/feed", ("movedTo",)),
    ],
)  # fmt: skip
def test_checkpoints_are_exact(member: str, value: object, place: tuple[str | int, ...]) -> None:
    assert faults({**CHECKPOINT, member: value}, "checkpoint") == {place}


# Vectors

KINDS = {"document": "item", "documents": "item", "data": "item", "page": "page"}


def in_vectors(value: Any, group: str) -> Iterator[tuple[str, Any]]:
    """Everything in a vector that has a schema: with its name, what a validator or a harvester is given."""
    if isinstance(value, list):
        for inner in value:
            yield from in_vectors(inner, group)
    elif isinstance(value, dict):
        for name, inner in value.items():
            kind = "dataset" if (group, name) == ("discovery", "document") else KINDS.get(name)
            if kind:
                yield from ((kind, one) for one in (inner if name == "documents" else [inner]))
            yield from in_vectors(inner, group)


@pytest.mark.parametrize("group", spec.groups())
def test_both_engines_agree_on_every_vector(group: str) -> None:
    found = [pair for vector in spec.vectors(group).values() for pair in in_vectors(vector, group)]
    for kind, document in found:
        faults(document, kind)
    assert found or group in ("digests", "texts")


# Code lists


LISTS = [*sorted((spec.folder() / "codes").glob("*.jsonld")), spec.folder() / "themes.jsonld"]


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_code_lists_are_skos(file: Path) -> None:
    scheme = json.loads(file.read_text("utf-8"))
    path = "themes" if file.stem == "themes" else f"codes/{file.stem}"
    assert scheme["id"] == spec.NAMESPACE + path
    notations = [concept["notation"] for concept in scheme["concepts"]]
    assert len(set(notations)) == len(notations)
    for concept in scheme["concepts"]:
        assert concept["id"] == f"{scheme['id']}#{concept['notation']}"
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", concept["notation"])
        assert 2 <= len(concept["prefLabel"]["en"]) <= 60
    graph = rdflib.Graph().parse(data=json.dumps(scheme), format="json-ld")
    concepts = set(graph.subjects(rdflib.RDF.type, rdflib.SKOS.Concept))
    assert {str(c) for c in concepts} == {c["id"] for c in scheme["concepts"]}
    assert set(graph.subjects(rdflib.SKOS.inScheme, rdflib.URIRef(scheme["id"]))) == concepts


def test_themes_are_eleven_with_narrower_ones() -> None:
    concepts = spec.theme_concepts()
    top = {code for code, concept in concepts.items() if "broader" not in concept}
    assert (len(top), len(concepts) - len(top)) == (11, 69)
    assert all(c.get("topConceptOf") == f"{spec.NAMESPACE}themes" for code, c in concepts.items() if code in top)
    assert {c["broader"].rpartition("#")[2] for c in concepts.values() if "broader" in c} == top


# Context

CONTEXT = spec.context()["@context"]
# A reader may change these by a context of its own: a list has a code of that name, or the word means something else in another place.
UNPROTECTED = {
    "area", "availability", "email", "film", "format", "induction", "item", "level", "meal", "people", "steps", "telephone", "timeZone",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a schema, a context or a graph asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def terms(context: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """All terms, those that hold only inside another term included."""
    for term, definition in context.items():
        yield term, definition
        if isinstance(definition, dict) and isinstance(definition.get("@context"), dict):
            yield from ((t, d) for t, d in terms(definition["@context"]) if isinstance(d, dict))


def with_context(document: dict[str, Any], *more: dict[str, Any]) -> str:
    """The document with the packaged context in place of its address, so that nothing is fetched."""
    return json.dumps({**document, "@context": [CONTEXT, *more] if more else CONTEXT})


def read_rdflib(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="json-ld")


def read_pyoxigraph(text: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    quads = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)
    lines = pyoxigraph.serialize((q.triple for q in quads), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return graph.parse(data=lines, format="nt")


READERS = {"rdflib": read_rdflib, "pyoxigraph": read_pyoxigraph}


def same_numbers(graph: rdflib.Graph) -> rdflib.Graph:
    """The graph with each number written in one way; the two readers spell 5.0 and 51.5 differently."""
    result = rdflib.Graph()
    for subject, predicate, thing in graph:
        if isinstance(thing, rdflib.Literal) and thing.datatype in NUMBERS:
            thing = rdflib.Literal(f"{Decimal(str(thing)).normalize():f}")
        result.add((subject, predicate, thing))
    return result


def coded() -> dict[str, str]:
    """Each property whose values are codes, with its list, as the schemas say."""
    found: dict[str, str] = {}
    for schema in ("item", "parts", "dataset"):
        for name, about in declared(SCHEMAS[schema]):
            reference = about.get("$ref") or about.get("items", {}).get("$ref", "")
            if reference.startswith("codes.json#/$defs/"):
                listed = reference.rpartition("/")[2]
                assert found.setdefault(name, listed) == listed, name
    return found


def test_the_context_holds_every_property_and_no_other() -> None:
    known = {term for term, _ in terms(CONTEXT) if not term.startswith("@")}
    properties = {name for schema in ("item", "parts", "dataset") for name, _ in declared(SCHEMAS[schema])}
    assert properties - known == {"@context"}
    types = {t for t in known if t[0].isupper()}
    prefixes = {t for t in known if isinstance(CONTEXT.get(t), str) and CONTEXT[t].endswith(("#", "/"))}
    assert known - properties - types - prefixes == set()
    assert set(spec.TYPES) <= types


def test_every_list_is_used() -> None:
    assert set(coded().values()) == {*spec.code_lists(), "themes"}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("many", [True, False])
def test_every_code_becomes_the_iri_of_its_own_list(reader: str, many: bool) -> None:
    for name, listed in coded().items():
        codes = list(spec.themes() if listed == "themes" else spec.codes(listed))
        iris = {f"{spec.NAMESPACE}{'themes' if listed == 'themes' else f'codes/{listed}'}#{code}" for code in codes}
        found: set[str] = set()
        for value in [codes] if many else codes:
            member = {"effort": {name: value}} if name == "level" else {name: value}
            graph = READERS[reader](with_context({"id": "https://a.example/1", **member}))
            found |= {str(o) for _, p, o in graph if isinstance(o, rdflib.URIRef)}
        assert found == iris, name


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_give_the_same_graph_in_both_readers(name: str) -> None:
    text = with_context(EXAMPLES[name])
    first, second = same_numbers(read_rdflib(text)), same_numbers(read_pyoxigraph(text))
    assert len(first) > 20
    assert isomorphic(first, second)


def test_words_that_mean_something_else_in_another_place() -> None:
    for read in READERS.values():
        text = with_context({**DATASET, "format": "meal", "effort": {"level": "gentle"}})
        graph = {(str(p), str(o)) for _, p, o in read(text)}
        assert ("http://purl.org/dc/terms/format", "openhub") in graph
        assert (f"{spec.NAMESPACE}ns#format", f"{spec.NAMESPACE}codes/format#meal") in graph
        assert (f"{spec.NAMESPACE}ns#conformanceLevel", "2") in graph
        assert (f"{spec.NAMESPACE}ns#effortLevel", f"{spec.NAMESPACE}codes/effort-level#gentle") in graph


def test_all_terms_are_protected_but_a_few() -> None:
    assert CONTEXT["@protected"] is True
    assert {t for t, d in CONTEXT.items() if isinstance(d, dict) and d.get("@protected") is False} == UNPROTECTED


@pytest.mark.parametrize("term", ["name", "themes", "Event", "location", "geo", "safeguarding"])
def test_a_publishers_context_cannot_change_our_terms(term: str) -> None:
    text = with_context(EXAMPLES[BY_TYPE["Event"]], {term: "https://evil.example/other"})
    assert isomorphic(read_rdflib(text), read_rdflib(with_context(EXAMPLES[BY_TYPE["Event"]])))
    with pytest.raises(SyntaxError, match="protected"):
        read_pyoxigraph(text)
