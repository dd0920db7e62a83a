"""A program that has just been started answers at once."""

from pathlib import Path

import pytest

from tests.publish import make


@pytest.mark.parametrize("mark", [None, "mark"])
def test_a_long_transaction_elsewhere_does_not_hold_up_readers(tmp_path: Path, mark: str | None) -> None:
    """What is being written is not there yet, and what was published before is."""
    file, more = tmp_path / "club.db", {"high_water_file": tmp_path / mark} if mark else {}
    writer = make.a_feed(f"sqlite:///{file}", **more)
    make.put(writer, make.group(1))
    with writer.engine.begin() as connection:
        writer.put(connection, [make.group(2)])
        started = make.a_feed(make.an_engine(f"sqlite:///{file}", connect_args={"timeout": 0}), **more)
        assert started.state().count == 1
        assert b"Group 1" in started.page(0, address=make.FEED, requested=make.FEED).data


def test_a_database_that_was_put_back_is_noticed_by_the_first_reader(tmp_path: Path) -> None:
    """feed-high-water: also when nobody writes."""
    file, mark = tmp_path / "club.db", tmp_path / "mark"
    first = make.a_feed(f"sqlite:///{file}", high_water_file=mark)
    make.put(first, make.group(1))
    before, kept = first.state(), file.read_bytes()
    make.put(first, make.group(2))
    first.engine.dispose()
    file.write_bytes(kept)
    assert make.a_feed(f"sqlite:///{file}", high_water_file=mark).state().epoch != before.epoch
