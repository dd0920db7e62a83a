"""What a resident does, in a real Chromium: looks for something, opens it, follows it to its platform."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

# For each platform: what somebody would type, and what they hope to find.
SEARCHES = {
    "Project Dirt": ("orchard", "Lissenden Pocket Orchard"),
    "Streetbank": ("borrow a drill", "drill"),
    "GoodGym": ("run to help", "Run to help a city farm"),
    "The Camden Town Shed": ("woodwork shed", "The Camden Town Shed"),
    "Casserole Club": ("cook for a neighbour", "Share an extra portion"),
    "FoodCycle": ("free lunch", "Free Saturday community lunch"),
    "Spacehive": ("crowdfunding pocket park", "Camley Green Corner"),
    "Gig Buddies": ("someone to go to gigs with", "Gig Buddies Camden"),
    "OpenCinema": ("film night", "The Long Canal"),
    "Open Hub": ("batch cooking plan", "Batch cooking together"),
}


def look_for(page: Page, address: str, words: str, near: str = "") -> None:
    page.goto(address)
    page.get_by_label("What").fill(words)
    page.get_by_label("Where", exact=False).first.fill(near)
    page.get_by_role("button", name="Look").click()


@pytest.mark.parametrize("platform", SEARCHES)
def test_each_platform_is_found_opened_and_followed(phone: BrowserContext, address: str, platform: str) -> None:
    words, name = SEARCHES[platform]
    page = phone.new_page()
    look_for(page, address, words)
    page.locator("article h3 a").filter(has_text=name).first.click()
    expect(page.locator("h1")).to_contain_text(name)
    button = page.locator("a.button[href^='http']").first
    expect(button).to_contain_text(platform.removeprefix("The "))
    target = button.get_attribute("href") or ""
    assert urlsplit(target).port != urlsplit(address).port
    answer = page.goto(target)
    assert answer is not None
    assert answer.status == 200
    expect(page.locator("body")).to_contain_text(f"{platform} (example)")


def test_words_and_a_place_narrow_to_what_is_near(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    look_for(page, address, "cooking", "Kentish Town")
    expect(page.locator("h1")).to_contain_text("cooking near Kentish Town")
    assert page.locator("article").count() > 3


def test_a_full_postcode_never_stays_in_the_address(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    look_for(page, address, "cooking", "nw5 2zz")
    assert "near=NW5" in page.url
    assert "2zz" not in page.url.lower()
    expect(page.get_by_label("Where", exact=False).first).to_have_value("NW5")


def test_nothing_found_is_said_kindly_with_a_way_on(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    look_for(page, address, "zorbing", "NW5")
    expect(page.locator("h1")).to_contain_text("zorbing")
    expect(page.locator("h1")).to_contain_text("Nothing")
    assert page.locator("main a").count() > 0


def test_words_for_a_time_and_a_place_fill_in_the_form(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    look_for(page, address, "cooking near kentish town this week")
    assert page.url.endswith("/find?q=cooking&near=kentish+town&when=week")
    expect(page.locator("h1")).to_contain_text("cooking near Kentish Town in the next 7 days")
    expect(page.get_by_label("What", exact=True)).to_have_value("cooking")


def test_a_mistyped_word_shows_what_was_meant(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    look_for(page, address, "gardning")
    expect(page.locator("h1")).to_contain_text("things for gardening")
    expect(page.get_by_text("Nothing has the word “gardning”")).to_be_visible()
    page.get_by_role("link", name="More results").click()
    page.get_by_role("link", name="Back to the first results").click()
    expect(page.locator("h1")).to_contain_text("things for gardening")


def test_on_a_phone_order_and_days_of_the_week_can_be_chosen(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.goto(f"{address}/find?q=film")
    page.get_by_role("link", name="Change filters").click()
    page.get_by_label("Order").select_option("soonest")
    page.get_by_text("Days of the week").click()
    page.get_by_label("Thursdays").check()
    page.get_by_label("How old is who comes?").fill("40")
    page.get_by_role("button", name="Show results").click()
    expect(page.locator("h1")).to_contain_text("film on Thursdays")
    assert "weekday=thu" in page.url
    assert "sort=soonest" in page.url
    expect(page.get_by_role("link", name="For age 40")).to_be_visible()


def test_on_a_phone_a_wrong_day_can_be_reached_and_put_right(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.goto(f"{address}/find?q=cooking&on=31/13/2026")
    page.get_by_role("link", name="is not a day").click()
    expect(page.get_by_label("On a day")).to_be_visible()
    page.get_by_label("On a day").fill("2026-11-28")
    page.get_by_role("button", name="Show results").click()
    expect(page.locator("h1")).to_contain_text("cooking on Saturday 28 November")


def test_the_whole_way_works_by_keyboard(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.goto(address)
    page.get_by_label("What").focus()
    page.keyboard.type("free lunch")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("free lunch")
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus")
        if "Free Saturday community lunch" in (focused.text_content() or ""):
            break
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Free Saturday community lunch")


def test_no_home_is_on_the_page(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    look_for(page, address, "drill", "NW5")
    page.locator("article h3 a").first.click()
    text = page.content()
    assert "Around " in text
    assert "2ZZ" not in text
