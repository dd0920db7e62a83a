"""How long a server may take over one answer, and how much it may send, counted as the bytes come in."""

import time
from dataclasses import dataclass, field

from openhub.config import Settings

MAX_HEAD_BYTES = 262_144
"""Of a status line and headers, with every interim answer before them (RFC 9110 §15.2)."""
_ENDLESS = (
    "sends headers, or marks between the parts of its answer, without end, as an attack would. Tell its publisher"
)


class Refused(Exception):
    """What a server sends is not taken: a kind of FetchFailed, and why, in words that follow the URL."""

    def __init__(self, kind: str, words: str) -> None:
        self.kind, self.words = kind, words
        super().__init__(words)


@dataclass(slots=True)
class Limits:
    """Those of one fetch, redirects included; `deadline` and `began` are readings of time.monotonic()."""

    deadline: float
    read_seconds: float
    slow_seconds: float
    bytes_a_second: int
    most_of_body: int
    came: int = 0
    """Bytes so far, of headers, redirects and bodies, as they came over the wire (after TLS)."""
    began: float = field(default_factory=time.monotonic)
    before: int = 0
    most: int = MAX_HEAD_BYTES

    def asked(self) -> None:
        """A request is about to be sent: so much for the head of its answer."""
        self.began, self.before, self.most = time.monotonic(), self.came, self.came + MAX_HEAD_BYTES

    def answered(self) -> None:
        """The head has come: so much for the body, with the marks between its chunks."""
        self.most = self.came + self.most_of_body + self.most_of_body // 8 + MAX_HEAD_BYTES

    def wait(self) -> float:
        """Seconds to wait for the next bytes. Raises TimeoutError when the time is over, or they drip too slowly."""
        too_slow = self.began + max(self.slow_seconds, (self.came - self.before) / self.bytes_a_second)
        return min(self.read_seconds, time_left(min(self.deadline, too_slow)))

    def counted(self, size: int) -> int:
        """The size given. Raises Refused when it is the drop too many."""
        self.came += size
        if self.came > self.most:
            raise Refused("too-large", _ENDLESS)
        return size

    def carried(self, content: int) -> None:
        """So much of what came was content. Raises Refused when the marks around it outweigh it: chunks of a byte each."""
        if self.came - self.before > 2 * (content + MAX_HEAD_BYTES):
            raise Refused("too-large", _ENDLESS)


def limits(settings: Settings) -> Limits:
    """The limits of a fetch that begins now."""
    return Limits(
        deadline=time.monotonic() + settings.fetch_total_seconds,
        read_seconds=settings.fetch_read_seconds,
        slow_seconds=settings.fetch_slow_seconds,
        bytes_a_second=settings.fetch_bytes_a_second,
        most_of_body=settings.fetch_max_bytes,
    )


def time_left(deadline: float) -> float:
    """Seconds until the deadline. Raises TimeoutError when there are none."""
    if (seconds := deadline - time.monotonic()) > 0:
        return seconds
    raise TimeoutError("it took too long")
