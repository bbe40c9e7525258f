"""Every page, both tongues, three screens, no net: nothing outside is asked for, nothing is left untranslated."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.addresses import ADDRESSES
from tests.browser.conftest import Watch

# Visible text by the language it is marked with.
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, noscript, title")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    found.push([parent.closest("[lang]").lang, node.data.trim()]);
  }
  return found;
}"""
NAMES = """() => [...document.querySelectorAll("[aria-label]")].filter((node) => node.closest("[lang]").lang === "en")
  .map((node) => node.getAttribute("aria-label"))"""
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.parametrize("size", ["L", "P", "W"])
@pytest.mark.parametrize("address", list(dict.fromkeys(ADDRESSES)))
def test_a_page_without_the_net(open_page: Callable[..., Page], watch: Watch, address: str, size: str):
    page = open_page(address, size, "zh-TW")
    heading = page.locator("#page h1").first
    expect(heading).to_be_visible()
    assert CHINESE.search(heading.inner_text()) or re.fullmatch(r"[\w\s.,&()–-]+", heading.inner_text(), re.ASCII), (
        "a name that has no Chinese"
    )
    texts = page.evaluate(TEXTS)
    assert sum(bool(CHINESE.search(text)) for _, text in texts) >= 5
    assert [text for lang, text in texts if lang == "zh-TW" and re.search(r"\b(undefined|null|NaN|None)\b|\[object", text)] == []

    page.evaluate("() => document.querySelector('[data-set-lang=en]').click()")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert [text for lang, text in page.evaluate(TEXTS) if lang == "en" and CHINESE.search(text)] == []
    assert not CHINESE.search(page.title())
    names = page.evaluate(NAMES)
    assert [name for name in names if CHINESE.search(name)] == []
    assert page.locator(".dry .icon--droplets").count() == 0, "a part could not be shown"
