"""Spacehive: places that neighbours want to improve, the money they raise for it together, and what became of them."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from examples.platforms import kit
from examples.platforms.kit import Item, Platform, Today

CAMLEY, HOLLOWAY = "projects/camley-green-corner", "projects/holloway-repair-yard"
CORNER = kit.outdoors("Camley Green Corner", "Canal towpath", "NW1 0ZZ", "Camden", 51.539, -0.1309)
YARD = kit.venue(
    "Holloway Repair Yard",
    "30 Parkhurst Mews",
    "N7 0ZZ",
    "Islington",
    51.5563,
    -0.1208,
    travelNote="Through the arch beside the launderette; the yard is at the far end.",
)


def _project(today: Today, path: str, name: str, group: str, stage: str, **members: Any) -> Item:
    """A project of a neighbours' group that has reached a stage."""
    address = f"deliver@{path.removeprefix('projects/')}.example"
    defaults = {
        "stage": stage,
        "organizer": {"type": "Organization", "name": group},
        "contact": kit.contact("project delivery manager", address),
        "expires": today.in_days(300),
    }
    return today.item("Project", path, name, **defaults | members)


def _funding(
    today: Today, path: str, *, raised: int, backers: int, days: int, costs: dict[str, int], **more: Any
) -> Item:
    """A campaign for what the costs add up to, with so many days left (or past, when negative)."""
    return {
        "model": "all-or-nothing",
        "currency": "GBP",
        "target": sum(costs.values()),
        "raised": raised,
        "backers": backers,
        "asOf": kit.moment(today.day - timedelta(days=1), "06:00"),
        "deadline": kit.moment(today.day + timedelta(days=days), "23:59"),
        "pledgeUrl": f"{today.site}/{path}#pledge",
        "costs": [{"name": name, "amount": amount, "essential": True} for name, amount in costs.items()],
        **more,
    }


