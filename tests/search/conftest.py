"""A PostgreSQL server for whoever compares its answers."""

from tests.postgres import postgres, schemas

__all__ = ["postgres", "schemas"]
