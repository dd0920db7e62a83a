"""The example program with its hubs in PostgreSQL: a schema for each folder that it is told to keep one in."""

import os
from pathlib import Path

import psycopg

from examples import openhub_program
from openhub.stores.postgres import PostgresStore


def opened(file: Path) -> PostgresStore:
    server, schema = os.environ["DATABASE_URL"], f"of_{file.parent.name.lower()}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    return PostgresStore(f"{server}&options=-csearch_path%3D{schema},public")


if __name__ == "__main__":
    openhub_program.STORE = opened  # type: ignore[assignment,misc]  # in place of the class
    openhub_program.main()
