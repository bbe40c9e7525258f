"""What a finger or a screen reader meets: a name in the page's language, a box large enough, no page wider than its screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.addresses import ADDRESSES
from tests.browser.conftest import visit

SMALLEST, PRIMARY = 24, 44  # CSS px: WCAG 2.2, 2.5.8 (level AA) and 2.5.5 (level AAA) for what a visitor uses all the time
CONTROLS = """() => [...document.querySelectorAll('a[href], button, [role="slider"], input, select, summary')].filter((node) => {
  const { width, height } = node.getBoundingClientRect();
  return width > 1 && height > 1 && node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && getComputedStyle(node).pointerEvents !== "none" && !node.closest("[aria-hidden=true], .skip");
}).map((node) => {
  const { width, height } = node.getBoundingClientRect();
  const words = node.getAttribute("aria-label") || node.innerText.trim() || (node.labels?.[0]?.innerText ?? "");
  const own = node.getAttribute("aria-label") || [...node.querySelectorAll("*"), node].flatMap((part) => [...part.childNodes])
    .filter((part) => part.nodeType === Node.TEXT_NODE && part.parentElement.checkVisibility()
      && part.parentElement.closest("[lang]").lang === document.documentElement.lang)
    .map((part) => part.data).join(" ");
  const isInline = node.tagName === "A" && getComputedStyle(node).display === "inline";
  return {
    what: `${node.tagName.toLowerCase()}.${node.className}`, words: words.replace(/\\s+/g, " "), own,
    width, height, inside: isInline && Boolean(node.closest("p, dd, li, td, figcaption")),
    primary: node.matches(PRIMARY),
  };
})""".replace(
    "PRIMARY",
    "'.ribbon__play, [data-set-lang], [data-set-theme], .map__button, .chip, .list__toggle, .reader__close, .frame__link'",
)
# What is off the screen may not be laid out yet, and has neither words nor a size of its own.
LAID_OUT = """() => { for (const node of document.querySelectorAll("#page *"))
  if (getComputedStyle(node).contentVisibility === "auto") node.style.contentVisibility = "visible"; }"""
CHINESE = r"[\u3400-\u9fff]"


@pytest.mark.parametrize("size", ["L", "P", "W"])
@pytest.mark.parametrize("path", ["/", "/map", "/timeline"])
def test_controls(open_page: Callable[..., Page], path: str, size: str):
    page = open_page(path, size, "zh-TW")
    for lang in ("zh-TW", "en"):
        page.locator(f'[data-set-lang="{lang}"]').dispatch_event("click")
        page.evaluate(LAID_OUT)
        controls = page.evaluate(CONTROLS)
        assert len(controls) > 10
        assert [one["what"] for one in controls if not one["words"]] == []
        foreign = CHINESE if lang == "en" else r"^[^\u3400-\u9fff\d]*[A-Za-z]{3,}[^\u3400-\u9fff]*$"
        assert [one["own"] for one in controls if re.search(foreign, one["own"])] == []
        small = [
            (one["what"], one["words"][:30], round(one["width"]), round(one["height"]))
            for one in controls
            if min(one["width"], one["height"]) < (PRIMARY if one["primary"] else SMALLEST) - 0.5 and not one["inside"]
        ]
        assert small == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_is_wider_than_a_phone(open_page: Callable[..., Page], width: int):
    """320 px is WCAG 2.2, 1.4.10 (reflow)."""
    for path in ("/", "/map", "/timeline", "/awards", "/about", "/projects/airport-mrt"):
        page = open_page(path, "W", "en")
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, path
        page.close()


UNDER_THE_SWITCHES = """() => {
  const seen = (node) => {      // its box, as far as what scrolls round it shows it
    let { left, top, right, bottom } = node.getBoundingClientRect();
    for (let round = node.parentElement; round; round = round.parentElement) {
      if (getComputedStyle(round).overflowY === "visible") continue;
      const box = round.getBoundingClientRect();
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return { left, top, right, bottom, width: right - left, height: bottom - top, x: left, y: top };
  };
  const boxes = (root, all) => [...root.querySelectorAll(all)].filter((node) => node.checkVisibility({ visibilityProperty: true }))
    .map((node) => ({ node, box: seen(node) })).filter(({ box }) => box.width > 1 && box.height > 1);
  const switches = boxes(document.querySelector(".frame__bar"), "a[href], button");
  const onTop = ({ node, box }) => {
    const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return node.contains(found) || found?.closest(".frame__bar");
  };
  const meet = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2;
  return boxes(document.getElementById("page"), "a[href], button, summary, [role=slider]").filter(onTop)
    .filter((part) => switches.some(({ box }) => meet(part.box, box))).map(({ node }) => `${node.className} ${node.innerText}`);
}"""


@pytest.mark.parametrize("size", ["L", "P"])
def test_nothing_to_touch_lies_under_the_switches_of_the_hall(open_page: Callable[..., Page], server_url: str, size: str):
    """In the hall the switches keep one place; what else can be touched keeps clear of them, on every page, in both languages."""
    page = open_page("/", size)
    covered = {}
    for path in ADDRESSES:
        visit(page, server_url + path)
        for lang in ("zh-TW", "en"):
            page.locator(f'[data-set-lang="{lang}"]').dispatch_event("click")
            if found := page.evaluate(UNDER_THE_SWITCHES):
                covered[path, lang] = found
    assert covered == {}
