"""The OpenAPI document of a hub, made from the same parameters that read its requests."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from apispec import APISpec

from openhub import __version__, spec
from openhub.formats.rpde import MEDIA_TYPE as RPDE
from openhub.web.parameters import FEED, FOR_MACHINES, PROJECTION
from openhub.web.reading import Parameter
from openhub.web.rules import by_code

MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.1"
JSON_LD = "application/ld+json"
GEO_JSON = "application/geo+json"
JSON = "application/json"
JSON_SCHEMA = "application/schema+json"
TURTLE = "text/turtle"
HTML = "text/html"
CALENDAR = "text/calendar"
PROBLEM = "application/problem+json"
AWAY = {503: "The hub's database is away; Retry-After says how many seconds to wait."}
_REF = {
    "name": "ref",
    "in": "path",
    "required": True,
    "description": "The hub's short name of an activity.",
    "schema": {"type": "string", "pattern": "^[a-z2-7]{16}$"},
    "example": "4xkq2v7zq3mbnd5a",
}
_NUMBER = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "The number of a source.",
    "schema": {"type": "integer", "minimum": 1},
    "example": 1,
}
_OF_WORDS: dict[str, dict[str, Any]] = {
    "understood": {
        "type": "object",
        "description": "What was moved out of q: the parameters as they were understood, those alone that differ.",
    },
    "passedOver": {
        "type": "array",
        "items": {"type": "string"},
        "description": "What of q is not looked for: small words such as near and the, signs, and what comes after the 20th "
        "word. When that is all of q, everything is found.",
    },
    "suggestion": {
        "type": "string",
        "description": "Words as they were perhaps meant: with q so, more would be found. There when next to nothing is.",
    },
}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "Activity": {
        "type": "object",
        "description": "A document of the OpenHub vocabulary, as its publisher wrote it.",
        "required": ["type", "id", "name"],
        "properties": {
            "type": {"type": "string", "enum": list(spec.TYPES)},
            "id": {"type": "string", "format": "uri"},
            "name": {"type": "string"},
        },
    },
    "ActivityOrProjection": {
        "anyOf": [
            {"$ref": "#/components/schemas/Activity"},
            {
                "type": "object",
                "description": "A node of the profile that was asked for.",
                "required": ["@context", "@type", "@id"],
            },
        ],
    },
    "Envelope": {
        "type": "object",
        "description": "What this hub adds: where the activity came from, and what the question adds to it.",
        "properties": {
            "ref": {"type": "string", "description": "The hub's short name of it."},
            "page": {"type": "string", "format": "uri", "description": "Its page for people."},
            "origin": {"type": "string", "description": "The dataset it belongs to."},
            "source": {"type": "integer", "description": "The number of the source it was read from."},
            "told": {"type": "boolean", "description": "Whether it said yes to every access need asked for."},
            "distanceMetres": {
                "type": "integer",
                "description": "To the next 100 metres, for places that anyone may come to.",
            },
            "distanceAtMostMiles": {"type": "integer", "description": "In whole miles rounded up, for areas."},
            "next": {"type": "array", "items": {"type": "object"}, "description": "When it is on next."},
            "retrievedAt": {"type": "string", "format": "date-time"},
            "license": {"type": "string"},
        },
    },
    "Found": {
        "allOf": [
            {"$ref": "#/components/schemas/Activity"},
            {"type": "object", "properties": {"openhub": {"$ref": "#/components/schemas/Envelope"}}},
        ],
    },
    "Results": {
        "type": "object",
        "required": ["total", "exact", "told", "items"],
        "properties": {
            "@context": {"type": "string"},
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/Found"}},
            "total": {"type": "integer", "description": "How many match in all."},
            "exact": {
                "type": "boolean",
                "description": "Whether total is exact. When it is false there are more than that, and told is of as many.",
            },
            "told": {"type": "integer", "description": "How many of them said yes to every access need asked for."},
            "next": {
                "type": "string",
                "format": "uri",
                "description": "The address of the next items, when there are more.",
            },
            **_OF_WORDS,
        },
    },
    "FeatureCollection": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": {"type": "object"}},
            **_OF_WORDS,
        },
    },
    "Sources": {
        "type": "object",
        "required": ["items"],
        "properties": {"items": {"type": "array", "items": {"type": "object"}}},
    },
    "Source": {
        "type": "object",
        "required": ["number", "name", "feed", "outcome", "state", "outcomes", "runs"],
        "properties": {
            "state": {
                "type": "string",
                "enum": ["", "verified", "complete", "held", "inconsistent", "failed"],
                "description": "What the last run proved: verified is that nothing is missing; complete cannot be verified.",
            },
            "outcomes": {"type": "object", "description": "Runs by outcome, over P7D and P30D."},
            "runs": {"type": "array", "items": {"type": "object"}, "description": "The latest first."},
        },
    },
    "Page": {
        "type": "object",
        "required": ["next", "items", "license"],
        "description": "A page of RPDE 1.0 with the openhub member.",
        "properties": {
            "next": {"type": "string", "format": "uri"},
            "items": {"type": "array", "items": {"type": "object"}},
            "license": {"type": "string"},
            "openhub": {"type": "object"},
        },
    },
    "Document": {"type": "object", "description": "A document of the standard."},
    "Text": {"type": "string"},
    "ToCheck": {
        "description": "An item, a list of items, or a page of a feed. Bytes that are not JSON are answered with where they are not.",
    },
    "Report": {
        "type": "object",
        "description": "What is wrong, by code: the report of `openhub validate --format json`.",
        "required": ["type", "conforms", "items", "counts", "findings", "rulesSkipped"],
        "properties": {
            "type": {"const": "Report"},
            "conforms": {"type": "boolean", "description": "Whether there is no error."},
            "items": {"type": "integer", "description": "How many items were checked."},
            "counts": {"type": "object", "description": "How many errors, warnings and remarks there are."},
            "findings": {
                "type": "array",
                "items": {"type": "object"},
                "description": "Each code that was found, with the first places.",
            },
            "rulesSkipped": {
                "type": "array",
                "items": {"type": "object"},
                "description": "What was not looked for, and why.",
            },
        },
    },
    "Rules": {"type": "array", "items": {"$ref": "#/components/schemas/Rule"}},
    "Rule": {
        "type": "object",
        "description": "What is said of one code.",
        "required": ["code", "about", "help", "family", "severity", "message", "remedy"],
        "properties": {
            "code": {"type": "string"},
            "about": {"type": "string", "description": "What is wrong, in a sentence."},
            "help": {"type": "string", "format": "uri", "description": "Its address in data."},
            "family": {"type": "string"},
            "severity": {"type": "string", "enum": ["error", "warning", "info"]},
            "message": {"type": "string", "description": "With the names of values in curly brackets."},
            "remedy": {"type": "string", "description": "What to do."},
            "why": {"type": "string", "description": "Why it matters to a resident."},
            "anchor": {"type": "string", "description": "The requirement that is broken."},
            "since": {"type": "string", "description": "The version that had it first."},
            "bad": {"type": ["object", "null"], "description": "An example in which it is reported."},
            "good": {"type": ["object", "null"], "description": "One in which it is not."},
        },
    },
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status"],
        "description": "RFC 9457 problem details.",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "parameter": {"type": "string", "description": "The parameter that is wrong."},
            "near": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Addresses that may have been meant.",
            },
        },
    },
}
EXAMPLES = {
    "/api/v1/activities": "/api/v1/activities?q=cooking&near=NW5&limit=5",
    "/api/v1/activities.geojson": "/api/v1/activities.geojson?near=NW5&far=mile",
    "/api/v1/sources": "/api/v1/sources",
    "/api/v1/sources/{number}": "/api/v1/sources/1",
    "/feed": "/feed",
    "/ns": "/ns.jsonld",
    "/codes": "/codes.jsonld",
    "/codes/{list}": "/codes/access-feature.jsonld",
    "/themes": "/themes.jsonld",
    "/context/v1": "/context/v1.jsonld",
    "/schemas": "/schemas.json",
    "/schemas/v1/{name}.json": "/schemas/v1/item.json",
    "/schemas/v1/shapes": "/schemas/v1/shapes.ttl",
    "/rules": "/rules.json",
    "/rules/{code}": "/rules/end-before-start.json",
    "/conformance/v1/{group}.json": "/conformance/v1/rules.json",
}


def document(name: str, server: str) -> dict[str, Any]:
    """The whole document for the hub at an address."""
    made = APISpec(
        title=name,
        version=__version__,
        openapi_version="3.1.0",
        servers=[{"url": server}],
        info={"description": "Open data of community activities. No key, no account; nothing about who asks is kept."},
    )
    for schema, body in _SCHEMAS.items():
        made.components.schema(schema, body)
    for path, operation in (_paths() | _standard()).items():
        made.path(path=path, operations={"get": operation})
    made.path(path="/api/v1/validate", operations={"post": _check()})
    return made.to_dict()


def _paths() -> dict[str, dict[str, Any]]:
    search = _parameters(FOR_MACHINES)
    return {
        "/api/v1/activities": _operation(
            "searchActivities",
            "Find activities",
            "Each item is the publisher's document with one more member, openhub. "
            "Those that said yes to every need come first. Near a place they are in rings (a walk of 15 minutes, a mile, "
            "three miles, further); within each, the best match for the words of q, or without words the soonest, is first.",
            search,
            {JSON_LD: "Results", GEO_JSON: "FeatureCollection"},
        ),
        "/api/v1/activities.geojson": _operation(
            "searchActivitiesGeoJson",
            "Find activities, as GeoJSON",
            "What has no public spot, such as a home, has no geometry.",
            search,
            {GEO_JSON: "FeatureCollection"},
        ),
        "/api/v1/activities/{ref}": _operation(
            "readActivity",
            "Read one activity",
            "The document unchanged, or with profile in the terms of another vocabulary; Link headers say where it came from. "
            "A series then gives its next 30 dates at most.",
            [_REF, *_parameters(PROJECTION)],
            {JSON_LD: "ActivityOrProjection"},
            missing={
                400: "A parameter is wrong; the problem names it.",
                404: "There is no such activity.",
                406: "The other vocabulary cannot say it; the problem says why.",
                410: "Its publisher has withdrawn it.",
            },
        ),
        "/api/v1/sources": _operation(
            "listSources",
            "List the sources",
            "Every feed this hub reads: how it answered last, whether that proves that nothing is missing, and when it is read again.",
            [],
            {JSON_LD: "Sources"},
        ),
        "/api/v1/sources/{number}": _operation(
            "readSource",
            "Read how one source has been read",
            "The same of one source, with its last 100 runs and how many runs of the last 7 and 30 days ended how.",
            [_NUMBER],
            {JSON_LD: "Source"},
            missing={404: "There is no such source."},
        ),
        "/activity/{ref}.ics": _operation(
            "readDates",
            "Read the dates of an activity",
            "Each date to come, as far ahead as the hub looks, as an event of iCalendar.",
            [_REF],
            {CALENDAR: "Text"},
            missing={404: "There is no such activity, or it has no dates.", 410: "Its publisher has withdrawn it."},
        ),
        "/feed": _operation(
            "readFeed",
            "Read the change feed",
            "RPDE 1.0. Follow next until it is the address you asked for; come back to it later.",
            _parameters(FEED),
            {RPDE: "Page"},
        ),
        "/feed/checkpoint": _operation(
            "readCheckpoint",
            "Read where the change feed stands",
            "Its epoch, its highest number, and the root over all live items: whoever has the same root has everything.",
            [],
            {JSON: "Document"},
        ),
    }


def _check() -> dict[str, Any]:
    made = _operation(
        "validate",
        "Check items",
        "What is wrong with the body, and what to do. Nothing of it is kept. At most 1 MB; `openhub validate` checks whole feeds.",
        [],
        {JSON: "Report"},
        missing={
            400: "The body is empty.",
            413: "The body is too large.",
            429: "Too much is being checked at this moment; Retry-After says how many seconds to wait.",
        },
    )
    body = {"required": True, "content": {JSON: {"schema": {"$ref": "#/components/schemas/ToCheck"}}}}
    return made | {"requestBody": body}


def _standard() -> dict[str, dict[str, Any]]:
    """The standard itself: files that may be kept for long. Accept chooses the form, or an ending such as .ttl does."""
    names, groups = (
        [PurePath(address).stem for address in spec.schemas() if address.startswith(folder)]
        for folder in ("schemas/", "conformance/")
    )
    terms = {JSON_LD: "Document", JSON: "Document", TURTLE: "Text", HTML: "Text"}
    said = (
        "As JSON-LD or Turtle for programs, as a page for people: by Accept, or by the ending .jsonld, .ttl or .html."
    )
    return {
        "/ns": _operation("readVocabulary", "Read the vocabulary", f"Every type and member. {said}", [], terms),
        "/codes": _operation(
            "listCodeLists",
            "List the code lists",
            "The lists that members of an item take their words from.",
            [],
            {JSON_LD: "Document", JSON: "Document", HTML: "Text"},
        ),
        "/codes/{list}": _operation(
            "readCodeList",
            "Read a code list",
            f"Each word and what it means. {said}",
            [_named("list", "The name of a code list.", spec.code_lists())],
            terms,
            missing={404: "There is no such list; the problem names those that are called nearly so."},
        ),
        "/themes": _operation("readThemes", "Read the themes", f"What activities are about. {said}", [], terms),
        "/context/v1": _operation(
            "readContext",
            "Read the JSON-LD context",
            f"What {spec.CONTEXT_URL} stands for.",
            [],
            {JSON_LD: "Document", HTML: "Text"},
        ),
        "/schemas": _operation("listSchemas", "List the schemas", "Their names.", [], {JSON: "Document", HTML: "Text"}),
        "/schemas/v1/{name}.json": _operation(
            "readSchema",
            "Read a JSON Schema",
            "The shape of an item, a feed page or the description of a dataset.",
            [_named("name", "The name of a schema.", names)],
            {JSON_SCHEMA: "Document", JSON: "Document"},
            missing={404: "There is no such schema; the problem names those that are called nearly so."},
        ),
        "/rules": _operation(
            "listRules",
            "List the rules",
            "Everything that a check can report: what is wrong, why it matters, what to do, and an example. The same as "
            "`openhub rules --json`.",
            [],
            {JSON: "Rules", HTML: "Text"},
        ),
        "/rules/{code}": _operation(
            "readRule",
            "Read a rule",
            "The same about one code, such as a finding has.",
            [_named("code", "The code of a finding.", [*by_code()])],
            {JSON: "Rule", HTML: "Text"},
            missing={404: "There is no such code; the problem names those that are called nearly so."},
        ),
        "/schemas/v1/shapes": _operation(
            "readShapes",
            "Read the SHACL shapes",
            "The same as the schemas, for those who check RDF.",
            [],
            {TURTLE: "Text"},
        ),
        "/conformance/v1/{group}.json": _operation(
            "readVectorSchema",
            "Read the JSON Schema of a group of conformance vectors",
            "The shape of the files by which implementations are tested.",
            [_named("group", "The name of a group.", groups)],
            {JSON_SCHEMA: "Document", JSON: "Document"},
            missing={404: "There is no such group; the problem names those that are called nearly so."},
        ),
    }


def _named(name: str, about: str, names: Sequence[str]) -> dict[str, Any]:
    schema = {"type": "string", "enum": list(names)}
    return {"name": name, "in": "path", "required": True, "description": about, "schema": schema, "example": names[0]}


def _operation(
    name: str,
    summary: str,
    about: str,
    parameters: list[dict[str, Any]],
    answers: dict[str, str],
    *,
    missing: Mapping[int, str] = MappingProxyType({}),
) -> dict[str, Any]:
    content = {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}} for media, schema in answers.items()}
    problem = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    responses: dict[str, Any] = {"200": {"description": "What was asked for.", "content": content}}
    if parameters and not missing:
        responses["400"] = {"description": "A parameter is wrong; the problem names it.", **problem}
    responses |= {str(status): {"description": about, **problem} for status, about in {**missing, **AWAY}.items()}
    return {
        "operationId": name,
        "summary": summary,
        "description": about,
        "parameters": parameters,
        "responses": responses,
    }


def _parameters(parameters: Iterable[Parameter]) -> list[dict[str, Any]]:
    return [
        {"name": p.name, "in": "query", "description": p.about, "schema": p.schema()}
        | ({"style": "form", "explode": True} if p.many else {})
        for p in parameters
    ]
