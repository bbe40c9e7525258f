"""A screen nobody looks after: attract, explore, warn, reset by touch on a clock of our own; whatever was done, a reset leaves nothing."""

import random
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, SLOWEST_MS, Watch

PROFILES = {"L": "kiosk-55-landscape", "P": "kiosk-32-portrait"}
# Everything a visit could leave: address, storage, what the page says of itself, what is open, pressed, scrolled, shown.
LEFT = """() => ({
  address: location.pathname + location.search + location.hash, lang: document.documentElement.lang, title: document.title,
  root: Object.fromEntries([...document.documentElement.attributes].map((one) => [one.name, one.value]).filter(([name]) => name !== "data-letters")),
  storage: [localStorage, sessionStorage].map((store) => Object.keys(store).filter((key) => !key.startsWith("kiosk.")).sort()),
  cookies: document.cookie, scroll: [scrollX, scrollY, ...[...document.querySelectorAll("*")].map((node) => node.scrollTop + node.scrollLeft).filter(Boolean)],
  open: [...document.querySelectorAll("[data-open], details[open]")].map((node) => node.className),
  pressed: [...document.querySelectorAll("[aria-pressed], [aria-expanded]")].map((node) => [node.className, node.getAttribute("aria-pressed"), node.getAttribute("aria-expanded")]),
  year: [...document.querySelectorAll("[data-year]")].map((node) => node.dataset.year), layers: [...document.querySelectorAll("body > .layer")].map((node) => node.className),
  inert: document.querySelector("#frame").inert, text: document.querySelector("#page").innerText, zoom: visualViewport.scale, active: document.activeElement.className,
})"""

# When, on the page's clock, the kiosk changed and was last touched.
STAMPS = """() => {
  window.stamps = {};
  document.addEventListener("kiosk", (event) => { stamps[event.detail.state] = performance.now(); });
  window.addEventListener("pointerup", () => { stamps.touch = performance.now(); }, true);
}"""


def state(page: Page, wanted: str) -> None:
    """Wait for a state of the kiosk."""
    expect(page.locator("html")).to_have_attribute("data-kiosk-state", wanted)


def attracting(page: Page) -> None:
    """The attract screen plays."""
    page.locator('html[data-ready="true"]').wait_for(state="attached")
    page.clock.run_for(100)
    state(page, "attract")
    expect(page.locator(".attract .city__pond").first).to_be_attached()
    expect(page.locator(".attract__year")).not_to_be_empty()


def pass_s(page: Page, seconds: float) -> None:
    """Let time pass."""
    page.clock.run_for(int(seconds * 1000))


