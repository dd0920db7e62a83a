"""Gig Buddies: company for a night out, for adults who have a learning disability or are autistic."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from examples.platforms import kit
from examples.platforms.kit import Item, Platform, Today

TELEPHONE = "020 7946 0111"
FOR_PARTICIPANTS = kit.audience(
    "designed-for", ["resident"], identities=["people-with-a-learning-disability", "autistic-people"]
)
OWN_TICKET = {
    "name": "Your own ticket",
    "priceModel": "varies",
    "note": "The scheme is free. You pay for your own ticket; many venues give the volunteer a free companion place.",
}


def _across(borough: str, latitude: float, longitude: float) -> Item:
    """Venues anywhere in a borough, so that a scheme says nothing about where a participant lives."""
    address = {"addressLocality": "London", "addressRegion": borough, "addressCountry": "GB"}
    return {
        "type": "Place",
        "name": f"Venues across {borough}",
        "precision": "area",
        "premises": "public-venue",
        "address": {"type": "PostalAddress", **address},
        "geo": kit.point(latitude, longitude, uncertaintyMetres=4500),
        "area": kit.area(borough),
    }


def _buddy(today: Today, name: str, **more: Any) -> Item:
    """Someone who goes out with one other person, and how we check them for it."""
    return kit.role(
        name,
        "giver",
        commitment={"hours": 4, "per": "month", "minimumPeriod": "P1Y"},
        eligibility=kit.ADULTS,
        safeguarding={
            "checks": ["dbs-enhanced"],
            "beneficiaries": ["adults-at-risk"],
            "policyUrl": f"{today.site}/#safeguarding",
            "contact": kit.contact("safeguarding lead", "safeguarding@gigbuddies.example", "020 7946 0112"),
        },
        **more,
    )


def _scheme(
    today: Today,
    slug: str,
    name: str,
    borough: str,
    *,
    places: int,
    waiting: str,
    conditions: list[str],
    training: list[str],
    **members: Any,
) -> Item:
    """A scheme that pairs volunteers with participants in a borough."""
    path = f"schemes/{slug}"
    buddy = _buddy(
        today,
        "Volunteer buddy",
        placesAvailable=places,
        training=training,
        requirements=["interview", "references", "induction"],
        expenses="Travel and ticket costs reimbursed up to an agreed limit.",
    )
    participant = kit.role(
        "Participant",
        "receiver",
        peopleWaitingBand=waiting,
        eligibility=kit.ADULTS | {"conditions": conditions},
        join={
            "joinMethod": ["web", "telephone", "referral"],
            "url": f"{today.site}/{path}#join",
            "instructions": "We will meet you first, with someone you trust if you like.",
        },
    )
    return today.item(
        "MatchScheme",
        path,
        name,
        matchPurpose="companion-for-outings",
        participation=["be-matched", "volunteer", "attend"],
        organizer={"type": "Organization", "name": f"Gig Buddies {borough} (example)"},
        contact=kit.contact("scheme coordinator", f"{slug}@gigbuddies.example", TELEPHONE),
        join={
            "joinMethod": ["web", "telephone", "referral"],
            "url": "#join",
            "approvalRequired": True,
            "instructions": "Easy Read forms, video or a phone call: choose what suits you.",
        },
        isAccessibleForFree=False,
        prices=[OWN_TICKET],
        roles=[buddy, participant],
        expires=today.in_days(320),
        **members,
    )


def _schemes(today: Today) -> Iterator[Item]:
    scheme = partial(_scheme, today)

    yield scheme(
        "camden",
        "Gig Buddies Camden: find someone to go to gigs with",
        "Camden",
        modified=5,
        verified=5,
        places=12,
        waiting="20-49",
        summary="Pairs adults with a learning disability or autistic adults with a volunteer who loves the same music.",
        description="Lots of people miss out on live music because they have nobody to go with or their support ends "
        "at nine. Gig Buddies pairs two people who like the same things so they can go out together, at least once a "
        "month. A gig can be a band, a football match, a play or a walk. Volunteers get training, expenses and a "
        "friendly coordinator. Participants choose where they go and who they go with.",
        inLanguage=["en-GB"],
        themes=["live-music", "buddying", "theatre-performance", "disability-inclusion"],
        availability="waiting-list",
        location=_across("Camden", 51.54, -0.14),
        matchedOn=["interests", "availability", "distance", "age-band", "gender-preference", "communication-needs"],
        conditions=[
            "You have a learning disability or are autistic.",
            "You live in or near Camden.",
            "You want to go out more.",
        ],
        training=["Two days of training before matching", "Meet-up every two months"],
        audience={
            **FOR_PARTICIPANTS,
            "selfDescription": "Adults who would like company to enjoy Camden's music scene.",
        },
        accessibility=kit.access(
            ["easy-read-information", "companion-provided", "assistance-dogs-welcome", "late-finish-supported"],
            onRequest=["travel-training", "bsl-interpreted", "pre-visit-to-venue"],
            note="We plan the journey, noise, queues and a quiet place with you before every gig.",
        ),
    )

    yield scheme(
        "haringey",
        "Culture Buddies Haringey: theatre, galleries and everything in between",
        "Haringey",
        modified=8,
        places=9,
        waiting="10-19",
        summary="Go to plays, exhibitions and poetry nights with somebody who would have bought a ticket anyway.",
        description="Not everybody's perfect night is loud. Culture Buddies pairs people who like to look, listen and "
        "talk about it on the bus home. You choose the outings together, usually one a month. Theatres in the borough "
        "have promised us relaxed performances and seats near the aisle.",
        themes=["buddying", "theatre-performance", "visual-arts", "disability-inclusion"],
        location=_across("Haringey", 51.59, -0.11),
        matchedOn=["interests", "availability", "distance", "communication-needs"],
        conditions=["You have a learning disability or are autistic.", "You live in Haringey."],
        training=["One weekend of training before matching", "A theatre backstage visit"],
        accessibility=kit.access(
            ["easy-read-information", "companion-provided", "plain-english"],
            onRequest=["pre-visit-to-venue", "audio-described"],
        ),
    )

    yield scheme(
        "brent-sport-buddies",
        "Sport Buddies Brent: somebody for the match",
        "Brent",
        modified=12,
        verified=12,
        places=15,
        waiting="1-9",
        summary="Football at the big ground, darts at the club or bowls in the park: go with a fan like you.",
        description="A season ticket is no fun alone. Sport Buddies brings together two people who follow the same "
        "team or would like to try the same game. Your buddy knows where the quiet entrance is and how to leave before "
        "the crowd. Watching counts, playing counts, arguing about the referee counts.",
        themes=["buddying", "team-games", "disability-inclusion"],
        location=_across("Brent", 51.56, -0.27),
        matchedOn=["interests", "availability", "distance", "gender-preference"],
        conditions=["You have a learning disability or are autistic.", "You live in or near Brent."],
        training=["Two evenings of training before matching", "A tour of the ground with the access team"],
    )


def _meetups(today: Today) -> Iterator[Item]:
    yield today.item(
        "EventSeries",
        "meetups/first-thursday-social",
        "First Thursday social, Camden Town",
        modified=6,
        verified=6,
        summary="A monthly night out that ends at half past ten, because nights out do.",
        description="Karaoke from eight, a table of board games for those who would rather not, and chips. Buddies, "
        "people waiting for a buddy and friends of either all come. The night ends at half past ten and we help to "
        "plan the way home, so nobody has to leave when it gets good.",
        format="social",
        themes=["buddying", "live-music", "games", "disability-inclusion"],
        participation=["attend", "drop-in"],
        attendanceMode="in-person",
        schedule=[today.weekly("Thursday", "19:30", "22:30", repeatFrequency="P1M", byMonthWeek=1)],
        location=kit.venue("The Lock Keeper's Arms", "18 Hawley Wharf Lane", "NW1 8ZZ", "Camden", 51.5413, -0.1457),
        isAccessibleForFree=False,
        prices=[
            kit.price(
                "Entry with chips", 4, eligibleFor=["everyone"], note="Companions and support workers come in free."
            )
        ],
        maximumAttendeeCapacity=70,
        meal=kit.meal(
            ["vegetarian", "vegan"],
            "bought",
            "Chips are fried in a separate fryer; ask at the bar for the allergen list.",
            takeaway=False,
        ),
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "quiet-room", "companion-free-place", "late-finish-supported"],
            barriers=["loud-noise", "flashing-lights"],
            note="The snug at the back has no music and no lights.",
        ),
    )

    yield today.item(
        "EventSeries",
        "meetups/daytime-disco",
        "Daytime Disco, Dalston",
        modified=10,
        verified=10,
        summary="Two hours of disco on a Saturday afternoon, with a chill-out room and the lights up.",
        description="All the sparkle and none of the late bus. A DJ duo from our own group plays disco, grime and the "
        "occasional Bollywood hit, and takes requests on picture cards. Wear sequins, wear ear defenders, wear both. "
        "The chill-out room next door has beanbags and fish on a screen.",
        format="social",
        themes=["dance", "live-music", "disability-inclusion"],
        activity=[kit.DANCE],
        participation=["attend", "drop-in", "make"],
        attendanceMode="in-person",
        schedule=[today.weekly("Saturday", "14:00", "16:00", repeatFrequency="P2W")],
        effort={"level": "moderate", "note": "Dancing in a chair or only with your shoulders is dancing."},
        location=kit.venue("Gillett Basement", "4 Bradbury Yard", "N16 8ZZ", "Hackney", 51.5503, -0.0757),
        join={"joinMethod": ["turn-up"]},
        maximumAttendeeCapacity=90,
        accessibility=kit.access(
            ["lift", "changing-places-toilet", "quiet-room", "relaxed-session", "companion-welcome"],
            barriers=["loud-noise"],
            onRequest=["one-to-one-support"],
        ),
    )

    yield today.item(
        "EventSeries",
        "meetups/sunday-walk-and-talk",
        "Sunday walk and talk on the Heath",
        modified=17,
        summary="An easy hour on good paths, with a dog or two, and hot chocolate at the end.",
        description="We meet by the lido, agree how far we feel like going and set off at the speed of the slowest. "
        "Talking is not compulsory; walking side by side is good for people who find faces hard work. The café keeps "
        "the round table for us afterwards.",
        format="walk-or-run",
        themes=["walking", "buddying", "animals-pets"],
        activity=[kit.WALKING],
        participation=["attend", "drop-in"],
        attendanceMode="in-person",
        schedule=[today.weekly("Sunday", "11:00", "12:30")],
        effort={"level": "gentle", "distanceMetres": {"minValue": 1200, "maxValue": 3000}},
        location=kit.outdoors(
            "By the lido gate",
            "Gordon House Path",
            "NW5 1ZZ",
            "Camden",
            51.5559,
            -0.1512,
            travelNote="Two minutes from Gospel Oak station, all on the flat.",
        ),
        join={"joinMethod": ["turn-up"]},
    )

    yield today.item(
        "Group",
        "groups/back-row",
        "The Back Row: a film and series fan group",
        modified=9,
        verified=9,
        summary="Fans who meet every other Tuesday to watch something, rate it in popcorn and choose the next one.",
        description="Members decide everything here: the film, the snacks, how loud. Some of us write reviews in "
        "words, some in drawings, some give one to five popcorns. You can come for months and never say a thing, or "
        "run the vote. New members get a first evening with somebody from the group sitting beside them.",
        themes=["film", "disability-inclusion", "buddying"],
        participation=["join-group", "attend", "lead"],
        schedule=[today.weekly("Tuesday", "18:30", "21:00", repeatFrequency="P2W")],
        location=kit.venue("Hornsey Vale Rooms", "33 Mayfield Mews", "N8 9ZZ", "Haringey", 51.5794, -0.1181),
        membership={"membershipRequired": False, "joiningNote": "Come twice, then decide."},
        maximumAttendeeCapacity=20,
        availability="limited",
        expires=today.in_days(180),
        accessibility=kit.access(
            ["step-free-access", "captioned", "easy-read-information", "relaxed-session"], onRequest=["travel-training"]
        ),
    )


def _roles(today: Today) -> Iterator[Item]:
    expires = today.in_days(150)

    yield today.item(
        "VolunteerRole",
        "roles/gig-buddy-islington",
        "Volunteer gig buddy, Islington",
        modified=7,
        verified=7,
        expires=expires,
        summary="You go to gigs anyway. Once a month, go with somebody who could not go without you.",
        description="We are looking for people who love folk, metal, drum and bass or brass bands, and who can be "
        "relied on. You are not a carer: you are company. We match you with one person who likes what you like, train "
        "you for two days, pay your ticket and are on the phone whenever you are out.",
        themes=["volunteering", "buddying", "live-music"],
        participation=["volunteer", "be-matched"],
        location=_across("Islington", 51.55, -0.11),
        join={"joinMethod": ["web"], "url": "#join", "approvalRequired": True},
        roles=[
            _buddy(
                today,
                "Volunteer gig buddy",
                placesAvailable=8,
                training=["Two days of training before matching"],
                requirements=["interview", "references", "induction", "training-provided"],
                expenses="Tickets and travel, up to an agreed limit.",
            )
        ],
        audience=kit.audience("everyone", ["resident", "worker", "student"]),
        accessibility=kit.access(["plain-english"], onRequest=["large-print"]),
    )

    yield today.item(
        "VolunteerRole",
        "roles/night-host-dalston",
        "Door host at the Daytime Disco",
        modified=16,
        expires=expires,
        summary="Welcome people, stamp hands, spot who has come for the first time.",
        description="The first two minutes decide whether somebody comes back. As a door host you explain the picture "
        "cards, show the way to the chill-out room and introduce newcomers to a regular. You are always two on the "
        "door, and one of you is a member of the group.",
        themes=["volunteering", "dance", "disability-inclusion"],
        participation=["volunteer"],
        location=kit.venue(
            "Gillett Basement",
            "4 Bradbury Yard",
            "N16 8ZZ",
            "Hackney",
            51.5503,
            -0.0757,
            travelNote="Dalston Kingsland is four minutes away; the lift is to the left of the stairs.",
        ),
        partOf=today.id("meetups/daytime-disco"),
        roles=[
            kit.role(
                "Door host",
                "helper",
                shift={"startTime": "13:15", "endTime": "16:30"},
                placesAvailable=4,
                eligibility={"ageRange": {"minValue": 16}},
                requirements=["induction"],
                safeguarding={
                    "checks": ["none"],
                    "beneficiaries": ["adults-at-risk"],
                    "note": "Hosts work in pairs in a public room, beside a member of staff.",
                },
            )
        ],
        audience=kit.audience("everyone"),
    )


def _events(today: Today) -> Iterator[Item]:
    taster = today.upcoming("Monday")
    yield today.item(
        "Event",
        f"events/volunteer-taster-{taster}",
        "What is a gig buddy? An evening for would-be volunteers",
        modified=3,
        verified=3,
        **kit.during(taster, "18:30", "20:00"),
        summary="Meet three pairs, hear what goes wrong and what goes right, ask anything.",
        description="Three pairs tell the story of their best night out and of their worst, which is usually about a "
        "replacement bus. A coordinator explains the training and the checks, and there is time to talk one to one. "
        "You need not decide anything; half of the people who come sign up a month later.",
        format="talk",
        themes=["volunteering", "buddying"],
        participation=["attend", "volunteer"],
        location=kit.venue("Mayton Street Rooms", "2 Mayton Yard", "N7 6ZZ", "Islington", 51.5585, -0.1167),
        maximumAttendeeCapacity=40,
        remainingAttendeeCapacity=26,
        audience=kit.audience("everyone", ["resident", "worker", "student"]),
        accessibility=kit.access(["step-free-access", "accessible-toilet", "hearing-loop", "plain-english"]),
    )

    brass = today.upcoming("Friday")
    yield today.item(
        "Event",
        f"events/brass-night-{brass}",
        "Group gig: Lea Valley Brass play the arcade-game songbook",
        modified=4,
        verified=4,
        **kit.during(brass, "19:30", "22:45", doors="18:45"),
        summary="Twenty of us, one brass band, and every tune from the machines at the seaside.",
        description="We have the balcony to ourselves: good view, room to move, a door to the quiet foyer. Meet at a "
        "quarter to seven for crisps and a look at the hall while it is empty. Late support is arranged, so stay for "
        "the encore.",
        format="performance",
        themes=["live-music", "buddying", "disability-inclusion"],
        participation=["attend"],
        location=kit.venue("The Gaumont Rooms", "72 Kilburn Vale", "NW6 4ZZ", "Camden", 51.5411, -0.1917),
        isAccessibleForFree=False,
        prices=[
            kit.price("Ticket", 9.5, eligibleFor=["everyone"]),
            kit.price("Companion", 0, eligibleFor=["carer-companion"]),
        ],
        maximumAttendeeCapacity=20,
        remainingAttendeeCapacity=0,
        waitingList=True,
        availability="full",
        accessibility=kit.access(
            ["lift", "accessible-toilet", "companion-free-place", "pre-visit-to-venue", "late-finish-supported"],
            barriers=["loud-noise", "low-light"],
        ),
    )

    stage_door = today.upcoming("Wednesday", 1)
    yield today.item(
        "Event",
        f"events/behind-the-scenes-{stage_door}",
        "Behind the scenes: try the theatre before you buy the ticket",
        modified=11,
        **kit.during(stage_door, "14:00", "15:45"),
        summary="Walk the route from bus stop to seat, work the lights, and find the quiet corner.",
        description="New places are easier the second time, so have the first time with us. The theatre's access team "
        "shows you the doors, the loos, the seats with space, and how dark it really gets. You may press the button "
        "for the thunder. Photographs and an Easy Read guide to take home.",
        format="trip",
        themes=["theatre-performance", "disability-inclusion"],
        participation=["attend", "learn"],
        location=kit.venue("The Canal Theatre", "11 Praed Basin", "W2 1ZZ", "Westminster", 51.5187, -0.1759),
        maximumAttendeeCapacity=12,
        remainingAttendeeCapacity=6,
        availability="limited",
        accessibility=kit.access(
            ["step-free-access", "changing-places-toilet", "easy-read-information", "pre-visit-to-venue"],
            onRequest=["bsl-interpreted", "audio-described"],
        ),
    )

    parade = today.upcoming("Saturday", 4)
    yield today.item(
        "Event",
        f"events/past-nine-parade-{parade}",
        "Past Nine O'Clock: a lantern parade for later nights",
        modified=13,
        verified=13,
        **kit.during(parade, "19:45", "22:00"),
        summary="A slow, musical walk to ask for support that does not clock off at nine.",
        description="Too many people have to leave before the headliner because a shift ends. We walk with lanterns, "
        "drums and a very large papier-mâché clock from the green to the high street, and stop the clock at nine. Join "
        "with or without a lantern; wheels, sticks and pushchairs set the pace.",
        format="walk-or-run",
        themes=["local-democracy", "disability-inclusion", "street-events"],
        participation=["campaign", "attend", "make"],
        location=kit.outdoors("Finchley Green bandstand", "Stanhope Path", "N3 1ZZ", "Barnet", 51.6004, -0.1968),
        join={"joinMethod": ["turn-up"]},
        stops=[
            {"name": "Bandstand", "purpose": "Meet and light the lanterns", "arrival": kit.moment(parade, "19:45")},
            {
                "name": "High street clock",
                "purpose": "Stop the clock, then sing",
                "arrival": kit.moment(parade, "21:00"),
            },
        ],
        audience=kit.audience("everyone", ["resident", "worker", "visitor"]),
        accessibility=kit.access(
            ["step-free-route", "seating-available", "bsl-interpreted", "late-finish-supported"],
            barriers=["busy-and-noisy", "no-toilet-on-site"],
            note="A quiet bus follows the parade; get on and off as you like.",
        ),
    )


PLATFORM = Platform(
    name="Gig Buddies (example)",
    host="gigbuddies.example",
    about="Somebody to go out with who likes what you like, if you have a learning disability or are autistic. Or be "
    "that somebody, once a month.",
    edited="11:11",
    shared={
        "availability": "open",
        "join": {"joinMethod": ["web", "telephone"], "url": "#join", "telephone": TELEPHONE},
        "audience": FOR_PARTICIPANTS,
    },
    parts=(_schemes, _meetups, _roles, _events),
)
