"""A browser without scripts reads the page, and its language and theme are links."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, SLOWEST_MS, Watch

GROUND = "() => getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture(params=["W", "D"])
def page(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = SIZES[request.param]
    with browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False, locale="zh-TW") as context:
        context.set_default_timeout(SLOWEST_MS)
        page = context.new_page()
        watch.follow(page)
        yield page


def test_language_and_theme_switch_by_links(page: Page, server_url: str):
    page.goto(f"{server_url}/map?year=2018")
    heading, html = page.locator("#page h1"), page.locator("html")
    expect(heading.locator(".words [lang=zh-TW]")).to_be_visible()
    assert page.evaluate("() => [...document.styleSheets].some((sheet) => /fonts/.test(sheet.href) && !sheet.media.mediaText)")
    page.locator("[data-set-lang=en]").click()
    expect(html).to_have_attribute("lang", "en")
    expect(heading.locator(".words [lang=en]")).to_be_visible()
    expect(heading.locator(".words [lang=zh-TW]")).to_be_hidden()
    ground = page.evaluate(GROUND)
    page.locator("[data-set-theme=day]").click()
    expect(html).to_have_attribute("data-theme", "day")
    assert page.evaluate(GROUND) != ground
    assert page.url == f"{server_url}/map?year=2018&lang=en&theme=day"


def test_a_link_keeps_language_and_light(page: Page, server_url: str):
    page.goto(f"{server_url}/map?year=2018&lang=en&theme=day")
    for room in ("/timeline", "/about"):
        page.locator(f"#page a[href^='{room}'], .frame__nav a[href^='{room}'], .frame a[href^='{room}']").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("html")).to_have_attribute("data-theme", "day")
        assert page.url.startswith(server_url + room)
        assert "lang=en" in page.url


def test_with_scripts_a_page_does_not_say_where_it_was_left(open_page: Callable[..., Page], server_url: str):
    page = open_page("/map?lang=en&theme=day", "D")
    with page.expect_request(f"{server_url}/about") as asked:
        page.evaluate("() => { location.href = '/about'; }")
    assert asked.value.headers["referer"] == f"{server_url}/"
    page.wait_for_url("**/about")


def test_what_only_a_script_can_do_is_not_offered(page: Page, server_url: str):
    page.goto(f"{server_url}/?lang=en")
    for control in ("[data-share-open]", "[data-talk-add]", "[data-opens]", "[data-aloud]"):
        for one in page.locator(f".frame__bar {control}").all():
            expect(one).to_be_hidden()
    for link in page.locator(".frame__nav a").all()[1:]:
        expect(link).to_be_visible()
