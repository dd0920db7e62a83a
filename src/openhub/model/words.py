"""The words of a search: which of them mean something."""

import re

MOST = 20
# fmt: off
SMALL = frozenset((
    "a", "activities", "activity", "am", "an", "and", "any", "anything", "are", "at", "be", "can", "do", "for", "get", "go",
    "have", "how", "i", "in", "is", "it", "local", "m", "me", "my", "near", "of", "on", "only", "or", "people", "person",
    "s", "some", "someone", "something", "somewhere", "t", "that", "the", "there", "thing", "things", "to", "want", "what",
    "whats", "where", "who", "with", "you", "your",
))
# fmt: on


def passed_over(text: str) -> list[str]:
    """What of a text is not looked for, as it is written: small words, signs, and whatever comes after the last of MOST words."""
    left, passed = MOST, []
    for piece in text.split():
        words = meaning(piece)[:left]
        left -= len(words)
        if not words:
            passed.append(piece)
    return passed


def meaning(text: str) -> list[str]:
    """The words to look for, in lower case and without the small ones; at most MOST."""
    words = re.findall(r"\w+", text.replace("\0", " ").lower())
    return [word for word in words if word not in SMALL][:MOST]
