"""The root over the live items of a feed, by which two parties know that they have the same (feed-leaf, feed-root)."""

import hashlib
from collections.abc import Iterable


def leaf(kind: str, item_id: str, modified: int, digest: str) -> bytes:
    """The leaf of one item; the digest is that of its data, in lower-case hexadecimal."""
    return hashlib.sha256(f"{kind}\n{item_id}\n{modified}\n{digest}".encode()).digest()


def root(leaves: Iterable[tuple[str, bytes]]) -> str:
    """The root over (id, leaf) pairs, in whatever order they come."""
    buckets: list[list[bytes]] = [[] for _ in range(256)]
    for item_id, one in leaves:
        buckets[hashlib.sha256(item_id.encode()).digest()[0]].append(one)
    digests = (hashlib.sha256(b"".join(sorted(bucket))).digest() for bucket in buckets)
    return hashlib.sha256(b"".join(digests)).hexdigest()
