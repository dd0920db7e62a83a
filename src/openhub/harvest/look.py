"""Reads one page of a source and says what would come of it, without keeping anything."""

from dataclasses import dataclass, replace

from openhub.fetch.door import Door
from openhub.harvest.run import read
from openhub.hub.hub import Hub
from openhub.model.finding import Finding
from openhub.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The types of the good items; of each item to be put aside its first error; and how many are marked deleted."""

    types: tuple[str, ...]
    put_aside: tuple[Finding, ...]
    deleted: int


def look(hub: Hub, door: Door, source: Source) -> Seen:
    """Raises FetchFailed or UnreadableDocument when the page cannot be had or read."""
    answer = door.get(source.address)
    page = read(hub, source, answer.body, answer.url)
    good, bad = [], [f for f in page.findings if f.severity == "error"]
    for record in page.records:
        if record.deleted:
            continue
        errors = [f for f in hub.check(source, record, page.licence) if f.severity == "error"]
        if errors:
            bad.append(replace(errors[0], item=record.id))
        else:
            good.append(str((record.data or {}).get("type")))
    return Seen(types=tuple(good), put_aside=tuple(bad), deleted=sum(r.deleted for r in page.records))
