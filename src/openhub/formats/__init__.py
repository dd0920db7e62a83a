"""Bytes to pages of records, and back; one module per format, each with a `FORMAT`."""

from openhub import registry
from openhub.errors import UnreadableDocument, UsageError
from openhub.formats.format import Format, Reading
from openhub.formats.strict_json import BOM, not_text, parse, whole_text
from openhub.model.fault import FAULTS, Fault
from openhub.model.record import Page

__all__ = ["Format", "Reading", "faults", "formats", "not_text", "read", "recognise"]


def formats() -> dict[str, Format]:
    """All formats by name."""
    return {module.FORMAT.name: module.FORMAT for module in registry.modules("openhub.formats", "FORMAT")}


def faults() -> dict[str, Fault]:
    """What is reported while items are read and accepted, by code; then what is said of items that were mapped."""
    tables = [FAULTS]
    for module in registry.modules("openhub.formats", "FORMAT"):
        tables += [getattr(module, name, {}) for name in ("NOT_MAPPED", "FALL_BACKS")]
    return {code: fault for table in tables for code, fault in sorted(table.items())}


def recognise(data: bytes) -> str:
    """The name of the format these bytes are in. Raises UnreadableDocument when they are in none."""
    try:
        document = parse(whole_text(data)[0])
    except UnreadableDocument:
        for name, form in formats().items():
            if form.sniffs and form.sniffs(data):
                return name
        raise
    for name, form in formats().items():
        if form.recognises(document):
            return name
    raise UnreadableDocument(
        "This is JSON, but neither a feed page (an object with `items` and `next`) nor OpenHub items "
        "(an object with a `type` and an `id`, or a list of them).",
        line=1,
        column=1,
    )


def read(data: bytes, reading: Reading, name: str = "") -> tuple[str, Page]:
    """The page in these bytes, and the name of its format, which is recognised when not given.

    Raises UnreadableDocument (facts `line`, `column`) when they are not JSON or no page; a bad item on a good page
    is a record with findings instead.
    """
    known = formats()
    data = data.removeprefix(BOM)
    name = name or recognise(data)
    if name not in known:
        raise UsageError(f"There is no format called {name}. The formats are: {', '.join(known)}.")
    return name, known[name].read(data, reading)
