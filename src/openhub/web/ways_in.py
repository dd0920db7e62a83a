"""The one way in: the button that leads to the platform, and what happens when one presses it."""

from dataclasses import dataclass

from openhub.model.schedule import instant
from openhub.web import notices, words
from openhub.web.clock import Clock
from openhub.web.links import call, host, link, mail
from openhub.web.members import Document, part, strings, text

_METHODS = {
    "turn-up": "Just turn up.",
    "referral": "You can ask somebody to refer you.",
    "post": "You can write to them by post.",
}
_ONLINE = frozenset({"web", "platform-message"})
_ACTS = {
    "Event": "Sign up on",
    "EventSeries": "Sign up on",
    "Space": "Join on",
    "Group": "Join on",
    "Project": "Join on",
    "VolunteerRole": "Volunteer on",
    "Offer": "Ask on",
    "Request": "Answer on",
    "MatchScheme": "Join on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`label` and `href` make the button, `away` says to which host it leaves this site; `also` are other ways, as (label, href)."""

    label: str = ""
    href: str = ""
    away: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    also: tuple[tuple[str, str], ...] = ()


def way_in(document: Document, platform: str, clock: Clock) -> Way:
    """How to take part, as the item says."""
    join, contact = part(document.get("join")), part(document.get("contact"))
    label, href = _button(document, join, platform)
    also = tuple(pair for pair in _others(join, contact) if pair[1] != href)
    if not href and also:
        (label, href), *rest = also
        also = tuple(rest)
    methods = [] if notices.over(document) else strings(join.get("joinMethod"))
    return Way(
        label=label,
        href=href,
        away=host(href),
        also=also,
        before=tuple(_METHODS[m] for m in methods if m in _METHODS),
        after=() if notices.over(document) else _remarks(join, clock),
    )


def side_way(document: Document, role: Document, platform: str, clock: Clock) -> Way:
    """How to take one side of a scheme: the role's own way, or the scheme's for those who give."""
    join = part(role.get("join"))
    if "web" in strings(join.get("joinMethod")) and not link(join.get("url")):
        join = join | {"url": part(document.get("join")).get("url")}
    merged = document | ({"join": join} if join else {})
    way = way_in(merged, platform, clock)
    giving = role.get("side") in ("giver", "helper")
    label = (
        f"Volunteer on {platform}" if giving and way.away and link(part(merged.get("join")).get("url")) else way.label
    )
    return Way(label=label, href=way.href, away=way.away, before=way.before, after=way.after, also=way.also)


def _button(document: Document, join: Document, platform: str) -> tuple[str, str]:
    page = link(document.get("url"))
    if notices.over(document):
        return f"Read about it on {platform}", page
    funding = part(document.get("funding"))
    if document.get("stage") == "fundraising" and (pledge := link(funding.get("pledgeUrl"))):
        return f"Pledge on {platform}", pledge
    methods = strings(join.get("joinMethod"))
    act = _ACTS.get(text(document.get("type")))
    if act and set(methods) != {"turn-up"} and (href := link(join.get("url"))):
        return f"{act} {platform}", href
    if (
        "telephone" in methods
        and not _ONLINE & set(methods)
        and (telephone := _telephone(join, part(document.get("contact"))))
    ):
        return f"Call {words.telephone(telephone)}", call(telephone)
    asks = document.get("type") in ("Offer", "Request", "VolunteerRole")
    return f"{act if asks else 'See it on'} {platform}", page


def _others(join: Document, contact: Document) -> tuple[tuple[str, str], ...]:
    methods = strings(join.get("joinMethod"))
    number = _telephone(join, contact)
    found = [(f"Call {words.telephone(number)}", call(number))]
    if "email" in methods or not link(join.get("url")):
        found.append((f"Write to the {text(contact.get('contactType')) or 'organiser'}", mail(contact.get("email"))))
    return tuple((label, href) for label, href in found if href)


def _telephone(join: Document, contact: Document) -> str:
    return text(join.get("telephone")) or text(contact.get("telephone"))


def _remarks(join: Document, clock: Clock) -> tuple[str, ...]:
    found = [words.sentence(text(join.get("instructions")))]
    closes = instant(join.get("registrationDeadline"))
    if closes and closes > clock.now:
        local = closes.astimezone(clock.zone)
        found.append(f"Sign up by {words.time(local)} on {words.weekday(local.date(), clock.today)}.")
    if join.get("approvalRequired") is True:
        found.append("They say yes or no.")
    return tuple(f for f in found if f)
