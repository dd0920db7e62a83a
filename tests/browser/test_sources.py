"""How sources have been read, for everybody: WCAG 2.2 AA by axe, narrow, and without JavaScript."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext

from openhub.hub.hub import Hub
from openhub.model.history import PastRun, Schedule
from tests import make
from tests.browser.test_pages import look_at, opened
from tests.conftest import serving

pytestmark = pytest.mark.browser

PAGES = ["/data", "/platform/1"]
MANY = {"verified": "unchanged", "complete": "changed", "held": "held", "inconsistent": "unchanged", "failed": "failed"}


@pytest.fixture
def watched(hub: Hub) -> Iterator[str]:
    """The address of a hub with a source in every state, each with eight days of runs."""
    now = hub.now()
    for state, outcome in MANY.items():
        source = make.source(
            name=f"Source that is {state}",
            address=f"https://{state}.example/feed",
            state=state,
            outcome=outcome,
            verified_at=now,
            last_success=now,
            problem="https://club.example/feed did not answer in time. Try later, or tell its publisher.",
        )
        number = hub.store.add_source(source).id
        plan = Schedule(source=number, address="", due=now + timedelta(minutes=15), set_at=now, failures=1)
        for hours in range(200, -1, -8):
            ended = now - timedelta(hours=hours)
            kept = PastRun(
                source=number,
                started=ended,
                ended=ended,
                outcome=outcome if hours % 3 else "unchanged",
                new=hours,
                pages=3,
                problem=source.problem,
            )
            hub.store.write_run(kept, plan, now - timedelta(days=90))
    with serving(hub) as address:
        yield address


def test_everybody_can_read_how_sources_are_read(browser: Browser, watched: str) -> None:
    for path in PAGES:
        page = opened(browser, watched + path, 320)
        for summary in page.locator("summary").all():
            summary.click()
        look_at(page)
        page.context.close()


def test_the_runs_are_there_without_javascript(phone: BrowserContext, watched: str) -> None:
    page = phone.new_page()
    page.goto(f"{watched}/platform/1")
    page.get_by_text("The last 20 runs").click()
    assert page.locator("#runs tbody tr").count() == 20
    assert page.locator("#runs tbody tr").first.is_visible()
