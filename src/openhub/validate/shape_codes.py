"""The codes of what a schema finds: one for each way a value can have the wrong shape, with what it means to a resident."""

from openhub.validate.rule import Rule


def _shape(message: str, remedy: str, why: str) -> Rule:
    return Rule(family="shape", severity="error", anchor="item-shape", message=message, remedy=remedy, why=why)


def _old(message: str, remedy: str, why: str) -> Rule:
    return Rule(
        family="shape", severity="warning", anchor="version-deprecated", message=message, remedy=remedy, why=why
    )


CODES: dict[str, Rule] = {
    "not-an-object": _shape(
        "This is {found}, not an item.",
        "Write each item as an object in curly brackets, with `type`, `id`, `name` and the rest.",
        "There is nothing here that a resident could be shown.",
    ),
    "unreadable-item": _shape(
        "This item holds a value that cannot be read: {reason}.",
        "Remove characters that are not text, and save the file as UTF-8.",
        "An item that one program reads and another does not will be missing from some sites.",
    ),
    "unknown-type": _shape(
        "{problem}",
        "Give `type` one of: Event, EventSeries, Group, Space, VolunteerRole, Offer, Request, MatchScheme, Project, Plan.",
        "Without the type nobody can tell an evening to come to from a ladder to borrow.",
    ),
    "missing-property": _shape(
        "`{property}` is missing. {consequence}",
        "Add it, as in the example items of this type.",
        "Without it a resident cannot act on what they found, or somebody could come to harm.",
    ),
    "wrong-type": _shape(
        "{what} is {found}, but should be {wanted}.",
        "Write it as the kind of value that is asked for: text in quotation marks, numbers without.",
        "A value of the wrong kind cannot be shown or searched.",
    ),
    "unknown-code": _shape(
        "{what} cannot be {value}. {hint}",
        "Use one of the codes in the list, spelt exactly so.",
        "Filters such as “free” or “step-free” work by these codes; an unknown one is never found.",
    ),
    "wrong-value": _shape(
        "{what} is {value}, but can only be {wanted}.",
        "Write that, or leave it out if it is not so.",
        "This value is a promise to the reader, and only one answer keeps it.",
    ),
    "bad-format": _shape(
        "{what} is {value}, {problem}.",
        "Write a date as 2027-01-13, a moment as 2027-01-13T18:45:00+00:00, and an address whole, with https:// before it.",
        "A date, link or address that cannot be read sends people to the wrong day or to nowhere.",
    ),
    "bad-pattern": _shape(
        "{what} is {value}, which is not written as it should be. {hint}",
        "Write it as the message says.",
        "A value in a form of its own cannot be compared with others.",
    ),
    "too-short": _shape(
        "{what} has {count}; at least {limit} is needed.",
        "Say more, or leave it out if there is nothing to say.",
        "An empty or very short text tells a resident nothing.",
    ),
    "too-long": _shape(
        "{what} has {count}; at most {limit} is allowed.",
        "Shorten it, and move the rest to `description` or to your own page.",
        "A long text is cut off on a phone, often before the part that matters.",
    ),
    "out-of-range": _shape(
        "{what} is {value}, but {limit}.",
        "Correct the number: a point, a minus or a nought may be wrong.",
        "A number that cannot be right makes the whole item doubtful.",
    ),
    "repeated-value": _shape(
        "{what} says the same thing twice.",
        "Keep one of the two; if one should say something else, correct it.",
        "A repeat is often a slip, where something else was meant.",
    ),
    "not-allowed": _shape(
        "{what} must not be as it is here. {hint}",
        "Take it out, or change what it does not go with.",
        "It contradicts something else in the item, or tells more than is safe.",
    ),
    "missing-entry": _shape(
        "{what} lacks an entry that is needed. {hint}",
        "Add the entry, as in the example items of this type.",
        "With one side missing a resident on that side does not know how to take part.",
    ),
    "wrong-shape": _shape(
        "{what} is not as the schema says: {reason}.",
        "Write it in the same way as the example items of this type.",
        "What a program cannot read, a resident will not see.",
    ),
    "deprecated-property": _old(
        "`{property}` is deprecated since version {since}. Use `{use}` in its place.",
        "Write the newer one; you can keep the old one beside it until all who read your feed know the new one.",
        "What is deprecated goes with the next major version, and what it said would not reach a resident any more.",
    ),
    "deprecated-code": _old(
        "The code `{code}` is deprecated since version {since}. Use `{use}` in its place.",
        "Write the newer one.",
        "Filters and labels for an old code go with the next major version, and the item would not be found any more.",
    ),
}

ABOUT = {
    "not-an-object": "This is not an item at all.",
    "unreadable-item": "An item holds a value that cannot be read.",
    "unknown-type": "An item's type is missing, or is none of the ten.",
    "missing-property": "Something that is needed is missing.",
    "wrong-type": "A value is of the wrong kind, such as text where a number is wanted.",
    "unknown-code": "A value is not in its list of codes.",
    "wrong-value": "A value is not the only one that can stand there.",
    "bad-format": "A date, link or address is not written as such.",
    "bad-pattern": "A value is not written in the form it needs.",
    "too-short": "A text or list is too short.",
    "too-long": "A text or list is too long.",
    "out-of-range": "A number is too small or too large.",
    "repeated-value": "A list says the same thing twice.",
    "not-allowed": "Something stands where it must not.",
    "missing-entry": "A list lacks an entry that is needed.",
    "wrong-shape": "A value is not as the schema says.",
    "deprecated-property": "An item has a member for which there is a newer one.",
    "deprecated-code": "A value is a code for which there is a newer one.",
}
