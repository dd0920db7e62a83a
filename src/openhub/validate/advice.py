"""How a value that stands in the wrong form would be written, by what the schema knows at its place."""

import json
import re
from typing import Any

from openhub.validate.members import Member

_FOR_TEXT = ("text", "name", "displayName", "contentUrl", "streetAddress", "hazard", "value", "email", "note")
"""The member that says what a text alone would have said; the first that is known at the place."""

_BARE = {"yes", "no", "true", "false", ""}
_CURRENCIES = {"€": "EUR", "eur": "EUR", "$": "USD", "usd": "USD"}
_ITEM_PATH = "https://example.org/items/"
_CC = "https://creativecommons.org/"

_LICENCES = {
    "ccby": f"{_CC}licenses/by/4.0/",
    "ccby40": f"{_CC}licenses/by/4.0/",
    "ccbysa": f"{_CC}licenses/by-sa/4.0/",
    "ccbysa40": f"{_CC}licenses/by-sa/4.0/",
    "cc0": f"{_CC}publicdomain/zero/1.0/",
    "cc010": f"{_CC}publicdomain/zero/1.0/",
    "ogl": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "oglv3": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "ogl30": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
PLAIN_KINDS = {
    "object": "Write an object in curly brackets, with its members in it.",
    "boolean": "Write true or false, without quotation marks.",
    "integer": "Write a whole number alone, without quotation marks and units.",
    "number": "Write a number alone, without quotation marks and units.",
}

FORM_SAMPLES = {
    "date-time": "2027-01-13T18:45:00+00:00",
    "date": "2027-01-13",
    "time": "18:45:00",
    "duration": "PT1H30M for an hour and a half, P4D for four days",
    "uri": "https://example.org/page",
    "iri": "https://example.org/page",
    "email": "hello@example.org",
}

_FILE = re.compile(r"[^/]+\.(jpe?g|png|gif|webp|svg|avif|pdf|html?)", re.IGNORECASE)


def as_object(value: Any, member: Member) -> str:
    """The object, as JSON, that says what a text or number alone says; "" when it cannot be told."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if "priceCurrency" in member.within:
        return _json(_price(str(value), member))
    if not isinstance(value, str):
        return ""
    text = value if len(value) <= 60 else f"{value[:56]}…"
    if "contentUrl" in member.within:
        return _json({"contentUrl": text if value.startswith("https://") else "https://…", "alt": "…"})
    if "email" in member.within:
        return _json(_reached(text))
    name = next((name for name in _FOR_TEXT if name in member.within), "")
    return _json({name: text}) if name and not (name == "note" and value.casefold() in _BARE) else ""


def address(path: list[str | int], text: str) -> str:
    """What to do about a text that should be an address, where its place or the text tells more than its form does."""
    if path[-1:] == ["license"] and (licence := _licence(text)):
        return f"Write the address of the licence: {licence}."
    if path[-1:] == ["license"] and not re.search("[.:]", text):
        return f"Write the address of the licence, such as {_LICENCES['ccby']}."
    if path == ["id"] and "://" not in text and not re.search("[./]", text):
        return own_address(text)
    if _FILE.fullmatch(text):
        return "Write the whole address at which it can be opened, from https:// on."
    return ""


def own_address(text: str) -> str:
    """How an id is written: on the publisher's own host, with the item's own path."""
    own = text if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", text) else "…"
    return f"Write an address on your own host, with a path of its own for each item, such as {_ITEM_PATH}{own}."


def containing(word: str, options: list[str]) -> list[str]:
    """The codes that begin with a word, or else have a part that does: three at most."""
    plain = re.sub(r"[\s_]+", "-", word.strip().casefold())
    if len(plain) < len("bike"):
        return []
    begun = [option for option in options if option.startswith(plain)]
    return (begun or [option for option in options if f"-{plain}" in option])[:3]


def _licence(text: str) -> str:
    return _LICENCES.get("".join(filter(str.isalnum, text.casefold())), "")


def _reached(text: str) -> dict[str, str]:
    if re.fullmatch("[0-9+() -]{6,}", text):
        return {"telephone": text}
    if text.startswith("https://"):
        return {"url": text}
    return {"email": text if re.fullmatch(r"[^@\s]+@[^@\s]+", text) else "hello@example.org"}


def _price(text: str, member: Member) -> dict[str, Any]:
    """The first number in the text with its currency; nothing to pay when it says free; five pounds when it says neither."""
    found = re.search(r"[0-9]{1,9}(\.[0-9]{1,2})?", text)
    amount: float = 5 if not found else float(found[0]) if "." in found[0] else int(found[0])
    amount = 0 if not found and "free" in text.casefold() else amount
    currency = next((code for sign, code in _CURRENCIES.items() if sign in text.casefold()), "GBP")
    return {**({"name": "Everybody"} if "name" in member.within else {}), "price": amount, "priceCurrency": currency}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")