def _raising(today: Today) -> Iterator[Item]:
    project = partial(_project, today)

    yield project(
        CAMLEY,
        "Camley Green Corner: from dumping ground to pocket park",
        "Camley Green Neighbours",
        "fundraising",
        modified=1,
        verified=1,
        summary="Crowdfunding £18,400 to turn a fly-tipped corner into a planted sitting space.",
        description="A neighbourhood group wants to clear a fly-tipped corner beside the canal path, lift the broken "
        "paving, plant rain gardens and build three benches with local makers. The landowner has agreed a ten-year "
        "licence and a local gardening group will look after it. Pledges are only collected if we reach the target by "
        "the deadline. The borough's ward fund has promised £4,000 towards it.",
        inLanguage=["en-GB"],
        themes=["public-space-improvement", "parks-green-space", "local-fundraising"],
        participation=["fund", "volunteer", "give-item", "share-skill"],
        availability="open",
        location=CORNER,
        startDate=today.in_days(-14),
        endDate=today.in_days(340),
        funding=_funding(
            today,
            CAMLEY,
            raised=7215,
            raisedIncludesMatch=True,
            backers=96,
            days=70,
            costs={
                "Clearance and disposal": 3200,
                "Permeable paving and groundworks": 7600,
                "Plants, soil and bulbs": 2900,
                "Three benches": 2700,
                "Insurance, fees and contingency": 2000,
            },
            inKind=[{"name": "Design time from a landscape architect", "amount": 1500}],
            matchFunders=[
                {"type": "Organization", "name": "Borough Ward Fund (example)", "amount": 4000, "status": "active"}
            ],
            verification={
                "verifiedBy": {"type": "Organization", "name": "Independent verifier (example)"},
                "date": today.in_days(-16),
                "note": "Landowner permission, budget and delivery manager checked; evidence is not published.",
            },
        ),
        needs=[
            kit.need("Volunteers for two clear-up days", "people", 25, "people", 9),
            kit.need("Skip hire at cost", "service", 2, "skips"),
        ],
        milestones=[
            kit.milestone("Funding deadline", today.in_days(70)),
            kit.milestone("Ground clearance", today.upcoming("Sunday", 15)),
            kit.milestone("Opening picnic", today.upcoming("Saturday", 31)),
        ],
        accessibility=kit.access(
            ["step-free-route"],
            barriers=["no-toilet-on-site"],
            note="The finished space will have level access and two benches with backs and arms.",
        ),
    )

    yield project(
        HOLLOWAY,
        "A roof for the Holloway Repair Yard",
        "Holloway Menders",
        "fundraising",
        modified=2,
        verified=2,
        summary="£1,050 to go: a rain-proof roof, so that people can mend things here all year round.",
        description="Since spring we have repaired toasters, trousers and bicycles in an open yard behind the "
        "launderette, and every time it rained we packed up. A simple timber roof with clear sheets and gutters into "
        "water butts keeps us dry and keeps the daylight. A joiner down the road lends us his workshop for the frame.",
        themes=["repairing", "community-spaces", "local-fundraising"],
        participation=["fund", "volunteer", "make"],
        location=YARD,
        funding=_funding(
            today,
            HOLLOWAY,
            raised=10750,
            backers=203,
            days=9,
            costs={
                "Timber frame and fixings": 4300,
                "Roof sheets and gutters": 3900,
                "Foundations": 1800,
                "Building control and insurance": 900,
                "Contingency": 900,
            },
        ),
        needs=[kit.need("People who can hold a spirit level", "people", 12, "people", 7)],
        accessibility=kit.access(["step-free-access", "seating-available"], barriers=["dust", "no-toilet-on-site"]),
    )

    paddle = "projects/paddle-library"
    yield project(
        paddle,
        "Paddle Library: six canoes anyone can borrow",
        "Lockside Paddlers",
        "fundraising",
        modified=3,
        summary="Funded, and still open: every pound above the target buys child-size life jackets.",
        description="Thousands of people live beside the River Lea and never get onto it. We are buying six steady "
        "open canoes, a rack and forty life jackets, and training twenty neighbours to lend them out on summer "
        "weekends. The target is reached; whatever comes in until the deadline buys small life jackets and an adapted "
        "seat.",
        themes=["library-of-things", "moving-sport", "local-fundraising"],
        participation=["fund", "volunteer", "borrow"],
        location=kit.outdoors("Tottenham Lock", "Lockside, Ferry Path", "N17 9ZZ", "Haringey", 51.5889, -0.0574),
        funding=_funding(
            today,
            paddle,
            raised=9870,
            backers=264,
            days=16,
            costs={"Six canoes and paddles": 5400, "Rack and locks": 1300, "Life jackets": 1600, "Training": 1200},
            inKind=[{"name": "Storage behind the lock keeper's hut for five years", "amount": 2500}],
        ),
        accessibility=kit.access(
            ["step-free-route", "blue-badge-parking"],
            note="The pontoon is level with the boats; an adapted seat is on our list.",
        ),
    )

    garden = "projects/harlesden-sound-garden"
    yield project(
        garden,
        "Harlesden Sound Garden",
        "Friends of Roundwood Corner",
        "fundraising",
        modified=5,
        summary="Chimes, drums and a whispering pipe, built from scrap metal for a park corner that has nothing in it.",
        description="Children drew the instruments; a steel band and a plumber worked out how to build them. We keep "
        "whatever is pledged, because the garden can grow one instrument at a time, starting with the big pipe chimes. "
        "Everything is tuned to the same scale, so that nobody can play a wrong note.",
        themes=["public-space-improvement", "arts-culture", "parks-green-space"],
        participation=["fund", "make", "give-item"],
        location=kit.outdoors("Roundwood Corner", "Longstone Path", "NW10 3ZZ", "Brent", 51.5421, -0.2447),
        funding=_funding(
            today,
            garden,
            model="keep-it-all",
            raised=1240,
            backers=41,
            days=84,
            costs={
                "Pipe chimes": 2200,
                "Drum table at wheelchair height": 1900,
                "Whispering pipe": 1500,
                "Ground works": 2100,
            },
        ),
        needs=[kit.need("Copper pipe, 28 mm or wider", "material", 30, "metres", 11)],
    )


