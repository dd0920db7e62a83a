"""Project Dirt (example): green neighbourhood projects that say what they need, and the work days that move them on."""

from collections.abc import Iterator
from datetime import date, timedelta

from examples.platforms import kit
from examples.platforms.kit import Item, Platform, Today

JOIN: Item = {"joinMethod": ["web"], "url": "/join", "approvalRequired": False}
TURN_UP = JOIN | {"joinMethod": ["turn-up"]}
ORCHARD = ("lissenden-orchard.example", "Lissenden Orchard Group")
LISSENDEN_GREEN = kit.outdoors(
    "Lissenden Green, by the lower gate",
    "Lissenden Green",
    "NW5 1ZZ",
    "Camden",
    51.5561,
    -0.1497,
    travelNote="Five minutes' level walk from Gospel Oak Overground. No parking.",
)


def _by(host: str, name: str) -> Item:
    """The members that tell whose an item is: here always a group's, with a site of its own."""
    return {
        "organizer": kit.organization(host, name),
        "contact": kit.contact("organisers", f"hello@{host}"),
        "attribution": f"{name} via Project Dirt (example)",
    }


def _projects(today: Today) -> Iterator[Item]:
    yield today.item(
        "Project",
        "projects/lissenden-pocket-orchard",
        "Lissenden Pocket Orchard",
        modified=4,
        verified=4,
        **_by(*ORCHARD),
        summary="Turning a strip of unused estate grass into a twelve-tree community orchard.",
        description="Neighbours around Lissenden Green are planting twelve fruit trees and a pollinator strip on a "
        "bare corner of estate land. We meet on the first Sunday of the month to dig, plant and mulch. No experience "
        "is needed, tools and gloves are on site, and children are welcome with an adult. The estate has said yes and "
        "we have a water point; now we need people, trees and some advice on pruning.",
        themes=["food-growing", "tree-planting", "wildlife", "parks-green-space"],
        participation=["volunteer", "give-item", "share-skill", "learn"],
        stage="delivering",
        startDate=today.in_days(-51),
        endDate=today.in_days(310),
        expires=today.in_days(310),
        join={
            **JOIN,
            "joinMethod": ["web", "turn-up"],
            "instructions": "Come to a first-Sunday work morning, or press Join for reminders.",
        },
        location=LISSENDEN_GREEN,
        audience=kit.audience(
            "everyone",
            ["resident", "worker", "visitor"],
            identities=["families-with-children"],
            selfDescription="Anyone who lives, works or spends time near Lissenden Green.",
        ),
        eligibility={"conditions": ["Under-16s come with an adult."]},
        accessibility=kit.access(
            ["step-free-route", "seating-available", "assistance-dogs-welcome"],
            barriers=["uneven-ground", "no-toilet-on-site"],
            onRequest=["one-to-one-welcome"],
            note="One raised planter for people who prefer not to bend or kneel.",
        ),
        roles=[
            kit.role(
                "Orchard volunteer",
                "helper",
                commitment={"hours": 2.5, "per": "month"},
                placesAvailable=20,
                requirements=["none"],
                safeguarding={"checks": ["none"]},
            )
        ],
        needs=[
            kit.need(
                "Apple or plum trees on dwarfing stock", "item", 12, "trees", fulfilled=5, deadline=today.in_days(96)
            ),
            kit.need("Woodchip or peat-free compost", "material", 2, "cubic metres"),
            kit.need("Someone who can show us how to shape young trees", "skill", 1, "person"),
            kit.need("A dry place to keep tools within 300 m", "space", 1, "cupboard"),
        ],
        milestones=[
            kit.milestone("Estate permission agreed", today.in_days(-70), "completed"),
            kit.milestone("First five trees planted", today.in_days(-9), "completed"),
            kit.milestone("All twelve trees planted", today.in_days(96)),
        ],
    )

    yield today.item(
        "Project",
        "projects/marlow-rise-compost",
        "Marlow Rise compost bays",
        modified=9,
        verified=12,
        **_by("marlow-rise.example", "Marlow Rise Residents"),
        summary="Three hot compost bays that turn ninety households' peelings into soil for the estate beds.",
        description="Ninety households on Marlow Rise drop their peelings in a caddy by the bin store, and a rota of "
        "compost stewards turns the heap. In the first year we made enough soil for every raised bed on the estate. We "
        "are short of stewards, because turning a full bay is a two-person job, and the lid of bay two has rotted "
        "through.",
        themes=["recycling", "gardening", "climate-action"],
        participation=["volunteer", "give-item", "share-skill"],
        stage="running",
        location=kit.outdoors(
            "Marlow Rise bin store garden",
            "Marlow Rise",
            "N7 8ZZ",
            "Islington",
            51.5521,
            -0.1172,
            travelNote="Through the archway beside the launderette; the gate is open in daylight.",
        ),
        accessibility=kit.access(
            ["step-free-access"], barriers=["heavy-lifting", "strong-smells", "no-toilet-on-site"]
        ),
        needs=[
            kit.need("Compost stewards for half an hour a week", "people", 8, "people", fulfilled=5),
            kit.need("Scaffold boards for a new lid", "material", 4, "boards"),
            kit.need("Dry leaves or shredded card", "material", 10, "sacks", fulfilled=3),
        ],
    )

    yield today.item(
        "Project",
        "projects/tarrant-road-rain-gardens",
        "Rain gardens for Tarrant Road",
        modified=2,
        **_by("tarrant-road.example", "Tarrant Road Rain Gardeners"),
        summary="Swapping the puddle outside the parade for planted beds that drink the rain.",
        description="Every downpour floods the pavement outside the Tarrant Road shops. We want two planted beds with "
        "kerb gaps so the water soaks away, and a bench between them. The drawings are half done; next we need "
        "somebody who can read a drainage plan and a few patient people to talk to shopkeepers.",
        themes=["public-space-improvement", "climate-action", "gardening"],
        participation=["volunteer", "share-skill", "campaign"],
        stage="planning",
        location=kit.outdoors(
            "Tarrant Road parade",
            "Tarrant Road",
            "N17 6ZZ",
            "Haringey",
            51.5968,
            -0.0713,
            travelNote="Four bus routes stop at the parade; Bruce Grove Overground is seven minutes on foot.",
        ),
        needs=[
            kit.need("Someone who can read a drainage plan", "skill", 1, "person"),
            kit.need(
                "People to ask shopkeepers what they think",
                "people",
                6,
                "people",
                fulfilled=2,
                deadline=today.in_days(30),
            ),
            kit.need("Highways permission for two kerb gaps", "permission", 1, "permission"),
        ],
    )

    yield today.item(
        "Project",
        "projects/grove-library-solar",
        "Solar panels for Grove Library",
        modified=15,
        **_by("grove-power.example", "Grove Power Co-operative"),
        summary="Residents who want to own the solar panels on their library's roof, and need a treasurer.",
        description="The flat roof of Grove Library could hold about forty panels, enough to run its lights and the "
        "boiler pumps. We are forming a co-operative so that people nearby can own them from a few pounds each. No "
        "money is being raised yet: first we need a treasurer, and two people to count the building's meter readings "
        "with us.",
        themes=["community-energy", "climate-action"],
        participation=["volunteer", "share-skill", "lead"],
        stage="idea",
        inLanguage=["en-GB", "ar"],
        location=kit.venue("Grove Library", "40 Linnet Parade", "NW8 8ZZ", "Westminster", 51.5243, -0.1698),
        accessibility=kit.access(
            ["step-free-access", "lift", "accessible-toilet", "hearing-loop"], onRequest=["large-print"]
        ),
        needs=[
            kit.need("A treasurer for the co-operative", "skill", 1, "person"),
            kit.need("Meter readers, one hour a month", "people", 2, "people", fulfilled=1),
        ],
    )

    yield today.item(
        "Project",
        "projects/harlesden-cargo-bike",
        "A cargo bike for the high street",
        modified=6,
        **_by("high-street-wheels.example", "High Street Wheels"),
        summary="One electric cargo bike that shops, the food bank and families can share.",
        description="Shops on the high street, the food bank and a nursery have clubbed together for an electric cargo "
        "bike anyone can book by the hour. The bike is here and it is blue. What is missing is a ground-floor place to "
        "lock it overnight and someone to teach nervous riders how it turns with a full box.",
        themes=["active-travel", "library-of-things", "climate-action"],
        participation=["borrow", "volunteer", "give-item", "share-skill"],
        stage="delivering",
        inLanguage=["en-GB", "so", "es"],
        location=kit.venue("Station Approach Traders' Office", "7 Acton Parade", "NW10 4ZZ", "Brent", 51.5364, -0.2488),
        accessibility=kit.access(["step-free-access"], note="Handlebars and saddle fit riders from about 1.50 m."),
        needs=[
            kit.need("A ground-floor place to lock the bike", "space", 1, "room"),
            kit.need("Someone to give riding lessons", "skill", 2, "people", fulfilled=1),
            kit.need("Rain covers for the box", "item", 2, "covers"),
        ],
    )

    yield today.item(
        "Project",
        "projects/east-finchley-hedgehog-gaps",
        "A hedgehog road through our back gardens",
        modified=20,
        verified=25,
        **_by("hedgehog-gaps.example", "East Finchley Hedgehog Gaps"),
        summary="Cutting small gaps in garden fences so that hedgehogs can walk from the wood to the allotments.",
        description="A hedgehog walks a mile a night and every fence is a wall. Thirty households have already cut a "
        "gap the size of a saucer, and we are looking for the gardens in between. We bring the saw, the drill and a "
        "small sign for the gap; you bring the fence.",
        themes=["wildlife", "gardening", "science-nature-study"],
        participation=["help-once", "volunteer", "learn"],
        stage="running",
        join={**JOIN, "instructions": "Tell us your street in private and we will say which gardens would join up."},
        location=kit.neighbourhood("East Finchley", "N2", "Barnet"),
        needs=[
            kit.need("Gardens that would let us cut a gap", "permission", 40, "gardens", fulfilled=30),
            kit.need("A quiet cordless drill", "item", 1, "drill"),
        ],
    )


