"""What is reported of items besides what the validator's rules say: while they are read, and while a hub accepts them."""

import re
from dataclasses import dataclass
from typing import Any

from openhub.model.finding import Finding, Severity

MAX_DEPTH = 64
MAX_INTEGER = 2**53 - 1  # RFC 7493 (I-JSON) section 2.2
MAX_ITEM_BYTES = 256_000
MAX_TEXT = 64_000


@dataclass(frozen=True, slots=True)
class Fault:
    """`message` is a format template over the values of a finding."""

    severity: Severity
    message: str
    remedy: str


FAULTS = {
    "duplicate-member": Fault(
        "error", "`{name}` is written twice in one object, so readers will differ.", "Keep the one that is right."
    ),
    "empty-feed": Fault(
        "warning",
        "There is no item in this feed.",
        "If it should have some, see why the program that writes it found none; if it is new, or all is over, nothing needs to be done.",
    ),
    "id-differs-from-feed": Fault(
        "warning",
        "The item calls itself {id} but the feed calls it {feed}.",
        "Use the item's own `id` in the feed too.",
    ),
    "item-too-large": Fault(
        "error",
        "This item is {bytes:,} bytes long.",
        f"Keep it under {MAX_ITEM_BYTES:,} bytes: give addresses of pictures and long texts, not these themselves.",
    ),
    "nested-too-deep": Fault(
        "error",
        f"Values are nested more than {MAX_DEPTH} deep here.",
        "See whether something was put into itself by mistake; otherwise give the address of a page that has what is so deep.",
    ),
    "nothing-to-check": Fault(
        "error",
        "There is no item here, so nothing could be checked.",
        "See whether it is the right file, and why the program that writes it found no items.",
    ),
    "null-character": Fault(
        "error",
        "This text holds a null character (\\u0000), which nobody sees and many programs refuse.",
        "Take it out where the text is kept: it mostly fills up a field of fixed length in a database.",
    ),
    "number-too-large": Fault(
        "error",
        "This number is too large: other programs would change its last digits.",
        "Correct it; or if it is a name, as the number of a member is, put it in quotation marks.",
    ),
    "sent-twice": Fault(
        "error",
        "This id stands twice on one page; the later one was taken.",
        "Give each item an id of its own, and send it once a page.",
    ),
    "text-too-long": Fault(
        "error",
        "This text has {characters:,} characters.",
        f"Keep it under {MAX_TEXT:,}, and put the rest on a page of your own.",
    ),
    "unlicensed": Fault(
        "error",
        "Neither the item nor its feed says under which licence it may be passed on.",
        "Put `license` on the feed page, such as https://creativecommons.org/licenses/by/4.0/.",
    ),
    "unreadable-item": Fault(
        "error",
        "This item cannot be read: {problem}.",
        "Write it as the example items are: a JSON object with a `type` and an `id` of its own. In a feed it also needs "
        "`state`, `kind` and `modified`.",
    ),
    "unreadable-page": Fault(
        "error", "{problem}", "Mend it at the place shown, and check again: nothing after it was looked at."
    ),
}


def found(code: str, pointer: str = "", item: str = "", *, among: dict[str, Fault] = FAULTS, **values: Any) -> Finding:
    """The finding for a fault of a table."""
    fault = among[code]
    return Finding(
        code=code,
        severity=fault.severity,
        pointer=pointer,
        message=fault.message.format_map(values),
        remedy=fault.remedy,
        item=item,
        values=values,
    )


def plainly(message: str) -> str:
    """A message without the values that are put into it: `{name}` becomes …, and a message that is one value says so."""
    return "This cannot be read, and why." if message == "{problem}" else re.sub(r"\{[^}]*\}", "…", message)
