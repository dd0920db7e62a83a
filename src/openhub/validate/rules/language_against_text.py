"""What stands under a language is not written in its letters."""

import re
from typing import Any

from openhub.model.finding import escaped
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At
from openhub.validate.wordlist import words

_LETTER = re.compile(r"[^\W\d_]")
_LATIN, _ARABIC, _CYRILLIC = (
    re.compile(signs) for signs in ("[A-Za-z\u00c0-\u024f]", "[\u0600-\u06ff]", "[\u0400-\u04ff]")
)
_SCRIPTS = {
    **dict.fromkeys(words("en cy ga gd fr de es it pt pl nl ro lt lv cs sk hu tr sq so sw vi yo"), _LATIN),
    **dict.fromkeys(words("ar fa ur ps"), _ARABIC),
    **dict.fromkeys(words("ru uk bg"), _CYRILLIC),
    "bn": re.compile("[\u0980-\u09ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "ne": re.compile("[\u0900-\u097f]"),
    "gu": re.compile("[\u0a80-\u0aff]"),
    "ta": re.compile("[\u0b80-\u0bff]"),
    "te": re.compile("[\u0c00-\u0c7f]"),
    "si": re.compile("[\u0d80-\u0dff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "am": re.compile("[\u1200-\u137f]"),
    "ti": re.compile("[\u1200-\u137f]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "ja": re.compile("[\u3040-\u30ff\u4e00-\u9fff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}

RULE = Rule(
    family="text",
    severity="warning",
    anchor="text-script",
    message="This stands under {language}, but has no letters of that language.",
    remedy="Put the text under its own language; if it is in Latin letters, say so, as in ur-Latn.",
    why="A screen reader would read it out as gibberish, and a search in that language would not find it.",
    may_read=("nameMap", "descriptionMap"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/{name}/{escaped(tag)}", {"language": tag})
        for name in ("nameMap", "descriptionMap")
        for tag, text in document.get(name, {}).items()
        if (letters := _letters(tag)) and _LETTER.search(text) and not letters.search(text)
    ]


def _letters(tag: str) -> re.Pattern[str] | None:
    """The letters of that language; None when it has several scripts, when its tag names one, or it is not known here."""
    parts = tag.split("-")
    return None if any(len(part) == 4 and part.isalpha() for part in parts[1:]) else _SCRIPTS.get(parts[0].lower())