@pytest.fixture
def kiosk(browser: Browser, server_url: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens the kiosk of a size, at its attract screen or at an address."""
    windows = []

    def opened(size: str = "L", path: str = "/kiosk", worker: bool = False) -> Page:
        width, height = SIZES[size]
        window = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, locale="en-GB",
                                     reduced_motion="reduce", service_workers="allow" if worker else "block")
        windows.append(window)
        window.set_default_timeout(SLOWEST_MS)
        page = window.new_page()
        watch.follow(page)
        page.clock.install()
        page.goto(f"{server_url}{path}{'&' if '?' in path else '?'}screen={PROFILES[size]}", wait_until="commit")
        if path == "/kiosk":
            attracting(page)
        else:
            page.locator('html[data-ready="true"]').wait_for(state="attached")
            page.clock.run_for(100)
            state(page, "explore")
        return page

    yield opened
    for window in windows:
        window.close()


@pytest.mark.parametrize("size", ["L", "P"])
def test_from_attract_to_attract(kiosk: Callable[..., Page], size: str):
    page = kiosk(size)
    fresh = page.evaluate(LEFT)
    assert fresh["address"] == f"/?screen={PROFILES[size]}" and fresh["lang"] == "zh-TW"
    first = page.locator(".attract").get_attribute("data-attract-year")
    pass_s(page, 30)
    attract = page.locator(".attract")
    assert attract.get_attribute("data-attract-year") == str(int(first) + 3), "ten seconds a year"
    expect(attract.locator('.attract__said [lang="en"]')).to_be_visible()
    expect(attract.locator('.attract__said [lang="zh-TW"]')).to_be_visible()
    to = urlsplit(attract.get_attribute("data-to"))
    page.touchscreen.tap(200, 200)
    state(page, "explore")
    expect(attract).to_have_count(0)
    shown = urlsplit(page.url)
    assert shown.path == to.path and parse_qs(to.query).items() <= parse_qs(shown.query).items(), "a touch enters at what was shown"
    page.evaluate(STAMPS)
    pass_s(page, 45)
    state(page, "explore")
    page.touchscreen.tap(5, 5)
    pass_s(page, 62)
    state(page, "warn")
    quiet = page.evaluate("() => stamps.warn - stamps.touch")
    assert 60_000 <= quiet <= 61_000, "sixty seconds after the last touch"
    first = int(page.locator(".still__seconds").inner_text())
    pass_s(page, 5)
    assert 5 <= first - int(page.locator(".still__seconds").inner_text()) <= 9 and first <= 20
    before = page.url
    page.touchscreen.tap(300, 300)
    state(page, "explore")
    assert page.url == before, "the page stays as it is"
    pass_s(page, 62)
    state(page, "warn")
    page.evaluate("() => { window.addEventListener('pagehide', () => sessionStorage.setItem('kiosk.test', stamps.reset - stamps.warn)); }")
    pass_s(page, 20)
    attracting(page)
    assert 20_000 <= float(page.evaluate("() => sessionStorage.getItem('kiosk.test')")) <= 21_000, "twenty seconds to say so"
    assert page.evaluate(LEFT) == fresh


def test_a_key_goes_on_and_does_nothing_else(kiosk: Callable[..., Page]):
    page = kiosk("L", "/stories/county-to-intelligent-community?step=2&year=2014")
    pass_s(page, 61)
    state(page, "warn")
    before = page.url
    page.keyboard.press("ArrowRight")
    state(page, "explore")
    assert page.url == before


def test_a_story_that_plays_has_twice_the_time(kiosk: Callable[..., Page]):
    page = kiosk("L", "/stories/county-to-intelligent-community")
    page.locator(".steps__play").tap()
    expect(page.locator(".story")).to_have_attribute("data-playing", "")
    page.evaluate(STAMPS)
    page.locator(".story__question").tap()
    page.locator(".steps__play").tap()
    for _ in range(26):
        pass_s(page, 5)
        if "warn" in page.evaluate("() => stamps"):
            break
    quiet = page.evaluate("() => stamps.warn - stamps.touch")       # it ends by itself after a minute: then a minute more, two at most
    assert 110_000 <= quiet <= 121_000


def test_never_in_the_middle_of_a_touch(kiosk: Callable[..., Page]):
    page = kiosk("L", "/timeline")
    finger = page.context.new_cdp_session(page)
    touch = {"type": "touchStart", "touchPoints": [{"x": 900, "y": 40}]}
    finger.send("Input.dispatchTouchEvent", touch)
    pass_s(page, 90)
    state(page, "explore")
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    pass_s(page, 61)
    state(page, "warn")
    finger.send("Input.dispatchTouchEvent", touch)
    pass_s(page, 40)
    state(page, "warn")
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    pass_s(page, 1)
    state(page, "explore")


def test_start_over_starts_over(kiosk: Callable[..., Page]):
    page = kiosk("P", "/map?year=2016&lang=en&theme=contrast")
    page.locator(".frame__again").tap()
    attracting(page)
    left = page.evaluate(LEFT)
    assert (left["lang"], left["root"]["data-theme"], left["address"]) == ("zh-TW", "night", f"/?screen={PROFILES['P']}")


TOUCHABLE = """() => [...document.querySelectorAll('a[href], button, summary, [role="slider"], input')].filter((node) => !node.disabled && node.checkVisibility()).map((node) => {
  const box = node.getBoundingClientRect();
  return [node, box.x + box.width / 2, box.y + box.height / 2];
}).filter(([node, x, y]) => x > 0 && y > 0 && x < innerWidth && y < innerHeight && node.contains(document.elementFromPoint(x, y))).map(([, x, y]) => [x, y])"""
KEYS = ["Tab", "Enter", "Space", "ArrowRight", "ArrowLeft", "Home", "End", "Escape", "Control+Equal", "F5", "a"]


@pytest.mark.parametrize("size", ["L", "P"])
def test_whatever_was_done_nothing_stays(kiosk: Callable[..., Page], size: str):
    """Random touches, keys, swipes and waits; then nobody: the screen is as it was found."""
    chance = random.Random(f"kiosk {size}")
    page = kiosk(size)
    fresh = page.evaluate(LEFT)
    for visit in range(3):
        done = [visit]
        for _ in range(8):
            kind = chance.choice(["touch", "touch", "touch", "anywhere", "key", "wait", "scroll"])
            spots = page.evaluate(TOUCHABLE) if kind == "touch" else []
            x, y = chance.choice(spots) if spots else (chance.uniform(5, SIZES[size][0] - 5), chance.uniform(5, SIZES[size][1] - 5))
            done.append((kind, round(x), round(y)))
            if kind in ("touch", "anywhere"):
                page.touchscreen.tap(x, y)
            elif kind == "key":
                page.keyboard.press(chance.choice(KEYS))
            elif kind == "wait":
                pass_s(page, chance.uniform(0, 70))
            else:
                page.mouse.wheel(0, chance.uniform(-500, 900))
            pass_s(page, 1)
            page.locator('html[data-ready="true"]').wait_for(state="attached")
        page.evaluate("() => { localStorage.setItem('visit', '1'); sessionStorage.setItem('visit', '1'); }")
        if page.locator("html").get_attribute("data-kiosk-state") == "attract":
            page.touchscreen.tap(100, 100)
            state(page, "explore")
            page.locator('html[data-ready="true"]').wait_for(state="attached")
        for _ in range(10):
            pass_s(page, 30)
            if page.locator("html").get_attribute("data-kiosk-state") in ("reset", "attract"):
                break
        attracting(page)
        assert page.evaluate(LEFT) == fresh, done
