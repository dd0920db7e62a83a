"""Project Dirt (example): green neighbourhood projects that say what they need, and the work days that move them on."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from .kit import CC_BY, Item, Platform, moment, neighbourhood, upcoming, venue, weekly

GARDENING = "https://openactive.io/activity-list#5b880e93-4a16-4c37-86ac-ba2ffba68358"

outdoors = partial(venue, premises="outdoor-public")


def items(day: date, site: str) -> list[Item]:
    item = partial(_common, day, site)
    return [*_projects(day, item), *_events(day, item), *_groups(day, item), _tree_warden(day, item)]


def _common(
    day: date, site: str, kind: str, path: str, name: str, organizer: Item, *,
    modified: int, verified: int | None = None, join: Item | None = None, **members: object,
) -> Item:
    """What every item here says, replaced by what its own `members` say; `modified` and `verified` are days ago."""
    confirmed = {} if verified is None else {"lastVerified": _in_days(day, -verified)}
    return {
        "type": kind,
        "id": f"{PLATFORM.base}/{path}",
        "url": f"{site}/{path}",
        "name": name,
        "inLanguage": ["en-GB"],
        "status": "scheduled" if kind == "Event" else "active",
        "availability": "open",
        "organizer": organizer,
        "publisher": PLATFORM.organization,
        "contact": {"type": "ContactPoint", "contactType": "organisers", "email": f"hello@{_host(organizer)}"},
        "join": {"joinMethod": ["web"], "url": f"{site}/{path}/join", "approvalRequired": False, **(join or {})},
        "isAccessibleForFree": True,
        "audience": {"intent": "everyone", "relationToPlace": ["resident", "worker", "visitor"]},
        "license": CC_BY,
        "attribution": f"{organizer['name']} via Project Dirt (example)",
        "dateModified": moment(day - timedelta(days=modified), "08:12"),
        **confirmed,
        **members,
    }


def _on(day: date, start: str, end: str) -> Item:
    clock = {"startDate": moment(day, start), "endDate": moment(day, end), "timeZone": "Europe/London"}
    return {**clock, "attendanceMode": "in-person"}


def _group(host: str, name: str) -> Item:
    return {"type": "Organization", "id": f"https://{host}/#org", "name": name, "url": f"https://{host}/"}


def _host(group: Item) -> str:
    return str(group["url"]).removeprefix("https://").removesuffix("/")


def _need(name: str, kind: str, quantity: int, unit: str, fulfilled: int = 0, **more: object) -> Item:
    """`fulfilled` is counted inside `quantity`."""
    return {"type": "Need", "name": name, "needType": kind, "quantity": quantity, "unit": unit, "fulfilled": fulfilled, **more}


ORCHARD = _group("lissenden-orchard.example", "Lissenden Orchard Group")

LISSENDEN_GREEN = outdoors(
    "Lissenden Green, by the lower gate", "Lissenden Green", "NW5 1ZZ", "Camden", 51.5561, -0.1497,
    travelNote="Five minutes' level walk from Gospel Oak Overground. No parking.",
)


def _in_days(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def _next_first_sunday(day: date) -> date:
    return next(sunday for weeks in range(6) if (sunday := upcoming(day, "Sunday", weeks)).day <= 7)


def _projects(day: date, item: Callable[..., Item]) -> list[Item]:
    in_days = partial(_in_days, day)
    return [
        item(
            "Project", "projects/lissenden-pocket-orchard", "Lissenden Pocket Orchard", ORCHARD, modified=4, verified=4,
            summary="Turning a strip of unused estate grass into a twelve-tree community orchard.",
            description="Neighbours around Lissenden Green are planting twelve fruit trees and a pollinator strip on a bare "
            "corner of estate land. We meet on the first Sunday of the month to dig, plant and mulch. No experience is needed, "
            "tools and gloves are on site, and children are welcome with an adult. The estate has said yes and we have a water "
            "point; now we need people, trees and some advice on pruning.",
            themes=["food-growing", "tree-planting", "wildlife", "parks-green-space"],
            participation=["volunteer", "give-item", "share-skill", "learn"], stage="delivering", startDate=in_days(-51),
            endDate=in_days(310), expires=in_days(310),
            join={
                "joinMethod": ["web", "turn-up"],
                "instructions": "Come to a first-Sunday work morning, or press Join for reminders.",
            },
            location=LISSENDEN_GREEN,
            audience={
                "intent": "everyone", "relationToPlace": ["resident", "worker", "visitor"],
                "identities": ["families-with-children"],
                "selfDescription": "Anyone who lives, works or spends time near Lissenden Green.",
            },
            eligibility={"conditions": ["Under-16s come with an adult."]},
            accessibility={
                "features": ["step-free-route", "seating-available", "assistance-dogs-welcome"],
                "barriers": ["uneven-ground", "no-toilet-on-site"], "onRequest": ["one-to-one-welcome"],
                "note": "One raised planter for people who prefer not to bend or kneel.",
            },
            roles=[{
                "type": "Role", "name": "Orchard volunteer", "side": "helper", "commitment": {"hours": 2.5, "per": "month"},
                "placesAvailable": 20, "requirements": ["none"], "safeguarding": {"checks": ["none"]},
            }],
            needs=[
                _need("Apple or plum trees on dwarfing stock", "item", 12, "trees", fulfilled=5, deadline=in_days(96)),
                _need("Woodchip or peat-free compost", "material", 2, "cubic metres"),
                _need("Someone who can show us how to shape young trees", "skill", 1, "person"),
                _need("A dry place to keep tools within 300 m", "space", 1, "cupboard"),
            ],
            milestones=[
                {"name": "Estate permission agreed", "targetDate": in_days(-70), "status": "completed"},
                {"name": "First five trees planted", "targetDate": in_days(-9), "status": "completed"},
                {"name": "All twelve trees planted", "targetDate": in_days(96), "status": "scheduled"},
            ],
        ),
        item(
            "Project", "projects/marlow-rise-compost", "Marlow Rise compost bays",
            _group("marlow-rise.example", "Marlow Rise Residents"), modified=9, verified=12,
            summary="Three hot compost bays that turn ninety households' peelings into soil for the estate beds.",
            description="Ninety households on Marlow Rise drop their peelings in a caddy by the bin store, and a rota of compost "
            "stewards turns the heap. In the first year we made enough soil for every raised bed on the estate. We are short of "
            "stewards, because turning a full bay is a two-person job, and the lid of bay two has rotted through.",
            themes=["recycling", "gardening", "climate-action"], participation=["volunteer", "give-item", "share-skill"],
            stage="running",
            location=outdoors(
                "Marlow Rise bin store garden", "Marlow Rise", "N7 8ZZ", "Islington", 51.5521, -0.1172,
                travelNote="Through the archway beside the launderette; the gate is open in daylight.",
            ),
            accessibility={"features": ["step-free-access"], "barriers": ["heavy-lifting", "strong-smells", "no-toilet-on-site"]},
            needs=[
                _need("Compost stewards for half an hour a week", "people", 8, "people", fulfilled=5),
                _need("Scaffold boards for a new lid", "material", 4, "boards"),
                _need("Dry leaves or shredded card", "material", 10, "sacks", fulfilled=3),
            ],
        ),
        item(
            "Project", "projects/tarrant-road-rain-gardens", "Rain gardens for Tarrant Road",
            _group("tarrant-road.example", "Tarrant Road Rain Gardeners"), modified=2,
            summary="Swapping the puddle outside the parade for planted beds that drink the rain.",
            description="Every downpour floods the pavement outside the Tarrant Road shops. We want two planted beds with kerb "
            "gaps so the water soaks away, and a bench between them. The drawings are half done; next we need somebody who can "
            "read a drainage plan and a few patient people to talk to shopkeepers.",
            themes=["public-space-improvement", "climate-action", "gardening"],
            participation=["volunteer", "share-skill", "campaign"], stage="planning",
            location=outdoors(
                "Tarrant Road parade", "Tarrant Road", "N17 6ZZ", "Haringey", 51.5968, -0.0713,
                travelNote="Four bus routes stop at the parade; Bruce Grove Overground is seven minutes on foot.",
            ),
            needs=[
                _need("Someone who can read a drainage plan", "skill", 1, "person"),
                _need("People to ask shopkeepers what they think", "people", 6, "people", fulfilled=2, deadline=in_days(30)),
                _need("Highways permission for two kerb gaps", "permission", 1, "permission"),
            ],
        ),
        item(
            "Project", "projects/grove-library-solar", "Solar panels for Grove Library",
            _group("grove-power.example", "Grove Power Co-operative"), modified=15,
            summary="Residents who want to own the solar panels on their library's roof, and need a treasurer.",
            description="The flat roof of Grove Library could hold about forty panels, enough to run its lights and the boiler "
            "pumps. We are forming a co-operative so that people nearby can own them from a few pounds each. No money is being "
            "raised yet: first we need a treasurer, and two people to count the building's meter readings with us.",
            themes=["community-energy", "climate-action"], participation=["volunteer", "share-skill", "lead"], stage="idea",
            inLanguage=["en-GB", "ar"],
            location=venue("Grove Library", "40 Linnet Parade", "NW8 8ZZ", "Westminster", 51.5243, -0.1698),
            accessibility={
                "features": ["step-free-access", "lift", "accessible-toilet", "hearing-loop"], "onRequest": ["large-print"],
            },
            needs=[
                _need("A treasurer for the co-operative", "skill", 1, "person"),
                _need("Meter readers, one hour a month", "people", 2, "people", fulfilled=1),
            ],
        ),
        item(
            "Project", "projects/harlesden-cargo-bike", "A cargo bike for the high street",
            _group("high-street-wheels.example", "High Street Wheels"), modified=6,
            summary="One electric cargo bike that shops, the food bank and families can share.",
            description="Shops on the high street, the food bank and a nursery have clubbed together for an electric cargo bike "
            "anyone can book by the hour. The bike is here and it is blue. What is missing is a ground-floor place to lock it "
            "overnight and someone to teach nervous riders how it turns with a full box.",
            themes=["active-travel", "library-of-things", "climate-action"],
            participation=["borrow", "volunteer", "give-item", "share-skill"], stage="delivering",
            inLanguage=["en-GB", "so", "es"],
            location=venue("Station Approach Traders' Office", "7 Acton Parade", "NW10 4ZZ", "Brent", 51.5364, -0.2488),
            accessibility={"features": ["step-free-access"], "note": "Handlebars and saddle fit riders from about 1.50 m."},
            needs=[
                _need("A ground-floor place to lock the bike", "space", 1, "room"),
                _need("Someone to give riding lessons", "skill", 2, "people", fulfilled=1),
                _need("Rain covers for the box", "item", 2, "covers"),
            ],
        ),
        item(
            "Project", "projects/east-finchley-hedgehog-gaps", "A hedgehog road through our back gardens",
            _group("hedgehog-gaps.example", "East Finchley Hedgehog Gaps"), modified=20,
            verified=25,
            summary="Cutting small gaps in garden fences so that hedgehogs can walk from the wood to the allotments.",
            description="A hedgehog walks a mile a night and every fence is a wall. Thirty households have already cut a gap the "
            "size of a saucer, and we are looking for the gardens in between. We bring the saw, the drill and a small sign for "
            "the gap; you bring the fence.",
            themes=["wildlife", "gardening", "science-nature-study"], participation=["help-once", "volunteer", "learn"],
            stage="running", join={"instructions": "Tell us your street in private and we will say which gardens would join up."},
            location=neighbourhood("East Finchley", "N2", "Barnet"),
            needs=[
                _need("Gardens that would let us cut a gap", "permission", 40, "gardens", fulfilled=30),
                _need("A quiet cordless drill", "item", 1, "drill"),
            ],
        ),
    ]


def _events(day: date, item: Callable[..., Item]) -> list[Item]:
    first_sunday, saturday, thursday = _next_first_sunday(day), upcoming(day, "Saturday"), upcoming(day, "Thursday")
    swap = upcoming(day, "Saturday", 2)
    return [
        item(
            "Event", f"events/lissenden-work-morning-{first_sunday}", "Orchard work morning at Lissenden Green", ORCHARD,
            modified=4, verified=4, **_on(first_sunday, "10:00", "12:30"),
            summary="Two and a half hours of digging, mulching and tea in the new pocket orchard.",
            description="We will mulch the five young trees, mark out the next row and sow a strip of flowers for bees. Come for "
            "the whole morning or for half an hour. There is a job for every back, including labelling and making the tea.",
            themes=["food-growing", "tree-planting", "volunteering"], activity=[GARDENING], format="work-party",
            participation=["volunteer", "drop-in", "learn"], join={"joinMethod": ["turn-up", "web"]}, location=LISSENDEN_GREEN,
            inProject=f"{PLATFORM.base}/projects/lissenden-pocket-orchard",
            effort={"level": "gentle", "note": "Choose light or heavy jobs on the day."},
            accessibility={
                "features": ["step-free-route", "seating-available"], "barriers": ["uneven-ground", "no-toilet-on-site"],
            },
        ),
        item(
            "Event", f"events/towpath-tidy-{saturday}", "Towpath tidy by foot and by canoe",
            _group("towpath-tidiers.example", "Towpath Tidiers"), modified=1,
            **_on(saturday, "10:30", "13:00"), maximumAttendeeCapacity=30, remainingAttendeeCapacity=11, waitingList=False,
            summary="Fish out floating rubbish, clear the towpath and count the coots.",
            description="Half of us walk the towpath with pickers and sacks while the other half fish bottles out from two "
            "borrowed canoes. Afterwards we weigh the haul, count the coots for the bird survey and share soup. Life jackets and "
            "gloves are here for all.",
            themes=["litter-picking", "wildlife", "public-space-improvement"], format="active-help",
            participation=["attend", "volunteer", "help-once"],
            join={"registrationDeadline": moment(saturday - timedelta(days=1), "18:00")},
            location=outdoors("Gasholder Steps, Regent's Canal", "Gasholder Walk", "N1C 4ZZ", "Camden", 51.5364, -0.1268),
            eligibility={
                "ageRange": {"minValue": 8},
                "conditions": ["Under-16s come with an adult.", "Canoes are for people who can swim."],
            },
            meal={
                "diets": ["vegan", "gluten-free"], "foodSource": "home-cooked",
                "allergenInformation": "The soup contains celery; labels are on the pot.",
            },
            accessibility={
                "features": ["step-free-route", "accessible-toilet"], "barriers": ["uneven-ground"],
                "note": "The towpath is level; getting into a canoe means one big step down.",
            },
        ),
        item(
            "Event", f"events/energy-cafe-{thursday}", "Energy café: draughts, bills and hot chocolate",
            _group("warm-corner.example", "Warm Corner Hackney"), modified=3, verified=3, **_on(thursday, "17:30", "19:30"),
            summary="Bring your energy bill and leave with a warmer room and a roll of draught strip.",
            description="Sit down with a trained neighbour who will read your bill with you, find out whether you are on the "
            "right tariff and explain the help you can ask for. There is a demonstration window to practise draught-proofing on, "
            "and everybody takes home a roll of strip. We speak English, Spanish and some Turkish.",
            themes=["climate-action", "money-advice", "skill-sharing"], format="social", participation=["drop-in", "learn"],
            inLanguage=["en-GB", "es", "tr"],
            nameMap={"es": "Café de la energía: corrientes de aire, facturas y chocolate caliente"},
            join={"joinMethod": ["turn-up"]},
            location=venue("Lenthorn Mission Rooms", "3 Lenthorn Yard", "E8 3ZZ", "Hackney", 51.5462, -0.0668),
            audience={
                "intent": "welcomes", "relationToPlace": ["resident"],
                "identities": ["people-on-low-income", "social-housing-tenants"],
                "selfDescription": "For anyone in a cold room or with a bill that makes no sense.",
            },
            accessibility={
                "features": ["step-free-access", "accessible-toilet", "quiet-table", "plain-english"],
                "onRequest": ["interpreter-available"],
            },
        ),
        item(
            "Event", f"events/seed-and-cutting-swap-{swap}", "Seed and cutting swap",
            _group("hornsey-growers.example", "Hornsey Growers"),
            modified=8, **_on(swap, "11:00", "14:00"),
            summary="Bring what you have too much of and take what you have always wanted.",
            description="Saved seed, rooted cuttings, divided perennials and spare pots change hands across six long tables. You "
            "do not need to bring anything to take something home. Old hands sit at the first table to tell you what grows in a "
            "north-facing yard.",
            themes=["food-growing", "swapping", "gardening"], format="market-or-swap",
            participation=["attend", "give-item", "share-skill"], join={"joinMethod": ["turn-up"]},
            location=venue(
                "Priory Lane Church Hall", "22 Priory Lane", "N8 7ZZ", "Haringey", 51.5868, -0.1192,
                travelNote="Three steps at the front; ring the side bell for the ramp.",
            ),
            accessibility={
                "barriers": ["steps", "busy-and-noisy"], "onRequest": ["step-free-access"],
                "note": "First half hour is the quietest.",
            },
        ),
    ]


def _groups(day: date, item: Callable[..., Item]) -> list[Item]:
    return [
        item(
            "Group", "groups/green-archway", "Green Archway", _group("green-archway.example", "Green Archway"), modified=11,
            verified=16,
            summary="A dozen or so neighbours who look after the planters between the station and the hill.",
            description="We water, weed and replant sixteen planters that used to be full of cans. Most of us knew nothing about "
            "plants when we started, and the tea afterwards is taken as seriously as the weeding. Join once or come every week.",
            themes=["gardening", "public-space-improvement", "parks-green-space"], participation=["join-group", "volunteer"],
            schedule=[weekly(day, "Wednesday", "10:00", "11:30")],
            membership={"membershipRequired": False, "joiningNote": "Just come along."}, join={"joinMethod": ["turn-up"]},
            location=outdoors("Whistlers Corner planters", "Whistlers Corner", "N19 5ZZ", "Islington", 51.5654, -0.1342),
            audience={
                "intent": "welcomes", "relationToPlace": ["resident", "worker"], "identities": ["newcomers", "retired-people"],
            },
            accessibility={
                "features": ["step-free-route", "assistance-dogs-welcome"], "barriers": ["busy-and-noisy", "no-toilet-on-site"],
            },
        ),
        item(
            "Group", "groups/dollis-rise-wildlife-watch", "Dollis Rise Wildlife Watch",
            _group("dollis-rise.example", "Friends of Dollis Rise"),
            modified=32, summary="A monthly walk to write down what lives in the park.",
            description="On the second Saturday of the month we walk the pond, the meadow and the railway bank, and write down "
            "every bird, bat and bumblebee we meet. Records go to the county record centre. Binoculars are lent and no question "
            "is silly.",
            themes=["wildlife", "science-nature-study", "walking", "outdoor-learning"],
            participation=["join-group", "attend", "learn"],
            activity=["https://openactive.io/activity-list#95092977-5a20-4d6e-b312-8fddabe71544"],
            schedule=[weekly(day, "Saturday", "09:00", "11:00", repeatFrequency="P1M", byMonthWeek=2)],
            membership={"membershipRequired": False}, join={"joinMethod": ["turn-up"]},
            location=outdoors("Dollis Rise Park, café terrace", "Dollis Rise Park", "NW2 6ZZ", "Brent", 51.5561, -0.2318),
            accessibility={
                "features": ["step-free-route", "accessible-toilet", "blue-badge-parking"],
                "note": "Two miles, flat, with benches.",
            },
        ),
        item(
            "EventSeries", "series/muddy-tuesdays", "Muddy Tuesdays: growing with under-fives",
            _group("clapton-patch.example", "Clapton Patch"), modified=7, verified=7,
            summary="Sow, dig, splash and eat what you picked, with a grown-up at your side.",
            description="Small children and their grown-ups plant beans, hunt for worms and water everything including each "
            "other. Wellies in small sizes hang by the shed. We finish under the plastic roof with a story and whatever is "
            "ripe.",
            themes=["outdoor-learning", "food-growing", "stay-and-play"], activity=[GARDENING], format="active-help",
            participation=["attend", "drop-in", "learn"], schedule=[weekly(day, "Tuesday", "10:00", "11:30")],
            attendanceMode="in-person", isAccessibleForFree=False,
            prices=[{"name": "A family", "priceModel": "suggested-donation", "price": 2.0, "priceCurrency": "GBP"}],
            join={"joinMethod": ["turn-up"]},
            location=outdoors("Clapton Patch community garden", "Powell Mews", "E5 8ZZ", "Hackney", 51.5578, -0.0561),
            audience={
                "intent": "designed-for", "identities": ["families-with-children", "new-parents"],
                "relationToPlace": ["resident"],
            },
            eligibility={"ageRange": {"minValue": 0, "maxValue": 5}, "conditions": ["Each child stays with their own grown-up."]},
            safeguarding={"checks": ["none"], "beneficiaries": ["families"], "note": "Parents and carers stay throughout."},
            accessibility={"features": ["step-free-access", "accessible-toilet"], "barriers": ["none"]},
        ),
    ]


def _tree_warden(day: date, item: Callable[..., Item]) -> Item:
    return item(
        "VolunteerRole", "roles/street-tree-warden", "Street tree warden",
        _group("wood-green-trees.example", "Wood Green Tree Wardens"),
        modified=18, verified=18, expires=_in_days(day, 150),
        summary="Adopt the young trees on your own walk to the station and keep them alive.",
        description="A new street tree needs about fifty litres of water a week for its first three years, and somebody who "
        "notices when its tie is too tight. We train you in an evening, give you a key for the standpipe and put you in a group "
        "with other wardens. You choose which trees.",
        themes=["tree-planting", "volunteering", "climate-action"], participation=["volunteer", "learn"],
        location=venue("Lordship Yard Depot", "9 Lordship Yard", "N22 6ZZ", "Haringey", 51.5966, -0.1089, premises="workplace"),
        accessibility={
            "barriers": ["heavy-lifting"], "onRequest": ["one-to-one-welcome"], "note": "A watering trolley saves the lifting.",
        },
        roles=[{
            "type": "Role", "name": "Tree warden", "side": "helper",
            "commitment": {"hours": 1, "per": "week", "minimumPeriod": "P3M"},
            "placesAvailable": 15, "eligibility": {"ageRange": {"minValue": 16}},
            "training": ["One evening with the council's tree team"],
            "requirements": ["training-provided"], "safeguarding": {"checks": ["none"], "beneficiaries": ["general-public"]},
        }],
    )


PLATFORM = Platform(
    key="project-dirt",
    name="Project Dirt (example)",
    host="projectdirt.example",
    about="Green projects started by neighbours. Each one says what it still needs: hands, trees, a skill, a dry cupboard.",
    items=items,
)
