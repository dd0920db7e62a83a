"""OpenHub itself as a program that the conformance vectors can be run against, and a pattern for writing another.

    openhub conformance --program "python3 examples/openhub_program.py"

Such a program stands between the vectors and an implementation. It reads requests, one JSON object a line, hands each to the code
that is on trial, and writes what comes back as one line. spec/conformance/README.md says what is asked and what has to be answered.
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from openhub.config import Settings
from openhub.errors import FetchFailed, UnreadableDocument
from openhub.fetch.door import Answer
from openhub.formats.project import project
from openhub.formats.rpde import read_document
from openhub.formats.strict_json import faults, parse
from openhub.harvest.discover import describe
from openhub.harvest.run import harvest
from openhub.hub.hub import Hub
from openhub.model.digest import canonical, digest
from openhub.model.place import Spot
from openhub.model.record import Record
from openhub.model.root import leaf, root
from openhub.model.source import Source
from openhub.stores.sqlite import STORE
from openhub.validate.engine import Validator
from openhub.validate.surroundings import At, Postcode, Visit

Request = dict[str, Any]
Reply = dict[str, Any]

REFUSED: Reply = {"refused": True}
VALIDATOR = Validator()


# A validator


def check(request: Request) -> Reply:
    at = surroundings(request)
    if "text" in request:
        record = read_document(request["text"].encode(), Record(id="", kind="", modified=0, data=None))
        found = [("", f) for f in record.findings]
        documents = [] if record.data is None else [record.data]
    else:
        found, documents = [], request["documents"]
    feed = VALIDATOR.feed()
    for index, document in enumerate(documents):
        feed.collect(document, index)
        found += [(f"/{index}" if request["feed"] else "", f) for f in VALIDATOR.check(document, at)]
    found += [(f"/{index}", f) for index, f in feed.findings()]
    return {"findings": [{"code": f.code, "severity": f.severity, "pointer": top + f.pointer} for top, f in found]}


def surroundings(request: Request) -> At:
    """What is known besides the documents; what the request does not say is not known."""
    return At(
        now=datetime.fromisoformat(request["now"]),
        home=ZoneInfo(request["zone"]),
        hosts=frozenset(request["hosts"]) if "hosts" in request else None,
        defaults=frozenset(request.get("defaults", ())),
        visit=visits_of(request["visits"]).get if "visits" in request else None,
        activities=frozenset(request["activities"]) if "activities" in request else None,
        postcodes=postcodes_of(request["postcodes"]).get if "postcodes" in request else None,
    )


def visits_of(said: Request) -> dict[str, Visit]:
    return {address: Visit(came["status"], came["finalUrl"]) for address, came in said.items()}


def postcodes_of(said: Request) -> dict[str, Postcode]:
    spots = {code: Spot(**spot) if spot else None for code, spot in said.items()}
    return {code: Postcode(said[code] is not None, spot) for code, spot in spots.items()}


# Digests and roots


def digest_of(request: Request) -> Reply:
    text = request["text"].encode()
    try:
        document = parse(text)
        if faults(document, text, ""):
            return REFUSED
        return {"canonical": canonical(document).decode(), "digest": digest(document)}
    except (UnreadableDocument, ValueError):
        return REFUSED


def root_of(request: Request) -> Reply:
    leaves = [(i["id"], leaf(i["kind"], i["id"], i["modified"], i["digest"])) for i in request["items"]]
    return {"count": len(leaves), "root": root(leaves), "leaves": [one.hex() for _, one in leaves]}


# Descriptions and projections


def describe_it(request: Request) -> Reply:
    said = describe(request["document"], request["address"])
    if said is None:
        return REFUSED
    feeds = [{"address": address, "format": form} for address, form in said.feeds]
    return {"origin": said.origin, "licence": said.licence, "level": said.level, "feeds": feeds}


def project_it(request: Request) -> Reply:
    now, zone = datetime.fromisoformat(request["now"]), ZoneInfo(request["zone"])
    made = project(request["document"], request["profile"], now=now, zone=zone)
    return REFUSED if made.document is None else {"document": made.document}


# A harvester


class AskingDoor:
    """Stands where a hub has its door to the network, and asks whoever runs the vectors instead."""

    def get(self, url: str, *, etag: str = "", accept: str = "", fresh: bool = False) -> Answer:
        say({"get": url, "fresh": fresh})
        came = json.loads(sys.stdin.readline())
        if came["status"] != 200:
            raise FetchFailed(f"{url} answered {came['status']}.", kind="status", url=url, status=came["status"])
        return Answer(url, 200, came["headers"], came["body"].encode(), etag="")


def harvest_it(request: Request) -> Reply:
    store = STORE(Path(request["folder"]) / "hub.db")
    try:
        hub = Hub(Settings(as_of=request["now"]), store)
        source = hub.store.sources()[0] if hub.store.sources() else store.add_source(source_of(request["feed"]))
        run = harvest(hub, AskingDoor(), source, confirm_deletions=request.get("confirmed", False))  # type: ignore[arg-type]
        aside = {f.item for f in hub.store.findings(source.id) if f.severity == "error" and f.item}
        return {"state": run.state, "items": held(hub), "put_aside": sorted(aside)}
    finally:
        store.close()


def source_of(feed: str) -> Source:
    return Source(name="A publisher", address=feed, origin=feed, format="", hosts=(urlsplit(feed).hostname or "",))


def held(hub: Hub) -> list[dict[str, Any]]:
    live = [change for change in hub.store.changes(0, 10_000).entries if change.raw is not None]
    return [
        {
            "kind": c.type,
            "id": c.envelope["originId"],
            "modified": c.envelope.get("originModified", 0),  # a file has no numbers
            "digest": c.envelope["digest"],
        }
        for c in live
    ]


# The lines

DOES: dict[str, Callable[[Request], Reply]] = {
    "check": check,
    "digest": digest_of,
    "root": root_of,
    "describe": describe_it,
    "project": project_it,
    "harvest": harvest_it,
}


def unsupported(request: Request) -> Reply:
    return {"unsupported": True}


def say(reply: Reply) -> None:
    print(json.dumps(reply), flush=True)


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        say(DOES.get(request["do"], unsupported)(request))


if __name__ == "__main__":
    main()
