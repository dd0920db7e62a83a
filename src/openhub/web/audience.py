"""Whom an item is for, in words: ages, conditions, and who is especially welcome."""

from openhub import spec
from openhub.web import words
from openhub.web.members import Document, part, strings, text, whole

_INTENTS = {"welcomes": "Especially welcomes", "designed-for": "Designed for", "restricted-to": "Only for"}


def ages(document: Document) -> str:
    """Aged 18 or over; "" when they did not say."""
    limits = part(part(document.get("eligibility")).get("ageRange"))
    least, most = whole(limits.get("minValue")), whole(limits.get("maxValue"))
    if least and most:
        return f"Aged {least} to {most}"
    return f"Aged {least} or over" if least else f"Aged up to {most}" if most else ""


def welcome(document: Document) -> tuple[str, ...]:
    """One sentence for each thing said about whom it is for, besides their age."""
    audience, eligibility = part(document.get("audience")), part(document.get("eligibility"))
    found = [text(audience.get("selfDescription")), _identities(audience)]
    found += [text(audience.get("restrictionReason"))] if audience.get("intent") == "restricted-to" else []
    found += ["You become a member first"] if eligibility.get("membershipRequired") is True else []
    found += ["Somebody refers you"] if eligibility.get("referralRequired") is True else []
    found += strings(eligibility.get("conditions"))
    if not any(found) and not ages(document) and audience.get("intent") == "everyone":
        found = ["Everyone"]
    return tuple(words.sentence(f) for f in dict.fromkeys(found) if f)


def _identities(audience: Document) -> str:
    labels = spec.codes("identity")
    named = [labels.get(code, code.replace("-", " ")) for code in strings(audience.get("identities"))]
    intent = _INTENTS.get(text(audience.get("intent")), _INTENTS["welcomes"])
    return f"{intent} {words.listed([_lower(n) for n in named])}" if named else ""


def _lower(label: str) -> str:
    return label if label[:2].isupper() or label.startswith("Gypsy") else label[0].lower() + label[1:]
