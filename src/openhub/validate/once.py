"""Works out what several rules want to know of the same document, such as its places, only once."""

from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_round = 0


def once(work: Callable[[dict[str, Any]], Answer]) -> Callable[[dict[str, Any]], Answer]:
    """The same function, which keeps its answer until it is asked about another document, or `forget` is called."""
    kept: tuple[int, Any, Any] = (0, None, None)

    def remembered(document: dict[str, Any]) -> Answer:
        nonlocal kept
        number, last, answer = kept
        if last is not document or number != _round:
            answer = work(document)
            kept = (_round, document, answer)
        return answer  # type: ignore[no-any-return]  # what was kept is an Answer, or was just worked out

    return remembered


def forget() -> None:
    """Before a document is checked: it may be one that was changed since."""
    global _round
    _round += 1
