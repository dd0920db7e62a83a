"""FoodCycle: free weekly meals cooked from surplus food and eaten together, and the people who make them happen."""

from datetime import date, timedelta

from .kit import CC_BY, Item, Platform, moment, upcoming, venue, weekly

ALLERGENS = "Menus are made on the day; ask a host for the allergen sheet before eating."


def items(day: date, site: str) -> list[Item]:
    return [*_meals(day, site), *_roles(day, site), *_events(day, site), _trailer(day, site)]


def _common(day: date, site: str, kind: str, path: str, *, ago: int, checked: bool = False, **more: object) -> Item:
    """What all these items share; it was changed `ago` days ago, and `checked` says that a person looked then."""
    changed = day - timedelta(days=ago)
    return {
        "type": kind,
        "id": f"{PLATFORM.base}/{path}",
        "url": f"{site}/{path}",
        "status": "scheduled" if kind == "Event" else "active",
        "availability": "open",
        "organizer": PLATFORM.organization,
        "publisher": PLATFORM.organization,
        "join": {"joinMethod": ["web"], "url": f"{site}/{path}#join"},
        "isAccessibleForFree": True,
        "license": CC_BY,
        "attribution": PLATFORM.name,
        "dateModified": moment(changed, "17:00"),
        **({"lastVerified": changed.isoformat()} if checked else {}),
        **more,
    }


def _meal(
    day: date, site: str, slug: str, area: str, *, ago: int, checked: bool = False, takeaway: bool = False, **more: object
) -> Item:
    """A weekly meal in an area, cooked by that area's team."""
    path = f"meals/{slug}"
    return {
        **_common(day, site, "EventSeries", path, ago=ago, checked=checked),
        "format": "meal",
        "themes": ["shared-meals", "food-surplus", "cooking"],
        "participation": ["attend", "eat", "volunteer", "cook"],
        "attendanceMode": "in-person",
        "organizer": {"type": "Organization", "name": f"FoodCycle {area} (example)"},
        "contact": {"type": "ContactPoint", "contactType": "project team", "email": f"{area.lower().replace(' ', '')}@{PLATFORM.host}"},
        "join": {
            "joinMethod": ["turn-up"], "url": f"{site}/{path}#join", "approvalRequired": False,
            "instructions": "Doors open a quarter of an hour before we eat. Guests need no booking.",
        },
        "meal": {"diets": ["vegetarian"], "courses": 3, "foodSource": "surplus", "allergenInformation": ALLERGENS, "takeaway": takeaway},
        "audience": {"intent": "everyone", "relationToPlace": ["resident", "worker", "visitor"]},
        "eligibility": {"referralRequired": False, "conditions": ["Under-16s come with an adult."]},
        **more,
    }


def _helper(name: str, start: str, end: str, places: int, *, from_age: int = 16, **more: object) -> Item:
    """Something a volunteer does at a meal, at its own hours."""
    return {
        "type": "Role",
        "name": name,
        "side": "helper",
        "shift": {"startTime": start, "endTime": end},
        "placesAvailable": places,
        "eligibility": {"ageRange": {"minValue": from_age}},
        "requirements": ["induction"],
        "safeguarding": {"checks": ["none"], "beneficiaries": ["general-public"]},
        **more,
    }


