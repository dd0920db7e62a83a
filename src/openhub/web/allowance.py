"""How much may be asked of a hub at once, for all who ask together: nobody's address is kept for it."""

import threading
import time
from collections.abc import Callable


class Allowance:
    """A bucket that fills by so much a second up to a brim. It is one for all, so that no list of who asked is needed."""

    def __init__(self, *, brim: float, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._brim, self._a_second, self._clock = brim, a_second, clock
        self._left, self._seen = brim, clock()
        self._lock = threading.Lock()

    def take(self, amount: float) -> int:
        """Takes the amount and returns 0, or takes nothing and returns how many seconds to wait until it is there."""
        with self._lock:
            now = self._clock()
            self._left = min(self._brim, self._left + (now - self._seen) * self._a_second)
            self._seen = now
            if amount <= self._left:
                self._left -= amount
                return 0
            return int((amount - self._left) / self._a_second) + 1
