"""Every page, both tongues, three screens, no net: nothing outside is asked for, nothing is left untranslated."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.addresses import ADDRESSES
from tests.browser.city import rows
from tests.browser.conftest import Watch

# Names as their owners write them, in any tongue (WCAG 2.2, 3.1.2 lets proper names be); a Chinese title must be marked as Chinese.
NAMES_OF_SOURCES = sorted({row["publisher"] for row in rows("sources")}, key=len, reverse=True)
IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")

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
DRY = "This part cannot be shown now"
CHINESE = re.compile(r"[\u3400-\u9fff]")


def is_untranslated(text: str) -> bool:
    """Does Chinese stand in an English text that is no name of a source and no name in brackets?"""
    text = IN_BRACKETS.sub("", text)
    for name in NAMES_OF_SOURCES:
        text = text.replace(IN_BRACKETS.sub("", name), "")
    return bool(CHINESE.search(text))


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
    assert [text for lang, text in page.evaluate(TEXTS) if lang == "en" and is_untranslated(text)] == []
    assert not CHINESE.search(page.title())
    names = page.evaluate(NAMES)
    assert [name for name in names if is_untranslated(name)] == []
    assert DRY not in page.locator("body").inner_text(), "a part could not be shown"
