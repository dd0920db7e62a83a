"""Items in the terms of schema.org and OpenActive: the tables are whole and true, and nothing private is passed on."""

import copy
import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache, reduce
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rdflib
from rdflib import RDF, SDO

from openhub import spec
from openhub.errors import UsageError
from openhub.formats import project_table
from openhub.formats.opportunity import map_opportunity
from openhub.formats.project import WAYS, WHOLES, left_out, lost, profiles, project
from openhub.formats.project_openactive import CHECKS
from openhub.formats.project_times import DAYS_AHEAD, MOST_DATES
from tests import make

# rdflib's own JSON-LD reader still uses names that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

ROOT = Path(__file__).parents[3]
CONFORMANCE = ROOT / "spec" / "conformance"
NOW = "2026-11-22T09:00:00Z"
SCHEMA_ORG = "https://schema.org/"
EXAMPLES = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((ROOT / "examples/items").glob("*.json"))}
TABLES = {name: project_table.table(name) for name in profiles()}
VECTORS = {
    file.stem: json.loads(file.read_text("utf-8")) for file in sorted((CONFORMANCE / "projections").glob("*.json"))
}
CASES = [
    pytest.param(vector["profile"], case, id=f"{name}: {case['description']}")
    for name, vector in VECTORS.items()
    for case in vector["cases"]
]
EACH_PROFILE = pytest.mark.parametrize("profile", TABLES)
EACH_TYPE = pytest.mark.parametrize("kind", spec.TYPES)

Document = dict[str, Any]


def projected(document: Document, profile: str = "schema.org", now: str = NOW, **how: Any) -> Document:
    made = project(document, profile, now=datetime.fromisoformat(now), zone=make.LONDON, **how)
    assert made.document is not None, made.refused
    return made.document


def refused(document: Document, profile: str = "openactive") -> str:
    made = project(document, profile, now=datetime.fromisoformat(NOW), zone=make.LONDON)
    assert made.document is None
    return made.refused


# An item that has every member there is

MORE: Document = {
    "identifier": [{"type": "PropertyValue", "propertyID": "GB-CHC", "value": "0000000"}],
    "sameAs": ["https://elsewhere.example/1"],
    "nameMap": {"bn": "রান্না"},
    "descriptionMap": {"bn": "একসাথে রান্না"},
    "keywords": ["soup"],
    "statusNote": "The hall is flooded.",
    "previousStartDate": "2027-01-06T18:45:00+00:00",
    "leaders": [{"type": "Leader", "displayName": "Sam", "role": "cook", "consent": True}],
    "inProject": "https://club.example/projects/1",
    "basedOnPlan": "https://club.example/plans/1",
    "lastVerifiedBy": "the office",
    "image": [{"peopleShown": True, "consent": True}],
    "organizer": {"identifier": ["GB-CHC-1"], "sameAs": ["https://elsewhere.example/club"]},
    "contact": {"url": "https://club.example/ask"},
    "join": {"email": "join@club.example", "telephone": "020 7946 0100"},
    "stops": [
        {"address": {"postalCode": "NW5"}, "geo": {"latitude": 51.5, "longitude": -0.1, "uncertaintyMetres": 50}}
    ],
    "eligibility": {"ageRange": {"maxValue": 80}, "areas": [{"name": "Camden", "code": "E09000007"}]},
    "accessibility": {"accessGuideUrl": "https://club.example/access", "contact": {"contactType": "access"}},
    "roles": [{"eligibility": {"areas": [{"name": "Kentish Town"}]}}],
    "prices": [{"eligibleFor": ["member"]}],
    "funding": {
        "matchFunders": [{"id": "https://fund.example/", "url": "https://fund.example/", "identifier": ["F1"]}]
    },
}
FUNDER: Document = {"sameAs": ["https://elsewhere.example/fund"]}
ALWAYS: Document = {
    "startDate": "2027-01-13T18:45:00+00:00",
    "endDate": "2027-01-13T20:30:00+00:00",
    "location": [
        make.venue(
            id="https://hall.example/#hall",
            url="https://hall.example/",
            identifier=[{"type": "PropertyValue", "propertyID": "uprn", "value": "1"}],
            area={"name": "Camden", "code": "E09000007"},
            meetingPoint="At the door.",
            travelNote="By bus.",
            note="Ring twice.",
            address={
                "type": "PostalAddress",
                "streetAddress": "40 Falkland Mews",
                "addressLocality": "London",
                "addressRegion": "Camden",
                "postalCode": "NW5 2ZZ",
                "addressCountry": "GB",
            },
        ),
        {
            "type": "VirtualLocation",
            "name": "A call",
            "precision": "online",
            "premises": "online",
            "note": "Any browser.",
        },
    ],
    "schedule": [
        make.schedule(type="Schedule", endDate="2027-06-30", exceptDate=["2026-12-26"]),
        make.schedule(repeatFrequency="P1M", byMonthWeek=2),
    ],
    "audience": {
        "intent": "restricted-to",
        "relationToPlace": ["resident"],
        "identities": ["women"],
        "selfDescription": "Women who cook.",
        "restrictionReason": "They asked for it.",
    },
    "isAccessibleForFree": True,
    "themes": ["yoga"],
    "offeredBy": "organisation",
    "attendanceMode": "in-person",
    "availability": "full",
    "status": "postponed",
    "format": "screening",
    "timeZone": "Europe/London",
    "safeguarding": {
        "checks": ["pvg"],
        "beneficiaries": ["children"],
        "policyUrl": "https://club.example/safe",
        "contact": {"contactType": "lead"},
        "note": "Ask.",
    },
    "prices": [
        {
            "name": "One",
            "price": 3,
            "priceCurrency": "GBP",
            "priceModel": "suggested-donation",
            "note": "Or less.",
            "eligibleFor": ["member"],
        }
    ],
}


