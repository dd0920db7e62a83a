"""Pages written by hand give the pages that were reviewed beside them, and all that they give is fit to be kept."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub.validate.engine import Validator
from openhub.validate.surroundings import At
from tests import make
from tests.formats import golden

EACH_PAGE = pytest.mark.parametrize("file", golden.INPUTS, ids=lambda file: f"{file.parent.name}/{file.stem}")
VALIDATOR = Validator()


@EACH_PAGE
def test_a_page_gives_what_was_expected(file: Path) -> None:
    expected = json.loads(golden.expected_file(file).read_text("utf-8"))
    assert golden.outline(golden.read(file)) == expected, "If this is right, run: python -m tests.formats.golden"


@EACH_PAGE
def test_what_is_taken_is_without_errors(file: Path) -> None:
    at = At(now=datetime(2026, 11, 24, tzinfo=UTC), home=make.LONDON, defaults=frozenset({"license"}))
    for record in golden.read(file).records:
        if record.data is not None:
            assert [f for f in VALIDATOR.check(record.data, at) if f.severity == "error"] == []


def test_no_expected_page_is_left_behind() -> None:
    assert {golden.expected_file(file) for file in golden.INPUTS} == set(golden.FOLDER.glob(f"*/*{golden.EXPECTED}"))