def _meals(day: date, site: str) -> list[Item]:
    closed = upcoming(day, "Saturday", 3)
    return [
        _meal(
            day, site, "kentish-town-saturday", "Kentish Town", ago=2, checked=True,
            name="Free Saturday community lunch, Kentish Town",
            summary="A free three-course vegetarian meal made from surplus food. Just turn up.",
            description="Every Saturday volunteers collect surplus food and turn it into a three-course vegetarian lunch that guests and volunteers "
            "eat together. There is no referral, no form and no charge. Come on your own or bring a friend. There is a bag of groceries to take home "
            "when supplies allow.",
            inLanguage=["en-GB"],
            schedule=[weekly(day, "Saturday", "12:30", "14:00", exceptDate=[closed.isoformat()])],
            scheduleNote=f"Hall closed for maintenance on {closed:%A} {closed.day} {closed:%B %Y}.",
            contact={"type": "ContactPoint", "contactType": "project team", "email": f"kentishtown@{PLATFORM.host}", "telephone": "020 7946 0108"},
            location=venue("St Dunstan's Hall", "40 Falkland Mews", "NW5 2ZZ", "Camden", 51.5519, -0.1402),
            maximumAttendeeCapacity=60,
            audience={
                "intent": "everyone", "relationToPlace": ["resident", "worker", "visitor"],
                "identities": ["people-on-low-income", "people-living-alone", "people-experiencing-homelessness", "families-with-children"],
            },
            accessibility={
                "features": ["step-free-access", "accessible-toilet", "highchairs", "companion-welcome"],
                "onRequest": ["quiet-table"], "barriers": ["busy-and-noisy"],
            },
            roles=[
                _helper("Cooking volunteer", "09:30", "12:45", 6, requirements=["food-hygiene-awareness", "induction"]),
                _helper("Hosting volunteer", "11:45", "15:00", 5),
                _helper("Food collection rider", "09:00", "10:30", 2, from_age=18, skills=["Confident on a cargo bike"]),
            ],
        ),
        _meal(
            day, site, "finsbury-park-wednesday", "Finsbury Park", ago=6, checked=True, takeaway=True,
            name="Wednesday community dinner, Finsbury Park",
            summary="Soup, a hot main and pudding at long shared tables, every Wednesday evening.",
            description="The bus station end of Finsbury Park comes in from the cold for dinner every Wednesday. Tables seat ten, so you will meet "
            "somebody. The main is usually vegan, the pudding depends on what the market could not sell, and leftovers go home in tubs. Nobody asks "
            "why you came.",
            inLanguage=["en-GB", "ar", "so"],
            schedule=[weekly(day, "Wednesday", "18:30", "20:00")],
            location=venue("Fonthill Rooms", "7 Wells Yard", "N4 3ZZ", "Islington", 51.5649, -0.1081),
            maximumAttendeeCapacity=50,
            accessibility={
                "features": ["step-free-access", "accessible-toilet", "seating-available"],
                "barriers": ["busy-and-noisy", "strong-smells"],
            },
            roles=[
                _helper("Cooking volunteer", "15:30", "18:30", 6),
                _helper("Washing-up crew", "19:15", "21:00", 3, description="Gloves on, radio up, done by nine."),
            ],
        ),
        _meal(
            day, site, "tottenham-thursday", "Tottenham", ago=4,
            name="Thursday family tea, Tottenham",
            summary="An early vegetarian tea with a craft table, so that children eat, play and are home by bedtime.",
            description="We serve at half past four because that is when hungry children come out of school. There is a soft rug for babies, a craft "
            "table run by two patient volunteers, and a proper sit-down meal for the grown-ups. Aunts, uncles and neighbours without children are "
            "just as welcome.",
            themes=["shared-meals", "food-surplus", "stay-and-play"],
            schedule=[weekly(day, "Thursday", "16:30", "18:00")],
            location=venue("Bruce Lane Community Centre", "12 Lordship Court", "N17 8ZZ", "Haringey", 51.6012, -0.0739),
            maximumAttendeeCapacity=55,
            audience={"intent": "welcomes", "relationToPlace": ["resident"], "identities": ["families-with-children", "lone-parents", "new-parents"]},
            accessibility={"features": ["step-free-access", "accessible-toilet", "highchairs", "relaxed-session"]},
            roles=[
                _helper("Cooking volunteer", "14:00", "16:45", 5),
                _helper(
                    "Craft table volunteer", "16:15", "18:15", 2, from_age=18,
                    safeguarding={
                        "checks": ["none"], "beneficiaries": ["families"],
                        "note": "Children stay with the adult who brought them; volunteers work in pairs.",
                    },
                ),
            ],
        ),
        _meal(
            day, site, "church-street-monday", "Church Street", ago=9, checked=True, takeaway=True,
            name="Monday lunch by the market, Church Street",
            summary="A free halal-friendly vegetarian lunch made from what the market traders hand over.",
            description="On Sunday night the stallholders on Church Street set aside what they cannot keep, and on Monday it becomes lunch. Expect "
            "lentils, flatbread, salads in every colour and mint tea afterwards. We cook without alcohol and without gelatine. Stay for a game of "
            "dominoes if you like.",
            inLanguage=["en-GB", "ar", "bn"],
            schedule=[weekly(day, "Monday", "12:30", "14:00")],
            location=venue("Lisson Yard Hall", "3 Salisbury Passage", "NW8 8ZZ", "Westminster", 51.5243, -0.1696),
            maximumAttendeeCapacity=45,
            meal={"diets": ["vegetarian", "halal"], "courses": 2, "foodSource": "surplus", "allergenInformation": ALLERGENS, "takeaway": True},
            accessibility={
                "features": ["step-free-access", "seating-available", "interpreter-available"],
                "note": "The accessible toilet is next door in the library, thirty metres on the flat.",
            },
            roles=[_helper("Welcome host", "12:00", "14:30", 3, skills=["Arabic or Bengali is a great help"])],
        ),
        _meal(
            day, site, "harlesden-sunday", "Harlesden", ago=12,
            name="Sunday lunch at one table, Harlesden",
            summary="A slow Sunday lunch from surplus food, with a piano that anybody may play.",
            description="Sundays can be long. From one o'clock there is a table laid for forty, rice and peas or a big vegetable bake, and crumble "
            "with custard. Somebody nearly always ends up at the piano. If you would rather eat quietly there is a corner by the window with four "
            "chairs.",
            schedule=[weekly(day, "Sunday", "13:00", "15:00")],
            location=venue(
                "Craven Hall", "21 Manor Mews", "NW10 4ZZ", "Brent", 51.5362, -0.2487,
                travelNote="Five minutes from Willesden Junction; use the door with the green lamp.",
            ),
            maximumAttendeeCapacity=40,
            roles=[_helper("Cooking volunteer", "10:00", "13:15", 5), _helper("Hosting volunteer", "12:30", "15:30", 3)],
        ),
        _meal(
            day, site, "dalston-tuesday", "Dalston", ago=3, checked=True,
            name="Tuesday supper, Dalston",
            summary="A candle-lit vegan supper above the old bank, cooked by a different team each week.",
            description="Students, pensioners, night-bus drivers and people between homes sit down together above the old bank. Each Tuesday another "
            "team of volunteers plans three vegan courses from whatever the bikes bring in at four. There is nothing to pay and nothing to prove.",
            schedule=[weekly(day, "Tuesday", "18:45", "20:15")],
            location=venue("The Counting Room", "9 Sandring Walk", "E8 2ZZ", "Hackney", 51.5478, -0.0749),
            maximumAttendeeCapacity=36,
            meal={"diets": ["vegan", "nut-free"], "courses": 3, "foodSource": "surplus", "allergenInformation": ALLERGENS, "takeaway": False},
            accessibility={
                "features": ["lift", "accessible-toilet", "assistance-dogs-welcome"],
                "barriers": ["low-light", "narrow-doors"], "onRequest": ["large-print"],
                "note": "The lift takes one wheelchair up to 65 cm wide. Ring at the side door and we come down.",
            },
            roles=[_helper("Cargo bike collection", "14:45", "16:15", 2, from_age=18, requirements=["induction"])],
        ),
        _meal(
            day, site, "burnt-oak-friday", "Burnt Oak", ago=5, checked=True,
            name="Friday lunch, Burnt Oak (kitchen being refitted)",
            summary="Our Friday lunch rests while the hall gets a new kitchen. Volunteers can sign up already.",
            description="The ovens at Watling Rooms gave up after thirty years and the hall is putting in new ones. Lunch comes back as soon as the "
            "gas engineer has signed the kitchen off. Until then our guests are warmly invited to the Sunday table in Harlesden, and we pay the bus "
            "fare.",
            status="paused", availability="closed",
            statusNote="No lunches until the new kitchen is finished; we expect about six weeks.",
            schedule=[weekly(day, "Friday", "12:30", "14:00", startDate=upcoming(day, "Friday", 6).isoformat())],
            location=venue("Watling Rooms", "5 Orange Parade", "HA8 0ZZ", "Barnet", 51.6037, -0.2641),
            related=[f"{PLATFORM.base}/meals/harlesden-sunday"],
            accessibility={"features": ["step-free-access", "accessible-toilet"]},
        ),
    ]


