"""What the schemas deprecate is reported as a warning that says since when, and what to use in its place."""

import copy
from typing import Any

from docs.generate_codes import codes_schema
from openhub import spec
from openhub.validate.engine import Validator, about, codes
from openhub.validate.schema import Shape
from tests import make
from tests.unit.test_validate_engine import AT


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas as a version 1.1 might have them: an older member and an older code have a newer one."""
    changed = {name: copy.deepcopy(spec.schema(name)) for name in ("item", "parts", "codes")}
    changed["item"]["properties"]["cost"] = {
        "type": "array",
        "deprecated": True,
        "x-deprecated": {"since": "1.1", "use": "prices"},
    }
    role = changed["parts"]["$defs"]["Role"]["properties"]
    role["hours"] = {"type": "number", "deprecated": True, "x-deprecated": {"since": "1.2", "use": "commitment"}}
    changed["codes"]["$defs"]["format"]["x-deprecated"] = {"trip": {"since": "1.1", "use": "walk-or-run"}}
    changed["codes"]["$defs"]["participation"]["x-deprecated"] = {"campaign": {"since": "1.1", "use": "help-once"}}
    return changed


SHAPE = Shape(schemas())


def found(document: dict[str, Any], shape: Shape = SHAPE) -> list[tuple[str, str, str]]:
    return [(f.code, f.pointer, f.message) for f in shape.check(document)]


def test_nothing_is_deprecated_in_the_first_version() -> None:
    assert found(make.event(cost=[], format="trip"), Shape()) == []


def test_an_older_member_is_named_with_the_newer_one() -> None:
    message = "`cost` is deprecated since version 1.1. Use `prices` in its place."
    assert found(make.event(cost=[])) == [("deprecated-property", "/cost", message)]


def test_an_older_member_is_found_wherever_it_stands() -> None:
    document = make.event(roles=[{"name": "Cook"}, {"name": "Host", "hours": 2}])
    assert [(code, pointer) for code, pointer, _ in found(document)] == [("deprecated-property", "/roles/1/hours")]


def test_an_older_code_is_named_with_the_newer_one() -> None:
    document = make.event(format="trip", participation=["attend", "campaign"])
    assert found(document) == [
        ("deprecated-code", "/format", "The code `trip` is deprecated since version 1.1. Use `walk-or-run` in its place."),
        ("deprecated-code", "/participation/1", "The code `campaign` is deprecated since version 1.1. Use `help-once` in its place."),
    ]  # fmt: skip


def test_it_is_found_beside_what_is_wrong() -> None:
    assert [code for code, _, _ in found(make.event(name="ab", cost=7))] == [
        "too-short",
        "wrong-type",
        "deprecated-property",
    ]


def test_it_is_a_warning_and_hinders_no_rule() -> None:
    document = make.event(format="trip", startDate="2027-01-13T20:00:00+00:00", endDate="2027-01-13T19:00:00+00:00")
    schema = schemas()
    schema["item"]["properties"]["endDate"] |= {
        "deprecated": True,
        "x-deprecated": {"since": "1.1", "use": "startDate"},
    }
    checked = Validator(Shape(schema)).check(document, AT)
    severities = {f.code: f.severity for f in checked}
    assert severities["deprecated-property"] == severities["deprecated-code"] == "warning"
    assert severities["end-before-start"] == "error"


def test_both_are_explained() -> None:
    for code in ("deprecated-property", "deprecated-code"):
        assert codes()[code].severity == "warning"
        assert about(code)


def test_a_code_is_deprecated_in_its_list() -> None:
    scheme = copy.deepcopy(spec.scheme("format"))
    old = next(concept for concept in scheme["concepts"] if concept["notation"] == "trip")
    old |= {"deprecated": True, "deprecatedSince": "1.1", "isReplacedBy": f"{scheme['id']}#walk-or-run"}
    definition = codes_schema({"format": scheme})["$defs"]["format"]
    assert definition["x-deprecated"] == {"trip": {"since": "1.1", "use": "walk-or-run"}}
    assert "trip" in definition["enum"]
