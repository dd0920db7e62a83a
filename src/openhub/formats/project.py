"""An item in the terms of schema.org or OpenActive, by the tables in `schemas/projections/`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from openhub.formats import (
    project_offers,
    project_openactive,
    project_place,
    project_table,
    project_times,
    project_values,
)
from openhub.formats.project_table import Data, Lost, left_out, lost, profiles
from openhub.formats.project_walk import Walk, Way, Whole, class_of, project_item

__all__ = ["Lost", "Projection", "left_out", "lost", "profiles", "project"]

WAYS: Mapping[str, Way] = project_values.WAYS | project_place.WAYS | project_times.WAYS
WHOLES: Mapping[str, Whole] = (
    project_place.WHOLES | project_times.WHOLES | project_offers.WHOLES | project_openactive.WHOLES
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """What an item is in the terms of a profile; or None, and why it cannot be said there."""

    document: Data | None = None
    refused: str = ""


def project(document: Data, profile: str, *, now: datetime, zone: ZoneInfo, licence: str = "") -> Projection:
    """The item in the terms of a profile.

    `zone` is for items that name none, and `licence` for those that have none of their own. A series gives its next
    dates after `now`. Raises UsageError when there is no such profile.
    """
    table = project_table.table(profile)
    whole = {"license": licence, **document} if licence else document
    walk = Walk(table=table, document=whole, now=now, zone=zone, ways=WAYS, wholes=WHOLES)
    if walk.kind not in table["types"]:
        return Projection(refused=table["refusals"].get("type", "It is of no type that the vocabulary knows."))
    for need in table["needs"]:
        if not project_openactive.CHECKS[need](walk):
            return Projection(refused=table["refusals"][need])
    return Projection(document={"@context": table["context"], **project_item(_made_as(walk))})


def _made_as(walk: Walk) -> Walk:
    return replace(walk, made_as=class_of(walk, walk.table["types"][walk.kind], walk.document))
