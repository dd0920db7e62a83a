"""GoodGym (example): runs, walks and rides that stop to do something useful, and visits to older neighbours."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from examples.platforms import kit
from examples.platforms.kit import Item, Platform, Today

JOIN: Item = {"joinMethod": ["web"], "url": "/join", "approvalRequired": False}
FOR_A_CHARITY = {"checks": ["none"], "beneficiaries": ["community-organisation"]}
SOMERS_LANE = kit.venue(
    "Somers Lane Living Centre (reception)",
    "2 Somers Lane",
    "NW1 1ZZ",
    "Camden",
    51.5313,
    -0.1290,
    meetingPoint="Inside the main doors by the noticeboard; bags can be left here.",
)
PAVILION = kit.venue("Tollington Sports Pavilion", "15 Tollington Mews", "N7 6ZZ", "Islington", 51.5586, -0.1178)
LEISURE_HUB = kit.venue(
    "Down Meadow Leisure Hub",
    "60 Down Meadow Way",
    "N17 9ZZ",
    "Haringey",
    51.5890,
    -0.0622,
    travelNote="Two minutes from Tottenham Hale station.",
)
BACK_MARKER = kit.role(
    "Back-marker",
    "helper",
    description="Stay with the last runner and check everyone home.",
    placesAvailable=1,
    requirements=["induction"],
    safeguarding={"checks": ["none"]},
)


def _team(borough: str) -> Item:
    return kit.contact("area team", f"{borough}@goodgym.example")


def _session(
    today: Today,
    on: date,
    borough: str,
    name: str,
    start: str,
    end: str,
    *,
    closes: str,
    places: int,
    left: int,
    **members: Any,
) -> Item:
    """One dated session of a borough's team; sign-up `closes` at that time on the day."""
    defaults: Item = {
        "contact": _team(borough),
        "format": "active-help",
        "participation": ["attend", "volunteer"],
        "join": JOIN | {"registrationDeadline": kit.moment(on, closes)},
        "maximumAttendeeCapacity": places,
        "remainingAttendeeCapacity": left,
        "waitingList": True,
        "safeguarding": FOR_A_CHARITY,
    }
    return today.item("Event", f"sessions/{borough}-{on}", name, **kit.during(on, start, end) | defaults | members)


def _task(on: date, name: str, arrival: str, note: str) -> list[Item]:
    """The stop where the work is done."""
    stop = {"name": name, "purpose": "task", "arrival": kit.moment(on, arrival), "note": note}
    return [{**stop, "precision": "exact", "premises": "public-venue"}]


def _effort(level: str, shortest: int, longest: int, note: str) -> Item:
    return {"level": level, "distanceMetres": {"minValue": shortest, "maxValue": longest}, "note": note}


def _visitor(**more: Any) -> Item:
    """Someone who calls on the same older neighbour each week, and how we check them for it."""
    return kit.role(
        "Visitor",
        "giver",
        commitment={"hours": 1, "per": "week", "minimumPeriod": "P6M"},
        eligibility=kit.ADULTS,
        requirements=["interview", "references", "induction"],
        safeguarding={
            "checks": ["dbs-enhanced"],
            "beneficiaries": ["older-people", "adults-at-risk"],
            "policyUrl": "https://goodgym.example/safeguarding",
            "contact": kit.contact("safeguarding lead", "safeguarding@goodgym.example", "+44 20 7946 0132"),
        },
        **more,
    )


def _scheme(today: Today, borough: str, *, waiting: str, places: int, **members: Any) -> Item:
    """A scheme that matches visitors with a band of older people who wait for one."""
    neighbour = kit.role(
        "Older neighbour",
        "receiver",
        peopleWaitingBand=waiting,
        description="Enjoy a weekly visit from the same person.",
        eligibility={"ageRange": {"minValue": 60}, "conditions": ["Lives in the area and would enjoy company."]},
        join={
            "joinMethod": ["telephone", "referral"],
            "instructions": "Ring us, or ask someone you trust to ring. We never publish who is visited.",
        },
    )
    return today.item(
        "MatchScheme",
        f"schemes/weekly-visits-{borough.lower()}",
        f"Weekly visits to older neighbours in {borough}",
        summary="A runner, walker or cyclist calls on the same older person each week.",
        matchPurpose="befriending",
        themes=["befriending", "older-people-connection", "running"],
        activity=[kit.RUNNING],
        participation=["be-matched", "volunteer"],
        matchedOn=["distance", "availability", "interests", "language"],
        expires=today.in_days(300),
        join=JOIN | {"joinMethod": ["web", "telephone", "referral"], "approvalRequired": True},
        contact=kit.contact("visits coordinator", f"visits-{borough.lower()}@goodgym.example", "+44 20 7946 0131"),
        audience=kit.audience("welcomes", ["resident"], identities=["older-people", "people-living-alone"]),
        accessibility=kit.access(
            ["home-visits", "telephone-joining"], onRequest=["interpreter-available", "large-print"]
        ),
        roles=[
            _visitor(placesAvailable=places, expenses="Travel paid back when you cannot run or ride."),
            neighbour,
        ],
        **members,
    )


