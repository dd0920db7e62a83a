"""The columns that a listing in a spreadsheet may have, as a table that the reader, the templates and the guide share."""

from functools import cache

from openhub import spec
from openhub.formats.listings_column import ALL, Column
from openhub.formats.listings_what_and_when import WHAT_AND_WHEN
from openhub.formats.listings_where_and_how import WHERE_AND_HOW

COLUMNS = (*WHAT_AND_WHEN, *WHERE_AND_HOW)


def columns_of(kind: str) -> dict[str, Column]:
    """The columns of a type by name; of what is no type those that all have."""
    return _columns_of(kind if kind in spec.TYPES else "")


@cache
def _columns_of(kind: str) -> dict[str, Column]:
    own = [c for c in COLUMNS if kind in c.types or c.types == ALL]
    return {column.name: column for column in own}


@cache
def known_names() -> dict[str, str]:
    """The names of columns by all that they may be called, as `plain` writes it."""
    found: dict[str, str] = {}
    for column in COLUMNS:
        for name in (column.name, *column.also):
            found.setdefault(plain(name), column.name)
    return found


def plain(name: str) -> str:
    """A name without capitals, spaces and signs, so that `Start date` and `start_date` are startDate."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())
