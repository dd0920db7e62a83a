"""Streetbank (example): neighbours who lend, give, teach and ask, each placed no closer than an outward code."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from .kit import CC_BY, Item, Platform, moment, neighbourhood

NEIGHBOURS: Item = {
    "intent": "designed-for", "relationToPlace": ["resident"], "selfDescription": "Neighbours within about a mile.",
}
MEMBERS: Item = {"ageRange": {"minValue": 18}, "membershipRequired": True}
MEET: Item = {"handover": ["collect-agreed-public-place", "collect-from-area"]}
IN_PRIVATE = "Sign in with your neighbourhood to send a message. Addresses are only ever shared by you, in private."


def items(day: date, site: str) -> list[Item]:
    item = partial(_common, day, site)
    return [*_to_borrow(item), *_to_keep(item), *_to_learn(item), *_asked_for(item)]


def _common(
    day: date, site: str, kind: str, number: int, name: str, *, mode: str, category: str, what: str,
    where: tuple[str, str, str], modified: int, verified: int | None = None, lasts: int, quantity: int = 1,
    condition: str | None = None, **members: object,
) -> Item:
    """What every listing here says: one thing, one neighbourhood, and a message that only members can send.

    `modified` and `verified` are days ago; the listing `lasts` so many days more.
    """
    path = f"items/{number}"
    return {
        "type": kind,
        "id": f"{PLATFORM.base}/{path}",
        "url": f"{site}/{path}",
        "name": name,
        "inLanguage": ["en-GB"],
        "status": "active",
        "availability": "open",
        "mode": mode,
        "offeredBy": "household",
        "item": {"name": what, "category": category, "quantity": quantity, **({"condition": condition} if condition else {})},
        "organizer": PLATFORM.organization,
        "publisher": PLATFORM.organization,
        "join": {
            "joinMethod": ["platform-message"], "url": f"{site}/{path}/{'ask' if kind == 'Offer' else 'reply'}",
            "approvalRequired": True, "instructions": IN_PRIVATE,
        },
        "location": neighbourhood(*where),
        "isAccessibleForFree": True,
        "audience": NEIGHBOURS,
        "eligibility": MEMBERS,
        "license": CC_BY,
        "attribution": "Streetbank member via Streetbank (example)",
        "dateModified": moment(day - timedelta(days=modified), "10:05"),
        **({} if verified is None else {"lastVerified": (day - timedelta(days=verified)).isoformat()}),
        "expires": (day + timedelta(days=lasts)).isoformat(),
        **members,
    }


def _to_borrow(item: Callable[..., Item]) -> list[Item]:
    lend = partial(item, "Offer", mode="lend", participation=["borrow"])
    return [
        lend(
            48213, "Extending ladder to borrow (3.5 m)", category="tools-diy", what="Extending ladder, 3.5 m",
            condition="used-good", where=("Kentish Town", "NW5", "Camden"), modified=3, verified=3, lasts=72,
            themes=["lending-tools", "repairing"],
            summary="Aluminium extending ladder, free to borrow for a weekend.",
            description="A sturdy aluminium extending ladder that reaches the gutters of most two-storey houses. It fits on a "
            "roof rack, or two people can carry it round the corner. Free to borrow for up to four days. Message me through "
            "Streetbank and we will agree a time and place to hand it over.",
            terms={
                **MEET, "maxLoanPeriod": "P4D", "deposit": {"type": "Money", "price": 0, "priceCurrency": "GBP"},
                "conditions": ["Please check it before you climb; borrowed at your own risk.", "Not for hire or trade use."],
            },
            accessibility={"onRequest": ["delivery-to-borrower"], "barriers": ["heavy-lifting"], "note": "Weighs 14 kg."},
        ),
        lend(
            48219, "Cordless drill with a full set of bits", category="tools-diy", what="18 V cordless drill",
            condition="used-good", where=("Dartmouth Park", "NW5", "Camden"), modified=2, verified=2, lasts=120,
            themes=["lending-tools", "repairing"],
            summary="A drill that goes through brick, two batteries, and bits for wood, metal and masonry.",
            description="Most drills are used for thirteen minutes in their lives, so please use mine. It has a hammer setting "
            "for brick, two batteries, a charger and a tin of bits and wall plugs. If you have never drilled a hole I will "
            "happily show you on a scrap of wood.",
            terms={**MEET, "maxLoanPeriod": "P7D", "conditions": ["Bring it back charged.", "Wear the goggles in the case."]},
            accessibility={
                "onRequest": ["one-to-one-support"], "barriers": ["loud-noise"],
                "note": "Weighs 1.6 kg; the trigger needs a firm squeeze.",
            },
        ),
        lend(
            48304, "Hand-cranked pasta machine", category="kitchen", what="Pasta machine with drying rack", condition="used-good",
            where=("Crouch End", "N8", "Haringey"), modified=6, lasts=150, themes=["lending-tools", "cooking"],
            summary="Clamp it to the table, turn the handle, and have tagliatelle by lunchtime.",
            description="A steel pasta machine that rolls sheets and cuts tagliatelle and spaghetti. The clamp fits any table up "
            "to four centimetres thick. I lend it with a wooden drying rack and the recipe in my grandmother's proportions.",
            terms={
                **MEET, "maxLoanPeriod": "P14D",
                "conditions": ["Brush it clean; never wash it in water.", "It has been used with wheat flour and egg."],
            },
        ),
        lend(
            48311, "Sewing machine, and half an hour to thread it", category="electricals", what="Electric sewing machine",
            condition="used-fair", where=("Stoke Newington", "N16", "Hackney"), modified=12, lasts=90,
            themes=["lending-tools", "textiles", "skill-sharing"], participation=["borrow", "learn"], inLanguage=["en-GB", "es"],
            nameMap={"es": "Máquina de coser, y media hora para enseñarte a enhebrarla"},
            summary="A reliable old machine for curtains, hems and school costumes.",
            description="It is heavy, beige and older than I am, and it sews through denim. I will show you how to thread it and "
            "wind the bobbin when you pick it up. I can explain in English or Spanish.",
            terms={
                "maxLoanPeriod": "P21D", "handover": ["collect-from-area"],
                "conditions": ["Please replace any needle you break."],
            },
            accessibility={
                "barriers": ["heavy-lifting"], "note": "Weighs 11 kg in its case; the foot pedal can be worked by hand.",
            },
        ),
        lend(
            48320, "Gazebo and three trestle tables for street parties", category="event-kit",
            what="Gazebo, 3 m by 3 m, and trestle tables", quantity=4, condition="used-good", offeredBy="group",
            where=("Queen's Park", "NW6", "Brent"), modified=9, verified=9, lasts=200,
            themes=["lending-tools", "library-of-things", "street-events"],
            summary="What our street bought together for parties, free for yours.",
            description="Our street clubbed together for a gazebo, three trestle tables and forty metres of bunting. It sits in "
            "a garage most of the year. Four people can put the gazebo up in ten minutes, and we will come and show you the "
            "trick with the last leg.",
            terms={
                "maxLoanPeriod": "P3D", "handover": ["collect-from-area", "delivery"],
                "deposit": {"type": "Money", "price": 20.0, "priceCurrency": "GBP"},
                "conditions": ["The deposit comes back with the tables.", "Dry the canvas before you fold it."],
            },
            accessibility={"onRequest": ["delivery-to-borrower"], "barriers": ["heavy-lifting"]},
        ),
    ]


def _to_keep(item: Callable[..., Item]) -> list[Item]:
    """Give-aways say no `participation`: the list has no code for taking something home."""
    return [
        item(
            "Offer", 48329, "Thirty moving boxes and a roll of bubble wrap", mode="give", category="other", what="Moving boxes",
            quantity=30, condition="used-good", where=("Holloway", "N7", "Islington"), modified=1, lasts=21,
            themes=["giving-away", "recycling"],
            summary="Flat-packed and dry, ready for the next person who moves.",
            description="We are unpacked at last. Thirty strong boxes, a few of them made for hanging clothes, plus most of a "
            "roll of bubble wrap. They are flattened and tied in tens, so you can take only as many as you need.",
            terms=MEET, accessibility={"onRequest": ["delivery-to-borrower"], "note": "A bundle of ten weighs about 7 kg."},
        ),
        item(
            "Offer", 48335, "Child's first bike with stabilisers", mode="give", category="bikes-transport",
            what="Bike, 14 inch wheels", condition="needs-repair", where=("East Finchley", "N2", "Barnet"), modified=5, lasts=45,
            themes=["giving-away", "cycling", "repairing"],
            summary="Red, rattly and much loved; it needs a new back brake cable.",
            description="Two children have learnt on this bike and it has one more in it. The tyres are sound and the "
            "stabilisers are in a bag with their spanner. The back brake cable has snapped, so it wants twenty minutes at a "
            "repair morning before anyone rides it.",
            terms={**MEET, "conditions": ["Please fit the brake cable before riding."]},
        ),
        item(
            "Offer", 48342, "House plant cuttings to swap", mode="swap", category="garden", what="Rooted cuttings in jars",
            quantity=12, condition="new", where=("London Fields", "E8", "Hackney"), modified=4, lasts=60,
            themes=["swapping", "gardening"], participation=["give-item"],
            summary="Spider plants, monstera and one very willing tradescantia.",
            description="My windowsill is full and I would love something that flowers. I have a dozen rooted cuttings in jam "
            "jars, labelled. Bring a cutting, a packet of seed or a clean jar, and choose any two.",
            terms=MEET, accessibility={"barriers": ["none"], "note": "A jar weighs less than a bag of sugar."},
        ),
        item(
            "Offer", 48350, "A sunny patch of our garden to grow vegetables in", mode="share", category="space",
            what="Garden bed, 4 m by 2 m", where=("Muswell Hill", "N10", "Haringey"), modified=14, verified=20, lasts=180,
            themes=["food-growing", "gardening", "mutual-aid"], participation=["borrow"],
            summary="We have soil and sun but no knees for digging; you have seeds.",
            description="The bottom of our garden gets sun all day and we can no longer dig it. Somebody without a garden is "
            "welcome to grow vegetables there, with our tools and our water. We would like a lettuce now and then, and the "
            "company.",
            terms={
                "handover": ["collect-from-area"],
                "conditions": ["No weedkiller or slug pellets.", "We agree days together before you start."],
            },
            accessibility={
                "barriers": ["steps", "uneven-ground"], "note": "Four steps down to the bed, with a rail on the left.",
            },
        ),
    ]


def _to_learn(item: Callable[..., Item]) -> list[Item]:
    teach = partial(item, "Offer", mode="teach", category="skill", terms={"handover": ["collect-agreed-public-place", "online"]})
    return [
        teach(
            48361, "Spanish conversation over a coffee", what="One hour of Spanish conversation",
            where=("Maida Vale", "W9", "Westminster"), modified=8, verified=8, lasts=150,
            themes=["languages-esol", "skill-sharing"], participation=["learn", "share-skill"], inLanguage=["es", "en-GB"],
            nameMap={"es": "Conversación en español con un café"},
            descriptionMap={
                "es": "Crecí en Valencia y echo de menos mi lengua. Elegimos un tema y hablamos una hora; corrijo con cariño.",
            },
            summary="An unhurried hour in Spanish for anyone past the first lessons.",
            description="I grew up in Valencia and miss talking in my own language. We choose a subject, talk for an hour and I "
            "correct you kindly. In return you could explain English crosswords, which defeat me.",
            accessibility={
                "features": ["one-to-one-welcome"], "onRequest": ["telephone-joining"],
                "note": "We can meet in a quiet library room.",
            },
        ),
        teach(
            48366, "I will teach you three Sylheti dishes", what="Three dishes: dal, fish curry, shutki bhorta",
            where=("Regent's Park Estate", "NW1", "Camden"), modified=3, lasts=100,
            themes=["cooking", "skill-sharing"], participation=["learn", "cook", "eat"], inLanguage=["bn", "en-GB"],
            summary="Dal, fish curry and a fiery bhorta, cooked the way my mother does.",
            description="Come and cook with me in the community kitchen near us, and we eat what we make. I will show you how to "
            "temper spices without burning them. Up to three people at a time; I speak Bengali and English.",
            terms={
                "handover": ["collect-agreed-public-place"],
                "conditions": [
                    "The dishes contain fish and mustard; tell me your allergies when you message.",
                    "Bring one onion and a box for leftovers.",
                ],
            },
            accessibility={"features": ["step-free-access", "seating-available"], "barriers": ["strong-smells"]},
        ),
        teach(
            48372, "Patient help with your phone, forms and passwords", mode="help", category="time", what="An hour at your pace",
            where=("Upper Holloway", "N19", "Islington"), modified=2, verified=2, lasts=160,
            themes=["digital-skills", "skill-sharing"], participation=["learn"], inLanguage=["en-GB", "so", "ar"],
            summary="From making the letters bigger to applying for a bus pass.",
            description="I fix computers for a living and like doing it slowly for people. We can make the letters bigger, set "
            "up video calls with family abroad or fill in that form. I speak English, Somali and some Arabic, and I never need "
            "to know your passwords.",
            accessibility={
                "features": ["plain-english", "one-to-one-support"], "onRequest": ["large-print"],
                "note": "We meet in a library or café.",
            },
        ),
    ]


def _asked_for(item: Callable[..., Item]) -> list[Item]:
    ask = partial(item, "Request")
    return [
        ask(
            48377, "Could someone show me how to bleed a radiator?", mode="teach", category="skill", what="Bleeding a radiator",
            where=("Kentish Town", "NW5", "Camden"), modified=3, lasts=68, themes=["skill-sharing", "repairing"],
            participation=["share-skill"],
            summary="I have the key and cold radiators; you have done it before.",
            description="Two radiators stay cold at the top. I have the key and would love to be shown how, rather than have it "
            "done for me. There will be lemon cake in return.",
            terms={"conditions": ["The cake contains wheat, egg and milk."]},
        ),
        ask(
            48381, "Two very large cooking pots for a street lunch", mode="lend", category="kitchen",
            what="Stockpots, 20 litres or more", quantity=2, offeredBy="group", where=("Harlesden", "NW10", "Brent"), modified=1,
            verified=1, lasts=35, themes=["lending-tools", "shared-meals", "street-events"], participation=["lend"],
            inLanguage=["en-GB", "so", "es"],
            summary="Forty neighbours, one stew, and no pot big enough.",
            description="Our road is having lunch together and the biggest pot among us feeds six. Could we borrow two huge ones "
            "for a weekend? They come back scrubbed, with a box of stew inside if you want it.",
            terms={
                "maxLoanPeriod": "P3D", "handover": ["delivery", "collect-from-area"],
                "conditions": ["Stew made with celery and wheat dumplings."],
            },
        ),
        ask(
            48388, "Two strong people to carry a sofa bed down one floor", mode="help", category="time",
            what="Twenty minutes of lifting", quantity=2, where=("Barnsbury", "N1", "Islington"), modified=2, lasts=18,
            themes=["mutual-aid", "volunteering"], participation=["help-once"],
            summary="One sofa bed, one landing, one awkward corner.",
            description="The charity van will take my old sofa bed but will not come upstairs for it. It needs two strong "
            "people, one flight and a tight corner. I make good coffee and will lend you my best gloves.",
            accessibility={"barriers": ["steps", "heavy-lifting"], "note": "Fourteen stairs with a turn half way."},
        ),
        ask(
            48394, "Empty jam jars with lids", mode="give", category="kitchen", what="Glass jars, any size", quantity=60,
            offeredBy="group", where=("Clapton", "E5", "Hackney"), modified=7, lasts=50,
            themes=["baking-preserving", "recycling", "giving-away"], participation=["give-item"],
            summary="Sixty jars wanted, so that market leftovers can become chutney.",
            description="A few of us cook what the market cannot sell and we have run out of glass. Any size will do as long as "
            "the lid still fits. We collect by bike, and everyone who gives a dozen jars gets a full one back.",
            terms={
                "handover": ["collect-from-area"],
                "conditions": ["Chutney contains mustard and sulphites; each jar has a label."],
            },
            accessibility={
                "features": ["home-visits"], "note": "We can collect from your door or anywhere that suits you better.",
            },
        ),
        ask(
            48402, "Someone to practise Arabic with once a week", mode="teach", category="time",
            what="A weekly half hour of Arabic", where=("Paddington", "W2", "Westminster"), modified=16, verified=18, lasts=110,
            themes=["languages-esol", "skill-sharing"], participation=["share-skill"], inLanguage=["ar", "en-GB"],
            summary="I can read the letters; now I want to talk to my neighbours.",
            description="I have finished a beginners' course and freeze as soon as anybody answers me. Half an hour a week over "
            "tea would help enormously. I can help with English, maths homework or a leaking tap in exchange.",
            terms={"handover": ["collect-agreed-public-place", "online"]}, accessibility={"onRequest": ["telephone-joining"]},
        ),
    ]


PLATFORM = Platform(
    key="streetbank",
    name="Streetbank (example)",
    host="streetbank.example",
    about="Borrow a drill, give away a bike, ask for a hand. Neighbours share what they have; nobody's address is ever shown.",
    items=items,
)
