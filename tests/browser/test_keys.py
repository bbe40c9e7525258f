"""A tour by keys alone: Tab and arrows reach all that a finger can touch, in the order of the page, seen, and Enter works there."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.addresses import PAGES, TEMPLATES, rows
from tests.browser.city import PROJECTS

ROWS = [address for template in TEMPLATES for address in rows(template)[:1]]
SOME = [*PAGES, *ROWS, "/map?year=2016", "/map?district=68000020", "/map?project=airport-mrt", "/search?q=wifi",
        "/indicators/population?district=68000020", "/awards?award=icf-community-of-the-year-2019"]
PHONE = ["/", "/topics", "/awards"]
GATE = ("/map", "/timeline", "/partners", "/stories", *(address for address in ROWS if address.startswith("/projects")))
TOUR = [
    pytest.param(address, size, marks=[] if size == "D" and address in GATE else pytest.mark.long)
    for size, some in (("D", SOME), ("W", PHONE), ("L", ["/districts/68000110?list=1", "/about", "/timeline"])) for address in some
]
# Parts of a picture a finger may touch besides the controls, and the controls that do the same.
PICTURES = {
    ".district-map__village, .district-map__village *": ".villages__link, .village__up",
    ".story__picture, .story__picture *": ".steps__turn",
    "svg.village-map__canvas, svg.village-map__canvas *": ".picker__link",
}
LANES = {".stream": ".moment", ".ponds": ".pond"}      # one stop of Tab, and what its arrows lead to
# Each press of Enter finds the place Tab has led to, noted with all that is wrong there; the click it makes is noted and stopped.
BEGIN = r"""() => {
  const CONTROLS = 'a[href], button, [role="slider"], input, select, summary, [tabindex="0"]';
  const there = (node) => {
    const { width, height } = node.getBoundingClientRect();
    return width > 1 && height > 1 && !node.disabled && !node.closest("[aria-hidden=true], [inert]")
      && node.checkVisibility({ visibilityProperty: true });
  };
  const name = (node) => `${node.tagName} ${node.getAttribute("class")} ${node.getAttribute("aria-label") ?? node.textContent}`
    .replace(/\s+/g, " ").slice(0, 90);
  const controls = [...document.querySelectorAll(CONTROLS)].filter(there);
  const reached = new Set(), pressed = new Set(), wrong = [];
  let last = null;
  const isSeen = (node) => [...node.getClientRects()].some(({ left, top, width, height }) =>
    [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]]
      .map(([x, y]) => document.elementFromPoint(left + width * x, top + height * y)).some((found) => node.contains(found)));
  const isMarked = (node) => [node, node.parentElement, node.parentElement.parentElement].some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  document.addEventListener("keydown", ({ key }) => {
    const node = document.activeElement;
    if (key === "Tab" || key === "Home" || node === document.body || reached.has(node)) return;
    if (!isMarked(node)) wrong.push(`no sign of focus: ${name(node)}`);
    if (!isSeen(node)) wrong.push(`under something: ${name(node)}`);
    if (last && !node.matches(".moment, .pond") && !(last.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING)) {
      wrong.push(`out of order: ${name(node)}`);
    }
    last = node;
    reached.add(node);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.detail) return;      // a finger's
    pressed.add(event.target);
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  window.tour = (pictures) => ({
    wrong,
    missed: controls.filter((node) => node.isConnected && !reached.has(node)).map(name),
    silent: [...reached].filter((node) => node.matches("a[href], button, summary") && !pressed.has(node)).map(name),
    touched: [...document.querySelectorAll("#page *")].filter((node) => there(node) && !node.closest(`${CONTROLS}, label`)
      && getComputedStyle(node).cursor === "pointer" && getComputedStyle(node).pointerEvents !== "none"
      && !Object.entries(pictures).some(([part, same]) => node.matches(part) && document.querySelector(same))).map(name),
  });
  /* The keys begin at the top, as after a load. */
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  return controls.filter((node) => node.tabIndex >= 0).length;
}"""
NUMBERS = {"Tab": 9, "Enter": 13, "Home": 36, "ArrowRight": 39}      # windowsVirtualKeyCode


def toured(page: Page) -> dict[str, Any]:
    """Tab through the whole page, Enter on each place; then the arrows along each lane, which is one stop of Tab."""
    line = page.context.new_cdp_session(page)

    def press(key: str) -> None:
        text = "\r" if key == "Enter" else ""
        said = {"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": NUMBERS[key], "text": text}
        line.send("Input.dispatchKeyEvent", said)

    stops = page.evaluate(BEGIN)
    for _ in range(stops + 1):      # the skip link comes into sight only when it is reached
        press("Tab")
        press("Enter")
    for lane, place in ((lane, place) for along, place in LANES.items() for lane in page.locator(along).all()):
        lane.locator(f'{place}[tabindex="0"]').focus()
        press("Home")
        for _ in range(lane.locator(place).count()):
            press("Enter")
            press("ArrowRight")
    return page.evaluate("pictures => tour(pictures)", PICTURES)


@pytest.mark.parametrize(("address", "size"), TOUR)
def test_keys_reach_everything(open_page: Callable[..., Page], address: str, size: str):
    found = toured(open_page(address, size, "en"))
    assert {kind: some for kind, some in found.items() if some} == {}


def test_the_sheet_of_neighbourhoods_is_in_the_address(open_page: Callable[..., Page]):
    page = open_page("/districts/68000110?list=1", "L", "en", touch=True)
    page.locator(".villages__sheet").wait_for()
    page.locator(".villages__close").tap()
    page.locator(".villages__sheet").wait_for(state="hidden")
    assert "list=" not in page.url
    page.locator(".villages__open").tap()
    page.wait_for_url("**list=1*")
    page.locator(".villages__sheet").wait_for()


def test_the_open_list_of_the_map_leads_to_every_project(open_page: Callable[..., Page]):
    page = open_page("/map?list=1", "D", "en")
    focused = "() => document.activeElement.closest('.list__body') && (document.activeElement.parentElement.dataset.fact ?? '')"
    reached = []
    for _ in range(400):
        reached.append(page.evaluate(focused))
        if reached[-1] is None:
            break
        page.keyboard.press("Tab")
    assert {fact for fact in reached if fact} == {f"projects:{row['id']}" for row in PROJECTS}
    expect(page.locator(".list__body")).to_be_visible()
    page.locator('.whole-city .pond[tabindex="0"]').focus()
    expect(page.locator(".list__body")).to_be_hidden()      # it would lie over where the keys have gone
    page.locator(".list__toggle").press("Enter")
    row = page.locator(".list__body a.row").last
    name = row.locator(".row__name").inner_text()
    row.press("Enter")
    expect(page.locator(".reader h2")).to_be_focused()
    expect(page.locator(".reader h2")).to_have_text(name, use_inner_text=True)


UNDER = """() => [...document.querySelectorAll(".map .pond")].map((pond) => {
  const { left, top, width, height } = pond.getBoundingClientRect();
  const spots = [[0.5, 0.5], [0.15, 0.5], [0.85, 0.5], [0.5, 0.15], [0.5, 0.85]];
  const found = spots.map(([x, y]) => document.elementFromPoint(left + width * x, top + height * y));
  return [found.filter((node) => pond.contains(node)).length, pond.dataset.fact];
}).sort()[0][1]"""


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_the_most_hidden_pond_is_read_by_keys_alone(open_page: Callable[..., Page], lang: str):
    page = open_page("/map", "D", lang)
    pond = page.locator(f'.pond[data-fact="{page.evaluate(UNDER)}"]')
    page.locator('.map .pond[tabindex="0"]').focus()
    page.keyboard.press("End")
    for _ in range(page.locator(".map .pond").count()):
        if pond.evaluate("pond => pond === document.activeElement"):
            break
        page.keyboard.press("ArrowUp")
    expect(pond).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".reader h2")).to_be_focused()
    assert pond.get_attribute("aria-label").startswith(page.locator(".reader h2").inner_text())
    page.keyboard.press("Escape")
    expect(pond).to_be_focused()
