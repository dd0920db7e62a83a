"""A word of progress now and then while a hub is moved, where somebody looks on."""

import sys

import click

EVERY = 50_000
WORDS = {"item": "items", "entry": "feed entries", "gazetteer_place": "places"}


def counted(table: str, number: int) -> None:
    """Called after each batch; `number` is how many of the table have been moved."""
    if table in WORDS and number % EVERY == 0 and sys.stderr.isatty():
        click.echo(f"{number:,} {WORDS[table]} …", err=True)