def merged(one: Any, other: Any) -> Any:
    """The first, with what only the second has; the objects of a list become one object."""
    if isinstance(one, dict) and isinstance(other, dict):
        shared = {name: merged(one[name], other[name]) for name in one.keys() & other.keys()}
        return {**one, **other, **shared}
    lists = [v for v in (one, other) if isinstance(v, list) and v and isinstance(v[0], dict)]
    return [reduce(merged, lists[0] + lists[1])] if len(lists) == 2 else one


@cache
def _everything() -> Document:
    whole: Document = merged(reduce(merged, copy.deepcopy(list(EXAMPLES.values()))), MORE)
    return whole | ALWAYS | {"funding": merged(whole["funding"], {"matchFunders": [FUNDER]})}


def everything(kind: str) -> Document:
    """An item of a type with every member of the vocabulary, whether it makes sense there or not."""
    return copy.deepcopy(_everything()) | {"type": kind}


def plainer(kind: str) -> Document:
    """The same without the members that hide others: a fixed price, a street, and what only the role says of itself."""
    whole = everything(kind)
    hiding = ("remainingAttendeeCapacity", "safeguarding", "eligibility", "join", "attendanceMode")
    geo = {"latitude": 51.55, "longitude": -0.14, "uncertaintyMetres": 200}
    return {name: value for name, value in whole.items() if name not in hiding} | {
        "prices": [{"price": 3, "priceCurrency": "GBP"}],
        "location": [make.venue(precision="street", geo=geo, address={"streetAddress": "Falkland Mews"})],
    }


def shape(about: Document) -> str:
    """The part that a property holds, or a list of, by the schemas; "" when it holds no object."""
    reference = about.get("$ref", about.get("items", {}).get("$ref", "")).rpartition("/")[2]
    part = spec.schema("parts")["$defs"].get(reference, {})
    if reference == "Location":
        return "Place"
    return reference if "properties" in part else shape(part) if "items" in part else ""


@cache
def properties() -> dict[str, dict[str, Document]]:
    """Every property of the item's schema and of its parts, by part; a part that builds on another has its own too."""
    parts = {n: d for n, d in spec.schema("parts")["$defs"].items() if "properties" in d}
    own = {"Item": spec.schema("item")["properties"], **{n: d["properties"] for n, d in parts.items()}}
    bases = {n: d.get("$ref", "").rpartition("/")[2] for n, d in parts.items()}
    return {name: {**own.get(bases.get(name, ""), {}), **held} for name, held in own.items()}


