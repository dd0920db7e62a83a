"""What a search has to find, worked out in the plainest words over all items at once; nothing of it is shared with a store."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from openhub.model.place import RINGS_METRES, Spot, distance
from openhub.model.query import Query
from openhub.model.schedule import Occurrence
from openhub.stores.contract import Put
from tests import make

FILTERS = {
    "type": "types",
    "theme": "themes",
    "participation": "participation",
    "cost": "costs",
    "language": "languages",
    "attendance": "attendance",
}
FACETS = {
    "type": ("Event", "Group"),
    "theme": ("cooking", "walking", "cycling"),
    "participation": ("eat", "lend"),
    "cost": ("free", "under-10"),
    "language": ("en", "bn"),
    "attendance": ("online",),
    "access": ("lift", "hearing-loop"),
    "denied": ("lift",),
}
WORDS = ("bread", "jam", "piano", "zebra", "bramble", "nettle")  # none of which has a stem of its own
CENTRE = Spot(latitude=51.5519, longitude=-0.1402)
WEEK = timedelta(days=7)


def matches(item: Put, query: Query, now: datetime) -> bool:
    """The contract."""
    facets, index = set(item.index.facets), item.index
    return (
        (index.until is None or index.until >= now)
        and all(
            not chosen or any((kind, value) in facets for value in chosen)
            for kind, chosen in ((kind, getattr(query, name)) for kind, name in FILTERS.items())
        )
        and not any(("denied", need) in facets for need in query.access)
        and (query.unsaid or told(item, query))
        and _near(item, query)
        and _worded(item, query)
        and _on(item, query, now)
        and (query.cost is None or (index.cost is not None and index.cost <= query.cost))
        and (query.age is None or _takes(index.ages, query.age))
    )


def told(item: Put, query: Query) -> bool:
    return all(("access", need) in set(item.index.facets) for need in query.access)


def position(item: Put, query: Query, now: datetime) -> tuple[Any, ...]:
    """Where an item stands among others, but for how well the words fit."""
    start = next((max(o.start, now) for o in _fitting(item, query, now)), None)
    metres = distance(item.index.spot, query.near) if item.index.spot and query.near else float("inf")
    band = sum(metres > ring for ring in RINGS_METRES) if query.near else 0
    return not told(item, query), *{
        "": (band, start or now + WEEK),
        "relevance": (start or now + WEEK,),
        "when": (start is None, start or now),
        "distance": (round(metres, 3),),
        "newest": (-int(item.id.rpartition("/")[2]),),
    }[query.order]


def counts(items: Iterable[Put], query: Query, now: datetime) -> dict[str, dict[str, int]]:
    """For each kind and value how many there would be; of a kind of which one is chosen, as if it were not."""
    listed = list(items)
    counted = {"access": _tally(listed, query, "access", now)}
    for kind, name in FILTERS.items():
        counted[kind] = _tally(listed, replace(query, **{name: ()}), kind, now)  # type: ignore[arg-type]  # each of these names holds a tuple
    return counted


def _tally(items: list[Put], query: Query, kind: str, now: datetime) -> dict[str, int]:
    found = [set(item.index.facets) for item in items if matches(item, query, now)]
    hidden = "denied" if kind == "access" else ""  # whoever says that it is not there is not found by it
    return dict(
        Counter(value for facets in found for k, value in facets if k == kind and (hidden, value) not in facets)
    )


def _near(item: Put, query: Query) -> bool:
    spot = item.index.spot
    if query.near is None or query.radius_metres is None:
        return True
    return spot is not None and distance(spot, query.near) - spot.radius_metres <= query.radius_metres


def _worded(item: Put, query: Query) -> bool:
    said = f"{item.index.name} {item.index.summary} {item.index.text}".lower().split()
    wanted = query.words.split()
    fit = [word in said for word in wanted[:-1]] + [any(w.startswith(wanted[-1]) for w in said) for _ in wanted[-1:]]
    return any(fit) if query.any_word and fit else all(fit)


def _on(item: Put, query: Query, now: datetime) -> bool:
    asked = query.start or query.end or query.weekdays or {"evenings", "weekends"} & set(query.parts)
    if "undated" in query.parts and item.index.occurrences:
        return False
    return not asked or bool(_fitting(item, query, now))


def _fitting(item: Put, query: Query, now: datetime) -> list[Occurrence]:
    return sorted(
        o
        for o in item.index.occurrences
        if o.end > (query.start or now)
        and (query.end is None or o.start < query.end)
        and (not query.weekdays or o.start.weekday() in query.weekdays)
        and ("evenings" not in query.parts or (o.timed and o.start.hour >= 17))
        and ("weekends" not in query.parts or o.start.weekday() >= 5)
    )


def _takes(ages: tuple[int | None, int | None], age: int) -> bool:
    least, most = ages
    return (least is None or least <= age) and (most is None or age <= most)


# By the dice


def random_index(dice: random.Random, now: datetime) -> dict[str, Any]:
    """By what an item is found, as it falls."""
    return {
        "name": " ".join(dice.sample(WORDS, dice.randint(1, 2))),
        "said": " ".join(dice.choices(WORDS, k=dice.randint(0, 4))),
        "facets": tuple({(kind, dice.choice(values)) for kind, values in FACETS.items() if dice.random() < 0.7}),
        "spot": _spot(dice) if dice.random() < 0.8 else None,
        "until": dice.choice((None, None, now + WEEK, now - WEEK)),
        "occurrences": tuple(_times(dice, now)),
        "cost": dice.choice((None, 0, 4.5, 12)),
        "ages": (dice.choice((None, 5, 18)), dice.choice((None, 11, 60))),
    }


def random_query(dice: random.Random, now: datetime) -> Query:
    """A question, as it falls."""
    asked: dict[str, Any] = {
        name: tuple(dice.sample(FACETS[kind], dice.randint(1, len(FACETS[kind]))))
        for kind, name in FILTERS.items()
        if dice.random() < 0.15
    }
    if dice.random() < 0.5:
        asked |= {"near": CENTRE, "radius_metres": dice.choice((None, 800, 1_500, 5_000, 30_000))}
    if dice.random() < 0.4:
        asked |= {
            "words": " ".join(dice.sample((*WORDS, "bra", "zeb"), dice.randint(1, 2))),
            "any_word": dice.random() < 0.3,
        }
    if dice.random() < 0.3:
        asked["start"] = now + timedelta(hours=dice.randint(-50, 400))
    if dice.random() < 0.3:
        asked["end"] = asked.get("start", now) + timedelta(hours=dice.choice((3, 24, 200, 4_000)))
    if dice.random() < 0.2:
        asked["parts"] = tuple(dice.sample(("evenings", "weekends", "undated"), dice.randint(1, 2)))
    if dice.random() < 0.2:
        asked["weekdays"] = tuple(dice.sample(range(7), dice.randint(1, 3)))
    if dice.random() < 0.2:
        asked["cost"] = dice.choice((0, 5, 20))
    if dice.random() < 0.2:
        asked["age"] = dice.choice((4, 10, 18, 70))
    if dice.random() < 0.3:
        asked |= {"access": tuple(v for v in FACETS["access"] if dice.random() < 0.6), "unsaid": dice.random() < 0.7}
    asked["order"] = dice.choice(("", "", "relevance", "when", "distance", "newest"))
    return Query(**asked)


def _spot(dice: random.Random) -> Spot:
    far = dice.choice((500, 1_500, 6_000, 60_000)) / 111_195
    return Spot(
        latitude=CENTRE.latitude + dice.uniform(-far, far),
        longitude=CENTRE.longitude + dice.uniform(-far, far),
        radius_metres=dice.choice((0, 0, 0, 200, 1_000, 4_000, 40_000)),
    )


def _times(dice: random.Random, now: datetime) -> Iterable[Occurrence]:
    """None, one, or a series of the same that leaves some out, across the change of the clocks; some all day or for days."""
    start = (now + timedelta(hours=dice.randint(-60, 300))).astimezone(make.LONDON).replace(minute=30)
    length = timedelta(hours=dice.choice((1, 1, 2, 14, 70)))
    for week in range(dice.choice((0, 1, 1, 4, 20))):
        if dice.random() < 0.9:
            begins = start + timedelta(days=7 * week)
            yield Occurrence(begins, begins + length, length < timedelta(hours=12))
