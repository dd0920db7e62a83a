"""OpenActive's validator, harvester and client read a publisher's feed to exactly the live set, through a restore too.

None of them knows of epochs, so after a restore each holds what is live, and besides it only what nothing in the feed names
any more: what was published after the backup (feed-reissue).
"""

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from openhub.publish import tables
from openhub.publish.changefeed import ChangeFeed
from openhub.publish.flask import routes
from tests.peers import test_feed
from tests.publish.make import a_feed, delete, group, put, reader

peers = test_feed.peers
PATIENCE_SECONDS = 60
KNOWN = {**test_feed.KNOWN, "MinimumItemsRule": "this test asks for small pages, so that there are several"}


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        pass


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[ChangeFeed]:
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'club.db'}")
    made = a_feed(engine, page_size=10, high_water_file=tmp_path / "high-water")
    put(made, *map(group, range(60)))
    put(made, *(group(n, name="changed") for n in range(5)))
    delete(made, *(group(n)["id"] for n in range(5, 12)))
    yield made
    engine.dispose()


@pytest.fixture
def address(feed: ChangeFeed) -> Iterator[str]:
    app = Flask(__name__)
    app.register_blueprint(routes(feed))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/feed"
    server.shutdown()
    server.server_close()


def live(feed: ChangeFeed) -> dict[str, int]:
    """Id and number of all that is live, by a strict reader's account."""
    reading = reader(feed)
    reading.run()
    return {id_: number for (_, id_), (number, _) in reading.held.items()}


def restore_an_older(feed: ChangeFeed, between: Callable[[], Any] = lambda: None) -> set[str]:
    """Publishes something, then puts back what was there before it; the ids that only the lost days had.

    `between` is what is done before it is lost.
    """
    with feed.engine.connect() as connection:
        old = {t: [dict(row._mapping) for row in connection.execute(t.select())] for t in tables.METADATA.sorted_tables}
    put(feed, group("lost"), group(20, name="lost"))
    delete(feed, group(21)["id"])
    between()
    with feed.engine.begin() as connection:
        for table, rows in old.items():
            connection.execute(table.delete())
            connection.execute(table.insert(), rows)
    feed.new_epoch()
    delete(feed, group(22)["id"])
    return {group("lost")["id"]}


def test_openactives_validator_finds_no_fault_of_ours(feed: ChangeFeed, address: str, peers: Path) -> None:
    command = ["node", "walk.js", address]
    done = subprocess.run(command, cwd=peers, capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS)
    pages = json.loads(done.stdout)["pages"]
    said = [error["data"] for page in pages for error in page["errors"]]
    assert len(pages) >= 6
    assert not [d for d in said if d["severity"] == "failure"]
    assert not [d for d in said if d["rule"] not in KNOWN]


class Follower:
    """OpenActive's harvester, which stops at each end of the feed until it is told to go on."""

    def __init__(self, address: str, peers: Path) -> None:
        shutil.copy(Path(__file__).parent / "follow.js", peers / "follow.js")
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            ["node", "follow.js", address], cwd=peers, stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )

    def held(self) -> dict[str, int]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        return dict(json.loads(line))

    def go_on(self) -> dict[str, int]:
        assert self.process.stdin
        self.process.stdin.write("go on\n")
        self.process.stdin.flush()
        return self.held()


def test_openactives_harvester_gets_exactly_the_live_items(feed: ChangeFeed, address: str, peers: Path) -> None:
    follower = Follower(address, peers)
    try:
        assert follower.held() == live(feed)
        put(feed, group(1, name="again"), group(70))
        delete(feed, group(2)["id"])
        assert follower.go_on() == live(feed)
        lost = restore_an_older(feed, between=follower.go_on)
        after = follower.go_on()
        assert {id_: number for id_, number in after.items() if id_ not in lost} == live(feed)
        assert after.keys() - live(feed).keys() == lost
    finally:
        follower.process.kill()
        follower.process.communicate()


def test_openactives_client_gets_exactly_the_live_items(feed: ChangeFeed, address: str) -> None:
    openactive: Any = pytest.importorskip(
        "openactive.openactive", reason="the test group of pyproject.toml is not installed"
    )
    got = openactive.get_opportunities(address, seconds_wait_next=0)
    assert numbers(got) == live(feed)
    lost = restore_an_older(feed)
    got = openactive.get_opportunities(got, seconds_wait_next=0)
    assert got["status"] == "COMPLETE"
    assert numbers(got) == live(feed)  # it was not there when the lost were published
    assert not numbers(got).keys() & lost


def numbers(got: dict[str, Any]) -> dict[str, int]:
    return {id_: item["modified"] for id_, item in got["items"].items()}