def _runs(today: Today) -> Iterator[Item]:
    session = partial(_session, today)

    camden = today.upcoming("Wednesday")
    yield session(
        camden,
        "camden",
        "Run to help a city farm tidy its beds",
        "18:45",
        "20:30",
        closes="16:00",
        places=35,
        left=12,
        modified=2,
        verified=2,
        summary="A 5 km social group run with 40 minutes of gardening in the middle.",
        description="We meet, warm up and run 2.5 km together to a city farm, spend about forty minutes clearing and "
        "mulching the beds, then run back for a stretch. Nobody is left behind: a volunteer back-marker stays with the "
        "last runner, and walkers can join us at the farm. Bring a head torch and gloves if you have them.",
        themes=["running", "gardening", "volunteering"],
        activity=[kit.RUNNING, kit.GARDENING],
        location=SOMERS_LANE,
        partOf=today.id("series/camden-wednesday-group-run"),
        inAidOf=kit.organization("talacre-lane-farm.example", "Talacre Lane City Farm"),
        stops=_task(camden, "Talacre Lane City Farm", "19:10", "Walkers can meet us here."),
        roles=[BACK_MARKER],
        effort=_effort("moderate", 4800, 5200, "Comfortable for anyone who can run for 15 minutes without stopping."),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet"],
            barriers=["uneven-ground", "low-light"],
            onRequest=["guide-runner"],
            note="Guide runners for blind and partially sighted runners by request, three days ahead.",
        ),
    )

    islington = today.upcoming("Monday")
    yield session(
        islington,
        "islington",
        "Run to sort tins at the food bank",
        "18:30",
        "20:15",
        closes="15:00",
        places=24,
        left=3,
        modified=4,
        availability="limited",
        summary="Four kilometres in all, with a mountain of donated tins in between.",
        description="A gentle two kilometres through the back streets to the food bank, where we check dates, stack "
        "shelves and make up parcels for the next morning. It is loud, warm and oddly satisfying. Then two kilometres "
        "back, a little faster because of the biscuits.",
        themes=["running", "food-surplus", "volunteering"],
        activity=[kit.RUNNING],
        inAidOf=kit.organization("hornsey-road-pantry.example", "Hornsey Road Pantry"),
        location=PAVILION,
        stops=_task(islington, "Hornsey Road Pantry", "19:00", "Come straight here if you would rather not run."),
        roles=[BACK_MARKER],
        effort=_effort("moderate", 3800, 4200, "Chatting pace, with two regroups."),
        accessibility=kit.access(["step-free-access", "accessible-toilet"], barriers=["heavy-lifting", "low-light"]),
    )

    haringey = today.upcoming("Tuesday", 1)
    yield session(
        haringey,
        "haringey",
        "Run to paint a scout hut",
        "18:45",
        "20:45",
        closes="17:00",
        places=30,
        left=17,
        modified=6,
        verified=6,
        summary="Roller in hand by seven, home by nine, and a bright blue hut.",
        description="The scouts have bought the paint and moved the furniture; they need arms. We run two and a half "
        "kilometres along the marsh side, paint for fifty minutes and jog home speckled. Wear something you do not "
        "love.",
        themes=["running", "public-space-improvement", "volunteering"],
        activity=[kit.RUNNING],
        inAidOf=kit.organization("bruce-park-scouts.example", "Bruce Park Scout Group"),
        location=LEISURE_HUB,
        stops=_task(haringey, "Bruce Park scout hut", "19:15", "Masking tape and rollers are laid out."),
        effort=_effort("moderate", 4900, 5300, "Flat, all on lit paths."),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet"], barriers=["strong-smells"], onRequest=["guide-runner"]
        ),
    )

    westminster = today.upcoming("Wednesday", 2)
    yield session(
        westminster,
        "westminster",
        "Run to stack books for a library move",
        "18:45",
        "20:15",
        closes="16:30",
        places=20,
        left=20,
        modified=1,
        summary="Human chain, four thousand children's books, three kilometres of running.",
        description="The children's library moves one floor down and the lift is out of order. We run along the canal, "
        "form a chain on the stairs and pass four thousand books from hand to hand. Whoever finds the oldest date "
        "stamp wins a banana.",
        themes=["running", "community-spaces", "reading-writing"],
        activity=[kit.RUNNING],
        inAidOf=kit.organization("linnet-library.example", "Friends of Linnet Library"),
        location=kit.venue("Amberley Canal Rooms", "5 Amberley Wharf", "W9 2ZZ", "Westminster", 51.5236, -0.1902),
        effort=_effort("gentle", 2800, 3200, "A good first run."),
        accessibility=kit.access(
            ["seating-available"],
            barriers=["steps", "heavy-lifting"],
            note="There are sitting-down places in the chain.",
        ),
    )


