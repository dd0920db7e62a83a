"""Casserole Club (example): an extra home-cooked portion for a neighbour, and the cooks behind it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from examples.platforms import kit
from examples.platforms.kit import Item, Platform, Today

JOIN: Item = {"joinMethod": ["web"], "url": "/join", "approvalRequired": False}
CHECKED = {
    "checks": ["dbs-basic"],
    "beneficiaries": ["adults-at-risk", "older-people"],
    "policyUrl": "https://casserole.example/safeguarding",
    "contact": kit.contact("safeguarding lead", "safeguarding@casserole.example", "+44 20 7946 0106"),
}
ALLERGENS = "Cooks list the fourteen major allergens for every dish; matches respect recorded allergies."
KITCHEN = kit.venue(
    "Chalton Yard Community Kitchen",
    "8 Chalton Yard",
    "NW1 1ZZ",
    "Camden",
    51.5306,
    -0.1316,
    travelNote="Six minutes' level walk from Euston and from King's Cross St Pancras.",
)


def _coordinator(borough: str) -> Item:
    return kit.contact("scheme coordinator", f"{borough}@casserole.example", "+44 20 7946 0105")


def _scheme(
    today: Today,
    slug: str,
    name: str,
    borough: str,
    *,
    cooks: int,
    waiting: str,
    diets: list[str],
    **members: Any,
) -> Item:
    """A scheme: `cooks` are the places for new cooks, `waiting` the band of diners who wait for one."""
    identities = ["older-people", "people-living-alone", "disabled-people"]
    defaults: Item = {
        "contact": _coordinator(borough),
        "matchPurpose": "meal-sharing",
        "themes": ["meal-sharing", "cooking", "befriending", "older-people-connection"],
        "participation": ["be-matched", "cook", "eat", "volunteer"],
        "matchedOn": ["distance", "availability", "diet", "language", "interests"],
        "join": JOIN | {"joinMethod": ["web", "telephone", "referral"], "approvalRequired": True},
        "roles": [_cook(cooks), _diner(waiting)],
        "meal": kit.meal(diets, "home-cooked", ALLERGENS, takeaway=True),
        "audience": kit.audience("welcomes", ["resident"], identities=identities),
        "accessibility": kit.access(
            ["home-visits", "telephone-joining"], onRequest=["large-print", "easy-read-information"]
        ),
        "expires": today.in_days(320),
    }
    return today.item("MatchScheme", f"schemes/{slug}", name, **defaults | members)


def _cook(places: int) -> Item:
    return kit.role(
        "Cook",
        "giver",
        description="Cook one extra portion and deliver it warm.",
        commitment={"hours": 1, "per": "occasion", "minimumPeriod": "P1M"},
        placesAvailable=places,
        eligibility=kit.ADULTS,
        requirements=["food-hygiene-awareness", "id-check", "induction"],
        safeguarding=CHECKED,
        expenses="None by default; help with ingredients on request.",
    )


def _diner(waiting: str) -> Item:
    return kit.role(
        "Diner",
        "receiver",
        description="Enjoy a home-cooked plate and a chat on the doorstep.",
        peopleWaitingBand=waiting,
        eligibility={"conditions": ["Lives in the area and finds regular cooking difficult."]},
        join={
            "joinMethod": ["telephone", "referral"],
            "instructions": "Call us or ask someone to call for you. We never publish who our diners are.",
        },
    )


def _schemes(today: Today) -> Iterator[Item]:
    scheme = partial(_scheme, today)

    yield scheme(
        "camden-north",
        "Share an extra portion: cooks and diners in north Camden",
        "camden",
        cooks=30,
        waiting="10-19",
        modified=5,
        verified=5,
        diets=["no-restriction", "vegetarian", "halal", "diabetic-friendly"],
        inLanguage=["en-GB", "bn", "so"],
        location=kit.neighbourhood("Kentish Town, Gospel Oak and Haverstock", "NW5", "Camden"),
        summary="Cook a bit extra and take a plate round to an older neighbour who would enjoy it.",
        description="Casserole matches people who like cooking with neighbours who do not always find it easy to cook "
        "for themselves. You choose when you cook and how often. The local coordinator introduces each cook to one "
        "diner nearby, agrees food and timing with both, and checks in after the first visit. Diners can join by phone "
        "or through a friend, relative or professional.",
        accessibility=kit.access(
            ["home-visits", "telephone-joining", "interpreter-available"],
            onRequest=["large-print", "easy-read-information"],
        ),
    )

    yield scheme(
        "camden-south",
        "A plate next door: Holborn and Bloomsbury",
        "camden",
        cooks=16,
        waiting="20-49",
        modified=11,
        diets=["no-restriction", "vegetarian", "halal", "soft-texture"],
        inLanguage=["en-GB", "bn"],
        nameMap={"bn": "পাশের বাড়ির জন্য এক প্লেট খাবার"},
        location=kit.neighbourhood("Holborn and Bloomsbury", "WC1N", "Camden"),
        summary="Between the hospitals and the law courts live many people who would love a home-cooked supper.",
        description="Plenty of people work here and fewer live here, so a neighbour with a full plate matters. We "
        "would be glad of cooks who make soft dishes well: soups, stews, dal and rice puddings. Your diner lives no "
        "more than fifteen minutes from your stove.",
    )

    yield scheme(
        "islington",
        "Share an extra portion in Holloway",
        "islington",
        cooks=22,
        waiting="20-49",
        modified=4,
        verified=4,
        diets=["no-restriction", "halal", "vegan", "gluten-free"],
        inLanguage=["en-GB", "so", "ar"],
        location=kit.neighbourhood("Holloway", "N7", "Islington"),
        summary="One pot, one extra plate, one knock on a door nearby.",
        description="Whatever you were going to cook anyway, make a little more of it. A coordinator who lives in "
        "Holloway introduces you to someone close by and comes with you the first time. Many pairs end up swapping "
        "recipes across two languages.",
        accessibility=kit.access(
            ["home-visits", "telephone-joining", "interpreter-available"],
            barriers=["steps"],
            note="Tell us if stairs are hard for you as a cook.",
        ),
    )

    yield scheme(
        "haringey",
        "Tottenham tables: a supper for a neighbour",
        "haringey",
        cooks=25,
        waiting="50-99",
        modified=2,
        verified=2,
        availability="limited",
        diets=["no-restriction", "vegetarian", "halal", "nut-free"],
        inLanguage=["en-GB", "es", "so"],
        nameMap={"es": "Mesas de Tottenham: una cena para un vecino"},
        location=kit.neighbourhood("Tottenham", "N17", "Haringey"),
        summary="More diners than cooks: your Sunday leftovers have somewhere to go.",
        description="In Tottenham the list of diners is longer than the list of cooks. If you make jollof, arepas, "
        "pierogi or a plain shepherd's pie, there is somebody who has not tasted it for years. Once a fortnight is "
        "plenty.",
    )

    yield scheme(
        "westminster",
        "A warm plate around Church Street",
        "westminster",
        cooks=14,
        waiting="10-19",
        modified=26,
        diets=["no-restriction", "halal", "diabetic-friendly"],
        inLanguage=["en-GB", "ar", "bn"],
        location=kit.neighbourhood("Lisson Grove", "NW8", "Westminster"),
        summary="Cooks who walk a plate across the market, in Arabic, Bengali or English.",
        description="The market is full of good vegetables and the flats above it of people who can no longer carry "
        "them home. Cooks shop, cook and walk one plate across. We try to match languages as carefully as we match "
        "diets.",
    )

    yield scheme(
        "brent",
        "Willesden shares a supper",
        "brent",
        cooks=18,
        waiting="1-9",
        modified=15,
        verified=17,
        diets=["no-restriction", "vegetarian", "vegan", "halal"],
        location=kit.neighbourhood("Willesden", "NW10", "Brent"),
        summary="A young scheme with a short waiting list: a good moment to ask for a cook.",
        description="Gujarati thalis, Irish stews and Brazilian black beans have all gone round the corner on a "
        "covered plate. The scheme is new here and diners are usually introduced to a cook within two weeks. Ask for "
        "yourself or for somebody you look in on.",
    )

    yield scheme(
        "barnet",
        "Golders Green extra portions",
        "barnet",
        cooks=12,
        waiting="10-19",
        modified=8,
        diets=["kosher", "vegetarian", "no-restriction", "dairy-free"],
        location=kit.neighbourhood("Golders Green", "NW11", "Barnet"),
        summary="Kosher and other kitchens matched with care.",
        description="We ask cooks and diners how they keep their kitchens and match people who keep them alike. "
        "Friday's soup is our best-travelled dish, carried round in good time before sunset. New cooks meet a "
        "coordinator for coffee first.",
        matchedOn=["distance", "availability", "diet", "interests"],
    )


def _roles(today: Today) -> Iterator[Item]:
    opening = partial(today.item, "VolunteerRole", join={**JOIN, "approvalRequired": True})

    yield opening(
        "roles/plate-cyclist-hackney",
        "Plate cyclist",
        modified=3,
        verified=3,
        contact=_coordinator("hackney"),
        expires=today.in_days(110),
        summary="Carry hot suppers from cooks who cannot travel to diners who cannot either.",
        description="Some of our best cooks cannot leave the house, so you ride between the two. An insulated box sits "
        "on your carrier, the rides are under two miles, and you are the person who gets thanked. Early evenings suit "
        "best.",
        themes=["meal-sharing", "cycling", "volunteering"],
        participation=["volunteer"],
        location=kit.neighbourhood("Dalston", "E8", "Hackney"),
        activity=[kit.CYCLING],
        roles=[
            kit.role(
                "Plate cyclist",
                "helper",
                commitment={"hours": 2, "per": "week", "minimumPeriod": "P2M"},
                placesAvailable=8,
                eligibility=kit.ADULTS,
                requirements=["id-check", "induction", "own-equipment"],
                safeguarding=CHECKED,
                expenses="Lights, box and a repair kit are lent to you.",
            )
        ],
        accessibility=kit.access(barriers=["steps"], note="Tricycles and electric bikes are fine."),
    )

    yield opening(
        "roles/first-call-volunteer",
        "First-call volunteer",
        modified=21,
        contact=_coordinator("camden"),
        expires=today.in_days(170),
        summary="Ring new diners and ask what they have been missing: company, crunch or chilli.",
        description="Before anyone is matched, somebody friendly rings and asks what they like to eat, when, and what "
        "must never be on the plate. You do this from home with our telephone line. Bengali, Somali and Arabic "
        "speakers are especially wanted.",
        themes=["befriending", "meal-sharing", "older-people-connection"],
        participation=["volunteer"],
        inLanguage=["bn", "so", "ar", "en-GB"],
        location=kit.neighbourhood("Camden Town", "NW1", "Camden"),
        roles=[
            kit.role(
                "First-call volunteer",
                "helper",
                commitment={"hours": 2, "per": "week", "minimumPeriod": "P3M"},
                placesAvailable=5,
                eligibility=kit.ADULTS,
                training=["Two hours on listening and on allergens"],
                requirements=["references", "training-provided"],
                safeguarding=CHECKED,
            )
        ],
        accessibility=kit.access(["telephone-joining", "plain-english"], barriers=["none"], onRequest=["large-print"]),
    )


def _together(today: Today) -> Iterator[Item]:
    event = partial(today.item, "Event")

    cooks = today.upcoming("Thursday")
    yield event(
        f"events/cooks-meet-camden-{cooks}",
        "Cooks meet: bring the dish you always make",
        modified=4,
        verified=4,
        contact=_coordinator("camden"),
        **kit.during(cooks, "18:30", "20:30"),
        format="social",
        maximumAttendeeCapacity=40,
        remainingAttendeeCapacity=22,
        summary="New and old Casserole cooks eat each other's cooking.",
        description="Put your dish on the long table, write down what is in it and eat round the room. New cooks can "
        "ask everything: how to carry soup, what to say at the door, how to stop. Curious people who do not cook yet "
        "are welcome too.",
        themes=["shared-meals", "cooking", "meal-sharing"],
        participation=["attend", "eat", "cook"],
        location=KITCHEN,
        join={**JOIN, "registrationDeadline": kit.moment(cooks, "12:00")},
        meal=kit.meal(["vegetarian", "halal"], "home-cooked", "Every dish has a card with its allergens."),
        accessibility=kit.access(["step-free-access", "accessible-toilet", "quiet-table"], barriers=["busy-and-noisy"]),
    )

    hygiene = today.upcoming("Tuesday", 1)
    yield event(
        f"events/food-safety-hour-{hygiene}",
        "Food safety in an hour (online)",
        modified=12,
        contact=_coordinator("camden"),
        **kit.during(hygiene, "18:00", "19:00", mode="online"),
        format="class",
        maximumAttendeeCapacity=60,
        remainingAttendeeCapacity=41,
        summary="What every new cook learns before the first plate goes out.",
        description="Hot food hot, cold food cold, and what the fourteen allergens are. There is a short quiz at the "
        "end which everybody passes in the end. It counts as the food safety part of becoming a cook in any of our "
        "areas.",
        themes=["cooking", "healthy-eating", "skill-sharing"],
        participation=["attend", "learn"],
        location={"type": "VirtualLocation", "name": "Video call", "precision": "online", "premises": "online"},
        join={
            **JOIN,
            "registrationDeadline": kit.moment(hygiene, "12:00"),
            "instructions": "The link comes to you when you have signed up.",
        },
        accessibility=kit.access(
            ["captioned", "plain-english"], onRequest=["bsl-interpreted"], barriers=["online-only-booking"]
        ),
    )

    lunch = today.upcoming("Sunday", 1)
    yield event(
        f"events/sunday-lunch-holloway-{lunch}",
        "Cooks and diners eat together",
        modified=6,
        verified=6,
        contact=_coordinator("islington"),
        **kit.during(lunch, "12:30", "15:00"),
        format="meal",
        maximumAttendeeCapacity=50,
        remainingAttendeeCapacity=18,
        waitingList=True,
        summary="Plates that usually travel stay on one table, for everyone in Holloway.",
        description="Twice a year the people who cook and the people they cook for sit down together, and anybody from "
        "the neighbourhood may join. There is lamb, there is a vegan tagine, and somebody always brings a trumpet. "
        "Lifts can be arranged for people who find buses hard.",
        themes=["shared-meals", "older-people-connection", "intergenerational"],
        participation=["attend", "eat", "cook", "volunteer"],
        inLanguage=["en-GB", "so", "ar"],
        join={
            **JOIN,
            "joinMethod": ["web", "telephone"],
            "registrationDeadline": kit.moment(lunch - timedelta(days=3), "17:00"),
        },
        location=kit.venue("Tollington Tenants' Hall", "21 Tollington Mews", "N7 6ZZ", "Islington", 51.5581, -0.1169),
        meal=kit.meal(
            ["halal", "vegan", "gluten-free"],
            "home-cooked",
            "Contains celery and almonds; a card stands beside every dish.",
            courses=2,
            takeaway=True,
        ),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "seating-available", "hearing-loop", "companion-welcome"],
            onRequest=["interpreter-available"],
            note="Large-handled cutlery on request.",
        ),
    )


def _kitchens(today: Today) -> Iterator[Item]:
    series = partial(
        today.item, "EventSeries", attendanceMode="in-person", participation=["attend", "cook", "learn", "eat"]
    )

    yield series(
        "series/cook-one-extra-camden",
        "Cook one extra: Monday cooking evening",
        modified=5,
        verified=5,
        contact=_coordinator("camden"),
        format="workshop",
        summary="Learn one dish a week that feeds two and travels well.",
        description="We cook one dish together in a big kitchen and eat half of it; the other half goes home with you "
        "or to a diner nearby. Beginners stand beside people who have cooked for fifty years. Aprons and ingredients "
        "are ours.",
        themes=["cooking", "shared-meals", "meal-sharing", "skill-sharing"],
        inLanguage=["en-GB", "bn", "es"],
        nameMap={"es": "Cocina una ración más: taller de los lunes"},
        schedule=[today.weekly("Monday", "18:30", "20:30")],
        location=KITCHEN,
        maximumAttendeeCapacity=14,
        remainingAttendeeCapacity=5,
        isAccessibleForFree=False,
        prices=[kit.price("Towards ingredients", 3.0, "pay-what-you-can", note="Put in what you can, or nothing.")],
        meal=kit.meal(["vegetarian", "halal"], "home-cooked", "The week's allergens are on the door and read out."),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet"], barriers=["strong-smells"], onRequest=["one-to-one-support"]
        ),
    )

    yield series(
        "series/saturday-big-pot-haringey",
        "Big pot Saturdays",
        modified=18,
        contact=_coordinator("haringey"),
        format="work-party",
        summary="Once a month we fill sixty boxes for diners who are still waiting for a cook.",
        description="On the last Saturday of the month a school kitchen is ours. Two people peel, two stir, two pack "
        "and one chooses the music. By noon sixty boxes are labelled and on their way to people who have no cook of "
        "their own yet.",
        themes=["cooking", "food-surplus", "volunteering"],
        participation=["volunteer", "cook", "help-once"],
        schedule=[today.weekly("Saturday", "09:00", "12:30", repeatFrequency="P1M", byMonthWeek=-1)],
        eligibility={"ageRange": {"minValue": 16}},
        location=kit.venue(
            "Down Meadow School Kitchen",
            "12 Down Meadow Way",
            "N17 9ZZ",
            "Haringey",
            51.5897,
            -0.0629,
            premises="school",
            travelNote="Side gate on the left of the hall; the front is locked at weekends.",
        ),
        meal=kit.meal(
            ["halal", "vegetarian"], "surplus", "Each box is labelled with all fourteen allergens.", takeaway=True
        ),
    )


PLATFORM = Platform(
    name="Casserole Club (example)",
    host="casserole.example",
    about="Cook a little more than you need and take a plate to a neighbour who would enjoy it. Diners are never "
    "listed anywhere.",
    edited="16:45",
    shared={
        "inLanguage": ["en-GB"],
        "availability": "open",
        "join": JOIN,
        "audience": kit.audience("everyone", ["resident", "worker"]),
    },
    parts=(_schemes, _roles, _together, _kitchens),
)
