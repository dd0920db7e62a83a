"""What a change feed says: pages in the order of change numbers, where it stands, and the description of its dataset."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from openhub import spec
from openhub.errors import UsageError
from openhub.formats import openhub as openhub_format
from openhub.formats.rpde import MEDIA_TYPE
from openhub.model.fault import MAX_INTEGER

PARAMETER = "afterChangeNumber"
LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One version of an item; `data` is its JSON, None when it is gone."""

    number: int
    kind: str
    id: str
    data: bytes | None

    def record(self, **more: Any) -> dict[str, Any]:
        """As it stands in a page; `more` are further members, such as a hub's envelope."""
        state = "deleted" if self.data is None else "updated"
        data = {} if self.data is None else {"data": self.data, **more}
        return {"state": state, "kind": self.kind, "id": self.id, "modified": self.number, **data}


def position(given: Sequence[str]) -> int:
    """The change number of a query, given all values of its parameter: 0 when there is none, MAX_INTEGER for any above.

    Raises UsageError for what is no whole number, and for two (feed-bad-cursor).
    """
    if len(given) > 1:
        raise UsageError(f"{PARAMETER} may stand only once.", parameter=PARAMETER)
    text = given[0] if given else "0"
    if not re.fullmatch("[0-9]+", text):
        shown = repr(text if len(text) <= 40 else f"{text[:40]}…")
        raise UsageError(
            f"{PARAMETER} must be a whole number such as the feed's own `next` gives, not {shown}.", parameter=PARAMETER
        )
    digits = text.lstrip("0") or "0"
    return min(int(digits), MAX_INTEGER) if len(digits) <= len(str(MAX_INTEGER)) else MAX_INTEGER


def page(
    records: Sequence[dict[str, Any]],
    *,
    address: str,
    requested: str,
    licence: str,
    epoch: str,
    horizon: int = 0,
    **proof: Any,
) -> bytes:
    """A page of the feed at an absolute address without query; the last page's `next` is what was requested (P8).

    `proof` is the `count` and `root` of the last page, where they are known (feed-count).
    """
    following = f"{address}?{PARAMETER}={records[-1]['modified']}" if records else requested
    return openhub_format.write(
        list(records), next_address=following, licence=licence, epoch=epoch, horizon=horizon, **proof
    )


def cache_control(last: bool) -> str:
    """How long a page may be kept (RPDE 1.0, caching)."""
    return "public, max-age=8" if last else "public, max-age=3600"


def description(
    *,
    dataset: str,
    title: str,
    about: str,
    publisher: str,
    publisher_url: str,
    contact: dict[str, str],
    licence: str,
    feed: str,
    level: int,
    **more: Any,
) -> dict[str, Any]:
    """What `/.well-known/openhub` answers (schemas/dataset.schema.json); `more` are further members.

    `contact` says whom to tell about faults in the data: {"email": …} or {"url": …}.
    """
    return {
        "@context": spec.CONTEXT_URL,
        "type": "Dataset",
        "id": dataset,
        "title": title,
        "description": about,
        "license": licence,
        "publisher": {"type": "Organization", "name": publisher, "url": publisher_url},
        "contact": _point(contact),
        "conformsTo": [spec.CONTEXT_URL],
        "level": level,
        "distribution": [distribution("Change feed", feed, "openhub", MEDIA_TYPE)],
        **more,
    }


def distribution(title: str, address: str, form: str, media_type: str) -> dict[str, Any]:
    """One of the places where a dataset's data can be had; `form` is of the vocabulary of formats."""
    return {"type": "Distribution", "title": title, "accessURL": address, "format": form, "mediaType": media_type}


def checkpoint(
    *,
    dataset: str,
    epoch: str,
    head: int,
    horizon: int,
    count: int,
    root: str,
    licence: str,
    contact: dict[str, str],
    previous: Sequence[str] = (),
    **more: Any,
) -> dict[str, Any]:
    """Where a feed stands (schemas/checkpoint.schema.json), but for when; `previous` are the epochs before this one."""
    return {
        "origin": dataset,
        "epoch": epoch,
        "head": head,
        "horizon": horizon,
        "count": count,
        "root": root,
        "license": licence,
        "contact": _point(contact),
        **({"previousEpochs": list(previous)} if previous else {}),
        **more,
    }


def timed(checkpoint: dict[str, Any], now: datetime, holds: timedelta) -> dict[str, Any]:
    """The checkpoint with the times between which it says something."""
    time = now.astimezone(UTC).replace(microsecond=0)
    return checkpoint | {"time": time.isoformat(), "expires": (time + holds).isoformat()}


def _point(contact: dict[str, str]) -> dict[str, str]:
    return {"type": "ContactPoint", "contactType": "data", **contact}
