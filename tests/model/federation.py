"""Three hubs that harvest one origin and each other, and several ways to choose what to believe."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

ORIGIN = "O"
UPSTREAMS = {"A": (ORIGIN, "B", "C"), "B": ("A", "C"), "C": ("A", "B")}
RETENTION_DAYS = 5

Mode = Literal["position", "position when changing", "position, via by entry", "path vector", "newest wins"]
"""How a hub chooses.

position                  federate-select: the whole of the origin from one upstream, if its position is strictly higher
position when changing    the same, but the present upstream is followed wherever it goes
position, via by entry    the same as the first, and single entries that came through the hub itself are left out (federate-via)
path vector               each item by itself: the newest version, unless it came through the hub itself
newest wins               each item by itself: the newest version
"""

Version = tuple[int, int]
"""An epoch of the origin and a change number in it. Positions are of the same kind; epochs are known in their order (federate-epochs)."""


@dataclass(frozen=True, slots=True)
class Item:
    """A version of an item, or its tombstone; the hubs it came through; and the day on which it came."""

    version: Version
    live: bool
    via: tuple[str, ...]
    since: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What a hub, or the origin, has of the origin; `position` says up to where it is complete."""

    items: Mapping[str, Item] = field(default_factory=dict)
    position: Version = (1, 0)
    upstream: str = ""

    def live(self) -> dict[str, Version]:
        return {id: item.version for id, item in self.items.items() if item.live}


class Network(Protocol):
    """An origin and its hubs. Real hubs are driven through the same few calls."""

    def put(self, item: str) -> None: ...

    def delete(self, item: str) -> None: ...

    def wait(self, days: int) -> None:
        """Time goes by, and old tombstones with it."""

    def pull(self, hub: str, upstream: str) -> None:
        """The hub reads all that the upstream has."""

    def back_up(self, who: str) -> None: ...

    def restore(self, who: str) -> None:
        """The origin begins a new epoch then (feed-epoch); a hub is just behind again."""

    def live(self, who: str) -> Mapping[str, Version]: ...

    def position(self, who: str) -> Version: ...


class ModelNetwork:
    """The network as the rules have it, or as one of the other modes has it."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.today = 0
        self.epochs = 1
        self.holdings = {who: Holding() for who in (ORIGIN, *UPSTREAMS)}
        self.backups = dict(self.holdings)

    def live(self, who: str) -> Mapping[str, Version]:
        return self.holdings[who].live()

    def position(self, who: str) -> Version:
        return self.holdings[who].position

    def put(self, item: str) -> None:
        self._change(item, live=True)

    def delete(self, item: str) -> None:
        if item in self.live(ORIGIN):
            self._change(item, live=False)

    def _change(self, item: str, live: bool) -> None:
        origin = self.holdings[ORIGIN]
        position = (origin.position[0], origin.position[1] + 1)
        items = {**origin.items, item: Item(position, live, (), self.today)}
        self.holdings[ORIGIN] = replace(origin, items=items, position=position)

    def wait(self, days: int) -> None:
        self.today += days
        for who, holding in self.holdings.items():
            kept = {id: i for id, i in holding.items.items() if i.live or self.today - i.since < RETENTION_DAYS}
            self.holdings[who] = replace(holding, items=kept)

    def back_up(self, who: str) -> None:
        self.backups[who] = self.holdings[who]

    def restore(self, who: str) -> None:
        self.holdings[who] = self.backups[who]
        if who == ORIGIN:
            self.epochs += 1
            self.holdings[who] = replace(self.holdings[who], position=(self.epochs, 0))
            for item in list(self.live(who)):
                self.put(item)

    def pull(self, hub: str, upstream: str) -> None:
        theirs, mine = self.holdings[upstream], self.holdings[hub]
        offered = {id: replace(i, via=(*i.via, upstream), since=self.today) for id, i in theirs.items.items()}
        if self.mode in ("path vector", "newest wins"):
            self.holdings[hub] = replace(mine, items=self._merged(hub, upstream, mine.items, offered))
        elif self._believes(hub, upstream):
            if self.mode == "position, via by entry":
                offered = {id: item for id, item in offered.items() if hub not in item.via}
            self.holdings[hub] = Holding(offered, theirs.position, upstream)

    def _believes(self, hub: str, upstream: str) -> bool:
        """federate-select."""
        mine, theirs = self.holdings[hub], self.holdings[upstream]
        follows = self.mode == "position when changing" and mine.upstream == upstream
        return follows or theirs.position > mine.position

    def _merged(
        self, hub: str, upstream: str, mine: Mapping[str, Item], offered: Mapping[str, Item]
    ) -> dict[str, Item]:
        """Newest wins; what came from this upstream and is no longer there goes."""
        merged = {id: item for id, item in mine.items() if id in offered or item.via[-1] != upstream}
        for id, item in offered.items():
            loops = self.mode == "path vector" and hub in item.via
            if not loops and (id not in merged or item.version > merged[id].version):
                merged[id] = item
        return merged
