"""What a search asks of a row `f` of `found`, in PostgreSQL's words: conditions, and what the order is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from openhub.model.place import EARTH_METRES, RINGS_METRES
from openhub.model.query import Query
from openhub.stores.postgres_numbers import Numbers
from openhub.stores.postgres_pool import Db
from openhub.stores.postgres_times import EVENING, WEEKDAY
from openhub.stores.postgres_words import expression, in_names

# The filters of which one match is enough, by the facet they ask for; "source" is no facet, but counted like one.
ANY = {
    "type": "types",
    "theme": "themes",
    "participation": "participation",
    "cost": "costs",
    "language": "languages",
    "attendance": "attendance",
    "source": "sources",
}
UNDATED_SECONDS = 7 * 86_400  # things with no date stand after this week's and before the rest
FOR_EVER = 2**53
_WIDE_METRES, _WIDEST_METRES = 2_500.0, 50_000.0  # as in the indexes found_wide and found_widest
_SPOT = "ST_SetSRID(ST_MakePoint(%(longitude)s, %(latitude)s), 4326)::geography"
_FROM_IT = f"ST_DWithin(f.spot, {_SPOT}, %(reach)s * 1.01 + 10 + {{0}}, false)".format
# By the index of spots, those of areas, wide areas and the widest; and then it is reckoned as everywhere else.
_WITHIN = (
    f"({_FROM_IT(0)} OR f.radius > 0 AND {_FROM_IT(_WIDE_METRES)} OR f.radius > {_WIDE_METRES} AND {_FROM_IT(_WIDEST_METRES)}"
    f" OR f.radius > {_WIDEST_METRES})"
)
# As in model/place.py; PostGIS's own takes ten times as long.
_HALF = "radians(f.latitude - %(latitude)s) / 2", "radians(f.longitude - %(longitude)s) / 2"
_METRES = (
    f"CASE WHEN f.latitude IS NOT NULL THEN {2 * EARTH_METRES} * asin(least(1, sqrt(sin({_HALF[0]}) ^ 2"
    f" + cos(radians(%(latitude)s)) * cos(radians(f.latitude)) * sin({_HALF[1]}) ^ 2))) END"
)
# Starts are in order, and looked up in a tenth of the time that unpacking them takes: does one fall into the time asked for,
# or into the day before, or does any last for longer than a day?
_BEGINS_WITHIN = "width_bucket(%(to)s - 1::bigint, f.starts) > width_bucket(%(from)s::bigint, f.starts)"
_MAY_BE_ON = "(width_bucket(%(from)s::bigint, f.starts) > width_bucket(%(from)s - 86400::bigint, f.starts) OR 86400 < ANY (f.lengths))"
_AFTER = "f.starts[width_bucket(%(from)s::bigint, f.starts) + 1]"
_FOLLOWING = (
    "CASE WHEN f.first IS NULL THEN NULL"
    " WHEN f.first + f.lengths[1] > %(from)s AND f.first < %(to)s THEN greatest(f.first, %(moment)s)"
    f" WHEN NOT {_MAY_BE_ON} THEN CASE WHEN {_AFTER} < %(to)s THEN greatest({_AFTER}, %(moment)s) END ELSE {{otherwise}} END"
)
_COLUMNS = ("origin", "key", "source", "facets", "latitude", "longitude", "first", "starts", "lengths", "kinds")
_WORDS = "to_tsquery('openhub', %(words)s)"
_WEIGHTS = "'{0.125, 0.25, 0.5, 1}'"  # of texts, nothing, summaries and names


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as conditions with their values. `choices` are those by a filter of which one of several is enough, by kind.

    `ours` says that a row told us yes to all that is needed; `nearest` orders by how near, or else by how soon it is on.
    """

    query: Query
    where: list[str]
    values: dict[str, Any]
    choices: dict[str, str] = field(default_factory=dict)
    ours: str = "true"
    metres: str = "NULL::float8"
    rank: str = "0::float8"
    next: str = "NULL::bigint"
    nearest: str = "f.first"
    named: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether the whole hub is looked through, so that there may be any number of matches."""
        return self.query.near is None or self.query.radius_metres is None

    @property
    def is_by_words(self) -> bool:
        """Whether when things are on only chooses among matches of words, since their rank is what counts."""
        return bool(self.named) and self.query.near is None and self.query.order in ("", "relevance")

    @property
    def columns(self) -> str:
        """What all of these need of a row."""
        named = ("words", *_COLUMNS) if self.named else _COLUMNS
        return ", ".join(f"f.{name}" for name in named)

    def conditions(self, without: str = "") -> str:
        """All of them, but for those of one kind of filter."""
        chosen = [condition for kind, condition in self.choices.items() if kind != without]
        return " AND ".join([*self.where, *chosen])


def asked(db: Db, numbers: Numbers, query: Query, now: int, moment: int) -> Asked:
    """A search made ready. The order is reckoned as of a `moment`, that of its first page."""
    numbers.look_up(db, _facets(query))
    search = Asked(query, ["(f.until IS NULL OR f.until >= %(now)s)"], {"now": now, "moment": moment})
    search = _with_choices(search, numbers)
    search = _with_access(search, numbers)
    search = _with_cost_and_age(search)
    search = _with_times(search)
    search = _with_place(search)
    return _with_words(db, search)


def position(search: Asked) -> list[str]:
    """What matches are ordered by, as expressions over `m`, the first first; each is a number."""
    told = "(NOT m.told)::int"
    band = "CASE" + "".join(f" WHEN m.metres <= {ring} THEN {n}" for n, ring in enumerate(RINGS_METRES))
    usual = [f"({band} ELSE {len(RINGS_METRES)} END)", "-m.rank", f"coalesce(m.next, %(moment)s + {UNDATED_SECONDS})"]
    by: dict[str, list[str]] = {
        "": usual,
        "relevance": usual[1:],
        "when": [f"coalesce(m.next, {FOR_EVER})"],
        "distance": [f"coalesce(m.metres, {FOR_EVER})"],
        "newest": ["-m.key"],
    }
    return [f"({expression})::float8" for expression in (told, *by[search.query.order])]


def _facets(query: Query) -> Iterable[tuple[str, str]]:
    for kind, name in ANY.items():
        if kind != "source":
            yield from ((kind, value) for value in getattr(query, name))
    for need in query.access:
        yield from (("access", need), ("denied", need))


def _with_choices(search: Asked, numbers: Numbers) -> Asked:
    choices, values = {}, {}
    for kind, name in ANY.items():
        chosen = getattr(search.query, name)
        if chosen and kind == "source":
            choices[kind], values[kind] = "f.source = ANY(%(source)s::bigint[])", list(chosen)
        elif chosen:
            choices[kind] = f"f.facets && %({kind})s::integer[]"
            values[kind] = numbers.facets((kind, value) for value in chosen)
    return replace(search, choices=choices, values=search.values | values)


def _with_access(search: Asked, numbers: Numbers) -> Asked:
    needs = tuple(dict.fromkeys(search.query.access))
    if not needs:
        return search
    where = ["NOT f.facets && %(denied)s::integer[]"]
    wanted = numbers.facets(("access", need) for need in needs)
    ours = "f.facets @> %(access)s::integer[]" if len(wanted) == len(needs) else "false"
    if not search.query.unsaid:
        where.append(ours)
    values = {"denied": numbers.facets(("denied", need) for need in needs), "access": wanted}
    return replace(search, where=[*search.where, *where], values=search.values | values, ours=ours)


def _with_cost_and_age(search: Asked) -> Asked:
    where, values = [], {}
    if search.query.cost is not None:
        where.append("f.cost <= %(most)s")
        values["most"] = search.query.cost
    if search.query.age is not None:
        where.append("coalesce(f.youngest <= %(age)s, true) AND coalesce(f.oldest >= %(age)s, true)")
        values["age"] = search.query.age
    return replace(search, where=[*search.where, *where], values=search.values | values)


def _with_times(search: Asked) -> Asked:
    """Dates, weekdays and parts of the week ask of one and the same occurrence; "undated" that there is none."""
    query = search.query
    values = {
        "from": int(query.start.timestamp()) if query.start else search.values["now"],
        "to": int(query.end.timestamp()) if query.end else FOR_EVER,
        "days": _days(query),
    }
    fits = "o.start + o.length > %(from)s AND o.start < %(to)s"
    days = "weekends" in query.parts or bool(query.weekdays)
    if days:
        fits += f" AND 1 << (o.kind & {WEEKDAY}) & %(days)s <> 0"
    if "evenings" in query.parts:
        fits += f" AND o.kind & {EVENING} <> 0"
    times = f"unnest(f.starts, f.lengths, f.kinds) AS o(start, length, kind) WHERE {fits}"
    where = []
    if query.start or query.end or days or "evenings" in query.parts:
        on = f"EXISTS (SELECT FROM {times})"
        if not days and "evenings" not in query.parts:
            on = f"({_BEGINS_WITHIN} OR {_MAY_BE_ON} AND {on})"
        # The index of it is of no help beside words or a place, of which there are fewer; but it would be read.
        first = "f.first" if search.is_wide and not query.words else "f.first + 0"
        where.append(f"{first} < %(to)s AND {on}")
    if "undated" in query.parts:
        where.append("f.first IS NULL")
    following = f"(SELECT min(greatest(o.start, %(moment)s)) FROM {times})"
    if not days and "evenings" not in query.parts:
        following = _FOLLOWING.format(otherwise=following)
    return replace(search, where=[*search.where, *where], values=search.values | values, next=following)


def _days(query: Query) -> int:
    """The weekdays on which a time may begin, as bits."""
    days = set(query.weekdays) or set(range(7))
    if "weekends" in query.parts:
        days &= {5, 6}
    return sum(1 << day for day in days if 0 <= day < 7)


def _with_place(search: Asked) -> Asked:
    near, reach = search.query.near, search.query.radius_metres
    if not near:
        return search
    where, values = [], {"latitude": near.latitude, "longitude": near.longitude}
    if reach is not None:
        where.append(_WITHIN)
        where.append(f"{_METRES} - f.radius <= %(reach)s")
        values["reach"] = reach
    return replace(
        search,
        where=[*search.where, *where],
        values=search.values | values,
        metres=_METRES,
        nearest=f"f.spot <-> {_SPOT}",
    )


def _with_words(db: Db, search: Asked) -> Asked:
    words = expression(db, search.query.words, any_word=search.query.any_word)
    if not words:
        return search
    rank = f"ts_rank({_WEIGHTS}, f.words, to_tsquery('openhub', %(some)s), 1)"
    values = {"words": words, "some": words.replace(" & ", " | "), "names": in_names(words)}
    return replace(
        search,
        where=[*search.where, f"f.words @@ {_WORDS}"],
        values=search.values | values,
        rank=f"{rank}::float8",
        named="f.words @@ to_tsquery('openhub', %(names)s)",
    )