def _events(today: Today) -> Iterator[Item]:
    first_sunday = _next_first_sunday(today)
    yield today.item(
        "Event",
        f"events/lissenden-work-morning-{first_sunday}",
        "Orchard work morning at Lissenden Green",
        modified=4,
        verified=4,
        **_by(*ORCHARD),
        **kit.during(first_sunday, "10:00", "12:30"),
        summary="Two and a half hours of digging, mulching and tea in the new pocket orchard.",
        description="We will mulch the five young trees, mark out the next row and sow a strip of flowers for bees. "
        "Come for the whole morning or for half an hour. There is a job for every back, including labelling and making "
        "the tea.",
        themes=["food-growing", "tree-planting", "volunteering"],
        activity=[kit.GARDENING],
        format="work-party",
        participation=["volunteer", "drop-in", "learn"],
        join={**JOIN, "joinMethod": ["turn-up", "web"]},
        location=LISSENDEN_GREEN,
        inProject=today.id("projects/lissenden-pocket-orchard"),
        effort={"level": "gentle", "note": "Choose light or heavy jobs on the day."},
        accessibility=kit.access(
            ["step-free-route", "seating-available"], barriers=["uneven-ground", "no-toilet-on-site"]
        ),
    )

    saturday = today.upcoming("Saturday")
    yield today.item(
        "Event",
        f"events/towpath-tidy-{saturday}",
        "Towpath tidy by foot and by canoe",
        modified=1,
        **_by("towpath-tidiers.example", "Towpath Tidiers"),
        **kit.during(saturday, "10:30", "13:00"),
        maximumAttendeeCapacity=30,
        remainingAttendeeCapacity=11,
        waitingList=False,
        summary="Fish out floating rubbish, clear the towpath and count the coots.",
        description="Half of us walk the towpath with pickers and sacks while the other half fish bottles out from two "
        "borrowed canoes. Afterwards we weigh the haul, count the coots for the bird survey and share soup. Life "
        "jackets and gloves are here for all.",
        themes=["litter-picking", "wildlife", "public-space-improvement"],
        format="active-help",
        participation=["attend", "volunteer", "help-once"],
        join={**JOIN, "registrationDeadline": kit.moment(saturday - timedelta(days=1), "18:00")},
        location=kit.outdoors(
            "Gasholder Steps, Regent's Canal", "Gasholder Walk", "N1C 4ZZ", "Camden", 51.5364, -0.1268
        ),
        eligibility={
            "ageRange": {"minValue": 8},
            "conditions": ["Under-16s come with an adult.", "Canoes are for people who can swim."],
        },
        meal=kit.meal(["vegan", "gluten-free"], "home-cooked", "The soup contains celery; labels are on the pot."),
        accessibility=kit.access(
            ["step-free-route", "accessible-toilet"],
            barriers=["uneven-ground"],
            note="The towpath is level; getting into a canoe means one big step down.",
        ),
    )

    thursday = today.upcoming("Thursday")
    yield today.item(
        "Event",
        f"events/energy-cafe-{thursday}",
        "Energy café: draughts, bills and hot chocolate",
        modified=3,
        verified=3,
        **_by("warm-corner.example", "Warm Corner Hackney"),
        **kit.during(thursday, "17:30", "19:30"),
        summary="Bring your energy bill and leave with a warmer room and a roll of draught strip.",
        description="Sit down with a trained neighbour who will read your bill with you, find out whether you are on "
        "the right tariff and explain the help you can ask for. There is a demonstration window to practise "
        "draught-proofing on, and everybody takes home a roll of strip. We speak English, Spanish and some Turkish.",
        themes=["climate-action", "money-advice", "skill-sharing"],
        format="social",
        participation=["drop-in", "learn"],
        inLanguage=["en-GB", "es", "tr"],
        nameMap={"es": "Café de la energía: corrientes de aire, facturas y chocolate caliente"},
        join=TURN_UP,
        location=kit.venue("Lenthorn Mission Rooms", "3 Lenthorn Yard", "E8 3ZZ", "Hackney", 51.5462, -0.0668),
        audience=kit.audience(
            "welcomes",
            ["resident"],
            identities=["people-on-low-income", "social-housing-tenants"],
            selfDescription="For anyone in a cold room or with a bill that makes no sense.",
        ),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "quiet-table", "plain-english"],
            onRequest=["interpreter-available"],
        ),
    )

    swap = today.upcoming("Saturday", 2)
    yield today.item(
        "Event",
        f"events/seed-and-cutting-swap-{swap}",
        "Seed and cutting swap",
        modified=8,
        **_by("hornsey-growers.example", "Hornsey Growers"),
        **kit.during(swap, "11:00", "14:00"),
        summary="Bring what you have too much of and take what you have always wanted.",
        description="Saved seed, rooted cuttings, divided perennials and spare pots change hands across six long "
        "tables. You do not need to bring anything to take something home. Old hands sit at the first table to tell "
        "you what grows in a north-facing yard.",
        themes=["food-growing", "swapping", "gardening"],
        format="market-or-swap",
        participation=["attend", "give-item", "share-skill"],
        join=TURN_UP,
        location=kit.venue(
            "Priory Lane Church Hall",
            "22 Priory Lane",
            "N8 7ZZ",
            "Haringey",
            51.5868,
            -0.1192,
            travelNote="Three steps at the front; ring the side bell for the ramp.",
        ),
        accessibility=kit.access(
            barriers=["steps", "busy-and-noisy"],
            onRequest=["step-free-access"],
            note="First half hour is the quietest.",
        ),
    )


