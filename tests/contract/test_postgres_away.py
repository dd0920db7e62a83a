"""Where the servers of a hub are away, visitors are told so soon and plainly; and where a password may be kept."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from openhub.config import Settings
from openhub.errors import StoreUnavailable
from openhub.hub.hub import Hub
from openhub.stores import postgres_pool
from openhub.stores.postgres import PostgresStore
from openhub.web.app import create_app
from tests.postgres import initialise, user
from tests.replicated import Server


@pytest.fixture
def server() -> Iterator[Server]:
    """One that can be stopped."""
    folder = Path(tempfile.mkdtemp(prefix="openhub-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        if owner := user():
            shutil.chown(folder, owner)
        initialise(folder)
        (made := Server(folder=folder)).start()
        with psycopg.connect(made.address) as db:
            db.execute("CREATE EXTENSION postgis")
        yield made
        made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_visitors_are_told_to_come_back_when_both_servers_are_away(
    server: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    connect = postgres_pool.connect
    monkeypatch.setattr(postgres_pool, "SOON_SECONDS", 0.3)
    monkeypatch.setattr(postgres_pool, "_AGAIN_SECONDS", 60)
    monkeypatch.setattr(postgres_pool, "_AWAY_SECONDS", 60)
    monkeypatch.setattr(
        postgres_pool, "connect", lambda address, **how: asked.append(address) or connect(address, **how)
    )
    gone = "postgresql://openhub@127.0.0.1:9/postgres"
    with closing(PostgresStore(server.address, gone)) as store:
        visitor = create_app(Settings(), Hub(Settings(), store)).test_client()
        assert visitor.get("/").status_code == 200
        server.stop()
        for address in ("/", "/data", "/feed", "/api/v1/activities"):
            answer = visitor.get(address)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30"), address
            assert "We cannot look anything up just now" in answer.text
        assert asked == [gone, server.address]  # each once, and not for every visitor
        assert [record.name for record in caplog.records] == ["openhub.stores.postgres", "openhub.web.problems"]
        assert "There is no server at that address" in caplog.records[1].getMessage()
        server.start()
        monkeypatch.setattr(store._server, "_away_until", 0.0)
        assert visitor.get("/").status_code == 200
        assert len(caplog.records) == 2


def test_a_server_whose_connections_are_all_taken_is_waited_for(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is there, so that it is only a matter of time."""
    monkeypatch.setattr(postgres_pool, "MOST", 1)
    monkeypatch.setattr(postgres_pool, "SOON_SECONDS", 0.05)
    with closing(postgres_pool.Server(server.address, 0.3)) as pool, pool._pool.connection():
        with pytest.raises(StoreUnavailable, match="All connections to it were taken"):
            pool.read_soon(lambda db: db.execute("SELECT 1"))
        assert not pool.is_away()


def use_until_refused(address: str) -> None:
    """The server reads its files again when it gets round to it."""
    while True:
        PostgresStore(address).close()


def test_a_password_may_be_kept_where_libpq_looks_for_it(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(server.address) as db:
        db.execute("ALTER ROLE openhub PASSWORD 's3cret'")
        (server.folder / "data" / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        db.execute("SELECT pg_reload_conf()")
    (file := tmp_path / "pgpass").write_text("*:*:*:openhub:s3cret\n")
    file.chmod(0o600)
    with pytest.raises(StoreUnavailable, match=r"Put it into the address, or into ~/\.pgpass"):
        use_until_refused(server.address)
    monkeypatch.setenv("PGPASSFILE", str(file))
    with closing(PostgresStore(server.address)) as store:
        assert store.sources() == []
