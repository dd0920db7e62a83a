"""The licences that are known to be open, whichever way their addresses are written."""

import re
from functools import lru_cache

# Whole licences of Creative Commons in any version, with or without a country; those with NC or ND are not open.
_KNOWN = re.compile(
    r"creativecommons\.org/(?:licenses/by(?:-sa)?/[0-9.]+|publicdomain/(?:zero|mark)/1\.0)(?:/[a-z]{2,3})?(?:/(?:legalcode|deed)(?:\.[a-z-]+)?)?"
    r"|(?:www\.)?nationalarchives\.gov\.uk/doc/open-government-licence(?:/version/[123])?"
    r"|(?:www\.)?opendatacommons\.org/licenses/(?:by|odbl|pddl)(?:/(?:1[.-]0|summary))?",
    re.IGNORECASE,
)

CALM = {
    "license": {
        "pattern": r"^https://(?:creativecommons\.org/(?:licenses/by(?:-sa)?/4\.0|publicdomain/zero/1\.0)|"
        r"www\.nationalarchives\.gov\.uk/doc/open-government-licence/version/3)/$"
    }
}
"""A licence of those that most use, as they should be written."""


@lru_cache(1024)
def is_known(address: str) -> bool:
    """Whether it is the address of a licence that is known to be open."""
    bare = re.sub(r"^https?://", "", address).partition("#")[0].rstrip("/")
    return bool(_KNOWN.fullmatch(bare))
