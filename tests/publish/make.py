"""A dataset, items and feeds for the tests of the toolkit, and a strict reader of pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import sqlalchemy
from flask import Flask
from flask.testing import FlaskClient

from openhub.model.digest import digest
from openhub.model.root import leaf, root
from openhub.publish.changefeed import ChangeFeed
from openhub.publish.dataset import Dataset
from openhub.publish.flask import routes
from tests import make as items

SITE = "https://club.example"
FEED = f"{SITE}/feed"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CLUB = Dataset(
    id=f"{SITE}/#dataset",
    title="What is on at the club",
    publisher="The Club (example)",
    publisher_url=f"{SITE}/",
    contact={"email": "data@club.example"},
    licence=CC_BY,
)


ENGINES: list[sqlalchemy.Engine] = []  # to be closed at the end of a test


def an_engine(address: str, **how: Any) -> sqlalchemy.Engine:
    ENGINES.append(sqlalchemy.create_engine(address, **how))
    return ENGINES[-1]


def a_feed(database: str | sqlalchemy.Engine, **more: Any) -> ChangeFeed:
    """A feed that puts aside only what no feed may hold, unless told otherwise."""
    engine = an_engine(database) if isinstance(database, str) else database
    return ChangeFeed(engine, CLUB, **{"validate": False, "page_size": 3, **more})


def group(number: int | str, **members: Any) -> dict[str, Any]:
    """A small item; it is not valid, as much is missing."""
    return {"type": "Group", "id": f"{SITE}/groups/{number}", "name": f"Group {number}", **members}


def session(number: int, **members: Any) -> dict[str, Any]:
    """A valid item."""
    return items.event(id=f"{SITE}/sessions/{number}", url=f"{SITE}/sessions/{number}", **members)


def put(feed: ChangeFeed, *put: dict[str, Any]) -> Any:
    with feed.engine.begin() as connection:
        return feed.put(connection, put)


def delete(feed: ChangeFeed, *ids: str, reason: str | None = None) -> Any:
    with feed.engine.begin() as connection:
        return feed.delete(connection, ids, reason=reason)


class Whole(FlaskClient):
    """Reads each answer to its end and closes it, as servers do."""

    def open(self, *arguments: Any, buffered: bool = True, **more: Any) -> Any:
        return super().open(*arguments, buffered=buffered, **more)


def client(feed: ChangeFeed, **how: Any) -> FlaskClient:
    app = Flask(__name__)
    app.test_client_class = Whole
    app.register_blueprint(routes(feed, **how))
    return app.test_client()


class Strict(AssertionError):
    """The feed did what no feed may."""


@dataclass
class Reader:
    """Reads pages as a harvester does, and complains of what a harvester could not notice or mend."""

    get: Callable[[str], dict[str, Any]]
    feed: str = FEED
    held: dict[tuple[str, str], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    epoch: str = ""
    cursor: str = ""
    numbers: set[int] = field(default_factory=set)
    highest: int = 0
    baselines: int = 0

    def run(self) -> None:
        """Goes on from where it was, to the last page."""
        while not self._step():
            pass

    def live(self) -> dict[str, dict[str, Any]]:
        return {name[1]: data for name, (_, data) in self.held.items()}

    def _step(self) -> bool:
        url = self.cursor or self.feed
        page = self.get(url)
        said = page["openhub"]
        if said["epoch"] != self.epoch:
            self._begin(said["epoch"])
            if url != self.feed:
                return False
        for entry in page["items"]:
            self._apply(entry)
        if not page["items"]:
            self._last(page, url)
            return True
        self.cursor = page["next"]
        return False

    def _begin(self, epoch: str) -> None:
        self.epoch, self.cursor, self.held, self.highest = epoch, "", {}, 0
        self.baselines += 1

    def _apply(self, entry: dict[str, Any]) -> None:
        number, name = entry["modified"], (entry["kind"], entry["id"])
        if number <= self.highest:
            raise Strict(f"{number} after {self.highest}")
        if number in self.numbers:
            raise Strict(f"{number} for a second time")
        self.highest = number
        self.numbers.add(number)
        if entry["state"] == "deleted":
            self.held.pop(name, None)
        else:
            self.held[name] = (number, entry["data"])

    def _last(self, page: dict[str, Any], url: str) -> None:
        if page["next"] != url:
            raise Strict(f"the last page's next is {page['next']}, not {url}")
        leaves = [(id_, leaf(kind, id_, number, digest(data))) for (kind, id_), (number, data) in self.held.items()]
        came = (len(leaves), root(leaves))
        if came != (page["openhub"]["count"], page["openhub"]["root"]):
            raise Strict(f"{came} is held, and {page['openhub']} is said")


def over_http(client: FlaskClient, base: str = SITE) -> Callable[[str], dict[str, Any]]:
    """A reader's `get` over a Flask test client."""

    def get(url: str) -> dict[str, Any]:
        answer = client.get(url.removeprefix(base), base_url=base)
        assert answer.status_code == 200, (url, answer.status, answer.get_data(as_text=True))
        return orjson.loads(answer.data)  # type: ignore[no-any-return]

    return get


def reader(feed: ChangeFeed) -> Reader:
    return Reader(over_http(client(feed)))


def dumped(data: bytes) -> Iterator[dict[str, Any]]:
    yield from map(orjson.loads, data.splitlines())
