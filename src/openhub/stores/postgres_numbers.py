"""The numbers by which origins and values of facets go in PostgreSQL, kept in memory once known: there are only ever more."""

import threading
from collections.abc import Iterable

from openhub.stores.postgres_pool import Db

Facet = tuple[str, str]


class Numbers:
    """What a process knows of them; threads share it."""

    def __init__(self) -> None:
        self._facets: dict[Facet, int] = {}
        self._named: dict[int, Facet] = {}
        self._origins: dict[str, int] = {}
        self._learning = threading.Lock()

    def facets(self, facets: Iterable[Facet]) -> list[int]:
        """Their numbers in order; those that are known."""
        return sorted({self._facets[facet] for facet in facets if facet in self._facets})

    def origin(self, iri: str) -> int:
        return self._origins[iri]

    def named(self, db: Db, numbers: Iterable[int]) -> dict[int, Facet]:
        """What is meant by numbers of facets."""
        listed = set(numbers)
        if unknown := [number for number in listed if number not in self._named]:
            self._know(db.execute("SELECT id, kind, value FROM facet_value WHERE id = ANY(%s)", (unknown,)).fetchall())
        return {number: self._named[number] for number in listed}

    def look_up(self, db: Db, facets: Iterable[Facet]) -> None:
        """Reads the numbers of these, as far as they have any."""
        if unknown := [facet for facet in set(facets) if facet not in self._facets]:
            self._know(
                db.execute(
                    "SELECT id, kind, value FROM facet_value JOIN unnest(%s::text[], %s::text[]) AS u(kind, value) USING (kind, value)",
                    _columns(unknown),
                ).fetchall()
            )

    def needs(self, facets: set[Facet], origins: set[str]) -> bool:
        """Whether any of these has to be learned first."""
        return not (facets <= self._facets.keys() and origins <= self._origins.keys())

    def learn(self, db: Db, facets: set[Facet], origins: set[str]) -> None:
        """Numbers what has none yet. In a transaction of its own, since it is kept in memory whatever becomes of the page."""
        self.look_up(db, facets)
        if new := sorted(facet for facet in facets if facet not in self._facets):
            db.execute(
                "INSERT INTO facet_value (kind, value) SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
                _columns(new),
            )
            self.look_up(db, new)
        if unknown := sorted(iri for iri in origins if iri not in self._origins):
            db.execute("INSERT INTO origin (iri) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", (unknown,))
            rows = db.execute("SELECT iri, id FROM origin WHERE iri = ANY(%s)", (unknown,)).fetchall()
            self._origins |= {row["iri"]: row["id"] for row in rows}

    def _know(self, rows: Iterable[dict[str, object]]) -> None:
        with self._learning:
            for row in rows:
                facet, number = (str(row["kind"]), str(row["value"])), row["id"]
                assert isinstance(number, int)
                self._facets[facet], self._named[number] = number, facet


def _columns(facets: list[Facet]) -> tuple[list[str], list[str]]:
    return [kind for kind, _ in facets], [value for _, value in facets]
