"""Checks several files at the same time for `openhub validate`, each in a process of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from openhub.cli._files import paths
from openhub.validate.report import Input, Shown, Tally


@dataclass(frozen=True, slots=True)
class Done:
    """What came of checking one file."""

    shown: list[Shown]
    tally: Tally
    not_run: dict[str, tuple[str, ...]]
    inputs: tuple[Input, ...]


def several(sources: tuple[str, ...]) -> list[str]:
    """The names of all files that are meant; none when there is only one, or something else than files is meant too."""
    if any(source == "-" or "://" in source for source in sources):
        return []
    found = [str(path) for source in sources for path in paths(source)]
    return found if len(found) > 1 else []


def side_by_side(names: list[str], check: Callable[[str], Done], jobs: int) -> Iterator[Done]:
    """What the check gives of each, in the order of the names."""
    global _check
    _check = check
    # What was made ready is there in a copy of this process, and need not be handed over.
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        yield from pool.map(_of, names)


def _of(name: str) -> Done:
    return _check(name)


_check: Callable[[str], Done]
