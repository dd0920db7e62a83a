"""Answers that would fill the memory: each is refused, and takes less than 64 MB more, measured in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import need
from tests.hostile.server import Hostile

MOST_MEGABYTES = 64
BOMBS = {
    "gzip-zeros": "too-large",
    "gzip-under-the-ratio": "too-large",
    "gzip-within-gzip": "no page",
    "gzip-thrice": "no page",
    "gzip-named-twice": "coding",
    "gzip-in-two-headers": "coding",
    "gzip-by-another-name": "too-large",
    "gzip-transfer": "coding",
    "gzip-not-said": "no page",
    "gzip-random": "too-large",
    "gzip-endless-name": "too-large",
    "gzip-empty-blocks": "too-large",
    "gzip-in-chunks": "too-large",
    "empty-members": "too-large",
    "bomb-members": "too-large",
    "deflate-unasked": "coding",
    "brotli-unasked": "coding",
    "zstd-unasked": "coding",
    "compress-unasked": "coding",
    "endless-body": "too-large",
    "endless-chunks": "too-large",
    "chunks-of-one": "too-large",
    "endless-chunk-mark": "connection",
    "endless-chunk-extensions": "too-large",
    "chunk-below-nought": "too-large",
    "chunk-far-below-nought": "connection",
    "chunk-beyond-measure": "too-large",
    "endless-trailers": "too-large",
    "length-beyond-measure": "too-large",
    "length-below-nought": "too-large",
    "length-too-small": "no page",
    "two-lengths": "connection",
    "endless-headers": "connection",
    "header-of-a-megabyte": "connection",
    "headers-of-six-megabytes": "too-large",
    "endless-header": "connection",
    "endless-status": "connection",
    "endless-continue": "too-large",
    "endless-continue-with-headers": "too-large",
    "endless-redirects": "redirect",
    "redirect-to-a-bomb": "too-large",
    "redirect-with-a-long-address": "redirect",
}

# Fetches each URL once; says what came of it, and by how much the process had grown at its largest since it began.
FETCHER = """
import json, sys
from zoneinfo import ZoneInfo
from openhub import formats
from openhub.config import Settings
from openhub.errors import FetchFailed, UnreadableDocument
from openhub.fetch.door import Door

def memory(name):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name)) / 1024

def outcome(door, url):
    try:
        body = door.get(url).body
        formats.read(body, formats.Reading(origin=url, zone=ZoneInfo("UTC")))
        return "read"
    except FetchFailed as failed:
        return failed.facts["kind"]
    except UnreadableDocument:
        return "no page"

with Door(Settings(allow_addresses=("127.0.0.1",))) as door:
    assert outcome(door, sys.argv[1] + "honest-0") == "read"
    before = memory("VmRSS")
    for name in sys.argv[2:]:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")  # the largest size is measured anew
        print(json.dumps([name, outcome(door, sys.argv[1] + name), memory("VmHWM") - before]), flush=True)
"""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[str, float]]:
    need("/proc/self/clear_refs, by which Linux tells how much memory was used", Path("/proc/self/clear_refs").exists())
    with Hostile() as server:
        command = [sys.executable, "-c", FETCHER, server.address, *BOMBS]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.stderr, done.returncode) == ("", 0)
    return {name: (kind, grown) for name, kind, grown in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_and_takes_little_memory(name: str, outcomes: dict[str, tuple[str, float]]) -> None:
    kind, grown = outcomes[name]
    assert kind == BOMBS[name]
    assert grown < MOST_MEGABYTES
