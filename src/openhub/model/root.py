"""The root over the live items of a feed, by which two parties know that they have the same (feed-leaf, feed-root)."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

BUCKETS = 256


def leaf(kind: str, item_id: str, modified: int, digest: str) -> bytes:
    """The leaf of one item; the digest is that of its data, in lower-case hexadecimal."""
    return hashlib.sha256(f"{kind}\n{item_id}\n{modified}\n{digest}".encode()).digest()


@lru_cache(maxsize=8_192)  # of a page that is read it is asked several times
def bucket(item_id: str) -> int:
    """The bucket, 0 to 255, into which the leaf of an item goes."""
    return hashlib.sha256(item_id.encode()).digest()[0]


def bucket_digest(leaves: Iterable[bytes]) -> bytes:
    """The digest of one bucket over its leaves, in whatever order they come; of an empty one over nothing."""
    return hashlib.sha256(b"".join(sorted(leaves))).digest()


def root_of(digests: Iterable[bytes]) -> str:
    """The root over the digests of all 256 buckets, which come in their order."""
    return hashlib.sha256(b"".join(digests)).hexdigest()


def root(leaves: Iterable[tuple[str, bytes]]) -> str:
    """The root over (id, leaf) pairs, in whatever order they come."""
    buckets: list[list[bytes]] = [[] for _ in range(BUCKETS)]
    for item_id, one in leaves:
        buckets[bucket(item_id)].append(one)
    return root_of(map(bucket_digest, buckets))
