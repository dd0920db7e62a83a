"""What a publisher does: pastes or uploads listings, reads what to change, and sees them as residents would."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import make
from tests.browser.test_pages import look_at, opened

pytestmark = pytest.mark.browser

LONG = "W" * 300
LISTINGS = [
    make.event(id="https://club.example/1", endDate="2026-12-05T10:00:00+00:00", acessibility={}),
    make.group(id="https://club.example/2", license=make.LICENCE),
    make.offer(id="https://club.example/3", description=f"<script>document.title = 'run'</script> {LONG}", name=LONG),
    make.event(id="https://club.example/4", description="Ring Maureen on 020 7946 0123."),
]


def check(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}/validate")
    page.get_by_label("Your listings, as JSON").fill(text)
    page.get_by_role("button", name="Check").click()


@pytest.mark.parametrize(
    "text",
    [json.dumps(LISTINGS, indent=2), json.dumps(LISTINGS), "{", ""],
    ids=["lines", "one line", "broken", "empty"],
)
def test_everybody_can_read_what_was_found(browser: Browser, address: str, text: str) -> None:
    page = opened(browser, f"{address}/validate", 320)
    check(page, address, text)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    look_at(page)
    page.context.close()


def test_without_a_script_findings_stand_beside_the_listing(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    check(page, address, json.dumps(LISTINGS, indent=2))
    expect(page.locator("h2#sum")).to_contain_text("4 listings checked: not ready yet")
    expect(page.locator("main")).to_contain_text("end-before-start")
    expect(page.locator(".preview article")).to_have_count(4)
    assert page.get_by_label("Your listings, as JSON").input_value() == json.dumps(LISTINGS, indent=2)


def test_what_is_pasted_runs_nothing(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}/validate", 1280)
    check(page, address, json.dumps(LISTINGS))
    expect(page.locator("h2#sum")).to_be_visible()
    assert page.title() != "run"
    assert page.locator("script").count() == 0
    page.context.close()


def test_a_file_is_checked_by_keyboard(phone: BrowserContext, address: str, tmp_path: Path) -> None:
    file = tmp_path / "listings.json"
    file.write_text(json.dumps([make.group(license=make.LICENCE)]), "utf-8")
    page = phone.new_page()
    page.goto(f"{address}/data")
    page.get_by_role("main").get_by_role("link", name="Check your listings here").click()
    page.get_by_label("Or a file").set_input_files(file)
    page.get_by_label("Or a file").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h2#sum")).to_contain_text("1 listing checked: ready")
