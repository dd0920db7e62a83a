"""The template of a listing for each type: a header and one example row."""

import csv
import io

from openhub.formats.listings_column import Column
from openhub.formats.listings_columns import columns_of

EXAMPLES: dict[str, dict[str, str]] = {
    "": {
        "id": "1",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "url": "https://club.example/items/1",
        "themes": "cooking; shared-meals",
        "participation": "attend",
        "organizer": "Neighbours' Kitchen",
        "place": "St Dunstan's Hall",
        "street": "40 Falkland Mews",
        "town": "London",
        "postcode": "NW5 2ZZ",
        "premises": "public-venue",
        "access": "step-free-access; accessible-toilet",
        "price": "0",
    },
    "Event": {
        "name": "Cooking together",
        "description": "We cook a big pot of soup and eat it at one long table. Everybody is welcome.",
        "startDate": "24 November 2027",
        "startTime": "18:30",
        "endDate": "24 November 2027",
        "endTime": "21:00",
    },
    "EventSeries": {
        "name": "Saturday soup",
        "description": "Every Saturday we cook a big pot of soup and eat it at one long table.",
        "startDate": "2027-01-06",
        "endDate": "2027-12-15",
        "startTime": "12:30",
        "endTime": "14:00",
        "repeats": "week",
        "days": "Saturday",
    },
    "Group": {
        "name": "Kentish Town bakers",
        "description": "A club of neighbours who bake bread and share what they learned.",
        "themes": "baking-preserving",
        "participation": "join-group",
        "joinMethod": "turn-up",
        "startDate": "2027-01-09",
        "endDate": "2027-12-11",
        "startTime": "19:00",
        "endTime": "21:00",
        "repeats": "2 weeks",
        "days": "Tuesday",
    },
    "Space": {
        "name": "Open kitchen",
        "description": "A kitchen with two ovens that anybody may come in and use.",
        "participation": "drop-in",
        "days": "Tuesday; Wednesday",
        "opens": "10:00",
        "closes": "16:00",
        "facilities": "two ovens; tables for eight",
    },
    "VolunteerRole": {
        "name": "Driver for surplus food",
        "description": "Fetch surplus food from two shops on a Friday evening and bring it to the hall.",
        "themes": "food-surplus",
        "participation": "volunteer",
        "role": "Driver",
        "hours": "2",
        "per": "week",
        "requirements": "driving-licence; induction",
        "checks": "none",
        "expires": "2027-06-30",
    },
    "Offer": {
        "name": "Ladder to borrow",
        "description": "A light ladder of three metres, free to borrow for up to a week.",
        "themes": "lending-tools",
        "participation": "borrow",
        "place": "Kentish Town",
        "postcode": "NW5",
        "premises": "domestic",
        "precision": "area",
        "mode": "lend",
        "item": "Ladder",
        "category": "tools-diy",
        "expires": "2027-06-30",
    },
    "Request": {
        "name": "Could someone show me how to bleed a radiator?",
        "description": "Two radiators stay cold at the top. I have the key and would love to be shown how.",
        "themes": "skill-sharing",
        "participation": "share-skill",
        "place": "Kentish Town",
        "postcode": "NW5",
        "premises": "domestic",
        "precision": "area",
        "mode": "teach",
        "item": "Bleeding a radiator",
        "category": "skill",
        "expires": "2027-06-30",
    },
    "MatchScheme": {
        "name": "Company for an outing",
        "description": "We bring together people who would like company on a walk or a visit and people who like to go along.",
        "themes": "buddying",
        "participation": "be-matched",
        "place": "Kentish Town",
        "postcode": "NW5",
        "premises": "public-venue",
        "precision": "area",
        "joinMethod": "web",
        "purpose": "companion-for-outings",
        "givers": "Companion",
        "receivers": "Explorer",
        "expires": "2027-06-30",
    },
    "Project": {
        "name": "A garden behind the hall",
        "description": "We want to turn the yard behind the hall into a garden with raised beds.",
        "themes": "food-growing",
        "participation": "help-once",
        "stage": "planning",
        "startDate": "2027-03-01",
        "endDate": "2027-10-31",
        "needs": "Somebody with a van; Topsoil, two cubic metres",
    },
    "Plan": {
        "name": "Batch cooking together",
        "description": "A morning in which six people cook six meals each and go home with a week of dinners.",
        "participation": "start-your-own",
        "purpose": "Eat well for less and get to know the neighbours.",
        "steps": "Ask six neighbours.; Ask about allergies.; Shop the evening before.; Chop and cook.",
        "materials": "Vegetables for 36 portions; Tubs",
        "tools": "Two large pans; Labels",
    },
}
"""What stands in the example row of each type's template; under "" what is the same in all."""


def in_template(kind: str) -> tuple[Column, ...]:
    """The columns of a type's template, in order."""
    return tuple(column for column in columns_of(kind).values() if kind in column.shown)


def template(kind: str) -> str:
    """A listing with one example row, as CSV with a line feed after each row."""
    columns = in_template(kind)
    example = {**EXAMPLES[""], **EXAMPLES[kind], "type": kind}
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow([column.name for column in columns])
    rows.writerow([example.get(column.name, "") for column in columns])
    return written.getvalue()
