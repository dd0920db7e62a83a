"""Every store keeps the same contract; a backend is done when it is in BACKENDS and all of this passes."""

import itertools
import json
import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openhub.errors import StoreUnavailable, UnreadableDocument, UsageError
from openhub.model.finding import Finding
from openhub.model.place import Spot, distance
from openhub.model.query import Found, Query
from openhub.model.record import reference
from openhub.model.root import leaf, root
from openhub.model.schedule import Occurrence
from openhub.stores.contract import Batch, Counts, Ended, Ending, Index, Key, Proof, Put, Quarantine, Store
from openhub.stores.sqlite import SqliteStore
from tests import make
from tests.contract import oracle
from tests.contract.conftest import BACKENDS, opening

COUNTER = itertools.count()
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday
CENTRE = Spot(latitude=51.5519, longitude=-0.1402)


# What is put in


def key(n: int | str, modified: int = 1, digest: str = "") -> Key:
    return Key(kind="Group", id=f"https://club.example/items/{n}", modified=modified, digest=digest)


def put(
    n: int | str,
    *,
    modified: int = 1,
    said: str = "",
    findings: tuple[Finding, ...] = (),
    feed: Key | None = None,
    **index: Any,
) -> Put:
    """A group of that number; `said` changes its document, `index` by what it is found."""
    name = key(n, modified)
    made = f"digest of {n} {said}"
    document = make.group(id=name.id, name=f"Group {n}", description=said)
    usual = {"name": f"Group {n}", "summary": "", "text": said, "facets": (), "until": None}
    return Put(
        key=replace(feed or name, digest=made),
        origin=make.FEED,
        type="Group",
        id=name.id,
        ref=ref(n),
        raw=json.dumps(document).encode(),
        digest=made,
        licence=make.LICENCE,
        index=Index(**(usual | index)),
        findings=findings,
    )


def ref(n: int | str) -> str:
    return reference(make.FEED, "Group", key(n).id)


def bad(n: int | str, *codes: str, modified: int = 1) -> Quarantine:
    return Quarantine(
        key=key(n, modified), name=f"Bad {n}", raw=b'{"bad": true}', findings=tuple(fault(c, n) for c in codes)
    )


def fault(code: str, n: int | str = "") -> Finding:
    item = key(n).id if n else ""
    return Finding(code=code, severity="error", pointer="/name", message="It is wrong.", remedy="Mend it.", item=item)


def dated(day: str, start: str = "10:00", end: str = "12:00") -> Occurrence:
    begins, ends = (datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=make.LONDON) for time in (start, end))
    return Occurrence(begins, ends)


def at(metres_north: float, radius: float = 0.0) -> Spot:
    return Spot(latitude=CENTRE.latitude + metres_north / 111_195, longitude=CENTRE.longitude, radius_metres=radius)


def apply(store: Store, source: int, *puts: Put, **batch: Any) -> Counts:
    """What a page and, when it has deletions, the end of the run behind it come to."""
    counts = store.apply(source, Batch(puts=puts, **batch), NOW)
    return counts + Counts(deleted=end(store, source).deleted) if batch.get("gone") else counts


def end(store: Store, source: int, **ending: Any) -> Ended:
    """The end of a run; with a `baseline` it ends that one, with `whole` it was a file."""
    usual = {"baseline": 0, "root": "", "whole": False, "most": 10, "agreed_before": NOW - timedelta(hours=1)}
    return store.finish(source, Ending(**(usual | ending)), ending.pop("now", NOW))


def find(store: Store, **query: Any) -> list[str]:
    """The numbers of what is found, in order."""
    return [e.id.rsplit("/", 1)[-1] for e in store.search(Query(**({"limit": 100} | query)), NOW).entries]


def numbers(store: Store, after: int = 0) -> dict[str, int]:
    return {c.ref: c.number for c in store.changes(after, 1_000).entries}


# Keeping items


def test_a_new_item_is_kept_as_it_was_published(store: Store, source: int) -> None:
    assert apply(store, source, put(1, said="café")) == Counts(new=1)
    found = store.item(ref(1), NOW)
    assert found
    assert found.document == json.loads(put(1, said="café").raw)
    assert (found.id, found.type, found.origin, found.source, found.licence, found.modified, found.retrieved) == (
        key(1).id,
        "Group",
        make.FEED,
        source,
        make.LICENCE,
        1,
        NOW,
    )


def test_a_source_is_had_by_its_number(store: Store, source: int) -> None:
    apply(store, source, put(1), quarantined=(bad(2, "wrong"),))
    assert store.source(source) == store.sources()[0]
    assert store.source(source + 1) is None


def test_what_is_kept_is_there_when_opened_again(store: Store, source: int, opened: Callable[[], Store]) -> None:
    apply(store, source, put(1, said="welding"), cursor="next")
    store.close()
    again = opened()
    assert find(again, words="welding") == ["1"]
    assert [s.cursor for s in again.sources()] == ["next"]


def test_a_changed_item_replaces_what_was_held(store: Store, source: int) -> None:
    apply(store, source, put(1, said="welding", facets=(("theme", "metalwork"),), spot=CENTRE))
    assert apply(store, source, put(1, said="knitting", modified=2, facets=(("theme", "textiles"),))) == Counts(
        changed=1
    )
    assert (
        find(store, words="welding"),
        find(store, themes=("metalwork",)),
        find(store, near=CENTRE, radius_metres=9),
    ) == ([], [], [])
    assert (find(store, words="knitting"), find(store, themes=("textiles",))) == (["1"], ["1"])


def test_what_is_held_is_told_by_the_feeds_names(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2), epoch="e")
    apply(store, source, gone=(key(2),))
    held = store.held(source, [key(1), key(2), key(3)])
    assert set(held) == {("Group", key(1).id), ("Group", key(2).id)}
    mine, other = held["Group", key(1).id], held["Group", key(2).id]
    assert (mine.digest, mine.licence, mine.modified, mine.epoch, mine.gone) == (
        "digest of 1 ",
        make.LICENCE,
        1,
        "e",
        False,
    )
    assert other.gone


def test_nothing_is_held_of_another_source(store: Store, source: int) -> None:
    apply(store, source, put(1))
    other = store.add_source(make.source(address="https://other.example/feed", origin="https://other.example/feed")).id
    assert store.held(other, [key(1)]) == {}
    assert store.held(source, []) == {}


def test_an_unchanged_item_keeps_its_place_in_the_changes(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2))
    before = numbers(store)
    assert apply(store, source, same=(key(1, modified=9),), epoch="later") == Counts(unchanged=1)
    assert numbers(store) == before
    held = store.held(source, [key(1)])["Group", key(1).id]
    assert (held.modified, held.epoch) == (9, "later")


def test_a_reused_name_buries_the_item_it_meant_before(store: Store, source: int) -> None:
    apply(store, source, put(1))
    counts = apply(store, source, put("other", feed=key(1, modified=2)))
    assert counts.new == 1
    assert find(store) == ["other"]
    assert store.is_gone(ref(1))
    assert [c.raw is None for c in store.changes(0, 9).entries] == [True, False]
    apply(store, source, gone=(key(1),))
    assert find(store) == []


def test_two_names_may_be_exchanged_on_one_page(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2))
    apply(store, source, put(1, feed=key(2, modified=2)), put(2, feed=key(1, modified=2)))
    assert sorted(find(store)) == ["1", "2"]
    apply(store, source, gone=(key(1),))
    assert find(store) == ["1"]


