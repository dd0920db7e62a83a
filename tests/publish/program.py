"""The toolkit behind the convention of spec/conformance/README.md, over SQLite in the folder or over a PostgreSQL.

openhub conformance --program "python3 -m tests.publish.program" --group publishing
openhub conformance --program "python3 -m tests.publish.program postgresql+psycopg://…" --group publishing
"""

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy
from flask import Flask

from openhub.publish import tables
from openhub.publish.changefeed import ChangeFeed
from openhub.publish.dataset import Dataset
from openhub.publish.flask import routes
from openhub.publish.items import Ready, ready

Answer = dict[str, Any]


class Program:
    """One feed, served by Flask. What a transaction does is kept until its commit, for the lock is held until then."""

    def __init__(self, feed: str, licence: str, folder: str, page_size: int) -> None:
        site = urlsplit(feed)
        self.base, self.feed_at, self.folder = f"{site.scheme}://{site.netloc}", feed, Path(folder)
        about = Dataset(
            id=f"{self.base}/#dataset",
            title="A feed",
            publisher="GoodGym (example)",
            publisher_url=self.base,
            contact={"email": "data@goodgym.example"},
            licence=licence,
        )
        self.engine = self._engine()
        self.feed = ChangeFeed(
            self.engine, about, validate=False, page_size=page_size, high_water_file=self.folder / "high-water"
        )
        app = Flask(__name__)
        app.register_blueprint(routes(self.feed, path=site.path))
        self.client = app.test_client()
        self.open: dict[str, list[Callable[[sqlalchemy.Connection], Any]]] = {}

    def _engine(self) -> sqlalchemy.Engine:
        if not sys.argv[1:]:
            return sqlalchemy.create_engine(f"sqlite:///{self.folder / 'feed.db'}")
        schema = self.folder.name.replace("-", "_").lower()
        address = sys.argv[1]
        with sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        own = address.partition("&options=")[0]
        return sqlalchemy.create_engine(own, connect_args={"options": f"-csearch_path={schema}"})

    def begin(self, transaction: str) -> None:
        self.open[transaction] = []

    def put(self, transaction: str, kind: str, id: str, data: dict[str, Any]) -> Answer:
        item = ready(data)
        if not isinstance(item, Ready) or (item.kind, item.id) != (kind, id):
            return {"refused": True}
        self.open[transaction].append(lambda connection: self.feed.put(connection, [data]))
        return {}

    def delete(self, transaction: str, kind: str, id: str, reason: str | None = None) -> None:
        self.open[transaction].append(lambda connection: self.feed.delete(connection, [id], reason=reason))

    def commit(self, transaction: str) -> None:
        with self.engine.begin() as connection:
            for change in self.open.pop(transaction):
                change(connection)

    def rollback(self, transaction: str) -> None:
        with self.engine.connect() as connection:
            for change in self.open.pop(transaction):
                change(connection)
            connection.rollback()

    def get(self, url: str, headers: dict[str, str]) -> Answer:
        asked = urlsplit(url)
        answer = self.client.get(asked.path, query_string=asked.query, base_url=self.base, headers=headers)
        return {"status": answer.status_code, "headers": dict(answer.headers), "body": answer.get_data(as_text=True)}

    def checkpoint(self) -> Answer:
        return self.get(f"{self.feed_at}/checkpoint", {})

    def purge(self, through: int) -> None:
        self.feed.purge(through=through, days=0)

    def backup(self) -> None:
        self._copy("feed.db", "backup.db", "", "backup_")

    def restore(self) -> None:
        self._copy("backup.db", "feed.db", "backup_", "")
        self.feed.new_epoch()

    def _copy(self, old: str, new: str, before: str, after: str) -> None:
        self.feed.state()  # there is something to copy
        if self.engine.dialect.name == "sqlite":
            with sqlite3.connect(self.folder / old) as source, sqlite3.connect(self.folder / new) as copy:
                source.backup(copy)
            source.close()
            copy.close()
            return
        with self.engine.begin() as connection:
            for name in (table.name for table in tables.METADATA.sorted_tables):
                if after:
                    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {after}{name}")
                    connection.exec_driver_sql(f"CREATE TABLE {after}{name} AS TABLE {name}")
                else:
                    connection.exec_driver_sql(f"DELETE FROM {name}")
                    connection.exec_driver_sql(f"INSERT INTO {name} TABLE {before}{name}")


DOES = ("begin", "put", "delete", "commit", "rollback", "get", "purge", "backup", "restore", "checkpoint")


def main() -> None:
    program: Program | None = None
    for line in sys.stdin:
        request = json.loads(line)
        do = request.pop("do")
        answer: Answer | None = {"unsupported": True}
        if do == "publish":
            program, answer = Program(**request), {}
        elif program and do in DOES:
            answer = getattr(program, do)(**request)
        print(json.dumps(answer or {}), flush=True)


if __name__ == "__main__":
    main()
