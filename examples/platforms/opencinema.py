"""OpenCinema: film clubs in halls and day centres, where members choose the season, eat together and make films too."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from examples.platforms import kit
from examples.platforms.kit import Item, Platform, Today

REGENTS_SEASON = "seasons/regents-hall-water"
TENANTS_HALL = kit.venue("Regent's Estate Tenants' Hall", "1 Regent's Estate Walk", "NW1 3ZZ", "Camden", 51.53, -0.1433)
ROOF = kit.venue("Bakery Roof", "19 Ashwin Yard", "E8 3ZZ", "Hackney", 51.5467, -0.0752)
LAB = kit.venue("Brill Film Lab", "6 Chalton Arcade", "NW1 1ZZ", "Camden", 51.5307, -0.1319)
SOUP = kit.meal(
    ["vegan", "vegetarian"], "home-cooked", "Contains celery and gluten; allergen card on the table.", takeaway=True
)
ALL_WALKS = kit.audience(
    "welcomes",
    ["resident", "worker", "visitor"],
    identities=["people-experiencing-homelessness", "social-housing-tenants", "people-living-alone"],
    selfDescription="People from all walks of life.",
)


def _season(today: Today, path: str, name: str, *, each: tuple[str, str, str], **members: Any) -> Item:
    """Twelve weekly screenings, of which three are over; `each` is on a weekday from a time to a time."""
    weekday, start, end = each
    first = today.upcoming(weekday, -3)
    dates = {"startDate": str(first), "endDate": str(first + timedelta(weeks=11))}
    return today.item(
        "EventSeries",
        path,
        name,
        format="screening",
        attendanceMode="in-person",
        schedule=[today.weekly(weekday, start, end, **dates)],
        **members,
    )


def _screening(today: Today, slug: str, name: str, on: date, doors: str, start: str, end: str, **members: Any) -> Item:
    """One film on one day."""
    defaults = {"format": "screening", "participation": ["attend", "drop-in"]}
    when = kit.during(on, start, end, doors=doors)
    return today.item("Event", f"screenings/{slug}-{on}", name, **when | defaults | members)


def _film(name: str, year: int, duration: str, certificate: str, **more: Any) -> Item:
    """A film that does not exist."""
    return {
        "name": name,
        "releaseYear": year,
        "duration": duration,
        "certificate": certificate,
        "certificateAuthority": "BBFC",
        "screeningLicence": "Single-title non-theatrical licence held by the hall",
        "note": "Invented title for this example.",
        **more,
    }


def _seasons(today: Today) -> Iterator[Item]:
    season = partial(_season, today)

    yield season(
        REGENTS_SEASON,
        "Twelve Thursdays by the water: the tenants' hall film club",
        modified=3,
        verified=3,
        summary="Rivers, ports and one very small puddle: a season chosen by the members, free, with soup.",
        description="At the end of each season the members write titles on paper boats and sail them down the hall; "
        "the twelve that arrive are shown. This time it is water. Every Thursday there is soup at half past six, the "
        "film at seven, and somebody who knows something about it to talk to afterwards.",
        themes=["film", "shared-meals", "community-spaces"],
        participation=["attend", "drop-in", "eat"],
        each=("Thursday", "19:00", "21:15"),
        location=TENANTS_HALL,
        meal=SOUP,
        maximumAttendeeCapacity=80,
        inLanguage=["en-GB"],
        audience=ALL_WALKS,
        accessibility=kit.access(["step-free-access", "accessible-toilet", "hearing-loop", "companion-welcome"]),
    )

    yield season(
        "seasons/holloway-matinees",
        "Wednesday matinees, Holloway",
        modified=8,
        verified=8,
        summary="Film, filter coffee and toast in the early afternoon, when the days are long.",
        description="A day centre opens its big room to the whole street once a week. The regulars choose: westerns "
        "won this season, with a musical in the middle as a rest. The coffee is strong, the chairs are soft, and "
        "nobody minds if you sleep through the shoot-out.",
        themes=["film", "mental-wellbeing", "community-spaces"],
        participation=["attend", "drop-in"],
        each=("Wednesday", "13:30", "15:45"),
        location=kit.neighbourhood(
            "Holloway",
            "N7",
            "Islington",
            premises="hostel-or-day-centre",
            travelNote="Ask at the library desk on Holloway Road; somebody walks over with you at a quarter past one.",
        ),
        maximumAttendeeCapacity=35,
        audience=kit.audience(
            "welcomes",
            ["resident"],
            identities=["people-experiencing-homelessness", "people-in-recovery", "older-people"],
        ),
        accessibility=kit.access(
            ["step-free-access", "relaxed-session", "assistance-dogs-welcome"], onRequest=["captioned"]
        ),
    )

    yield season(
        "seasons/dalston-roof",
        "Bakery Roof: outdoor films, Dalston",
        modified=12,
        summary="Headphones, blankets and the smell of tomorrow's bread. Fridays on the bakery roof.",
        description="The bakers start at ten at night, so the roof is warm underfoot while you watch. Sixty deck "
        "chairs, wireless headphones and a blanket each. If it rains we move down among the flour sacks and the film "
        "starts a little later.",
        themes=["film", "community-spaces"],
        participation=["attend"],
        each=("Friday", "20:00", "22:15"),
        location=ROOF,
        maximumAttendeeCapacity=60,
        availability="limited",
        join={"joinMethod": ["web"], "instructions": "Book one chair per person; blankets are on the roof."},
        isAccessibleForFree=False,
        prices=[
            kit.price("Deck chair", 6, eligibleFor=["everyone"]),
            kit.price("Deck chair, concession", 3, eligibleFor=["concession", "resident"]),
        ],
        accessibility=kit.access(
            barriers=["steps", "low-light"],
            note="There are 34 steps and no lift. Every film is repeated downstairs on the level: ask for the shop "
            "screening.",
        ),
    )

    yield season(
        "seasons/women-make-it",
        "Her Reel: a women's film club in north London",
        modified=6,
        verified=6,
        summary="Women watch films by women, with a crèche next door. We tell you where when you join.",
        description="A small, calm film club in a place that we do not advertise. Films by women directors from "
        "everywhere, a warm meal, and no need to explain yourself. A crèche runs in the next room and fares are paid "
        "in cash at the door. Write to us and somebody rings you back at a time that suits you.",
        themes=["film", "shared-meals", "mental-wellbeing"],
        participation=["attend", "join-group"],
        each=("Tuesday", "11:00", "13:30"),
        location=kit.neighbourhood("North London", "N22", "Haringey", precision="on-joining", premises="undisclosed"),
        join={"joinMethod": ["web", "referral"], "approvalRequired": True},
        contact=kit.contact("film club", "herreel@opencinema.example"),
        meal=kit.meal(["vegetarian", "halal"], "home-cooked", "We ask everyone before we cook.", takeaway=True),
        audience=kit.audience(
            "restricted-to", identities=["women"], restrictionReason="Many members would not come to a mixed room."
        ),
        accessibility=kit.access(["childcare", "captioned"], onRequest=["interpreter-available", "step-free-access"]),
    )


def _screenings(today: Today) -> Iterator[Item]:
    screening = partial(_screening, today)

    thursday = today.upcoming("Thursday")
    yield screening(
        "regents-hall",
        "Open Cinema at the tenants' hall: The Long Canal (captioned)",
        thursday,
        "18:30",
        "19:00",
        "21:15",
        modified=1,
        summary="Free film night with hot food and a talk afterwards, chosen by the film club.",
        description="The tenants' hall film club picks a season of twelve films and shows one every Thursday. Tonight "
        "is The Long Canal, a gentle drama about a lock keeper and her grandson. Soup and bread from half past six, "
        "film at seven, and the editor joins us for questions. Everyone is welcome, including people staying in "
        "hostels or sleeping rough. Come late, leave early, sit near the door if you like.",
        inLanguage=["en-GB"],
        themes=["film", "shared-meals", "community-spaces"],
        participation=["attend", "drop-in", "volunteer"],
        partOf=today.id(REGENTS_SEASON),
        contact=kit.contact("film club", "regentshall@opencinema.example"),
        location=TENANTS_HALL,
        meal=SOUP,
        maximumAttendeeCapacity=80,
        waitingList=False,
        film=_film("The Long Canal", 2019, "PT1H38M", "PG", inLanguage=["en"], subtitleLanguage=["en"]),
        audience=ALL_WALKS,
        eligibility={"referralRequired": False, "conditions": ["Under-12s come with an adult."]},
        accessibility=kit.access(
            [
                "step-free-access",
                "accessible-toilet",
                "captioned",
                "hearing-loop",
                "relaxed-session",
                "companion-welcome",
                "assistance-dogs-welcome",
            ],
            onRequest=["audio-described"],
            note="Lights stay low rather than off.",
        ),
        roles=[
            kit.role(
                "Projection and welcome volunteer",
                "helper",
                shift={"startTime": "18:00", "endTime": "21:45"},
                placesAvailable=2,
                requirements=["induction"],
                safeguarding={"checks": ["none"], "beneficiaries": ["general-public"]},
            )
        ],
    )

    yield screening(
        "regents-hall",
        "Open Cinema at the tenants' hall: Ferry to Nowhere in Particular",
        thursday + timedelta(weeks=1),
        "18:30",
        "19:00",
        "21:00",
        modified=1,
        summary="A comedy in which a ferry loses its timetable and finds its passengers. Soup at half past six.",
        description="A captain who has never been late tears up the timetable. Members chose this one because it made "
        "somebody's sister laugh until she missed her stop. Afterwards a deckhand from the real Thames ferries tells "
        "us how much of it is true, and there is crumble.",
        themes=["film", "shared-meals"],
        partOf=today.id(REGENTS_SEASON),
        location=TENANTS_HALL,
        meal=SOUP,
        maximumAttendeeCapacity=80,
        film=_film("Ferry to Nowhere in Particular", 2008, "PT1H31M", "U", subtitleLanguage=["en"]),
        accessibility=kit.access(["step-free-access", "accessible-toilet", "hearing-loop", "companion-welcome"]),
    )

    friday = today.upcoming("Friday")
    yield screening(
        "dalston-roof",
        "Bakery Roof: Night Shift Orchestra",
        friday,
        "19:15",
        "20:00",
        "22:15",
        modified=2,
        verified=2,
        summary="A documentary about people who clean concert halls and what they hum. With the film-maker.",
        description="For a year a film-maker followed the people who polish the seats after everybody has gone home. "
        "It turns out that they know all the tunes. There is a conversation on the roof afterwards, and the bakers "
        "send up the first rolls of the night.",
        themes=["film", "live-music", "jobs-enterprise"],
        partOf=today.id("seasons/dalston-roof"),
        location=ROOF,
        maximumAttendeeCapacity=60,
        remainingAttendeeCapacity=9,
        availability="limited",
        film=_film("Night Shift Orchestra", 2022, "PT1H22M", "15", subtitleLanguage=["en"]),
        join={"joinMethod": ["web"], "registrationDeadline": kit.moment(friday, "16:00")},
        isAccessibleForFree=False,
        prices=[kit.price("Deck chair", 6)],
        eligibility={"ageRange": {"minValue": 15}},
        accessibility=kit.access(["captioned"], barriers=["steps", "low-light"]),
    )

    saturday = today.upcoming("Saturday")
    yield screening(
        "harlesden-family",
        "Wriggle-friendly matinee: The Moth Who Ran a Hotel",
        saturday,
        "10:00",
        "10:30",
        "12:00",
        modified=5,
        verified=5,
        summary="A family film with the lights up, the sound down and room to run at the back.",
        description="An animated film about a moth who takes in lodgers. Children may dance, talk to the screen and "
        "change seats as often as they like. At the interval we make wings out of old posters. Grown-ups get tea in "
        "proper cups.",
        themes=["film", "stay-and-play", "arts-crafts"],
        participation=["attend", "drop-in", "make"],
        location=kit.venue("Craven Picture House", "8 Tavistock Parade", "NW10 4ZZ", "Brent", 51.5369, -0.2461),
        film=_film("The Moth Who Ran a Hotel", 2016, "PT1H04M", "U"),
        maximumAttendeeCapacity=100,
        remainingAttendeeCapacity=54,
        prices=[kit.price("Biscuit tin by the door", 0, "suggested-donation", note="A pound if you can.")],
        audience=kit.audience("designed-for", ["resident"], identities=["families-with-children"]),
        eligibility={"conditions": ["Children bring a grown-up."]},
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "relaxed-session", "quiet-room", "highchairs"],
            barriers=["busy-and-noisy"],
        ),
    )

    sunday = today.upcoming("Sunday", 1)
    yield screening(
        "green-lanes-tea",
        "Film and tea on Green Lanes: The Lemon Bus",
        sunday,
        "14:30",
        "15:00",
        "17:15",
        modified=9,
        summary="A Turkish road film with English subtitles, followed by tea in small glasses.",
        description="A bus driver promises his village the first lemons of the year and takes the long way round. In "
        "Turkish, with English subtitles. Afterwards we drink tea from tulip glasses and people who know the road tell "
        "us which parts the director made up.",
        inLanguage=["tr", "en-GB"],
        themes=["film", "languages-esol", "shared-meals"],
        location=kit.venue(
            "Salisbury Social Club",
            "44 Ladder Mews",
            "N8 0ZZ",
            "Haringey",
            51.5832,
            -0.1001,
            travelNote="Five minutes from Harringay Green Lanes station; the club is above the pharmacy.",
        ),
        film=_film("The Lemon Bus", 1997, "PT1H49M", "12A", inLanguage=["tr"], subtitleLanguage=["en"]),
        eligibility={"conditions": ["Under-12s come with an adult."]},
        maximumAttendeeCapacity=60,
    )

    yield screening(
        "pimlico-garden",
        "Garden screening: Lighthouse Keepers' Ball, Pimlico",
        today.upcoming("Saturday", 1),
        "19:30",
        "20:15",
        "22:00",
        modified=1,
        verified=1,
        summary="Called off because the generator has failed. It will be shown in the tenants' hall later on.",
        description="We had hoped to show this swing-band comedy on a sheet between the plane trees. It tells of nine "
        "lighthouse keepers who have never met and plan a dance by signal lamp. The film will find its audience; it "
        "has waited seventy years already.",
        status="cancelled",
        availability="closed",
        statusNote="The generator has failed and we could not borrow another in time. Sorry.",
        themes=["film", "parks-green-space"],
        location=kit.outdoors("Dolphin Yard garden", "Lupus Passage", "SW1V 3ZZ", "Westminster", 51.4878, -0.1362),
        film=_film("Lighthouse Keepers' Ball", 1954, "PT1H26M", "U"),
        accessibility=kit.access(["step-free-route"], barriers=["uneven-ground", "no-toilet-on-site"]),
    )


def _making(today: Today) -> Iterator[Item]:
    first = today.upcoming("Tuesday", -1)
    yield today.item(
        "EventSeries",
        "workshops/six-tuesdays",
        "Six Tuesdays: make a film together, Somers Town",
        modified=7,
        verified=7,
        summary="Write, shoot and cut a five-minute film in six evenings. Free, with kit, for people who never have.",
        description="Eight people, two cameras, one story from round the corner. You take turns at everything: "
        "writing, holding the microphone, asking a stranger if you may film her door. On the last evening the film is "
        "shown on the big screen with your name on it, or a name of your choice.",
        format="workshop",
        themes=["film", "digital-making", "skill-sharing"],
        participation=["learn", "make", "join-group"],
        attendanceMode="in-person",
        schedule=[
            today.weekly(
                "Tuesday",
                "18:00",
                "20:30",
                startDate=first.isoformat(),
                endDate=(first + timedelta(weeks=5)).isoformat(),
            )
        ],
        location=LAB,
        maximumAttendeeCapacity=8,
        remainingAttendeeCapacity=2,
        availability="limited",
        join={"joinMethod": ["web", "referral"], "approvalRequired": True},
        audience=kit.audience(
            "designed-for",
            ["resident"],
            identities=["people-experiencing-homelessness", "people-in-recovery", "job-seekers"],
        ),
        eligibility={"ageRange": {"minValue": 18}, "referralRequired": False},
        accessibility=kit.access(["step-free-access", "one-to-one-support"], onRequest=["interpreter-available"]),
    )

    pocket = today.upcoming("Saturday", 3)
    yield today.item(
        "Event",
        f"workshops/pocket-documentary-{pocket}",
        "Pocket documentary: a film in a day with the phone you have",
        modified=11,
        **kit.during(pocket, "10:00", "18:00"),
        summary="Morning: how to listen. Afternoon: film one minute about somebody's hands. Evening: watch them all.",
        description="Good films are made of patience and sound, and both are free. After a morning of listening "
        "exercises you go out in pairs and make a portrait of one minute: a barber, a gardener, a man who mends "
        "umbrellas. We lend phones to those who have none.",
        format="workshop",
        themes=["film", "digital-skills", "local-history"],
        participation=["learn", "make"],
        location=LAB,
        maximumAttendeeCapacity=16,
        remainingAttendeeCapacity=11,
        join={"joinMethod": ["web"]},
        eligibility={"ageRange": {"minValue": 14}, "conditions": ["Under-16s bring an adult."]},
        accessibility=kit.access(["step-free-access", "plain-english", "seating-available"]),
    )


def _people(today: Today) -> Iterator[Item]:
    yield today.item(
        "VolunteerRole",
        "roles/projectionist",
        "Projectionist in training, tenants' hall",
        modified=15,
        verified=15,
        summary="Learn to run the projector, the sound and the nerves. One Thursday in four.",
        description="You start beside somebody who has done it for years and end up alone in the box with a torch and "
        "a good deal of quiet pride. We teach you leads, lenses, captions and what to do when the picture stops and "
        "eighty people turn round.",
        themes=["volunteering", "film", "digital-skills"],
        participation=["volunteer", "learn"],
        location=TENANTS_HALL,
        partOf=today.id(REGENTS_SEASON),
        join={"joinMethod": ["web"], "approvalRequired": False},
        roles=[
            kit.role(
                "Projectionist",
                "helper",
                commitment={"hours": 4, "per": "month", "minimumPeriod": "P3M"},
                shift={"startTime": "17:45", "endTime": "21:45"},
                placesAvailable=3,
                eligibility={"ageRange": {"minValue": 16}},
                requirements=["induction", "training-provided"],
                safeguarding={"checks": ["none"], "beneficiaries": ["general-public"]},
                expenses="Travel in London, and soup.",
            )
        ],
        expires=today.in_days(100),
        accessibility=kit.access(barriers=["steps", "low-light"], note="The projection box is up five steps."),
    )

    vote = today.upcoming("Monday", 2)
    yield today.item(
        "Event",
        f"events/season-vote-{vote}",
        "Paper-boat night: choose the next twelve films",
        modified=4,
        verified=4,
        **kit.during(vote, "18:30", "20:00"),
        summary="Write a title on a boat, sail it down the hall, and argue kindly about the ones that sink.",
        description="The season belongs to whoever turns up. Bring one film you would like to see again with other "
        "people and be ready to say why in a minute. Pictures and single words are as good as speeches. At the end "
        "there are twelve boats in the harbour and that is the programme.",
        format="meeting",
        themes=["film", "local-democracy", "community-spaces"],
        participation=["attend", "drop-in", "lead"],
        location=TENANTS_HALL,
        maximumAttendeeCapacity=80,
        accessibility=kit.access(
            ["step-free-access", "accessible-toilet", "hearing-loop"], onRequest=["bsl-interpreted"]
        ),
    )


PLATFORM = Platform(
    name="OpenCinema (example)",
    host="opencinema.example",
    about="Film clubs where the members choose what is shown and everybody eats together. Come for the film, the soup "
    "or the talk afterwards; learn to make a film of your own.",
    edited="09:00",
    shared={
        "availability": "open",
        "join": {"joinMethod": ["turn-up"], "url": "#join", "approvalRequired": False},
        "audience": kit.audience("everyone", ["resident", "worker", "visitor"]),
    },
    parts=(_seasons, _screenings, _making, _people),
)
