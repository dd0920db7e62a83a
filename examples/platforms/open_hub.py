"""Open Hub: one-page plans written by neighbours, to pick up, change and start in your own street."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from .kit import BOROUGHS, CC_BY, Item, Platform, moment, neighbourhood, upcoming, venue, weekly

WALKING = "https://openactive.io/activity-list#95092977-5a20-4d6e-b312-8fddabe71544"
WREN_LANE = "Wren Lane Estate, Dudley"
DUDLEY_AREA = {"name": "Dudley Metropolitan Borough", "code": "E08000027"}
DUDLEY = {
    "type": "Place", "name": "Dudley", "precision": "area", "premises": "public-venue",
    "address": {"type": "PostalAddress", "addressLocality": "Dudley", "addressRegion": "West Midlands", "addressCountry": "GB"},
    "area": DUDLEY_AREA,
}
OPEN_ROOM = venue("The Open Room", "25 Leighton Yard", "NW5 2ZZ", "Camden", 51.5512, -0.1377)
BATCH, RECIPES, REPAIR = "plans/batch-cooking-together/v3", "plans/healthy-recipes-club/v1", "plans/repair-cafe/v2"
PARTY = "plans/street-party/v1"

Step = tuple[str, str, int]
Material = tuple[str, int, str, float, str]
Risk = tuple[str, str, str, str]


def items(day: date, site: str) -> list[Item]:
    item, plan = partial(_common, day, site), partial(_plan, day, site)
    return [*_food_plans(day, plan), *_street_plans(day, plan), *_sharing_plans(day, plan), *_gatherings(day, item), *_spaces(day, item)]


def _common(day: date, site: str, kind: str, path: str, *, ago: int, checked: bool = False, **more: object) -> Item:
    """What all these items share; it was changed `ago` days ago, and `checked` says that a person looked then."""
    changed = day - timedelta(days=ago)
    return {
        "type": kind,
        "id": f"{PLATFORM.base}/{path}",
        "url": f"{site}/{path}",
        "inLanguage": ["en-GB"],
        "status": "scheduled" if kind == "Event" else "active",
        "organizer": PLATFORM.organization,
        "publisher": PLATFORM.organization,
        "contact": {"type": "ContactPoint", "contactType": "project designer", "email": f"designers@{PLATFORM.host}"},
        "audience": {"intent": "everyone", "relationToPlace": ["resident"]},
        "license": CC_BY,
        "attribution": "Open Hub residents (example)",
        "dateModified": moment(changed, "18:00"),
        **({"lastVerified": changed.isoformat()} if checked else {}),
        **more,
    }


def _plan(
    day: date, site: str, path: str, *, ago: int, location: Item, people: dict[str, tuple[int, str]],
    materials: list[Material], steps: list[Step], risks: list[Risk], size: tuple[int, int], cost_note: str = "",
    checked: bool = False, remix: tuple[str, ...] = (), tried: tuple[Item, ...] = (), **more: object,
) -> Item:
    """A one-page plan: its time is what its steps take, its cost what its materials cost."""
    hours, minutes = divmod(sum(m for _, _, m in steps), 60)
    spend = _pounds(sum(cost for _, _, _, cost, _ in materials))
    return {
        **_common(day, site, "Plan", path, ago=ago, checked=checked),
        "location": location,
        "isAccessibleForFree": True,
        "groupSize": {"minValue": size[0], "maxValue": size[1]},
        "totalTime": f"PT{hours}H" + (f"{minutes}M" if minutes else ""),
        "people": [{"type": "Role", "name": name, "quantity": quantity, "description": text} for name, (quantity, text) in people.items()],
        "materials": [
            {"name": name, "quantity": quantity, "unit": unit, "estimatedCost": _pounds(cost), "source": source}
            for name, quantity, unit, cost, source in materials
        ],
        "estimatedCost": {**spend, "note": cost_note} if cost_note else spend,
        "steps": [{"name": name, "text": text, "minutes": taken} for name, text, taken in steps],
        "risks": [
            {"hazard": hazard, "who": who, "likelihood": likelihood, "mitigation": mitigation}
            for hazard, who, likelihood, mitigation in risks
        ],
        "version": path.rpartition("/v")[2],
        **({"remixOf": [f"{PLATFORM.base}/{source}" for source in remix]} if remix else {}),
        **({"triedIn": list(tried)} if tried else {}),
        **more,
    }


def _pounds(price: float) -> Item:
    return {"type": "Money", "price": price, "priceCurrency": "GBP"}


def _tried(day: date, weeks: int, where: str, learning: str) -> Item:
    return {"name": where, "date": (day - timedelta(weeks=weeks)).isoformat(), "learning": learning}


def _around(name: str, outward: str, borough: str, latitude: float, longitude: float) -> Item:
    """A part of town, at its middle to about a kilometre."""
    return neighbourhood(
        name, outward, borough, premises="public-venue",
        geo={"type": "GeoCoordinates", "latitude": latitude, "longitude": longitude, "uncertaintyMetres": 1000},
    )


def _food_plans(day: date, plan: Callable[..., Item]) -> list[Item]:
    return [
        plan(
            BATCH, ago=21, checked=True, location=DUDLEY, remix=(RECIPES,), size=(4, 8),
            name="Batch cooking together (one-page plan)",
            summary="A plan anyone can pick up and start: six people cook six meals each in one morning.",
            description="A one-page plan for a session where a small group shops, chops and cooks together and everyone goes home with a week of "
            "dinners. It was written with residents, tried out, and changed after each session. Copy it, change it, and say what you learned.",
            themes=["cooking", "shared-meals", "skill-sharing"], participation=["start-your-own", "cook", "learn"],
            purpose="Eat well for less money and get to know people on the estate by doing something useful together.",
            outcomes=["Each person takes home six labelled portions", "At least one new friendship", "A recipe card added to the shared book"],
            people={
                "Host": (1, "Opens up, welcomes, keeps time."),
                "Recipe lead": (1, "Has food-hygiene training, chooses the recipe and asks everyone about allergies."),
                "Cook": (6, "Everyone cooks; no experience needed."),
            },
            place={
                "premises": "public-venue", "facilities": ["kitchen-with-two-ovens", "tables-for-eight", "fridge"],
                "note": "Community centre kitchen, step-free, free to book for members.",
            },
            materials=[("Vegetables, pulses and rice for 36 portions", 1, "shop", 42, "buy"), ("Reusable tubs", 36, "tubs", 0, "bring")],
            tools=["Two 10-litre pans", "Chopping boards and knives for eight", "Food thermometer", "Labels and pen"],
            cost_note="Seven pounds each if six share.",
            steps=[
                ("Invite", "Ask neighbours in person and post the invitation a week before.", 30),
                ("Ask about allergies", "Check with every person before you shop.", 10), ("Shop", "Two people shop the evening before.", 60),
                ("Set up and wash hands", "Raw and cooked areas, boards by colour.", 20),
                ("Chop and cook", "Two big pots, everyone takes a turn; core temperature 75 degrees C.", 90),
                ("Portion, label, eat", "Cool within 90 minutes, date every tub, sit down and eat together.", 50),
                ("Look back", "What worked, what would we change?", 10),
            ],
            risks=[
                ("Food poisoning", "Everyone eating", "low", "One trained person; cool fast, label, freeze the same day."),
                ("Allergic reaction", "Anyone with an allergy", "low", "Ask before shopping; leave the ingredient out altogether."),
                ("Cuts and burns", "Cooks, children", "medium", "First-aid kit; under-12s at the table, not the stove."),
            ],
            permissions=[
                "Venue booking", "Venue public-liability cover",
                "Register as a food business only if it becomes regular and organised: ask the council first",
            ],
            firstDate=upcoming(day, "Saturday", 3).isoformat(),
            inviteText="Come and cook six dinners with us on Saturday morning. Bring tubs and seven pounds, or just bring tubs.",
            accessibility={
                "features": ["step-free-access", "accessible-toilet", "companion-welcome"],
                "onRequest": ["easy-read-information", "childcare"], "note": "Sit-down chopping jobs available.",
            },
            tried=(
                _tried(day, 9, WREN_LANE, "Eight people is the most one kitchen can take."),
                _tried(day, 5, WREN_LANE, "Shopping the night before saved an hour."),
            ),
        ),
        plan(
            RECIPES, ago=90, location=DUDLEY, size=(5, 12),
            name="Healthy recipes club (one-page plan)",
            summary="Once a month each of you brings one dish that is good for you and that your children really eat.",
            description="The oldest plan in our folder and the root of several others. You need a table, forks and people who are honest about "
            "spinach. Everyone brings one dish and its recipe on a card, all taste all of them, and the club cooks the favourite together the next "
            "time.",
            themes=["healthy-eating", "cooking", "skill-sharing"], participation=["start-your-own", "cook", "eat"],
            purpose="Find food that is good for us and that we like, without anybody preaching.",
            people={"Table host": (1, "Lays out labels and forks."), "Taster": (8, "Brings a dish, tastes the others.")},
            materials=[("Card for recipes", 1, "pack", 3, "buy"), ("One dish each", 8, "dishes", 0, "bring")],
            steps=[
                ("Label", "Write what is in every dish, allergens in red.", 15), ("Taste", "A forkful of each, in silence first.", 40),
                ("Vote", "Beans in jars.", 10), ("Copy cards", "Everyone goes home with the three favourites.", 25),
            ],
            risks=[("Allergic reaction", "Tasters", "medium", "Red allergen labels; a separate table for nut dishes.")],
            tried=(_tried(day, 30, WREN_LANE, "People would rather cook together than only taste: see batch cooking."),),
        ),
    ]


def _street_plans(day: date, plan: Callable[..., Item]) -> list[Item]:
    return [
        plan(
            PARTY, ago=40, checked=True, size=(20, 150), location=_around("Crouch End", "N8", "Haringey", 51.58, -0.12),
            name="A street party that six people can carry (one-page plan)",
            summary="From first doorbell to last folded table, with the council form done in one evening.",
            description="Street parties fail when one kind person does everything. This plan splits the work into six small jobs, each of which fits "
            "between dinner and bedtime. There is a version of the letter to neighbours, a sketch of where the tables go so that a fire engine could "
            "pass, and a list of what not to buy.",
            themes=["street-events", "shared-meals", "mutual-aid"], participation=["start-your-own", "attend", "eat"],
            purpose="Know the names of the people you pass every morning.",
            outcomes=["Every door has been knocked at", "A list of who can lend a ladder", "A date for next year"],
            people={
                "Door knocker": (2, "Visits each home twice."), "Form filler": (1, "Applies to close the road."),
                "Table keeper": (2, "Counts, borrows and returns."), "Steward": (4, "Sits at the ends of the street."),
            },
            materials=[
                ("Road-closed signs", 2, "signs", 0, "borrow"), ("Bunting from old shirts", 60, "metres", 0, "donated"),
                ("Letters for 80 homes", 80, "copies", 8, "buy"), ("Tables", 12, "tables", 0, "borrow"),
            ],
            steps=[
                ("Six people, one kitchen", "Choose the date and share out the jobs.", 60),
                ("Knock", "Ask for worries first and for cake second.", 120), ("Apply", "The road-closure form, six weeks before.", 45),
                ("Set up", "Signs, stewards, tables along one kerb.", 60), ("Party", "Eat, play, dance.", 240),
                ("Clear", "The street is as it was.", 45),
            ],
            risks=[
                ("A car in the street", "Children", "low", "Stewards at both ends; drivers are walked through."),
                ("Late noise", "Neighbours who sleep early", "medium", "Music ends at nine, and the letter says so."),
            ],
            permissions=["Road closure from the council, at least six weeks before"], firstDate=upcoming(day, "Sunday", 7).isoformat(),
            inviteText="On Sunday our street belongs to us. Bring a chair and whatever you would have eaten anyway.",
            accessibility={"features": ["step-free-route", "seating-available"], "barriers": ["busy-and-noisy"]},
            tried=(_tried(day, 24, "Crouch End", "Put the teapot in the middle, not at the end: people walk towards tea."),),
        ),
        plan(
            "plans/play-street/v2", ago=12, checked=True, remix=(PARTY,), size=(5, 60),
            location=_around("Stoke Newington", "N16", "Hackney", 51.56, -0.08),
            name="Play street: two hours without cars, once a month (one-page plan)",
            summary="A street party cut down to chalk, bicycles and four grown-ups in yellow vests.",
            description="We took the street party plan and left out everything but the closed road. Once the council has agreed, each month needs "
            "only twenty minutes of setting up. Children do the rest. Older neighbours bring chairs out and get to see who lives here.",
            themes=["play-streets", "intergenerational", "street-events"], participation=["start-your-own", "volunteer", "drop-in"],
            purpose="Let children play outside their own front doors.",
            people={"Steward": (4, "Two at each end, in pairs."), "Chalk keeper": (1, "Brings the box out and in.")},
            materials=[
                ("Chalk", 4, "boxes", 6, "buy"), ("Yellow vests and signs", 1, "kit", 0, "borrow"), ("Skipping ropes", 3, "ropes", 0, "bring"),
            ],
            steps=[
                ("Close", "Signs out, stewards in place, last cars walked through.", 20), ("Play", "Nothing is organised.", 120),
                ("Open", "Sweep, count the children home, lift the signs.", 20),
            ],
            risks=[
                ("A driver who insists", "Children", "medium", "Whistle: everyone to the kerb; a steward walks ahead of the car."),
                ("Lost child", "Families", "low", "Parents stay responsible and on the street."),
            ],
            permissions=["Play street order from the council, renewed every year"], firstDate=upcoming(day, "Sunday", 4).isoformat(),
            accessibility={"features": ["step-free-route"], "note": "Dropped kerbs stay clear."},
            tried=(_tried(day, 8, "Stoke Newington", "Two hours is right; at three the stewards get bored."),),
        ),
        plan(
            "plans/bench-to-bench-walk/v1", ago=17, size=(3, 15), location=_around("East Finchley", "N2", "Barnet", 51.59, -0.17),
            name="Bench-to-bench walk (one-page plan)",
            summary="A walk for people who would walk further if they knew where the next bench was.",
            description="You plan a loop with a seat at least every two hundred metres and a toilet half-way. At each bench somebody reads a card "
            "about what used to stand there, so that resting looks like listening. After three walks most people stop counting benches.",
            themes=["walking", "older-people-connection", "local-history"], activity=[WALKING], participation=["start-your-own", "attend"],
            purpose="Get out and about again after an illness, a fall or a long winter.",
            people={"Front walker": (1, "Slow on purpose."), "Back walker": (1, "Never overtakes."), "Card reader": (1, "One card a bench.")},
            materials=[("Story cards", 6, "cards", 0, "provided"), ("Flask of tea", 1, "flask", 0, "bring")],
            steps=[
                ("Pace it out", "Walk the loop with a stopwatch; note kerbs, seats and toilets.", 90),
                ("Walk", "Six benches, six cards.", 75), ("Tea", "Sit down properly, choose the next loop.", 30),
            ],
            risks=[("A fall", "Walkers", "medium", "Flat loop, back walker with a phone, cut-through home at half-way.")],
            firstDate=upcoming(day, "Wednesday", 1).isoformat(),
            accessibility={"features": ["step-free-route", "seating-available", "accessible-toilet", "companion-welcome"]},
            audience={"intent": "welcomes", "relationToPlace": ["resident"], "identities": ["older-people", "disabled-people"]},
        ),
    ]


def _sharing_plans(day: date, plan: Callable[..., Item]) -> list[Item]:
    return [
        plan(
            REPAIR, ago=4, checked=True, size=(8, 40), location=_around("Kentish Town", "NW5", "Camden", 51.55, -0.14),
            name="Repair café in any room with sockets (one-page plan)",
            summary="Four tables, six menders, a cake. People bring what is broken and mend it side by side with you.",
            description="The owner holds the screwdriver too: that is the whole secret. Version two has a welcome desk that writes down every fault, "
            "because the list of what could not be mended turned out to be the most useful thing we made. Works in a library, a pub or a church hall.",
            themes=["repairing", "skill-sharing", "recycling"], participation=["start-your-own", "share-skill", "learn"],
            purpose="Keep good things in use and pass on the knowledge of how.",
            outcomes=["Two thirds of what comes in goes home working", "A list of faults to send to the makers"],
            people={
                "Welcome desk": (2, "Write down the fault and the queue."), "Mender": (6, "Electrics, sewing, wood, bicycles."),
                "Tea and cake": (1, "Keeps people in the room while they wait."),
            },
            materials=[("Fuses, thread, glue, screws", 1, "box", 25, "buy"), ("Tools", 4, "sets", 0, "bring"), ("Cake", 2, "cakes", 0, "donated")],
            tools=["Appliance tester", "Sewing machine", "Extension leads with switches"],
            steps=[
                ("Find menders", "Ask at the hardware shop and the sewing group.", 60), ("Lay out", "Desk by the door, electrics by the wall.", 30),
                ("Mend", "Owner and mender together, forty minutes an item at most.", 150),
                ("Test", "Nothing with a plug leaves untested.", 20), ("Tally and sweep", "Mended, half-mended, beyond us.", 30),
            ],
            risks=[
                ("Electric shock", "Menders, owners", "low", "Unplug first; one trained person tests each appliance."),
                ("Needles and blades", "Everyone", "medium", "First-aid kit on the desk; children sit down to use tools."),
            ],
            permissions=["Room booking", "Public-liability cover: ask the venue"], firstDate=upcoming(day, "Saturday").isoformat(),
            inviteText="What have you got at home that nearly works? Bring it on Saturday and we will open it up together.",
            accessibility={"features": ["step-free-access", "seating-available"], "onRequest": ["home-visits"], "barriers": ["busy-and-noisy"]},
            tried=(_tried(day, 7, "Kentish Town", "Take lamps and toasters first; laptops eat the whole afternoon."),),
        ),
        plan(
            "plans/mending-circle/v1", ago=9, remix=(REPAIR,), size=(4, 10), location=_around("Somers Town", "NW1", "Camden", 51.53, -0.13),
            name="Mending circle (one-page plan)",
            summary="The sewing table of the repair café, on its own, quiet, with a radio play.",
            description="Some of us liked the repair café but not the crowd. So we took one table home to the reading room: ten chairs, one lamp "
            "each, a radio play and a basket of wool. You learn one stitch an evening and go home with a jumper you can wear again.",
            themes=["textiles", "repairing", "mental-wellbeing"], participation=["start-your-own", "make", "learn"],
            purpose="Mend clothes and have a quiet evening in company.",
            people={"Stitch lead": (1, "Shows one stitch, then sits down."), "Mender": (9, "Brings one garment.")},
            materials=[("Wool and thread", 1, "basket", 0, "donated"), ("Needles", 2, "packs", 5, "buy")],
            steps=[
                ("Set the lamps", "One between two.", 10), ("Learn a stitch", "On a scrap.", 20),
                ("Mend", "Radio on, talking allowed.", 80), ("Show", "Only who likes.", 10),
            ],
            risks=[("Lost needle", "Next users of the room", "low", "Count out, count in; a magnet on a string.")],
            accessibility={"features": ["quiet-room", "step-free-access", "one-to-one-welcome"]},
        ),
        plan(
            "plans/tool-library/v1", ago=28, checked=True, size=(3, 12), location=_around("Archway", "N19", "Islington", 51.57, -0.13),
            name="Tool library in a cupboard (one-page plan)",
            summary="One lockable cupboard, forty tools, a notebook, and two hours on a Saturday.",
            description="Most drills run for a few minutes in their life. Ask a street for tools it no longer wants, keep the forty that work and "
            "write their names on the cupboard door. A notebook was better than an app for us, because you chat while you write.",
            themes=["library-of-things", "lending-tools", "sharing-reuse"], participation=["start-your-own", "lend", "borrow"],
            purpose="Nobody has to buy a ladder to change a bulb.",
            people={"Cupboard keeper": (3, "Take turns at the open hours."), "Tester": (1, "Checks plugs and blades.")},
            materials=[
                ("Lockable cupboard", 1, "cupboard", 60, "buy"), ("Tools", 40, "tools", 0, "donated"), ("Notebook and tags", 1, "set", 7.5, "buy"),
            ],
            steps=[
                ("Collect", "A table on the pavement for one morning.", 180), ("Test and tag", "Anything doubtful is retired.", 120),
                ("Agree the rules", "How long, what if it breaks.", 45), ("Open", "The first lending morning.", 120),
            ],
            risks=[
                ("Faulty tool", "Borrowers", "medium", "Tested before each loan; goggles go with every saw."),
                ("Nobody brings it back", "The next borrower", "low", "Borrow for a week, and a friendly knock after eight days."),
            ],
            firstDate=upcoming(day, "Saturday", 5).isoformat(),
            tried=(_tried(day, 12, "Archway", "Wallpaper steamers need a waiting list. Nobody has ever borrowed the lathe."),),
        ),
        plan(
            "plans/seed-swap/v2", ago=14, size=(10, 80), location=_around("Willesden Green", "NW2", "Brent", 51.55, -0.22),
            name="Seed swap (one-page plan)",
            summary="Bring what you saved, take what you will sow. No money, no counting.",
            description="Version two adds a table for stories, because callaloo from one garden and broad beans from another both came with a "
            "grandmother attached. Sort by sowing month and not by plant, and beginners find their way. Whatever is left goes into the library's "
            "seed drawer.",
            themes=["swapping", "food-growing", "gardening"], participation=["start-your-own", "give-item", "learn"],
            purpose="Keep good local seed going and get new gardeners started for nothing.",
            people={"Sorter": (3, "Puts packets on the right month."), "Advice table": (2, "Answers beginners.")},
            materials=[("Envelopes", 200, "envelopes", 9, "buy"), ("Seeds", 100, "packets", 0, "bring")],
            steps=[
                ("Set out months", "Twelve trays.", 30), ("Swap", "Take what you will really sow.", 120),
                ("Stories", "Three people, three minutes each.", 15), ("Pack the drawer", "Leftovers to the library.", 30),
            ],
            risks=[("Poisonous seed", "Small children", "low", "Castor beans and foxgloves stay at home; trays are at table height.")],
            firstDate=upcoming(day, "Sunday", 5).isoformat(),
            inviteText="Last year's beans for next year's garden. Bring a packet, or bring an empty pocket.",
            accessibility={"features": ["step-free-access", "accessible-toilet", "large-print"]},
        ),
        plan(
            "plans/film-night-in-the-hall/v1", ago=33, size=(15, 70), location=_around("Queen's Park", "W10", "Westminster", 51.53, -0.21),
            name="Film night in the hall (one-page plan)",
            summary="A sheet, a borrowed projector, two licences and popcorn: everything on a page.",
            description="The film is the easy part. This plan takes you through the two permissions people forget, one for the room and one for the "
            "film, and gets the chairs facing the right way. Choose something a ten-year-old and a grandfather will both stay awake for.",
            themes=["film", "community-spaces", "intergenerational"], participation=["start-your-own", "attend"],
            purpose="Give the hall back its Friday evenings.",
            people={"Host": (1, "Welcomes and starts on time."), "Projectionist": (1, "Tests the sound at noon."), "Popcorn": (2, "Pop and pour.")},
            materials=[
                ("Licence for one film", 1, "licence", 95, "buy"), ("Popcorn and squash", 1, "shop", 18, "buy"),
                ("Projector and sheet", 1, "set", 0, "borrow"),
            ],
            cost_note="About £2 a head with sixty people; put a bucket by the door.",
            steps=[
                ("Choose and license", "Pick the film, pay the licence, print the proof.", 60), ("Test", "Picture, sound, captions, dark.", 45),
                ("Doors and popcorn", "Half an hour early.", 30), ("Film", "With an interval.", 120), ("Stack", "Chairs by the wall.", 20),
            ],
            risks=[
                ("Trip in the dark", "Everyone", "medium", "Tape cables, leave the exit signs and one lamp on."),
                ("Wrong age for the film", "Children", "low", "Follow the certificate; ask at the door."),
            ],
            permissions=["Film licence", "The hall's premises licence or the community exemption"],
            accessibility={"features": ["step-free-access", "captioned", "relaxed-session"]},
        ),
    ]


def _gatherings(day: date, item: Callable[..., Item]) -> list[Item]:
    repair = upcoming(day, "Saturday")
    turn_up = {"joinMethod": ["turn-up"], "approvalRequired": False}
    return [
        item(
            "Event", f"events/repair-cafe-{repair}", ago=2, checked=True,
            name="First repair café at the Open Room, Kentish Town",
            summary="Bring what nearly works. Six menders, four tables, two cakes.",
            description="The plan has been on the wall for a month, and now we try it out. Lamps, toasters, zips, chair legs and bicycles are "
            "welcome; bring one thing each and stay while it is mended, because you are half of the repair team. If you would like to start one in "
            "your own street, look over our shoulders.",
            format="repair-session", themes=["repairing", "skill-sharing"], participation=["attend", "learn", "share-skill"],
            attendanceMode="in-person", timeZone="Europe/London", availability="open",
            startDate=moment(repair, "13:00"), endDate=moment(repair, "16:00"),
            location=OPEN_ROOM, join=turn_up, isAccessibleForFree=True, maximumAttendeeCapacity=40, basedOnPlan=f"{PLATFORM.base}/{REPAIR}",
            accessibility={"features": ["step-free-access", "accessible-toilet", "seating-available"], "barriers": ["busy-and-noisy"]},
        ),
        item(
            "EventSeries", "sessions/come-and-design", ago=5, checked=True,
            name="Come and design: an hour from idea to one page, Kentish Town",
            summary="Every Tuesday. Bring an idea or only an hour; leave with a plan and people to do it with.",
            description="We begin with what you like doing, not with what is wrong. Then we leaf through plans from other places, choose one or "
            "start afresh, and fill in a big sheet of paper: people, place, things, steps, first date. The first date is never more than a fortnight "
            "away, so it really happens.",
            format="workshop", themes=["neighbourhood-civic", "skill-sharing", "community-spaces"],
            participation=["drop-in", "start-your-own", "lead"], attendanceMode="in-person", availability="open",
            schedule=[weekly(day, "Tuesday", "18:30", "19:30")], location=OPEN_ROOM, join=turn_up,
            isAccessibleForFree=True, maximumAttendeeCapacity=24,
            accessibility={"features": ["step-free-access", "accessible-toilet", "plain-english"], "onRequest": ["childcare", "bsl-interpreted"]},
        ),
    ]


def _spaces(day: date, item: Callable[..., Item]) -> list[Item]:
    return [
        item(
            "Space", "spaces/wren-lane-hub", ago=11, checked=True,
            name="Wren Lane Hub: seven rooms to try things out in, Dudley",
            summary="A community centre that residents book for nothing to try an idea.",
            description="Seven rooms of different sizes, from a kitchen with two ovens to a stage with a curtain. Become a member in five minutes "
            "and book a room free of charge for anything that other people may join. The plans on the wall are there to be taken down and used.",
            themes=["community-spaces", "skill-sharing"], participation=["drop-in", "start-your-own", "make"], availability="open",
            openingHours=[
                {"dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "opens": "09:30", "closes": "20:30"},
                {"dayOfWeek": ["Saturday"], "opens": "10:00", "closes": "16:00", "note": "Kitchen until three."},
            ],
            location={
                **DUDLEY, "name": "Wren Lane Hub", "precision": "exact",
                "address": {
                    "type": "PostalAddress", "streetAddress": "1 Wren Lane", "addressLocality": "Dudley",
                    "addressRegion": "West Midlands", "postalCode": "DY1 3ZZ", "addressCountry": "GB",
                },
                "geo": {"type": "GeoCoordinates", "latitude": 52.5216, "longitude": -2.0881},
            },
            join={"joinMethod": ["turn-up", "email"]}, isAccessibleForFree=True,
            membership={"membershipRequired": False, "induction": True, "joiningNote": "Ten minutes: keys, kitchen, fire doors."},
            facilities=["Kitchen with two ovens", "Stage", "Workshop bench", "Sewing machines", "Garden", "Wi-fi"],
            expires=(day + timedelta(days=330)).isoformat(),
            accessibility={"features": ["step-free-access", "accessible-toilet", "blue-badge-parking", "hearing-loop"]},
        ),
    ]


PLATFORM = Platform(
    key="open_hub",
    name="Open Hub (example)",
    host="openhub-dudley.example",
    about="Plans on one page for things neighbours can start together, written by people who tried them. Take one, change it, and tell us how it "
    "went.",
    items=items,
)
