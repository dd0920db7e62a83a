"""What a column of a listing is, and the types that have columns in common."""

from dataclasses import dataclass

from openhub import spec

DATED = ("Event",)
REPEATED = ("EventSeries", "Group")
SWAPPED = ("Offer", "Request")
MEETINGS = ("Event", "EventSeries")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`kind` says how its cells are read (listings_cells.READERS), `at` to which member they go, as a JSON Pointer.

    `needed` and `shown` are the types that cannot do without it, and those whose template has it.
    """

    name: str
    about: str
    at: str
    kind: str = "text"
    also: tuple[str, ...] = ()
    types: tuple[str, ...] = spec.TYPES
    codes: str = ""
    needed: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


ALL = spec.TYPES
PLACED = tuple(name for name in ALL if name != "Plan")
HOME = ("Offer", "Request", "MatchScheme")