def test_an_item_under_a_new_name_outlives_its_old_one(store: Store, source: int) -> None:
    apply(store, source, put(1))
    apply(store, source, put(1, feed=key("new name")), gone=(key(1),))
    assert find(store) == ["1"]


# Taking away


def test_a_withdrawn_item_leaves_a_tombstone_and_nothing_else(store: Store, source: int) -> None:
    """Privacy: what somebody took back must not be found by any question."""
    occurrences = (dated("2026-12-05"),)
    apply(
        store,
        source,
        put(
            1,
            said="welding",
            summary="sparks",
            facets=(("theme", "metalwork"),),
            spot=CENTRE,
            places=(("the hall", "The Hall"),),
            occurrences=occurrences,
            repeats=True,
            findings=(fault("small-thing", 1),),
        ),
    )
    assert store.learned_place("the hall")
    assert apply(store, source, gone=(key(1, modified=2),)) == Counts(deleted=1)
    for query in (
        {},
        {"words": "welding"},
        {"words": "sparks"},
        {"words": "group"},
        {"themes": ("metalwork",)},
        {"near": CENTRE, "radius_metres": 9},
    ):
        result = store.search(Query(**query), NOW)
        assert (result.total, result.entries) == (0, ())
        assert not any(result.counts.values())
    assert store.item(ref(1), NOW) is None
    assert store.is_gone(ref(1))
    assert store.learned_place("the hall") is None
    assert store.learned_names("the", 9) == []
    assert list(store.series()) == []
    assert store.findings(source) == []
    (change,) = store.changes(0, 9).entries
    assert (change.raw, change.envelope, change.ref) == (None, {}, ref(1))


def test_what_was_never_held_cannot_be_withdrawn(store: Store, source: int) -> None:
    assert apply(store, source, gone=(key(1),)) == Counts()
    assert not store.is_gone(ref(1))
    assert store.changes(0, 9).entries == ()


def test_withdrawing_twice_is_withdrawing_once(store: Store, source: int) -> None:
    apply(store, source, put(1))
    apply(store, source, gone=(key(1),))
    before = numbers(store)
    assert apply(store, source, gone=(key(1),)) == Counts()
    assert numbers(store) == before


def test_an_item_that_comes_back_is_new_under_its_old_reference(store: Store, source: int) -> None:
    apply(store, source, put(1))
    apply(store, source, gone=(key(1),))
    assert apply(store, source, put(1, modified=3)) == Counts(new=1)
    assert store.item(ref(1), NOW)
    assert not store.is_gone(ref(1))


def test_old_tombstones_are_forgotten_and_the_horizon_says_so(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2), put(3))
    store.apply(source, Batch(gone=(replace(key(1, 4), reason="urgent"),)), NOW - timedelta(days=40))
    store.apply(source, Batch(gone=(replace(key(2, 5), reason="urgent"),)), NOW)
    (old,) = (c.number for c in store.changes(0, 9).entries if c.ref == ref(1))
    assert store.purge(NOW - timedelta(days=35)) == 1
    left = store.changes(0, 9)
    assert [(c.ref, c.raw is None) for c in left.entries] == [(ref(3), False), (ref(2), True)]
    assert left.horizon == old
    assert store.purge(NOW - timedelta(days=35)) == 0
    apply(store, source, put(1, modified=6))
    assert numbers(store, left.head) == {ref(1): left.head + 1}


def test_a_removed_source_leaves_tombstones_and_may_be_added_again(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2), quarantined=(bad(3, "wrong"),), loose=(fault("page"),))
    apply(store, source, gone=(key(2),))
    before = max(numbers(store).values())
    assert store.remove_source(source, NOW) == 1
    assert (store.sources(), store.findings(source), find(store)) == ([], [], [])
    assert [(c.ref, c.raw) for c in store.changes(before, 9).entries] == [(ref(1), None)]
    again = store.add_source(make.source()).id
    assert store.held(again, [key(1), key(2)]) == {}
    assert apply(store, again, put(1)) == Counts(new=1)
    found = store.item(ref(1), NOW)
    assert found
    assert found.source == again
    assert sorted(numbers(store)) == sorted([ref(1), ref(2)])


def test_what_a_file_does_not_have_any_more_is_swept(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2), put(3), quarantined=(bad(4, "wrong"), bad(5, "wrong")), baseline=1)
    apply(store, source, put(1, said="changed"), same=(key(2),), quarantined=(bad(4, "wrong"),), baseline=2)
    ended = end(store, source, baseline=2, whole=True)
    assert (ended.state, ended.deleted, ended.waiting, ended.held) == ("complete", 1, 0, 2)
    assert sorted(find(store)) == ["1", "2"]
    assert store.is_gone(ref(3))
    assert [f.item for f in store.findings(source)] == [key(4).id]
    assert end(store, source, baseline=2, whole=True).deleted == 0


def test_a_sweep_spares_other_sources_and_what_is_quarantined_for_now(store: Store, source: int) -> None:
    other = store.add_source(make.source(address="https://other.example/feed", origin="https://other.example/feed")).id
    theirs = replace(put("theirs"), origin="https://other.example/feed", ref="theirs")
    apply(store, other, theirs, baseline=1)
    apply(store, source, put(1), baseline=1)
    apply(store, source, quarantined=(bad(1, "wrong", modified=2),), baseline=2)
    assert end(store, source, baseline=2, whole=True).deleted == 0
    assert sorted(find(store)) == ["1", "theirs"]


# The end of a run


def proof_of(*items: Put | Key) -> Proof:
    """The proof over items as they stand in the feed, worked out without a store."""
    keys = [item.key if isinstance(item, Put) else item for item in items]
    return Proof(root=root((k.id, leaf(k.kind, k.id, k.modified, k.digest)) for k in keys), count=len(keys))


def test_the_root_is_that_of_all_that_is_held(store: Store, source: int) -> None:
    assert store.proof(source) == proof_of()
    apply(store, source, *(put(n) for n in range(300)))
    assert store.proof(source) == proof_of(*(put(n) for n in range(300)))
    apply(store, source, put(7, modified=400, said="changed"), gone=(key(8, modified=401),))
    rest = [put(n) for n in range(300) if n not in (7, 8)]
    assert store.proof(source) == proof_of(*rest, put(7, modified=400, said="changed"))
    assert end(store, source, root=store.proof(source).root).state == "verified"
    assert [s.state for s in store.sources()] == ["verified"]
    assert [s.verified_at for s in store.sources()] == [NOW]


def test_a_deletion_is_carried_out_at_the_end_and_is_not_in_the_root_before(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2))
    store.apply(source, Batch(gone=(key(2, modified=3),)), NOW)
    assert sorted(find(store)) == ["1", "2"]
    assert store.proof(source) == replace(proof_of(put(1)), count=2)
    assert end(store, source, root=proof_of(put(1)).root).deleted == 1
    assert find(store) == ["1"]


def test_an_urgent_deletion_is_carried_out_at_once(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2))
    urgent = Key(kind="Group", id=key(2).id, modified=3, reason="urgent")
    assert store.apply(source, Batch(gone=(urgent, key(1, modified=4))), NOW).deleted == 1
    assert find(store) == ["1"]
    assert store.changes(0, 9).entries[-1].reason == "urgent"