def _earlier(today: Today) -> Iterator[Item]:
    project = partial(_project, today)

    yield project(
        "projects/somers-town-orchard",
        "An orchard along the railway wall, Somers Town",
        "Somers Town Growers",
        "planning",
        modified=6,
        verified=6,
        summary="Twenty-two espalier pears and apples on a warm brick wall nobody uses. We are drawing up the plan.",
        description="The long south-facing wall behind the station warms up like an oven. Flat-trained fruit trees "
        "need only forty centimetres of soil, so they would fit between the wall and the pavement. We have measured "
        "it, tasted thirty varieties and written to the landowner. Now we need people who know about leases and about "
        "pruning.",
        themes=["tree-planting", "food-growing", "public-space-improvement"],
        participation=["share-skill", "join-group", "volunteer"],
        location=kit.outdoors("Railway wall, Brill Walk", "Brill Walk", "NW1 1ZZ", "Camden", 51.5318, -0.1313),
        needs=[
            kit.need("Licence from the landowner", "permission", 1, "licence"),
            kit.need("Somebody who has pruned espaliers", "skill", 2, "people", 1),
        ],
        milestones=[kit.milestone("Plan on show in the library", today.upcoming("Saturday", 5))],
        accessibility=kit.access(["step-free-route"]),
    )

    yield project(
        "projects/kilburn-underpass-lights",
        "Light the Kilburn underpass, with your shadows",
        "Kilburn Lightkeepers",
        "idea",
        modified=15,
        status="proposed",
        summary="An idea: lamps that throw the shapes of passers-by onto the wall, so that a dark tunnel becomes a "
        "small show.",
        description="Nobody likes the underpass after dark. Instead of brighter floodlights we imagine warm lamps at "
        "knee height that turn everybody who walks past into a giant. It is only a sketch so far. Tell us what would "
        "make you use the path again, or come to the walk-through and bring a torch.",
        themes=["public-space-improvement", "visual-arts", "active-travel"],
        participation=["join-group", "share-skill", "start-your-own"],
        location=kit.outdoors("Underpass at Kilburn Park", "Canterbury Path", "NW6 5ZZ", "Brent", 51.5356, -0.1957),
        accessibility=kit.access(["step-free-route"], barriers=["low-light"]),
    )

    yield project(
        "projects/wood-green-roof-garden",
        "A garden on the library roof, Wood Green",
        "Roof Gardeners of Wood Green",
        "paused",
        modified=21,
        verified=21,
        status="paused",
        statusNote="We wait for the survey of the roof; the money already raised stays with the trust.",
        summary="Paused while engineers look at the roof. The seedlings are looked after by six schools.",
        description="Raised beds, a reading bench and beehives were to go up this season, until the survey found damp "
        "in the deck. The repair is the council's to make, and it has a date. Until then six schools look after our "
        "seedlings and the group meets on the ground floor to sew the awnings.",
        themes=["gardening", "community-spaces"],
        participation=["join-group", "volunteer"],
        location=kit.venue("Library roof", "187 High Parade", "N22 6ZZ", "Haringey", 51.5969, -0.1098),
        milestones=[kit.milestone("Roof survey finished", today.in_days(35))],
        accessibility=kit.access(["lift"], onRequest=["pre-visit-to-venue"], barriers=["narrow-doors"]),
    )


def _under_way(today: Today) -> Iterator[Item]:
    project = partial(_project, today)

    yield project(
        "projects/burnt-oak-boardwalk",
        "A boardwalk through the reeds, Burnt Oak",
        "Silkstream Volunteers",
        "delivering",
        modified=2,
        verified=2,
        summary="Funded by 318 people and now being built: 80 metres of boardwalk, forty done.",
        description="The path along the Silkstream floods from autumn to spring, so we are lifting it. A contractor "
        "drives the posts, volunteers screw down the boards of recycled plastic on alternate Saturdays, and the first "
        "half is open already. Herons have approved it.",
        themes=["parks-green-space", "wildlife", "walking"],
        participation=["volunteer", "help-once"],
        location=kit.outdoors("Silkstream reed bed", "Montrose Path", "HA8 0ZZ", "Barnet", 51.6008, -0.2603),
        needs=[kit.need("Pairs of hands per building day", "people", 16, "people", 10)],
        milestones=[
            kit.milestone("First forty metres open", today.in_days(-20), "completed"),
            kit.milestone("Second half open", today.upcoming("Saturday", 9)),
        ],
        accessibility=kit.access(
            ["step-free-route", "seating-available"],
            barriers=["no-toilet-on-site"],
            note="The boards are 1.5 metres wide with a passing place every twenty metres.",
        ),
    )

    yield project(
        "projects/dalston-daylight-studio",
        "Daylight Studio: a shop front anyone can use, Dalston",
        "Daylight Studio Collective",
        "running",
        modified=9,
        summary="A crowdfunded shop front that belongs to whoever books it: a stall, a class, a small show.",
        description="Four hundred neighbours paid for the first year's rent of an empty shop. Now anyone from the area "
        "can have it for a day: a first market stall, a sewing class, an exhibition of one painting. Days cost what "
        "you can afford, and the average of those who can covers those who cannot.",
        themes=["community-spaces", "jobs-enterprise", "visual-arts"],
        participation=["start-your-own", "attend", "share-skill"],
        location=kit.venue("Daylight Studio", "61 Ridley Arcade", "E8 2ZZ", "Hackney", 51.5484, -0.0763),
        isAccessibleForFree=False,
        prices=[
            kit.price(
                "One day in the shop",
                0,
                "pay-what-you-can",
                note="£20 covers our costs; please take a free day if that is what you can do.",
            )
        ],
        audience=kit.audience(
            "designed-for",
            ["resident", "business"],
            identities=["job-seekers"],
            selfDescription="People trying something for the first time.",
        ),
        accessibility=kit.access(["step-free-access"], barriers=["no-toilet-on-site"]),
    )

    benches = "projects/church-street-benches"
    yield project(
        benches,
        "Story benches of Church Street",
        "Church Street Listeners",
        "complete",
        modified=30,
        status="completed",
        expires=today.in_days(120),
        summary="Finished: seven benches that tell you a neighbour's story in their own voice when you sit down.",
        description="Seven people who have worked on the market for forty years recorded a story each, and a carpenter "
        "hid a small loudspeaker in the armrest. The benches have now told their stories eleven thousand times. The "
        "drawings, the parts list and what we would do differently are yours to copy.",
        themes=["local-history", "public-space-improvement"],
        participation=["start-your-own", "attend"],
        location=kit.outdoors("Church Street market", "Church Street", "NW8 8ZZ", "Westminster", 51.5239, -0.1704),
        funding=_funding(
            today,
            benches,
            raised=8600,
            backers=151,
            days=-240,
            costs={"Seven benches": 5600, "Sound boxes": 1700, "Recording days": 1300},
        ),
        accessibility=kit.access(
            ["step-free-route", "seating-available"], note="Each story is printed in the armrest, too."
        ),
    )


