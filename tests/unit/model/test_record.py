"""Records: what a tombstone is, and the short name by which a hub speaks of an item."""

import pytest

from openhub.model.finding import Finding, escaped
from openhub.model.record import Record, reference

FAULT = Finding(code="unreadable-item", severity="error", pointer="", message="Bad.", remedy="Mend it.")


def test_reference_never_changes() -> None:
    """Links to items hold it; if this fails, they are all broken."""
    assert reference("https://club.example/feed", "Group", "https://club.example/groups/1") == "gnjjndidftfcmtpl"


@pytest.mark.parametrize("other", [("b", "Group", "1"), ("a", "Offer", "1"), ("a", "Group", "2")])
def test_reference_differs_by_origin_type_and_id(other: tuple[str, str, str]) -> None:
    mine = reference("a", "Group", "1")
    assert mine != reference(*other)
    assert len(mine) == 16
    assert mine.isalnum()
    assert mine == mine.lower()


def test_a_record_without_document_is_a_tombstone_unless_something_is_wrong_with_it() -> None:
    tombstone = Record(id="1", kind="Group", modified=1, data=None)
    assert tombstone.deleted
    assert not Record(id="1", kind="Group", modified=1, data={}).deleted
    assert not Record(id="1", kind="Group", modified=1, data=None, findings=(FAULT,)).deleted


def test_names_are_escaped_for_json_pointers() -> None:
    assert escaped("a/b~c") == "a~1b~0c"
