"""The RDF vocabulary and the lists in Turtle say what the schemas, the context and the lists say, and nothing of terms of others."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, OWL, RDF, RDFS, SDO, SKOS, XSD
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from docs import generate_all, generate_vocabulary
from docs.generate_codes import codes_schema
from docs.one_model import model
from openhub import spec
from tests.unit.test_schemas import CONTEXT, EXAMPLES, SCHEMAS, declared, with_context

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

OH = rdflib.Namespace(f"{spec.NAMESPACE}ns#")
VOCABULARY = rdflib.Graph().parse(data=spec.file("vocabulary.ttl"), format="turtle")
OWN = {term for term in VOCABULARY.subjects() if isinstance(term, rdflib.URIRef) and term.startswith(OH)}
FOREIGN = set(VOCABULARY.subjects(OH.memberName)) - OWN
ABOUT_TERMS = {OH.codeList, OH.deprecatedSince, OH.listOf, OH.memberName, OH.writtenAs}
PROPERTIES = {term for term in OWN if (term, RDF.type, RDF.Property) in VOCABULARY}
LISTS = {**{name: f"codes/{name}" for name in spec.code_lists()}, "themes": "themes"}


PREFIXES = {name: iri for name, iri in CONTEXT.items() if isinstance(iri, str) and iri[-1] in "#/"}


def members(context: dict[str, Any] = CONTEXT) -> Iterator[tuple[str, str]]:
    """Every member of the schemas with its IRI, as the context says; what stands with a @vocab is a code."""
    for term, definition in context.items():
        iri = definition["@id"] if isinstance(definition, dict) else definition
        if term.startswith("@") or term in PREFIXES or not isinstance(iri, str) or iri.startswith("@"):
            continue
        prefix, _, rest = iri.partition(":")
        yield term, PREFIXES[prefix] + rest if prefix in PREFIXES else iri
        inner = definition.get("@context", {}) if isinstance(definition, dict) else {}
        if "@vocab" not in inner:
            yield from members(inner)


def union(node: Any) -> list[Any]:
    """The members of a union; a class alone counts as a union of one."""
    listed = VOCABULARY.value(node, OWL.unionOf)
    return list(Collection(VOCABULARY, listed)) if listed else [node]


# What is generated


def test_each_generated_file_is_what_its_generator_writes() -> None:
    generated = generate_all.files()
    stale = [name for name, text in generated.items() if spec.file(name).decode("utf-8") != text]
    assert not stale, "run `make reference`"
    found = {file.relative_to(spec.folder()).as_posix() for file in spec.folder().rglob("*.ttl")}
    assert found == {name for name in generated if name.endswith(".ttl")}


def test_the_turtle_of_the_vocabulary_says_what_its_json_ld_says() -> None:
    quads = pyoxigraph.parse(spec.file("vocabulary.jsonld"), format=pyoxigraph.RdfFormat.JSON_LD)
    lines = pyoxigraph.serialize((q.triple for q in quads), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert isomorphic(VOCABULARY, rdflib.Graph().parse(data=lines, format="nt"))


@pytest.mark.parametrize("name", LISTS)
def test_the_turtle_of_a_list_says_what_its_json_ld_says(name: str) -> None:
    turtle = rdflib.Graph().parse(data=spec.file(f"{LISTS[name]}.ttl"), format="turtle")
    assert isomorphic(turtle, rdflib.Graph().parse(data=spec.file(f"{LISTS[name]}.jsonld"), format="json-ld"))


@pytest.mark.parametrize("name", LISTS)
def test_every_concept_is_at_the_top_or_under_another(name: str) -> None:
    graph = rdflib.Graph().parse(data=spec.file(f"{LISTS[name]}.ttl"), format="turtle")
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert (graph.value(concept, SKOS.topConceptOf) is None) == (graph.value(concept, SKOS.broader) is not None)


# Both ways: schemas, context, vocabulary


def test_the_vocabulary_has_every_member_of_the_schemas_and_no_other() -> None:
    named = {(str(name), str(term)) for term, name in VOCABULARY.subject_objects(OH.memberName)}
    assert named == set(members())
    properties = {name for schema in ("item", "parts", "dataset") for name, _ in declared(SCHEMAS[schema])}
    types = {name for name, _ in named if name[0].isupper()}
    assert {name for name, _ in named} - types == properties - {"@context", "id", "type"}


def test_the_model_reaches_every_property_of_the_schemas() -> None:
    reached = {(p.on, p.name) for p in model().properties}
    for schema in ("item", "parts", "dataset"):
        about = SCHEMAS[schema]
        names = {"item": {"Activity": about}, "dataset": {"Dataset": about, **about.get("$defs", {})}}
        for name, definition in names.get(schema, about["$defs"]).items():
            for member in set(definition.get("properties", {})) - {"@context", "id", "type"}:
                assert (model().classes[name].iri, member) in reached, (name, member)


def test_every_type_is_a_class() -> None:
    for name in spec.TYPES:
        assert (OH[name], RDFS.subClassOf, OH.Activity) in VOCABULARY
        assert any(not kind.startswith(OH) for kind in VOCABULARY.objects(OH[name], RDFS.subClassOf)), name


# Our own terms


@pytest.mark.parametrize("term", sorted(OWN))
def test_each_of_our_terms_says_what_it_is(term: rdflib.URIRef) -> None:
    assert {(word.language) for word in VOCABULARY.objects(term, RDFS.label)} == {"en"}
    (comment,) = VOCABULARY.objects(term, RDFS.comment)
    assert comment.endswith(".")
    assert VOCABULARY.value(term, RDFS.isDefinedBy) == rdflib.URIRef(f"{spec.NAMESPACE}ns")
    kinds = set(VOCABULARY.objects(term, RDF.type))
    if term in PROPERTIES:
        assert kinds & {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
        assert len(list(VOCABULARY.objects(term, RDFS.domain))) == len(list(VOCABULARY.objects(term, RDFS.range))) == 1
    else:
        assert kinds == {OWL.Class, RDFS.Class}


def test_what_holds_codes_names_their_list() -> None:
    coded = set(VOCABULARY.subjects(RDFS.range, SKOS.Concept))
    assert coded == set(VOCABULARY.subjects(OH.codeList))
    named = {str(listed) for listed in VOCABULARY.objects(None, OH.codeList)}
    assert named == {spec.scheme(name)["id"] for name in LISTS}


def test_what_is_our_own_is_defined() -> None:
    named = {node for node in VOCABULARY.all_nodes() if isinstance(node, rdflib.URIRef) and node.startswith(OH)}
    assert named <= OWN
    assert {term for term in VOCABULARY.predicates() if term.startswith(OH)} <= ABOUT_TERMS
    assert ABOUT_TERMS <= OWN


# The terms of others


def test_nothing_is_said_of_the_terms_of_others_but_how_we_use_them() -> None:
    for term in set(VOCABULARY.subjects()) - OWN - {rdflib.URIRef(f"{spec.NAMESPACE}ns")}:
        if isinstance(term, rdflib.URIRef):
            assert set(VOCABULARY.predicates(term)) == {RDFS.isDefinedBy, SKOS.scopeNote, OH.memberName}, term
            assert term in FOREIGN


def test_the_terms_of_others_exist() -> None:
    known = {str(space): {str(space[name]) for name in space.__annotations__} for space in (SDO, DCTERMS, DCAT)}
    used = [node for node in VOCABULARY.all_nodes() if isinstance(node, rdflib.URIRef)]
    for space, words in known.items():
        assert {str(n) for n in used if n.startswith(space) and str(n) != space} <= words


# What documents hold


@pytest.mark.parametrize("name", EXAMPLES)
def test_documents_hold_what_the_vocabulary_says(name: str) -> None:
    graph = rdflib.Graph().parse(data=with_context(EXAMPLES[name]), format="json-ld")
    for predicate, value in graph.predicate_objects():
        if predicate in PROPERTIES:
            ranges = union(VOCABULARY.value(predicate, RDFS.range))
            kinds = {value.datatype or XSD.string} if isinstance(value, rdflib.Literal) else kinds_of(value, graph)
            assert kinds & {*ranges, RDFS.Resource}, (predicate, value)
            if listed := VOCABULARY.value(predicate, OH.codeList):
                assert value.startswith(f"{listed}#")


def kinds_of(node: Any, graph: rdflib.Graph) -> set[Any]:
    """What a node is: its own type, a concept or a list; a part that names no type may be of any class."""
    if isinstance(node, rdflib.URIRef) and "#" in node and node.startswith(spec.NAMESPACE):
        return {SKOS.Concept}
    if graph.value(node, RDF.first):
        return {RDF.List}
    named = set(graph.objects(node, RDF.type))
    return named or {term for term in OWN if (term, RDF.type, OWL.Class) in VOCABULARY} | {RDFS.Resource}


# What is deprecated


def test_a_deprecated_code_says_so_in_rdf() -> None:
    scheme = json.loads(spec.file("codes/format.jsonld"))
    vocabulary = json.loads(spec.file("vocabulary.jsonld"))["@context"]
    scheme["@context"] |= {
        "oh": str(OH),
        "owl": str(OWL),
        **{w: vocabulary[w] for w in ("deprecated", "deprecatedSince", "isReplacedBy")},
    }
    old = next(concept for concept in scheme["concepts"] if concept["notation"] == "trip")
    old |= {"deprecated": True, "deprecatedSince": "1.1", "isReplacedBy": f"{scheme['id']}#walk-or-run"}
    graph = rdflib.Graph().parse(data=json.dumps(scheme), format="json-ld")
    concept = rdflib.URIRef(old["id"])
    assert graph.value(concept, OWL.deprecated).value is True
    assert graph.value(concept, DCTERMS.isReplacedBy) == rdflib.URIRef(f"{scheme['id']}#walk-or-run")
    assert str(graph.value(concept, OH.deprecatedSince)) == "1.1"
    assert codes_schema({"format": scheme})["$defs"]["format"]["x-deprecated"] == {
        "trip": {"since": "1.1", "use": "walk-or-run"}
    }


def test_a_deprecated_member_says_so_in_rdf(monkeypatch: pytest.MonkeyPatch) -> None:
    item = copy.deepcopy(spec.schema("item"))
    item["properties"]["statusNote"] |= {"deprecated": True, "x-deprecated": {"since": "1.1", "use": "summary"}}
    monkeypatch.setattr(spec, "schema", lambda name: item if name == "item" else SCHEMAS[name])
    model.cache_clear()
    try:
        nodes = {node["id"]: node for node in generate_vocabulary.vocabulary()["graph"]}
    finally:
        model.cache_clear()
    said = {name: nodes["oh:statusNote"][name] for name in ("deprecated", "deprecatedSince", "isReplacedBy")}
    assert said == {"deprecated": True, "deprecatedSince": "1.1", "isReplacedBy": "schema:disambiguatingDescription"}
    assert [name for name, node in nodes.items() if "deprecated" in node] == ["oh:statusNote"]