def _on_foot_and_by_bike(today: Today) -> Iterator[Item]:
    session = partial(_session, today)

    hackney = today.upcoming("Saturday")
    yield session(
        hackney,
        "hackney",
        "No running: clear the hospice garden path",
        "10:00",
        "12:00",
        closes="08:00",
        places=18,
        left=7,
        modified=3,
        verified=3,
        summary="A two-hour community mission with loppers, barrows and a proper tea break.",
        description="Meet at the hospice gate in boots rather than trainers. We cut back the brambles so that beds and "
        "wheelchairs can reach the pond again, and barrow the cuttings to the heap. Visitors may stop to chat; that is "
        "part of the job.",
        themes=["gardening", "volunteering", "parks-green-space"],
        activity=[kit.GARDENING],
        participation=["attend", "volunteer", "help-once"],
        inAidOf=kit.organization("marsh-hill-hospice.example", "Marsh Hill Hospice"),
        location=kit.venue("Marsh Hill Hospice, garden gate", "Marsh Hill Lane", "E9 6ZZ", "Hackney", 51.5489, -0.0432),
        effort={"level": "gentle", "note": "Raking, lopping and carrying; stop whenever you like."},
        accessibility=kit.access(
            ["step-free-route", "accessible-toilet", "seating-available"], barriers=["uneven-ground"]
        ),
    )

    brent = today.upcoming("Thursday", 1)
    yield session(
        brent,
        "brent",
        "Walk and help: leaflets for the lunch club",
        "11:00",
        "12:30",
        closes="09:00",
        places=15,
        left=9,
        modified=5,
        summary="A three-kilometre stroll that puts the lunch club's new leaflet through six hundred letter boxes.",
        description="We walk in pairs, one on each side of the street, and meet at every corner to laugh at the dogs. "
        "The lunch club has spare seats and too few people know. There is soup at the end for those who want to see "
        "what they have been advertising.",
        themes=["walking", "shared-meals", "volunteering"],
        activity=[kit.WALKING],
        participation=["attend", "volunteer"],
        inLanguage=["en-GB", "so"],
        inAidOf=kit.organization("roundwood-lunch.example", "Roundwood Lunch Club"),
        location=kit.venue("Roundwood Lane Hall", "30 Roundwood Lane", "NW10 3ZZ", "Brent", 51.5418, -0.2401),
        meal=kit.meal(["vegetarian", "halal"], "home-cooked", "The soup contains celery and milk."),
        effort=_effort("gentle", 2500, 3200, "Pavements, some front steps; take the flat side if you prefer."),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "assistance-dogs-welcome"], onRequest=["one-to-one-welcome"]
        ),
    )

    barnet = today.upcoming("Sunday", 1)
    yield session(
        barnet,
        "barnet",
        "Ride to help the toy library",
        "10:30",
        "12:30",
        closes="09:00",
        places=12,
        left=0,
        modified=1,
        verified=1,
        status="cancelled",
        availability="closed",
        statusNote="The toy library's boiler has failed and the building is shut. We hope to ride there next month.",
        summary="A 12 km ride with an hour of scrubbing plastic dinosaurs.",
        description="An easy ride on quiet streets to the toy library, where four hundred toys need a bath. All bikes "
        "are fine as long as both brakes work. We ride in a group and wait at every junction.",
        themes=["cycling", "library-of-things", "volunteering"],
        activity=[kit.CYCLING],
        inAidOf=kit.organization("childs-hill-toys.example", "Childs Hill Toy Library"),
        location=kit.outdoors("Dunstan Green cycle stands", "Dunstan Green", "NW11 8ZZ", "Barnet", 51.5716, -0.1953),
        effort=_effort("moderate", 11000, 13000, "One long hill, taken slowly."),
        accessibility=kit.access(
            barriers=["no-toilet-on-site"], onRequest=["guide-runner"], note="Tandems and hand-cycles are welcome."
        ),
    )


