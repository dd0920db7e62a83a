"""Every kind of page: WCAG 2.2 AA by axe, narrow, dark, zoomed, and never a request to anybody else."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from openhub import spec
from openhub.hub.hub import Hub
from openhub.model.query import Query

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/find",
    "/find?q=cooking&near=NW5&need=step-free-access&door=eat",
    "/find?q=zorbing",
    "/find?q=gardning&near=NW5",
    "/find?q=%F0%9F%8E%B8&on=31/13/2026&near=Kentsh+Town",
    "/data",
    "/api",
    "/platform/1",
    "/validate",
    "/nowhere",
    "/ns",
    "/codes",
    "/codes/access-feature#step-free-access",
    "/codes/step-free-access",
    "/themes",
    "/schemas",
    "/rules#end-before-start",
    "/rules/end-before-start",
    "/rules/duplicate-member",
    "/context/v1",
    *(f"type:{kind}" for kind in spec.TYPES),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # in the dark nothing else is another

WIDER_THAN_ITS_BOX = """() => [...document.querySelectorAll('main *')].filter(e =>
    e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1 && !e.closest('.away, svg, pre, thead, select'))
    .map(e => e.outerHTML.slice(0, 120))"""
CUT_OPTIONS = """() => [...document.querySelectorAll('select')].flatMap(select => {
    const style = getComputedStyle(select), pen = document.createElement('canvas').getContext('2d');
    pen.font = style.font;
    const arrow = 20, room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
    return [...select.options].map(o => o.text).filter(text => pen.measureText(text).width > room);
})"""
UNREACHED = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(e => e.checkVisibility() && e.type !== 'hidden' && !(e.type === 'radio' && !e.checked) && !e.dataset.reached)
    .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def path_of(demo_hub: Hub) -> Callable[[str], str]:
    def path(name: str) -> str:
        kind = name.removeprefix("type:")
        return f"/activity/{demo_hub.search(Query(types=(kind,))).entries[0].ref}" if kind != name else name

    return path


def opened(browser: Browser, url: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(url)
    return page


def look_at(page: Page) -> None:
    """By axe, narrow and wide, light and dark; and nothing scrolls sideways.

    320 CSS pixels are also what a 1280 pixel window shows at 400 % (WCAG 1.4.10).
    """
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme, rules in ("light", RULES), ("dark", OF_COLOURS):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
            assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in found], (page.url, width, scheme)


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(browser: Browser, address: str, path_of: Callable[[str], str], name: str) -> None:
    page = opened(browser, address + path_of(name), 320)
    assert page.evaluate(WIDER_THAN_ITS_BOX) == []
    for width in (768, 960):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    look_at(page)
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nobody_else_for_anything_and_runs_no_script(
    browser: Browser, address: str, path_of: Callable[[str], str], name: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address + path_of(name))
    assert all(url.startswith((address, "data:")) for url in asked), asked
    assert len(asked) <= 3
    # A block of JSON-LD is data for search engines; no browser runs it, and the policy has nothing against it.
    assert page.locator("script:not([type='application/ld+json'])").count() == 0
    assert page.locator("script").count() == int(name.startswith("type:"))
    assert not [text for text in said if "Content Security Policy" in text]
    assert not context.cookies()
    context.close()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("/codes/access-feature#hearing-loop", "Hearing loop"),
        ("/ns#theme", "Theme"),
        ("/rules#end-before-start", "end-before-start"),
    ],
)
def test_a_name_from_data_leads_to_the_word(browser: Browser, address: str, name: str, word: str) -> None:
    page = opened(browser, address + name, 320)
    assert page.locator(":target :is(h2, h3)").inner_text() == word
    page.context.close()


@pytest.mark.parametrize("width", [320, 960, 1280])
@pytest.mark.parametrize("query", ["", "?near=NW5", "?q=music", "?q=music&near=NW5"])
def test_no_order_is_cut_short(browser: Browser, address: str, query: str, width: int) -> None:
    page = opened(browser, f"{address}/find{query}#filters", width)
    assert page.evaluate(CUT_OPTIONS) == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", ["Event", "EventSeries", "Space"])
def test_what_is_in_the_ticket_keeps_clear_of_its_edges(
    browser: Browser, address: str, path_of: Callable[[str], str], kind: str, width: int
) -> None:
    page = opened(browser, address + path_of(f"type:{kind}"), width)
    ticket = page.locator(".ticket").bounding_box()
    assert ticket
    for link in page.locator(".ticket a").all():
        box = link.bounding_box()
        assert box
        assert box["x"] - ticket["x"] >= 16
        assert ticket["x"] + ticket["width"] - box["x"] - box["width"] >= 16
    page.context.close()


def test_each_date_that_follows_stands_apart(browser: Browser, address: str, path_of: Callable[[str], str]) -> None:
    page = opened(browser, address + path_of("type:EventSeries"), 320)
    first, second = (line.bounding_box() for line in page.locator(".apart li").all()[:2])
    assert first
    assert second
    assert second["y"] - first["y"] - first["height"] >= 8
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "name", ["/", "/find?q=cooking&near=NW5", "/find?q=zorbing", "/data", "/validate", "type:Plan", "type:EventSeries"]
)
def test_everything_is_reached_by_tab(
    browser: Browser, address: str, path_of: Callable[[str], str], name: str, width: int
) -> None:
    page = opened(browser, address + path_of(name), width)
    page.evaluate("addEventListener('focusin', event => event.target.dataset.reached = 1)")
    for _ in range(page.locator("a, button, input, select, textarea, summary").count() + 10):
        page.keyboard.press("Tab")
    assert page.evaluate(UNREACHED) == []
    page.context.close()
