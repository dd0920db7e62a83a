"""The stores that keep the contract, each opened on a database of a test's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from openhub.stores.contract import Store
from openhub.stores.sqlite import SqliteStore
from tests import make
from tests.postgres import postgres, schemas

__all__ = ["postgres", "schemas"]

BACKENDS = ("sqlite", "postgres")


@pytest.fixture(params=BACKENDS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the same database as often as it is called."""
    with opening(request, tmp_path) as open_again:
        yield open_again


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()


@pytest.fixture
def source(store: Store) -> int:
    return store.add_source(make.source()).id


@contextmanager
def opening(request: pytest.FixtureRequest, folder: Path) -> Iterator[Callable[[], Store]]:
    """What opens an empty database of the backend that is the fixture's parameter, again and again, and closes it in the end."""
    if request.param == "sqlite":
        with closing_all(lambda: SqliteStore(folder / "hub.db")) as open_again:
            yield open_again
        return
    from openhub.stores.postgres import PostgresStore

    schema = request.getfixturevalue("schemas")
    with schema() as address, closing_all(lambda: PostgresStore(address)) as open_again:
        yield open_again


@contextmanager
def closing_all(open_one: Callable[[], Store]) -> Iterator[Callable[[], Store]]:
    stores: list[Store] = []

    def open_again() -> Store:
        stores.append(open_one())
        return stores[-1]

    try:
        yield open_again
    finally:
        for store in stores:
            store.close()