def _groups(today: Today) -> Iterator[Item]:
    yield today.item(
        "Group",
        "groups/green-archway",
        "Green Archway",
        modified=11,
        verified=16,
        **_by("green-archway.example", "Green Archway"),
        summary="A dozen or so neighbours who look after the planters between the station and the hill.",
        description="We water, weed and replant sixteen planters that used to be full of cans. Most of us knew nothing "
        "about plants when we started, and the tea afterwards is taken as seriously as the weeding. Join once or come "
        "every week.",
        themes=["gardening", "public-space-improvement", "parks-green-space"],
        participation=["join-group", "volunteer"],
        schedule=[today.weekly("Wednesday", "10:00", "11:30")],
        membership={"membershipRequired": False, "joiningNote": "Just come along."},
        join=TURN_UP,
        location=kit.outdoors(
            "Whistlers Corner planters", "Whistlers Corner", "N19 5ZZ", "Islington", 51.5654, -0.1342
        ),
        audience=kit.audience("welcomes", ["resident", "worker"], identities=["newcomers", "retired-people"]),
        accessibility=kit.access(
            ["step-free-route", "assistance-dogs-welcome"], barriers=["busy-and-noisy", "no-toilet-on-site"]
        ),
    )

    yield today.item(
        "Group",
        "groups/dollis-rise-wildlife-watch",
        "Dollis Rise Wildlife Watch",
        modified=32,
        **_by("dollis-rise.example", "Friends of Dollis Rise"),
        summary="A monthly walk to write down what lives in the park.",
        description="On the second Saturday of the month we walk the pond, the meadow and the railway bank, and write "
        "down every bird, bat and bumblebee we meet. Records go to the county record centre. Binoculars are lent and "
        "no question is silly.",
        themes=["wildlife", "science-nature-study", "walking", "outdoor-learning"],
        participation=["join-group", "attend", "learn"],
        activity=[kit.WALKING],
        schedule=[today.weekly("Saturday", "09:00", "11:00", repeatFrequency="P1M", byMonthWeek=2)],
        membership={"membershipRequired": False},
        join=TURN_UP,
        location=kit.outdoors(
            "Dollis Rise Park, café terrace", "Dollis Rise Park", "NW2 6ZZ", "Brent", 51.5561, -0.2318
        ),
        accessibility=kit.access(
            ["step-free-route", "accessible-toilet", "blue-badge-parking"], note="Two miles, flat, with benches."
        ),
    )

    yield today.item(
        "EventSeries",
        "series/muddy-tuesdays",
        "Muddy Tuesdays: growing with under-fives",
        modified=7,
        verified=7,
        **_by("clapton-patch.example", "Clapton Patch"),
        summary="Sow, dig, splash and eat what you picked, with a grown-up at your side.",
        description="Small children and their grown-ups plant beans, hunt for worms and water everything including "
        "each other. Wellies in small sizes hang by the shed. We finish under the plastic roof with a story and "
        "whatever is ripe.",
        themes=["outdoor-learning", "food-growing", "stay-and-play"],
        activity=[kit.GARDENING],
        format="active-help",
        participation=["attend", "drop-in", "learn"],
        schedule=[today.weekly("Tuesday", "10:00", "11:30")],
        attendanceMode="in-person",
        isAccessibleForFree=False,
        prices=[kit.price("A family", 2.0, "suggested-donation")],
        join=TURN_UP,
        location=kit.outdoors("Clapton Patch community garden", "Powell Mews", "E5 8ZZ", "Hackney", 51.5578, -0.0561),
        audience=kit.audience("designed-for", ["resident"], identities=["families-with-children", "new-parents"]),
        eligibility={
            "ageRange": {"minValue": 0, "maxValue": 5},
            "conditions": ["Each child stays with their own grown-up."],
        },
        safeguarding={"checks": ["none"], "beneficiaries": ["families"], "note": "Parents and carers stay throughout."},
        accessibility=kit.access(["step-free-access", "accessible-toilet"], barriers=["none"]),
    )


