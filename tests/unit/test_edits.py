"""The change that mends a finding, made in the text, gives what the change of the document gives, however it is written."""

import json
import re

import pytest

from openhub.model.finding import Change
from openhub.validate.edits import edit
from openhub.validate.locate import Place, locate
from tests.contract.test_reports import patched

DOCUMENT = {
    "é 日本": None,
    'a "quoted\\" name/': {"b~": [1, None, "x"]},
    "list": [[], {"mode": "Lend "}, "日本", None],
    "deep": {"only": None},
    "text": 'ends in \\\\" and: {[,',
    "number": -1.5e3,
    "last": None,
}
LAYOUTS = {
    "one line": lambda document: json.dumps(document, ensure_ascii=False),
    "escaped": json.dumps,
    "tight": lambda document: json.dumps(document, ensure_ascii=False, separators=(",", ":")),
    "indented": lambda document: json.dumps(document, ensure_ascii=False, indent=2),
    "windows": lambda document: json.dumps(document, ensure_ascii=False, indent=1).replace("\n", "\r\n"),
    "airy": lambda document: re.sub(
        r'("(?:[^"\\]|\\.)*")|([:,\[\]{}])', r"\1\n\t \2 \n", json.dumps(document, ensure_ascii=False)
    ),
}
CHANGES = [
    ("/é 日本", Change("remove")),
    ("/é 日本", Change("move", "名前 \\ \"")),
    ("/a \"quoted\\\" name~1", Change("move", "name")),
    ("/a \"quoted\\\" name~1/b~0", Change("replace", ["é"])),
    ("/a \"quoted\\\" name~1/b~0/1", Change("remove")),
    ("/a \"quoted\\\" name~1/b~0/2", Change("remove")),
    ("/list", Change("replace", {"a": [True]})),
    ("/list/0", Change("remove")),
    ("/list/1/mode", Change("replace", "lend")),
    ("/list/1", Change("replace", "lend")),
    ("/list/3", Change("remove")),
    ("/deep/only", Change("remove")),
    ("/deep/only", Change("move", "one")),
    ("/text", Change("replace", "日本")),
    ("/number", Change("replace", 3)),
    ("/last", Change("remove")),
    ("/last", Change("move", "first")),
]  # fmt: skip


def position(text: str, place: Place) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


def edited(data: bytes, pointer: str, change: Change) -> str:
    """The text after the edit, made by lines and columns as an editor would."""
    made = edit(data, locate(data, pointer), pointer, change)
    assert made
    text = data.decode("utf-8-sig")
    start, end = position(text, made.start), position(text, made.end)
    mark = len(data) - len(text.encode())
    assert [len(text[:at].encode()) + mark for at in (start, end)] == [made.start.offset, made.end.offset]
    return text[:start] + made.text + text[end:]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "marked"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("pointer", "change"), CHANGES)
def test_the_text_is_changed_as_the_document_is(pointer: str, change: Change, layout: str, mark: bytes) -> None:
    data = mark + LAYOUTS[layout](DOCUMENT).encode()
    assert json.loads(edited(data, pointer, change)) == patched(DOCUMENT, change.patch(pointer))


def test_a_line_that_is_taken_out_leaves_none_behind() -> None:
    data = b'{\n  "name": "Ladder",\n  "summary": null,\n  "mode": "lend",\n  "url": null\n}'
    assert edited(data, "/summary", Change("remove")) == data.decode().replace('  "summary": null,\n', "")
    assert edited(data, "/url", Change("remove")) == data.decode().replace(',\n  "url": null', "")


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        (b'{"a": 1}', ""),
        (b'{"a": 1}', "/b"),
        (b'{"a": {"c": 1}}', "/a/b"),
        (b'{"a": [1]}', "/a/b"),
        (b'{"a": [', "/a"),
        (b"", "/a"),
        (b"[", "/0"),
    ],
)
def test_what_is_not_there_is_not_changed(data: bytes, pointer: str) -> None:
    for change in (Change("replace", 1), Change("remove"), Change("move", "d")):
        assert edit(data, locate(data, pointer), pointer, change) is None


def test_an_entry_of_a_list_has_no_name() -> None:
    data = b'{"a": [1]}'
    assert edit(data, locate(data, "/a/0"), "/a/0", Change("move", "b")) is None
