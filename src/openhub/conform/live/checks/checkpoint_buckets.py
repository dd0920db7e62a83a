"""The buckets of the checkpoint make its root."""

import hashlib
from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.site import Site

CHECK = Check(
    group="proof",
    rung="3",
    anchor="feed-root",
    remedy="Give the 256 digests from which the root was made, in their order, or leave `buckets` out.",
)


def check(site: Site) -> Iterator[Breach]:
    checkpoint = site.checkpoint()
    if "buckets" not in checkpoint:
        raise NotRun("the checkpoint has no `buckets`, and need not have them")
    try:
        whole = b"".join(bytes.fromhex(bucket) for bucket in checkpoint["buckets"])
    except (TypeError, ValueError):
        raise NotRun("the `buckets` cannot be read") from None
    own = hashlib.sha256(whole).hexdigest()
    if own != checkpoint.get("root"):
        yield Breach(
            came=f"`root` is {checkpoint.get('root')}, and that of the buckets {own}",
            where=site.checkpoint_answer().url,
        )
