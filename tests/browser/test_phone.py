"""Every page on the narrowest phones (360 CSS px), in both languages: nothing wider than the screen, no word cut, fingers fit, and
nothing catches the finger that scrolls."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.addresses import ADDRESSES
from tests.browser.conftest import ready

WIDTH, HEIGHT = 360, 740
SMALLEST = 24        # CSS px, WCAG 2.2, 2.5.8 (AA): the target or the free room about its middle
VIEWS = ["/map?project=airport-mrt", "/map?list=1", "/timeline?milestone=m-2019-06-icoty", "/indicators/population?year=2018",
         "/awards?award=icf-community-of-the-year-2019"]
EVERY = list(dict.fromkeys([*ADDRESSES, *VIEWS]))
PARTS = 4            # of the list of pages, each a test of its own

LOOK = """([smallest]) => {
  const shown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });
  const name = (node) => `${node.tagName.toLowerCase()}.${node.getAttribute("class")} ${node.textContent.trim().slice(0, 24)}`;
  const round = function* (node) { for (let one = node; one && one !== document.body; one = one.parentElement) yield one; };
  const moves = (node) => [...round(node)].some((one) => /auto|scroll/.test(getComputedStyle(one).overflowX));
  const cut = [], wide = [], small = [];
  if (Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) > innerWidth) wide.push("page");
  const quiet = "script, style, svg, [aria-hidden=true], .skip, .unseen, .leaflet-container";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, node = text.parentElement;
    if (!text.data.trim() || node.closest(quiet) || !shown(node)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    if ((box.right > innerWidth + 1 || box.left < -1) && !moves(node)) cut.push(`beside ${name(node)}`);
    for (const one of round(node)) {
      const { overflowX, overflowY } = getComputedStyle(one), edge = one.getBoundingClientRect();
      if (/auto|scroll/.test(overflowX + overflowY)) break;
      if (!/hidden|clip/.test(overflowX)) continue;
      if (edge.width <= 2) break;                                 // said to screen readers only
      if (box.right <= edge.right + 1 && box.left >= edge.left - 1) continue;
      cut.push(`in ${name(one)}: ${text.data.trim().slice(0, 30)}`);
      break;
    }
  }
  const what = 'a[href], button, summary, input, select, textarea, [role="slider"], [role="tab"]';
  const meant = (node) => shown(node) && !node.closest("[aria-hidden=true], .skip, [inert]")
    && getComputedStyle(node).pointerEvents !== "none";
  const boxes = [...document.querySelectorAll(what)].filter(meant).map((node) => ({ node, box: node.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1);
  for (const { node, box } of boxes) {
    if (Math.min(box.width, box.height) >= smallest - 0.5) continue;
    const isInline = node.tagName === "A" && getComputedStyle(node).display === "inline";
    if (isInline && node.closest("p, dd, li, td, figcaption, h3, .source-link")) continue;      // 2.5.8: a link in a sentence
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2, half = smallest / 2 - 0.5;
    const isCrowded = boxes.some((one) => !one.node.contains(node) && !node.contains(one.node)
      && one.box.left < x + half && one.box.right > x - half && one.box.top < y + half && one.box.bottom > y - half);
    if (isCrowded) small.push(`${name(node)} ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }
  return { wide, cut: [...new Set(cut)], small };
}"""
# What takes the finger that moves up and down: boxes that forbid it, outside those a visitor opened.
TRAPS = """() => [...document.querySelectorAll("#page *")].filter((node) => {
  const { touchAction, pointerEvents } = getComputedStyle(node);
  if (!["none", "pan-x", "pinch-zoom"].includes(touchAction) || pointerEvents === "none") return false;
  const box = node.getBoundingClientRect();
  return box.width > 60 && box.height > 120 && node.checkVisibility({ visibilityProperty: true });
}).map((node) => `${node.tagName} ${node.getAttribute("class")}`)"""


def seen(page: Page, path: str) -> dict[str, Any]:
    """What is wrong on ``path`` in either language."""
    page.evaluate("(path) => tao.go(path)", path)
    ready(page)
    found: dict[str, Any] = {}
    for lang in ("zh-TW", "en"):
        page.evaluate("(lang) => { tao.address.set({ lang }); return tao.painted(); }", lang)
        page.evaluate("() => document.fonts.ready.then(() => tao.painted())")
        wrong = {key: what for key, what in page.evaluate(LOOK, [SMALLEST]).items() if what}
        if traps := page.evaluate(TRAPS):
            wrong["traps"] = traps
        if wrong:
            found[lang] = wrong
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_fits_the_narrowest_phone(open_page: Callable[..., Page], part: int):
    page = open_page("/about", "W")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    wrong = {path: found for path in EVERY[part::PARTS] if (found := seen(page, path))}
    assert wrong == {}
