"""Who says so: where an item came from, when, and under which licence."""

from dataclasses import dataclass

from openhub import spec
from openhub.model.query import Found
from openhub.model.schedule import instant
from openhub.model.source import Source
from openhub.web import words
from openhub.web.clock import Clock
from openhub.web.links import host, link
from openhub.web.members import Document, part, text

_LICENCES = {
    "creativecommons.org/licenses/by/4.0": "Creative Commons Attribution 4.0",
    "creativecommons.org/publicdomain/zero/1.0": "Creative Commons Zero 1.0",
    "www.nationalarchives.gov.uk/doc/open-government-licence/version/3": "Open Government Licence 3.0",
    "opendatacommons.org/licenses/by/1-0": "Open Data Commons Attribution 1.0",
    "opendatacommons.org/licenses/odbl/1-0": "Open Database Licence 1.0",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account, with an address when there is one to follow."""

    label: str
    words: str
    href: str = ""


def licence(address: str) -> str:
    """What a licence is called; its address when we do not know it."""
    return _LICENCES.get(address.split("//")[-1].rstrip("/"), address)


def who(document: Document, platform: str) -> str:
    """Whose thing it is, in one sentence; neighbours are never named."""
    kinds = spec.codes("provider-kind")
    if document.get("type") in ("Offer", "Request"):
        kind = kinds.get(text(document.get("offeredBy"))) or kinds["household"]
        return f"{kind} {'offers' if document.get('type') == 'Offer' else 'asks for'} this through {platform}."
    organizer, helped = (
        text(part(document.get("organizer")).get("name")),
        text(part(document.get("inAidOf")).get("name")),
    )
    verb = "wrote" if document.get("type") == "Plan" else "runs"
    return words.sentence(f"{organizer} {verb} this{f', in aid of {helped}' if helped else ''}") if organizer else ""


def says_who(found: Found, source: Source | None, clock: Clock, raw: str) -> tuple[Line, ...]:
    """The account of an item; `raw` is where its data is."""
    document, now, zone = found.document, clock.now, clock.zone
    publisher = text(part(document.get("publisher")).get("name")) or (source.name if source else "")
    read_from = host(source.address) if source else host(found.origin)
    changed = instant(document.get("dateModified"), zone)
    verified = words.date_of(document.get("lastVerified"))
    lines = [
        Line("Publisher", publisher, link(source.publisher_url) if source else ""),
        Line("Read from", f"{read_from}, {words.moment(found.retrieved, now, zone)}"),
        Line("Changed by them", words.moment(changed, now, zone) if changed else "Did not say"),
        Line("Confirmed", words.weekday(verified, clock.today) if verified else "Did not say"),
        Line("Thanks to", text(document.get("attribution"))),
        Line("Licence", licence(found.licence), link(found.licence)),
        Line("Raw data", "JSON", raw),
    ]
    return tuple(line for line in lines if line.words)
