"""The page to act on is fetched without encryption."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At, host

RULE = Rule(
    family="links",
    severity="warning",
    anchor="links-https",
    message="The address begins with http, so it is fetched without encryption.",
    remedy="Write https, if the page is there too; nearly every site has it today.",
    why="Others on the same network can read and change what people see and send there.",
    reads=("url",),
    may_read=("join",),
    calm={"url": {"pattern": "^https:"}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    faults: list[tuple[str, dict[str, Any]]] = []
    if document["url"].startswith("http://") and not _is_here(document["url"]):
        faults.append(("/url", {}))
    join = document.get("join", {}).get("url", "")
    if join.startswith("http://") and join != document["url"] and not _is_here(join):
        faults.append(("/join/url", {}))
    return faults


def _is_here(address: str) -> bool:
    """Whether it is on this machine, where a demonstration runs."""
    name = host(address)
    return name in ("localhost", "::1") or name.endswith(".localhost") or name.startswith("127.")
