"""Letters of a text were spoilt when it was copied."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="text",
    severity="error",
    anchor="text-mojibake",
    message="The text holds {what}: letters that were spoilt on the way.",
    remedy="Read the file as UTF-8, and mend what is there already.",
    why="Names and prices cannot be read, and a search does not find them.",
    text="\ufffd|Â[\u0080-\u00bf]|Ã[\u0080-\u00bfƒ‚¢]|â€[\u0093-\u009d™œ˜“”¦¢]|â\u0080[\u0090-\u00bf]|ðŸ",
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    return list({pointer: (pointer, {"what": f"“{match[0]}”"}) for pointer, match in reversed(matches)}.values())
