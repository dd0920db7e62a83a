"""The OpenAPI document of a hub, made from the same parameters that read its requests."""

from collections.abc import Iterable
from typing import Any

from apispec import APISpec

from openhub import __version__, spec
from openhub.formats.rpde import MEDIA_TYPE as RPDE
from openhub.web.parameters import FEED, FOR_MACHINES
from openhub.web.reading import Parameter

MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.1"
JSON_LD = "application/ld+json"
GEO_JSON = "application/geo+json"
PROBLEM = "application/problem+json"
_REF = {
    "name": "ref",
    "in": "path",
    "required": True,
    "description": "The hub's short name of an activity.",
    "schema": {"type": "string", "pattern": "^[a-z2-7]{16}$"},
    "example": "4xkq2v7zq3mbnd5a",
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
            "licence": {"type": "string"},
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
        "required": ["total", "told", "items"],
        "properties": {
            "@context": {"type": "string"},
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/Found"}},
            "total": {"type": "integer", "description": "How many match in all."},
            "told": {"type": "integer", "description": "How many of them said yes to every access need asked for."},
            "next": {
                "type": "string",
                "format": "uri",
                "description": "The address of the next items, when there are more.",
            },
        },
    },
    "FeatureCollection": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Sources": {
        "type": "object",
        "required": ["items"],
        "properties": {"items": {"type": "array", "items": {"type": "object"}}},
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
        },
    },
}
EXAMPLES = {
    "/api/v1/activities": "/api/v1/activities?q=cooking&near=NW5&limit=5",
    "/api/v1/activities.geojson": "/api/v1/activities.geojson?near=NW5&far=mile",
    "/api/v1/sources": "/api/v1/sources",
    "/feed": "/feed",
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
    for path, operation in _paths().items():
        made.path(path=path, operations={"get": operation})
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
            "The document unchanged; Link headers say where it came from.",
            [_REF],
            {JSON_LD: "Activity"},
            missing=True,
        ),
        "/api/v1/sources": _operation(
            "listSources",
            "List the sources",
            "Every feed this hub reads, and how it answered last.",
            [],
            {JSON_LD: "Sources"},
        ),
        "/feed": _operation(
            "readFeed",
            "Read the change feed",
            "RPDE 1.0. Follow next until it is the address you asked for; come back to it later.",
            _parameters(FEED),
            {RPDE: "Page"},
        ),
    }


def _operation(
    name: str,
    summary: str,
    about: str,
    parameters: list[dict[str, Any]],
    answers: dict[str, str],
    *,
    missing: bool = False,
) -> dict[str, Any]:
    content = {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}} for media, schema in answers.items()}
    problem = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    responses: dict[str, Any] = {"200": {"description": "What was asked for.", "content": content}}
    if parameters and not missing:
        responses["400"] = {"description": "A parameter is wrong; the problem names it.", **problem}
    if missing:
        responses["404"] = {"description": "There is no such activity.", **problem}
        responses["410"] = {"description": "Its publisher has withdrawn it.", **problem}
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
