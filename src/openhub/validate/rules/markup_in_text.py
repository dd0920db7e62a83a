"""A text holds HTML, or characters that are not text."""

import re
from html.entities import html5
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

# The elements that people paste; <3, <insert name> and <a few left> are none.
_ELEMENTS = (
    "a|abbr|address|article|aside|audio|b|base|big|blockquote|body|br|button|center|cite|code|dd|del|details|div|dl|dt|em"
    "|embed|fieldset|figure|figcaption|font|footer|form|frame|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label"
    "|legend|li|link|main|mark|math|meta|nav|noscript|object|ol|option|p|picture|pre|q|s|samp|script|section|select|small"
    "|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|tt|u|ul|var"
    "|video|wbr"
)
_TAG = rf"</?(?:{_ELEMENTS})(?:\s+[a-z:-]+\s*=[^<>]*)?\s*/?>|<(?:script|style|iframe|img|svg|object|embed)[\s/]|<!--|<!doctype"
_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});"
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_DIRECTION = r"\u202a-\u202e\u2066-\u2069"
_MARKUP = re.compile(rf"(?i:{_TAG})|{_ENTITY}|[{_CONTROL}]|[{_DIRECTION}]")

RULE = Rule(
    family="text",
    severity="error",
    anchor="text-plain",
    message="The text holds {what}, but it has to be plain text.",
    remedy="Take it out and write plain text: a blank line parts paragraphs, and & stands for itself.",
    why="Sites show it letter for letter, as &amp; or <br>; and a hidden character can make a text read as something else.",
    text=f"<|&[A-Za-z#]|[{_CONTROL}{_DIRECTION}]",  # what markup begins with: found fast, and rare
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    """One finding for each text, however much is in it."""
    kinds: dict[str, list[str]] = {}
    for pointer, match in matches:
        if (whole := _MARKUP.match(match.string, match.start())) and (what := _what(whole[0])):
            kinds.setdefault(pointer, []).append(what)
    return [(pointer, {"what": " and ".join(list(dict.fromkeys(whats))[:3])}) for pointer, whats in kinds.items()]


def _what(found: str) -> str:
    if found.startswith("<"):
        return f"the HTML tag {found[:20]}{'…' if len(found) > 20 else ''}"
    if found.startswith("&"):
        return f"the HTML entity {found}" if found.startswith("&#") or found[1:] in html5 else ""
    kind = (
        "control character" if re.match(f"[{_CONTROL}]", found) else "hidden sign that changes the direction of reading"
    )
    return f"a {kind} (U+{ord(found):04X})"