def _events(today: Today) -> Iterator[Item]:
    open_day = today.upcoming("Sunday")
    yield today.item(
        "Event",
        f"events/camley-open-afternoon-{open_day}",
        "Open afternoon at Camley Green Corner",
        modified=4,
        verified=4,
        **kit.during(open_day, "14:00", "16:30"),
        summary="See the corner, the drawings and the first bench, and have a cup of tea from the flask.",
        description="Come and look at the corner before anything happens to it. We have chalked the rain gardens onto "
        "the ground in full size, so that you can walk through them, and the first bench is there to be sat on. Bring "
        "your doubts: the plan has already changed three times because of a neighbour.",
        format="social",
        themes=["public-space-improvement", "parks-green-space"],
        participation=["attend", "drop-in", "fund"],
        organizer={"type": "Organization", "name": "Camley Green Neighbours"},
        join={"joinMethod": ["turn-up"], "url": "#join"},
        location=CORNER,
        inProject=today.id(CAMLEY),
        accessibility=kit.access(["step-free-route"], barriers=["no-toilet-on-site", "uneven-ground"]),
    )

    building = today.upcoming("Saturday")
    yield today.item(
        "Event",
        f"events/holloway-frame-day-{building}",
        "Frame-raising day at the Holloway Repair Yard",
        modified=6,
        **kit.during(building, "09:30", "13:30"),
        summary="Many hands lift five timber frames before lunch. Afterwards there is lunch.",
        description="The joints are cut and numbered; what we need now is thirty people who pull on a rope at the same "
        "moment. A structural engineer and a very loud foreman are in charge. No skill needed: there are jobs for tea "
        "makers, peg sorters and photographers of feet.",
        format="work-party",
        themes=["repairing", "woodwork", "community-spaces"],
        participation=["help-once", "make", "eat"],
        organizer={"type": "Organization", "name": "Holloway Menders"},
        location=YARD,
        inProject=today.id(HOLLOWAY),
        maximumAttendeeCapacity=35,
        remainingAttendeeCapacity=12,
        availability="limited",
        meal=kit.meal(
            ["vegetarian", "vegan"],
            "home-cooked",
            "Chilli and bread; contains gluten and celery. Gluten-free bread on the side table.",
            takeaway=False,
        ),
        eligibility={"ageRange": {"minValue": 16}, "conditions": ["Stout shoes; hard hats are provided."]},
    )

    evening = today.upcoming("Wednesday", 2)
    yield today.item(
        "Event",
        f"events/first-campaign-evening-{evening}",
        "From grumble to campaign: an evening for first-time project makers",
        modified=10,
        verified=10,
        **kit.during(evening, "18:30", "20:30", doors="18:00"),
        summary="Bring the thing in your street that bothers you. Leave with a costed page and two allies.",
        description="Three groups who have raised money for their corner of London tell you honestly what went wrong. "
        "Then you sit at a table with people from your part of town and fill in a single page: what, where, who "
        "agrees, what it costs, who would look after it. Somebody from the borough's match fund answers questions.",
        format="workshop",
        themes=["local-fundraising", "local-democracy", "skill-sharing"],
        participation=["attend", "learn", "start-your-own"],
        location=kit.venue("Theobald Rooms", "14 Lamb's Yard", "WC1N 3ZZ", "Camden", 51.5208, -0.1175),
        maximumAttendeeCapacity=48,
        remainingAttendeeCapacity=21,
        accessibility=kit.access(
            ["lift", "accessible-toilet", "hearing-loop"], onRequest=["bsl-interpreted", "childcare"]
        ),
    )


PLATFORM = Platform(
    name="Spacehive (example)",
    host="spacehive.example",
    about="Neighbours who want to mend, plant or build something in a public place raise the money for it here. Pledge "
    "a fiver, lend a hand, or start your own.",
    edited="08:30",
    shared={
        "join": {"joinMethod": ["web"], "url": "#join"},
        "audience": kit.audience("everyone", ["resident", "worker", "visitor", "business"]),
        "attribution": "via Spacehive (example)",
    },
    parts=(_raising, _earlier, _under_way, _events),
)