def _weekly(today: Today) -> Iterator[Item]:
    series = partial(
        today.item,
        "EventSeries",
        attendanceMode="in-person",
        format="active-help",
        participation=["attend", "volunteer"],
    )

    yield series(
        "series/camden-wednesday-group-run",
        "Camden Wednesday group run",
        modified=5,
        verified=8,
        contact=_team("camden"),
        summary="Every Wednesday: run somewhere, help for forty minutes, run back.",
        description="Each week a different charity, school or community garden sets us a job. We run there together, "
        "do it and run back, about five kilometres in all. First-timers are met at the door and never run alone.",
        themes=["running", "volunteering"],
        activity=[kit.RUNNING],
        location=SOMERS_LANE,
        schedule=[today.weekly("Wednesday", "18:45", "20:30", exceptDate=[today.upcoming("Wednesday").isoformat()])],
        effort=_effort("moderate", 4000, 6000, "Three pace groups."),
        safeguarding=FOR_A_CHARITY,
        accessibility=kit.access(["step-free-access", "accessible-toilet"], onRequest=["guide-runner"]),
    )

    yield series(
        "series/hackney-thursday-first-two-km",
        "First two kilometres: run, walk, help",
        modified=10,
        contact=_team("hackney"),
        summary="Thursday evenings for people who say they are not runners.",
        description="We run for a minute, walk for a minute and repeat until we reach the adventure playground, where "
        "there is always something to hammer or sweep. Nobody is timed. Most people who come have not run since "
        "school.",
        themes=["running", "walking", "volunteering", "mental-wellbeing"],
        activity=[kit.RUNNING, kit.WALKING],
        inLanguage=["en-GB", "es"],
        location=kit.venue(
            "Haggerston Baths Community Room", "14 Laburnum Wharf", "E8 4ZZ", "Hackney", 51.5383, -0.0741
        ),
        schedule=[today.weekly("Thursday", "18:30", "19:45")],
        effort=_effort("gentle", 1800, 2200, "Minute on, minute off."),
        audience=kit.audience(
            "welcomes",
            ["resident", "worker"],
            identities=["women", "newcomers"],
            selfDescription="For anyone who was always picked last.",
        ),
        safeguarding=FOR_A_CHARITY,
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "one-to-one-welcome"], onRequest=["guide-runner"]
        ),
    )

    yield series(
        "series/barnet-saturday-bike-missions",
        "Saturday bike missions",
        modified=13,
        verified=14,
        contact=_team("barnet"),
        summary="Collect surplus bread by bike and bring it to two community fridges.",
        description="Four bakeries, two fridges, one loop of nine kilometres. Bring panniers if you have them; we lend "
        "trailers. We check tyres and brakes together before setting off, so come ten minutes early if you would like "
        "to learn how.",
        themes=["cycling", "food-surplus", "active-travel"],
        activity=[kit.CYCLING],
        schedule=[today.weekly("Saturday", "08:30", "10:30")],
        location=kit.venue(
            "Tally Yard Community Fridge",
            "2 Tally Yard",
            "N12 9ZZ",
            "Barnet",
            51.6138,
            -0.1764,
            travelNote="Cycle stands inside the yard.",
        ),
        effort=_effort("moderate", 8500, 9500, "Mostly quiet streets."),
        safeguarding=FOR_A_CHARITY,
    )


