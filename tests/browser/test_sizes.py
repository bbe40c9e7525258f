"""Sized for the body: on every kind of page, on each screen that ships, targets and type in mm, and the band a hand reaches."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from data import store
from data.queries.screens import REACH_HIGH_MM, REACH_LOW_MM, TARGET_MM, Profile, angle_deg, px_per_mm, reach
from tests.addresses import ADDRESSES
from tests.browser.conftest import SLOWEST_MS, Watch, ready

PROFILES = {row["id"]: Profile.of(row) for row in store.load("screens").to_dict("records")}
PAGES = [path for path in ADDRESSES if path not in ("/talk",)]      # the lectern's, never in the hall
CHOSEN = ["/map?district=68000020&year=2022", "/map?project=airport-mrt", "/timeline?topic=transport"]

# What can be touched: its least side in mm, and where a finger of 15 mm about its middle does something else than it should.
# A finger may choose it, be asked in rows of 15 mm whether it means it, or be wholly on a neighbour that is large enough.
TARGETS = """(finger) => {
  const mm = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--px-per-mm"));
  const half = (finger / 2 - 0.1) * mm;
  const slant = [[0.7, 0.7], [-0.7, 0.7], [0.7, -0.7], [-0.7, -0.7]], spots = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], ...slant];
  const what = 'a[href], button, summary, input, select, textarea, [role="slider"], [role="tab"], [data-village]';
  const sight = { visibilityProperty: true, opacityProperty: true };
  const shown = (node) => !node.closest("[inert], .skip") && node.checkVisibility(sight);
  const isLarge = (box) => Math.min(box.width, box.height) >= finger * mm - 0.5;
  const large = (node) => Boolean(node) && [...node.getClientRects()].every(isLarge);
  const found = [];
  for (const node of document.querySelectorAll(what)) for (const box of shown(node) ? node.getClientRects() : []) {
    if (box.width < 2 || box.height < 2 || getComputedStyle(node).pointerEvents === "none") continue;
    const side = Math.min(box.width, box.height) / mm;
    const cx = box.left + box.width / 2, cy = box.top + box.height / 2;
    const missed = side >= finger - 0.15 ? [] : spots.filter(([dx, dy]) => {
      const [x, y] = [cx + dx * half, cy + dy * half];
      const top = document.elementFromPoint(x, y), middle = document.elementFromPoint(cx, cy);
      if (!top || !middle) return false;                                    // outside the screen: scrolled away
      if (!middle.closest(what)) return false;                              // something that is no target lies over it
      const meant = tao.kiosk.near(x, y);
      return !meant.includes(node) && !large(top.closest(what)) && !large(middle.closest(what));
    });
    found.push({ what: `${node.tagName} ${node.getAttribute("class")}`, said: node.textContent.slice(0, 30), side, missed });
  }
  return found;
}"""
# The least size of every text that is shown, px, and what says it.
TYPE = """() => {
  const least = {};
  const walker = document.createTreeWalker(document.querySelector("#frame"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, node = text.parentElement;
    if (!text.data.trim() || node.closest("[aria-hidden=true], .skip")) continue;
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    if (range.getBoundingClientRect().width < 2) continue;
    const scale = node.ownerSVGElement ? node.getScreenCTM().a : 1;
    const px = parseFloat(getComputedStyle(node).fontSize) * scale;
    const key = `${node.parentElement.getAttribute("class")} > ${node.getAttribute("class")}`;
    if (!(least[key]?.[0] <= px)) least[key] = [px, text.data.trim().slice(0, 30)];
  }
  return least;
}"""
# Controls that cannot be brought into the band: [what, top, bottom]. The map is one
# control, what lies on it moves with it; of what is taller than half the band its middle is asked for.
CONTROLS = 'a[href], button, summary, [role="slider"], input, select, .leaflet-container'
OUTSIDE = """([what, top, bottom]) => [...document.querySelectorAll(what)].filter((node) => !node.closest(".skip, .leaflet-pane"))
  .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((node) => {
    let box = node.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return null;
    if (box.top < top || box.bottom > bottom) node.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    box = node.getBoundingClientRect();
    const middle = (box.top + box.bottom) / 2, isTall = box.height > (bottom - top) / 2;
    const isIn = isTall ? middle >= top && middle <= bottom : box.top >= top - 1 && box.bottom <= bottom + 1;
    return isIn ? null : [node.tagName + " " + node.getAttribute("class"), Math.round(box.top), Math.round(box.bottom)];
  }).filter(Boolean)"""

# Somebody is there: the screen does not start over while it is measured.
SOMEBODY = """() => window.dispatchEvent(new WheelEvent("wheel"))"""

@pytest.fixture
def screen(browser: Browser, server_url: str, watch: Watch) -> Iterator[Callable[[str], Page]]:
    """A kiosk of a profile."""
    windows = []

    def opened(profile_id: str) -> Page:
        profile = PROFILES[profile_id]
        window = browser.new_context(viewport={"width": profile.width_px, "height": profile.height_px}, has_touch=True,
                                     locale="zh-TW", reduced_motion="reduce", service_workers="block")
        window.set_default_timeout(SLOWEST_MS)
        windows.append(window)
        page = window.new_page()
        watch.follow(page)
        page.goto(f"{server_url}/about?screen={profile_id}", wait_until="commit")
        stands(page)
        return page

    yield opened
    for window in windows:
        window.close()


def stands(page: Page) -> None:
    """The page is there and the kiosk's own buttons are."""
    page.locator('html[data-ready="true"][data-kiosk-state="explore"]').wait_for(state="attached")


@pytest.mark.parametrize("profile_id", PROFILES)
def test_every_page_is_sized_for_the_body(screen: Callable[[str], Page], profile_id: str):
    """Targets of 15 mm; in reach mode capitals of 0.7 degrees and every control between 380 and 1220 mm above the floor."""
    profile, page = PROFILES[profile_id], screen(profile_id)
    band, seen = reach(profile), 0
    assert (REACH_LOW_MM, REACH_HIGH_MM) == (380, 1220)
    small, low, outside = [], [], []
    for path in [*PAGES, *CHOSEN]:
        page.evaluate(SOMEBODY)
        page.evaluate("(path) => { tao.kiosk.reach(false); return tao.go(path); }", path)
        ready(page)
        for is_reach in (False, True):
            page.evaluate("(on) => tao.kiosk.reach(on)", is_reach)
            for lang in ("zh-TW", "en"):
                page.evaluate("(lang) => { tao.address.set({ lang }); return tao.painted(); }", lang)
                where = f"{path} {lang}{' reach' * is_reach}"
                found = page.evaluate(TARGETS, TARGET_MM)
                seen += len(found)
                small += [(where, one["what"], one["said"], round(one["side"], 1), one["missed"]) for one in found if one["missed"]]
                if is_reach:
                    texts = page.evaluate(TYPE)
                    low += [(where, key, text) for key, (px, text) in texts.items() if angle_deg(profile, px) < 0.699]
            if is_reach:
                outside += [(path, *one) for one in page.evaluate(OUTSIDE, [CONTROLS, band.top_px, band.bottom_px])]
    assert seen > 10 * len(PAGES)
    assert (small, low, outside) == ([], [], [])


PONDS = """() => [...document.querySelectorAll(".map .pond")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })).map((node) => {
    const box = node.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    return [node.dataset.fact.split(":")[1], x, y, tao.kiosk.near(x, y).map((one) => one.dataset.fact?.split(":")[1])];
  })"""
BESIDE = """([x, y]) => document.elementFromPoint(x, y).closest("button, a") === null
  && tao.kiosk.near(x, y).map((one) => one.dataset.fact?.split(":")[1])"""


def test_a_crowd_of_ponds_is_offered_by_name(screen: Callable[[str], Page]):
    """A finger beside one pond chooses it; a finger on several is asked which, in rows of 15 mm."""
    mm = px_per_mm(PROFILES["kiosk-24-desk"])
    page = screen("kiosk-24-desk")

    def at_the_map() -> None:
        page.evaluate("() => tao.go('/map')")
        page.wait_for_url(lambda url: "/map" in url and "project=" not in url)
        ready(page)
        page.evaluate("() => document.fonts.ready.then(tao.painted)")

    at_the_map()
    ponds = page.evaluate(PONDS)
    project, x, y, offered = max((one for one in ponds if one[3][:1] == [one[0]]), key=lambda one: len(one[3]))
    assert len(offered) > 1
    page.touchscreen.tap(x, y)
    rows = page.locator(".which__row")
    expect(rows).to_have_count(len(offered))
    for box in rows.evaluate_all("(rows) => rows.map((row) => row.getBoundingClientRect().toJSON())"):
        assert box["height"] >= TARGET_MM * mm - 0.5
        assert 0 <= box["top"] < box["bottom"] <= page.viewport_size["height"]
        assert 0 <= box["left"] < box["right"] <= page.viewport_size["width"]
    page.touchscreen.tap(5, 5)
    expect(page.locator(".which")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("project="))
    page.touchscreen.tap(x, y)
    rows.first.tap()
    expect(page.locator(".which")).to_have_count(0)
    page.wait_for_url(f"**project={project}*")
    at_the_map()
    beside = ((one[0], one[1] + dx * mm, one[2] + dy * mm) for one in ponds for dx, dy in ((0, 6.5), (6.5, 0), (0, -6.5)))
    project, x, y = next(one for one in beside if page.evaluate(BESIDE, one[1:]) == [one[0]])
    page.touchscreen.tap(x, y)
    page.wait_for_url(f"**project={project}*")
