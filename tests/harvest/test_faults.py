"""What goes wrong on the hub's own side: a full disk, a database that cannot be written, a clock a day off."""

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from openhub.fetch.door import Door
from openhub.harvest.discover import discover
from openhub.harvest.run import harvest
from openhub.hub.hub import Hub
from openhub.stores.sqlite import STORE
from tests.conftest import Site
from tests.harvest.test_outcomes import item, page, publish

MOMENT = "2026-11-24T09:00:00Z"


@pytest.fixture
def folder(site: Site, tmp_path: Path) -> Path:
    """A hub in a folder of its own, which has harvested twelve items of a feed."""
    folder = tmp_path / "hub"
    command(folder, "hub", "init", str(folder), hub=False)
    (folder / "openhub.toml").write_text(f'allow_addresses = ["127.0.0.0/8"]\nas_of = "{MOMENT}"\n', "utf-8")
    publish(site, [item(n) for n in range(12)])
    command(folder, "source", "add", f"{site.address}/feed")
    assert command(folder, "harvest").returncode == 0
    return folder


def command(
    folder: Path, *words: str, hub: bool = True, limits: Callable[[], None] | None = None
) -> "subprocess.CompletedProcess[str]":
    named = ("--hub", str(folder)) if hub else ()
    return subprocess.run(
        [sys.executable, "-m", "openhub", *words, *named], capture_output=True, text=True, preexec_fn=limits
    )


def live(folder: Path) -> set[str]:
    store = STORE(folder / "hub.db")
    changes = store.changes(0, 10_000).entries
    store.close()
    return {str(c.envelope["originId"]) for c in changes if c.raw is not None}


def more(site: Site, number: int) -> None:
    """Lets the feed have this many items, the new ones long and behind the twelve."""
    items = [item(n, description=f"Walk {n}. " + "With a long description. " * 100) for n in range(12, number)]
    rows = [(13 + n, d, str(d["id"])) for n, d in enumerate(items)]
    following = 12
    for start in range(0, len(rows), 50):
        chunk = rows[start : start + 50]
        site.answers[f"/feed?afterChangeNumber={following}"] = page(site, chunk, chunk[-1][0])
        following = chunk[-1][0]
    site.answers[f"/feed?afterChangeNumber={following}"] = page(site, [], following)


def test_a_full_disk_loses_nothing_and_is_said(site: Site, folder: Path) -> None:
    more(site, 600)
    size = (folder / "hub.db").stat().st_size

    def limits() -> None:
        """No file of this process may grow beyond what the database has and a little."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 400_000, size + 400_000))

    ended = command(folder, "harvest", limits=limits)
    assert ended.returncode == 4
    assert "Traceback" not in ended.stderr
    assert "hub.db" in ended.stderr
    assert "disk" in ended.stderr
    held = live(folder)
    assert len(held) >= 12
    assert command(folder, "harvest").returncode == 0
    assert live(folder) == {str(item(n)["id"]) for n in range(600)} >= held


@pytest.mark.skipif(os.geteuid() != 0, reason="to mount a small disk takes the rights of root")
def test_a_small_disk_that_is_full_loses_nothing(site: Site, folder: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1600k", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        subprocess.run(["cp", "-r", f"{folder}/.", str(small)], check=True)
        more(site, 600)
        ended = command(small, "harvest")
        assert (ended.returncode, "Traceback" in ended.stderr) == (4, False)
        assert "disk is full" in ended.stderr
        assert len(live(small)) >= 12
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        assert command(small, "harvest").returncode == 0
        assert len(live(small)) == 600
    finally:
        subprocess.run(["umount", str(small)], check=False)


def test_a_database_that_cannot_be_written_loses_nothing_and_is_said(site: Site, folder: Path) -> None:
    more(site, 20)
    everything = [folder, *folder.iterdir()]
    for path in everything:
        path.chmod(0o555)
    ended = command(folder, "harvest", limits=as_anybody)
    for path in everything:
        path.chmod(0o755)
    assert ended.returncode == 4
    assert "Traceback" not in ended.stderr
    assert str(folder / "hub.db") in ended.stderr
    assert "has to be allowed to write" in ended.stderr
    assert len(live(folder)) == 12
    assert command(folder, "harvest").returncode == 0
    assert len(live(folder)) == 20


def as_anybody() -> None:
    """Root may write what is not to be written; this takes that from a process (PR_CAPBSET_DROP, CAP_DAC_OVERRIDE)."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_a_day_off_loses_nothing(site: Site, hub: Hub, door: Door, days: int) -> None:
    """It may bring a baseline nearer or put it off; the numbers of changes are no times."""
    publish(site, [item(n) for n in range(12)])
    source = hub.store.add_source(discover(door, f"{site.address}/feed")[0])
    harvest(hub, door, source)
    off = replace(hub.settings, as_of=(hub.now() + timedelta(days=days)).isoformat())
    site.answers["/feed?afterChangeNumber=12"] = page(site, [(13, item(20), str(item(20)["id"]))], 13)
    site.answers["/feed?afterChangeNumber=13"] = page(site, [], 13)
    before = [c.number for c in hub.store.changes(0, 100).entries]
    for settings in (off, hub.settings):
        now_and_then = Hub(settings, hub.store)
        current = now_and_then.store.source(source.id)
        assert current
        run = harvest(now_and_then, door, current)
        assert (run.state, run.counts.deleted) == ("complete", 0)
    numbers = [c.number for c in hub.store.changes(0, 100).entries]
    assert len(numbers) == 13
    assert numbers[:12] == before
    assert numbers == sorted(set(numbers))


def test_a_clock_put_back_makes_nobody_wait_for_ever_for_a_second_baseline(site: Site, hub: Hub, door: Door) -> None:
    """A feed without a root whose baselines were begun in the future is read again within the usual time of the true clock."""
    publish(site, [item(n) for n in range(3)])
    site.answers["/feed?afterChangeNumber=3"] = page(site, [], 3)
    source = hub.store.add_source(discover(door, f"{site.address}/feed")[0])
    harvest(Hub(replace(hub.settings, as_of="2027-11-24T09:00:00Z"), hub.store), door, source)
    site.requests.clear()
    current = hub.store.source(source.id)
    assert current
    assert harvest(hub, door, current).state == "complete"
    assert site.requests[0] == "/feed"