def test_what_is_gone_and_then_gone_urgently_gets_a_new_tombstone(store: Store, source: int) -> None:
    apply(store, source, put(1))
    apply(store, source, gone=(Key(kind="Group", id=key(1).id, modified=2, reason="ended"),))
    (before,) = store.changes(0, 9).entries
    apply(store, source, gone=(Key(kind="Group", id=key(1).id, modified=3, reason="urgent"),))
    (after,) = store.changes(before.number, 9).entries
    assert (before.reason, after.reason, after.raw) == ("ended", "urgent", None)


def test_too_many_deletions_wait_until_a_person_agrees(store: Store, source: int) -> None:
    apply(store, source, *(put(n) for n in range(12)))
    store.apply(source, Batch(gone=tuple(key(n, modified=20) for n in range(11))), NOW)
    ended = end(store, source, most=10)
    assert (ended.state, ended.deleted, ended.waiting, ended.held) == ("held", 0, 11, 12)
    apply(store, source, put(0, modified=21))  # what is updated while it waits, stays
    assert end(store, source, most=10).waiting == 10
    assert store.confirm(source, NOW) == 10
    assert sorted(find(store)) == ["0", "11"]
    assert end(store, source).state == "complete"


def test_a_file_that_has_nothing_left_waits_for_a_person(store: Store, source: int) -> None:
    apply(store, source, put(1), baseline=1)
    ended = end(store, source, baseline=2, whole=True, etag='"new"')
    assert (ended.state, ended.waiting) == ("held", 1)
    assert [s.etag for s in store.sources()] == [""]  # so that the next run looks again


def test_a_baseline_is_believed_when_its_root_is_right(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2), baseline=1)
    apply(store, source, same=(put(1).key,), baseline=2)
    wrong = end(store, source, baseline=2, root=proof_of(put(3)).root)
    assert (wrong.state, wrong.deleted, sorted(find(store))) == ("inconsistent", 0, ["1", "2"])
    right = end(store, source, baseline=2, root=proof_of(put(1)).root)
    assert (right.state, right.deleted, find(store)) == ("verified", 1, ["1"])


def test_without_a_root_two_baselines_have_to_agree(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2), baseline=1)
    apply(store, source, same=(put(1).key,), baseline=2)
    assert end(store, source, baseline=2).deleted == 0
    assert store.is_missing_since(source, NOW)
    assert not store.is_missing_since(source, NOW - timedelta(seconds=1))
    apply(store, source, same=(put(1).key,), baseline=3)
    assert end(store, source, baseline=3, agreed_before=NOW - timedelta(seconds=1)).deleted == 0
    assert end(store, source, baseline=3, agreed_before=NOW).deleted == 1
    assert not store.is_missing_since(source, NOW)


def test_what_is_seen_again_is_missed_no_longer(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2), baseline=1)
    end(store, source, baseline=2)
    apply(store, source, same=(put(1).key,), quarantined=(bad(2, "unreadable"),), baseline=3)
    assert not store.is_missing_since(source, NOW)


def test_an_invalid_item_counts_for_the_root_by_what_it_came_with(store: Store, source: int) -> None:
    """And its last good version stays to be seen (harvest-invalid)."""
    apply(store, source, put(1))
    invalid = replace(bad(1, "wrong"), key=key(1, modified=2, digest="of the bad version"))
    apply(store, source, quarantined=(invalid,))
    assert store.proof(source) == proof_of(invalid.key)
    assert find(store) == ["1"]
    assert apply(store, source, gone=(key(1, modified=3),)) == Counts(deleted=1)
    assert (store.findings(source), store.proof(source)) == ([], proof_of())


def test_of_two_versions_in_one_batch_the_later_counts_for_the_root(store: Store, source: int) -> None:
    """Whichever leaf sorts first."""
    for n in range(9):
        invalid = replace(bad(n, "wrong"), key=key(n, modified=2, digest=f"of the bad version {n}"))
        apply(store, source, put(n), quarantined=(invalid,))
        assert store.proof(source) == proof_of(
            *(key(m, modified=2, digest=f"of the bad version {m}") for m in range(n + 1))
        )


def test_an_entry_of_no_use_changes_nothing_that_is_held_and_is_forgotten_by_its_id(store: Store, source: int) -> None:
    apply(store, source, put(1))
    apply(store, source, quarantined=(replace(bad(1, "no kind"), key=replace(key(1), kind="")),))
    assert store.proof(source) == proof_of(put(1))
    apply(store, source, same=(put(1, modified=3).key,))
    assert [s.quarantined for s in store.sources()] == [0]


def test_memory_of_deletions_ends_with_the_next_baseline(store: Store, source: int) -> None:
    apply(store, source, put(1), baseline=1)
    apply(store, source, gone=(key(1, modified=5), key(2, modified=6)), baseline=1)
    held = store.held(source, [key(1), key(2)])
    assert [(held["Group", key(n).id].last, held["Group", key(n).id].walk) for n in (1, 2)] == [(5, 1), (6, 1)]
    end(store, source, baseline=2)
    assert ("Group", key(2).id) not in store.held(source, [key(2)])


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["put", "gone", "aside", "invalid", "end", "wait"]), st.integers(0, 9)), max_size=40
    )
)
def test_the_root_kept_is_the_root_worked_out_anew(opened: Callable[[], Store], steps: list[tuple[str, int]]) -> None:
    """Whatever happens in whatever order, the buckets that are kept are right."""
    store = opened()
    source = store.add_source(make.source(address=f"https://club.example/{next(COUNTER)}")).id
    held: dict[str, Key] = {}
    for number, (step, n) in enumerate(steps, 1):
        name = key(n, modified=number, digest=str(number))
        if step == "put":
            one = replace(
                put(f"{source}-{n}"), key=name, digest=name.digest, origin=f"of {source}", ref=f"{source} {n}"
            )
            store.apply(source, Batch(puts=(one,)), NOW)
            held[name.id] = name
        elif step == "invalid":
            store.apply(source, Batch(quarantined=(replace(bad(n, "wrong"), key=name),)), NOW)
            held[name.id] = name
        elif step == "aside":
            store.apply(source, Batch(quarantined=(bad(n, "unreadable"),)), NOW)
        elif step == "gone":
            store.apply(source, Batch(gone=(name,)), NOW)
            held.pop(name.id, None)
        else:
            end(store, source, most=0 if step == "wait" else 99)
        assert store.proof(source).root == proof_of(*held.values()).root


# Putting aside


def test_the_last_good_version_stays_while_a_bad_one_is_put_aside(store: Store, source: int) -> None:
    apply(store, source, put(1, said="welding"))
    before = numbers(store)
    assert apply(store, source, quarantined=(bad(1, "wrong", modified=2),)) == Counts(quarantined=1)
    assert find(store, words="welding") == ["1"]
    assert numbers(store) == before
    (stored,) = store.sources()
    assert (store.live_items(), stored.quarantined) == ({source: 1}, 1)


@pytest.mark.parametrize(
    "released", [{"puts": (put(1, modified=3),)}, {"same": (key(1, modified=3),)}, {"gone": (key(1, modified=3),)}]
)
def test_what_was_put_aside_is_released_by_the_next_good_word_of_it(
    store: Store, source: int, released: dict[str, Any]
) -> None:
    apply(store, source, put(1))
    apply(store, source, quarantined=(bad(1, "wrong", modified=2),))
    store.apply(source, Batch(**released), NOW)
    end(store, source)
    assert store.findings(source) == []
    assert [s.quarantined for s in store.sources()] == [0]


