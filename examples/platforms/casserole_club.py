"""Casserole Club (example): an extra home-cooked portion for a neighbour, matched area by area, and the cooks behind it."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from .kit import CC_BY, Item, Platform, moment, neighbourhood, upcoming, venue, weekly

ADULTS: Item = {"ageRange": {"minValue": 18}}
POLICY: Item = {
    "policyUrl": "https://casserole.example/safeguarding",
    "contact": {
        "type": "ContactPoint", "contactType": "safeguarding lead", "email": "safeguarding@casserole.example",
        "telephone": "+44 20 7946 0106",
    },
}
CHECKED: Item = {"checks": ["dbs-basic"], "beneficiaries": ["adults-at-risk", "older-people"], **POLICY}
ALLERGENS = "Cooks list the fourteen major allergens for every dish; matches respect recorded allergies."
KITCHEN = venue(
    "Chalton Yard Community Kitchen", "8 Chalton Yard", "NW1 1ZZ", "Camden", 51.5306, -0.1316,
    travelNote="Six minutes' level walk from Euston and from King's Cross St Pancras.",
)


def items(day: date, site: str) -> list[Item]:
    item = partial(_common, day, site)
    return [*_schemes(day, item), *_roles(day, item), *_together(day, item), *_kitchens(day, item)]


def _common(
    day: date, site: str, kind: str, path: str, name: str, area: str, *,
    modified: int, verified: int | None = None, join: Item | None = None, **members: object,
) -> Item:
    """What every item here says; `area` is the coordinator to write to, `modified` and `verified` are days ago."""
    return {
        "type": kind,
        "id": f"{PLATFORM.base}/{path}",
        "url": f"{site}/{path}",
        "name": name,
        "inLanguage": ["en-GB"],
        "status": "scheduled" if kind == "Event" else "active",
        "availability": "open",
        "organizer": PLATFORM.organization,
        "publisher": PLATFORM.organization,
        "contact": {
            "type": "ContactPoint", "contactType": "scheme coordinator", "email": f"{area}@casserole.example",
            "telephone": "+44 20 7946 0105",
        },
        "join": {"joinMethod": ["web"], "url": f"{site}/{path}/join", "approvalRequired": False, **(join or {})},
        "isAccessibleForFree": True,
        "audience": {"intent": "everyone", "relationToPlace": ["resident", "worker"]},
        "license": CC_BY,
        "attribution": "Casserole Club (example)",
        "dateModified": moment(day - timedelta(days=modified), "16:45"),
        **({} if verified is None else {"lastVerified": (day - timedelta(days=verified)).isoformat()}),
        **members,
    }


def _scheme(
    day: date, item: Callable[..., Item], path: str, name: str, area: str, *, cooks: int, waiting: str, diets: list[str],
    **members: object,
) -> Item:
    """A scheme: `cooks` are the places for new cooks, `waiting` the band of diners who wait for one."""
    return item(
        "MatchScheme", f"schemes/{path}", name, area,
        **{
            "matchPurpose": "meal-sharing", "themes": ["meal-sharing", "cooking", "befriending", "older-people-connection"],
            "participation": ["be-matched", "cook", "eat", "volunteer"],
            "matchedOn": ["distance", "availability", "diet", "language", "interests"],
            "join": {"joinMethod": ["web", "telephone", "referral"], "approvalRequired": True},
            "roles": [_cook(cooks), _diner(waiting)],
            "meal": {"diets": diets, "foodSource": "home-cooked", "allergenInformation": ALLERGENS, "takeaway": True},
            "audience": {
                "intent": "welcomes", "relationToPlace": ["resident"],
                "identities": ["older-people", "people-living-alone", "disabled-people"],
            },
            "accessibility": {
                "features": ["home-visits", "telephone-joining"], "onRequest": ["large-print", "easy-read-information"],
            },
            "expires": (day + timedelta(days=320)).isoformat(),
            **members,
        },
    )


def _cook(places: int) -> Item:
    return {
        "type": "Role", "name": "Cook", "side": "giver", "description": "Cook one extra portion and deliver it warm.",
        "commitment": {"hours": 1, "per": "occasion", "minimumPeriod": "P1M"}, "placesAvailable": places, "eligibility": ADULTS,
        "requirements": ["food-hygiene-awareness", "id-check", "induction"], "safeguarding": CHECKED,
        "expenses": "None by default; help with ingredients on request.",
    }


def _diner(waiting: str) -> Item:
    return {
        "type": "Role", "name": "Diner", "side": "receiver",
        "description": "Enjoy a home-cooked plate and a chat on the doorstep.",
        "peopleWaitingBand": waiting, "eligibility": {"conditions": ["Lives in the area and finds regular cooking difficult."]},
        "join": {
            "joinMethod": ["telephone", "referral"],
            "instructions": "Call us or ask someone to call for you. We never publish who our diners are.",
        },
    }


def _schemes(day: date, item: Callable[..., Item]) -> list[Item]:
    scheme = partial(_scheme, day, item)
    return [
        scheme(
            "camden-north", "Share an extra portion: cooks and diners in north Camden", "camden", cooks=30, waiting="10-19",
            modified=5, verified=5, diets=["no-restriction", "vegetarian", "halal", "diabetic-friendly"],
            inLanguage=["en-GB", "bn", "so"], location=neighbourhood("Kentish Town, Gospel Oak and Haverstock", "NW5", "Camden"),
            summary="Cook a bit extra and take a plate round to an older neighbour who would enjoy it.",
            description="Casserole matches people who like cooking with neighbours who do not always find it easy to cook for "
            "themselves. You choose when you cook and how often. The local coordinator introduces each cook to one diner nearby, "
            "agrees food and timing with both, and checks in after the first visit. Diners can join by phone or through a "
            "friend, relative or professional.",
            accessibility={
                "features": ["home-visits", "telephone-joining", "interpreter-available"],
                "onRequest": ["large-print", "easy-read-information"],
            },
        ),
        scheme(
            "camden-south", "A plate next door: Holborn and Bloomsbury", "camden", cooks=16, waiting="20-49", modified=11,
            diets=["no-restriction", "vegetarian", "halal", "soft-texture"], inLanguage=["en-GB", "bn"],
            nameMap={"bn": "পাশের বাড়ির জন্য এক প্লেট খাবার"},
            location=neighbourhood("Holborn and Bloomsbury", "WC1N", "Camden"),
            summary="Between the hospitals and the law courts live many people who would love a home-cooked supper.",
            description="Plenty of people work here and fewer live here, so a neighbour with a full plate matters. We would be "
            "glad of cooks who make soft dishes well: soups, stews, dal and rice puddings. Your diner lives no more than fifteen "
            "minutes from your stove.",
        ),
        scheme(
            "islington", "Share an extra portion in Holloway", "islington", cooks=22, waiting="20-49", modified=4, verified=4,
            diets=["no-restriction", "halal", "vegan", "gluten-free"], inLanguage=["en-GB", "so", "ar"],
            location=neighbourhood("Holloway", "N7", "Islington"),
            summary="One pot, one extra plate, one knock on a door nearby.",
            description="Whatever you were going to cook anyway, make a little more of it. A coordinator who lives in Holloway "
            "introduces you to someone close by and comes with you the first time. Many pairs end up swapping recipes across two "
            "languages.",
            accessibility={
                "features": ["home-visits", "telephone-joining", "interpreter-available"], "barriers": ["steps"],
                "note": "Tell us if stairs are hard for you as a cook.",
            },
        ),
        scheme(
            "haringey", "Tottenham tables: a supper for a neighbour", "haringey", cooks=25, waiting="50-99", modified=2,
            verified=2, availability="limited", diets=["no-restriction", "vegetarian", "halal", "nut-free"],
            inLanguage=["en-GB", "es", "so"], nameMap={"es": "Mesas de Tottenham: una cena para un vecino"},
            location=neighbourhood("Tottenham", "N17", "Haringey"),
            summary="More diners than cooks: your Sunday leftovers have somewhere to go.",
            description="In Tottenham the list of diners is longer than the list of cooks. If you make jollof, arepas, pierogi "
            "or a plain shepherd's pie, there is somebody who has not tasted it for years. Once a fortnight is plenty.",
        ),
        scheme(
            "westminster", "A warm plate around Church Street", "westminster", cooks=14, waiting="10-19", modified=26,
            diets=["no-restriction", "halal", "diabetic-friendly"], inLanguage=["en-GB", "ar", "bn"],
            location=neighbourhood("Lisson Grove", "NW8", "Westminster"),
            summary="Cooks who walk a plate across the market, in Arabic, Bengali or English.",
            description="The market is full of good vegetables and the flats above it of people who can no longer carry them "
            "home. Cooks shop, cook and walk one plate across. We try to match languages as carefully as we match diets.",
        ),
        scheme(
            "brent", "Willesden shares a supper", "brent", cooks=18, waiting="1-9", modified=15, verified=17,
            diets=["no-restriction", "vegetarian", "vegan", "halal"], location=neighbourhood("Willesden", "NW10", "Brent"),
            summary="A young scheme with a short waiting list: a good moment to ask for a cook.",
            description="Gujarati thalis, Irish stews and Brazilian black beans have all gone round the corner on a covered "
            "plate. The scheme is new here and diners are usually introduced to a cook within two weeks. Ask for yourself or for "
            "somebody you look in on.",
        ),
        scheme(
            "barnet", "Golders Green extra portions", "barnet", cooks=12, waiting="10-19", modified=8,
            diets=["kosher", "vegetarian", "no-restriction", "dairy-free"],
            location=neighbourhood("Golders Green", "NW11", "Barnet"),
            summary="Kosher and other kitchens matched with care.",
            description="We ask cooks and diners how they keep their kitchens and match people who keep them alike. Friday's "
            "soup is our best-travelled dish, carried round in good time before sunset. New cooks meet a coordinator for coffee "
            "first.",
            matchedOn=["distance", "availability", "diet", "interests"],
        ),
    ]


def _roles(day: date, item: Callable[..., Item]) -> list[Item]:
    role = partial(item, "VolunteerRole", join={"approvalRequired": True})
    return [
        role(
            "roles/plate-cyclist-hackney", "Plate cyclist", "hackney", modified=3, verified=3,
            expires=(day + timedelta(days=110)).isoformat(),
            summary="Carry hot suppers from cooks who cannot travel to diners who cannot either.",
            description="Some of our best cooks cannot leave the house, so you ride between the two. An insulated box sits on "
            "your carrier, the rides are under two miles, and you are the person who gets thanked. Early evenings suit best.",
            themes=["meal-sharing", "cycling", "volunteering"], participation=["volunteer"],
            location=neighbourhood("Dalston", "E8", "Hackney"),
            activity=["https://openactive.io/activity-list#4a19873e-118e-43f4-b86e-05acba8fb1de"],
            roles=[{
                "type": "Role", "name": "Plate cyclist", "side": "helper",
                "commitment": {"hours": 2, "per": "week", "minimumPeriod": "P2M"},
                "placesAvailable": 8, "eligibility": ADULTS, "requirements": ["id-check", "induction", "own-equipment"],
                "safeguarding": CHECKED,
                "expenses": "Lights, box and a repair kit are lent to you.",
            }],
            accessibility={"barriers": ["steps"], "note": "Tricycles and electric bikes are fine."},
        ),
        role(
            "roles/first-call-volunteer", "First-call volunteer", "camden", modified=21,
            expires=(day + timedelta(days=170)).isoformat(),
            summary="Ring new diners and ask what they have been missing: company, crunch or chilli.",
            description="Before anyone is matched, somebody friendly rings and asks what they like to eat, when, and what must "
            "never be on the plate. You do this from home with our telephone line. Bengali, Somali and Arabic speakers are "
            "especially wanted.",
            themes=["befriending", "meal-sharing", "older-people-connection"], participation=["volunteer"],
            inLanguage=["bn", "so", "ar", "en-GB"], location=neighbourhood("Camden Town", "NW1", "Camden"),
            roles=[{
                "type": "Role", "name": "First-call volunteer", "side": "helper",
                "commitment": {"hours": 2, "per": "week", "minimumPeriod": "P3M"},
                "placesAvailable": 5, "eligibility": ADULTS, "training": ["Two hours on listening and on allergens"],
                "requirements": ["references", "training-provided"], "safeguarding": CHECKED,
            }],
            accessibility={
                "features": ["telephone-joining", "plain-english"], "barriers": ["none"], "onRequest": ["large-print"],
            },
        ),
    ]


def _on(day: date, start: str, end: str) -> Item:
    clock = {"startDate": moment(day, start), "endDate": moment(day, end), "timeZone": "Europe/London"}
    return {**clock, "attendanceMode": "in-person"}


def _together(day: date, item: Callable[..., Item]) -> list[Item]:
    event = partial(item, "Event")
    cooks, lunch, hygiene = upcoming(day, "Thursday"), upcoming(day, "Sunday", 1), upcoming(day, "Tuesday", 1)
    return [
        event(
            f"events/cooks-meet-camden-{cooks}", "Cooks meet: bring the dish you always make", "camden", modified=4, verified=4,
            **_on(cooks, "18:30", "20:30"), format="social", maximumAttendeeCapacity=40, remainingAttendeeCapacity=22,
            summary="New and old Casserole cooks eat each other's cooking.",
            description="Put your dish on the long table, write down what is in it and eat round the room. New cooks can ask "
            "everything: how to carry soup, what to say at the door, how to stop. Curious people who do not cook yet are welcome "
            "too.",
            themes=["shared-meals", "cooking", "meal-sharing"], participation=["attend", "eat", "cook"], location=KITCHEN,
            join={"registrationDeadline": moment(cooks, "12:00")},
            meal={
                "diets": ["vegetarian", "halal"], "foodSource": "home-cooked",
                "allergenInformation": "Every dish has a card with its allergens.",
            },
            accessibility={"features": ["step-free-access", "accessible-toilet", "quiet-table"], "barriers": ["busy-and-noisy"]},
        ),
        event(
            f"events/food-safety-hour-{hygiene}", "Food safety in an hour (online)", "camden", modified=12,
            **(_on(hygiene, "18:00", "19:00") | {"attendanceMode": "online"}), format="class", maximumAttendeeCapacity=60,
            remainingAttendeeCapacity=41,
            summary="What every new cook learns before the first plate goes out.",
            description="Hot food hot, cold food cold, and what the fourteen allergens are. There is a short quiz at the end "
            "which everybody passes in the end. It counts as the food safety part of becoming a cook in any of our areas.",
            themes=["cooking", "healthy-eating", "skill-sharing"], participation=["attend", "learn"],
            location={"type": "VirtualLocation", "name": "Video call", "precision": "online", "premises": "online"},
            join={
                "registrationDeadline": moment(hygiene, "12:00"),
                "instructions": "The link comes to you when you have signed up.",
            },
            accessibility={
                "features": ["captioned", "plain-english"], "onRequest": ["bsl-interpreted"], "barriers": ["online-only-booking"],
            },
        ),
        event(
            f"events/sunday-lunch-holloway-{lunch}", "Cooks and diners eat together", "islington", modified=6, verified=6,
            **_on(lunch, "12:30", "15:00"), format="meal", maximumAttendeeCapacity=50, remainingAttendeeCapacity=18,
            waitingList=True,
            summary="Plates that usually travel stay on one table, for everyone in Holloway.",
            description="Twice a year the people who cook and the people they cook for sit down together, and anybody from the "
            "neighbourhood may join. There is lamb, there is a vegan tagine, and somebody always brings a trumpet. Lifts can be "
            "arranged for people who find buses hard.",
            themes=["shared-meals", "older-people-connection", "intergenerational"],
            participation=["attend", "eat", "cook", "volunteer"], inLanguage=["en-GB", "so", "ar"],
            join={"joinMethod": ["web", "telephone"], "registrationDeadline": moment(lunch - timedelta(days=3), "17:00")},
            location=venue("Tollington Tenants' Hall", "21 Tollington Mews", "N7 6ZZ", "Islington", 51.5581, -0.1169),
            meal={
                "diets": ["halal", "vegan", "gluten-free"], "courses": 2, "foodSource": "home-cooked",
                "allergenInformation": "Contains celery and almonds; a card stands beside every dish.", "takeaway": True,
            },
            accessibility={
                "features": ["step-free-access", "accessible-toilet", "seating-available", "hearing-loop", "companion-welcome"],
                "onRequest": ["interpreter-available"], "note": "Large-handled cutlery on request.",
            },
        ),
    ]


def _kitchens(day: date, item: Callable[..., Item]) -> list[Item]:
    series = partial(item, "EventSeries", attendanceMode="in-person", participation=["attend", "cook", "learn", "eat"])
    return [
        series(
            "series/cook-one-extra-camden", "Cook one extra: Monday cooking evening", "camden", modified=5, verified=5,
            format="workshop",
            summary="Learn one dish a week that feeds two and travels well.",
            description="We cook one dish together in a big kitchen and eat half of it; the other half goes home with you or to "
            "a diner nearby. Beginners stand beside people who have cooked for fifty years. Aprons and ingredients are ours.",
            themes=["cooking", "shared-meals", "meal-sharing", "skill-sharing"], inLanguage=["en-GB", "bn", "es"],
            nameMap={"es": "Cocina una ración más: taller de los lunes"}, schedule=[weekly(day, "Monday", "18:30", "20:30")],
            location=KITCHEN, maximumAttendeeCapacity=14, remainingAttendeeCapacity=5, isAccessibleForFree=False,
            prices=[{
                "name": "Towards ingredients", "priceModel": "pay-what-you-can", "price": 3.0, "priceCurrency": "GBP",
                "note": "Put in what you can, or nothing.",
            }],
            meal={
                "diets": ["vegetarian", "halal"], "foodSource": "home-cooked",
                "allergenInformation": "The week's allergens are on the door and read out.",
            },
            accessibility={
                "features": ["step-free-access", "accessible-toilet"], "barriers": ["strong-smells"],
                "onRequest": ["one-to-one-support"],
            },
        ),
        series(
            "series/saturday-big-pot-haringey", "Big pot Saturdays", "haringey", modified=18, format="work-party",
            summary="Once a month we fill sixty boxes for diners who are still waiting for a cook.",
            description="On the last Saturday of the month a school kitchen is ours. Two people peel, two stir, two pack and one "
            "chooses the music. By noon sixty boxes are labelled and on their way to people who have no cook of their own yet.",
            themes=["cooking", "food-surplus", "volunteering"], participation=["volunteer", "cook", "help-once"],
            schedule=[weekly(day, "Saturday", "09:00", "12:30", repeatFrequency="P1M", byMonthWeek=-1)],
            eligibility={"ageRange": {"minValue": 16}},
            location=venue(
                "Down Meadow School Kitchen", "12 Down Meadow Way", "N17 9ZZ", "Haringey", 51.5897, -0.0629, premises="school",
                travelNote="Side gate on the left of the hall; the front is locked at weekends.",
            ),
            meal={
                "diets": ["halal", "vegetarian"], "foodSource": "surplus",
                "allergenInformation": "Each box is labelled with all fourteen allergens.", "takeaway": True,
            },
        ),
    ]


PLATFORM = Platform(
    key="casserole-club",
    name="Casserole Club (example)",
    host="casserole.example",
    about="Cook a little more than you need and take a plate to a neighbour who would enjoy it. Diners are never listed "
    "anywhere.",
    items=items,
)
