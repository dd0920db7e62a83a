"""Streetbank (example): neighbours who lend, give, teach and ask, each placed no closer than an outward code."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from examples.platforms import kit
from examples.platforms.kit import Item, Platform, Today

MEET = {"handover": ["collect-agreed-public-place", "collect-from-area"]}


def _listing(
    today: Today,
    kind: str,
    number: int,
    name: str,
    *,
    what: str,
    category: str,
    where: tuple[str, str, str],
    lasts: int,
    quantity: int = 1,
    condition: str | None = None,
    **members: Any,
) -> Item:
    """One thing in one neighbourhood, listed for so many days more; only members can send a message about it."""
    thing = {"name": what, "category": category, "quantity": quantity}
    return today.item(
        kind,
        f"items/{number}",
        name,
        item=thing | ({"condition": condition} if condition else {}),
        join={
            "joinMethod": ["platform-message"],
            "url": "/ask" if kind == "Offer" else "/reply",
            "approvalRequired": True,
            "instructions": "Sign in with your neighbourhood to send a message. Addresses are only ever shared by you, "
            "in private.",
        },
        location=kit.neighbourhood(*where),
        expires=today.in_days(lasts),
        **members,
    )


def _to_borrow(today: Today) -> Iterator[Item]:
    lend = partial(_listing, today, "Offer", mode="lend", participation=["borrow"])

    yield lend(
        48213,
        "Extending ladder to borrow (3.5 m)",
        category="tools-diy",
        what="Extending ladder, 3.5 m",
        condition="used-good",
        where=("Kentish Town", "NW5", "Camden"),
        modified=3,
        verified=3,
        lasts=72,
        themes=["lending-tools", "repairing"],
        summary="Aluminium extending ladder, free to borrow for a weekend.",
        description="A sturdy aluminium extending ladder that reaches the gutters of most two-storey houses. It fits "
        "on a roof rack, or two people can carry it round the corner. Free to borrow for up to four days. Message me "
        "through Streetbank and we will agree a time and place to hand it over.",
        terms={
            **MEET,
            "maxLoanPeriod": "P4D",
            "deposit": kit.pounds(0),
            "conditions": [
                "Please check it before you climb; borrowed at your own risk.",
                "Not for hire or trade use.",
            ],
        },
        accessibility=kit.access(onRequest=["delivery-to-borrower"], barriers=["heavy-lifting"], note="Weighs 14 kg."),
    )

    yield lend(
        48219,
        "Cordless drill with a full set of bits",
        category="tools-diy",
        what="18 V cordless drill",
        condition="used-good",
        where=("Dartmouth Park", "NW5", "Camden"),
        modified=2,
        verified=2,
        lasts=120,
        themes=["lending-tools", "repairing"],
        summary="A drill that goes through brick, two batteries, and bits for wood, metal and masonry.",
        description="Most drills are used for thirteen minutes in their lives, so please use mine. It has a hammer "
        "setting for brick, two batteries, a charger and a tin of bits and wall plugs. If you have never drilled a "
        "hole I will happily show you on a scrap of wood.",
        terms={
            **MEET,
            "maxLoanPeriod": "P7D",
            "conditions": ["Bring it back charged.", "Wear the goggles in the case."],
        },
        accessibility=kit.access(
            onRequest=["one-to-one-support"],
            barriers=["loud-noise"],
            note="Weighs 1.6 kg; the trigger needs a firm squeeze.",
        ),
    )

    yield lend(
        48304,
        "Hand-cranked pasta machine",
        category="kitchen",
        what="Pasta machine with drying rack",
        condition="used-good",
        where=("Crouch End", "N8", "Haringey"),
        modified=6,
        lasts=150,
        themes=["lending-tools", "cooking"],
        summary="Clamp it to the table, turn the handle, and have tagliatelle by lunchtime.",
        description="A steel pasta machine that rolls sheets and cuts tagliatelle and spaghetti. The clamp fits any "
        "table up to four centimetres thick. I lend it with a wooden drying rack and the recipe in my grandmother's "
        "proportions.",
        terms={
            **MEET,
            "maxLoanPeriod": "P14D",
            "conditions": ["Brush it clean; never wash it in water.", "It has been used with wheat flour and egg."],
        },
    )

    yield lend(
        48311,
        "Sewing machine, and half an hour to thread it",
        category="electricals",
        what="Electric sewing machine",
        condition="used-fair",
        where=("Stoke Newington", "N16", "Hackney"),
        modified=12,
        lasts=90,
        themes=["lending-tools", "textiles", "skill-sharing"],
        participation=["borrow", "learn"],
        inLanguage=["en-GB", "es"],
        nameMap={"es": "Máquina de coser, y media hora para enseñarte a enhebrarla"},
        summary="A reliable old machine for curtains, hems and school costumes.",
        description="It is heavy, beige and older than I am, and it sews through denim. I will show you how to thread "
        "it and wind the bobbin when you pick it up. I can explain in English or Spanish.",
        terms={
            "maxLoanPeriod": "P21D",
            "handover": ["collect-from-area"],
            "conditions": ["Please replace any needle you break."],
        },
        accessibility=kit.access(
            barriers=["heavy-lifting"], note="Weighs 11 kg in its case; the foot pedal can be worked by hand."
        ),
    )

    yield lend(
        48320,
        "Gazebo and three trestle tables for street parties",
        category="event-kit",
        what="Gazebo, 3 m by 3 m, and trestle tables",
        quantity=4,
        condition="used-good",
        offeredBy="group",
        where=("Queen's Park", "NW6", "Brent"),
        modified=9,
        verified=9,
        lasts=200,
        themes=["lending-tools", "library-of-things", "street-events"],
        summary="What our street bought together for parties, free for yours.",
        description="Our street clubbed together for a gazebo, three trestle tables and forty metres of bunting. It "
        "sits in a garage most of the year. Four people can put the gazebo up in ten minutes, and we will come and "
        "show you the trick with the last leg.",
        terms={
            "maxLoanPeriod": "P3D",
            "handover": ["collect-from-area", "delivery"],
            "deposit": kit.pounds(20.0),
            "conditions": ["The deposit comes back with the tables.", "Dry the canvas before you fold it."],
        },
        accessibility=kit.access(onRequest=["delivery-to-borrower"], barriers=["heavy-lifting"]),
    )


def _to_keep(today: Today) -> Iterator[Item]:
    """Give-aways say no `participation`: the list has no code for taking something home."""
    offer = partial(_listing, today, "Offer")

    yield offer(
        48329,
        "Thirty moving boxes and a roll of bubble wrap",
        mode="give",
        category="other",
        what="Moving boxes",
        quantity=30,
        condition="used-good",
        where=("Holloway", "N7", "Islington"),
        modified=1,
        lasts=21,
        themes=["giving-away", "recycling"],
        summary="Flat-packed and dry, ready for the next person who moves.",
        description="We are unpacked at last. Thirty strong boxes, a few of them made for hanging clothes, plus most "
        "of a roll of bubble wrap. They are flattened and tied in tens, so you can take only as many as you need.",
        terms=MEET,
        accessibility=kit.access(onRequest=["delivery-to-borrower"], note="A bundle of ten weighs about 7 kg."),
    )

    yield offer(
        48335,
        "Child's first bike with stabilisers",
        mode="give",
        category="bikes-transport",
        what="Bike, 14 inch wheels",
        condition="needs-repair",
        where=("East Finchley", "N2", "Barnet"),
        modified=5,
        lasts=45,
        themes=["giving-away", "cycling", "repairing"],
        summary="Red, rattly and much loved; it needs a new back brake cable.",
        description="Two children have learnt on this bike and it has one more in it. The tyres are sound and the "
        "stabilisers are in a bag with their spanner. The back brake cable has snapped, so it wants twenty minutes at "
        "a repair morning before anyone rides it.",
        terms={**MEET, "conditions": ["Please fit the brake cable before riding."]},
    )

    yield offer(
        48342,
        "House plant cuttings to swap",
        mode="swap",
        category="garden",
        what="Rooted cuttings in jars",
        quantity=12,
        condition="new",
        where=("London Fields", "E8", "Hackney"),
        modified=4,
        lasts=60,
        themes=["swapping", "gardening"],
        participation=["give-item"],
        summary="Spider plants, monstera and one very willing tradescantia.",
        description="My windowsill is full and I would love something that flowers. I have a dozen rooted cuttings in "
        "jam jars, labelled. Bring a cutting, a packet of seed or a clean jar, and choose any two.",
        terms=MEET,
        accessibility=kit.access(barriers=["none"], note="A jar weighs less than a bag of sugar."),
    )

    yield offer(
        48350,
        "A sunny patch of our garden to grow vegetables in",
        mode="share",
        category="space",
        what="Garden bed, 4 m by 2 m",
        where=("Muswell Hill", "N10", "Haringey"),
        modified=14,
        verified=20,
        lasts=180,
        themes=["food-growing", "gardening", "mutual-aid"],
        participation=["borrow"],
        summary="We have soil and sun but no knees for digging; you have seeds.",
        description="The bottom of our garden gets sun all day and we can no longer dig it. Somebody without a garden "
        "is welcome to grow vegetables there, with our tools and our water. We would like a lettuce now and then, and "
        "the company.",
        terms={
            "handover": ["collect-from-area"],
            "conditions": ["No weedkiller or slug pellets.", "We agree days together before you start."],
        },
        accessibility=kit.access(
            barriers=["steps", "uneven-ground"], note="Four steps down to the bed, with a rail on the left."
        ),
    )


def _to_learn(today: Today) -> Iterator[Item]:
    teach = partial(
        _listing,
        today,
        "Offer",
        mode="teach",
        category="skill",
        terms={"handover": ["collect-agreed-public-place", "online"]},
    )

    yield teach(
        48361,
        "Spanish conversation over a coffee",
        what="One hour of Spanish conversation",
        where=("Maida Vale", "W9", "Westminster"),
        modified=8,
        verified=8,
        lasts=150,
        themes=["languages-esol", "skill-sharing"],
        participation=["learn", "share-skill"],
        inLanguage=["es", "en-GB"],
        nameMap={"es": "Conversación en español con un café"},
        descriptionMap={
            "es": "Crecí en Valencia y echo de menos mi lengua. Elegimos un tema y hablamos una hora; corrijo con "
            "cariño."
        },
        summary="An unhurried hour in Spanish for anyone past the first lessons.",
        description="I grew up in Valencia and miss talking in my own language. We choose a subject, talk for an hour "
        "and I correct you kindly. In return you could explain English crosswords, which defeat me.",
        accessibility=kit.access(
            ["one-to-one-welcome"], onRequest=["telephone-joining"], note="We can meet in a quiet library room."
        ),
    )

    yield teach(
        48366,
        "I will teach you three Sylheti dishes",
        what="Three dishes: dal, fish curry, shutki bhorta",
        where=("Regent's Park Estate", "NW1", "Camden"),
        modified=3,
        lasts=100,
        themes=["cooking", "skill-sharing"],
        participation=["learn", "cook", "eat"],
        inLanguage=["bn", "en-GB"],
        summary="Dal, fish curry and a fiery bhorta, cooked the way my mother does.",
        description="Come and cook with me in the community kitchen near us, and we eat what we make. I will show you "
        "how to temper spices without burning them. Up to three people at a time; I speak Bengali and English.",
        terms={
            "handover": ["collect-agreed-public-place"],
            "conditions": [
                "The dishes contain fish and mustard; tell me your allergies when you message.",
                "Bring one onion and a box for leftovers.",
            ],
        },
        accessibility=kit.access(["step-free-access", "seating-available"], barriers=["strong-smells"]),
    )

    yield teach(
        48372,
        "Patient help with your phone, forms and passwords",
        mode="help",
        category="time",
        what="An hour at your pace",
        where=("Upper Holloway", "N19", "Islington"),
        modified=2,
        verified=2,
        lasts=160,
        themes=["digital-skills", "skill-sharing"],
        participation=["learn"],
        inLanguage=["en-GB", "so", "ar"],
        summary="From making the letters bigger to applying for a bus pass.",
        description="I fix computers for a living and like doing it slowly for people. We can make the letters bigger, "
        "set up video calls with family abroad or fill in that form. I speak English, Somali and some Arabic, and I "
        "never need to know your passwords.",
        accessibility=kit.access(
            ["plain-english", "one-to-one-support"], onRequest=["large-print"], note="We meet in a library or café."
        ),
    )


def _asked_for(today: Today) -> Iterator[Item]:
    ask = partial(_listing, today, "Request")

    yield ask(
        48377,
        "Could someone show me how to bleed a radiator?",
        mode="teach",
        category="skill",
        what="Bleeding a radiator",
        where=("Kentish Town", "NW5", "Camden"),
        modified=3,
        lasts=68,
        themes=["skill-sharing", "repairing"],
        participation=["share-skill"],
        summary="I have the key and cold radiators; you have done it before.",
        description="Two radiators stay cold at the top. I have the key and would love to be shown how, rather than "
        "have it done for me. There will be lemon cake in return.",
        terms={"conditions": ["The cake contains wheat, egg and milk."]},
    )

    yield ask(
        48381,
        "Two very large cooking pots for a street lunch",
        mode="lend",
        category="kitchen",
        what="Stockpots, 20 litres or more",
        quantity=2,
        offeredBy="group",
        where=("Harlesden", "NW10", "Brent"),
        modified=1,
        verified=1,
        lasts=35,
        themes=["lending-tools", "shared-meals", "street-events"],
        participation=["lend"],
        inLanguage=["en-GB", "so", "es"],
        summary="Forty neighbours, one stew, and no pot big enough.",
        description="Our road is having lunch together and the biggest pot among us feeds six. Could we borrow two "
        "huge ones for a weekend? They come back scrubbed, with a box of stew inside if you want it.",
        terms={
            "maxLoanPeriod": "P3D",
            "handover": ["delivery", "collect-from-area"],
            "conditions": ["Stew made with celery and wheat dumplings."],
        },
    )

    yield ask(
        48388,
        "Two strong people to carry a sofa bed down one floor",
        mode="help",
        category="time",
        what="Twenty minutes of lifting",
        quantity=2,
        where=("Barnsbury", "N1", "Islington"),
        modified=2,
        lasts=18,
        themes=["mutual-aid", "volunteering"],
        participation=["help-once"],
        summary="One sofa bed, one landing, one awkward corner.",
        description="The charity van will take my old sofa bed but will not come upstairs for it. It needs two strong "
        "people, one flight and a tight corner. I make good coffee and will lend you my best gloves.",
        accessibility=kit.access(barriers=["steps", "heavy-lifting"], note="Fourteen stairs with a turn half way."),
    )

    yield ask(
        48394,
        "Empty jam jars with lids",
        mode="give",
        category="kitchen",
        what="Glass jars, any size",
        quantity=60,
        offeredBy="group",
        where=("Clapton", "E5", "Hackney"),
        modified=7,
        lasts=50,
        themes=["baking-preserving", "recycling", "giving-away"],
        participation=["give-item"],
        summary="Sixty jars wanted, so that market leftovers can become chutney.",
        description="A few of us cook what the market cannot sell and we have run out of glass. Any size will do as "
        "long as the lid still fits. We collect by bike, and everyone who gives a dozen jars gets a full one back.",
        terms={
            "handover": ["collect-from-area"],
            "conditions": ["Chutney contains mustard and sulphites; each jar has a label."],
        },
        accessibility=kit.access(
            ["home-visits"], note="We can collect from your door or anywhere that suits you better."
        ),
    )

    yield ask(
        48402,
        "Someone to practise Arabic with once a week",
        mode="teach",
        category="time",
        what="A weekly half hour of Arabic",
        where=("Paddington", "W2", "Westminster"),
        modified=16,
        verified=18,
        lasts=110,
        themes=["languages-esol", "skill-sharing"],
        participation=["share-skill"],
        inLanguage=["ar", "en-GB"],
        summary="I can read the letters; now I want to talk to my neighbours.",
        description="I have finished a beginners' course and freeze as soon as anybody answers me. Half an hour a week "
        "over tea would help enormously. I can help with English, maths homework or a leaking tap in exchange.",
        terms={"handover": ["collect-agreed-public-place", "online"]},
        accessibility=kit.access(onRequest=["telephone-joining"]),
    )


PLATFORM = Platform(
    name="Streetbank (example)",
    host="streetbank.example",
    about="Borrow a drill, give away a bike, ask for a hand. Neighbours share what they have; nobody's address is ever "
    "shown.",
    edited="10:05",
    shared={
        "inLanguage": ["en-GB"],
        "availability": "open",
        "offeredBy": "household",
        "audience": kit.audience("designed-for", ["resident"], selfDescription="Neighbours within about a mile."),
        "eligibility": kit.ADULTS | {"membershipRequired": True},
        "attribution": "Streetbank member via Streetbank (example)",
    },
    parts=(_to_borrow, _to_keep, _to_learn, _asked_for),
)
