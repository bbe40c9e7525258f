"""Trusted Types in the real browser on every kind of page, Dash's bundle included: text makes no markup and no script."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.addresses import PAGES, TEMPLATES, rows
from tests.browser.conftest import Watch
from tests.serving import serving

MADE_FROM_TEXT = {
    "markup": "document.body.insertAdjacentHTML('beforeend', '<b>made</b>')",
    "markup with an ampersand": "document.createElement('p').innerHTML = 'a &amp; b'",
    "a script of another host": "document.createElement('script').src = 'https://evil.example/x.js'",
    "a script of ours that is none": "document.createElement('script').setAttribute('src', '/api/v1/projects')",
    "a script of text": "document.createElement('script').text = 'window.made = 1'",
    "a second policy": "trustedTypes.createPolicy('mine', { createHTML: (text) => text })",
}


KINDS = [*PAGES, *(address for template in TEMPLATES for address in rows(template, most=1))]      # one page of each kind
STORY = "one-home-for-city-data"
KINDS += [f"/present/{STORY}", f"/present/{STORY}/notes", "/kiosk?screen=kiosk-32-portrait", "/no-such-page"]


def nothing_is_made(page: Page) -> None:
    """Nothing of MADE_FROM_TEXT succeeds in ``page``."""
    for what, made in MADE_FROM_TEXT.items():
        said = page.evaluate(f"() => {{ try {{ {made}; return 'made'; }} catch (error) {{ return error.name; }} }}")
        assert said == "TypeError", what


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_works_under_it(path: str, open_page: Callable[..., Page], watch: Watch):
    """It is ready without an error, a refusal of Trusted Types among them; then text makes nothing in it."""
    watch.allowed = ("404",) if path == "/no-such-page" else ()
    page = open_page(path, size="D")
    expect(page.locator("h1").first).to_be_attached()
    assert watch.errors == []
    watch.allowed = ("rusted", "Content Security Policy", *watch.allowed)
    nothing_is_made(page)


def test_a_view_in_another_page_works_under_it(contexts: Callable[..., BrowserContext], server_url: str, watch: Watch):
    page = contexts("D", False, True, False).new_page()
    watch.follow(page)
    page.goto(f"{server_url}/embed/map?lang=en")
    expect(page.locator(".embed")).to_be_visible()
    assert watch.errors == []
    watch.allowed = ("rusted", "Content Security Policy")
    nothing_is_made(page)
    page.close()


def test_a_followers_page_works_under_it(open_page: Callable[..., Page], watch: Watch):
    lectern = open_page(f"/present/{STORY}", "D")
    lectern.keyboard.press("q")
    lectern.locator("[data-part=code] button").click()
    read = lectern.locator(".audience__address").text_content().split("/follow/")[1]
    follower = open_page(f"/follow/{read}", "W")
    expect(follower.locator(".follow[data-step]")).to_be_visible()
    assert watch.errors == []
    watch.allowed = ("rusted", "Content Security Policy")
    nothing_is_made(follower)
    watch.outside.clear()      # the channel has a port of its own


def test_the_hub_is_under_it_before_and_after_the_door(browser: Browser, watch: Watch, tmp_path: Path):
    token = "organiser-token-of-a-test-1"
    with serving(tmp_path / "log", HUB_DATABASE_URL=f"sqlite:///{tmp_path}/hub.sqlite", HUB_TOKENS=f"desk={token}") as served:
        watch.host = urlsplit(served.url).netloc
        with browser.new_context() as context:
            page = context.new_page()
            watch.follow(page)
            page.goto(f"{served.url}/hub?lang=en")
            for _ in range(2):
                assert watch.errors == []
                watch.allowed = ("rusted", "Content Security Policy")
                nothing_is_made(page)
                watch.allowed = ()
                if page.locator('input[name="token"]').count():
                    page.locator('input[name="token"]').fill(token)
                    page.locator(".hub-form button").click()
                    expect(page.locator('input[name="token"]')).to_have_count(0)


@pytest.fixture
def map_page(open_page: Callable[..., Page], watch: Watch) -> Page:
    watch.allowed = ("rusted", "Content Security Policy")
    return open_page("/map", size="D")


def test_dash_and_leaflet_live_with_it_and_text_makes_nothing(map_page: Page):
    expect(map_page.locator("#page .leaflet-pane").first).to_be_attached()
    expect(map_page.locator("#page .dry")).to_have_count(0)
    nothing_is_made(map_page)