def _roles(day: date, site: str) -> list[Item]:
    expires = (day + timedelta(days=120)).isoformat()
    return [
        _common(
            day, site, "VolunteerRole", "roles/kentish-town-host", ago=8, checked=True, expires=expires,
            name="Host at the Saturday lunch, Kentish Town",
            summary="Lay tables, welcome people by the door, sit down and eat with them.",
            description="A host makes a hall feel like somebody's dining room. You lay tables, greet everybody who comes in, carry plates, and then "
            "you sit down and eat with our guests, which is the heart of the job. Come once a month or every week. Shy people often turn out to be "
            "the best hosts.",
            themes=["volunteering", "shared-meals"], participation=["volunteer", "eat"],
            location=venue("St Dunstan's Hall", "40 Falkland Mews", "NW5 2ZZ", "Camden", 51.5519, -0.1402),
            partOf=f"{PLATFORM.base}/meals/kentish-town-saturday",
            roles=[
                _helper(
                    "Hosting volunteer", "11:45", "15:00", 5, commitment={"hours": 3, "per": "occasion"},
                    expenses="Bus fares within London paid on the day.",
                ),
            ],
            audience={"intent": "everyone", "relationToPlace": ["resident", "worker", "student"]},
            accessibility={"features": ["step-free-access", "accessible-toilet"], "note": "Sit-down jobs: cutlery, raffle, tea."},
        ),
        _common(
            day, site, "VolunteerRole", "roles/finsbury-park-driver", ago=10, expires=expires,
            name="Evening food collection driver, Finsbury Park",
            summary="One hour on a Wednesday afternoon: four shops, six crates, one grateful kitchen.",
            description="You drive our small electric van round four shops between Archway and Stroud Green and bring back what they would have "
            "thrown away. A second volunteer comes along to lift and to tick the list. You see at once what your hour was worth, because fifty "
            "people eat it.",
            themes=["volunteering", "food-surplus"], participation=["volunteer"],
            location=venue("Fonthill Rooms", "7 Wells Yard", "N4 3ZZ", "Islington", 51.5649, -0.1081),
            partOf=f"{PLATFORM.base}/meals/finsbury-park-wednesday",
            roles=[
                _helper(
                    "Food collection driver", "14:15", "15:30", 2, from_age=21,
                    commitment={"hours": 1, "per": "fortnight", "minimumPeriod": "P3M"},
                    requirements=["driving-licence", "induction"],
                ),
            ],
            audience={"intent": "everyone"},
            accessibility={"barriers": ["heavy-lifting"]},
        ),
        _common(
            day, site, "VolunteerRole", "roles/tottenham-project-leader", ago=14, checked=True, expires=expires,
            name="Project leader for the family tea, Tottenham",
            summary="Hold the evening together: the plan, the kitchen safety, the calm voice when the rice boils over.",
            description="Project leaders share the lead of one meal between four, so that each of you leads about once a month. You open up, brief "
            "the volunteers, keep an eye on food safety and close the day with a cup of tea. We give you a food hygiene course, two shadowed meals "
            "and somebody to ring.",
            themes=["volunteering", "cooking", "shared-meals"], participation=["volunteer", "lead", "learn"],
            location=venue("Bruce Lane Community Centre", "12 Lordship Court", "N17 8ZZ", "Haringey", 51.6012, -0.0739),
            partOf=f"{PLATFORM.base}/meals/tottenham-thursday",
            join={"joinMethod": ["web"], "url": f"{site}/roles/tottenham-project-leader#join", "approvalRequired": True},
            roles=[
                _helper(
                    "Project leader", "13:30", "18:45", 1, from_age=18,
                    commitment={"hours": 5, "per": "month", "minimumPeriod": "P6M"},
                    requirements=["interview", "references", "food-hygiene-level-2", "training-provided"],
                    safeguarding={
                        "checks": ["dbs-basic"], "beneficiaries": ["families"], "policyUrl": f"{site}/#safeguarding",
                        "contact": {
                            "type": "ContactPoint", "contactType": "safeguarding lead",
                            "email": f"safeguarding@{PLATFORM.host}", "telephone": "020 7946 0109",
                        },
                    },
                ),
            ],
            audience={"intent": "everyone"},
        ),
    ]


