"""The plans of the Open Hub: each on one page, with all that somebody needs to start the thing next door."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from examples.platforms import kit
from examples.platforms.kit import Item, Today

BATCH, RECIPES = "plans/batch-cooking-together/v3", "plans/healthy-recipes-club/v1"
REPAIR, PARTY = "plans/repair-cafe/v2", "plans/street-party/v1"
WREN_LANE = "Wren Lane Estate, Dudley"
DUDLEY: Item = {
    "type": "Place",
    "name": "Dudley",
    "precision": "area",
    "premises": "public-venue",
    "address": {
        "type": "PostalAddress",
        "addressLocality": "Dudley",
        "addressRegion": "West Midlands",
        "addressCountry": "GB",
    },
    "area": {"name": "Dudley Metropolitan Borough", "code": "E08000027"},
}

Material = tuple[str, int, str, float, str]
Step = tuple[str, str, int]
Risk = tuple[str, str, str, str]


def _plan(
    today: Today,
    path: str,
    name: str,
    *,
    size: tuple[int, int],
    people: dict[str, tuple[int, str]],
    materials: list[Material],
    steps: list[Step],
    risks: list[Risk],
    cost_note: str = "",
    **members: Any,
) -> Item:
    """A one-page plan: its time is what its steps take, its cost what its materials cost."""
    hours, minutes = divmod(sum(taken for _, _, taken in steps), 60)
    spend = kit.pounds(sum(cost for _, _, _, cost, _ in materials))
    return today.item(
        "Plan",
        path,
        name,
        groupSize={"minValue": size[0], "maxValue": size[1]},
        totalTime=f"PT{hours}H" + (f"{minutes}M" if minutes else ""),
        people=[
            {"type": "Role", "name": name, "quantity": quantity, "description": text}
            for name, (quantity, text) in people.items()
        ],
        materials=[
            {"name": name, "quantity": quantity, "unit": unit, "estimatedCost": kit.pounds(cost), "source": source}
            for name, quantity, unit, cost, source in materials
        ],
        estimatedCost=spend | ({"note": cost_note} if cost_note else {}),
        steps=[{"name": name, "text": text, "minutes": taken} for name, text, taken in steps],
        risks=[
            {"hazard": hazard, "who": who, "likelihood": likelihood, "mitigation": mitigation}
            for hazard, who, likelihood, mitigation in risks
        ],
        version=path.rpartition("/v")[2],
        **members,
    )


def _tried(today: Today, weeks: int, where: str, learning: str) -> Item:
    """Where somebody tried a plan so many weeks ago, and what they learned."""
    return {"name": where, "date": today.in_days(-7 * weeks), "learning": learning}


def _around(name: str, outward: str, borough: str, latitude: float, longitude: float) -> Item:
    """A part of town, at its middle to about a kilometre."""
    middle = kit.point(latitude, longitude, uncertaintyMetres=1000)
    return kit.neighbourhood(name, outward, borough, premises="public-venue", geo=middle)


def food(today: Today) -> Iterator[Item]:
    """Plans for a kitchen."""
    plan = partial(_plan, today)

    yield plan(
        BATCH,
        "Batch cooking together (one-page plan)",
        modified=21,
        verified=21,
        location=DUDLEY,
        remixOf=[today.id(RECIPES)],
        size=(4, 8),
        summary="A plan anyone can pick up and start: six people cook six meals each in one morning.",
        description="A one-page plan for a session where a small group shops, chops and cooks together and everyone "
        "goes home with a week of dinners. It was written with residents, tried out, and changed after each session. "
        "Copy it, change it, and say what you learned.",
        themes=["cooking", "shared-meals", "skill-sharing"],
        participation=["start-your-own", "cook", "learn"],
        purpose="Eat well for less money and get to know people on the estate by doing something useful together.",
        outcomes=[
            "Each person takes home six labelled portions",
            "At least one new friendship",
            "A recipe card added to the shared book",
        ],
        people={
            "Host": (1, "Opens up, welcomes, keeps time."),
            "Recipe lead": (1, "Has food-hygiene training, chooses the recipe and asks everyone about allergies."),
            "Cook": (6, "Everyone cooks; no experience needed."),
        },
        place={
            "premises": "public-venue",
            "facilities": ["kitchen-with-two-ovens", "tables-for-eight", "fridge"],
            "note": "Community centre kitchen, step-free, free to book for members.",
        },
        materials=[
            ("Vegetables, pulses and rice for 36 portions", 1, "shop", 42, "buy"),
            ("Reusable tubs", 36, "tubs", 0, "bring"),
        ],
        tools=["Two 10-litre pans", "Chopping boards and knives for eight", "Food thermometer", "Labels and pen"],
        cost_note="Seven pounds each if six share.",
        steps=[
            ("Invite", "Ask neighbours in person and post the invitation a week before.", 30),
            ("Ask about allergies", "Check with every person before you shop.", 10),
            ("Shop", "Two people shop the evening before.", 60),
            ("Set up and wash hands", "Raw and cooked areas, boards by colour.", 20),
            ("Chop and cook", "Two big pots, everyone takes a turn; core temperature 75 degrees C.", 90),
            ("Portion, label, eat", "Cool within 90 minutes, date every tub, sit down and eat together.", 50),
            ("Look back", "What worked, what would we change?", 10),
        ],
        risks=[
            ("Food poisoning", "Everyone eating", "low", "One trained person; cool fast, label, freeze the same day."),
            (
                "Allergic reaction",
                "Anyone with an allergy",
                "low",
                "Ask before shopping; leave the ingredient out altogether.",
            ),
            ("Cuts and burns", "Cooks, children", "medium", "First-aid kit; under-12s at the table, not the stove."),
        ],
        permissions=[
            "Venue booking",
            "Venue public-liability cover",
            "Register as a food business only if it becomes regular and organised: ask the council first",
        ],
        firstDate=today.upcoming("Saturday", 3).isoformat(),
        inviteText="Come and cook six dinners with us on Saturday morning. Bring tubs and seven pounds, or just bring "
        "tubs.",
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "companion-welcome"],
            onRequest=["easy-read-information", "childcare"],
            note="Sit-down chopping jobs available.",
        ),
        triedIn=[
            _tried(today, 9, WREN_LANE, "Eight people is the most one kitchen can take."),
            _tried(today, 5, WREN_LANE, "Shopping the night before saved an hour."),
        ],
    )

    yield plan(
        RECIPES,
        "Healthy recipes club (one-page plan)",
        modified=90,
        location=DUDLEY,
        size=(5, 12),
        summary="Once a month each of you brings one dish that is good for you and that your children really eat.",
        description="The oldest plan in our folder and the root of several others. You need a table, forks and people "
        "who are honest about spinach. Everyone brings one dish and its recipe on a card, all taste all of them, and "
        "the club cooks the favourite together the next time.",
        themes=["healthy-eating", "cooking", "skill-sharing"],
        participation=["start-your-own", "cook", "eat"],
        purpose="Find food that is good for us and that we like, without anybody preaching.",
        people={"Table host": (1, "Lays out labels and forks."), "Taster": (8, "Brings a dish, tastes the others.")},
        materials=[("Card for recipes", 1, "pack", 3, "buy"), ("One dish each", 8, "dishes", 0, "bring")],
        steps=[
            ("Label", "Write what is in every dish, allergens in red.", 15),
            ("Taste", "A forkful of each, in silence first.", 40),
            ("Vote", "Beans in jars.", 10),
            ("Copy cards", "Everyone goes home with the three favourites.", 25),
        ],
        risks=[("Allergic reaction", "Tasters", "medium", "Red allergen labels; a separate table for nut dishes.")],
        triedIn=[_tried(today, 30, WREN_LANE, "People would rather cook together than only taste: see batch cooking.")],
    )


def street(today: Today) -> Iterator[Item]:
    """Plans for a street."""
    plan = partial(_plan, today)

    yield plan(
        PARTY,
        "A street party that six people can carry (one-page plan)",
        modified=40,
        verified=40,
        size=(20, 150),
        location=_around("Crouch End", "N8", "Haringey", 51.58, -0.12),
        summary="From first doorbell to last folded table, with the council form done in one evening.",
        description="Street parties fail when one kind person does everything. This plan splits the work into six "
        "small jobs, each of which fits between dinner and bedtime. There is a version of the letter to neighbours, a "
        "sketch of where the tables go so that a fire engine could pass, and a list of what not to buy.",
        themes=["street-events", "shared-meals", "mutual-aid"],
        participation=["start-your-own", "attend", "eat"],
        purpose="Know the names of the people you pass every morning.",
        outcomes=["Every door has been knocked at", "A list of who can lend a ladder", "A date for next year"],
        people={
            "Door knocker": (2, "Visits each home twice."),
            "Form filler": (1, "Applies to close the road."),
            "Table keeper": (2, "Counts, borrows and returns."),
            "Steward": (4, "Sits at the ends of the street."),
        },
        materials=[
            ("Road-closed signs", 2, "signs", 0, "borrow"),
            ("Bunting from old shirts", 60, "metres", 0, "donated"),
            ("Letters for 80 homes", 80, "copies", 8, "buy"),
            ("Tables", 12, "tables", 0, "borrow"),
        ],
        steps=[
            ("Six people, one kitchen", "Choose the date and share out the jobs.", 60),
            ("Knock", "Ask for worries first and for cake second.", 120),
            ("Apply", "The road-closure form, six weeks before.", 45),
            ("Set up", "Signs, stewards, tables along one kerb.", 60),
            ("Party", "Eat, play, dance.", 240),
            ("Clear", "The street is as it was.", 45),
        ],
        risks=[
            ("A car in the street", "Children", "low", "Stewards at both ends; drivers are walked through."),
            ("Late noise", "Neighbours who sleep early", "medium", "Music ends at nine, and the letter says so."),
        ],
        permissions=["Road closure from the council, at least six weeks before"],
        firstDate=today.upcoming("Sunday", 7).isoformat(),
        inviteText="On Sunday our street belongs to us. Bring a chair and whatever you would have eaten anyway.",
        accessibility=kit.access(["step-free-route", "seating-available"], barriers=["busy-and-noisy"]),
        triedIn=[
            _tried(today, 24, "Crouch End", "Put the teapot in the middle, not at the end: people walk towards tea.")
        ],
    )

    yield plan(
        "plans/play-street/v2",
        "Play street: two hours without cars, once a month (one-page plan)",
        modified=12,
        verified=12,
        remixOf=[today.id(PARTY)],
        size=(5, 60),
        location=_around("Stoke Newington", "N16", "Hackney", 51.56, -0.08),
        summary="A street party cut down to chalk, bicycles and four grown-ups in yellow vests.",
        description="We took the street party plan and left out everything but the closed road. Once the council has "
        "agreed, each month needs only twenty minutes of setting up. Children do the rest. Older neighbours bring "
        "chairs out and get to see who lives here.",
        themes=["play-streets", "intergenerational", "street-events"],
        participation=["start-your-own", "volunteer", "drop-in"],
        purpose="Let children play outside their own front doors.",
        people={"Steward": (4, "Two at each end, in pairs."), "Chalk keeper": (1, "Brings the box out and in.")},
        materials=[
            ("Chalk", 4, "boxes", 6, "buy"),
            ("Yellow vests and signs", 1, "kit", 0, "borrow"),
            ("Skipping ropes", 3, "ropes", 0, "bring"),
        ],
        steps=[
            ("Close", "Signs out, stewards in place, last cars walked through.", 20),
            ("Play", "Nothing is organised.", 120),
            ("Open", "Sweep, count the children home, lift the signs.", 20),
        ],
        risks=[
            (
                "A driver who insists",
                "Children",
                "medium",
                "Whistle: everyone to the kerb; a steward walks ahead of the car.",
            ),
            ("Lost child", "Families", "low", "Parents stay responsible and on the street."),
        ],
        permissions=["Play street order from the council, renewed every year"],
        firstDate=today.upcoming("Sunday", 4).isoformat(),
        accessibility=kit.access(["step-free-route"], note="Dropped kerbs stay clear."),
        triedIn=[_tried(today, 8, "Stoke Newington", "Two hours is right; at three the stewards get bored.")],
    )

    yield plan(
        "plans/bench-to-bench-walk/v1",
        "Bench-to-bench walk (one-page plan)",
        modified=17,
        size=(3, 15),
        location=_around("East Finchley", "N2", "Barnet", 51.59, -0.17),
        summary="A walk for people who would walk further if they knew where the next bench was.",
        description="You plan a loop with a seat at least every two hundred metres and a toilet half-way. At each "
        "bench somebody reads a card about what used to stand there, so that resting looks like listening. After three "
        "walks most people stop counting benches.",
        themes=["walking", "older-people-connection", "local-history"],
        activity=[kit.WALKING],
        participation=["start-your-own", "attend"],
        purpose="Get out and about again after an illness, a fall or a long winter.",
        people={
            "Front walker": (1, "Slow on purpose."),
            "Back walker": (1, "Never overtakes."),
            "Card reader": (1, "One card a bench."),
        },
        materials=[("Story cards", 6, "cards", 0, "provided"), ("Flask of tea", 1, "flask", 0, "bring")],
        steps=[
            ("Pace it out", "Walk the loop with a stopwatch; note kerbs, seats and toilets.", 90),
            ("Walk", "Six benches, six cards.", 75),
            ("Tea", "Sit down properly, choose the next loop.", 30),
        ],
        risks=[("A fall", "Walkers", "medium", "Flat loop, back walker with a phone, cut-through home at half-way.")],
        firstDate=today.upcoming("Wednesday", 1).isoformat(),
        accessibility=kit.access(["step-free-route", "seating-available", "accessible-toilet", "companion-welcome"]),
        audience=kit.audience("welcomes", ["resident"], identities=["older-people", "disabled-people"]),
    )


def sharing(today: Today) -> Iterator[Item]:
    """Plans for things and skills that go round."""
    plan = partial(_plan, today)

    yield plan(
        REPAIR,
        "Repair café in any room with sockets (one-page plan)",
        modified=4,
        verified=4,
        size=(8, 40),
        location=_around("Kentish Town", "NW5", "Camden", 51.55, -0.14),
        summary="Four tables, six menders, a cake. People bring what is broken and mend it side by side with you.",
        description="The owner holds the screwdriver too: that is the whole secret. Version two has a welcome desk "
        "that writes down every fault, because the list of what could not be mended turned out to be the most useful "
        "thing we made. Works in a library, a pub or a church hall.",
        themes=["repairing", "skill-sharing", "recycling"],
        participation=["start-your-own", "share-skill", "learn"],
        purpose="Keep good things in use and pass on the knowledge of how.",
        outcomes=["Two thirds of what comes in goes home working", "A list of faults to send to the makers"],
        people={
            "Welcome desk": (2, "Write down the fault and the queue."),
            "Mender": (6, "Electrics, sewing, wood, bicycles."),
            "Tea and cake": (1, "Keeps people in the room while they wait."),
        },
        materials=[
            ("Fuses, thread, glue, screws", 1, "box", 25, "buy"),
            ("Tools", 4, "sets", 0, "bring"),
            ("Cake", 2, "cakes", 0, "donated"),
        ],
        tools=["Appliance tester", "Sewing machine", "Extension leads with switches"],
        steps=[
            ("Find menders", "Ask at the hardware shop and the sewing group.", 60),
            ("Lay out", "Desk by the door, electrics by the wall.", 30),
            ("Mend", "Owner and mender together, forty minutes an item at most.", 150),
            ("Test", "Nothing with a plug leaves untested.", 20),
            ("Tally and sweep", "Mended, half-mended, beyond us.", 30),
        ],
        risks=[
            ("Electric shock", "Menders, owners", "low", "Unplug first; one trained person tests each appliance."),
            ("Needles and blades", "Everyone", "medium", "First-aid kit on the desk; children sit down to use tools."),
        ],
        permissions=["Room booking", "Public-liability cover: ask the venue"],
        firstDate=today.upcoming("Saturday").isoformat(),
        inviteText="What have you got at home that nearly works? Bring it on Saturday and we will open it up together.",
        accessibility=kit.access(
            ["step-free-access", "seating-available"], onRequest=["home-visits"], barriers=["busy-and-noisy"]
        ),
        triedIn=[_tried(today, 7, "Kentish Town", "Take lamps and toasters first; laptops eat the whole afternoon.")],
    )

    yield plan(
        "plans/mending-circle/v1",
        "Mending circle (one-page plan)",
        modified=9,
        remixOf=[today.id(REPAIR)],
        size=(4, 10),
        location=_around("Somers Town", "NW1", "Camden", 51.53, -0.13),
        summary="The sewing table of the repair café, on its own, quiet, with a radio play.",
        description="Some of us liked the repair café but not the crowd. So we took one table home to the reading "
        "room: ten chairs, one lamp each, a radio play and a basket of wool. You learn one stitch an evening and go "
        "home with a jumper you can wear again.",
        themes=["textiles", "repairing", "mental-wellbeing"],
        participation=["start-your-own", "make", "learn"],
        purpose="Mend clothes and have a quiet evening in company.",
        people={"Stitch lead": (1, "Shows one stitch, then sits down."), "Mender": (9, "Brings one garment.")},
        materials=[("Wool and thread", 1, "basket", 0, "donated"), ("Needles", 2, "packs", 5, "buy")],
        steps=[
            ("Set the lamps", "One between two.", 10),
            ("Learn a stitch", "On a scrap.", 20),
            ("Mend", "Radio on, talking allowed.", 80),
            ("Show", "Only who likes.", 10),
        ],
        risks=[("Lost needle", "Next users of the room", "low", "Count out, count in; a magnet on a string.")],
        accessibility=kit.access(["quiet-room", "step-free-access", "one-to-one-welcome"]),
    )

    yield plan(
        "plans/tool-library/v1",
        "Tool library in a cupboard (one-page plan)",
        modified=28,
        verified=28,
        size=(3, 12),
        location=_around("Archway", "N19", "Islington", 51.57, -0.13),
        summary="One lockable cupboard, forty tools, a notebook, and two hours on a Saturday.",
        description="Most drills run for a few minutes in their life. Ask a street for tools it no longer wants, keep "
        "the forty that work and write their names on the cupboard door. A notebook was better than an app for us, "
        "because you chat while you write.",
        themes=["library-of-things", "lending-tools", "sharing-reuse"],
        participation=["start-your-own", "lend", "borrow"],
        purpose="Nobody has to buy a ladder to change a bulb.",
        people={"Cupboard keeper": (3, "Take turns at the open hours."), "Tester": (1, "Checks plugs and blades.")},
        materials=[
            ("Lockable cupboard", 1, "cupboard", 60, "buy"),
            ("Tools", 40, "tools", 0, "donated"),
            ("Notebook and tags", 1, "set", 7.5, "buy"),
        ],
        steps=[
            ("Collect", "A table on the pavement for one morning.", 180),
            ("Test and tag", "Anything doubtful is retired.", 120),
            ("Agree the rules", "How long, what if it breaks.", 45),
            ("Open", "The first lending morning.", 120),
        ],
        risks=[
            ("Faulty tool", "Borrowers", "medium", "Tested before each loan; goggles go with every saw."),
            (
                "Nobody brings it back",
                "The next borrower",
                "low",
                "Borrow for a week, and a friendly knock after eight days.",
            ),
        ],
        firstDate=today.upcoming("Saturday", 5).isoformat(),
        triedIn=[
            _tried(today, 12, "Archway", "Wallpaper steamers need a waiting list. Nobody has ever borrowed the lathe.")
        ],
    )

    yield plan(
        "plans/seed-swap/v2",
        "Seed swap (one-page plan)",
        modified=14,
        size=(10, 80),
        location=_around("Willesden Green", "NW2", "Brent", 51.55, -0.22),
        summary="Bring what you saved, take what you will sow. No money, no counting.",
        description="Version two adds a table for stories, because callaloo from one garden and broad beans from "
        "another both came with a grandmother attached. Sort by sowing month and not by plant, and beginners find "
        "their way. Whatever is left goes into the library's seed drawer.",
        themes=["swapping", "food-growing", "gardening"],
        participation=["start-your-own", "give-item", "learn"],
        purpose="Keep good local seed going and get new gardeners started for nothing.",
        people={"Sorter": (3, "Puts packets on the right month."), "Advice table": (2, "Answers beginners.")},
        materials=[("Envelopes", 200, "envelopes", 9, "buy"), ("Seeds", 100, "packets", 0, "bring")],
        steps=[
            ("Set out months", "Twelve trays.", 30),
            ("Swap", "Take what you will really sow.", 120),
            ("Stories", "Three people, three minutes each.", 15),
            ("Pack the drawer", "Leftovers to the library.", 30),
        ],
        risks=[
            (
                "Poisonous seed",
                "Small children",
                "low",
                "Castor beans and foxgloves stay at home; trays are at table height.",
            )
        ],
        firstDate=today.upcoming("Sunday", 5).isoformat(),
        inviteText="Last year's beans for next year's garden. Bring a packet, or bring an empty pocket.",
        accessibility=kit.access(["step-free-access", "accessible-toilet", "large-print"]),
    )

    yield plan(
        "plans/film-night-in-the-hall/v1",
        "Film night in the hall (one-page plan)",
        modified=33,
        size=(15, 70),
        location=_around("Queen's Park", "W10", "Westminster", 51.53, -0.21),
        summary="A sheet, a borrowed projector, two licences and popcorn: everything on a page.",
        description="The film is the easy part. This plan takes you through the two permissions people forget, one for "
        "the room and one for the film, and gets the chairs facing the right way. Choose something a ten-year-old and "
        "a grandfather will both stay awake for.",
        themes=["film", "community-spaces", "intergenerational"],
        participation=["start-your-own", "attend"],
        purpose="Give the hall back its Friday evenings.",
        people={
            "Host": (1, "Welcomes and starts on time."),
            "Projectionist": (1, "Tests the sound at noon."),
            "Popcorn": (2, "Pop and pour."),
        },
        materials=[
            ("Licence for one film", 1, "licence", 95, "buy"),
            ("Popcorn and squash", 1, "shop", 18, "buy"),
            ("Projector and sheet", 1, "set", 0, "borrow"),
        ],
        cost_note="About £2 a head with sixty people; put a bucket by the door.",
        steps=[
            ("Choose and license", "Pick the film, pay the licence, print the proof.", 60),
            ("Test", "Picture, sound, captions, dark.", 45),
            ("Doors and popcorn", "Half an hour early.", 30),
            ("Film", "With an interval.", 120),
            ("Stack", "Chairs by the wall.", 20),
        ],
        risks=[
            ("Trip in the dark", "Everyone", "medium", "Tape cables, leave the exit signs and one lamp on."),
            ("Wrong age for the film", "Children", "low", "Follow the certificate; ask at the door."),
        ],
        permissions=["Film licence", "The hall's premises licence or the community exemption"],
        accessibility=kit.access(["step-free-access", "captioned", "relaxed-session"]),
    )
