"""The Camden Town Shed (example): a shared workshop, its classes and mending days, and the neighbours it visits."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from examples.platforms import kit
from examples.platforms.kit import Item, Platform, Today

JOIN: Item = {"joinMethod": ["web", "telephone"], "url": "/join", "approvalRequired": False}
TURN_UP = JOIN | {"joinMethod": ["turn-up"]}
ASK_FIRST = JOIN | {"approvalRequired": True}
NOBODY_TURNED_AWAY = "No one is turned away for lack of money."
SAFEGUARDING = {
    "policyUrl": "https://camdentownshed.example/safeguarding",
    "contact": kit.contact("safeguarding lead", "safeguarding@camdentownshed.example"),
}
ACCESS = kit.access(
    ["lift", "accessible-toilet", "companion-welcome"],
    barriers=["loud-noise", "dust"],
    onRequest=["one-to-one-support"],
    note="The workshop is on an upper level reached by a lift.",
)
WORKSHOP = kit.venue(
    "Community centre workshop, upper level",
    "Upper Workshop, 156 Vale Crescent",
    "NW1 9ZZ",
    "Camden",
    51.5437,
    -0.1291,
    travelNote="Bus stop outside; the nearest step-free station is King's Cross St Pancras.",
)


def _donation(name: str, amount: float) -> Item:
    """The members of something that asks for money but does not insist."""
    return {
        "isAccessibleForFree": False,
        "prices": [kit.price(name, amount, "suggested-donation", note=NOBODY_TURNED_AWAY)],
    }


def _shed(today: Today) -> Iterator[Item]:
    closed_from = today.upcoming("Monday", 4)
    yield today.item(
        "Space",
        "shed",
        "The Camden Town Shed",
        modified=14,
        verified=14,
        **_donation("Day session", 3.0),
        summary="A shared workshop where people make and mend side by side.",
        description="A community workshop with woodwork benches, a lathe, hand and power tools, a kiln and a kettle. "
        "Drop in on an open day to work on your own project, help with a commission for a local nursery, or just have "
        "a cup of tea. It began as a place for older men and now welcomes everyone. Experienced supervisors are on "
        "hand and there is no joining fee.",
        themes=["woodwork", "pottery-ceramics", "repairing", "older-people-connection"],
        participation=["drop-in", "join-group", "make", "learn", "volunteer"],
        join={
            **JOIN,
            "joinMethod": ["turn-up", "telephone"],
            "instructions": "Come on an open day for a tour. Machines need a 30-minute induction first.",
        },
        timeZone="Europe/London",
        openingHours=[
            {"dayOfWeek": ["Tuesday", "Wednesday"], "opens": "10:00", "closes": "16:00", "note": "Open workshop"},
            {
                "dayOfWeek": ["Monday", "Thursday"],
                "opens": "10:30",
                "closes": "15:00",
                "note": "Supported sessions for disabled adults; referral or a chat first",
            },
            {
                "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday"],
                "opens": "00:00",
                "closes": "00:00",
                "validFrom": closed_from.isoformat(),
                "validThrough": (closed_from + timedelta(days=6)).isoformat(),
                "note": "Closed while the machines are serviced",
            },
        ],
        maximumAttendeeCapacity=14,
        facilities=["woodwork-benches", "lathe", "kiln", "hand-tools", "power-tools", "dust-extraction", "tea-point"],
        membership={
            "membershipRequired": False,
            "fee": kit.pounds(0),
            "induction": True,
            "joiningNote": "Membership is open to all genders.",
        },
        audience=kit.audience(
            "welcomes",
            ["resident", "worker"],
            identities=["older-people", "men", "disabled-people", "retired-people"],
            selfDescription="Started by and for older men; open to everyone over 18.",
        ),
        eligibility=kit.ADULTS,
        safeguarding={
            "checks": ["dbs-enhanced"],
            "beneficiaries": ["adults-at-risk"],
            **SAFEGUARDING,
            "note": "Applies to paid supervisors of the Monday and Thursday supported sessions.",
        },
        accessibility={
            **ACCESS,
            "features": ["lift", "accessible-toilet", "companion-welcome", "supported-sessions", "quiet-room"],
            "onRequest": ["one-to-one-support", "easy-read-information"],
            "note": "The workshop is on an upper level reached by a lift. Quieter before 11:30.",
        },
    )


def _bird_boxes(today: Today) -> Iterator[Item]:
    ready_by = today.in_days(80)
    yield today.item(
        "Project",
        "projects/forty-bird-boxes",
        "Forty bird boxes for forty schools",
        modified=3,
        verified=3,
        stage="delivering",
        startDate=today.in_days(-40),
        endDate=ready_by,
        expires=ready_by,
        summary="One nest box for every primary school in Camden, made from saved floorboards.",
        description="Every primary school in the borough is to get a nest box with a hinged lid. Fourteen are finished "
        "and drying on the windowsill. We are looking for old floorboards, for people who like sanding, and for "
        "somebody with a van on the day we deliver.",
        themes=["woodwork", "wildlife", "recycling"],
        participation=["make", "volunteer", "give-item", "help-once"],
        join={**JOIN, "joinMethod": ["turn-up", "web"]},
        needs=[
            kit.need("Untreated floorboards", "material", 30, "metres", fulfilled=12, deadline=ready_by),
            kit.need("People to sand and oil", "people", 6, "people", fulfilled=4),
            kit.need("A van and driver for one day", "service", 1, "day"),
        ],
        milestones=[
            kit.milestone("First fourteen boxes made", today.in_days(-10), "completed"),
            kit.milestone("All forty hung", ready_by),
        ],
        accessibility=ACCESS,
    )


def _spare_tools(today: Today) -> Iterator[Item]:
    yield today.item(
        "Offer",
        "offers/spare-hand-tools",
        "Reconditioned hand tools for community groups",
        modified=9,
        mode="give",
        offeredBy="organisation",
        item={
            "name": "Boxes of planes, mallets and clamps",
            "category": "tools-diy",
            "condition": "used-good",
            "quantity": 8,
        },
        terms={
            "handover": ["drop-off-point"],
            "conditions": ["For allotments, schools and clubs; not for resale.", "One box a group."],
        },
        expires=today.in_days(75),
        summary="Eight boxes of good old tools, cleaned and oiled, looking for a shed of their own.",
        description="People leave us the tools of fathers and grandmothers, far more than we can hang up. We have "
        "cleaned and oiled eight boxes of planes, mallets, clamps and rules. Tell us what your group is making and "
        "collect a box on an open day.",
        themes=["giving-away", "woodwork", "recycling"],
        audience=kit.audience("designed-for", selfDescription="Community groups, schools, allotments."),
        join=ASK_FIRST,
    )


def _classes(today: Today) -> Iterator[Item]:
    series = partial(
        today.item,
        "EventSeries",
        attendanceMode="in-person",
        format="class",
        eligibility=kit.ADULTS,
        accessibility=ACCESS,
    )

    yield series(
        "classes/first-joints",
        "First joints: woodwork for beginners",
        modified=6,
        verified=6,
        summary="Saw, chisel and glue your way to a small oak stool over eight Tuesday evenings.",
        description="You start by sawing a straight line and finish by sitting on a stool you made. Everything is done "
        "by hand at first, then two evenings on the machines. Two supervisors look after eight people, so there is "
        "always somebody beside you.",
        themes=["woodwork", "skill-sharing"],
        participation=["attend", "make", "learn"],
        schedule=[today.weekly("Tuesday", "18:00", "20:30")],
        maximumAttendeeCapacity=8,
        remainingAttendeeCapacity=2,
        availability="limited",
        isAccessibleForFree=False,
        prices=[
            kit.price("Wood for the course", 32.0),
            {
                "name": "Concession",
                "priceModel": "pay-what-you-can",
                "priceCurrency": "GBP",
                "eligibleFor": ["concession"],
                "note": NOBODY_TURNED_AWAY,
            },
        ],
    )

    yield series(
        "classes/slow-pottery",
        "Slow pottery",
        modified=19,
        verified=22,
        **_donation("Clay and firing", 5.0),
        summary="Pinch pots, coil pots and long silences.",
        description="There is no wheel and no hurry. We pinch, coil and press clay at a long table, and the kiln is "
        "fired every other week. Hands that shake are no obstacle; some of the best glazes came from them.",
        themes=["pottery-ceramics", "arts-crafts", "mental-wellbeing"],
        participation=["drop-in", "make", "learn"],
        schedule=[today.weekly("Wednesday", "13:30", "15:30")],
        join=TURN_UP,
        audience=kit.audience(
            "welcomes", ["resident"], identities=["older-people", "carers", "people-with-mental-health-needs"]
        ),
        accessibility=kit.access(
            ["lift", "accessible-toilet", "quiet-room", "seating-available", "companion-welcome"],
            barriers=["dust"],
            note="Tables can be raised for wheelchairs.",
        ),
    )

    yield series(
        "classes/womens-workbench",
        "Women's workbench",
        modified=8,
        **_donation("Evening session", 3.0),
        summary="The whole workshop for women, one evening a week.",
        description="Build a shelf, fix a chair or learn the lathe with women who supervise the machines. Many of us "
        "had never been handed a power tool before. Bring your own project or choose one of ours, and stay for soup.",
        themes=["woodwork", "repairing", "skill-sharing"],
        participation=["drop-in", "make", "learn"],
        inLanguage=["en-GB", "bn", "so"],
        nameMap={"bn": "মহিলাদের কাঠের কাজের সন্ধ্যা"},
        schedule=[today.weekly("Thursday", "18:00", "20:30")],
        audience=kit.audience(
            "restricted-to",
            ["resident", "worker"],
            identities=["women"],
            selfDescription="For women, trans women very much included.",
            restrictionReason="Women told us they would not come to a mixed workshop; our other evenings are open to "
            "all.",
        ),
        meal=kit.meal(["vegan", "halal"], "home-cooked", "The soup contains celery; bread contains wheat."),
    )

    yield series(
        "classes/supported-mondays",
        "Supported Mondays",
        modified=14,
        verified=14,
        availability="waiting-list",
        waitingList=True,
        summary="A calm, well-staffed workshop day for disabled adults.",
        description="Six people, three supervisors and as much time as a job takes. Some make bird tables to sell, "
        "some sand the same lovely piece of ash for weeks. Supporters are welcome to stay or to leave you to it.",
        themes=["woodwork", "disability-inclusion", "arts-crafts"],
        participation=["attend", "make", "learn"],
        schedule=[today.weekly("Monday", "10:30", "15:00")],
        maximumAttendeeCapacity=6,
        join={
            **JOIN,
            "joinMethod": ["telephone", "referral"],
            "approvalRequired": True,
            "instructions": "Ring for a chat, or ask somebody to ring for you.",
        },
        audience=kit.audience(
            "designed-for",
            ["resident"],
            identities=["disabled-people", "people-with-a-learning-disability", "autistic-people"],
        ),
        safeguarding={"checks": ["dbs-enhanced"], "beneficiaries": ["adults-at-risk"], **SAFEGUARDING},
        accessibility=kit.access(
            [
                "lift",
                "accessible-toilet",
                "supported-sessions",
                "quiet-room",
                "relaxed-session",
                "one-to-one-support",
                "easy-read-information",
            ],
            barriers=["none"],
            onRequest=["pre-visit-to-venue", "travel-training"],
            note="No machines run on Mondays.",
        ),
    )

    yield series(
        "classes/toymakers-hackney",
        "Toymakers' morning at the Wharf",
        modified=27,
        **_donation("A morning", 2.0),
        summary="Wheels, ducks and building bricks for nurseries that asked for them.",
        description="We pack the Shed into a van on Fridays and set up beside the canal. Together we cut, sand and oil "
        "wooden toys that nurseries have ordered, and every maker keeps one. Come for an hour or for the whole "
        "morning.",
        themes=["woodwork", "arts-crafts", "intergenerational"],
        participation=["drop-in", "make", "volunteer"],
        schedule=[today.weekly("Friday", "10:00", "12:30")],
        join=TURN_UP,
        eligibility={"ageRange": {"minValue": 12}, "conditions": ["Under-16s come with an adult."]},
        location=kit.venue("Laburnum Wharf Boat Shed", "9 Laburnum Wharf", "E8 4ZZ", "Hackney", 51.5385, -0.0745),
        accessibility=kit.access(
            ["step-free-access", "seating-available"], barriers=["dust"], note="Toilet next door."
        ),
    )


def _mending(today: Today) -> Iterator[Item]:
    event = partial(today.item, "Event")

    mend = today.upcoming("Saturday")
    yield event(
        f"events/mend-it-{mend}",
        "Mend-it morning",
        modified=2,
        verified=2,
        **kit.during(mend, "10:30", "13:30"),
        format="repair-session",
        summary="Bring a wobbly chair, a silent radio or a lamp that has given up.",
        description="Six menders, three of them good with electrics, will look at whatever you can carry up. You sit "
        "beside the mender and see how it is done, so that next time you may not need us. Two in three things go home "
        "working; the others get an honest verdict.",
        themes=["repairing", "recycling", "skill-sharing"],
        participation=["drop-in", "make", "learn", "volunteer"],
        join={
            **TURN_UP,
            "instructions": "One thing at a time, please. Last things are taken half an hour before the end.",
        },
        accessibility={
            **ACCESS,
            "features": ["lift", "accessible-toilet", "seating-available"],
            "barriers": ["busy-and-noisy"],
        },
    )

    taster = today.upcoming("Friday")
    yield event(
        f"events/spinning-top-{taster}",
        "Turn a spinning top on the lathe",
        modified=4,
        **kit.during(taster, "14:00", "16:00"),
        format="workshop",
        maximumAttendeeCapacity=6,
        remainingAttendeeCapacity=1,
        waitingList=True,
        availability="limited",
        eligibility=kit.ADULTS,
        summary="Two hours, one lump of beech, and something that spins for a minute and a half.",
        description="A first go on the lathe for people who have never touched one. We show you how to stand, how to "
        "hold the gouge and how to listen to the wood. Everybody leaves with a top and with shavings in their hair.",
        themes=["woodwork", "skill-sharing"],
        participation=["attend", "make", "learn"],
        join={**JOIN, "registrationDeadline": kit.moment(taster, "10:00")},
        **_donation("Wood and tea", 4.0),
        accessibility=ACCESS,
    )

    archway = today.upcoming("Sunday", 1)
    yield event(
        f"events/toy-hospital-archway-{archway}",
        "Shed on wheels: toy hospital",
        modified=5,
        verified=5,
        **kit.during(archway, "13:00", "16:00"),
        format="repair-session",
        summary="Broken wheels, lost arms and flat batteries are treated while you wait.",
        description="Our van unfolds into four benches in the library's hall. Bring a toy that has had an accident and "
        "help the doctor glue it. Spare wheels, eyes and screws are in stock; soft toys get stitches.",
        themes=["repairing", "textiles", "intergenerational"],
        participation=["drop-in", "make", "learn"],
        join=TURN_UP,
        location=kit.venue("Archway Hill Library Hall", "6 Hilltop Walk", "N19 3ZZ", "Islington", 51.5668, -0.133),
        audience=kit.audience("welcomes", ["resident"], identities=["families-with-children", "older-people"]),
        eligibility={"conditions": ["Children come with an adult."]},
        safeguarding={"checks": ["none"], "beneficiaries": ["families"], "note": "Children stay with their own adult."},
        accessibility=kit.access(["step-free-access", "accessible-toilet", "hearing-loop"], barriers=["none"]),
    )

    harlesden = today.upcoming("Saturday", 2)
    yield event(
        f"events/sharpen-harlesden-{harlesden}",
        "Shed on wheels: sharpen your garden tools",
        modified=12,
        **kit.during(harlesden, "11:00", "14:00"),
        format="repair-session",
        summary="Spades, shears and secateurs made keen again, and you learn to do it yourself.",
        description="A blunt spade is twice the work. We bring the grindstone, files and oil, and show you how to put "
        "an edge on whatever you garden with. Loose handles are wedged tight while you drink your tea.",
        themes=["repairing", "gardening", "skill-sharing"],
        participation=["drop-in", "learn"],
        join=TURN_UP,
        inLanguage=["en-GB", "es", "so"],
        location=kit.outdoors(
            "Roundwood Lane Allotments, hut",
            "Roundwood Lane",
            "NW10 3ZZ",
            "Brent",
            51.5425,
            -0.2392,
            travelNote="Use the lower gate; the top one is locked. Buses stop opposite.",
        ),
    )

    crouch_end = today.upcoming("Sunday", 3)
    yield event(
        f"events/stool-rush-{crouch_end}",
        "Weave a stool seat",
        modified=7,
        verified=9,
        **kit.during(crouch_end, "10:00", "16:00"),
        format="workshop",
        maximumAttendeeCapacity=10,
        remainingAttendeeCapacity=6,
        summary="Bring the tired stool; take home a seat that will last thirty years.",
        description="We strip the old seat before lunch and weave the new one after it, in cord that is kind to the "
        "fingers. No stool of your own? There are four orphans looking for a home. Bring lunch; we bring cake.",
        themes=["arts-crafts", "repairing", "textiles"],
        participation=["attend", "make", "learn"],
        join={**JOIN, "registrationDeadline": kit.moment(crouch_end - timedelta(days=3), "18:00")},
        eligibility={"ageRange": {"minValue": 16}},
        isAccessibleForFree=False,
        prices=[kit.price("Cord for one seat", 12.0), kit.price("Concession", 4.0, eligibleFor=["concession"])],
        meal=kit.meal(["vegetarian"], "home-cooked", "The cake contains wheat, egg and almonds."),
        location=kit.venue("Hillfield Hall", "18 Hillfield Passage", "N8 8ZZ", "Haringey", 51.5798, -0.1229),
        accessibility=kit.access(
            ["accessible-toilet", "seating-available"],
            barriers=["steps"],
            onRequest=["step-free-access"],
            note="Two steps at the door; we carry a ramp if you tell us beforehand.",
        ),
    )


def _roles(today: Today) -> Iterator[Item]:
    opening = partial(today.item, "VolunteerRole", accessibility=ACCESS, join=ASK_FIRST)

    yield opening(
        "roles/workshop-supervisor",
        "Workshop supervisor",
        modified=14,
        verified=14,
        expires=today.in_days(140),
        summary="Keep a friendly eye on six people and one bandsaw.",
        description="You know your way round a workshop and like explaining things twice. Supervisors open up, help "
        "people choose the right tool and make sure nobody rushes. We pay for your first-aid course.",
        themes=["woodwork", "volunteering", "skill-sharing"],
        participation=["volunteer", "share-skill", "lead"],
        roles=[
            kit.role(
                "Workshop supervisor (volunteer)",
                "helper",
                commitment={"hours": 5, "per": "week", "minimumPeriod": "P3M"},
                placesAvailable=2,
                eligibility=kit.ADULTS,
                skills=["Confident with workshop machinery"],
                requirements=["references", "induction", "first-aid"],
                safeguarding={"checks": ["dbs-basic"], **SAFEGUARDING},
            )
        ],
    )

    yield opening(
        "roles/kettle-keeper",
        "Kettle keeper",
        modified=30,
        expires=today.in_days(60),
        summary="Say hello, put the kettle on and notice who is here for the first time.",
        description="The most important tool in the Shed is the kettle. You greet people, show them round and "
        "introduce them to somebody with sawdust on their sleeves. No woodwork needed, only good ears.",
        themes=["volunteering", "befriending", "community-spaces"],
        participation=["volunteer"],
        inLanguage=["en-GB", "bn"],
        accessibility=kit.access(["lift", "accessible-toilet", "seating-available"], barriers=["none"]),
        roles=[
            kit.role(
                "Kettle keeper",
                "helper",
                commitment={"hours": 3, "per": "week"},
                shift={"startTime": "10:00", "endTime": "13:00"},
                placesAvailable=3,
                eligibility=kit.ADULTS,
                requirements=["induction"],
                safeguarding={"checks": ["none"], "beneficiaries": ["general-public"]},
                expenses="Bus fares paid back.",
            )
        ],
    )


PLATFORM = Platform(
    name="The Camden Town Shed (example)",
    host="camdentownshed.example",
    about="A shared workshop where people make and mend side by side, and a van that takes it to the neighbours.",
    edited="15:20",
    shared={
        "inLanguage": ["en-GB"],
        "availability": "open",
        "contact": kit.contact("workshop", "workshop@camdentownshed.example", "+44 20 7946 0102"),
        "join": JOIN,
        "location": WORKSHOP,
        "audience": kit.audience("everyone", ["resident", "worker"]),
        "attribution": "Camden Town Shed (example)",
    },
    parts=(_shed, _bird_boxes, _spare_tools, _classes, _mending, _roles),
)
