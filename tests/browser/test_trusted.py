"""Trusted Types in the real browser, with Dash's production bundle: markup and scripts are not made from text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch

MADE_FROM_TEXT = {
    "markup": "document.body.insertAdjacentHTML('beforeend', '<b>made</b>')",
    "markup with an ampersand": "document.createElement('p').innerHTML = 'a &amp; b'",
    "a script of another host": "document.createElement('script').src = 'https://evil.example/x.js'",
    "a script of ours that is none": "document.createElement('script').setAttribute('src', '/api/v1/projects')",
    "a script of text": "document.createElement('script').text = 'window.made = 1'",
    "a second policy": "trustedTypes.createPolicy('mine', { createHTML: (text) => text })",
}


@pytest.fixture
def map_page(open_page: Callable[..., Page], watch: Watch) -> Page:
    watch.allowed = ("rusted", "Content Security Policy")
    return open_page("/map", size="D")


def test_dash_and_leaflet_live_with_it_and_text_makes_nothing(map_page: Page):
    expect(map_page.locator("#page .leaflet-pane").first).to_be_attached()
    expect(map_page.locator("#page .dry")).to_have_count(0)
    for what, made in MADE_FROM_TEXT.items():
        said = map_page.evaluate(f"() => {{ try {{ {made}; return 'made'; }} catch (error) {{ return error.name; }} }}")
        assert said == "TypeError", what
