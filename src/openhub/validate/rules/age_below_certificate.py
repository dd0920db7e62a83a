"""People may come who are too young for the film."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

# Of the BBFC. With an adult a child of any age may see a 12A.
_AGES = {"15": 15, "18": 18, "R18": 18}

RULE = Rule(
    family="eligibility",
    severity="warning",
    anchor="eligibility-certificate",
    message="The film is rated {certificate}, but people from the age of {age} may come.",
    remedy="Set `eligibility.ageRange.minValue` to the age of the certificate, or correct the certificate.",
    why="A child who came for it would have to be sent home, or would see what is not for children.",
    reads=("film", "eligibility"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    film, age = document["film"], document["eligibility"].get("ageRange", {}).get("minValue")
    least = _AGES.get(film.get("certificate", ""), 0)
    if age is None or age >= least or film.get("certificateAuthority", "BBFC") != "BBFC":
        return None
    return [("/eligibility/ageRange/minValue", {"certificate": film["certificate"], "age": age})]
