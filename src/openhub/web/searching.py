"""What somebody is looking for: read from an address, written back into one, and put to the hub."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from openhub.model.place import POSTCODE, Spot, coordinates, outward
from openhub.model.query import Order, Query
from openhub.web.doors import codes
from openhub.web.parameters import DAYS, FARS

PAGE_SIZE = 20
_ORDERS: dict[str, Order] = {"relevance": "relevance", "soonest": "when", "nearest": "distance", "newest": "newest"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The state of a results page. Its address says all of it, and never a full postcode."""

    q: str = ""
    near: str = ""
    far: str = "any"
    when: str = "any"
    part: tuple[str, ...] = ()
    weekday: tuple[str, ...] = ()
    on: date | None = None
    from_: date | None = None
    to: date | None = None
    door: tuple[str, ...] = ()
    participation: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    budget: float | None = None
    age: int | None = None
    need: tuple[str, ...] = ()
    unsaid: bool = True
    lang: tuple[str, ...] = ()
    attendance: tuple[str, ...] = ()
    platform: tuple[int, ...] = ()
    sort: str = ""
    after: str = ""

    def but(self, **changed: Any) -> "Search":
        """The same search with something changed, from its beginning."""
        return replace(self, **({"after": ""} | changed))

    def without(self, name: str, value: Any) -> "Search":
        """The same search with one of several values taken away."""
        return self.but(**{name: tuple(v for v in getattr(self, name) if v != value)})

    def members(self) -> dict[str, Any]:
        """Every parameter by its name, as JSON has it."""
        found = {f.name.rstrip("_"): getattr(self, f.name) for f in fields(self)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that differ from the default, in their own order."""
        return [
            (f.name.rstrip("_"), text)
            for f in fields(self)
            if getattr(self, f.name) != f.default
            for text in _texts(getattr(self, f.name))
        ]

    def address(self, **changed: Any) -> str:
        """The query string, with its question mark when it has anything."""
        pairs = (self.but(**changed) if changed else self).pairs()
        return f"?{urlencode(pairs)}" if pairs else ""

    def query(self, *, now: datetime, zone: ZoneInfo, spot: Spot | None) -> Query:
        """The question to put to the hub."""
        start, end = self._span(now, zone)
        return Query(
            words=self.q,
            near=spot,
            radius_metres=FARS[self.far][1] if spot else None,
            start=start,
            end=end,
            parts=self.part + (("undated",) if self.when == "undated" else ()),
            weekdays=tuple(at for at, day in enumerate(DAYS) if day in self.weekday),
            types=self.type,
            themes=self.theme,
            participation=codes(self.door) + self.participation,
            sources=self.platform,
            costs=self.cost,
            cost=self.budget,
            age=self.age,
            access=self.need,
            unsaid=self.unsaid,
            languages=self.lang,
            attendance=self.attendance,
            order="" if self.sort == "nearest" and not spot else _ORDERS.get(self.sort, ""),
            limit=PAGE_SIZE,
            after=self.after,
        )

    @property
    def _dated(self) -> bool:
        return bool(self.on or self.from_ or self.to)

    def _span(self, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """From when to when, days named before words such as “week”; never the past."""
        if self._dated:
            first, last = self.on or self.from_, self.on or self.to
            start = max(now, _morning(first, zone)) if first else None
            return start, _morning(last + timedelta(days=1), zone) if last else None
        return span(self.when, now, zone)


def search(values: dict[str, Any]) -> Search:
    """The search that parameters ask for, cleaned of full postcodes."""
    known = {f.name for f in fields(Search)}
    named = {"from_" if n == "from" else n: v for n, v in values.items()}
    found = Search(**{n: v for n, v in named.items() if n in known})
    return replace(found, q=private(found.q), near=private(found.near, alone=True))


def private(text: str, *, alone: bool = False) -> str:
    """The text with each full postcode cut to its outward code; `alone` keeps nothing but the first one's, and of
    coordinates what lies within about half a mile of them."""
    if alone and (spot := coordinates(text)):
        return f"{rough(spot.latitude):.2f}, {rough(spot.longitude):.2f}"
    upper = text.upper()
    if not (found := POSTCODE.search(upper)):
        return text
    if alone:
        return outward(found.group())
    if len(upper) != len(text):
        return POSTCODE.sub(lambda match: outward(match.group()), upper)
    kept, at = [], 0
    for match in POSTCODE.finditer(upper):
        kept += [text[at : match.start()], outward(match.group())]
        at = match.end()
    return "".join([*kept, text[at:]])


def rough(degrees: float) -> float:
    """A latitude or longitude to two decimals: about half a mile, and nobody's front door."""
    return round(degrees, 2)


def span(when: str, now: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """What today, tomorrow, week, weekend and month mean at this moment in this zone."""
    today = now.astimezone(zone).date()
    days = {"today": 1, "week": 7, "month": 30}.get(when)
    if days:
        return now, _morning(today + timedelta(days=days), zone)
    if when == "tomorrow":
        return _morning(today + timedelta(days=1), zone), _morning(today + timedelta(days=2), zone)
    if when == "weekend":
        saturday = today + timedelta(days=5 - today.weekday())
        return max(now, _morning(saturday, zone)), _morning(saturday + timedelta(days=2), zone)
    return None, None


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, bool):
        return ("1" if value else "0",)
    values: Sequence[Any] = value if isinstance(value, tuple) else (value,)
    return [v.isoformat() if isinstance(v, date) else str(v) for v in values]