def test_a_bad_item_that_was_never_good_is_not_found(store: Store, source: int) -> None:
    apply(store, source, quarantined=(bad(1, "wrong"),))
    assert (find(store), store.item(ref(1), NOW), store.changes(0, 9).entries) == ([], None, ())


# Findings


def test_findings_are_kept_with_their_item_and_replaced_with_it(store: Store, source: int) -> None:
    apply(store, source, put(1, findings=(fault("a", 1), fault("b", 1))), quarantined=(bad(2, "c"),))
    assert {(f.item, f.code) for f in store.findings(source)} == {(key(1).id, "a"), (key(1).id, "b"), (key(2).id, "c")}
    assert store.findings(source)[0] == fault("a", 1)
    apply(store, source, put(1, modified=2, findings=(fault("d", 1),)), quarantined=(bad(2, "e"),))
    assert {(f.item, f.code) for f in store.findings(source)} == {(key(1).id, "d"), (key(2).id, "e")}
    assert store.findings(source + 1) == []


def test_findings_of_an_unchanged_item_stay(store: Store, source: int) -> None:
    apply(store, source, put(1, findings=(fault("a", 1),)), first=True)
    apply(store, source, same=(key(1, modified=2),), first=True)
    assert [f.code for f in store.findings(source)] == ["a"]


def test_findings_of_items_without_a_kind_are_not_taken_for_the_pages(store: Store, source: int) -> None:
    nameless = replace(bad(1, "wrong"), key=Key(kind="", id="item 1", modified=0))
    for _ in range(2):
        apply(store, source, quarantined=(nameless,), loose=(fault("page"),), first=True)
        assert sorted(f.code for f in store.findings(source)) == ["page", "wrong"]


def test_findings_of_pages_last_until_the_next_walk(store: Store, source: int) -> None:
    apply(store, source, put(1, findings=(fault("a", 1),)), loose=(fault("first page"),), first=True)
    apply(store, source, loose=(fault("second page"),))
    assert Counter(f.code for f in store.findings(source)) == {"a": 1, "first page": 1, "second page": 1}
    apply(store, source, loose=(fault("again"),), first=True)
    assert Counter(f.code for f in store.findings(source)) == {"a": 1, "again": 1}


# Changes


def test_change_numbers_strictly_rise_and_a_changed_item_moves_to_the_end(store: Store, source: int) -> None:
    apply(store, source, put(1), put(2), put(3))
    apply(store, source, put(1, said="new", modified=2), gone=(key(2),))
    entries = store.changes(0, 99).entries
    assert [c.ref for c in entries] == [ref(3), ref(1), ref(2)]
    assert all(a.number < b.number for a, b in itertools.pairwise(entries))
    assert [c.raw for c in entries] == [put(3).raw, put(1, said="new").raw, None]


def test_a_number_is_never_given_twice(store: Store, source: int, opened: Callable[[], Store]) -> None:
    given: list[int] = []
    for n in range(5):
        apply(store, source, put(1, said=str(n)))
        given += numbers(store).values()
    apply(store, source, gone=(key(1),))
    given += numbers(opened()).values()
    assert given == sorted(set(given))


def test_changes_are_read_page_by_page(store: Store, source: int) -> None:
    apply(store, source, *(put(n) for n in range(7)))
    read, after = [], 0
    while page := store.changes(after, 3).entries:
        read += [c.ref for c in page]
        after = page[-1].number
    assert read == [ref(n) for n in range(7)]


def test_a_change_says_where_its_item_is_from(store: Store, source: int) -> None:
    apply(store, source, put(1, modified=5), epoch="e")
    changes = store.changes(0, 9)
    envelope = changes.entries[0].envelope
    assert changes.epoch
    assert changes.horizon == 0
    assert {n: envelope[n] for n in ("origin", "originId", "originEpoch", "originModified", "digest", "license")} == {
        "origin": make.FEED,
        "originId": key(1).id,
        "originEpoch": "e",
        "originModified": 5,
        "digest": "digest of 1 ",
        "license": make.LICENCE,
    }


def test_a_change_from_a_file_has_no_epoch_and_no_number(store: Store, source: int) -> None:
    apply(store, source, put(1, modified=0), epoch="")
    assert not {"originEpoch", "originModified"} & store.changes(0, 9).entries[0].envelope.keys()


def test_the_epoch_is_the_databases_own_and_lasts(store: Store, opened: Callable[[], Store]) -> None:
    assert store.changes(0, 1).epoch == opened().changes(0, 1).epoch


# One transaction


def test_a_fault_in_the_middle_leaves_everything_as_it_was(store: Store, source: int) -> None:
    apply(store, source, put(1, said="welding"), quarantined=(bad(2, "wrong"),), cursor="before")
    state = numbers(store), store.findings(source), store.sources()
    broken = replace(put(4), raw=object())  # nothing a database can hold
    for batch in (
        Batch(puts=(put(1, said="knitting"), put(3), broken), cursor="after"),
        Batch(puts=(put(3),), gone=(key(1),), quarantined=(replace(bad(5), raw=object()),), cursor="after"),
    ):
        with pytest.raises(Exception, match=r".*"):
            store.apply(source, batch, NOW)
        assert (numbers(store), store.findings(source), store.sources()) == state
        assert find(store, words="welding") == ["1"]
    assert apply(store, source, put(3)) == Counts(new=1)


def test_the_position_is_kept_with_the_items(store: Store, source: int) -> None:
    apply(store, source, put(1), cursor="here", epoch="e", horizon=7, baseline=3)
    (stored,) = store.sources()
    assert (stored.cursor, stored.epoch, stored.horizon, stored.baseline) == ("here", "e", 7, 3)
    assert store.live_items() == {source: 1}


