"""Items to measure with: of all ten types, a third of them series, in whole sentences, about 2 kB each; the same for the same number."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

Data = dict[str, Any]

HOST = "https://bench.example"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FIRST = date(2026, 12, 1)
_KINDS = (
    "EventSeries", "Event", "EventSeries", "Offer", "Group", "EventSeries", "Event", "Space", "VolunteerRole", "EventSeries",
    "Request", "Event", "MatchScheme", "Project", "Plan",
)  # fmt: skip
_SUBJECTS = (
    "Singing", "Bread baking", "Chair yoga", "Bicycle repair", "Pond clearing", "Family history", "Board games", "Lace making",
    "Tree planting", "Spanish conversation", "Woodturning", "Folk dancing", "Seed sowing", "Table tennis", "Watercolours",
    "Bird watching", "Soup and company", "Short walks", "Clay modelling", "Reading aloud", "Film night", "Mending",
)  # fmt: skip
_FOR = (
    "for beginners", "in the evening", "for families", "on the green", "by the canal", "for all ages", "after work", "at the weekend",
    "in good company", "with a cup of tea", "without an audition", "from scratch", "step by step", "in any weather",
)  # fmt: skip
_SENTENCES = (
    "Everybody is welcome, whether they have done this before or not.",
    "We begin with a round of names, and nobody has to speak who would rather listen.",
    "Bring old clothes and a bottle of water; all tools are here.",
    "There is a quiet corner for those who need a break from the noise.",
    "The kettle is on from half past, and biscuits are on the table.",
    "Children are welcome with an adult, and there is a box of toys.",
    "If it rains we meet under the roof of the bandstand instead.",
    "Our volunteers are trained, and two of them are there every time.",
    "You need not book; come when you can and leave when you must.",
    "The path from the gate is level and firm, and a ramp leads to the door.",
    "Last season we mended more than two hundred things that would have been thrown away.",
    "Afterwards most of us walk to the café on the corner and stay for an hour.",
    "It costs nothing, and a tin for the heating stands by the door.",
    "Whoever wants to learn more can stay for the second half and help to clear up.",
    "Please tell us beforehand if you use a wheelchair, so that we can set out the tables.",
    "Some of us have been coming for years and some came for the first time last week.",
    "Gloves in all sizes are in the shed, and boots in some.",
    "We share what we grow, and what is left goes to the community fridge.",
)
_PLACES = (
    ("Leeds", "LS6", "LS6 3HN", 53.8191, -1.5725), ("Bristol", "BS5", "BS5 0TX", 51.4627, -2.5641),
    ("Norwich", "NR3", "NR3 1LB", 52.6361, 1.2968), ("Sheffield", "S7", "S7 1FE", 53.3601, -1.4937),
    ("Exeter", "EX4", "EX4 3SB", 50.7272, -3.5301), ("Hull", "HU5", "HU5 2NH", 53.7607, -0.3611),
    ("York", "YO24", "YO24 4AQ", 53.9533, -1.1052), ("Derby", "DE22", "DE22 3LH", 52.9236, -1.4944),
)  # fmt: skip
_THEMES = (
    "singing",
    "gardening",
    "cooking",
    "parks-green-space",
    "repairing",
    "local-history",
    "food-growing",
    "befriending",
    "wildlife",
    "film",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def items(number: int, faulty: float = 0.01) -> Iterator[Data]:
    """So many items; of a share of them one value is wrong."""
    for n in range(number):
        chance = random.Random(n)
        item = _item(n, chance)
        yield _spoilt(item, chance) if chance.random() < faulty else item


def _item(n: int, chance: random.Random) -> Data:
    kind = _KINDS[n % len(_KINDS)]
    subject, town = chance.choice(_SUBJECTS), chance.choice(_PLACES)
    item = {
        "@context": "https://w3id.org/openhub/v1",
        "type": kind,
        "id": f"{HOST}/items/{n}",
        "name": f"{subject} {chance.choice(_FOR)}, {town[0]} group {n}",
        "summary": chance.choice(_SENTENCES),
        "description": " ".join(chance.sample(_SENTENCES, chance.randint(2, 5))),
        "url": f"{HOST}/items/{n}",
        "inLanguage": ["en-GB"],
        "themes": chance.sample(_THEMES, chance.randint(1, 3)),
        "organizer": _organisation(chance.randrange(400), town[0]),
        "publisher": {
            "type": "Organization",
            "id": f"{HOST}/#org",
            "name": "Bench listings (example)",
            "url": f"{HOST}/",
        },
        "license": LICENCE,
        "dateModified": _moment(date(2026, 11, 1) + timedelta(days=n % 20), 9),
        **_OWN[kind](n, chance, town),
    }
    extras = {
        "sameAs": [f"https://listings.example/{n}"],
        "attribution": "With thanks to everybody who told us about it.",
        "lastVerified": "2026-11-10",
        "datePublished": "2026-10-02",
    }
    item |= {name: value for name, value in extras.items() if chance.random() < 0.3}
    if chance.random() < 0.5:
        item["keywords"] = chance.sample(("bus 46", "near the station", "tea", "new members", "quiet", "outdoors"), 3)
    return item


def _organisation(number: int, town: str) -> Data:
    return {
        "type": "Organization",
        "id": f"{HOST}/orgs/{number}",
        "name": f"{town} Neighbours {number} (example)",
        "url": f"{HOST}/orgs/{number}",
    }


def _moment(day: date, hour: int) -> str:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC).isoformat()


def _open_to_all(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    """What an event, a series, a group and a space have in common."""
    cost = {"isAccessibleForFree": True}
    if chance.random() < 0.5:
        prices = [("Everybody", 4.5, "everyone"), ("Concession", 2, "concession")]
        listed = [
            {"name": name, "price": price, "priceCurrency": "GBP", "eligibleFor": [who]} for name, price, who in prices
        ]
        cost = {"isAccessibleForFree": False, "prices": listed}
    return {
        "participation": ["attend"],
        "contact": {"type": "ContactPoint", "contactType": "organiser", "email": f"hello@group{n % 400}.example"},
        "join": {"joinMethod": ["turn-up", "web"], "url": f"{HOST}/items/{n}/join"},
        "attendanceMode": "in-person",
        "location": _venue(n, chance, town),
        "audience": {"intent": "everyone"},
        "accessibility": {
            "features": chance.sample(("step-free-access", "accessible-toilet", "hearing-loop", "lift"), 2),
            "note": chance.choice(_SENTENCES),
        },
        **cost,
    }


def _venue(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    name, _, code, latitude, longitude = town
    number = chance.randrange(900)
    return {
        "type": "Place",
        "name": f"{name} Hall {number}",
        "precision": "exact",
        "premises": "public-venue",
        "address": {
            "type": "PostalAddress",
            "streetAddress": f"{1 + number % 90} Foundry Street",
            "addressLocality": name,
            "postalCode": code,
            "addressCountry": "GB",
        },
        "geo": {
            "type": "GeoCoordinates",
            "latitude": round(latitude + number / 20_000, 5),
            "longitude": round(longitude - number / 20_000, 5),
        },
        "travelNote": "Five minutes from the bus stop; bicycles can be left in the yard.",
    }


def _area(town: tuple[Any, ...], premises: str) -> Data:
    address = {"type": "PostalAddress", "addressLocality": town[0], "postalCode": town[1], "addressCountry": "GB"}
    return {"type": "Place", "name": f"North {town[0]}", "precision": "area", "premises": premises, "address": address}


def _event(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    day = _FIRST + timedelta(days=chance.randrange(90))
    return {
        "startDate": _moment(day, 14),
        "endDate": _moment(day, 16),
        "timeZone": "Europe/London",
        "status": "scheduled",
        "format": "workshop",
        "maximumAttendeeCapacity": 24,
        "remainingAttendeeCapacity": chance.randrange(1, 24),
        **_open_to_all(n, chance, town),
    }


def _series(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    first = _FIRST + timedelta(days=chance.randrange(28))
    schedule = {
        "type": "Schedule",
        "startDate": first.isoformat(),
        "endDate": (first + timedelta(days=180)).isoformat(),
        "repeatFrequency": "P1W",
        "byDay": [_DAYS[first.weekday()]],
        "startTime": "18:30",
        "endTime": "20:00",
        "timeZone": "Europe/London",
        "exceptDate": [(first + timedelta(days=14)).isoformat()],
    }
    note = "Not in the school holidays, except for the film at half term."
    return {
        "schedule": [schedule],
        "scheduleNote": note,
        "status": "active",
        "format": "class",
        **_open_to_all(n, chance, town),
    }


def _group(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    return {"status": "active", **_open_to_all(n, chance, town), "participation": ["join-group"]}


def _space(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    hours = [{"dayOfWeek": [day], "opens": "10:00", "closes": "16:00"} for day in chance.sample(_DAYS, 3)]
    own = {"openingHours": hours, "timeZone": "Europe/London", "facilities": ["two lathes", "a kiln", "a kitchen"]}
    return {"status": "active", **own, **_open_to_all(n, chance, town), "participation": ["drop-in"]}


def _volunteering(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    role = {
        "type": "Role",
        "name": "Driver",
        "description": chance.choice(_SENTENCES),
        "commitment": {"hours": 3, "per": "week"},
        "placesAvailable": 12,
        "eligibility": {"ageRange": {"minValue": 18}},
        "requirements": ["induction"],
        "expenses": "Mileage is paid.",
    }
    own = {
        "roles": [role],
        "participation": ["volunteer"],
        "join": {"joinMethod": ["web"], "url": f"{HOST}/items/{n}/apply"},
    }
    return {"status": "active", **own, "location": _area(town, "outdoor-public")}


def _exchange(mode: str, participation: str, category: str) -> Any:
    def own(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
        thing = {
            "name": chance.choice(("Ladder", "Sewing machine", "Drill")),
            "category": category,
            "condition": "used-good",
        }
        terms = {
            "maxLoanPeriod": "P7D",
            "handover": ["collect-agreed-public-place"],
            "conditions": ["Please clean it before you bring it back."],
        }
        return {
            "mode": mode,
            "item": thing,
            "terms": terms,
            "offeredBy": "household",
            "expires": "2027-06-30",
            "participation": [participation],
            "join": {"joinMethod": ["platform-message"], "url": f"{HOST}/items/{n}/ask"},
            "location": _area(town, "domestic"),
            "status": "active",
        }

    return own


def _scheme(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    roles = [
        {
            "type": "Role",
            "name": "Cook",
            "side": "giver",
            "description": chance.choice(_SENTENCES),
            "placesAvailable": 30,
        },
        {
            "type": "Role",
            "name": "Diner",
            "side": "receiver",
            "description": chance.choice(_SENTENCES),
            "peopleWaitingBand": "10-19",
        },
    ]
    meal = {
        "diets": ["vegetarian"],
        "foodSource": "home-cooked",
        "allergenInformation": "Cooks list all allergens for each dish.",
    }
    own = {"matchPurpose": "meal-sharing", "matchedOn": ["distance", "diet"], "roles": roles, "meal": meal}
    join = {"joinMethod": ["telephone"], "instructions": "Ring us, or ask somebody to ring for you."}
    return {
        **own,
        "join": join,
        "participation": ["be-matched"],
        "status": "active",
        "location": _area(town, "domestic"),
    }


def _project(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    funding = {
        "model": "all-or-nothing",
        "currency": "GBP",
        "target": 3000,
        "raised": 1250,
        "asOf": "2026-11-23",
        "deadline": "2027-02-28",
        "pledgeUrl": f"{HOST}/items/{n}/pledge",
        "costs": [{"name": "Timber", "amount": 1800}, {"name": "Soil", "amount": 1200}],
    }
    steps = [
        {"name": "Beds are built", "targetDate": "2027-03-20"},
        {"name": "First harvest", "targetDate": "2027-07-01"},
    ]
    own = {"stage": "fundraising", "milestones": steps, "funding": funding, "participation": ["fund"]}
    return {**own, "location": _venue(n, chance, town), "accessibility": {"features": ["step-free-access"]}}


def _plan(n: int, chance: random.Random, town: tuple[Any, ...]) -> Data:
    steps = [{"name": f"Step {step}", "text": chance.choice(_SENTENCES), "minutes": 20} for step in range(1, 6)]
    materials = [{"name": name, "source": "borrow"} for name in ("Tables", "Cups", "String")]
    own = {
        "purpose": chance.choice(_SENTENCES),
        "steps": steps,
        "materials": materials,
        "tools": ["a kettle", "two saws"],
    }
    return {**own, "totalTime": "PT2H", "participation": ["start-your-own"], "version": "1"}


_OWN = {
    "Event": _event,
    "EventSeries": _series,
    "Group": _group,
    "Space": _space,
    "VolunteerRole": _volunteering,
    "Offer": _exchange("lend", "borrow", "tools-diy"),
    "Request": _exchange("help", "help-once", "tools-diy"),
    "MatchScheme": _scheme,
    "Project": _project,
    "Plan": _plan,
}


def _spoilt(item: Data, chance: random.Random) -> Data:
    """The item with one fault."""
    faults: tuple[Data, ...] = (
        {"themes": ["singng"]},
        {"url": "bench.example"},
        {"descripton": "A slip of a letter."},
        {"description": f"{item['description']} Ring 020 7946 0{chance.randrange(100, 999)} to book."},
        {"name": "Test event"},
        {"summary": "<b>Come along</b> to this!"},
        {"organizer": None},
        {"dateModified": "2026-11-31T10:00:00Z"},
    )
    return item | chance.choice(faults)
