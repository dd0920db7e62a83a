"""How machines find this hub: its description, its catalogue of interfaces, its OpenAPI document, and whether it lives."""

from typing import Any

import orjson
from flask import Blueprint, Response

from openhub.publish import feed
from openhub.web import openapi
from openhub.web.answers import answer
from openhub.web.hubs import base_url, contact, dataset, settings

LEVEL = 3

routes = Blueprint("discovery", __name__)


@routes.get("/.well-known/openhub")
def description() -> Response:
    """The hub's own dataset (schemas/dataset.schema.json)."""
    return answer(_dataset(), openapi.JSON_LD)


@routes.get("/.well-known/api-catalog")
def catalogue() -> Response:
    """The interfaces of this hub (RFC 9727)."""
    base = base_url()
    described = {
        "service-desc": [{"href": f"{base}/openapi.json", "type": openapi.MEDIA_TYPE}],
        "service-doc": [{"href": f"{base}/api", "type": "text/html"}],
        "status": [{"href": f"{base}/livez", "type": "application/json"}],
    }
    anchors = [{"anchor": f"{base}{path}", **described} for path in ("/api/v1/activities", "/api/v1/sources", "/feed")]
    return answer({"linkset": anchors}, feed.LINKSET)


@routes.get("/openapi.json")
def document() -> Response:
    """The OpenAPI document, made from the code."""
    return answer(openapi.document(settings().name, base_url()), openapi.MEDIA_TYPE)


@routes.get("/livez")
def alive() -> Response:
    """Whether the process answers."""
    return Response(
        orjson.dumps({"status": "alive"}), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def _dataset() -> dict[str, Any]:
    base, known = base_url(), settings()
    described = feed.description(
        dataset=dataset(),
        title=f"{known.name}, {known.area}" if known.area else known.name,
        about="Community activities of many platforms, passed on as they were published, each with its origin and licence.",
        publisher=known.operator or known.name,
        publisher_url=f"{base}/",
        contact=contact(),
        licence=known.licence,
        feed=f"{base}/feed",
        level=LEVEL,
        landingPage=f"{base}/data",
        **({"spatial": {"name": known.area}} if known.area else {}),
    )
    described["distribution"].append(
        feed.distribution("Checkpoint", f"{base}/feed/checkpoint", "openhub-checkpoint", "application/json")
    )
    return described
