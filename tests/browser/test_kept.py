"""A visitor's own browser: what was looked at opens again when the network is cut; a new release takes the place of the old."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, SLOWEST_MS


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A phone whose browser may keep what it has seen."""
    width, height = SIZES["W"]
    window = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, locale="en-GB",
                                 reduced_motion="reduce", service_workers="allow")
    window.set_default_timeout(SLOWEST_MS)
    yield window.new_page()
    window.close()


def keeps(page: Page, path: str) -> None:
    """Wait until ``path`` has been kept; the worker has been asked for it some seconds after it stood."""
    page.locator(f'html[data-kept="{path}"]').wait_for(state="attached", timeout=3 * SLOWEST_MS)


def opens(page: Page, address: str) -> None:
    page.goto(address, wait_until="commit")
    page.locator('html[data-ready="true"]').wait_for(state="attached")


def test_what_was_seen_opens_again_without_a_network(visitor: Page, server_url: str):
    page = visitor
    opens(page, f"{server_url}/about")
    keeps(page, "/about")
    page.evaluate("() => tao.go('/awards')")
    keeps(page, "/awards")
    page.context.set_offline(True)
    opens(page, f"{server_url}/about?lang=zh-TW")
    expect(page.locator("html")).to_have_attribute("lang", "zh-TW")
    opens(page, f"{server_url}/awards")      # looked at by a link of a page, never opened
    expect(page.locator("#page h1")).to_be_visible()
    opens(page, f"{server_url}/map?year=2019")      # a main room, never looked at
    expect(page.locator("#page .leaflet-pane").first).to_be_attached()
    expect(page.locator("#page .dry")).to_have_count(0)
    page.goto(f"{server_url}/projects/airport-mrt")
    expect(page.get_by_role("heading")).to_contain_text("No network")
    page.locator('a[href="/awards"]').click()
    page.locator('html[data-ready="true"]').wait_for(state="attached")
    page.context.set_offline(False)
    opens(page, f"{server_url}/projects/airport-mrt")
    expect(page.locator("#page h1")).to_be_visible()


def test_an_old_release_makes_room_and_a_phone_holds_no_whole_exhibition(visitor: Page, server_url: str):
    page = visitor
    opens(page, f"{server_url}/about")
    page.evaluate("""async () => {
        await (await caches.open("pages-000000000000")).put("/_seen?path=%2Fabout&lang=", new Response("<title>old</title>"));
        await (await caches.open("files")).put("/static/app.00000000.js", new Response("old"));
    }""")
    page.evaluate("() => { window.same = true; }")
    keeps(page, "/about")
    kept = page.evaluate("""async () => {
        const files = (await (await caches.open("files")).keys()).map((one) => new URL(one.url).pathname);
        const pages = (await Promise.all((await caches.keys()).filter((one) => one.startsWith("pages-"))
            .map(async (one) => (await (await caches.open(one)).keys()).map((request) => request.url)))).flat();
        return { names: await caches.keys(), files, pages };
    }""")
    assert page.evaluate("() => window.same"), "nothing is loaded anew in the middle"
    assert "pages-000000000000" not in kept["names"]
    assert "/static/app.00000000.js" not in kept["files"]
    assert any(file.startswith("/static/app.") for file in kept["files"])
    assert not any(file.startswith("/static/plotly") for file in kept["files"])
    assert 0 < len(kept["pages"]) <= 14, kept["pages"]
