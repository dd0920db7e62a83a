"""The SHACL shapes and the JSON Schema agree on what is bad, but for what an RDF graph does not keep."""

from typing import Any

import pyshacl
import pytest
import rdflib

from openhub import spec
from tests.unit.test_schemas import DATASET, EXAMPLES, example, faults, with_context

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

SHAPES = rdflib.Graph().parse(data=spec.file("shapes.ttl"), format="turtle")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")

Document = dict[str, Any]


def conforms(document: Document) -> bool:
    """Whether the graph of a document has the shape that its type asks for."""
    graph = rdflib.Graph().parse(data=with_context(document), format="json-ld")
    return bool(pyshacl.validate(graph, shacl_graph=SHAPES, inplace=True)[0])


def changed(kind: str, path: str, value: Any = None) -> Document:
    """The example of a type with the value at a path put in place of the old one; without a value the member is left out."""
    document = example(kind)
    *way, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place: Any = document
    for part in way:
        place = place.setdefault(part, {}) if isinstance(place, dict) else place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return document


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_conforms(name: str) -> None:
    assert conforms(EXAMPLES[name])


def test_the_description_of_a_dataset_conforms() -> None:
    assert conforms(DATASET)
    assert not conforms({**DATASET, "level": 4})
    assert not conforms({**DATASET, "publisher": {"name": "Open Cinema"}})
    assert not conforms({name: value for name, value in DATASET.items() if name != "license"})


DAMAGE: dict[str, tuple[str, str, Any]] = {
    "no name": ("Event", "name", None),
    "a name too short": ("Event", "name", "ab"),
    "a name too long": ("Event", "name", "x" * 121),
    "a name that is a number": ("Event", "name", 7),
    "a name in other languages without saying in which": ("Event", "nameMap", "Course à pied"),
    "no page to go to": ("Offer", "url", None),
    "an address of another kind": ("Offer", "url", "ftp://streetbank.example/1"),
    "an address that hides where it leads": ("Event", "join/url", "https://goodgym.example@phish.example/"),
    "no organiser": ("Group", "organizer", None),
    "an organiser without a name": ("Group", "organizer", {"type": "Organization"}),
    "an organiser that is a person": ("Group", "organizer", {"type": "Person", "name": "A"}),
    "no start": ("Event", "startDate", None),
    "no time zone": ("Event", "timeZone", None),
    "a start in words": ("Event", "startDate", "next Tuesday"),
    "a start without its offset": ("Event", "startDate", "2027-01-13T18:45:00"),
    "a code that is in no list": ("Event", "format", "knitting-dragons"),
    "a code of another list": ("Event", "status", "open"),
    "a theme that does not exist": ("Plan", "themes", ["cooking", "no-such"]),
    "too many themes": ("Plan", "themes", ["cooking", "film", "yoga", "dance", "games", "running"]),
    "a latitude beyond the pole": ("Event", "location/geo/latitude", 91),
    "a latitude in quotation marks": ("Event", "location/geo/latitude", "51.5"),
    "coordinates without longitude": ("Event", "location/geo/longitude", None),
    "a place that says nothing of itself": ("Event", "location", {"type": "Place", "premises": "public-venue"}),
    "a place in words": ("Event", "location", "City farm"),
    "no place": ("Event", "location", None),
    "fewer places than none": ("Event", "maximumAttendeeCapacity", -1),
    "half a place": ("Event", "maximumAttendeeCapacity", 2.5),
    "free in words": ("Event", "isAccessibleForFree", "yes"),
    "not free and no prices": ("Event", "isAccessibleForFree", False),
    "a price without its currency": ("Space", "prices", [{"price": 3}]),
    "a price below nothing": ("Space", "prices", [{"price": -1, "priceCurrency": "GBP"}]),
    "an e-mail address without an at": ("Event", "contact/email", "nobody"),
    "a restriction without a reason": ("Event", "audience", {"intent": "restricted-to"}),
    "no schedule": ("EventSeries", "schedule", None),
    "a rhythm in words": ("EventSeries", "schedule/0/repeatFrequency", "weekly"),
    "a day in another language": ("EventSeries", "schedule/0/byDay", ["Samstag"]),
    "times without their zone": ("EventSeries", "schedule/0/timeZone", None),
    "neither hours nor schedule": ("Space", "openingHours", None),
    "an hour that no clock has": ("Space", "openingHours/0/opens", "24:30"),
    "two roles in one": ("VolunteerRole", "roles", [{"name": "Cook"}, {"name": "Driver"}]),
    "no thing": ("Offer", "item", None),
    "no end to an offer": ("Offer", "expires", None),
    "a home without its precision": ("Offer", "location/precision", None),
    "a scheme with one side": ("MatchScheme", "roles", [{"name": "Cook", "side": "giver"}]),
    "no stage": ("Project", "stage", None),
    "a step without its text": ("Plan", "steps/1/text", None),
    "a step in words": ("Plan", "steps", ["Invite"]),
    "no purpose": ("Plan", "purpose", None),
    "an id that is no address": ("Event", "id", "urn:item:7"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_both_find_what_is_bad(damage: str) -> None:
    document = changed(*DAMAGE[damage])
    assert faults(document)
    assert not conforms(document)


# docs/decisions/0007-one-model.md lists these with the reasons.
UNSEEN: dict[str, tuple[str, str, Any]] = {
    "an empty list": ("Event", "themes", []),
    "a list where one value should stand": ("Event", "startDate", ["2027-01-13T18:45:00+00:00"]),
    "one value where a list should stand": ("Event", "themes", "running"),
    "a day that is in no calendar": ("Event", "startDate", "2027-02-30"),
    "a type that does not exist": ("Event", "type", "Evnt"),
    "no type": ("Event", "type", None),
    "two names of one organisation": ("Event", "organizer/name", ["GoodGym", "Good Gym"]),
}


@pytest.mark.parametrize("damage", UNSEEN)
def test_what_shapes_cannot_see(damage: str) -> None:
    document = changed(*UNSEEN[damage])
    assert faults(document)
    assert conforms(document)


def test_null_is_not_kept_in_a_graph() -> None:
    document = {**example("Event"), "summary": None}
    assert faults(document) == {("summary",)}
    assert conforms(document)


def test_an_organisation_may_be_named_twice_in_one_graph() -> None:
    publisher = {**example("Event")["organizer"], "name": "GoodGym Camden (example)"}
    assert conforms({**example("Event"), "publisher": publisher})


def test_there_is_a_shape_for_each_type_and_each_part() -> None:
    base = f"{spec.NAMESPACE}schemas/v1/shapes#"
    shapes = {str(shape).removeprefix(base) for shape in SHAPES.subjects(rdflib.RDF.type, SH.NodeShape)}
    objects = {name for name, about in spec.schema("parts")["$defs"].items() if "properties" in about}
    assert shapes == {*spec.TYPES, *objects, "Activity", "Dataset", "Distribution", "Number"}
    targets = {str(kind) for kind in SHAPES.objects(None, SH.targetClass)}
    assert targets == {*(f"{spec.NAMESPACE}ns#{name}" for name in spec.TYPES), "http://www.w3.org/ns/dcat#Dataset"}


def test_every_shape_that_is_referred_to_exists() -> None:
    for predicate in (SH.node, SH.property):
        for shape in SHAPES.objects(None, predicate):
            assert (shape, None, None) in SHAPES, shape
