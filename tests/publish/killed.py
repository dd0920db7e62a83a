"""Publishes into a SQLite database, in small transactions without end, until it is killed."""

import random
from multiprocessing.synchronize import Event
from pathlib import Path

import sqlalchemy
from sqlalchemy import Column, Integer, MetaData, Table, Text

from openhub.publish.changefeed import ChangeFeed
from tests.publish.make import a_feed, group

META = MetaData()
OWN = Table("own", META, Column("id", Integer, primary_key=True), Column("title", Text, nullable=False))


def over(folder: Path) -> ChangeFeed:
    engine = sqlalchemy.create_engine(f"sqlite:///{folder / 'club.db'}")
    META.create_all(engine)
    return a_feed(engine, high_water_file=folder / "high-water", page_size=50)


def publish(feed: ChangeFeed, chance: random.Random) -> None:
    """The publisher's own row, and what the feed says of it, in one transaction."""
    ids = chance.sample(range(200), chance.randint(1, 4))
    title = f"{chance.random()}"
    with feed.engine.begin() as connection:
        connection.execute(OWN.delete().where(OWN.c.id.in_(ids)))
        if chance.random() < 0.25:
            feed.delete(connection, [group(id_)["id"] for id_ in ids])
        else:
            feed.put(connection, [group(id_, name=title) for id_ in ids])
            connection.execute(OWN.insert(), [{"id": id_, "title": title} for id_ in ids])


def publish_on(folder: Path, ready: Event) -> None:
    """Never returns."""
    feed, chance = over(folder), random.Random()
    ready.set()
    while True:
        publish(feed, chance)