def places_of(part: str, holder: Document, path: tuple[Any, ...] = ()) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Every member in a document with its part and the way to it."""
    for name, value in holder.items():
        yield part, name, (*path, name)
        inner = shape(properties()[part].get(name, {}))
        for index, v in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if inner and isinstance(v, dict):
                named = "VirtualLocation" if v.get("type") == "VirtualLocation" else inner
                yield from places_of(named, v, (*path, name, *([] if index is None else [index])))


def without(document: Document, path: tuple[Any, ...]) -> Document:
    cut = copy.deepcopy(document)
    holder = reduce(lambda held, step: held[step], path[:-1], cut)
    del holder[path[-1]]
    return cut


def test_the_item_with_everything_has_every_member() -> None:
    held = {(part, member) for part, member, _ in places_of("Item", everything("Event"))}
    assert {(part, member) for part, known in properties().items() for member in known} - held == set()


# The tables


@EACH_PROFILE
def test_a_table_has_every_property_of_the_schemas_and_nothing_else(profile: str) -> None:
    table = {part: set(about["members"]) for part, about in TABLES[profile]["parts"].items()}
    assert table == {part: set(held) for part, held in properties().items()}


@EACH_PROFILE
def test_a_table_says_of_each_member_where_it_goes_or_why_not(profile: str) -> None:
    table = TABLES[profile]
    for part, about in table["parts"].items():
        for member, entry in about["members"].items():
            where = f"{part}.{member}"
            assert entry.keys() & {"to", "used", "lost"}, where
            assert entry.keys() <= {"to", "as", "by", "part", "codes", "label", "note", "used", "lost"}, where
            said = [entry[name] for name in ("used", "lost", "note") if name in entry]
            assert all(re.fullmatch(r"[A-Z].{3,}\.", sentence) for sentence in said), where
            if "part" in entry:
                assert entry["part"] == shape(properties()[part][member]), where
            if isinstance(entry.get("to"), dict):
                assert "lost" in entry or set(entry["to"]) >= set(table["types"]), where


@EACH_PROFILE
def test_a_table_names_only_ways_codes_and_types_that_there_are(profile: str) -> None:
    table = TABLES[profile]
    entries = [entry for about in table["parts"].values() for entry in about["members"].values()]
    assert {e["as"] for e in entries if "as" in e} <= WAYS.keys()
    assert {e["by"] for e in entries if "by" in e} <= WAYS.keys() | WHOLES.keys()
    assert table["made"].keys() <= WHOLES.keys()
    assert set(table["needs"]) <= CHECKS.keys() & table["refusals"].keys()
    assert {e["codes"] for e in entries if "codes" in e} <= table["codes"].keys()
    assert {e["label"] for e in entries if "label" in e} <= {*spec.code_lists(), "themes"}
    assert set(table["types"]) <= set(spec.TYPES)
    assert set(table["occurrence"]["members"]) <= properties()["Item"].keys()
    for codes in table["codes"].keys() & set(spec.code_lists()):
        assert table["codes"][codes].keys() <= spec.codes(codes).keys()


@EACH_PROFILE
def test_a_table_describes_every_way_and_no_other(profile: str) -> None:
    table = TABLES[profile]
    entries = [entry for about in table["parts"].values() for entry in about["members"].values()]
    used = {e[name] for e in entries for name in ("as", "by") if name in e} | table["made"].keys()
    assert table["ways"].keys() == used
    assert table["reading"] == TABLES["schema.org"]["reading"]


def test_every_code_that_can_be_said_is_in_the_table_or_left_out_on_purpose() -> None:
    codes = TABLES["schema.org"]["codes"]
    unsaid = {name: set(spec.codes(name)) - set(codes[name]) for name in codes.keys() & set(spec.code_lists())}
    other = {"performance", "active-help", "work-party", "market-or-swap", "repair-session", "meeting", "trip", "other"}
    assert {name: said for name, said in unsaid.items() if said} == {
        "format": other,  # plain events
        "status": {"proposed"},  # nothing is fixed, so nothing is said
        "price-model": {"varies"},  # no amount
        "audience-intent": {"everyone", "welcomes"},  # no audience in the sense of schema.org
        "item-category": set(spec.codes("item-category")) - {"skill", "time", "space"},  # products
        "need-type": {"money", "permission"},  # neither product nor service
    }


@EACH_PROFILE
@EACH_TYPE
def test_what_is_said_to_be_lost_is_lost(profile: str, kind: str) -> None:
    """A member that is lost changes nothing in the projection."""
    table = TABLES[profile]
    if kind not in table["types"]:
        return
    whole = everything(kind)
    before = projected(whole, profile)
    for part, member, path in places_of("Item", whole):
        entry = table["parts"][part]["members"][member]
        if "used" not in entry and not project_table.target(entry, kind, before["@type"]):
            assert projected(without(whole, path), profile) == before, f"{path} is said to be lost"


@EACH_PROFILE
def test_every_member_that_has_a_place_shows_for_one_type_at_least(profile: str) -> None:
    table = TABLES[profile]
    unseen = {
        (part, member)
        for part, about in table["parts"].items()
        for member, entry in about["members"].items()
        if "to" in entry and "used" not in entry
    }
    for whole in (make_whole(kind) for kind in table["types"] for make_whole in (everything, plainer)):
        before = projected(whole, profile)
        for part, member, path in places_of("Item", whole):
            if (part, member) in unseen:
                after = project(without(whole, path), profile, now=datetime.fromisoformat(NOW), zone=make.LONDON)
                unseen -= {(part, member)} if after.document != before else set()
    assert unseen == set()


# schema.org


@cache
def graph(name: str) -> rdflib.Graph:
    document = (EXAMPLES | {kind: everything(kind) for kind in spec.TYPES})[name]
    inline = projected(document) | {"@context": {"@vocab": SCHEMA_ORG}}
    return rdflib.Graph().parse(data=json.dumps(inline), format="json-ld")


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value, and every name."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from (text for v in value.values() for text in strings(v))
    elif isinstance(value, list):
        yield from (text for v in value for text in strings(v))


@pytest.mark.parametrize("name", [*EXAMPLES, *spec.TYPES])
def test_every_term_is_one_of_schema_org(name: str) -> None:
    """Classes, properties, and values that are terms. rdflib knows all terms of schema.org, as a closed list."""
    found = graph(name)
    terms = {*found.predicates(), *found.objects(predicate=RDF.type)} - {RDF.type}
    named = {text for text in strings(projected(EXAMPLES.get(name) or everything(name))) if text.startswith(SCHEMA_ORG)}
    assert len(terms) > 10
    assert {term for term in terms if term not in SDO} == set()
    assert {text for text in named if rdflib.URIRef(text) not in SDO} == set()


def test_every_class_that_a_table_names_is_one_of_schema_org() -> None:
    table = TABLES["schema.org"]
    classes = [about.get("class", "") for about in table["parts"].values()] + list(table["types"].values())
    names = {c if isinstance(c, str) else c["else"] for c in classes} - {""}
    names |= {n for codes in ("format", "item-category", "need-type") for n in table["codes"][codes].values()}
    assert {name for name in names if rdflib.URIRef(SCHEMA_ORG + name) not in SDO} == set()


# What Google's page on events in search asks for: https://developers.google.com/search/docs/appearance/structured-data/event
NEEDED = ("name", "startDate", "location")  # and of the location its address; an event that is only online is not shown
WANTED = ("description", "endDate", "eventStatus", "image", "offers", "organizer")
NOT_ALWAYS = {
    "description": "an item needs none",
    "endDate": "an event may have no end",
    "eventStatus": "of a proposed event none is given",
    "image": "an item needs none",
    "offers": "an item may say neither that it is free nor what it costs nor whether there is room",
    "performer": "people are never passed on",
    "location.address": "an item may name its place without an address",
    "offers.priceCurrency": "what is free has no currency",
    "offers.validFrom": "items do not say from when one can book",
}


@pytest.mark.parametrize(
    "name", [name for name, document in EXAMPLES.items() if document["type"] in ("Event", "EventSeries")]
)
def test_an_event_has_what_search_engines_need_and_want(name: str) -> None:
    made = projected(EXAMPLES[name])
    dates = made.get("subEvent", [made])
    assert dates
    for date in dates:
        assert all(date.get(member) for member in NEEDED)
        assert date["location"]["address"]["addressCountry"] == "GB"
    missing = {member for member in WANTED if member not in made}
    assert missing <= NOT_ALWAYS.keys()
    assert missing == ({"image"} if "image" not in EXAMPLES[name] else set())
    assert [offer["price"] for offer in made["offers"]] == [0]
    assert made["location"]["name"]
    assert made["organizer"].keys() >= {"name", "url"}


def test_a_projection_has_the_licence_of_the_item_or_that_of_the_feed() -> None:
    bare = make.event()
    assert "subjectOf" not in projected(bare)
    assert projected(bare, licence=make.LICENCE)["subjectOf"] == {"@type": "CreativeWork", "license": make.LICENCE}
    own = make.plan(license="https://creativecommons.org/publicdomain/zero/1.0/")
    assert projected(own, licence=make.LICENCE)["license"] == own["license"]


def test_a_long_series_stays_bounded() -> None:
    daily = make.series(schedule=[make.schedule(endDate=None, repeatFrequency="P1D", byDay=None)] * 20)
    rare = make.series(
        schedule=[make.schedule(startDate="2020-01-01", endDate=None, repeatFrequency="P300D", byDay=None)]
    )
    assert len(projected(daily)["subEvent"]) == MOST_DATES
    last = datetime.fromisoformat(projected(rare)["subEvent"][-1]["startDate"])
    assert (last - datetime.fromisoformat(NOW)).days <= DAYS_AHEAD


def test_long_texts_are_said_once_and_not_on_every_date() -> None:
    long = dict.fromkeys(("meetingPoint", "travelNote", "note"), "x" * 1000)
    price = {"name": "x" * 120, "price": 1, "priceCurrency": "GBP", "note": "x" * 1000}
    series = make.series(description="x" * 5000, location=make.venue(**long), prices=[price], isAccessibleForFree=False)
    assert len(json.dumps(projected(series))) < 50_000


def test_the_dates_of_a_series_go_on_with_time() -> None:
    series = make.series()
    first = [projected(series, now=now)["subEvent"][0]["startDate"][:10] for now in (NOW, "2027-06-01T09:00:00Z")]
    assert first == ["2026-11-28", "2027-06-05"]


# Privacy

TELLING = {
    "streetAddress": "14 Leighton Road",
    "postalCode": "NW5 2ZZ",
    "latitude": 51.55192,
    "uprn": "100023336956",
    "meetingPoint": "The green door.",
    "travelNote": "Second left after the pub.",
    "note": "Ring the lower bell.",
}
HOME = {
    "type": "Place",
    "name": "Kentish Town",
    "precision": "exact",
    "id": "https://place.example/leighton-14",
    "url": "https://place.example/leighton-14",
    "address": {"streetAddress": TELLING["streetAddress"], "postalCode": TELLING["postalCode"]},
    "geo": {"latitude": TELLING["latitude"], "longitude": -0.14021, "uncertaintyMetres": 20},
    "identifier": [{"propertyID": "uprn", "value": TELLING["uprn"]}],
    **{name: TELLING[name] for name in ("meetingPoint", "travelNote", "note")},
}


@EACH_PROFILE
@EACH_TYPE
@pytest.mark.parametrize("premises", ["domestic", "undisclosed"])
def test_nothing_of_a_home_is_passed_on_but_its_area(profile: str, kind: str, premises: str) -> None:
    item = make.series(type=kind, themes=["yoga"], isAccessibleForFree=True, location=HOME | {"premises": premises})
    made = project(item, profile, now=datetime.fromisoformat(NOW), zone=make.LONDON)
    text = json.dumps(made.document)
    assert profile != "openactive" or made.refused
    assert [told for told in [*map(str, TELLING.values()), "leighton-14", "geo", "51.5"] if told in text] == []


@pytest.mark.parametrize("of", [None, "household", "individual"])
@pytest.mark.parametrize("item", [make.offer, make.request])
def test_what_a_household_offers_or_asks_for_is_at_a_home(item: Any, of: str | None) -> None:
    text = json.dumps(projected(item(offeredBy=of, location=HOME)))
    assert [told for told in map(str, TELLING.values()) if told in text] == []
    assert '"NW5"' in text


@EACH_PROFILE
@EACH_TYPE
def test_a_person_never_appears(profile: str, kind: str) -> None:
    whole = everything(kind)
    whole["leaders"] = [{"type": "Leader", "displayName": "Sam Doe", "role": "coach", "consent": True}]
    whole["organizer"] = whole["publisher"] = {"type": "Person", "name": "Sam Doe", "email": "sam.doe@mail.example"}
    whole["image"] = [{"contentUrl": "https://club.example/sam.jpg", "alt": "Sam Doe", "peopleShown": True}]
    made = project(whole, profile, now=datetime.fromisoformat(NOW), zone=make.LONDON)
    assert not re.search(r"sam\b|doe", json.dumps(made.document), re.IGNORECASE)
    assert "Person" not in set(strings(made.document))


# OpenActive


def test_each_refusal_says_in_a_sentence_what_is_missing() -> None:
    assert all(re.fullmatch(r"[A-Z].{20,}\.", reason) for reason in TABLES["openactive"]["refusals"].values())
    assert refused(make.group()) == TABLES["openactive"]["refusals"]["type"]
    assert refused(make.event()) == TABLES["openactive"]["refusals"]["activity"]
    assert refused({"type": "Party"}, "schema.org").endswith(".")


def test_a_profile_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"no profile called hsds\. There are: openactive, schema\.org"):
        projected(make.event(), "hsds")


def test_every_activity_that_means_the_same_as_a_theme_has_a_label() -> None:
    matches = {match for concept in spec.theme_concepts().values() for match in concept.get("exactMatch", ())}
    assert matches == project_table.table("openactive")["labels"].keys()


@pytest.mark.parametrize("make_item", [make.event, make.series])
def test_our_own_reader_understands_our_openactive(make_item: Any) -> None:
    item = make_item(
        themes=["yoga"],
        description="Stretch and breathe with us.",
        isAccessibleForFree=True,
        maximumAttendeeCapacity=12,
        eligibility={"ageRange": {"minValue": 16}},
    )
    back = map_opportunity(
        projected(item, "openactive"), item["id"], make.reading(hosts=frozenset({make.HOST})), [].append
    )
    same = ("id", "type", "name", "description", "url", "themes", "isAccessibleForFree", "maximumAttendeeCapacity")
    assert {name: back[name] for name in same} == {name: item[name] for name in same}
    assert back["eligibility"] == item["eligibility"]
    assert back["location"]["geo"] == item["location"]["geo"]
    when = ("startDate", "endDate") if item["type"] == "Event" else ()
    assert {name: back[name] for name in when} == {name: item[name] for name in when}
    assert back.get("schedule", []) == [s | {"type": "Schedule"} for s in item.get("schedule", [])]


# What is lost


@EACH_PROFILE
def test_what_is_lost_has_a_reason_and_the_types_it_is_lost_for(profile: str) -> None:
    found = lost(profile)
    assert all(one.reason and set(one.types) <= set(TABLES[profile]["types"]) for one in found)
    whole = {(one.part, one.member) for one in found if one.types == tuple(TABLES[profile]["types"])}
    assert ("Item", "leaders") in whole
    assert ("Item", "name") not in whole


def test_what_an_item_loses_is_told_by_its_members() -> None:
    item = make.event(
        leaders=[{"displayName": "Sam"}],
        location=make.venue(premisses="x"),
        prices=[{"price": 1, "eligibleFor": ["child"]}, {"price": 2, "eligibleFor": ["member"]}],
        stops=[{"name": "Farm"}],
    )
    names = [name for name, _ in left_out(item, "schema.org")]
    assert names == ["participation", "location.premisses", "leaders", "prices.eligibleFor", "stops"]
    assert dict(left_out(item, "schema.org"))["leaders"] == "People are never passed on."
    assert [name for name, _ in left_out(make.plan(leaders=[]), "schema.org")] == ["participation", "leaders"]


# Odd documents


@EACH_PROFILE
@EACH_TYPE
def test_no_document_breaks_a_projection(profile: str, kind: str) -> None:
    whole = everything(kind)
    for member in whole.keys() - {"type"}:
        for odd in (None, 3, "x", [], {}, [None], True, [{"name": ["x"]}], {"type": ["x"], "geo": 1}):
            made = project(whole | {member: odd}, profile, now=datetime.fromisoformat(NOW), zone=make.LONDON)
            assert made.document or made.refused
            left_out(whole | {member: odd}, profile)


# Vectors


@pytest.mark.parametrize(("profile", "case"), CASES)
def test_vector(profile: str, case: Document) -> None:
    now = datetime.fromisoformat(case.get("now", NOW))
    made = project(case["document"], profile, now=now, zone=make.LONDON)
    assert (made.document or {"refused": True}) == case["expected"]


def test_vectors_have_the_right_shape_and_a_case_of_every_type() -> None:
    schema = json.loads((CONFORMANCE / "projections.schema.json").read_text("utf-8"))
    for vector in VECTORS.values():
        jsonschema.Draft202012Validator(schema).validate(vector)
    seen = {(vector["profile"], case["document"]["type"]) for vector in VECTORS.values() for case in vector["cases"]}
    assert seen == {(profile, kind) for profile in TABLES for kind in spec.TYPES}