def test_readers_see_whole_pages_while_one_writes(store: Store, source: int) -> None:
    size, rounds, wrong, done = 6, 25, [], threading.Event()

    def look() -> None:
        while not done.is_set():
            said = {e.document["description"] for e in store.search(Query(limit=100), NOW).entries}
            entries = store.changes(0, 100).entries
            if (
                len(said) > 1
                or len({json.loads(c.raw or b"")["description"] for c in entries}) > 1
                or len(entries) not in (0, size)
            ):
                wrong.append(said)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(rounds):
        apply(store, source, *(put(n, said=f"turn {turn}") for n in range(size)))
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_many_may_write_at_once(store: Store, source: int) -> None:
    writers = [
        threading.Thread(target=lambda n=n: [apply(store, source, put(f"{n}-{turn}")) for turn in range(8)])
        for n in range(3)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(set(numbers(store).values())) == 24


def test_a_new_database_may_be_opened_by_many_at_once(opened: Callable[[], Store]) -> None:
    together, epochs = threading.Barrier(4), []

    def open_it() -> None:
        together.wait()
        epochs.append(opened().changes(0, 1).epoch)

    openers = [threading.Thread(target=open_it) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert len(epochs) == 4
    assert len(set(epochs)) == 1


# Sources


def test_a_source_comes_back_as_it_was_saved(store: Store) -> None:
    source = make.source(
        hosts=("a.example", "b.example"),
        themes=("walking",),
        about="Walks",
        licence=make.LICENCE,
        publisher_url="https://a.example/",
    )
    added = store.add_source(source)
    assert added == replace(source, id=added.id)
    changed = replace(
        added,
        name="Walkers",
        outcome="failed",
        problem="It is down.",
        last_run=NOW,
        last_success=NOW - timedelta(days=1),
        etag='"x"',
    )
    store.save_source(changed)
    assert store.sources() == [changed]


def test_an_address_is_added_once(store: Store, source: int) -> None:
    with pytest.raises(StoreUnavailable, match="address"):
        store.add_source(make.source(name="Again"))


def test_sources_are_in_the_order_of_their_names(store: Store) -> None:
    for name in ("Walkers", "Allotments", "Menders"):
        store.add_source(make.source(name=name, address=f"https://{name.lower()}.example/"))
    assert [s.name for s in store.sources()] == ["Allotments", "Menders", "Walkers"]


# Words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cook", ["1"]),
        ("Cooking", ["1"]),
        ("cooked meals", ["1"]),
        ("café", ["1"]),
        ("CAFE", ["1"]),
        ("cooking bicycles", []),
        ("bike", ["2"]),
        ("bikes and repairs", ["2"]),
        ("something to cook", ["1"]),
        ("the", ["1", "2"]),
        ("", ["1", "2"]),
        ("  ", ["1", "2"]),
        ("!?", ["1", "2"]),
    ],
)
def test_words_are_found_by_their_stems_and_all_are_wanted(
    store: Store, source: int, words: str, found: list[str]
) -> None:
    apply(
        store,
        source,
        put(1, name="Cooking meals", said="In the cafés of Camden"),
        put(2, name="Bike repair", said="Mending"),
    )
    assert sorted(find(store, words=words)) == found


def test_any_word_is_enough_if_so_wished_and_more_of_them_come_first(store: Store, source: int) -> None:
    apply(store, source, put(1, said="bread"), put(2, said="bread and jam"), put(3, said="walking"))
    assert find(store, words="jam with bread", any_word=True) == ["2", "1"]
    assert find(store, words="jam with bread") == ["2"]


def test_a_word_in_the_name_counts_more_than_one_in_the_text(store: Store, source: int) -> None:
    apply(
        store,
        source,
        put(1, name="Supper", said="There is bread."),
        put(2, name="Bread", said="Baking together."),
        put(3, summary="All about bread."),
    )
    assert find(store, words="bread") == ["2", "3", "1"]


