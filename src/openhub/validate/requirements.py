"""Reads the requirements out of the text of the specification."""

import re
from dataclasses import dataclass
from functools import cache

from openhub import spec

_FORM = re.compile(r'^<a id="([a-z0-9-]+)"></a>\*\*\1\*\* · \*([^*]+)\* — (.+?)(?=\n\n|\Z)', re.MULTILINE | re.DOTALL)
_UNTESTED = re.compile(r"\*No vector:\*\s*(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement; `untested` says why no vector tests it, and is empty when one does."""

    id: str
    document: str
    who: tuple[str, ...]
    text: str
    untested: str

    @property
    def place(self) -> str:
        return f"spec/{self.document}#{self.id}"

    @property
    def level(self) -> int:
        """From which level on a publisher has to keep it."""
        return min(
            (int(who.removeprefix("publisher") or 0) for who in self.who if who.startswith("publisher")), default=0
        )


@cache
def requirements() -> dict[str, Requirement]:
    """All requirements by their ids, in the order in which they stand."""
    documents = sorted(spec.standard().glob("[0-9]*.md"))
    return {r.id: r for file in documents for r in read(file.name, file.read_text("utf-8"))}


def read(document: str, text: str) -> list[Requirement]:
    """The requirements in a document."""
    return [_requirement(document, *match.groups()) for match in _FORM.finditer(text)]


def _requirement(document: str, name: str, who: str, text: str) -> Requirement:
    words = " ".join(text.split())
    untested = _UNTESTED.search(words)
    return Requirement(
        id=name,
        document=document,
        who=tuple(part.strip() for part in who.split(",")),
        text=words[: untested.start()].strip() if untested else words,
        untested=untested.group(1) if untested else "",
    )
