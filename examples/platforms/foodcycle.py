"""FoodCycle: free weekly meals cooked from surplus food and eaten together, and the people who make them happen."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from examples.platforms import kit
from examples.platforms.kit import Item, Platform, Today

ALLERGENS = "Menus are made on the day; ask a host for the allergen sheet before eating."
DUNSTANS = kit.venue("St Dunstan's Hall", "40 Falkland Mews", "NW5 2ZZ", "Camden", 51.5519, -0.1402)
FONTHILL = kit.venue("Fonthill Rooms", "7 Wells Yard", "N4 3ZZ", "Islington", 51.5649, -0.1081)
BRUCE_LANE = kit.venue("Bruce Lane Community Centre", "12 Lordship Court", "N17 8ZZ", "Haringey", 51.6012, -0.0739)


def _meal(today: Today, slug: str, name: str, district: str, *, takeaway: bool = False, **members: Any) -> Item:
    """A weekly meal in a district, cooked by the team there."""
    defaults: Item = {
        "format": "meal",
        "themes": ["shared-meals", "food-surplus", "cooking"],
        "participation": ["attend", "eat", "volunteer", "cook"],
        "attendanceMode": "in-person",
        "organizer": {"type": "Organization", "name": f"FoodCycle {district} (example)"},
        "contact": kit.contact("project team", f"{district.lower().replace(' ', '')}@foodcycle.example"),
        "join": {
            "joinMethod": ["turn-up"],
            "url": "#join",
            "approvalRequired": False,
            "instructions": "Doors open a quarter of an hour before we eat. Guests need no booking.",
        },
        "meal": kit.meal(["vegetarian"], "surplus", ALLERGENS, courses=3, takeaway=takeaway),
        "audience": kit.audience("everyone", ["resident", "worker", "visitor"]),
        "eligibility": {"referralRequired": False, "conditions": ["Under-16s come with an adult."]},
    }
    return today.item("EventSeries", f"meals/{slug}", name, **defaults | members)


def _helper(name: str, start: str, end: str, places: int, *, from_age: int = 16, **more: Any) -> Item:
    """Something a volunteer does at a meal, at its own hours."""
    defaults: Item = {
        "shift": {"startTime": start, "endTime": end},
        "placesAvailable": places,
        "eligibility": {"ageRange": {"minValue": from_age}},
        "requirements": ["induction"],
        "safeguarding": {"checks": ["none"], "beneficiaries": ["general-public"]},
    }
    return kit.role(name, "helper", **defaults | more)


def _meals(today: Today) -> Iterator[Item]:
    supper = partial(_meal, today)

    closed = today.upcoming("Saturday", 3)
    yield supper(
        "kentish-town-saturday",
        "Free Saturday community lunch, Kentish Town",
        "Kentish Town",
        modified=2,
        verified=2,
        summary="A free three-course vegetarian meal made from surplus food. Just turn up.",
        description="Every Saturday volunteers collect surplus food and turn it into a three-course vegetarian lunch "
        "that guests and volunteers eat together. There is no referral, no form and no charge. Come on your own or "
        "bring a friend. There is a bag of groceries to take home when supplies allow.",
        inLanguage=["en-GB"],
        schedule=[today.weekly("Saturday", "12:30", "14:00", exceptDate=[closed.isoformat()])],
        scheduleNote=f"Hall closed for maintenance on {closed:%A} {closed.day} {closed:%B %Y}.",
        contact=kit.contact("project team", "kentishtown@foodcycle.example", "020 7946 0108"),
        location=DUNSTANS,
        maximumAttendeeCapacity=60,
        audience=kit.audience(
            "everyone",
            ["resident", "worker", "visitor"],
            identities=[
                "people-on-low-income",
                "people-living-alone",
                "people-experiencing-homelessness",
                "families-with-children",
            ],
        ),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "highchairs", "companion-welcome"],
            onRequest=["quiet-table"],
            barriers=["busy-and-noisy"],
        ),
        roles=[
            _helper("Cooking volunteer", "09:30", "12:45", 6, requirements=["food-hygiene-awareness", "induction"]),
            _helper("Hosting volunteer", "11:45", "15:00", 5),
            _helper("Food collection rider", "09:00", "10:30", 2, from_age=18, skills=["Confident on a cargo bike"]),
        ],
    )

    yield supper(
        "finsbury-park-wednesday",
        "Wednesday community dinner, Finsbury Park",
        "Finsbury Park",
        modified=6,
        verified=6,
        takeaway=True,
        summary="Soup, a hot main and pudding at long shared tables, every Wednesday evening.",
        description="The bus station end of Finsbury Park comes in from the cold for dinner every Wednesday. Tables "
        "seat ten, so you will meet somebody. The main is usually vegan, the pudding depends on what the market could "
        "not sell, and leftovers go home in tubs. Nobody asks why you came.",
        inLanguage=["en-GB", "ar", "so"],
        schedule=[today.weekly("Wednesday", "18:30", "20:00")],
        location=FONTHILL,
        maximumAttendeeCapacity=50,
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "seating-available"], barriers=["busy-and-noisy", "strong-smells"]
        ),
        roles=[
            _helper("Cooking volunteer", "15:30", "18:30", 6),
            _helper("Washing-up crew", "19:15", "21:00", 3, description="Gloves on, radio up, done by nine."),
        ],
    )

    yield supper(
        "tottenham-thursday",
        "Thursday family tea, Tottenham",
        "Tottenham",
        modified=4,
        summary="An early vegetarian tea with a craft table, so that children eat, play and are home by bedtime.",
        description="We serve at half past four because that is when hungry children come out of school. There is a "
        "soft rug for babies, a craft table run by two patient volunteers, and a proper sit-down meal for the "
        "grown-ups. Aunts, uncles and neighbours without children are just as welcome.",
        themes=["shared-meals", "food-surplus", "stay-and-play"],
        schedule=[today.weekly("Thursday", "16:30", "18:00")],
        location=BRUCE_LANE,
        maximumAttendeeCapacity=55,
        audience=kit.audience(
            "welcomes", ["resident"], identities=["families-with-children", "lone-parents", "new-parents"]
        ),
        accessibility=kit.access(["step-free-access", "accessible-toilet", "highchairs", "relaxed-session"]),
        roles=[
            _helper("Cooking volunteer", "14:00", "16:45", 5),
            _helper(
                "Craft table volunteer",
                "16:15",
                "18:15",
                2,
                from_age=18,
                safeguarding={
                    "checks": ["none"],
                    "beneficiaries": ["families"],
                    "note": "Children stay with the adult who brought them; volunteers work in pairs.",
                },
            ),
        ],
    )

    yield supper(
        "church-street-monday",
        "Monday lunch by the market, Church Street",
        "Church Street",
        modified=9,
        verified=9,
        takeaway=True,
        summary="A free halal-friendly vegetarian lunch made from what the market traders hand over.",
        description="On Sunday night the stallholders on Church Street set aside what they cannot keep, and on Monday "
        "it becomes lunch. Expect lentils, flatbread, salads in every colour and mint tea afterwards. We cook without "
        "alcohol and without gelatine. Stay for a game of dominoes if you like.",
        inLanguage=["en-GB", "ar", "bn"],
        schedule=[today.weekly("Monday", "12:30", "14:00")],
        location=kit.venue("Lisson Yard Hall", "3 Salisbury Passage", "NW8 8ZZ", "Westminster", 51.5243, -0.1696),
        maximumAttendeeCapacity=45,
        meal=kit.meal(["vegetarian", "halal"], "surplus", ALLERGENS, courses=2, takeaway=True),
        accessibility=kit.access(
            ["step-free-access", "seating-available", "interpreter-available"],
            note="The accessible toilet is next door in the library, thirty metres on the flat.",
        ),
        roles=[_helper("Welcome host", "12:00", "14:30", 3, skills=["Arabic or Bengali is a great help"])],
    )

    yield supper(
        "harlesden-sunday",
        "Sunday lunch at one table, Harlesden",
        "Harlesden",
        modified=12,
        summary="A slow Sunday lunch from surplus food, with a piano that anybody may play.",
        description="Sundays can be long. From one o'clock there is a table laid for forty, rice and peas or a big "
        "vegetable bake, and crumble with custard. Somebody nearly always ends up at the piano. If you would rather "
        "eat quietly there is a corner by the window with four chairs.",
        schedule=[today.weekly("Sunday", "13:00", "15:00")],
        location=kit.venue(
            "Craven Hall",
            "21 Manor Mews",
            "NW10 4ZZ",
            "Brent",
            51.5362,
            -0.2487,
            travelNote="Five minutes from Willesden Junction; use the door with the green lamp.",
        ),
        maximumAttendeeCapacity=40,
        roles=[_helper("Cooking volunteer", "10:00", "13:15", 5), _helper("Hosting volunteer", "12:30", "15:30", 3)],
    )

    yield supper(
        "dalston-tuesday",
        "Tuesday supper, Dalston",
        "Dalston",
        modified=3,
        verified=3,
        summary="A candle-lit vegan supper above the old bank, cooked by a different team each week.",
        description="Students, pensioners, night-bus drivers and people between homes sit down together above the old "
        "bank. Each Tuesday another team of volunteers plans three vegan courses from whatever the bikes bring in at "
        "four. There is nothing to pay and nothing to prove.",
        schedule=[today.weekly("Tuesday", "18:45", "20:15")],
        location=kit.venue("The Counting Room", "9 Sandring Walk", "E8 2ZZ", "Hackney", 51.5478, -0.0749),
        maximumAttendeeCapacity=36,
        meal=kit.meal(["vegan", "nut-free"], "surplus", ALLERGENS, courses=3, takeaway=False),
        accessibility=kit.access(
            ["lift", "accessible-toilet", "assistance-dogs-welcome"],
            barriers=["low-light", "narrow-doors"],
            onRequest=["large-print"],
            note="The lift takes one wheelchair up to 65 cm wide. Ring at the side door and we come down.",
        ),
        roles=[_helper("Cargo bike collection", "14:45", "16:15", 2, from_age=18, requirements=["induction"])],
    )

    yield supper(
        "burnt-oak-friday",
        "Friday lunch, Burnt Oak (kitchen being refitted)",
        "Burnt Oak",
        modified=5,
        verified=5,
        summary="Our Friday lunch rests while the hall gets a new kitchen. Volunteers can sign up already.",
        description="The ovens at Watling Rooms gave up after thirty years and the hall is putting in new ones. Lunch "
        "comes back as soon as the gas engineer has signed the kitchen off. Until then our guests are warmly invited "
        "to the Sunday table in Harlesden, and we pay the bus fare.",
        status="paused",
        availability="closed",
        statusNote="No lunches until the new kitchen is finished; we expect about six weeks.",
        schedule=[today.weekly("Friday", "12:30", "14:00", startDate=today.upcoming("Friday", 6).isoformat())],
        location=kit.venue("Watling Rooms", "5 Orange Parade", "HA8 0ZZ", "Barnet", 51.6037, -0.2641),
        related=[today.id("meals/harlesden-sunday")],
        accessibility=kit.access(["step-free-access", "accessible-toilet"]),
    )


def _roles(today: Today) -> Iterator[Item]:
    expires = today.in_days(120)

    yield today.item(
        "VolunteerRole",
        "roles/kentish-town-host",
        "Host at the Saturday lunch, Kentish Town",
        modified=8,
        verified=8,
        expires=expires,
        summary="Lay tables, welcome people by the door, sit down and eat with them.",
        description="A host makes a hall feel like somebody's dining room. You lay tables, greet everybody who comes "
        "in, carry plates, and then you sit down and eat with our guests, which is the heart of the job. Come once a "
        "month or every week. Shy people often turn out to be the best hosts.",
        themes=["volunteering", "shared-meals"],
        participation=["volunteer", "eat"],
        location=DUNSTANS,
        partOf=today.id("meals/kentish-town-saturday"),
        roles=[
            _helper(
                "Hosting volunteer",
                "11:45",
                "15:00",
                5,
                commitment={"hours": 3, "per": "occasion"},
                expenses="Bus fares within London paid on the day.",
            )
        ],
        audience=kit.audience("everyone", ["resident", "worker", "student"]),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet"], note="Sit-down jobs: cutlery, raffle, tea."
        ),
    )

    yield today.item(
        "VolunteerRole",
        "roles/finsbury-park-driver",
        "Evening food collection driver, Finsbury Park",
        modified=10,
        expires=expires,
        summary="One hour on a Wednesday afternoon: four shops, six crates, one grateful kitchen.",
        description="You drive our small electric van round four shops between Archway and Stroud Green and bring back "
        "what they would have thrown away. A second volunteer comes along to lift and to tick the list. You see at "
        "once what your hour was worth, because fifty people eat it.",
        themes=["volunteering", "food-surplus"],
        participation=["volunteer"],
        location=FONTHILL,
        partOf=today.id("meals/finsbury-park-wednesday"),
        roles=[
            _helper(
                "Food collection driver",
                "14:15",
                "15:30",
                2,
                from_age=21,
                commitment={"hours": 1, "per": "fortnight", "minimumPeriod": "P3M"},
                requirements=["driving-licence", "induction"],
            )
        ],
        audience=kit.audience("everyone"),
        accessibility=kit.access(barriers=["heavy-lifting"]),
    )

    yield today.item(
        "VolunteerRole",
        "roles/tottenham-project-leader",
        "Project leader for the family tea, Tottenham",
        modified=14,
        verified=14,
        expires=expires,
        summary="Hold the evening together: the plan, the kitchen safety, the calm voice when the rice boils over.",
        description="Project leaders share the lead of one meal between four, so that each of you leads about once a "
        "month. You open up, brief the volunteers, keep an eye on food safety and close the day with a cup of tea. We "
        "give you a food hygiene course, two shadowed meals and somebody to ring.",
        themes=["volunteering", "cooking", "shared-meals"],
        participation=["volunteer", "lead", "learn"],
        location=BRUCE_LANE,
        partOf=today.id("meals/tottenham-thursday"),
        join={"joinMethod": ["web"], "url": "#join", "approvalRequired": True},
        roles=[
            _helper(
                "Project leader",
                "13:30",
                "18:45",
                1,
                from_age=18,
                commitment={"hours": 5, "per": "month", "minimumPeriod": "P6M"},
                requirements=["interview", "references", "food-hygiene-level-2", "training-provided"],
                safeguarding={
                    "checks": ["dbs-basic"],
                    "beneficiaries": ["families"],
                    "policyUrl": f"{today.site}/#safeguarding",
                    "contact": kit.contact("safeguarding lead", "safeguarding@foodcycle.example", "020 7946 0109"),
                },
            )
        ],
        audience=kit.audience("everyone"),
    )


def _events(today: Today) -> Iterator[Item]:
    welcome = today.upcoming("Tuesday")
    yield today.item(
        "Event",
        f"events/welcome-call-{welcome}",
        "New volunteers' welcome call",
        modified=7,
        **kit.during(welcome, "19:00", "19:40", mode="online"),
        summary="Forty minutes online: what a FoodCycle day is like, and how to pick your first shift.",
        description="Thinking of volunteering but not sure what you would be walking into? Two project leaders show "
        "pictures of a real day, explain who does what, and answer everything you would rather not ask on the day. "
        "Cameras off is fine, and so is just listening.",
        format="talk",
        themes=["volunteering", "food-surplus"],
        participation=["attend", "volunteer"],
        inLanguage=["en-GB"],
        location={"type": "VirtualLocation", "name": "Video call; the link comes when you sign up"},
        maximumAttendeeCapacity=60,
        remainingAttendeeCapacity=38,
        audience=kit.audience("everyone"),
        accessibility=kit.access(["captioned"], onRequest=["bsl-interpreted"], barriers=["online-only-booking"]),
    )

    feast = today.upcoming("Saturday", 2)
    yield today.item(
        "Event",
        f"events/neighbours-feast-{feast}",
        "The Long Table: a neighbours' feast in Camden Town",
        modified=1,
        verified=1,
        **kit.during(feast, "12:30", "16:00", doors="12:00"),
        summary="One table, ninety metres, four hundred plates, and not one ingredient bought new.",
        description="Once a year all our teams cook on the same day and lay a single table the whole length of the "
        "arches. There is a brass band between the courses, a swap shelf for jars and spices, and a wall where you can "
        "write the recipe your grandmother never measured. Bring a plate and a fork so that we have less to wash.",
        format="festival",
        themes=["shared-meals", "food-surplus", "street-events"],
        participation=["attend", "eat", "volunteer"],
        location=kit.outdoors("The Stables Arches", "2 Oval Wharf", "NW1 7ZZ", "Camden", 51.5402, -0.1461),
        maximumAttendeeCapacity=400,
        remainingAttendeeCapacity=145,
        meal=kit.meal(
            ["vegetarian", "vegan"], "surplus", "Every dish has a card with its allergens.", courses=4, takeaway=True
        ),
        audience=kit.audience("everyone", ["resident", "worker", "visitor", "newcomer"]),
        accessibility=kit.access(
            ["step-free-route", "accessible-toilet", "quiet-table", "bsl-interpreted"],
            barriers=["uneven-ground", "loud-noise"],
            note="The cobbles start after the second arch; sit before it.",
        ),
        roles=[_helper("Table layer", "10:00", "12:30", 20), _helper("Plate runner", "12:00", "16:30", 25)],
    )

    class_day = today.upcoming("Sunday")
    yield today.item(
        "Event",
        f"events/fridge-end-cooking-{class_day}",
        "Fridge-end cooking: dinner from what is left",
        modified=11,
        verified=11,
        **kit.during(class_day, "10:30", "12:30"),
        summary="A hands-on class in turning a tired carrot and half a tin of beans into something you look forward "
        "to.",
        description="Bring three things from your fridge that nobody wants. In two hours we cook with them: soup "
        "bases, fritters, quick pickles and the sauce that rescues everything. You leave with a full stomach, a page "
        "of ideas and less to throw away. Absolute beginners and people cooking for one especially welcome.",
        format="workshop",
        themes=["cooking", "food-surplus", "healthy-eating"],
        participation=["learn", "cook", "eat"],
        location=FONTHILL,
        isAccessibleForFree=False,
        prices=[
            kit.price("Place", 6, eligibleFor=["everyone"]),
            kit.price(
                "Place on a low income",
                0,
                eligibleFor=["concession"],
                note="Choose this one if you need it; we do not ask for proof.",
            ),
        ],
        maximumAttendeeCapacity=14,
        remainingAttendeeCapacity=5,
        waitingList=True,
        availability="limited",
        meal=kit.meal(
            ["vegetarian"],
            "donated",
            "Tell us your allergies when you book; we keep those foods out of the room.",
            takeaway=False,
        ),
        audience=kit.audience("welcomes", identities=["people-living-alone", "students"]),
        accessibility=kit.access(["step-free-access", "accessible-toilet", "seating-available"]),
    )


def _trailer(today: Today) -> Iterator[Item]:
    yield today.item(
        "Request",
        "requests/bike-trailer-dalston",
        "May our Dalston team borrow a bicycle trailer?",
        modified=13,
        summary="We collect by bike and our trailer has a cracked axle. A loan for six weeks would keep supper going.",
        description="Our food comes to Dalston by bike, and the trailer that carries the heavy crates has cracked its "
        "axle. A flat-bed trailer that takes forty kilos would see us through until the new one is built. We insure "
        "it, we clean it, and whoever lends it eats with us for free, which is what everybody does anyway.",
        themes=["lending-tools", "food-surplus", "cycling"],
        participation=["lend"],
        mode="lend",
        offeredBy="organisation",
        item={"name": "Flat-bed bicycle trailer", "category": "bikes-transport", "quantity": 1},
        terms={"maxLoanPeriod": "P6W", "handover": ["collect-from-area", "drop-off-point"]},
        location=kit.venue(
            "The Counting Room",
            "9 Sandring Walk",
            "E8 2ZZ",
            "Hackney",
            51.5478,
            -0.0749,
            travelNote="There is a bike stand in the yard behind the building.",
        ),
        audience=kit.audience("everyone"),
        expires=today.in_days(42),
    )


PLATFORM = Platform(
    name="FoodCycle (example)",
    host="foodcycle.example",
    about="Free meals you can just walk into, cooked by neighbours from food the shops would have thrown away. Come "
    "and eat, or come and cook.",
    edited="17:00",
    shared={"availability": "open", "join": {"joinMethod": ["web"], "url": "#join"}},
    parts=(_meals, _roles, _events, _trailer),
)