@pytest.fixture(scope="module", params=BACKENDS)
def welder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with one item, for many questions."""
    with opening(request, tmp_path_factory.mktemp("words")) as open_one:
        store = open_one()
        apply(store, store.add_source(make.source()).id, put(1, said="welding AND NOT near OR"))
        yield store


PIECES = st.sampled_from(
    [
        '"',
        "'",
        "*",
        "(",
        ")",
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        "^",
        ":",
        "name:",
        "-",
        "+",
        "{",
        "}",
        "\\",
        ";--",
        "\0",
        "welding",
        "é",
        "\ud800",
    ]
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(PIECES | st.text(max_size=5), max_size=30).map(" ".join) | st.text(max_size=30))
def test_no_words_are_operators_or_break_a_search(welder: Store, words: str) -> None:
    assert welder.search(Query(words=words), NOW).total in (0, 1)
    assert welder.search(Query(words='welding "'), NOW).total == 1


def test_very_many_words_are_searched_for(welder: Store) -> None:
    assert welder.search(Query(words="welding " * 5_000), NOW).total == 1


# Places


def test_near_is_within_the_radius_and_an_area_counts_its_own(store: Store, source: int) -> None:
    apply(
        store,
        source,
        put("here", spot=at(0)),
        put("inside", spot=at(990)),
        put("outside", spot=at(1_010)),
        put("wide", spot=at(1_900, radius=1_000)),
        put("too far", spot=at(2_100, radius=1_000)),
        put("nowhere"),
    )
    assert sorted(find(store, near=CENTRE, radius_metres=1_000)) == ["here", "inside", "wide"]
    assert len(find(store, near=CENTRE)) == 6


def test_the_distance_is_told(store: Store, source: int) -> None:
    apply(store, source, put(1, spot=at(500, radius=300)), put(2))
    entries = {e.ref: e for e in store.search(Query(near=CENTRE), NOW).entries}
    assert entries[ref(1)].distance_metres == pytest.approx(500, abs=2)
    assert entries[ref(2)].distance_metres is None
    spot = entries[ref(1)].spot
    assert spot
    assert (spot.latitude, spot.radius_metres) == (at(500).latitude, 300)
    assert store.search(Query(), NOW).entries[0].distance_metres is None


def test_names_of_places_are_learned_and_averaged(store: Store, source: int) -> None:
    names = (("talacre gardens", "Talacre Gardens"),)
    apply(
        store,
        source,
        put(1, spot=at(0), places=names),
        put(2, spot=at(200), places=names),
        put(3, spot=at(0), places=(("talbot hall", "Talbot Hall"),)),
    )
    spot = store.learned_place("talacre gardens")
    assert spot
    assert spot.label == "Talacre Gardens"
    assert distance(spot, at(100)) < 2
    assert store.learned_place("talacre") is None
    assert store.learned_names("tal", 9) == ["Talacre Gardens", "Talbot Hall"]
    assert store.learned_names("tal", 1) == ["Talacre Gardens"]
    assert store.learned_names("x", 9) == []
    assert store.learned_names("%", 9) == []


def test_a_gazetteer_takes_the_place_of_what_it_was(store: Store) -> None:
    old, new = Spot(latitude=51, longitude=0, label="Old"), Spot(latitude=52, longitude=0, label="New", radius_metres=9)
    store.write_gazetteer("a", [("stays", old), ("moves", old), ("goes", old)])
    store.write_gazetteer("b", [("moves", old), ("goes", new)])
    assert store.write_gazetteer("a", [("stays", old), ("moves", old), ("comes", new), ("moves", new)]) == 3
    assert [store.gazetteer_place(n) for n in ("stays", "moves", "comes", "goes", "?")] == [old, new, new, new, None]
    assert store.gazetteers() == {"a": 3, "b": 2}
    assert store.write_gazetteer("b", []) == 0
    assert store.gazetteers() == {"a": 3}
    assert store.gazetteer_place("goes") is None


def test_while_a_gazetteer_is_read_others_write_and_the_old_one_answers(
    store: Store, source: int, opened: Callable[[], Store]
) -> None:
    old = Spot(latitude=51, longitude=0, label="Old")
    store.write_gazetteer("a", [("place", old)])
    other = opened()

    def broken() -> Iterator[tuple[str, Spot]]:
        yield "place", replace(old, label="New")
        assert apply(other, source, put(1)).new == 1
        assert other.gazetteer_place("place") == old
        raise UnreadableDocument("It breaks off here.")

    with pytest.raises(UnreadableDocument):
        store.write_gazetteer("a", broken())
    assert store.gazetteer_place("place") == old
    assert store.write_gazetteer("a", [("place", replace(old, label="New"))]) == 1
    assert apply(store, source, put(2)).new == 1


# Dates


@pytest.fixture
def diary(store: Store, source: int) -> Store:
    apply(
        store,
        source,
        put("saturday", occurrences=(dated("2026-11-28"),)),
        put("friday evening", occurrences=(dated("2026-11-27", "17:00", "19:00"),)),
        put("friday five to", occurrences=(dated("2026-11-27", "16:55", "19:00"),)),
        put("saturday evening", occurrences=(dated("2026-11-28", "19:00", "22:00"),)),
        put("both", occurrences=(dated("2026-11-25", "19:00", "20:00"), dated("2026-11-29"))),
        put("all sunday", occurrences=(dated("2026-11-29", "00:00", "23:59")._replace(timed=False),)),
        put("undated"),
    )
    return store


def test_the_same_moment_is_another_hour_in_another_zone(store: Store, source: int) -> None:
    paris = ZoneInfo("Europe/Paris")
    here = dated("2026-12-01", "16:30", "17:30")
    there = here._replace(start=here.start.astimezone(paris), end=here.end.astimezone(paris))
    apply(store, source, put("london", occurrences=(here,)), put("paris", occurrences=(there,)))
    shown = {e.id: [str(o.start) for o in e.occurrences] for e in store.search(Query(), NOW).entries}
    assert shown == {
        key("london").id: ["2026-12-01 16:30:00+00:00"],
        key("paris").id: ["2026-12-01 17:30:00+01:00"],
    }
    assert find(store, parts=("evenings",)) == ["paris"]


def test_the_hour_that_comes_twice_is_two_hours(store: Store, source: int) -> None:
    first, second = (datetime(2027, 10, 31, hour, 30, tzinfo=UTC).astimezone(make.LONDON) for hour in (0, 1))
    for name, start in (("summer time", first), ("winter time", second)):
        apply(store, source, put(name, occurrences=(Occurrence(start, start + timedelta(minutes=10)),)))
    shown = {e.id: str(e.occurrences[0].start) for e in store.search(Query(), NOW).entries}
    assert shown == {
        key("summer time").id: "2027-10-31 01:30:00+01:00",
        key("winter time").id: "2027-10-31 01:30:00+00:00",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"parts": ("evenings",)}, {"friday evening", "saturday evening", "both"}),
        ({"parts": ("weekends",)}, {"saturday", "saturday evening", "both", "all sunday"}),
        ({"parts": ("evenings", "weekends")}, {"saturday evening"}),
        ({"parts": ("undated",)}, {"undated"}),
        ({"parts": ("weekends", "undated")}, set()),
        ({"start": datetime(2026, 11, 29, tzinfo=UTC)}, {"both", "all sunday"}),
        ({"end": datetime(2026, 11, 27, tzinfo=UTC)}, {"both"}),
        ({"start": datetime(2026, 11, 28, 12, tzinfo=UTC), "end": datetime(2026, 11, 28, 19, tzinfo=UTC)}, set()),
        (
            {"start": datetime(2026, 11, 28, 11, tzinfo=UTC), "end": datetime(2026, 11, 28, 19, 1, tzinfo=UTC)},
            {"saturday", "saturday evening"},
        ),
        (
            {"start": datetime(2026, 11, 26, tzinfo=UTC), "parts": ("evenings",)},
            {"friday evening", "saturday evening"},
        ),
        ({"start": datetime(2026, 11, 26, tzinfo=UTC), "parts": ("undated",)}, set()),
    ],
)
def test_dates_and_parts_of_the_week_ask_of_one_occurrence(
    diary: Store, query: dict[str, Any], found: set[str]
) -> None:
    assert set(find(diary, **query)) == found


def test_occurrences_come_back_in_the_zone_of_the_place_from_the_start_asked_for(diary: Store) -> None:
    (both,) = (e for e in diary.search(Query(limit=99), NOW).entries if e.id.endswith("both"))
    assert both.occurrences == (dated("2026-11-25", "19:00", "20:00"), dated("2026-11-29"))
    assert both.occurrences[0].start.tzinfo == make.LONDON
    later = diary.search(Query(start=datetime(2026, 11, 26, tzinfo=UTC), limit=99), NOW)
    assert next(e for e in later.entries if e.id.endswith("both")).occurrences == (dated("2026-11-29"),)
    (sunday,) = (e for e in later.entries if e.id.endswith("sunday"))
    assert not sunday.occurrences[0].timed


def test_what_is_over_is_not_found_and_can_still_be_opened(store: Store, source: int) -> None:
    apply(
        store,
        source,
        put("over", until=NOW - timedelta(seconds=1)),
        put("now", until=NOW),
        put("later", until=NOW + timedelta(days=9)),
    )
    assert sorted(find(store)) == ["later", "now"]
    assert store.item(ref("over"), NOW)
    assert not store.is_gone(ref("over"))


def test_repeating_items_are_expanded_again(store: Store, source: int) -> None:
    apply(
        store,
        source,
        put("weekly", occurrences=(dated("2026-11-28"),), repeats=True),
        put("later", repeats=True),
        put("once", occurrences=(dated("2026-11-28"),)),
    )
    assert store.expanded_on() == ""
    assert {s.ref: s.raw for s in store.series()} == {ref("weekly"): put("weekly").raw, ref("later"): put("later").raw}
    times = {ref("weekly"): (dated("2026-12-05"),), ref("later"): (dated("2027-03-27"),)}
    assert store.expand(((s, times[s.ref]) for s in store.series()), "2026-11-29") == 2
    assert store.expanded_on() == "2026-11-29"
    assert set(find(store, start=datetime(2026, 11, 30, tzinfo=UTC))) == {"weekly", "later"}
    assert set(find(store, end=datetime(2026, 11, 29, tzinfo=UTC))) == {"once"}


def test_expanding_what_has_gone_meanwhile_does_nothing(store: Store, source: int) -> None:
    apply(store, source, put(1, repeats=True))
    (read,) = store.series()
    apply(store, source, gone=(key(1),))
    assert store.expand([(read, (dated("2026-12-05"),)), (replace(read, ref="?"), ())], "2026-11-29") == 0
    assert store.expanded_on() == "2026-11-29"
    apply(store, source, put(1))
    found = store.item(ref(1), NOW)
    assert found
    assert found.occurrences == ()


def test_expanding_does_not_overwrite_what_has_changed_meanwhile(store: Store, source: int) -> None:
    apply(store, source, put(1, repeats=True, occurrences=(dated("2026-11-28"),)))
    (read,) = store.series()
    apply(store, source, put(1, modified=2, said="moved", repeats=True, occurrences=(dated("2026-12-19"),)))
    assert store.expand([(read, (dated("2026-12-05"),))], "2026-11-29") == 0
    found = store.item(ref(1), NOW)
    assert found
    assert found.occurrences == (dated("2026-12-19"),)


# Access, and the other filters


@pytest.fixture
def doors(store: Store, source: int) -> Store:
    apply(
        store,
        source,
        put("told", facets=(("access", "step-free-access"), ("access", "hearing-loop"))),
        put("half told", facets=(("access", "step-free-access"),)),
        put("unsaid"),
        put("denied", facets=(("denied", "step-free-access"), ("access", "hearing-loop"))),
    )
    return store


def test_who_told_us_yes_comes_first_and_who_said_no_is_never_found(doors: Store) -> None:
    result = doors.search(Query(access=("step-free-access", "hearing-loop")), NOW)
    assert [(e.id.rsplit("/")[-1], e.told) for e in result.entries] == [
        ("told", True),
        ("half told", False),
        ("unsaid", False),
    ]
    assert (result.total, result.told) == (3, 1)


def test_only_who_told_us_yes_if_so_wished(doors: Store) -> None:
    assert sorted(find(doors, access=("step-free-access",), unsaid=False)) == ["half told", "told"]
    assert find(doors, access=("step-free-access", "hearing-loop"), unsaid=False) == ["told"]


@pytest.mark.parametrize(
    "query", [{}, {"words": "bread"}, {"near": CENTRE, "radius_metres": 900}, {"types": ("Event",)}]
)
def test_an_access_feature_is_counted_as_often_as_it_is_found(doors: Store, source: int, query: dict[str, Any]) -> None:
    """An item may say both that there are steps and that there is a way without any."""
    both = (("access", "step-free-access"), ("denied", "step-free-access"), ("access", "lift"), ("type", "Event"))
    apply(doors, source, put("both", said="bread", spot=at(0), facets=both))
    counts = doors.search(Query(**query), NOW).counts["access"]
    assert counts["lift"] == 1
    for feature in ("step-free-access", "hearing-loop", "lift"):
        chosen = doors.search(Query(**query, access=(feature,), unsaid=False), NOW)
        assert chosen.total == counts.get(feature, 0), feature


def test_with_no_need_nobody_is_kept_from_anything(doors: Store) -> None:
    result = doors.search(Query(), NOW)
    assert (result.total, result.told) == (4, 4)


def test_within_a_filter_one_match_is_enough_and_filters_narrow_each_other(store: Store, source: int) -> None:
    apply(
        store,
        source,
        put(1, facets=(("cost", "free"), ("theme", "cooking"))),
        put(2, facets=(("cost", "under-10"), ("theme", "cooking"), ("language", "bn"))),
        put(3, facets=(("cost", "free"), ("theme", "walking"), ("attendance", "online"))),
    )
    assert find(store, costs=("free",)) == ["1", "3"]
    assert find(store, costs=("free", "under-10")) == ["1", "2", "3"]
    assert find(store, costs=("free", "under-10"), themes=("cooking",)) == ["1", "2"]
    assert find(store, languages=("bn",), costs=("free",)) == []
    assert find(store, attendance=("online",)) == ["3"]
    assert find(store, costs=("donation",)) == []
    assert find(store, sources=(source,)) == ["1", "2", "3"]
    assert find(store, sources=(source + 1,)) == []


# Order and pages


def test_near_and_soon_come_first(store: Store, source: int) -> None:
    apply(
        store,
        source,
        put("far and soon", spot=at(9_000), occurrences=(dated("2026-11-25"),)),
        put("near and late", spot=at(100), occurrences=(dated("2026-12-20"),)),
        put("near and soon", spot=at(900), occurrences=(dated("2026-11-25"),)),
        put("near and undated", spot=at(0)),
        put("a mile and soon", spot=at(1_500), occurrences=(dated("2026-11-25"),)),
    )
    assert find(store, near=CENTRE) == [
        "near and soon",
        "near and undated",
        "near and late",
        "a mile and soon",
        "far and soon",
    ]
    assert find(store)[-1] == "near and late"


def test_pages_follow_each_other_without_gap_or_repeat(store: Store, source: int) -> None:
    apply(store, source, *(put(n, said="bread", spot=at(n * 50)) for n in range(23)))
    for query in ({}, {"words": "bread"}, {"near": CENTRE}, {"near": CENTRE, "words": "bread", "access": ("lift",)}):
        for order in ("", "relevance", "when", "distance", "newest"):
            whole = find(store, **query, order=order)
            assert list(itertools.chain(*pages(store, order=order, **query))) == whole
            assert len(set(whole)) == 23


def pages(
    store: Store, between: Callable[[list[str]], object] = lambda shown: None, **query: Any
) -> Iterator[list[str]]:
    """The numbers of what is found, page by page; something may happen `between` them."""
    after = ""
    for page in range(300):
        results = store.search(Query(**({"limit": 5} | query), after=after), NOW + timedelta(seconds=page))
        yield (shown := [e.id.rsplit("/", 1)[-1] for e in results.entries])
        if not (after := results.next):
            return
        between(shown)
    raise AssertionError("It has no end.")


def test_pages_stay_as_they_are_while_items_come_and_go(store: Store, source: int) -> None:
    soon = (dated("2026-11-25"),)
    apply(store, source, *(put(n, said="bread", spot=at(n * 50), occurrences=soon) for n in range(20)))
    for turn, order in enumerate(("", "relevance", "when", "distance", "newest")):
        before = find(store, words="bread", near=CENTRE, order=order)

        def change(shown: list[str], turn: int = turn) -> None:
            news = 1_000 * (turn + 1) + 10 * int(shown[0])
            apply(store, source, *(put(news + n, said="bread", spot=at(n * 300)) for n in range(2)))
            apply(store, source, gone=(key(shown[-1], modified=9),))

        seen = list(itertools.chain(*pages(store, between=change, words="bread", near=CENTRE, order=order)))
        assert len(seen) == len(set(seen))
        assert [n for n in seen if n in before] == before
        for n in before:
            apply(store, source, put(n, said="bread", spot=at(int(n) * 50), occurrences=soon))


@pytest.mark.parametrize(
    "token", ["?", "x" * 9_000, "bnVsbA", "WzFd", "é", "\0", "W" * 40, "WzEsMiwzLDQsNSw2LDdd", "MQ", "W10="]
)
def test_a_broken_token_is_refused(store: Store, source: int, token: str) -> None:
    apply(store, source, *(put(n) for n in range(5)))
    refused(store, after=token)
    assert len(find(store)) == 5


def test_a_token_cut_or_of_another_search_is_refused(store: Store, source: int) -> None:
    apply(store, source, *(put(n, said="bread", spot=at(0)) for n in range(9)))
    token = store.search(Query(words="bread", limit=3), NOW).next
    assert token
    assert find(store, words="bread", after=token) == find(store, words="bread")[3:]
    for cut in range(1, len(token)):
        refused(store, words="bread", after=token[:cut])
    for other in (
        {"order": "newest"},
        {"access": ("lift",)},
        {"near": CENTRE},
        {"words": "jam"},
        {"costs": ("free",)},
        {"parts": ("evenings",)},
        {"age": 7},
    ):
        refused(store, **({"words": "bread"} | other), after=token)


def test_a_token_is_good_for_another_number_of_items_and_at_another_moment(store: Store, source: int) -> None:
    apply(store, source, *(put(n, spot=at(n), occurrences=(dated("2026-12-01"),)) for n in range(9)))
    asked = {"near": at(0), "start": NOW, "end": NOW + timedelta(days=30)}
    token = store.search(Query(**asked, limit=3), NOW).next
    assert (
        find(store, **asked | {"near": at(1), "start": NOW + timedelta(minutes=9)}, after=token)
        == find(store, **asked)[3:]
    )


def refused(store: Store, **query: Any) -> None:
    with pytest.raises(UsageError, match="not a token of this search") as raised:
        store.search(Query(**query), NOW)
    assert raised.value.facts["parameter"] == "after"


def test_totals_do_not_depend_on_the_page(store: Store, source: int) -> None:
    apply(store, source, *(put(n) for n in range(5)))
    first = store.search(Query(limit=2), NOW)
    second = store.search(Query(limit=2, after=first.next), NOW)
    assert [first.total, second.total, store.count(Query(), NOW, 9)] == [5, 5, 5]
    assert first.exact
    assert store.search(Query(limit=5), NOW).next == ""


def test_the_orders_are_what_they_say(store: Store, source: int) -> None:
    apply(store, source, put("1", name="Bread", spot=at(3_000), occurrences=(dated("2026-12-01"),)))
    apply(store, source, put("2", said="bread", spot=at(90), occurrences=(dated("2026-12-03"),)))
    apply(store, source, put("3", summary="bread", spot=at(900)))
    apply(store, source, put("4", said="bread", occurrences=(dated("2026-11-25"),)))
    asked = {"words": "bread", "near": CENTRE}
    assert find(store, order="relevance", **asked)[:2] == ["1", "3"]
    assert find(store, order="when", **asked) == ["4", "1", "2", "3"]
    assert find(store, order="distance", **asked) == ["2", "3", "1", "4"]
    assert find(store, order="newest", **asked) == ["4", "3", "2", "1"]


# The other filters


def test_a_weekday_is_asked_of_the_same_occurrence_as_the_rest(diary: Store) -> None:
    assert set(find(diary, weekdays=(5,))) == {"saturday", "saturday evening"}
    assert set(find(diary, weekdays=(2, 4))) == {"both", "friday evening", "friday five to"}
    assert set(find(diary, weekdays=(5,), parts=("evenings",))) == {"saturday evening"}
    assert set(find(diary, weekdays=(2,), parts=("weekends",))) == set()
    assert set(find(diary, weekdays=(6,), parts=("evenings",))) == set()
    assert set(find(diary, weekdays=(2,), start=datetime(2026, 11, 26, tzinfo=UTC))) == set()
    assert set(find(diary, weekdays=(6,), parts=("undated",))) == set()


def test_a_ceiling_on_the_cost_leaves_out_what_says_no_price(store: Store, source: int) -> None:
    apply(store, source, put("free", cost=0), put("five", cost=5), put("dear", cost=40.5), put("unsaid"))
    assert set(find(store, cost=0)) == {"free"}
    assert set(find(store, cost=5)) == {"free", "five"}
    assert len(find(store)) == 4


def test_an_age_finds_what_takes_it_or_says_nothing(store: Store, source: int) -> None:
    apply(
        store, source, put("adults", ages=(18, None)), put("children", ages=(5, 11)), put("under 18", ages=(None, 17))
    )
    apply(store, source, put("all"))
    assert set(find(store, age=18)) == {"adults", "all"}
    assert set(find(store, age=11)) == {"children", "under 18", "all"}
    assert set(find(store, age=3)) == {"under 18", "all"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("danc", {"1"}),
        ("dancin", {"1"}),
        ("ball", {"1", "2"}),
        ("ballr", {"1"}),
        ("ballr dancing", set()),
        ("balls dan", {"2"}),
    ],
)
def test_the_last_word_may_be_a_beginning(store: Store, source: int, words: str, found: set[str]) -> None:
    apply(store, source, put(1, name="Ballroom dancing"), put(2, name="Balls for Dan"))
    assert set(find(store, words=words)) == found


def test_every_question_is_answered_as_by_looking_at_every_item(store: Store, source: int) -> None:
    """Totals, who told us, counts, order and pages, over items and questions as the dice fall."""
    dice = random.Random(6)
    items = [put(n, **oracle.random_index(dice, NOW)) for n in range(250)]
    apply(store, source, *items[:200])
    items[:100] = [
        put(n, modified=2, **oracle.random_index(dice, NOW)) for n in range(100)
    ]  # changed in all by which they are found
    apply(store, source, *items)
    store.apply(source, Batch(gone=tuple(key(n, 9) for n in range(50))), NOW)
    assert end(store, source, most=99).deleted == 50
    items = items[50:]
    for _ in range(int(os.environ.get("OPENHUB_SEARCHES", "90"))):
        query = replace(oracle.random_query(dice, NOW), limit=300)
        found = [item for item in items if oracle.matches(item, query, NOW)]
        results = store.search(query, NOW)
        assert {e.id for e in results.entries} == {item.id for item in found}, query
        assert (results.total, results.exact, results.next) == (len(found), True, ""), query
        assert results.told == sum(oracle.told(item, query) for item in found), query
        expected = oracle.counts(items, query, NOW)
        assert {kind: results.counts[kind] for kind in expected} == expected, query
        assert [e.id for e in store.search(replace(query, counted=False), NOW).entries] == [
            e.id for e in results.entries
        ]
        assert store.count(query, NOW, 300) == len(found)
        assert store.count(query, NOW, 7) == min(7, len(found))
        by_id = {item.id: oracle.position(item, query, NOW) for item in found}
        if query.order not in ("", "relevance") or not query.words:
            order = [by_id[e.id] for e in results.entries]
            assert order == sorted(order), query
        turned = pages(
            store, limit=9, **{name: getattr(query, name) for name in query.__slots__ if name not in ("limit", "after")}
        )
        if query.order in ("distance", "newest"):  # time moves on between the pages
            assert list(itertools.chain(*turned)) == [e.id.rsplit("/", 1)[-1] for e in results.entries]


# Counts


def test_counts_of_sources_are_of_what_is_found(store: Store, source: int) -> None:
    other = store.add_source(make.source(address="https://other.example/feed", origin="https://other.example/feed")).id
    apply(store, source, put(1, said="bread"), put(2))
    apply(store, other, replace(put("theirs", said="bread"), origin="https://other.example/feed", ref="theirs"))
    asked = Query(words="bread", sources=(other,))
    assert store.search(asked, NOW).counts["source"] == {str(source): 1, str(other): 1}
    assert store.search(replace(asked, words="nothing"), NOW).counts["source"] == {}


def test_any_number_of_values_is_counted(store: Store, source: int) -> None:
    """More languages than there are bits."""
    names = [f"l{n:03}" for n in range(150)]
    apply(store, source, *(put(n, facets=(("language", name), ("language", "en"))) for n, name in enumerate(names)))
    results = store.search(Query(languages=("l149", "l003")), NOW)
    assert {e.id.rsplit("/", 1)[-1] for e in results.entries} == {"149", "3"}
    assert results.counts["language"] == {"en": 150, **dict.fromkeys(names, 1)}
    apply(store, source, put(149, modified=2))
    assert find(store, languages=("l149",)) == []


# Faults


@pytest.mark.parametrize(
    "content",
    [b"This is no database at all, it is a letter to the council." * 99, b"SQLite format 3\0" + b"\xff" * 9_000],
)
def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "hub.db").write_bytes(content)
    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path / "hub.db")


def test_a_place_where_no_database_can_be_is_unavailable(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "hub.db"):
        with pytest.raises(StoreUnavailable):
            SqliteStore(path)


def test_a_database_that_is_damaged_meanwhile_is_unavailable(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "hub.db")
    apply(store, store.add_source(make.source()).id, *(put(n, said="x" * 900) for n in range(50)))
    store.close()
    for file in tmp_path.iterdir():
        if file.name == "hub.db":
            file.write_bytes(file.read_bytes()[:8_192] + b"\x5a" * (file.stat().st_size - 8_192))
    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path / "hub.db").search(Query(), NOW)


def test_found_items_are_values(welder: Store) -> None:
    (entry,) = welder.search(Query(), NOW).entries
    assert isinstance(entry, Found)
    assert entry.retrieved.tzinfo is not None
