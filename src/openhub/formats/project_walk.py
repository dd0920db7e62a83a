"""Walks an item by the table of a profile, and puts each member where the table says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from openhub import spec
from openhub.formats.project_table import Data, Table, target

Way = Callable[["Walk", Any, Data], Any]  # the walk, the value of a member, and the part that has the member
Whole = Callable[["Walk"], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One item on its way through a table. `ways` turn the value of a member, `wholes` look at several members at once."""

    table: Table
    document: Data
    now: datetime
    zone: ZoneInfo
    ways: Mapping[str, Way]
    wholes: Mapping[str, Whole]
    made_as: str = ""

    @property
    def kind(self) -> str:
        """The item's type."""
        return str(self.document.get("type"))

    def code(self, codes: str, value: Any) -> Any:
        """What a code of a list is in the profile, None when it is nothing there."""
        return self.table["codes"].get(codes, {}).get(value) if isinstance(value, str) else None


def project_item(walk: Walk, wholes: tuple[str, ...] | None = None) -> Data:
    """The item as a node of the profile; `wholes` limits which of the table's `made` there are."""
    made: Data = {"@type": walk.made_as}
    _fill(walk, "Item", walk.document, made)
    for name, to in walk.table["made"].items():
        where = target({"to": to}, walk.kind, walk.made_as)
        if where and (wholes is None or name in wholes):
            put(walk, made, where, walk.wholes[name](walk))
    constants: Data = walk.table["constants"].get(walk.kind, {})
    return made | constants


def project_part(walk: Walk, part: str, value: Any) -> Data:
    """A part of an item, {} when nothing of it goes anywhere."""
    if not isinstance(value, dict):
        return {}
    about = walk.table["parts"][part]
    made: Data = {}
    _fill(walk, part, value, made)
    named = class_of(walk, about.get("class", ""), value)
    return ({"@type": named} if named else {}) | made if made else {}


def class_of(walk: Walk, about: Any, holder: Data) -> str:
    """The class that a table gives: a name, or one that a code decides."""
    if not isinstance(about, dict):
        return str(about)
    return str(walk.code(about["codes"], holder.get(about["member"])) or about["else"])


def put(walk: Walk, made: Data, path: str, value: Any) -> None:
    """Puts a value under a name, or a path such as `subjectOf.license`; "." means into the node itself."""
    head, _, rest = path.partition(".")
    if value in (None, "", [], {}):
        return
    if path == ".":
        _merge(made, value)
    elif rest:
        put(walk, made.setdefault(head, {"@type": target({"to": walk.table["nested"][head]}, walk.kind)}), rest, value)
    elif isinstance(value, dict) and isinstance(made.get(head), dict):
        _merge(made[head], value)
    else:
        made[head] = _both(made.get(head), value)


def plain(value: Any) -> Any:
    """Text without space around it, numbers, truth values, and lists of them; None for anything else."""
    if isinstance(value, list):
        return [v for v in map(plain, value) if v is not None and not isinstance(v, list)]
    if isinstance(value, str):
        return value.strip() or None
    return value if isinstance(value, bool | int | float) else None


def label(codes: str, value: Any) -> Any:
    """The English label of a code, or the labels of several; a code that is in no list stands for itself."""
    if isinstance(value, list):
        return [label(codes, v) for v in value if isinstance(v, str)]
    known = spec.themes() if codes == "themes" else spec.codes(codes)
    return known.get(value, value) if isinstance(value, str) else None


def _fill(walk: Walk, part: str, holder: Data, made: Data) -> None:
    for name, entry in walk.table["parts"][part]["members"].items():
        where = target(entry, walk.kind, walk.made_as)
        if where and name in holder and not {"by", "used"} & entry.keys():
            put(walk, made, where, _value(walk, entry, holder[name], holder))


def _value(walk: Walk, entry: Data, value: Any, holder: Data) -> Any:
    if "as" in entry:
        return walk.ways[entry["as"]](walk, value, holder)
    if "label" in entry:
        return label(entry["label"], value)
    if "codes" in entry:
        return walk.code(entry["codes"], value)
    if "part" in entry and isinstance(value, list):
        return [made for v in value if (made := project_part(walk, entry["part"], v))]
    return project_part(walk, entry["part"], value) if "part" in entry else plain(value)


def _merge(made: Data, more: Data) -> None:
    """What is there already stays; lists grow."""
    for name, value in more.items():
        if isinstance(made.get(name), list) and isinstance(value, list):
            made[name] = _both(made[name], value)
        else:
            made.setdefault(name, value)


def _both(old: Any, new: Any) -> Any:
    """Two values of one property as a list; of numbers the first."""
    if old is None:
        return new
    if isinstance(old, bool | int | float):
        return old
    values = [*(old if isinstance(old, list) else [old]), *(new if isinstance(new, list) else [new])]
    unique = [v for n, v in enumerate(values) if v not in values[:n]]
    return unique if len(unique) > 1 or isinstance(old, list) else unique[0]
