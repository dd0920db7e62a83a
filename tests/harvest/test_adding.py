"""`openhub source add` and `source list` as an operator meets them: several feeds, feeds that move, and many findings."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from openhub.publish.feed import description
from openhub.stores.sqlite import SqliteStore
from tests.conftest import Site
from tests.harvest.test_outcomes import LICENCE, item, publish
from tests.harvest.test_watching import done

TOML = 'allow_addresses = ["127.0.0.0/8"]\nas_of = "2026-11-24T09:00:00Z"\n'
OWNS = ("--owns", "goodgym.example")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "hub"
    made.mkdir()
    (made / "openhub.toml").write_text(TOML, "utf-8")
    SqliteStore(made / "hub.db").close()
    return made


@pytest.fixture
def moved() -> Iterator[Site]:
    """Where the site has gone."""
    opened = Site("127.0.0.2")
    yield opened
    opened.close()


def describe(site: Site, *further: str) -> None:
    about = description(
        dataset="https://goodgym.example/#dataset",
        title="Runs",
        about="Runs that help.",
        publisher="GoodGym",
        publisher_url=site.address,
        contact={"url": site.address},
        licence=LICENCE,
        feed=f"{site.address}/feed",
        level=2,
    )
    about["distribution"] = [*({**about["distribution"][0], "accessURL": f} for f in further), *about["distribution"]]
    site.answers["/.well-known/openhub"] = json.dumps(about).encode()


def filled(site: Site, items: int = 3) -> Site:
    publish(site, [item(n, "goodgym.example") for n in range(items)])
    return site


def test_one_feed_that_fails_is_told_and_the_others_are_added(site: Site, folder: Path) -> None:
    filled(site)
    site.answers["/broken"] = (503, b"")
    describe(site, f"{site.address}/broken")
    code, output = done(folder, "source", "add", site.address, *OWNS)
    assert code == 3
    assert f"! {site.address}/broken: " in output
    assert f"Added source 1, GoodGym: {site.address}/broken" in output
    assert f"Added source 2, GoodGym: {site.address}/feed" in output
    assert "First page: 3 good items" in output
    assert "Next: openhub harvest" in output


def test_a_dataset_at_a_new_address_moves_and_is_not_there_twice(site: Site, moved: Site, folder: Path) -> None:
    describe(filled(site)), describe(filled(moved))
    assert done(folder, "source", "add", site.address, *OWNS)[0] == 0
    assert done(folder, "harvest")[0] == 0
    code, output = done(folder, "source", "add", moved.address, *OWNS)
    assert code == 0, output
    assert f"Source 1 is read at {moved.address}/feed from now on, not at {site.address}/feed." in output
    assert "Added source" not in output
    site.requests.clear()
    assert "3 unchanged" in done(folder, "harvest", "--due")[1]
    assert site.requests == []
    said = done(folder, "source", "list")[1]
    assert f"{moved.address}/feed" in said
    assert site.address not in said
    assert "GoodGym: 3 items" in said


def test_a_dataset_does_not_move_to_where_it_cannot_be_read(site: Site, moved: Site, folder: Path) -> None:
    describe(filled(site)), describe(moved)
    moved.answers["/feed"] = (503, b"")
    done(folder, "source", "add", site.address, *OWNS)
    code, output = done(folder, "source", "add", moved.address, *OWNS)
    assert code == 3
    assert f"! {moved.address}/feed: " in output
    assert f"{site.address}/feed" in done(folder, "source", "list")[1]


def test_without_proof_whose_it_is_a_dataset_at_another_address_is_another_source(
    site: Site, moved: Site, folder: Path
) -> None:
    """Or anybody could take a source over by naming its dataset."""
    describe(filled(site)), describe(filled(moved))
    done(folder, "source", "add", site.address, *OWNS)
    assert "Added source 2" in done(folder, "source", "add", moved.address)[1]
    assert f"{site.address}/feed" in done(folder, "source", "list", "1")[1]


def test_findings_are_listed_by_code_with_their_number_and_two_samples(site: Site, folder: Path) -> None:
    publish(site, [item(n, name=7) for n in range(6)], size=10)
    done(folder, "source", "add", f"{site.address}/feed")
    done(folder, "harvest")
    said = done(folder, "source", "list", "1")[1]
    assert "error wrong-type  6 times\n" in said
    assert said.count("https://127.0.0.1/groups/") == 2
    assert "… and 4 more like this." in said