def _events(day: date, site: str) -> list[Item]:
    welcome, feast, class_day = upcoming(day, "Tuesday"), upcoming(day, "Saturday", 2), upcoming(day, "Sunday")
    return [
        _common(
            day, site, "Event", f"events/welcome-call-{welcome}", ago=7,
            name="New volunteers' welcome call",
            summary="Forty minutes online: what a FoodCycle day is like, and how to pick your first shift.",
            description="Thinking of volunteering but not sure what you would be walking into? Two project leaders show pictures of a real day, "
            "explain who does what, and answer everything you would rather not ask on the day. Cameras off is fine, and so is just listening.",
            format="talk", themes=["volunteering", "food-surplus"], participation=["attend", "volunteer"],
            inLanguage=["en-GB"], attendanceMode="online", timeZone="Europe/London",
            startDate=moment(welcome, "19:00"), endDate=moment(welcome, "19:40"),
            location={"type": "VirtualLocation", "name": "Video call; the link comes when you sign up"},
            maximumAttendeeCapacity=60, remainingAttendeeCapacity=38,
            audience={"intent": "everyone"},
            accessibility={"features": ["captioned"], "onRequest": ["bsl-interpreted"], "barriers": ["online-only-booking"]},
        ),
        _common(
            day, site, "Event", f"events/neighbours-feast-{feast}", ago=1, checked=True,
            name="The Long Table: a neighbours' feast in Camden Town",
            summary="One table, ninety metres, four hundred plates, and not one ingredient bought new.",
            description="Once a year all our teams cook on the same day and lay a single table the whole length of the arches. There is a brass band "
            "between the courses, a swap shelf for jars and spices, and a wall where you can write the recipe your grandmother never measured. Bring "
            "a plate and a fork so that we have less to wash.",
            format="festival", themes=["shared-meals", "food-surplus", "street-events"],
            participation=["attend", "eat", "volunteer"], attendanceMode="in-person", timeZone="Europe/London",
            doorTime=moment(feast, "12:00"), startDate=moment(feast, "12:30"), endDate=moment(feast, "16:00"),
            location=venue("The Stables Arches", "2 Oval Wharf", "NW1 7ZZ", "Camden", 51.5402, -0.1461, premises="outdoor-public"),
            maximumAttendeeCapacity=400, remainingAttendeeCapacity=145,
            meal={
                "diets": ["vegetarian", "vegan"], "courses": 4, "foodSource": "surplus",
                "allergenInformation": "Every dish has a card with its allergens.", "takeaway": True,
            },
            audience={"intent": "everyone", "relationToPlace": ["resident", "worker", "visitor", "newcomer"]},
            accessibility={
                "features": ["step-free-route", "accessible-toilet", "quiet-table", "bsl-interpreted"],
                "barriers": ["uneven-ground", "loud-noise"], "note": "The cobbles start after the second arch; sit before it.",
            },
            roles=[_helper("Table layer", "10:00", "12:30", 20), _helper("Plate runner", "12:00", "16:30", 25)],
        ),
        _common(
            day, site, "Event", f"events/fridge-end-cooking-{class_day}", ago=11, checked=True,
            name="Fridge-end cooking: dinner from what is left",
            summary="A hands-on class in turning a tired carrot and half a tin of beans into something you look forward to.",
            description="Bring three things from your fridge that nobody wants. In two hours we cook with them: soup bases, fritters, quick pickles "
            "and the sauce that rescues everything. You leave with a full stomach, a page of ideas and less to throw away. Absolute beginners and "
            "people cooking for one especially welcome.",
            format="workshop", themes=["cooking", "food-surplus", "healthy-eating"],
            participation=["learn", "cook", "eat"], attendanceMode="in-person", timeZone="Europe/London",
            startDate=moment(class_day, "10:30"), endDate=moment(class_day, "12:30"),
            location=venue("Fonthill Rooms", "7 Wells Yard", "N4 3ZZ", "Islington", 51.5649, -0.1081),
            isAccessibleForFree=False,
            prices=[
                {"name": "Place", "price": 6, "priceCurrency": "GBP", "priceModel": "fixed", "eligibleFor": ["everyone"]},
                {
                    "name": "Place on a low income", "price": 0, "priceCurrency": "GBP", "priceModel": "fixed",
                    "eligibleFor": ["concession"], "note": "Choose this one if you need it; we do not ask for proof.",
                },
            ],
            maximumAttendeeCapacity=14, remainingAttendeeCapacity=5, waitingList=True, availability="limited",
            meal={
                "diets": ["vegetarian"], "foodSource": "donated", "takeaway": False,
                "allergenInformation": "Tell us your allergies when you book; we keep those foods out of the room.",
            },
            audience={"intent": "welcomes", "identities": ["people-living-alone", "students"]},
            accessibility={"features": ["step-free-access", "accessible-toilet", "seating-available"]},
        ),
    ]


