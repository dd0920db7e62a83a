"""The ten example platforms publish valid items on any day, and each address of theirs leads to a page."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest

from examples.platforms import serve
from examples.platforms.kit import LONDON, Platform
from openhub.validate.engine import Validator
from openhub.validate.surroundings import At

SITE = "http://127.0.0.1:8001"
ELSEWHERE = "http://localhost:9001"
ITEMS = Path(__file__).parents[2] / "examples" / "items"
DAYS = (
    date(2026, 11, 24),
    date(2027, 3, 25),  # three days before the clocks go forward
    date(2027, 10, 28),  # three days before they go back
    date(2028, 2, 27),  # two days before a 29 February
)

each_day = pytest.mark.parametrize("day", DAYS, ids=str)
each_platform = pytest.mark.parametrize("platform", serve.PLATFORMS, ids=lambda platform: platform.host)


@pytest.fixture(scope="module")
def validator() -> Validator:
    return Validator()


def items(platform: Platform, day: date, site: str = SITE) -> list[dict[str, Any]]:
    """The items as they are published, in JSON."""
    return json.loads(json.dumps(platform.items(day, site)))


def addresses(value: Any) -> Iterator[str]:
    """Every address on the site that is found anywhere in an item, without its fragment."""
    if isinstance(value, str) and value.startswith(SITE):
        yield urldefrag(value).url
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from addresses(part)


def test_there_are_ten_platforms_each_with_its_own_host() -> None:
    assert len({platform.host for platform in serve.PLATFORMS}) == len(serve.PLATFORMS) == 10


@each_day
@each_platform
def test_items_are_many_and_of_several_types(platform: Platform, day: date) -> None:
    assert 8 <= len(items(platform, day)) <= 40
    assert len({item["type"] for item in items(platform, day)}) >= 2


@each_day
@each_platform
def test_ids_are_unique_and_on_the_platforms_host(platform: Platform, day: date) -> None:
    ids = Counter(item["id"] for item in items(platform, day))
    assert [id_ for id_, times in ids.items() if times > 1] == []
    assert {urlsplit(id_)[:2] for id_ in ids} == {("https", platform.host)}


@each_day
@each_platform
def test_another_site_changes_addresses_and_nothing_else(platform: Platform, day: date) -> None:
    here, there = (json.dumps(items(platform, day, site), ensure_ascii=False) for site in (SITE, ELSEWHERE))
    assert here != there
    assert here.replace(SITE, ELSEWHERE) == there
    assert not [item["id"] for item in items(platform, day) if SITE in item["id"]]


@each_day
@each_platform
def test_every_address_is_a_page(platform: Platform, day: date) -> None:
    client = serve.application(platform, day, SITE).test_client()
    assert [item["id"] for item in items(platform, day) if not item["url"].startswith(f"{SITE}/")] == []
    joins = [item["join"]["url"] for item in items(platform, day) if "url" in item.get("join", {})]
    assert [address for address in joins if not address.startswith(f"{SITE}/")] == []
    answers = {address: client.get(address).status_code for address in addresses(items(platform, day))}
    assert {address: status for address, status in answers.items() if status != 200} == {}


@each_platform
def test_an_address_that_no_item_has_is_no_page(platform: Platform) -> None:
    client = serve.application(platform, DAYS[0], SITE).test_client()
    assert client.get(f"{SITE}/nothing/here").status_code == 404


@each_day
@each_platform
def test_items_are_valid(platform: Platform, day: date, validator: Validator) -> None:
    at = At(now=datetime.combine(day, time(9), LONDON), home=LONDON, hosts=frozenset({platform.host}))
    found = [finding for item in items(platform, day) for finding in validator.check(item, at)]
    assert [(f.item, f.code, f.pointer, f.message) for f in found if f.severity == "error"] == []


@each_day
@each_platform
def test_something_is_on_within_a_week(platform: Platform, day: date) -> None:
    events = [item for item in items(platform, day) if item["type"] == "Event" and item["status"] == "scheduled"]
    if not events:
        assert platform.host == "streetbank.example", "only neighbours who share things have no events"
        return
    starts = [datetime.fromisoformat(event["startDate"]).date() for event in events]
    assert any(day < start <= day + timedelta(weeks=1) for start in starts), sorted(starts)


def test_the_protocols_ten_examples_are_among_the_items() -> None:
    files = sorted(ITEMS.glob("*.json"))[:10]
    # The demo runs all year round, so its run has no season.
    expected = {json.loads(file.read_bytes())["name"].replace(" winter ", " ") for file in files}
    found = {item["name"] for platform in serve.PLATFORMS for item in items(platform, DAYS[0])}
    assert len(expected) == 10
    assert expected <= found
