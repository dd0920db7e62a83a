"""The web addresses that an item gives: those that people and programs follow most."""

from typing import Any

from openhub.validate.once import once

MEMBERS = ("id", "url", "sameAs", "join", "contact", "image", "funding", "organizer")
_NO_VALUE = {"not": {"pattern": "[=@%]"}}
WITHOUT_VALUES = {
    "id": _NO_VALUE,
    "url": _NO_VALUE,
    "pledgeUrl": _NO_VALUE,
    "contentUrl": _NO_VALUE,
    "sameAs": {"items": _NO_VALUE},
}
"""Of the addresses of a document that is valid against these, by the names of their members, `with_values` gives none."""

_PLAIN = (("/id", "id"), ("/url", "url"))
_INNER = (
    ("/join/url", "join", "url"),
    ("/contact/url", "contact", "url"),
    ("/funding/pledgeUrl", "funding", "pledgeUrl"),
    ("/organizer/url", "organizer", "url"),
)


@once
def addresses(document: dict[str, Any]) -> list[tuple[str, str]]:
    """The pointer and text of each, with the item's id."""
    found = [(pointer, document[name]) for pointer, name in _PLAIN if name in document]
    found += [
        (where, document[name][inner]) for where, name, inner in _INNER if name in document and inner in document[name]
    ]
    if "sameAs" in document:
        found += [(f"/sameAs/{index}", address) for index, address in enumerate(document["sameAs"])]
    if "image" in document:
        found += [(f"/image/{index}/contentUrl", image["contentUrl"]) for index, image in enumerate(document["image"])]
    return found


@once
def with_values(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Those that hold a name with its value, or somebody's address."""
    found = addresses(document)
    together = " ".join([address for _, address in found])
    if not ("=" in together or "@" in together or "%40" in together):
        return []
    return [(pointer, address) for pointer, address in found if "=" in address or "@" in address or "%40" in address]