def _area(today: Today) -> Iterator[Item]:
    yield today.item(
        "Group",
        "areas/camden",
        "GoodGym Camden (example)",
        modified=2,
        verified=2,
        contact=_team("camden"),
        participation=["join-group", "attend", "volunteer"],
        membership={"membershipRequired": False, "joiningNote": "Sign up once; it is free."},
        summary="Runners, walkers and cyclists who do useful jobs on the way round.",
        description="About sixty of us run, walk or ride each month to help Camden's charities with the jobs that need "
        "many hands for an hour. The youngest is nineteen and the oldest seventy-four. Come to anything; there is no "
        "fee and no kit to buy.",
        themes=["running", "walking", "volunteering"],
        activity=[kit.RUNNING, kit.WALKING],
        location=SOMERS_LANE,
        schedule=[today.weekly("Wednesday", "18:45", "20:30")],
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "assistance-dogs-welcome"], onRequest=["guide-runner"]
        ),
    )


def _roles(today: Today) -> Iterator[Item]:
    opening = partial(today.item, "VolunteerRole", expires=today.in_days(160))

    yield opening(
        "roles/weekly-visitor-camden",
        "Weekly visitor to an older neighbour",
        modified=4,
        verified=4,
        contact=_team("camden"),
        join={**JOIN, "approvalRequired": True},
        summary="Run, walk or cycle to the same person each week for tea and a chat.",
        description="You visit one older person each week on your own run, walk or ride, and stay for tea and a chat. "
        "We introduce you, come along the first time and stay in touch. Most visitors say they get as much out of it "
        "as they give.",
        themes=["befriending", "older-people-connection", "running"],
        activity=[kit.RUNNING],
        participation=["volunteer", "be-matched"],
        location=kit.neighbourhood("Camden Town", "NW1", "Camden"),
        roles=[_visitor(placesAvailable=14)],
        accessibility=kit.access(
            onRequest=["home-visits", "travel-training"],
            note="Tell us about stairs and we will look for a home without them.",
        ),
    )

    yield opening(
        "roles/task-finder-islington",
        "Task finder: bring us useful jobs",
        modified=17,
        contact=_team("islington"),
        expires=today.in_days(90),
        summary="Talk to local charities and find jobs that thirty people can finish in forty minutes.",
        description="You ring community gardens, schools and food banks, listen to what never gets done and turn it "
        "into one evening's job. It can all be done from a kitchen table. You need a telephone voice and a sense for "
        "how heavy a pile of gravel is.",
        themes=["volunteering", "community-spaces"],
        participation=["volunteer", "lead"],
        location=PAVILION,
        roles=[
            kit.role(
                "Task finder",
                "helper",
                commitment={"hours": 3, "per": "month", "minimumPeriod": "P3M"},
                placesAvailable=2,
                skills=["At ease on the telephone"],
                requirements=["induction"],
                safeguarding=FOR_A_CHARITY,
            )
        ],
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet"], barriers=["none"], note="Can be done wholly from home."
        ),
    )


def _visits(today: Today) -> Iterator[Item]:
    scheme = partial(_scheme, today)

    yield scheme(
        "Islington",
        waiting="20-49",
        places=20,
        inLanguage=["en-GB", "so", "ar"],
        location=kit.neighbourhood("Holloway and Archway", "N19", "Islington"),
        modified=9,
        verified=9,
        description="Some older people in Islington see nobody from one week to the next; some runners would be glad "
        "of a reason to go out. We introduce one to the other, after a conversation with each. The visit lasts as long "
        "as a pot of tea.",
    )

    yield scheme(
        "Brent",
        waiting="10-19",
        places=12,
        inLanguage=["en-GB", "es"],
        location=kit.neighbourhood("Willesden and Harlesden", "NW10", "Brent"),
        modified=24,
        description="A weekly knock on the door from the same friendly, slightly out-of-breath face. We match people "
        "by how near they live, what they like talking about and the languages they speak. Either side may stop at any "
        "time without giving a reason.",
    )


PLATFORM = Platform(
    name="GoodGym (example)",
    host="goodgym.example",
    about="Runners, walkers and cyclists who do useful jobs for local charities on the way round. Free, for adults of "
    "any pace.",
    edited="07:30",
    shared={
        "inLanguage": ["en-GB"],
        "availability": "open",
        "join": JOIN,
        "audience": kit.audience("everyone", ["resident", "worker", "visitor"]),
        "eligibility": kit.ADULTS,
    },
    parts=(_runs, _on_foot_and_by_bike, _weekly, _area, _roles, _visits),
)
