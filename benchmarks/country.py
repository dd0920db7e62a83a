"""A country's worth of items to search: crowded in London and thin elsewhere, in venues that share them, with words as frequent as
words are; ready to be kept, the same for the same number."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import orjson

from openhub import spec
from openhub.model.place import Spot
from openhub.model.record import reference
from openhub.model.schedule import Occurrence
from openhub.stores.contract import Index, Key, Put

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ORIGIN = "https://country.example/feed"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_LONDON = ZoneInfo("Europe/London")
# Name, latitude, longitude, thousands of people, and how far they spread in degrees of latitude.
_TOWNS = (
    ("Camden", 51.545, -0.15, 900, 0.035), ("Hackney", 51.545, -0.06, 900, 0.035), ("Lambeth", 51.46, -0.12, 950, 0.04),
    ("Westminster", 51.51, -0.14, 900, 0.03), ("Croydon", 51.37, -0.1, 900, 0.05), ("Ealing", 51.51, -0.31, 900, 0.05),
    ("Barnet", 51.61, -0.2, 900, 0.05), ("Newham", 51.53, 0.03, 900, 0.04), ("Greenwich", 51.48, 0.03, 800, 0.05),
    ("Kingston", 51.41, -0.3, 600, 0.05), ("Birmingham", 52.48, -1.89, 1140, 0.06), ("Manchester", 53.48, -2.24, 1100, 0.08),
    ("Leeds", 53.8, -1.55, 790, 0.06), ("Glasgow", 55.86, -4.25, 640, 0.06), ("Sheffield", 53.38, -1.47, 580, 0.05),
    ("Bradford", 53.79, -1.75, 540, 0.05), ("Edinburgh", 55.95, -3.19, 530, 0.05), ("Liverpool", 53.41, -2.98, 490, 0.05),
    ("Bristol", 51.45, -2.59, 470, 0.05), ("Cardiff", 51.48, -3.18, 370, 0.05), ("Leicester", 52.64, -1.13, 370, 0.04),
    ("Coventry", 52.41, -1.51, 350, 0.04), ("Belfast", 54.6, -5.93, 350, 0.05), ("Nottingham", 52.95, -1.15, 330, 0.04),
    ("Newcastle", 54.98, -1.61, 310, 0.05), ("Brighton", 50.83, -0.14, 290, 0.03), ("Plymouth", 50.38, -4.14, 260, 0.04),
    ("Derby", 52.92, -1.48, 260, 0.04), ("Southampton", 50.91, -1.4, 250, 0.04), ("Norwich", 52.63, 1.3, 210, 0.04),
    ("Swansea", 51.62, -3.94, 240, 0.04), ("Aberdeen", 57.15, -2.11, 220, 0.04), ("York", 53.96, -1.08, 200, 0.04),
    ("Exeter", 50.73, -3.53, 130, 0.03), ("Carlisle", 54.89, -2.93, 110, 0.04), ("Inverness", 57.48, -4.22, 80, 0.05),
    ("The country", 52.6, -1.6, 9000, 1.3),
)  # fmt: skip
_SUBJECTS = (
    "yoga", "choir", "cooking", "gardening", "walking", "football", "pilates", "dance", "knitting", "repair", "chess", "painting",
    "swimming", "lunch", "coffee", "toddlers", "singing", "drumming", "pottery", "reading", "running", "cycling", "bowls",
    "bingo", "quiz", "theatre", "film", "guitar", "ukulele", "spanish", "english", "coding", "sewing", "quilting", "weaving",
    "woodwork", "beekeeping", "birdwatching", "history", "poetry", "writing", "badminton", "tennis", "netball", "boxing",
    "judo", "tai", "meditation", "first", "allotment", "orchard", "compost", "litter", "river", "canal", "fungi", "astronomy",
    "radio", "trains", "maps", "genealogy", "calligraphy", "origami", "lace", "basketry", "blacksmithing", "dry", "stone",
)  # fmt: skip
_ENDINGS = ("group", "club", "class", "session", "workshop", "café", "circle", "morning", "evening", "together")
_COMMON = (
    "everyone", "welcome", "free", "week", "community", "local", "people", "join", "come", "new", "friends", "tea", "every", "help",
    "meet", "learn", "hall", "beginners", "fun", "children", "adults", "families", "bring", "place", "book", "support", "activities",
    "available", "open", "centre", "library", "park", "church", "school", "team",
)  # fmt: skip
_PARTICIPATION = ("attend", "drop-in", "join-group", "volunteer", "borrow", "learn", "make", "eat", "help-once", "lend")
_TYPES = (
    "EventSeries", "Event", "EventSeries", "Offer", "Group", "EventSeries", "Event", "Space", "VolunteerRole", "EventSeries",
    "Request", "Event", "MatchScheme", "Project", "Plan",
)  # fmt: skip
_ACCESS = (
    "step-free-access",
    "accessible-toilet",
    "hearing-loop",
    "lift",
    "seating-available",
    "quiet-room",
    "captioned",
)
_LANGUAGES = (
    "en",
    "en",
    "en",
    "en",
    "en",
    "en",
    "en",
    "en",
    "bn",
    "cy",
    "pl",
    "ur",
    "ar",
    "so",
    "es",
    "fr",
    "tr",
    "pt",
)
_STARTS = ("09:30", "10:00", "10:00", "11:00", "13:00", "14:00", "18:00", "18:30", "19:00", "19:30")


@dataclass(frozen=True, slots=True)
class Venue:
    """Where several items are, and in which town."""

    town: str
    spot: Spot


class Country:
    """Makes items one by one; `venues` grow with their number, as in life."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self._towns = list(accumulate(town[3] for town in _TOWNS))
        self._words = _vocabulary()
        self._weights = list(accumulate(1 / (n + 3) for n in range(len(self._words))))
        self._subjects = list(accumulate(1 / (n + 4) for n in range(len(_SUBJECTS))))
        concepts = spec.theme_concepts()
        self._themes = list(concepts)
        self._broader = {code: str(one.get("broader", "")).rpartition("#")[2] for code, one in concepts.items()}
        self._theme_weights = list(accumulate(1 / (n + 5) for n in range(len(self._themes))))
        self.venues = [self._venue(chance, n) for n in range(max(10, number // 12))]

    def puts(self, first: int, number: int, *, version: int = 0, town: str = "") -> Iterator[Put]:
        """Items of these numbers, all over the country or in one town; another `version` differs in one member that nobody searches."""
        venues = [venue for venue in self.venues if venue.town == (town or venue.town)]
        return (self._put(n, version, venues) for n in range(first, first + number))

    def _venue(self, chance: random.Random, number: int) -> Venue:
        name, latitude, longitude, _, spread = chance.choices(_TOWNS, cum_weights=self._towns)[0]
        spot = Spot(
            latitude=latitude + chance.gauss(0, spread),
            longitude=longitude + chance.gauss(0, spread * 1.6),
            label=f"{name} Hall {number}",
        )
        return Venue(name, spot)

    def _put(self, n: int, version: int, venues: list[Venue]) -> Put:
        chance = random.Random(n)
        kind = _TYPES[n % len(_TYPES)]
        venue = chance.choice(venues)
        subject = chance.choices(_SUBJECTS, cum_weights=self._subjects)[0]
        name = f"{subject} {chance.choice(_ENDINGS)} at {venue.spot.label}".capitalize()
        words = chance.choices(self._words, cum_weights=self._weights, k=chance.randint(30, 70))
        index = Index(
            name=name,
            summary=" ".join(words[:9]),
            text=" ".join(words[9:]),
            facets=tuple(dict.fromkeys(self._facets(kind, chance))),
            until=None,
            spot=_spot(kind, venue, chance),
            places=((venue.spot.label.lower(), venue.spot.label),) if kind != "Plan" else (),
            occurrences=_times(kind, chance),
            repeats=kind in ("EventSeries", "Space"),
            cost=chance.choice((None, 0.0, 0.0, 4.5, 7.0, 12.0)),
            ages=(chance.choice((None, None, 5, 16, 18)), None),
        )
        id_ = f"https://country.example/items/{n}"
        raw = _raw(id_, kind, index, venue, version)
        digest = f"{n:060x}{version:04x}"
        return Put(
            key=Key(kind=kind, id=id_, modified=n + 1, digest=digest),
            origin=ORIGIN,
            type=kind,
            id=id_,
            ref=reference(ORIGIN, kind, id_),
            raw=raw,
            digest=digest,
            licence=LICENCE,
            index=index,
        )

    def _facets(self, kind: str, chance: random.Random) -> Iterator[tuple[str, str]]:
        yield "type", kind
        for theme in chance.choices(self._themes, cum_weights=self._theme_weights, k=chance.randint(1, 3)):
            yield "theme", theme
            if self._broader[theme]:
                yield "theme", self._broader[theme]
        yield "participation", chance.choices(_PARTICIPATION, weights=range(len(_PARTICIPATION), 0, -1))[0]
        yield "language", chance.choice(_LANGUAGES)
        yield "attendance", "online" if chance.random() < 0.05 else "in-person"
        if (cost := chance.choice(("free", "free", "donation", "under-10", ""))) != "":
            yield "cost", cost
        for code in chance.sample(_ACCESS, chance.choice((0, 0, 1, 2, 4))):
            yield "access", code


def _vocabulary() -> list[str]:
    """Some twenty thousand words, of which the common ones come first."""
    chance = random.Random(7)
    syllables = [c + v + e for c in "bcdfghklmnprstw" for v in "aeiou" for e in ("", "n", "r", "st", "l")]
    made = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(20_000)}
    words = [*_COMMON, *sorted(made)]
    for n, subject in enumerate(_SUBJECTS):  # what one item is about, a few others mention
        words.insert(300 + 20 * n, subject)
    return words


def _spot(kind: str, venue: Venue, chance: random.Random) -> Spot | None:
    """A household or an area is as wide as its postcode's district, a few as wide as a borough; a plan is nowhere."""
    if kind == "Plan":
        return None
    if kind not in ("Offer", "Request", "MatchScheme", "VolunteerRole"):
        return venue.spot
    wide = 4_000.0 if chance.random() < 0.1 else 1_000.0
    cells = 40  # to a degree: about as many as there are districts
    latitude, longitude = round(venue.spot.latitude * cells) / cells, round(venue.spot.longitude * cells) / cells
    return Spot(latitude=latitude, longitude=longitude, label=venue.town, radius_metres=wide)


def _times(kind: str, chance: random.Random) -> tuple[Occurrence, ...]:
    start = chance.choice(_STARTS)
    if kind == "Event":
        return _days(chance.randrange(1, 90), 1, 1, start)
    if kind == "EventSeries":
        return _days(chance.randrange(7), 7, 17, start)
    if kind == "Space":
        first = chance.randrange(7)
        return tuple(sorted({o for day in (0, 1, 3) for o in _days((first + day) % 7, 7, 17, "10:00")}))
    return ()


@cache
def _days(first: int, every: int, times: int, start: str) -> tuple[Occurrence, ...]:
    begins = time.fromisoformat(start)
    days = (date(2026, 11, 24) + timedelta(days=first + every * n) for n in range(times))
    starts = [datetime.combine(day, begins, _LONDON) for day in days]
    return tuple(Occurrence(one, one + timedelta(hours=1, minutes=30)) for one in starts)


def _raw(id_: str, kind: str, index: Index, venue: Venue, version: int) -> bytes:
    """A document of about two thousand bytes that says what the index does."""
    document = {
        "type": kind,
        "id": id_,
        "name": index.name,
        "summary": index.summary,
        "description": index.text,
        "url": id_,
        "themes": [value for kind_, value in index.facets if kind_ == "theme"],
        "participation": [value for kind_, value in index.facets if kind_ == "participation"],
        "organizer": {"type": "Organization", "name": f"{venue.town} Neighbours", "url": f"{id_}/organiser"},
        "location": {
            "type": "Place",
            "name": venue.spot.label,
            "precision": "exact",
            "premises": "public-venue",
            "geo": {"type": "GeoCoordinates", "latitude": venue.spot.latitude, "longitude": venue.spot.longitude},
            "address": {"type": "PostalAddress", "streetAddress": "1 Foundry Street", "addressLocality": venue.town},
        },
        "accessibility": {"features": [v for k, v in index.facets if k == "access"], "note": index.text[:200]},
        "scheduleNote": index.text[-500:],
        "remainingAttendeeCapacity": version,
        "license": LICENCE,
    }
    return orjson.dumps(document)
