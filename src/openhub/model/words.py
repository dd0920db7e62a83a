"""The words of a search: which of them mean something."""

import re

MOST = 20
# fmt: off
SMALL = frozenset((
    "a", "an", "and", "any", "at", "can", "do", "for", "go", "i", "in", "is", "it", "me", "my", "near", "of", "on", "or",
    "some", "someone", "something", "somewhere", "that", "the", "there", "to", "want", "where", "with", "you",
))
# fmt: on


def meaning(text: str) -> list[str]:
    """The words to look for, in lower case and without the small ones; at most MOST."""
    words = re.findall(r"\w+", text.replace("\0", " ").lower())
    return [word for word in words if word not in SMALL][:MOST]
