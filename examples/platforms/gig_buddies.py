"""Gig Buddies: company for a night out, for adults with a learning disability or autistic adults who love what you love."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from .kit import BOROUGHS, CC_BY, Item, Platform, moment, upcoming, venue, weekly

WALKING = "https://openactive.io/activity-list#95092977-5a20-4d6e-b312-8fddabe71544"
DANCE = "https://openactive.io/activity-list#6ca15167-51da-4d91-a1ae-8a45dc47b0ea"
FOR_PARTICIPANTS = {"intent": "designed-for", "relationToPlace": ["resident"], "identities": ["people-with-a-learning-disability", "autistic-people"]}
OWN_TICKET = {
    "name": "Your own ticket", "priceModel": "varies",
    "note": "The scheme is free. You pay for your own ticket; many venues give the volunteer a free companion place.",
}


def items(day: date, site: str) -> list[Item]:
    item = partial(_common, day, site)
    return [*_schemes(day, site, item), *_meetups(day, item), *_roles(day, site, item), *_events(day, item)]


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
        "join": {"joinMethod": ["web", "telephone"], "url": f"{site}/{path}#join", "telephone": "020 7946 0111"},
        "isAccessibleForFree": True,
        "audience": FOR_PARTICIPANTS,
        "license": CC_BY,
        "attribution": PLATFORM.name,
        "dateModified": moment(changed, "11:11"),
        **({"lastVerified": changed.isoformat()} if checked else {}),
        **more,
    }


def _across(borough: str, latitude: float, longitude: float) -> Item:
    """Venues anywhere in a borough, so that a scheme says nothing about where a participant lives."""
    return {
        "type": "Place",
        "name": f"Venues across {borough}",
        "precision": "area",
        "premises": "public-venue",
        "address": {"type": "PostalAddress", "addressLocality": "London", "addressRegion": borough, "addressCountry": "GB"},
        "geo": {"type": "GeoCoordinates", "latitude": latitude, "longitude": longitude, "uncertaintyMetres": 4500},
        "area": {"name": f"London Borough of {borough}", "code": BOROUGHS[borough]},
    }


def _on(day: date, start: str, end: str) -> Item:
    return {"startDate": moment(day, start), "endDate": moment(day, end), "timeZone": "Europe/London", "attendanceMode": "in-person"}


def _checked(site: str) -> Item:
    """How we look after people where one adult goes out with another."""
    return {
        "checks": ["dbs-enhanced"], "beneficiaries": ["adults-at-risk"], "policyUrl": f"{site}/#safeguarding",
        "contact": {
            "type": "ContactPoint", "contactType": "safeguarding lead",
            "email": f"safeguarding@{PLATFORM.host}", "telephone": "020 7946 0112",
        },
    }


def _scheme(
    day: date, site: str, item: Callable[..., Item], borough: str, slug: str, *, places: int, waiting: str,
    conditions: list[str], training: list[str], location: Item, ago: int, checked: bool = False, **more: object,
) -> Item:
    """A scheme that pairs volunteers with participants in a borough."""
    path = f"schemes/{slug}"
    return {
        **item("MatchScheme", path, ago=ago, checked=checked),
        "matchPurpose": "companion-for-outings",
        "participation": ["be-matched", "volunteer", "attend"],
        "organizer": {"type": "Organization", "name": f"Gig Buddies {borough} (example)"},
        "contact": {"type": "ContactPoint", "contactType": "scheme coordinator", "email": f"{slug}@{PLATFORM.host}", "telephone": "020 7946 0111"},
        "join": {
            "joinMethod": ["web", "telephone", "referral"], "url": f"{site}/{path}#join", "approvalRequired": True,
            "instructions": "Easy Read forms, video or a phone call: choose what suits you.",
        },
        "location": location,
        "isAccessibleForFree": False,
        "prices": [OWN_TICKET],
        "roles": [
            {
                "type": "Role", "name": "Volunteer buddy", "side": "giver",
                "commitment": {"hours": 4, "per": "month", "minimumPeriod": "P1Y"},
                "placesAvailable": places,
                "eligibility": {"ageRange": {"minValue": 18}},
                "training": training,
                "requirements": ["interview", "references", "induction"],
                "safeguarding": _checked(site),
                "expenses": "Travel and ticket costs reimbursed up to an agreed limit.",
            },
            {
                "type": "Role", "name": "Participant", "side": "receiver", "peopleWaitingBand": waiting,
                "eligibility": {"ageRange": {"minValue": 18}, "conditions": conditions},
                "join": {
                    "joinMethod": ["web", "telephone", "referral"], "url": f"{site}/{path}#join",
                    "instructions": "We will meet you first, with someone you trust if you like.",
                },
            },
        ],
        "expires": (day + timedelta(days=320)).isoformat(),
        **more,
    }


def _schemes(day: date, site: str, item: Callable[..., Item]) -> list[Item]:
    scheme = partial(_scheme, day, site, item)
    return [
        scheme(
            "Camden", "camden", ago=5, checked=True, places=12, waiting="20-49",
            name="Gig Buddies Camden: find someone to go to gigs with",
            summary="Pairs adults with a learning disability or autistic adults with a volunteer who loves the same music.",
            description="Lots of people miss out on live music because they have nobody to go with or their support ends at nine. Gig Buddies pairs "
            "two people who like the same things so they can go out together, at least once a month. A gig can be a band, a football match, a play "
            "or a walk. Volunteers get training, expenses and a friendly coordinator. Participants choose where they go and who they go with.",
            inLanguage=["en-GB"],
            themes=["live-music", "buddying", "theatre-performance", "disability-inclusion"],
            availability="waiting-list",
            location=_across("Camden", 51.54, -0.14),
            matchedOn=["interests", "availability", "distance", "age-band", "gender-preference", "communication-needs"],
            conditions=["You have a learning disability or are autistic.", "You live in or near Camden.", "You want to go out more."],
            training=["Two days of training before matching", "Meet-up every two months"],
            audience={**FOR_PARTICIPANTS, "selfDescription": "Adults who would like company to enjoy Camden's music scene."},
            accessibility={
                "features": ["easy-read-information", "companion-provided", "assistance-dogs-welcome", "late-finish-supported"],
                "onRequest": ["travel-training", "bsl-interpreted", "pre-visit-to-venue"],
                "note": "We plan the journey, noise, queues and a quiet place with you before every gig.",
            },
        ),
        scheme(
            "Haringey", "haringey", ago=8, places=9, waiting="10-19",
            name="Culture Buddies Haringey: theatre, galleries and everything in between",
            summary="Go to plays, exhibitions and poetry nights with somebody who would have bought a ticket anyway.",
            description="Not everybody's perfect night is loud. Culture Buddies pairs people who like to look, listen and talk about it on the bus "
            "home. You choose the outings together, usually one a month. Theatres in the borough have promised us relaxed performances and seats "
            "near the aisle.",
            themes=["buddying", "theatre-performance", "visual-arts", "disability-inclusion"],
            location=_across("Haringey", 51.59, -0.11),
            matchedOn=["interests", "availability", "distance", "communication-needs"],
            conditions=["You have a learning disability or are autistic.", "You live in Haringey."],
            training=["One weekend of training before matching", "A theatre backstage visit"],
            accessibility={
                "features": ["easy-read-information", "companion-provided", "plain-english"],
                "onRequest": ["pre-visit-to-venue", "audio-described"],
            },
        ),
        scheme(
            "Brent", "brent-sport-buddies", ago=12, checked=True, places=15, waiting="1-9",
            name="Sport Buddies Brent: somebody for the match",
            summary="Football at the big ground, darts at the club or bowls in the park: go with a fan like you.",
            description="A season ticket is no fun alone. Sport Buddies brings together two people who follow the same team or would like to try the "
            "same game. Your buddy knows where the quiet entrance is and how to leave before the crowd. Watching counts, playing counts, arguing "
            "about the referee counts.",
            themes=["buddying", "team-games", "disability-inclusion"],
            location=_across("Brent", 51.56, -0.27),
            matchedOn=["interests", "availability", "distance", "gender-preference"],
            conditions=["You have a learning disability or are autistic.", "You live in or near Brent."],
            training=["Two evenings of training before matching", "A tour of the ground with the access team"],
        ),
    ]


def _meetups(day: date, item: Callable[..., Item]) -> list[Item]:
    return [
        item(
            "EventSeries", "meetups/first-thursday-social", ago=6, checked=True,
            name="First Thursday social, Camden Town",
            summary="A monthly night out that ends at half past ten, because nights out do.",
            description="Karaoke from eight, a table of board games for those who would rather not, and chips. Buddies, people waiting for a buddy "
            "and friends of either all come. The night ends at half past ten and we help to plan the way home, so nobody has to leave when it gets "
            "good.",
            format="social", themes=["buddying", "live-music", "games", "disability-inclusion"],
            participation=["attend", "drop-in"], attendanceMode="in-person",
            schedule=[weekly(day, "Thursday", "19:30", "22:30", repeatFrequency="P1M", byMonthWeek=1)],
            location=venue("The Lock Keeper's Arms", "18 Hawley Wharf Lane", "NW1 8ZZ", "Camden", 51.5413, -0.1457),
            isAccessibleForFree=False,
            prices=[
                {
                    "name": "Entry with chips", "price": 4, "priceCurrency": "GBP", "priceModel": "fixed",
                    "eligibleFor": ["everyone"], "note": "Companions and support workers come in free.",
                },
            ],
            maximumAttendeeCapacity=70,
            meal={
                "diets": ["vegetarian", "vegan"], "foodSource": "bought", "takeaway": False,
                "allergenInformation": "Chips are fried in a separate fryer; ask at the bar for the allergen list.",
            },
            accessibility={
                "features": ["step-free-access", "accessible-toilet", "quiet-room", "companion-free-place", "late-finish-supported"],
                "barriers": ["loud-noise", "flashing-lights"], "note": "The snug at the back has no music and no lights.",
            },
        ),
        item(
            "EventSeries", "meetups/daytime-disco", ago=10, checked=True,
            name="Daytime Disco, Dalston",
            summary="Two hours of disco on a Saturday afternoon, with a chill-out room and the lights up.",
            description="All the sparkle and none of the late bus. A DJ duo from our own group plays disco, grime and the occasional Bollywood hit, "
            "and takes requests on picture cards. Wear sequins, wear ear defenders, wear both. The chill-out room next door has beanbags and fish on "
            "a screen.",
            format="social", themes=["dance", "live-music", "disability-inclusion"], activity=[DANCE],
            participation=["attend", "drop-in", "make"], attendanceMode="in-person",
            schedule=[weekly(day, "Saturday", "14:00", "16:00", repeatFrequency="P2W")],
            effort={"level": "moderate", "note": "Dancing in a chair or only with your shoulders is dancing."},
            location=venue("Gillett Basement", "4 Bradbury Yard", "N16 8ZZ", "Hackney", 51.5503, -0.0757),
            join={"joinMethod": ["turn-up"]},
            maximumAttendeeCapacity=90,
            accessibility={
                "features": ["lift", "changing-places-toilet", "quiet-room", "relaxed-session", "companion-welcome"],
                "barriers": ["loud-noise"], "onRequest": ["one-to-one-support"],
            },
        ),
        item(
            "EventSeries", "meetups/sunday-walk-and-talk", ago=17,
            name="Sunday walk and talk on the Heath",
            summary="An easy hour on good paths, with a dog or two, and hot chocolate at the end.",
            description="We meet by the lido, agree how far we feel like going and set off at the speed of the slowest. Talking is not compulsory; "
            "walking side by side is good for people who find faces hard work. The café keeps the round table for us afterwards.",
            format="walk-or-run", themes=["walking", "buddying", "animals-pets"], activity=[WALKING],
            participation=["attend", "drop-in"], attendanceMode="in-person",
            schedule=[weekly(day, "Sunday", "11:00", "12:30")],
            effort={"level": "gentle", "distanceMetres": {"minValue": 1200, "maxValue": 3000}},
            location=venue(
                "By the lido gate", "Gordon House Path", "NW5 1ZZ", "Camden", 51.5559, -0.1512, premises="outdoor-public",
                travelNote="Two minutes from Gospel Oak station, all on the flat.",
            ),
            join={"joinMethod": ["turn-up"]},
        ),
        item(
            "Group", "groups/back-row", ago=9, checked=True,
            name="The Back Row: a film and series fan group",
            summary="Fans who meet every other Tuesday to watch something, rate it in popcorn and choose the next one.",
            description="Members decide everything here: the film, the snacks, how loud. Some of us write reviews in words, some in drawings, some "
            "give one to five popcorns. You can come for months and never say a thing, or run the vote. New members get a first evening with "
            "somebody from the group sitting beside them.",
            themes=["film", "disability-inclusion", "buddying"], participation=["join-group", "attend", "lead"],
            schedule=[weekly(day, "Tuesday", "18:30", "21:00", repeatFrequency="P2W")],
            location=venue("Hornsey Vale Rooms", "33 Mayfield Mews", "N8 9ZZ", "Haringey", 51.5794, -0.1181),
            membership={"membershipRequired": False, "joiningNote": "Come twice, then decide."},
            maximumAttendeeCapacity=20, availability="limited",
            expires=(day + timedelta(days=180)).isoformat(),
            accessibility={
                "features": ["step-free-access", "captioned", "easy-read-information", "relaxed-session"],
                "onRequest": ["travel-training"],
            },
        ),
    ]


def _roles(day: date, site: str, item: Callable[..., Item]) -> list[Item]:
    expires = (day + timedelta(days=150)).isoformat()
    return [
        item(
            "VolunteerRole", "roles/gig-buddy-islington", ago=7, checked=True, expires=expires,
            name="Volunteer gig buddy, Islington",
            summary="You go to gigs anyway. Once a month, go with somebody who could not go without you.",
            description="We are looking for people who love folk, metal, drum and bass or brass bands, and who can be relied on. You are not a "
            "carer: you are company. We match you with one person who likes what you like, train you for two days, pay your ticket and are on the "
            "phone whenever you are out.",
            themes=["volunteering", "buddying", "live-music"], participation=["volunteer", "be-matched"],
            location=_across("Islington", 51.55, -0.11),
            join={"joinMethod": ["web"], "url": f"{site}/roles/gig-buddy-islington#join", "approvalRequired": True},
            roles=[
                {
                    "type": "Role", "name": "Volunteer gig buddy", "side": "giver",
                    "commitment": {"hours": 4, "per": "month", "minimumPeriod": "P1Y"}, "placesAvailable": 8,
                    "eligibility": {"ageRange": {"minValue": 18}}, "training": ["Two days of training before matching"],
                    "requirements": ["interview", "references", "induction", "training-provided"],
                    "safeguarding": _checked(site), "expenses": "Tickets and travel, up to an agreed limit.",
                },
            ],
            audience={"intent": "everyone", "relationToPlace": ["resident", "worker", "student"]},
            accessibility={"features": ["plain-english"], "onRequest": ["large-print"]},
        ),
        item(
            "VolunteerRole", "roles/night-host-dalston", ago=16, expires=expires,
            name="Door host at the Daytime Disco",
            summary="Welcome people, stamp hands, spot who has come for the first time.",
            description="The first two minutes decide whether somebody comes back. As a door host you explain the picture cards, show the way to the "
            "chill-out room and introduce newcomers to a regular. You are always two on the door, and one of you is a member of the group.",
            themes=["volunteering", "dance", "disability-inclusion"], participation=["volunteer"],
            location=venue(
                "Gillett Basement", "4 Bradbury Yard", "N16 8ZZ", "Hackney", 51.5503, -0.0757,
                travelNote="Dalston Kingsland is four minutes away; the lift is to the left of the stairs.",
            ),
            partOf=f"{PLATFORM.base}/meetups/daytime-disco",
            roles=[
                {
                    "type": "Role", "name": "Door host", "side": "helper",
                    "shift": {"startTime": "13:15", "endTime": "16:30"}, "placesAvailable": 4,
                    "eligibility": {"ageRange": {"minValue": 16}}, "requirements": ["induction"],
                    "safeguarding": {
                        "checks": ["none"], "beneficiaries": ["adults-at-risk"],
                        "note": "Hosts work in pairs in a public room, beside a member of staff.",
                    },
                },
            ],
            audience={"intent": "everyone"},
        ),
    ]


def _events(day: date, item: Callable[..., Item]) -> list[Item]:
    brass, taster = upcoming(day, "Friday"), upcoming(day, "Monday")
    stage_door, parade = upcoming(day, "Wednesday", 1), upcoming(day, "Saturday", 4)
    return [
        item(
            "Event", f"events/volunteer-taster-{taster}", ago=3, checked=True, **_on(taster, "18:30", "20:00"),
            name="What is a gig buddy? An evening for would-be volunteers",
            summary="Meet three pairs, hear what goes wrong and what goes right, ask anything.",
            description="Three pairs tell the story of their best night out and of their worst, which is usually about a replacement bus. A "
            "coordinator explains the training and the checks, and there is time to talk one to one. You need not decide anything; half of the "
            "people who come sign up a month later.",
            format="talk", themes=["volunteering", "buddying"], participation=["attend", "volunteer"],
            location=venue("Mayton Street Rooms", "2 Mayton Yard", "N7 6ZZ", "Islington", 51.5585, -0.1167),
            maximumAttendeeCapacity=40, remainingAttendeeCapacity=26,
            audience={"intent": "everyone", "relationToPlace": ["resident", "worker", "student"]},
            accessibility={"features": ["step-free-access", "accessible-toilet", "hearing-loop", "plain-english"]},
        ),
        item(
            "Event", f"events/brass-night-{brass}", ago=4, checked=True, **_on(brass, "19:30", "22:45"),
            doorTime=moment(brass, "18:45"),
            name="Group gig: Lea Valley Brass play the arcade-game songbook",
            summary="Twenty of us, one brass band, and every tune from the machines at the seaside.",
            description="We have the balcony to ourselves: good view, room to move, a door to the quiet foyer. Meet at a quarter to seven for crisps "
            "and a look at the hall while it is empty. Late support is arranged, so stay for the encore.",
            format="performance", themes=["live-music", "buddying", "disability-inclusion"],
            participation=["attend"],
            location=venue("The Gaumont Rooms", "72 Kilburn Vale", "NW6 4ZZ", "Camden", 51.5411, -0.1917),
            isAccessibleForFree=False,
            prices=[
                {"name": "Ticket", "price": 9.5, "priceCurrency": "GBP", "priceModel": "fixed", "eligibleFor": ["everyone"]},
                {"name": "Companion", "price": 0, "priceCurrency": "GBP", "priceModel": "fixed", "eligibleFor": ["carer-companion"]},
            ],
            maximumAttendeeCapacity=20, remainingAttendeeCapacity=0, waitingList=True, availability="full",
            accessibility={
                "features": ["lift", "accessible-toilet", "companion-free-place", "pre-visit-to-venue", "late-finish-supported"],
                "barriers": ["loud-noise", "low-light"],
            },
        ),
        item(
            "Event", f"events/behind-the-scenes-{stage_door}", ago=11, **_on(stage_door, "14:00", "15:45"),
            name="Behind the scenes: try the theatre before you buy the ticket",
            summary="Walk the route from bus stop to seat, work the lights, and find the quiet corner.",
            description="New places are easier the second time, so have the first time with us. The theatre's access team shows you the doors, the "
            "loos, the seats with space, and how dark it really gets. You may press the button for the thunder. Photographs and an Easy Read guide "
            "to take home.",
            format="trip", themes=["theatre-performance", "disability-inclusion"], participation=["attend", "learn"],
            location=venue("The Canal Theatre", "11 Praed Basin", "W2 1ZZ", "Westminster", 51.5187, -0.1759),
            maximumAttendeeCapacity=12, remainingAttendeeCapacity=6, availability="limited",
            accessibility={
                "features": ["step-free-access", "changing-places-toilet", "easy-read-information", "pre-visit-to-venue"],
                "onRequest": ["bsl-interpreted", "audio-described"],
            },
        ),
        item(
            "Event", f"events/past-nine-parade-{parade}", ago=13, checked=True, **_on(parade, "19:45", "22:00"),
            name="Past Nine O'Clock: a lantern parade for later nights",
            summary="A slow, musical walk to ask for support that does not clock off at nine.",
            description="Too many people have to leave before the headliner because a shift ends. We walk with lanterns, drums and a very large "
            "papier-mâché clock from the green to the high street, and stop the clock at nine. Join with or without a lantern; wheels, sticks and "
            "pushchairs set the pace.",
            format="walk-or-run", themes=["local-democracy", "disability-inclusion", "street-events"],
            participation=["campaign", "attend", "make"],
            location=venue("Finchley Green bandstand", "Stanhope Path", "N3 1ZZ", "Barnet", 51.6004, -0.1968, premises="outdoor-public"),
            join={"joinMethod": ["turn-up"]},
            stops=[
                {"name": "Bandstand", "purpose": "Meet and light the lanterns", "arrival": moment(parade, "19:45")},
                {"name": "High street clock", "purpose": "Stop the clock, then sing", "arrival": moment(parade, "21:00")},
            ],
            audience={"intent": "everyone", "relationToPlace": ["resident", "worker", "visitor"]},
            accessibility={
                "features": ["step-free-route", "seating-available", "bsl-interpreted", "late-finish-supported"],
                "barriers": ["busy-and-noisy", "no-toilet-on-site"],
                "note": "A quiet bus follows the parade; get on and off as you like.",
            },
        ),
    ]


PLATFORM = Platform(
    key="gig_buddies",
    name="Gig Buddies (example)",
    host="gigbuddies.example",
    about="Somebody to go out with who likes what you like, if you have a learning disability or are autistic. Or be that somebody, once a month.",
    items=items,
)
