"""The dump comes with its Content-Digest, by which it can be checked."""

import base64
import hashlib
from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="dump",
    rung="3",
    source="RFC 9530",
    remedy="Send Content-Digest: sha-256=:…: over the bytes as they are sent.",
    must=False,
)


def check(site: Site) -> Iterator[Breach]:
    answer = site.dump()
    given = answer.header("content-digest")
    own = base64.b64encode(hashlib.sha256(answer.body).digest()).decode()
    if not given:
        yield Breach(came="no Content-Digest", where=answer.url)
    elif f"sha-256=:{own}:" not in given and "sha-256=" in given:
        yield Breach(came=f"Content-Digest: {given}, and the bytes have sha-256=:{own}:", where=answer.url)
