"""What a check says of itself, and what it says of a publisher."""

from dataclasses import dataclass
from typing import Literal

Rung = Literal["0", "RPDE", "1", "2", "3", ""]

FEED_LADDER: tuple[Rung, ...] = ("RPDE", "1", "2", "3")
FILE_LADDER: tuple[Rung, ...] = ("0",)
NAMES: dict[Rung, str] = {
    "RPDE": "RPDE, which any harvester can read",
    "0": "Level 0, one file of items",
    "1": "Level 1, nothing is lost between two readings",
    "2": "Level 2, a harvester notices when it has to begin again",
    "3": "Level 3, a harvester can prove that it has everything",
    "": "Beside the levels",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`rung` is the first on which it counts, "" for none. `anchor` is the requirement; `source` what asks for it when the
    specification does not. When `must` is false all that it finds is advice.
    """

    group: str
    remedy: str
    rung: Rung = ""
    anchor: str = ""
    source: str = ""
    must: bool = True
    on: tuple[str, ...] = ("feed",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What is wrong, where (an address), and what to do when that is not what the check says for all."""

    came: str
    where: str
    remedy: str = ""
    advice: bool = False


class NotRun(Exception):
    """A check cannot run; the words say what it lacks."""
