"""What goes wrong with a PostgreSQL server is said with what to do about it, or passes unnoticed when it can."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from openhub.config import Settings, load
from openhub.errors import ConfigError, StoreUnavailable
from openhub.model.query import Query
from openhub.stores.choice import open_store
from openhub.stores.contract import Batch, Key
from openhub.stores.postgres import PostgresStore
from openhub.stores.postgres_binary import copy
from openhub.stores.postgres_faults import shown, unavailable
from openhub.stores.postgres_pool import Db, Server, connect
from openhub.stores.postgres_vectors import Words, vector
from openhub.stores.postgres_words import cleaned
from tests import make
from tests.contract.test_store import NOW, apply, dated, find, put

SECRET = "s3cret"


@pytest.fixture
def address(schemas: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    with schemas() as made:
        yield made


@pytest.fixture
def store(address: str) -> Iterator[PostgresStore]:
    with closing(PostgresStore(address)) as opened:
        yield opened


def ask(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as db:
        db.execute(statement)


def end_all_connections(address: str) -> None:
    ask(address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'openhub'")


# What cannot be used


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("/postgres?", "/nowhere?"), "no such database"),
        (("host=/tmp", "host=/nowhere/tmp"), "no server at that address"),
        (("openhub@", "nobody-of-ours@"), "cannot be used"),
    ],
)
def test_a_server_that_cannot_be_used_is_said_with_a_remedy(address: str, change: tuple[str, str], said: str) -> None:
    with pytest.raises(StoreUnavailable, match=said):
        PostgresStore(address.replace(*change))


def test_a_port_where_nothing_listens_is_said() -> None:
    with pytest.raises(StoreUnavailable, match="no server at that address") as caught:
        PostgresStore(f"postgresql://openhub:{SECRET}@127.0.0.1:9/hub?connect_timeout=2")
    assert SECRET not in str(caught.value)


def test_a_server_without_postgis_says_how_to_bring_it_in(address: str) -> None:
    ask(address, "DROP DATABASE IF EXISTS bare")
    ask(address, "CREATE DATABASE bare")
    ask(address, "DROP ROLE IF EXISTS tenant")
    ask(address, "CREATE ROLE tenant LOGIN")
    bare = address.replace("/postgres?", "/bare?").partition("&options")[0]
    ask(bare, "GRANT ALL ON SCHEMA public TO tenant")
    with pytest.raises(StoreUnavailable, match="CREATE EXTENSION postgis"):
        PostgresStore(bare.replace("openhub@", "tenant@"))
    ask(address, "DROP DATABASE bare")


def test_postgis_out_of_sight_is_said(address: str) -> None:
    with pytest.raises(StoreUnavailable, match="SCHEMA public"):
        PostgresStore(address.replace(",public", ""))


def test_a_server_that_may_only_be_read_says_to_name_the_primary(address: str, store: PostgresStore) -> None:
    read_only = address.replace("&options=", "&options=-cdefault_transaction_read_only%3Don%20")
    with closing(PostgresStore(read_only)) as replica:
        assert replica.sources() == []
        with pytest.raises(StoreUnavailable, match="Name the primary"):
            replica._server._done(lambda db: db.execute("DELETE FROM source"), lambda: True, 1)


def test_too_many_connections_are_said(address: str) -> None:
    ask(address, "DROP ROLE IF EXISTS crowded")
    ask(address, "CREATE ROLE crowded LOGIN CONNECTION LIMIT 0")
    with pytest.raises(StoreUnavailable, match="too many connections"):
        PostgresStore(address.replace("openhub@", "crowded@"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.DiskFull("could not extend file: No space left on device"), "Make room there"),
        (
            errors.InvalidPassword(f'password {SECRET} authentication failed for user "u"'),
            "refuses the user's password",
        ),
        (
            psycopg.OperationalError('FATAL:  password authentication failed for user "u"'),
            "refuses the user's password",
        ),
        (psycopg.OperationalError("connection timeout expired"), "does not answer"),
        (errors.AdminShutdown("terminating connection"), "being stopped"),
    ],
)
def test_each_fault_has_its_remedy_and_no_password(error: Exception, said: str) -> None:
    told = str(unavailable(error, f"postgresql://u:{SECRET}@db.example:5433/hub?sslmode=require"))
    assert said in told
    assert "postgresql://u@db.example:5433/hub" in told
    assert SECRET not in told


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:p@ss@host/hub",
        "postgresql://u:p/ss@host/hub",
        "postgresql://u:p:4x@h:st/hub",
        "postgresql://[/x",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(address: str) -> None:
    with pytest.raises((ConfigError, StoreUnavailable)) as caught:
        shown(address)
    assert "ss@" not in str(caught.value)
    assert "%40" in str(caught.value)


# What passes


def test_a_restart_between_two_calls_is_not_noticed(address: str, store: PostgresStore) -> None:
    source = store.add_source(make.source()).id
    ready = threading.Barrier(4)

    def look() -> None:
        ready.wait()
        store._server.read(lambda db: db.execute("SELECT pg_sleep(0.1)"))

    threads = [threading.Thread(target=look) for _ in range(4)]  # so that several connections are open
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end_all_connections(address)
    assert apply(store, source, put(1)).new == 1
    end_all_connections(address)
    assert find(store) == ["1"]


def test_a_write_that_others_were_in_the_way_of_is_done_again(store: PostgresStore) -> None:
    tries = []

    def work(db: Db) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise errors.DeadlockDetected("deadlock detected")
        return "done"

    assert store._server.write(work) == "done"
    assert len(tries) == 2


def test_two_sources_of_one_origin_may_bring_the_same_items_at_once(address: str, store: PostgresStore) -> None:
    sources = [store.add_source(make.source(address=f"https://club.example/{n}")).id for n in range(3)]
    begin, failed = threading.Barrier(3), []

    def bring(source: int) -> None:
        begin.wait()
        try:
            for turn in range(5):
                store.apply(source, Batch(puts=tuple(put(n, said=f"{source} {turn}") for n in range(20))), NOW)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=bring, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(find(store)) == 20
    assert len({c.number for c in store.changes(0, 999).entries}) == 20


def test_a_run_that_lost_its_lease_writes_no_more(address: str, store: PostgresStore) -> None:
    source = store.add_source(make.source()).id
    with store.lease(source):
        assert apply(store, source, put(1)).new == 1
        end_all_connections(address)
        with pytest.raises(StoreUnavailable, match="lease of source"):
            apply(store, source, put(2))
    assert find(store) == ["1"]


def test_text_that_postgresql_does_not_hold_is_kept_without_it(store: PostgresStore) -> None:
    source = store.add_source(make.source(name="A\0B", cursor='with "quotes" and \\ and {braces}')).id
    odd = 'tab\there, line\nthere, \\ and "quotes"'
    item = put(1, name=f"Zero\0byte {odd}", places=((odd, odd),), occurrences=(dated("2026-12-01"),))
    named = replace(item.key, id=f"https://club.example/\0{odd}")
    assert apply(store, source, replace(item, key=named, licence=odd)).new == 1
    assert store.held(source, [Key(kind="Group", id=f"https://club.example/\ufffd{odd}", modified=1)])
    assert find(store, words="zero byte quotes") == ["1"]
    assert store.learned_names("tab", 1) == [odd]
    (found,) = store.search(Query(words="zero"), NOW).entries
    assert found.licence == odd
    assert [s.name for s in store.sources()] == ["A\ufffdB"]
    assert store.item("\0\ud800", NOW) is None


# A replica


def test_visitors_read_from_the_replica_and_a_harvest_from_the_primary(
    address: str, schemas: Callable[[], AbstractContextManager[str]]
) -> None:
    """What stands for the replica is another hub, so that it shows who was asked."""
    with schemas() as other, closing(PostgresStore(other)) as replica, closing(PostgresStore(address, other)) as store:
        apply(replica, replica.add_source(make.source(name="Of the replica")).id, put("theirs"))
        source = store.add_source(make.source(name="Of the primary")).id
        apply(store, source, put("ours"))
        assert find(store) == ["theirs"]
        assert [s.name for s in store.sources()] == ["Of the replica"]
        assert len(store.changes(0, 9).entries) == 1
        assert store.held(source, [put("ours").key])
        assert store.proof(source).count == 1


def test_without_its_replica_a_hub_reads_from_the_primary_and_comes_back(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = "postgresql://openhub@127.0.0.1:9/postgres?connect_timeout=2"
    with closing(PostgresStore(address, gone)) as store:
        apply(store, store.add_source(make.source()).id, put(1))
        assert find(store) == ["1"]
        assert store._replica
        assert store._replica.is_away()
        asked: list[str] = []
        monkeypatch.setattr(store._replica, "read", lambda work: asked.append("replica") or store._server.read(work))
        assert find(store) == ["1"]
        assert asked == []
        monkeypatch.setattr(store._replica, "_away_until", 0.0)
        assert find(store) == ["1"]
        assert asked == ["replica"]


# The choice


def test_the_address_chooses_the_store(address: str, tmp_path: Path) -> None:
    for database, kind in ((address, "PostgresStore"), ("hub.db", "SqliteStore")):
        with closing(open_store(database, tmp_path)) as store:
            assert type(store).__name__ == kind
    with pytest.raises(ConfigError, match="no store for mysql"):
        open_store("mysql://host/hub", tmp_path)
    with pytest.raises(ConfigError, match="read_database"):
        open_store("hub.db", tmp_path, address)


@pytest.mark.parametrize(
    ("environment", "database"),
    [
        ({"DATABASE_URL": "postgresql://db/hub"}, "postgresql://db/hub"),
        ({"DATABASE_URL": "postgres://db/hub"}, "postgres://db/hub"),
        ({"DATABASE_URL": "postgresql://db/hub", "OPENHUB_DATABASE": "mine.db"}, "mine.db"),
        ({"DATABASE_URL": "mysql://db/of-something-else"}, "in-the-file.db"),
        ({}, "in-the-file.db"),
    ],
)
def test_the_environment_may_name_the_database(tmp_path: Path, environment: dict[str, str], database: str) -> None:
    (tmp_path / "openhub.toml").write_text('database = "in-the-file.db"\n')
    assert load(tmp_path, environment).database == database
    assert Settings().database == "hub.db"


def test_a_server_that_is_closed_is_closed_twice_without_ado(address: str) -> None:
    server = Server(address)
    server.close()
    with suppress(Exception):
        server.close()


# Vectors of words


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Yoga for everyone",
            "yoga and running",
            "Running, runners ran; a run in the café of Łódź, 10 a.m. at number 12ab",
        ),
        ("", "", ""),
        ("e5 1e5 3d -4 +5", "ЙОГА йога ヨガ 瑜伽 ٣٤ योग", "https://example.org/a_b?c=d&amp;<b>bold</b> o'clock x" * 3),
        ("one", "", " ".join(f"word{n % 400}" for n in range(20_000))),
        ("one", "x" * 300, "same " * 400 + "word" * 60),
        ("one", "", " ".join(f"unheardof{n}" for n in range(90_000))),
    ],
)
def test_vectors_are_those_that_the_server_makes(
    store: PostgresStore, address: str, texts: tuple[str, str, str]
) -> None:
    shown = [cleaned(text) for text in texts]
    as_sent = " ".join(word for word in shown[1].split() if len(word) <= 200)
    with connect(address) as db:
        made = vector(shown, Words().stems(db, shown))
        db.execute("CREATE TABLE kept (words tsvector)")
        copy(db, "kept", {"words": "tsvector"}, [(made,)])
        if len(made) < 900_000:
            theirs = db.execute(
                "SELECT setweight(to_tsvector('openhub', %s), 'A') || setweight(to_tsvector('openhub', %s), 'B')"
                " || setweight(to_tsvector('openhub', %s), 'D') = words AS same FROM kept",
                (shown[0], as_sent, " ".join(word for word in shown[2].split() if len(word) <= 200)),
            ).fetchone()
            assert theirs == {"same": True}
        else:  # more than a vector holds: what comes first can be found
            row = db.execute("SELECT words @@ to_tsquery('openhub', 'unheardof1') AS found FROM kept").fetchone()
            assert row == {"found": True}
