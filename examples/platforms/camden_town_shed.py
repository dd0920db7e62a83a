"""The Camden Town Shed (example): one shared workshop, its classes and mending days, and the neighbours it travels to."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from .kit import CC_BY, Item, Platform, moment, upcoming, venue, weekly

WORKSHOP = venue(
    "Community centre workshop, upper level", "Upper Workshop, 156 Vale Crescent", "NW1 9ZZ", "Camden", 51.5437, -0.1291,
    travelNote="Bus stop outside; the nearest step-free station is King's Cross St Pancras.",
)
ACCESS: Item = {
    "features": ["lift", "accessible-toilet", "companion-welcome"], "barriers": ["loud-noise", "dust"],
    "onRequest": ["one-to-one-support"],
    "note": "The workshop is on an upper level reached by a lift.",
}
SAFEGUARDING: Item = {
    "policyUrl": "https://camdentownshed.example/safeguarding",
    "contact": {"type": "ContactPoint", "contactType": "safeguarding lead", "email": "safeguarding@camdentownshed.example"},
}
ADULTS: Item = {"ageRange": {"minValue": 18}}
NOBODY_TURNED_AWAY = "No one is turned away for lack of money."


def items(day: date, site: str) -> list[Item]:
    item = partial(_common, day, site)
    own = [_shed(day, item), _bird_boxes(day, item), _spare_tools(day, item)]
    return [*own, *_classes(day, item), *_mending(day, item), *_roles(day, item)]


def _common(
    day: date, site: str, kind: str, path: str, name: str, *,
    modified: int, verified: int | None = None, join: Item | None = None, **members: object,
) -> Item:
    """What every item here says, at the workshop unless it says otherwise; `modified` and `verified` are days ago."""
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
            "type": "ContactPoint", "contactType": "workshop", "email": "workshop@camdentownshed.example",
            "telephone": "+44 20 7946 0102",
        },
        "join": {"joinMethod": ["web", "telephone"], "url": f"{site}/{path}/join", "approvalRequired": False, **(join or {})},
        "location": WORKSHOP,
        "isAccessibleForFree": True,
        "audience": {"intent": "everyone", "relationToPlace": ["resident", "worker"]},
        "license": CC_BY,
        "attribution": "Camden Town Shed (example)",
        "dateModified": moment(day - timedelta(days=modified), "15:20"),
        **({} if verified is None else {"lastVerified": (day - timedelta(days=verified)).isoformat()}),
        **members,
    }


def _donation(name: str, pounds: float, note: str = NOBODY_TURNED_AWAY) -> Item:
    """Members of something that asks for money but does not insist."""
    price = {"name": name, "priceModel": "suggested-donation", "price": pounds, "priceCurrency": "GBP", "note": note}
    return {"isAccessibleForFree": False, "prices": [price]}


def _shed(day: date, item: Callable[..., Item]) -> Item:
    closed_from = upcoming(day, "Monday", 4)
    return item(
        "Space", "shed", "The Camden Town Shed", modified=14, verified=14, **_donation("Day session", 3.0),
        summary="A shared workshop where people make and mend side by side.",
        description="A community workshop with woodwork benches, a lathe, hand and power tools, a kiln and a kettle. Drop in on "
        "an open day to work on your own project, help with a commission for a local nursery, or just have a cup of tea. It "
        "began as a place for older men and now welcomes everyone. Experienced supervisors are on hand and there is no joining "
        "fee.",
        themes=["woodwork", "pottery-ceramics", "repairing", "older-people-connection"],
        participation=["drop-in", "join-group", "make", "learn", "volunteer"],
        join={
            "joinMethod": ["turn-up", "telephone"],
            "instructions": "Come on an open day for a tour. Machines need a 30-minute induction first.",
        },
        timeZone="Europe/London",
        openingHours=[
            {"dayOfWeek": ["Tuesday", "Wednesday"], "opens": "10:00", "closes": "16:00", "note": "Open workshop"},
            {
                "dayOfWeek": ["Monday", "Thursday"], "opens": "10:30", "closes": "15:00",
                "note": "Supported sessions for disabled adults; referral or a chat first",
            },
            {
                "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday"], "opens": "00:00", "closes": "00:00",
                "validFrom": closed_from.isoformat(), "validThrough": (closed_from + timedelta(days=6)).isoformat(),
                "note": "Closed while the machines are serviced",
            },
        ],
        maximumAttendeeCapacity=14,
        facilities=["woodwork-benches", "lathe", "kiln", "hand-tools", "power-tools", "dust-extraction", "tea-point"],
        membership={
            "membershipRequired": False, "fee": {"type": "Money", "price": 0, "priceCurrency": "GBP"}, "induction": True,
            "joiningNote": "Membership is open to all genders.",
        },
        audience={
            "intent": "welcomes", "relationToPlace": ["resident", "worker"],
            "identities": ["older-people", "men", "disabled-people", "retired-people"],
            "selfDescription": "Started by and for older men; open to everyone over 18.",
        },
        eligibility=ADULTS,
        safeguarding={
            "checks": ["dbs-enhanced"], "beneficiaries": ["adults-at-risk"], **SAFEGUARDING,
            "note": "Applies to paid supervisors of the Monday and Thursday supported sessions.",
        },
        accessibility={
            **ACCESS, "features": ["lift", "accessible-toilet", "companion-welcome", "supported-sessions", "quiet-room"],
            "onRequest": ["one-to-one-support", "easy-read-information"],
            "note": "The workshop is on an upper level reached by a lift. Quieter before 11:30.",
        },
    )


def _classes(day: date, item: Callable[..., Item]) -> list[Item]:
    series = partial(item, "EventSeries", attendanceMode="in-person", format="class", eligibility=ADULTS, accessibility=ACCESS)
    return [
        series(
            "classes/first-joints", "First joints: woodwork for beginners", modified=6, verified=6,
            summary="Saw, chisel and glue your way to a small oak stool over eight Tuesday evenings.",
            description="You start by sawing a straight line and finish by sitting on a stool you made. Everything is done by "
            "hand at first, then two evenings on the machines. Two supervisors look after eight people, so there is always "
            "somebody beside you.",
            themes=["woodwork", "skill-sharing"], participation=["attend", "make", "learn"],
            schedule=[weekly(day, "Tuesday", "18:00", "20:30")], maximumAttendeeCapacity=8, remainingAttendeeCapacity=2,
            availability="limited", isAccessibleForFree=False,
            prices=[
                {"name": "Wood for the course", "priceModel": "fixed", "price": 32.0, "priceCurrency": "GBP"},
                {
                    "name": "Concession", "priceModel": "pay-what-you-can", "priceCurrency": "GBP", "eligibleFor": ["concession"],
                    "note": NOBODY_TURNED_AWAY,
                },
            ],
        ),
        series(
            "classes/slow-pottery", "Slow pottery", modified=19, verified=22, **_donation("Clay and firing", 5.0),
            summary="Pinch pots, coil pots and long silences.",
            description="There is no wheel and no hurry. We pinch, coil and press clay at a long table, and the kiln is fired "
            "every other week. Hands that shake are no obstacle; some of the best glazes came from them.",
            themes=["pottery-ceramics", "arts-crafts", "mental-wellbeing"], participation=["drop-in", "make", "learn"],
            schedule=[weekly(day, "Wednesday", "13:30", "15:30")], join={"joinMethod": ["turn-up"]},
            audience={
                "intent": "welcomes", "relationToPlace": ["resident"],
                "identities": ["older-people", "carers", "people-with-mental-health-needs"],
            },
            accessibility={
                "features": ["lift", "accessible-toilet", "quiet-room", "seating-available", "companion-welcome"],
                "barriers": ["dust"],
                "note": "Tables can be raised for wheelchairs.",
            },
        ),
        series(
            "classes/womens-workbench", "Women's workbench", modified=8, **_donation("Evening session", 3.0),
            summary="The whole workshop for women, one evening a week.",
            description="Build a shelf, fix a chair or learn the lathe with women who supervise the machines. Many of us had "
            "never been handed a power tool before. Bring your own project or choose one of ours, and stay for soup.",
            themes=["woodwork", "repairing", "skill-sharing"], participation=["drop-in", "make", "learn"],
            inLanguage=["en-GB", "bn", "so"], nameMap={"bn": "মহিলাদের কাঠের কাজের সন্ধ্যা"},
            schedule=[weekly(day, "Thursday", "18:00", "20:30")],
            audience={
                "intent": "restricted-to", "relationToPlace": ["resident", "worker"], "identities": ["women"],
                "selfDescription": "For women, trans women very much included.",
                "restrictionReason": "Women told us they would not come to a mixed workshop; our other evenings are open to all.",
            },
            meal={
                "diets": ["vegan", "halal"], "foodSource": "home-cooked",
                "allergenInformation": "The soup contains celery; bread contains wheat.",
            },
        ),
        series(
            "classes/supported-mondays", "Supported Mondays", modified=14, verified=14, availability="waiting-list",
            waitingList=True,
            summary="A calm, well-staffed workshop day for disabled adults.",
            description="Six people, three supervisors and as much time as a job takes. Some make bird tables to sell, some sand "
            "the same lovely piece of ash for weeks. Supporters are welcome to stay or to leave you to it.",
            themes=["woodwork", "disability-inclusion", "arts-crafts"], participation=["attend", "make", "learn"],
            schedule=[weekly(day, "Monday", "10:30", "15:00")], maximumAttendeeCapacity=6,
            join={
                "joinMethod": ["telephone", "referral"], "approvalRequired": True,
                "instructions": "Ring for a chat, or ask somebody to ring for you.",
            },
            audience={
                "intent": "designed-for", "relationToPlace": ["resident"],
                "identities": ["disabled-people", "people-with-a-learning-disability", "autistic-people"],
            },
            safeguarding={"checks": ["dbs-enhanced"], "beneficiaries": ["adults-at-risk"], **SAFEGUARDING},
            accessibility={
                "features": [
                    "lift", "accessible-toilet", "supported-sessions", "quiet-room", "relaxed-session", "one-to-one-support",
                    "easy-read-information",
                ],
                "barriers": ["none"], "onRequest": ["pre-visit-to-venue", "travel-training"],
                "note": "No machines run on Mondays.",
            },
        ),
        series(
            "classes/toymakers-hackney", "Toymakers' morning at the Wharf", modified=27, **_donation("A morning", 2.0),
            summary="Wheels, ducks and building bricks for nurseries that asked for them.",
            description="We pack the Shed into a van on Fridays and set up beside the canal. Together we cut, sand and oil "
            "wooden toys that nurseries have ordered, and every maker keeps one. Come for an hour or for the whole morning.",
            themes=["woodwork", "arts-crafts", "intergenerational"], participation=["drop-in", "make", "volunteer"],
            schedule=[weekly(day, "Friday", "10:00", "12:30")], join={"joinMethod": ["turn-up"]},
            eligibility={"ageRange": {"minValue": 12}, "conditions": ["Under-16s come with an adult."]},
            location=venue("Laburnum Wharf Boat Shed", "9 Laburnum Wharf", "E8 4ZZ", "Hackney", 51.5385, -0.0745),
            accessibility={
                "features": ["step-free-access", "seating-available"], "barriers": ["dust"], "note": "Toilet next door.",
            },
        ),
    ]


def _on(day: date, start: str, end: str) -> Item:
    clock = {"startDate": moment(day, start), "endDate": moment(day, end), "timeZone": "Europe/London"}
    return {**clock, "attendanceMode": "in-person"}


def _mending(day: date, item: Callable[..., Item]) -> list[Item]:
    event = partial(item, "Event")
    mend, taster, archway = upcoming(day, "Saturday"), upcoming(day, "Friday"), upcoming(day, "Sunday", 1)
    harlesden, crouch_end = upcoming(day, "Saturday", 2), upcoming(day, "Sunday", 3)
    return [
        event(
            f"events/mend-it-{mend}", "Mend-it morning", modified=2, verified=2, **_on(mend, "10:30", "13:30"),
            format="repair-session",
            summary="Bring a wobbly chair, a silent radio or a lamp that has given up.",
            description="Six menders, three of them good with electrics, will look at whatever you can carry up. You sit beside "
            "the mender and see how it is done, so that next time you may not need us. Two in three things go home working; the "
            "others get an honest verdict.",
            themes=["repairing", "recycling", "skill-sharing"], participation=["drop-in", "make", "learn", "volunteer"],
            join={
                "joinMethod": ["turn-up"],
                "instructions": "One thing at a time, please. Last things are taken half an hour before the end.",
            },
            accessibility={
                **ACCESS, "features": ["lift", "accessible-toilet", "seating-available"], "barriers": ["busy-and-noisy"],
            },
        ),
        event(
            f"events/spinning-top-{taster}", "Turn a spinning top on the lathe", modified=4, **_on(taster, "14:00", "16:00"),
            format="workshop", maximumAttendeeCapacity=6, remainingAttendeeCapacity=1, waitingList=True, availability="limited",
            eligibility=ADULTS,
            summary="Two hours, one lump of beech, and something that spins for a minute and a half.",
            description="A first go on the lathe for people who have never touched one. We show you how to stand, how to hold "
            "the gouge and how to listen to the wood. Everybody leaves with a top and with shavings in their hair.",
            themes=["woodwork", "skill-sharing"], participation=["attend", "make", "learn"],
            join={"registrationDeadline": moment(taster, "10:00")}, **_donation("Wood and tea", 4.0), accessibility=ACCESS,
        ),
        event(
            f"events/toy-hospital-archway-{archway}", "Shed on wheels: toy hospital", modified=5, verified=5,
            **_on(archway, "13:00", "16:00"),
            format="repair-session", summary="Broken wheels, lost arms and flat batteries are treated while you wait.",
            description="Our van unfolds into four benches in the library's hall. Bring a toy that has had an accident and help "
            "the doctor glue it. Spare wheels, eyes and screws are in stock; soft toys get stitches.",
            themes=["repairing", "textiles", "intergenerational"], participation=["drop-in", "make", "learn"],
            join={"joinMethod": ["turn-up"]},
            location=venue("Archway Hill Library Hall", "6 Hilltop Walk", "N19 3ZZ", "Islington", 51.5668, -0.1330),
            audience={
                "intent": "welcomes", "relationToPlace": ["resident"], "identities": ["families-with-children", "older-people"],
            },
            eligibility={"conditions": ["Children come with an adult."]},
            safeguarding={"checks": ["none"], "beneficiaries": ["families"], "note": "Children stay with their own adult."},
            accessibility={"features": ["step-free-access", "accessible-toilet", "hearing-loop"], "barriers": ["none"]},
        ),
        event(
            f"events/sharpen-harlesden-{harlesden}", "Shed on wheels: sharpen your garden tools", modified=12,
            **_on(harlesden, "11:00", "14:00"),
            format="repair-session", summary="Spades, shears and secateurs made keen again, and you learn to do it yourself.",
            description="A blunt spade is twice the work. We bring the grindstone, files and oil, and show you how to put an "
            "edge on whatever you garden with. Loose handles are wedged tight while you drink your tea.",
            themes=["repairing", "gardening", "skill-sharing"], participation=["drop-in", "learn"],
            join={"joinMethod": ["turn-up"]}, inLanguage=["en-GB", "es", "so"],
            location=venue(
                "Roundwood Lane Allotments, hut", "Roundwood Lane", "NW10 3ZZ", "Brent", 51.5425, -0.2392,
                premises="outdoor-public", travelNote="Use the lower gate; the top one is locked. Buses stop opposite.",
            ),
        ),
        event(
            f"events/stool-rush-{crouch_end}", "Weave a stool seat", modified=7, verified=9, **_on(crouch_end, "10:00", "16:00"),
            format="workshop", maximumAttendeeCapacity=10, remainingAttendeeCapacity=6,
            summary="Bring the tired stool; take home a seat that will last thirty years.",
            description="We strip the old seat before lunch and weave the new one after it, in cord that is kind to the fingers. "
            "No stool of your own? There are four orphans looking for a home. Bring lunch; we bring cake.",
            themes=["arts-crafts", "repairing", "textiles"], participation=["attend", "make", "learn"],
            join={"registrationDeadline": moment(crouch_end - timedelta(days=3), "18:00")},
            eligibility={"ageRange": {"minValue": 16}}, isAccessibleForFree=False,
            prices=[
                {"name": "Cord for one seat", "priceModel": "fixed", "price": 12.0, "priceCurrency": "GBP"},
                {
                    "name": "Concession", "priceModel": "fixed", "price": 4.0, "priceCurrency": "GBP",
                    "eligibleFor": ["concession"],
                },
            ],
            meal={
                "diets": ["vegetarian"], "foodSource": "home-cooked",
                "allergenInformation": "The cake contains wheat, egg and almonds.",
            },
            location=venue("Hillfield Hall", "18 Hillfield Passage", "N8 8ZZ", "Haringey", 51.5798, -0.1229),
            accessibility={
                "features": ["accessible-toilet", "seating-available"], "barriers": ["steps"], "onRequest": ["step-free-access"],
                "note": "Two steps at the door; we carry a ramp if you tell us beforehand.",
            },
        ),
    ]


def _roles(day: date, item: Callable[..., Item]) -> list[Item]:
    role = partial(item, "VolunteerRole", accessibility=ACCESS, join={"approvalRequired": True})
    return [
        role(
            "roles/workshop-supervisor", "Workshop supervisor", modified=14, verified=14,
            expires=(day + timedelta(days=140)).isoformat(),
            summary="Keep a friendly eye on six people and one bandsaw.",
            description="You know your way round a workshop and like explaining things twice. Supervisors open up, help people "
            "choose the right tool and make sure nobody rushes. We pay for your first-aid course.",
            themes=["woodwork", "volunteering", "skill-sharing"], participation=["volunteer", "share-skill", "lead"],
            roles=[{
                "type": "Role", "name": "Workshop supervisor (volunteer)", "side": "helper",
                "commitment": {"hours": 5, "per": "week", "minimumPeriod": "P3M"}, "placesAvailable": 2, "eligibility": ADULTS,
                "skills": ["Confident with workshop machinery"], "requirements": ["references", "induction", "first-aid"],
                "safeguarding": {"checks": ["dbs-basic"], **SAFEGUARDING},
            }],
        ),
        role(
            "roles/kettle-keeper", "Kettle keeper", modified=30, expires=(day + timedelta(days=60)).isoformat(),
            summary="Say hello, put the kettle on and notice who is here for the first time.",
            description="The most important tool in the Shed is the kettle. You greet people, show them round and introduce them "
            "to somebody with sawdust on their sleeves. No woodwork needed, only good ears.",
            themes=["volunteering", "befriending", "community-spaces"], participation=["volunteer"], inLanguage=["en-GB", "bn"],
            accessibility={"features": ["lift", "accessible-toilet", "seating-available"], "barriers": ["none"]},
            roles=[{
                "type": "Role", "name": "Kettle keeper", "side": "helper", "commitment": {"hours": 3, "per": "week"},
                "shift": {"startTime": "10:00", "endTime": "13:00"}, "placesAvailable": 3, "eligibility": ADULTS,
                "requirements": ["induction"],
                "safeguarding": {"checks": ["none"], "beneficiaries": ["general-public"]}, "expenses": "Bus fares paid back.",
            }],
        ),
    ]


def _bird_boxes(day: date, item: Callable[..., Item]) -> Item:
    need: Item = {"type": "Need", "fulfilled": 0}
    ready_by = (day + timedelta(days=80)).isoformat()
    return item(
        "Project", "projects/forty-bird-boxes", "Forty bird boxes for forty schools", modified=3, verified=3, stage="delivering",
        startDate=(day - timedelta(days=40)).isoformat(), endDate=ready_by, expires=ready_by,
        summary="One nest box for every primary school in Camden, made from saved floorboards.",
        description="Every primary school in the borough is to get a nest box with a hinged lid. Fourteen are finished and "
        "drying on the windowsill. We are looking for old floorboards, for people who like sanding, and for somebody with a van "
        "on the day we deliver.",
        themes=["woodwork", "wildlife", "recycling"], participation=["make", "volunteer", "give-item", "help-once"],
        join={"joinMethod": ["turn-up", "web"]},
        needs=[
            {
                **need, "name": "Untreated floorboards", "needType": "material", "quantity": 30, "unit": "metres",
                "fulfilled": 12, "deadline": ready_by,
            },
            {**need, "name": "People to sand and oil", "needType": "people", "quantity": 6, "unit": "people", "fulfilled": 4},
            {**need, "name": "A van and driver for one day", "needType": "service", "quantity": 1, "unit": "day"},
        ],
        milestones=[
            {"name": "First fourteen boxes made", "targetDate": (day - timedelta(days=10)).isoformat(), "status": "completed"},
            {"name": "All forty hung", "targetDate": ready_by, "status": "scheduled"},
        ],
        accessibility=ACCESS,
    )


def _spare_tools(day: date, item: Callable[..., Item]) -> Item:
    return item(
        "Offer", "offers/spare-hand-tools", "Reconditioned hand tools for community groups", modified=9, mode="give",
        offeredBy="organisation",
        item={"name": "Boxes of planes, mallets and clamps", "category": "tools-diy", "condition": "used-good", "quantity": 8},
        terms={
            "handover": ["drop-off-point"],
            "conditions": ["For allotments, schools and clubs; not for resale.", "One box a group."],
        },
        expires=(day + timedelta(days=75)).isoformat(),
        summary="Eight boxes of good old tools, cleaned and oiled, looking for a shed of their own.",
        description="People leave us the tools of fathers and grandmothers, far more than we can hang up. We have cleaned and "
        "oiled eight boxes of planes, mallets, clamps and rules. Tell us what your group is making and collect a box on an open "
        "day.",
        themes=["giving-away", "woodwork", "recycling"],
        audience={"intent": "designed-for", "selfDescription": "Community groups, schools, allotments."},
        join={"joinMethod": ["web", "telephone"], "approvalRequired": True},
    )


PLATFORM = Platform(
    key="camden-town-shed",
    name="The Camden Town Shed (example)",
    host="camdentownshed.example",
    about="A shared workshop where people make and mend side by side, and a van that takes it to the neighbours.",
    items=items,
)
