"""GoodGym (example): runs, walks and rides that stop half way to do something useful, and weekly visits to older neighbours."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from .kit import CC_BY, Item, Platform, moment, neighbourhood, upcoming, venue, weekly

ACTIVITY = "https://openactive.io/activity-list#"
RUNNING = f"{ACTIVITY}72ddb2dc-7d75-424e-880a-d90eabe91381"
WALKING = f"{ACTIVITY}95092977-5a20-4d6e-b312-8fddabe71544"
CYCLING = f"{ACTIVITY}4a19873e-118e-43f4-b86e-05acba8fb1de"
GARDENING = f"{ACTIVITY}5b880e93-4a16-4c37-86ac-ba2ffba68358"
ADULTS: Item = {"ageRange": {"minValue": 18}}
FOR_A_CHARITY: Item = {"checks": ["none"], "beneficiaries": ["community-organisation"]}
CHECKED: Item = {
    "checks": ["dbs-enhanced"], "beneficiaries": ["older-people", "adults-at-risk"],
    "policyUrl": "https://goodgym.example/safeguarding",
    "contact": {
        "type": "ContactPoint", "contactType": "safeguarding lead",
        "email": "safeguarding@goodgym.example", "telephone": "+44 20 7946 0132",
    },
}

SOMERS_LANE = venue(
    "Somers Lane Living Centre (reception)", "2 Somers Lane", "NW1 1ZZ", "Camden", 51.5313, -0.1290,
    meetingPoint="Inside the main doors by the noticeboard; bags can be left here.",
)
PAVILION = venue("Tollington Sports Pavilion", "15 Tollington Mews", "N7 6ZZ", "Islington", 51.5586, -0.1178)
LEISURE_HUB = venue(
    "Down Meadow Leisure Hub", "60 Down Meadow Way", "N17 9ZZ", "Haringey", 51.5890, -0.0622,
    travelNote="Two minutes from Tottenham Hale station.",
)


def items(day: date, site: str) -> list[Item]:
    item = partial(_common, day, site)
    sessions = [*_runs(day, item), *_on_foot_and_by_bike(day, item), *_weekly(day, item)]
    return [*sessions, _area(day, item), *_roles(day, item), *_visits(day, item)]


def _common(
    day: date, site: str, kind: str, path: str, name: str, area: str, *,
    modified: int, verified: int | None = None, join: Item | None = None, **members: object,
) -> Item:
    """What every item here says; `area` is the team to write to, `modified` and `verified` are days ago."""
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
        "contact": {"type": "ContactPoint", "contactType": "area team", "email": f"{area}@goodgym.example"},
        "join": {"joinMethod": ["web"], "url": f"{site}/{path}/join", "approvalRequired": False, **(join or {})},
        "isAccessibleForFree": True,
        "audience": {"intent": "everyone", "relationToPlace": ["resident", "worker", "visitor"]},
        "eligibility": ADULTS,
        "license": CC_BY,
        "attribution": "GoodGym (example)",
        "dateModified": moment(day - timedelta(days=modified), "07:30"),
        **({} if verified is None else {"lastVerified": (day - timedelta(days=verified)).isoformat()}),
        **members,
    }


def _session(
    item: Callable[..., Item], on: date, area: str, name: str, start: str, end: str, *, closes: str, places: int, left: int,
    **members: object,
) -> Item:
    """One dated session; sign-up `closes` at that time on the day."""
    return item(
        "Event", f"sessions/{area}-{on}", name, area, startDate=moment(on, start), endDate=moment(on, end),
        timeZone="Europe/London", attendanceMode="in-person", join={"registrationDeadline": moment(on, closes)},
        maximumAttendeeCapacity=places, remainingAttendeeCapacity=left, waitingList=True,
        **{"format": "active-help", "participation": ["attend", "volunteer"], "safeguarding": FOR_A_CHARITY, **members},
    )


def _in_aid_of(host: str, name: str) -> Item:
    return {"type": "Organization", "id": f"https://{host}/#org", "name": name, "url": f"https://{host}/"}


def _task(on: date, name: str, arrival: str, note: str) -> list[Item]:
    stop = {"name": name, "purpose": "task", "arrival": moment(on, arrival), "note": note}
    return [{**stop, "precision": "exact", "premises": "public-venue"}]


def _effort(level: str, shortest: int, longest: int, note: str) -> Item:
    return {"level": level, "distanceMetres": {"minValue": shortest, "maxValue": longest}, "note": note}


BACK_MARKER: Item = {
    "type": "Role", "name": "Back-marker", "side": "helper", "description": "Stay with the last runner and check everyone home.",
    "placesAvailable": 1, "requirements": ["induction"], "safeguarding": {"checks": ["none"]},
}


def _runs(day: date, item: Callable[..., Item]) -> list[Item]:
    camden, islington, haringey = upcoming(day, "Wednesday"), upcoming(day, "Monday"), upcoming(day, "Tuesday", 1)
    westminster = upcoming(day, "Wednesday", 2)
    return [
        _session(
            item, camden, "camden", "Run to help a city farm tidy its beds", "18:45", "20:30", closes="16:00", places=35, left=12,
            modified=2, verified=2,
            summary="A 5 km social group run with 40 minutes of gardening in the middle.",
            description="We meet, warm up and run 2.5 km together to a city farm, spend about forty minutes clearing and "
            "mulching the beds, then run back for a stretch. Nobody is left behind: a volunteer back-marker stays with the last "
            "runner, and walkers can join us at the farm. Bring a head torch and gloves if you have them.",
            themes=["running", "gardening", "volunteering"], activity=[RUNNING, GARDENING], location=SOMERS_LANE,
            partOf=f"{PLATFORM.base}/series/camden-wednesday-group-run",
            inAidOf=_in_aid_of("talacre-lane-farm.example", "Talacre Lane City Farm"),
            stops=_task(camden, "Talacre Lane City Farm", "19:10", "Walkers can meet us here."), roles=[BACK_MARKER],
            effort=_effort("moderate", 4800, 5200, "Comfortable for anyone who can run for 15 minutes without stopping."),
            accessibility={
                "features": ["step-free-access", "accessible-toilet"], "barriers": ["uneven-ground", "low-light"],
                "onRequest": ["guide-runner"],
                "note": "Guide runners for blind and partially sighted runners by request, three days ahead.",
            },
        ),
        _session(
            item, islington, "islington", "Run to sort tins at the food bank", "18:30", "20:15", closes="15:00", places=24,
            left=3, modified=4, availability="limited",
            summary="Four kilometres in all, with a mountain of donated tins in between.",
            description="A gentle two kilometres through the back streets to the food bank, where we check dates, stack shelves "
            "and make up parcels for the next morning. It is loud, warm and oddly satisfying. Then two kilometres back, a little "
            "faster because of the biscuits.",
            themes=["running", "food-surplus", "volunteering"], activity=[RUNNING],
            inAidOf=_in_aid_of("hornsey-road-pantry.example", "Hornsey Road Pantry"), location=PAVILION,
            stops=_task(islington, "Hornsey Road Pantry", "19:00", "Come straight here if you would rather not run."),
            roles=[BACK_MARKER], effort=_effort("moderate", 3800, 4200, "Chatting pace, with two regroups."),
            accessibility={"features": ["step-free-access", "accessible-toilet"], "barriers": ["heavy-lifting", "low-light"]},
        ),
        _session(
            item, haringey, "haringey", "Run to paint a scout hut", "18:45", "20:45", closes="17:00", places=30, left=17,
            modified=6, verified=6,
            summary="Roller in hand by seven, home by nine, and a bright blue hut.",
            description="The scouts have bought the paint and moved the furniture; they need arms. We run two and a half "
            "kilometres along the marsh side, paint for fifty minutes and jog home speckled. Wear something you do not love.",
            themes=["running", "public-space-improvement", "volunteering"], activity=[RUNNING],
            inAidOf=_in_aid_of("bruce-park-scouts.example", "Bruce Park Scout Group"), location=LEISURE_HUB,
            stops=_task(haringey, "Bruce Park scout hut", "19:15", "Masking tape and rollers are laid out."),
            effort=_effort("moderate", 4900, 5300, "Flat, all on lit paths."),
            accessibility={
                "features": ["step-free-access", "accessible-toilet"], "barriers": ["strong-smells"],
                "onRequest": ["guide-runner"],
            },
        ),
        _session(
            item, westminster, "westminster", "Run to stack books for a library move", "18:45", "20:15", closes="16:30",
            places=20, left=20, modified=1,
            summary="Human chain, four thousand children's books, three kilometres of running.",
            description="The children's library moves one floor down and the lift is out of order. We run along the canal, form "
            "a chain on the stairs and pass four thousand books from hand to hand. Whoever finds the oldest date stamp wins a "
            "banana.",
            themes=["running", "community-spaces", "reading-writing"], activity=[RUNNING],
            inAidOf=_in_aid_of("linnet-library.example", "Friends of Linnet Library"),
            location=venue("Amberley Canal Rooms", "5 Amberley Wharf", "W9 2ZZ", "Westminster", 51.5236, -0.1902),
            effort=_effort("gentle", 2800, 3200, "A good first run."),
            accessibility={
                "features": ["seating-available"], "barriers": ["steps", "heavy-lifting"],
                "note": "There are sitting-down places in the chain.",
            },
        ),
    ]


def _on_foot_and_by_bike(day: date, item: Callable[..., Item]) -> list[Item]:
    hackney, brent, barnet = upcoming(day, "Saturday"), upcoming(day, "Thursday", 1), upcoming(day, "Sunday", 1)
    return [
        _session(
            item, hackney, "hackney", "No running: clear the hospice garden path", "10:00", "12:00", closes="08:00", places=18,
            left=7, modified=3, verified=3,
            summary="A two-hour community mission with loppers, barrows and a proper tea break.",
            description="Meet at the hospice gate in boots rather than trainers. We cut back the brambles so that beds and "
            "wheelchairs can reach the pond again, and barrow the cuttings to the heap. Visitors may stop to chat; that is part "
            "of the job.",
            themes=["gardening", "volunteering", "parks-green-space"], activity=[GARDENING],
            participation=["attend", "volunteer", "help-once"],
            inAidOf=_in_aid_of("marsh-hill-hospice.example", "Marsh Hill Hospice"),
            location=venue("Marsh Hill Hospice, garden gate", "Marsh Hill Lane", "E9 6ZZ", "Hackney", 51.5489, -0.0432),
            effort={"level": "gentle", "note": "Raking, lopping and carrying; stop whenever you like."},
            accessibility={
                "features": ["step-free-route", "accessible-toilet", "seating-available"], "barriers": ["uneven-ground"],
            },
        ),
        _session(
            item, brent, "brent", "Walk and help: leaflets for the lunch club", "11:00", "12:30", closes="09:00", places=15,
            left=9, modified=5,
            summary="A three-kilometre stroll that puts the lunch club's new leaflet through six hundred letter boxes.",
            description="We walk in pairs, one on each side of the street, and meet at every corner to laugh at the dogs. The "
            "lunch club has spare seats and too few people know. There is soup at the end for those who want to see what they "
            "have been advertising.",
            themes=["walking", "shared-meals", "volunteering"], activity=[WALKING], participation=["attend", "volunteer"],
            inLanguage=["en-GB", "so"], inAidOf=_in_aid_of("roundwood-lunch.example", "Roundwood Lunch Club"),
            location=venue("Roundwood Lane Hall", "30 Roundwood Lane", "NW10 3ZZ", "Brent", 51.5418, -0.2401),
            meal={
                "diets": ["vegetarian", "halal"], "foodSource": "home-cooked",
                "allergenInformation": "The soup contains celery and milk.",
            },
            effort=_effort("gentle", 2500, 3200, "Pavements, some front steps; take the flat side if you prefer."),
            accessibility={
                "features": ["step-free-access", "accessible-toilet", "assistance-dogs-welcome"],
                "onRequest": ["one-to-one-welcome"],
            },
        ),
        _session(
            item, barnet, "barnet", "Ride to help the toy library", "10:30", "12:30", closes="09:00", places=12, left=0,
            modified=1, verified=1, status="cancelled", availability="closed",
            statusNote="The toy library's boiler has failed and the building is shut. We hope to ride there next month.",
            summary="A 12 km ride with an hour of scrubbing plastic dinosaurs.",
            description="An easy ride on quiet streets to the toy library, where four hundred toys need a bath. All bikes are "
            "fine as long as both brakes work. We ride in a group and wait at every junction.",
            themes=["cycling", "library-of-things", "volunteering"], activity=[CYCLING],
            inAidOf=_in_aid_of("childs-hill-toys.example", "Childs Hill Toy Library"),
            location=venue(
                "Dunstan Green cycle stands", "Dunstan Green", "NW11 8ZZ", "Barnet", 51.5716, -0.1953, premises="outdoor-public",
            ),
            effort=_effort("moderate", 11000, 13000, "One long hill, taken slowly."),
            accessibility={
                "barriers": ["no-toilet-on-site"], "onRequest": ["guide-runner"], "note": "Tandems and hand-cycles are welcome.",
            },
        ),
    ]


def _weekly(day: date, item: Callable[..., Item]) -> list[Item]:
    series = partial(item, "EventSeries", attendanceMode="in-person", format="active-help", participation=["attend", "volunteer"])
    return [
        series(
            "series/camden-wednesday-group-run", "Camden Wednesday group run", "camden", modified=5, verified=8,
            summary="Every Wednesday: run somewhere, help for forty minutes, run back.",
            description="Each week a different charity, school or community garden sets us a job. We run there together, do it "
            "and run back, about five kilometres in all. First-timers are met at the door and never run alone.",
            themes=["running", "volunteering"], activity=[RUNNING], location=SOMERS_LANE,
            schedule=[weekly(day, "Wednesday", "18:45", "20:30", exceptDate=[upcoming(day, "Wednesday").isoformat()])],
            effort=_effort("moderate", 4000, 6000, "Three pace groups."), safeguarding=FOR_A_CHARITY,
            accessibility={"features": ["step-free-access", "accessible-toilet"], "onRequest": ["guide-runner"]},
        ),
        series(
            "series/hackney-thursday-first-two-km", "First two kilometres: run, walk, help", "hackney", modified=10,
            summary="Thursday evenings for people who say they are not runners.",
            description="We run for a minute, walk for a minute and repeat until we reach the adventure playground, where there "
            "is always something to hammer or sweep. Nobody is timed. Most people who come have not run since school.",
            themes=["running", "walking", "volunteering", "mental-wellbeing"], activity=[RUNNING, WALKING],
            inLanguage=["en-GB", "es"],
            location=venue("Haggerston Baths Community Room", "14 Laburnum Wharf", "E8 4ZZ", "Hackney", 51.5383, -0.0741),
            schedule=[weekly(day, "Thursday", "18:30", "19:45")], effort=_effort("gentle", 1800, 2200, "Minute on, minute off."),
            audience={
                "intent": "welcomes", "relationToPlace": ["resident", "worker"], "identities": ["women", "newcomers"],
                "selfDescription": "For anyone who was always picked last.",
            },
            safeguarding=FOR_A_CHARITY,
            accessibility={
                "features": ["step-free-access", "accessible-toilet", "one-to-one-welcome"], "onRequest": ["guide-runner"],
            },
        ),
        series(
            "series/barnet-saturday-bike-missions", "Saturday bike missions", "barnet", modified=13, verified=14,
            summary="Collect surplus bread by bike and bring it to two community fridges.",
            description="Four bakeries, two fridges, one loop of nine kilometres. Bring panniers if you have them; we lend "
            "trailers. We check tyres and brakes together before setting off, so come ten minutes early if you would like to "
            "learn how.",
            themes=["cycling", "food-surplus", "active-travel"], activity=[CYCLING],
            schedule=[weekly(day, "Saturday", "08:30", "10:30")],
            location=venue(
                "Tally Yard Community Fridge", "2 Tally Yard", "N12 9ZZ", "Barnet", 51.6138, -0.1764,
                travelNote="Cycle stands inside the yard.",
            ),
            effort=_effort("moderate", 8500, 9500, "Mostly quiet streets."), safeguarding=FOR_A_CHARITY,
        ),
    ]


def _area(day: date, item: Callable[..., Item]) -> Item:
    return item(
        "Group", "areas/camden", "GoodGym Camden (example)", "camden", modified=2, verified=2,
        participation=["join-group", "attend", "volunteer"],
        membership={"membershipRequired": False, "joiningNote": "Sign up once; it is free."},
        summary="Runners, walkers and cyclists who do useful jobs on the way round.",
        description="About sixty of us run, walk or ride each month to help Camden's charities with the jobs that need many "
        "hands for an hour. The youngest is nineteen and the oldest seventy-four. Come to anything; there is no fee and no kit "
        "to buy.",
        themes=["running", "walking", "volunteering"], activity=[RUNNING, WALKING], location=SOMERS_LANE,
        schedule=[weekly(day, "Wednesday", "18:45", "20:30")],
        accessibility={
            "features": ["step-free-access", "accessible-toilet", "assistance-dogs-welcome"], "onRequest": ["guide-runner"],
        },
    )


def _visitor(**more: object) -> Item:
    return {
        "type": "Role", "name": "Visitor", "side": "giver", "commitment": {"hours": 1, "per": "week", "minimumPeriod": "P6M"},
        "eligibility": ADULTS,
        "requirements": ["interview", "references", "induction"], "safeguarding": CHECKED,
        **more,
    }


def _roles(day: date, item: Callable[..., Item]) -> list[Item]:
    role = partial(item, "VolunteerRole", expires=(day + timedelta(days=160)).isoformat())
    return [
        role(
            "roles/weekly-visitor-camden", "Weekly visitor to an older neighbour", "camden", modified=4, verified=4,
            join={"approvalRequired": True},
            summary="Run, walk or cycle to the same person each week for tea and a chat.",
            description="You visit one older person each week on your own run, walk or ride, and stay for tea and a chat. We "
            "introduce you, come along the first time and stay in touch. Most visitors say they get as much out of it as they "
            "give.",
            themes=["befriending", "older-people-connection", "running"], activity=[RUNNING],
            participation=["volunteer", "be-matched"], location=neighbourhood("Camden Town", "NW1", "Camden"),
            roles=[_visitor(placesAvailable=14)],
            accessibility={
                "onRequest": ["home-visits", "travel-training"],
                "note": "Tell us about stairs and we will look for a home without them.",
            },
        ),
        role(
            "roles/task-finder-islington", "Task finder: bring us useful jobs", "islington", modified=17,
            expires=(day + timedelta(days=90)).isoformat(),
            summary="Talk to local charities and find jobs that thirty people can finish in forty minutes.",
            description="You ring community gardens, schools and food banks, listen to what never gets done and turn it into one "
            "evening's job. It can all be done from a kitchen table. You need a telephone voice and a sense for how heavy a pile "
            "of gravel is.",
            themes=["volunteering", "community-spaces"], participation=["volunteer", "lead"], location=PAVILION,
            roles=[{
                "type": "Role", "name": "Task finder", "side": "helper",
                "commitment": {"hours": 3, "per": "month", "minimumPeriod": "P3M"},
                "placesAvailable": 2, "skills": ["At ease on the telephone"], "requirements": ["induction"],
                "safeguarding": FOR_A_CHARITY,
            }],
            accessibility={
                "features": ["step-free-access", "accessible-toilet"], "barriers": ["none"],
                "note": "Can be done wholly from home.",
            },
        ),
    ]


def _visits(day: date, item: Callable[..., Item]) -> list[Item]:
    return [
        _scheme(
            day, item, "islington", "Islington", neighbourhood("Holloway and Archway", "N19", "Islington"), waiting="20-49",
            places=20, languages=["en-GB", "so", "ar"], modified=9, verified=9,
            description="Some older people in Islington see nobody from one week to the next; some runners would be glad of a "
            "reason to go out. We introduce one to the other, after a conversation with each. The visit lasts as long as a pot "
            "of tea.",
        ),
        _scheme(
            day, item, "brent", "Brent", neighbourhood("Willesden and Harlesden", "NW10", "Brent"), waiting="10-19", places=12,
            languages=["en-GB", "es"], modified=24,
            description="A weekly knock on the door from the same friendly, slightly out-of-breath face. We match people by how "
            "near they live, what they like talking about and the languages they speak. Either side may stop at any time without "
            "giving a reason.",
        ),
    ]


def _scheme(
    day: date, item: Callable[..., Item], area: str, borough: str, location: Item, *, waiting: str, places: int,
    languages: list[str], **members: object,
) -> Item:
    return item(
        "MatchScheme", f"schemes/weekly-visits-{area}", f"Weekly visits to older neighbours in {borough}", area,
        summary="A runner, walker or cyclist calls on the same older person each week.", matchPurpose="befriending",
        themes=["befriending", "older-people-connection", "running"], activity=[RUNNING],
        participation=["be-matched", "volunteer"], matchedOn=["distance", "availability", "interests", "language"],
        inLanguage=languages, location=location, expires=(day + timedelta(days=300)).isoformat(),
        join={"joinMethod": ["web", "telephone", "referral"], "approvalRequired": True},
        contact={
            "type": "ContactPoint", "contactType": "visits coordinator", "email": f"visits-{area}@goodgym.example",
            "telephone": "+44 20 7946 0131",
        },
        audience={"intent": "welcomes", "relationToPlace": ["resident"], "identities": ["older-people", "people-living-alone"]},
        accessibility={"features": ["home-visits", "telephone-joining"], "onRequest": ["interpreter-available", "large-print"]},
        roles=[
            _visitor(placesAvailable=places, expenses="Travel paid back when you cannot run or ride."),
            {
                "type": "Role", "name": "Older neighbour", "side": "receiver", "peopleWaitingBand": waiting,
                "description": "Enjoy a weekly visit from the same person.",
                "eligibility": {"ageRange": {"minValue": 60}, "conditions": ["Lives in the area and would enjoy company."]},
                "join": {
                    "joinMethod": ["telephone", "referral"],
                    "instructions": "Ring us, or ask someone you trust to ring. We never publish who is visited.",
                },
            },
        ],
        **members,
    )


PLATFORM = Platform(
    key="goodgym",
    name="GoodGym (example)",
    host="goodgym.example",
    about="Runners, walkers and cyclists who do useful jobs for local charities on the way round. Free, for adults of any pace.",
    items=items,
)
