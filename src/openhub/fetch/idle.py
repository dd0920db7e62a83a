"""Open connections that nobody uses just now, to be used again; threads may share them."""

import threading
from typing import TypeAlias

from openhub.fetch.connections import Pinned

MAX_IDLE_CONNECTIONS = 64
Key: TypeAlias = tuple[str, str, int, str]
"""Scheme, host, port and address: a connection serves none but the very same."""


class Idle:
    """At most so many of them, one for each key; the longest unused gives way."""

    def __init__(self, most: int = MAX_IDLE_CONNECTIONS) -> None:
        self._most = most
        self._held: dict[Key, Pinned] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def take(self, key: Key) -> Pinned | None:
        """The connection of this key if it is still open; it is then the caller's."""
        with self._lock:
            connection = self._held.pop(key, None)
        if connection and not connection.is_connected:
            connection.close()
            return None
        return connection

    def keep(self, connection: Pinned) -> None:
        key = connection.scheme, connection.host, connection.port, connection.address
        with self._lock:
            over = [self._held.pop(key)] if key in self._held else []
            if len(self._held) >= self._most:
                over.append(self._held.pop(next(iter(self._held))))
            self._held[key] = connection
        for one in over:
            one.close()

    def close(self) -> None:
        """Closes them all; more can be kept afterwards."""
        with self._lock:
            over = list(self._held.values())
            self._held.clear()
        for connection in over:
            connection.close()