def _trailer(day: date, site: str) -> Item:
    return _common(
        day, site, "Request", "requests/bike-trailer-dalston", ago=13,
        name="May our Dalston team borrow a bicycle trailer?",
        summary="We collect by bike and our trailer has a cracked axle. A loan for six weeks would keep supper going.",
        description="Our food comes to Dalston by bike, and the trailer that carries the heavy crates has cracked its axle. A flat-bed trailer that "
        "takes forty kilos would see us through until the new one is built. We insure it, we clean it, and whoever lends it eats with us for free, "
        "which is what everybody does anyway.",
        themes=["lending-tools", "food-surplus", "cycling"], participation=["lend"],
        mode="lend", offeredBy="organisation",
        item={"name": "Flat-bed bicycle trailer", "category": "bikes-transport", "quantity": 1},
        terms={"maxLoanPeriod": "P6W", "handover": ["collect-from-area", "drop-off-point"]},
        location=venue(
            "The Counting Room", "9 Sandring Walk", "E8 2ZZ", "Hackney", 51.5478, -0.0749,
            travelNote="There is a bike stand in the yard behind the building.",
        ),
        audience={"intent": "everyone"},
        expires=(day + timedelta(days=42)).isoformat(),
    )


PLATFORM = Platform(
    key="foodcycle",
    name="FoodCycle (example)",
    host="foodcycle.example",
    about="Free meals you can just walk into, cooked by neighbours from food the shops would have thrown away. Come and eat, or come and cook.",
    items=items,
)
