"""An item names a context that readers of OpenHub do not have."""

from typing import Any

from openhub import spec
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="identity",
    severity="warning",
    anchor="context-known",
    message="The context is none that readers of OpenHub have.",
    remedy="Name https://w3id.org/openhub/v1, and write what it lacks into the item as an object.",
    why="No reader fetches it, so the members that it explains are lost to linked data.",
    reads=("@context",),
    calm={"@context": {"const": spec.CONTEXT_URL}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    context = document["@context"]
    if context == spec.CONTEXT_URL:
        return None
    listed = context if isinstance(context, list) else [context]
    return [
        (f"/@context/{index}" if isinstance(context, list) else "/@context", {})
        for index, entry in enumerate(listed)
        if (isinstance(entry, str) and entry != spec.CONTEXT_URL) or (isinstance(entry, dict) and "@import" in entry)
    ]
