"""An item as people read it in a table: its document's names, and the words by which it is found."""

from typing import Any

import orjson

from openhub.hub import index
from openhub.stores.contract import Described, Put


def described(put: Put) -> Described:
    """What a kept item's document says; its themes are those that it is found by, its own before broader ones."""
    document = orjson.loads(put.raw)
    name, summary, text = index.words(document, put.index.facets)
    own = document.get("themes") or ()
    themes = sorted(value for kind, value in put.index.facets if kind == "theme")
    return Described(
        name=name,
        summary=summary,
        text=text,
        themes=tuple(sorted(themes, key=lambda theme: theme not in own)),
        url=_text(document, "url"),
        organiser=_text(document.get("organizer"), "name"),
        place=_place(document.get("location")),
    )


def _place(location: Any) -> str:
    """The name of the first place that has one."""
    places = location if isinstance(location, list) else [location]
    return next((name for place in places if (name := _text(place, "name"))), "")


def _text(value: Any, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
