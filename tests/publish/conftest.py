"""What the tests of the toolkit share: feeds on SQLite and PostgreSQL, and a strict reader of their pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from openhub.publish.changefeed import ChangeFeed
from tests.postgres import database, postgres
from tests.publish.make import ENGINES, a_feed

__all__ = ["database", "postgres"]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while ENGINES:
        ENGINES.pop().dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'club.db'}"
    make: Callable[[], str] = request.getfixturevalue("database")
    return make()


@pytest.fixture
def feed(address: str) -> ChangeFeed:
    return a_feed(address)
