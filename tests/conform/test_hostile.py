"""Whatever a publisher answers, the kit ends with a report, or with what was wrong in words."""

import gzip

import pytest

from openhub.conform.live.checks.checkpoint_expires import _date
from openhub.conform.live.dump import read
from openhub.conform.live.exchange import joined
from openhub.errors import FetchFailed


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(FetchFailed, match="which is no address"):
        joined("https://a.example/feed", "http://[x")


def test_a_date_without_a_zone_can_be_compared() -> None:
    moment = _date("Tue, 24 Nov 2026 09:00:00 -0000")
    assert moment is not None
    assert moment.isoformat() == "2026-11-24T09:00:00+00:00"
    assert _date("") is _date("no date") is None


def test_a_dump_that_unpacks_to_far_too_much_is_none() -> None:
    with pytest.raises(ValueError, match="far too large"):
        read(gzip.compress(b"\n" * 300_000_000))