def _tree_warden(today: Today) -> Iterator[Item]:
    yield today.item(
        "VolunteerRole",
        "roles/street-tree-warden",
        "Street tree warden",
        modified=18,
        verified=18,
        **_by("wood-green-trees.example", "Wood Green Tree Wardens"),
        expires=today.in_days(150),
        summary="Adopt the young trees on your own walk to the station and keep them alive.",
        description="A new street tree needs about fifty litres of water a week for its first three years, and "
        "somebody who notices when its tie is too tight. We train you in an evening, give you a key for the standpipe "
        "and put you in a group with other wardens. You choose which trees.",
        themes=["tree-planting", "volunteering", "climate-action"],
        participation=["volunteer", "learn"],
        location=kit.venue(
            "Lordship Yard Depot", "9 Lordship Yard", "N22 6ZZ", "Haringey", 51.5966, -0.1089, premises="workplace"
        ),
        accessibility=kit.access(
            barriers=["heavy-lifting"], onRequest=["one-to-one-welcome"], note="A watering trolley saves the lifting."
        ),
        roles=[
            kit.role(
                "Tree warden",
                "helper",
                commitment={"hours": 1, "per": "week", "minimumPeriod": "P3M"},
                placesAvailable=15,
                eligibility={"ageRange": {"minValue": 16}},
                training=["One evening with the council's tree team"],
                requirements=["training-provided"],
                safeguarding={"checks": ["none"], "beneficiaries": ["general-public"]},
            )
        ],
    )


def _next_first_sunday(today: Today) -> date:
    return next(sunday for weeks in range(6) if (sunday := today.upcoming("Sunday", weeks)).day <= 7)


PLATFORM = Platform(
    name="Project Dirt (example)",
    host="projectdirt.example",
    about="Green projects started by neighbours. Each one says what it still needs: hands, trees, a skill, a dry "
    "cupboard.",
    edited="08:12",
    shared={
        "inLanguage": ["en-GB"],
        "availability": "open",
        "join": JOIN,
        "audience": kit.audience("everyone", ["resident", "worker", "visitor"]),
    },
    parts=(_projects, _events, _groups, _tree_warden),
)
