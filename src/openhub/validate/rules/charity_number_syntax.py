"""The number of a charity or company is not written as its register does."""

from typing import Any

from openhub.validate.registers import CALM, ORGANISATIONS, SHAPES, numbers
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="identity",
    severity="warning",
    anchor="identity-number",
    message="{number} is no number of {register}: these have {shape}.",
    remedy="Look the number up in the register, and copy it from there.",
    why="Nobody can look up who is behind it.",
    may_read=ORGANISATIONS,
    calm=CALM,
)


def check(document: dict[str, Any], at: At) -> Faults:
    faults: list[tuple[str, dict[str, Any]]] = []
    for pointer, register, number in numbers(document):
        pattern, shape = SHAPES.get(register.upper(), (None, ""))
        if pattern and not pattern.fullmatch(number.strip()):
            faults.append((pointer, {"number": number[:40], "register": register, "shape": shape}))
    return faults
