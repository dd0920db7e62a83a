"""Open Hub: one-page plans written by neighbours, and the places and hours where a plan is tried out together."""

from collections.abc import Iterator

from examples.platforms import kit, open_hub_plans
from examples.platforms.kit import Item, Platform, Today

TURN_UP = {"joinMethod": ["turn-up"], "approvalRequired": False}
OPEN_ROOM = kit.venue("The Open Room", "25 Leighton Yard", "NW5 2ZZ", "Camden", 51.5512, -0.1377)


def _gatherings(today: Today) -> Iterator[Item]:

    repair = today.upcoming("Saturday")
    yield today.item(
        "Event",
        f"events/repair-cafe-{repair}",
        "First repair café at the Open Room, Kentish Town",
        modified=2,
        verified=2,
        **kit.during(repair, "13:00", "16:00"),
        summary="Bring what nearly works. Six menders, four tables, two cakes.",
        description="The plan has been on the wall for a month, and now we try it out. Lamps, toasters, zips, chair "
        "legs and bicycles are welcome; bring one thing each and stay while it is mended, because you are half of the "
        "repair team. If you would like to start one in your own street, look over our shoulders.",
        format="repair-session",
        themes=["repairing", "skill-sharing"],
        participation=["attend", "learn", "share-skill"],
        availability="open",
        location=OPEN_ROOM,
        join=TURN_UP,
        maximumAttendeeCapacity=40,
        basedOnPlan=today.id(open_hub_plans.REPAIR),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "seating-available"], barriers=["busy-and-noisy"]
        ),
    )

    yield today.item(
        "EventSeries",
        "sessions/come-and-design",
        "Come and design: an hour from idea to one page, Kentish Town",
        modified=5,
        verified=5,
        summary="Every Tuesday. Bring an idea or only an hour; leave with a plan and people to do it with.",
        description="We begin with what you like doing, not with what is wrong. Then we leaf through plans from other "
        "places, choose one or start afresh, and fill in a big sheet of paper: people, place, things, steps, first "
        "date. The first date is never more than a fortnight away, so it really happens.",
        format="workshop",
        themes=["neighbourhood-civic", "skill-sharing", "community-spaces"],
        participation=["drop-in", "start-your-own", "lead"],
        attendanceMode="in-person",
        availability="open",
        schedule=[today.weekly("Tuesday", "18:30", "19:30")],
        location=OPEN_ROOM,
        join=TURN_UP,
        maximumAttendeeCapacity=24,
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "plain-english"], onRequest=["childcare", "bsl-interpreted"]
        ),
    )


def _spaces(today: Today) -> Iterator[Item]:
    yield today.item(
        "Space",
        "spaces/wren-lane-hub",
        "Wren Lane Hub: seven rooms to try things out in, Dudley",
        modified=11,
        verified=11,
        summary="A community centre that residents book for nothing to try an idea.",
        description="Seven rooms of different sizes, from a kitchen with two ovens to a stage with a curtain. Become a "
        "member in five minutes and book a room free of charge for anything that other people may join. The plans on "
        "the wall are there to be taken down and used.",
        themes=["community-spaces", "skill-sharing"],
        participation=["drop-in", "start-your-own", "make"],
        availability="open",
        openingHours=[
            {
                "dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                "opens": "09:30",
                "closes": "20:30",
            },
            {"dayOfWeek": ["Saturday"], "opens": "10:00", "closes": "16:00", "note": "Kitchen until three."},
        ],
        location={
            **open_hub_plans.DUDLEY,
            "name": "Wren Lane Hub",
            "precision": "exact",
            "address": {
                "type": "PostalAddress",
                "streetAddress": "1 Wren Lane",
                "addressLocality": "Dudley",
                "addressRegion": "West Midlands",
                "postalCode": "DY1 3ZZ",
                "addressCountry": "GB",
            },
            "geo": kit.point(52.5216, -2.0881),
        },
        join={"joinMethod": ["turn-up", "email"]},
        membership={
            "membershipRequired": False,
            "induction": True,
            "joiningNote": "Ten minutes: keys, kitchen, fire doors.",
        },
        facilities=["Kitchen with two ovens", "Stage", "Workshop bench", "Sewing machines", "Garden", "Wi-fi"],
        expires=today.in_days(330),
        accessibility=kit.access(["step-free-access", "accessible-toilet", "blue-badge-parking", "hearing-loop"]),
    )


PLATFORM = Platform(
    name="Open Hub (example)",
    host="openhub-dudley.example",
    about="Plans on one page for things neighbours can start together, written by people who tried them. Take one, "
    "change it, and tell us how it went.",
    edited="18:00",
    shared={
        "inLanguage": ["en-GB"],
        "contact": kit.contact("project designer", "designers@openhub-dudley.example"),
        "audience": kit.audience("everyone", ["resident"]),
        "attribution": "Open Hub residents (example)",
    },
    parts=(open_hub_plans.food, open_hub_plans.street, open_hub_plans.sharing, _gatherings, _spaces),
)
