"""Ways to turn the value of one member into one of schema.org or OpenActive: addresses, pictures, roles, needs."""

from collections.abc import Callable
from typing import Any

from openhub.formats.loose_jsonld import listed, web_address
from openhub.formats.project_table import Data
from openhub.formats.project_walk import Walk, label, plain, project_part
from openhub.model.schedule import WEEKDAYS

SCHEMA = "https://schema.org/"


def link(walk: Walk, value: Any, holder: Data) -> Any:
    """The web address, or those of a list; whatever is none is left out."""
    return links(walk, value, holder) if isinstance(value, list) else web_address(value)


def links(walk: Walk, value: Any, holder: Data) -> list[str]:
    return [address for v in listed(value) if (address := web_address(v))]


def texts(walk: Walk, value: Any, holder: Data) -> list[str]:
    return [text for v in listed(value) if isinstance(text := plain(v), str)]


def named(walk: Walk, value: Any, holder: Data) -> Data:
    """A node of which only the identifier is known."""
    return {"@id": address} if (address := web_address(value)) else {}


def identifiers(walk: Walk, value: Any, holder: Data) -> list[Any]:
    """Texts as they are, others as a register and a value."""
    return [made for v in listed(value) if (made := plain(v) or project_part(walk, "Identifier", v))]


def property_values(walk: Walk, value: Any, holder: Data) -> list[Data]:
    """As identifiers, but a text too is a value, of a register that is not known."""
    as_parts = ({"value": v} if isinstance(v, str) else v for v in listed(value))
    return [made for v in as_parts if (made := project_part(walk, "Identifier", v))]


def organisation(walk: Walk, value: Any, holder: Data) -> Any:
    """The organisation, or those of a list; a person is left out, whatever the member is called."""
    if isinstance(value, list):
        return [made for v in value if (made := organisation(walk, v, holder))]
    is_one = isinstance(value, dict) and value.get("type", "Organization") == "Organization"
    return project_part(walk, "Organization", value) if is_one else {}


def organiser(walk: Walk, value: Any, holder: Data) -> Data:
    """OpenActive wants every organiser to have an identifier: its page stands for it, else "the organiser of this item"."""
    made: Data = organisation(walk, next(iter(listed(value)), None), holder)
    return {"@id": made.get("url") or within(walk.document, "organizer"), **made} if made else {}


def within(document: Data, name: str) -> str:
    """An identifier for a part of an item that has none of its own."""
    item = str(document.get("id", ""))
    return f"{item}{'/' if '#' in item else '#'}{name}"


def pictures(walk: Walk, value: Any, holder: Data) -> list[Data]:
    """The pictures in which nobody can be recognised who has not agreed."""
    shown = (
        v
        for v in listed(value)
        if isinstance(v, dict) and (v.get("peopleShown") is not True or v.get("consent") is True)
    )
    return [made for v in shown if "contentUrl" in v and (made := project_part(walk, "ImageObject", v))]


def weekdays(walk: Walk, value: Any, holder: Data) -> list[str]:
    return [SCHEMA + day for day in listed(value) if day in WEEKDAYS]


def year(walk: Walk, value: Any, holder: Data) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def rating(walk: Walk, value: Any, holder: Data) -> str:
    """Who gave the certificate, and the certificate: `BBFC PG`."""
    return " ".join(texts(walk, [holder.get("certificateAuthority"), value], holder)) if isinstance(value, str) else ""


def amenities(walk: Walk, value: Any, holder: Data) -> list[Data]:
    """What a place has, each as a feature that is there."""
    return [
        {"@type": "LocationFeatureSpecification", "name": name, "value": True} for name in texts(walk, value, holder)
    ]


def access_features(walk: Walk, value: Any, holder: Data) -> list[Data]:
    return amenities(walk, label("access-feature", listed(value)), holder)


def first_role(walk: Walk, value: Any, holder: Data) -> Data:
    """The role of a volunteer role, which has one."""
    roles = [v for v in listed(value) if isinstance(v, dict)]
    return project_part(walk, "Role", roles[0]) if roles else {}


def working_hours(walk: Walk, value: Any, holder: Data) -> str:
    """`1 h/week`, from the hours and the code of the period."""
    hours, per = (value.get("hours"), value.get("per")) if isinstance(value, dict) else (None, None)
    is_number = isinstance(hours, int | float) and not isinstance(hours, bool)
    return f"{hours:g} h" + (f"/{per}" if isinstance(per, str) else "") if is_number else ""


def shift(walk: Walk, value: Any, holder: Data) -> str:
    """`09:30-12:45`, or the one end that is known."""
    ends = [value.get("startTime"), value.get("endTime")] if isinstance(value, dict) else []
    return "-".join(texts(walk, ends, holder))


def needs(walk: Walk, value: Any, holder: Data) -> list[Data]:
    """What is still wanted, each as a demand for so many of a thing; what has been found is taken off."""
    return [made for v in listed(value) if isinstance(v, dict) and (made := _need(walk, v))]


def _need(walk: Walk, value: Data) -> Data:
    made = project_part(walk, "Need", value)
    numbers = [value.get(n) for n in ("quantity", "fulfilled")]
    wanted, found = (n if isinstance(n, int | float) and not isinstance(n, bool) else None for n in numbers)
    if wanted is not None and found is not None and found >= wanted:
        return {}
    thing = walk.code("need-type", value.get("needType"))
    included = {
        "amountOfThisGood": None if wanted is None else wanted - (found or 0),
        "unitText": plain(value.get("unit")),
        "typeOfGood": {"@type": thing, "name": made.get("name")} if thing else None,
    }
    kept = {name: v for name, v in included.items() if v is not None}
    return made | ({"includesObject": {"@type": "TypeAndQuantityNode", **kept}} if made and kept else {})


def steps(walk: Walk, value: Any, holder: Data) -> list[Data]:
    """The steps, each with its place in the order."""
    made = [m for v in listed(value) if (m := project_part(walk, "Step", v))]
    return [step | {"position": number} for number, step in enumerate(made, 1)]


def tools(walk: Walk, value: Any, holder: Data) -> list[Data]:
    return [{"@type": "HowToTool", "name": name} for name in texts(walk, value, holder)]


def metres(walk: Walk, value: Any, holder: Data) -> Data:
    """A range in metres, by the code that units of measurement have there."""
    made = project_part(walk, "Range", value)
    return made | {"unitCode": "MTR"} if made else {}


WAYS: dict[str, Callable[[Walk, Any, Data], Any]] = {
    "link": link,
    "links": links,
    "texts": texts,
    "named": named,
    "identifiers": identifiers,
    "property-values": property_values,
    "organisation": organisation,
    "organiser": organiser,
    "pictures": pictures,
    "weekdays": weekdays,
    "year": year,
    "rating": rating,
    "amenities": amenities,
    "access-features": access_features,
    "first-role": first_role,
    "working-hours": working_hours,
    "shift": shift,
    "needs": needs,
    "steps": steps,
    "tools": tools,
    "metres": metres,
}
