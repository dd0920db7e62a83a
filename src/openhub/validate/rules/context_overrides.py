"""An item's own context gives a member of OpenHub another meaning."""

from typing import Any

from openhub import spec
from openhub.model.finding import escaped
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="identity",
    severity="error",
    anchor="context-terms",
    message="The context gives {name} another meaning.",
    remedy="Take it out of your own context; give your own members names with a prefix and a colon.",
    why="Programs that read linked data would take the item for something else than those that read plain JSON.",
    reads=("@context",),
    calm={"@context": {"const": spec.CONTEXT_URL}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    context = document["@context"]
    if isinstance(context, str):
        return None
    core = spec.context()["@context"]
    listed = context if isinstance(context, list) else [context]
    faults: list[tuple[str, dict[str, Any]]] = []
    for index, own in enumerate(listed):
        pointer = f"/@context/{index}" if isinstance(context, list) else "/@context"
        if own is None:
            faults.append((pointer, {"name": "every member"}))
        elif isinstance(own, dict):
            names = [name for name in own if not name.startswith("@") and name in core and own[name] != core[name]]
            faults += [(f"{pointer}/{escaped(name)}", {"name": name}) for name in names]
    return faults
