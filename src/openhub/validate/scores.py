"""How much items tell a resident, as a score by published weights; apart from whether they conform."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from openhub import spec

MOST_MISSING = 3


@dataclass(slots=True)
class _Points:
    reached: int = 0
    possible: int = 0


@dataclass(slots=True)
class _Lack:
    lacking: int = 0
    of: int = 0
    points: int = 0


@dataclass(slots=True)
class Quality:
    """Sums up over items; its size does not grow with them."""

    now: datetime
    items: int = 0
    present: Counter[str] = field(default_factory=Counter)
    _points: dict[str, _Points] = field(default_factory=dict)
    _lacks: dict[tuple[str, int], _Lack] = field(default_factory=dict)
    _well: int = 0
    _unsaid: dict[str, _Lack] = field(default_factory=dict)

    def note(self, document: dict[str, Any]) -> None:
        """Takes one item into account."""
        self.items += 1
        self.present.update(name for name, value in document.items() if _says(value) and name != "@context")
        for name, dimension in spec.quality()["dimensions"].items():
            points = self._points.setdefault(name, _Points())
            for place, ask in enumerate(dimension["asks"]):
                if not _fits(document, ask):
                    continue
                met = self._meets(document, ask)
                points.possible += ask["points"]
                points.reached += ask["points"] if met else 0
                lack = self._lacks.setdefault((name, place), _Lack(points=ask["points"]))
                lack.of += 1
                lack.lacking += not met
        self._note_shown(document)

    def scored(self) -> dict[str, Any] | None:
        """The score and what it is made of, each of 100; None when there was no item."""
        if not self.items:
            return None
        table = spec.quality()
        parts = {
            name: {"score": _share(self._points[name]), "weight": about["weight"], "about": about["about"]}
            for name, about in table["dimensions"].items()
        }
        weights = sum(part["weight"] for part in parts.values())
        return {
            "version": table["version"],
            "score": round(sum(part["score"] * part["weight"] for part in parts.values()) / weights),
            "dimensions": parts,
            "missing": self._missing(),
            "shown": self._shown(),
            "coverage": {name: {"present": self.present[name], "of": self.items} for name in sorted(self.present)},
        }

    def _missing(self) -> list[dict[str, Any]]:
        """What would raise the score most."""
        weights = {name: about["weight"] for name, about in spec.quality()["dimensions"].items()}
        gains = sorted(
            (-weights[name] * lack.points * lack.lacking / self._points[name].possible, name, place)
            for (name, place), lack in self._lacks.items()
            if lack.lacking
        )
        return [
            {
                "member": _asked(name, place),
                "lacking": self._lacks[name, place].lacking,
                "of": self._lacks[name, place].of,
            }
            for _, name, place in gains[:MOST_MISSING]
        ]

    def _note_shown(self, document: dict[str, Any]) -> None:
        """Takes account of what a hub shows of it before anything else."""
        met = {a["what"]: self._meets(document, a) for a in spec.quality()["shown"]["asks"] if _fits(document, a)}
        for what, said in met.items():
            lack = self._unsaid.setdefault(what, _Lack())
            lack.of += 1
            lack.lacking += not said
        self._well += all(met.values())

    def _shown(self) -> dict[str, Any]:
        """How many items a hub can show with all that it shows first, and what the others lack, most often first."""
        lacks = sorted(self._unsaid.items(), key=lambda named: -named[1].lacking)
        missing = [{"what": what, "lacking": lack.lacking, "of": lack.of} for what, lack in lacks if lack.lacking]
        return {"well": self._well, "of": self.items, "missing": missing}

    def _meets(self, document: dict[str, Any], ask: dict[str, Any]) -> bool:
        days = ask.get("withinDays")
        if days is None:
            return any(_reaches(document, path.split("/")) for path in ask["any"])
        earliest = (self.now - timedelta(days=days)).date().isoformat()
        dates = (document.get(name) for name in ask["any"])
        return any(isinstance(date, str) and date[:10] >= earliest for date in dates)


def _fits(document: dict[str, Any], ask: dict[str, Any]) -> bool:
    """Whether it is asked of items of this type."""
    return document.get("type") in ask.get("types", (document.get("type"),))


def _asked(dimension: str, place: int) -> str:
    ask = spec.quality()["dimensions"][dimension]["asks"][place]
    days = f" of the last {ask['withinDays']} days" if "withinDays" in ask else ""
    return " or ".join(ask["any"]) + days


def _share(points: _Points) -> int:
    return round(100 * points.reached / points.possible) if points.possible else 100


def _reaches(value: Any, way: list[str]) -> bool:
    """Whether something stands at the end of a way of members; of a list, in any entry."""
    if isinstance(value, list):
        return any(_reaches(entry, way) for entry in value) if way else _says(value)
    if not way:
        return _says(value)
    return isinstance(value, dict) and way[0] in value and _reaches(value[way[0]], way[1:])


def _says(value: Any) -> bool:
    return value is not None and value not in ("", [], {})
