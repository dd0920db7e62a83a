"""A text presses people, or promises money."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_PHRASE = re.compile(
    r"act now\b|act fast\b|(?:limited|exclusive) time offer|guaranteed (?:income|returns?|profits?|winnings?)"
    r"|double your (?:money|income)|get rich|no credit check|risk[- ]free (?:investment|returns?)|100% guaranteed"
    r"|earn (?:up to )?[£$€] ?[0-9,]+ ?(?:(?:a|per|every|each) )?(?:day|week|hour) from home|work from home and earn"
    r"|western union|moneygram|(?:bitcoin|crypto(?:currency)?) (?:investment|trading|only)"
    r"|pay (?:with|by|in) (?:gift cards?|bitcoin|crypto)|gift card (?:codes?|numbers?)"
    r"|(?:send|give|confirm|verify) (?:us |me )?your (?:bank|card|account|pin) (?:details|number|code)"
    r"|you(?: have|'ve|’ve) (?:won|been selected)|claim your (?:prize|reward|refund)|click (?:here|the link|below) (?:now|immediately)",
    re.IGNORECASE,
)

RULE = Rule(
    family="text",
    severity="warning",
    anchor="text-urgency",
    message="The text says “{phrase}”, as frauds do.",
    remedy="Say plainly what it is and what it costs.",
    why="Filters and careful people take it for a fraud.",
    # Rare signs, one of which is in each; without first letters, which may be great or small.
    text="ct now|ct fast|me offer|uaranteed|our money|our income|et rich|redit check|isk[- ]free|rom home|estern [Uu]nion|oney[Gg]ram"
    "|itcoin|rypto|ift card|our bank|our card|our account|our pin|our PIN|ve won|een selected|laim your"
    "|(?:here|link|elow) (?:now|immediately)",
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    told = dict.fromkeys((pointer, match.string) for pointer, match in matches)
    return [(pointer, {"phrase": phrase[0]}) for pointer, text in told if (phrase := _PHRASE.search(text))]
