"""A screen nobody looks after: attract, explore, warn, reset by touch on a clock of our own; after a reset nothing is left."""

import difflib
import json
import random
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from data import store
from data.queries.screens import Profile, computed
from server.codes import code_of
from server.kiosk import attributes
from settings import read
from tests import serving as servers
from tests.addresses import PAGES, ROWS
from tests.browser.codes import read_code
from tests.browser.conftest import SIZES, SLOWEST_MS, Watch, address
from tests.serving import Served, serving

FIRST_YEAR = 2014
PROFILES = {"L": "kiosk-55-landscape", "P": "kiosk-32-portrait"}
# Everything a visit could leave: the address, what is stored, the focus, the zoom, and every element of the document, in its order:
# tag, attributes, text of its own, what a visitor typed or opened in it, how far it is scrolled, whether it is seen.
LEFT = """() => {
  const root = document.documentElement, sight = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
  const OWN_TIME = ["data-letters", "data-turn"];      // letters are brought behind the first picture; pages are counted
  const SIGNED = /"end_id": "[^"]*"/;     // Dash signs each answer
  const own = (node) => [...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE)
    .map((one) => one.data.trim().replace(SIGNED, "")).filter(Boolean);
  const attributes = (node) => [...node.attributes].filter(({ name }) => !OWN_TIME.includes(name))
    .map(({ name, value }) => `${name}=${value}`).sort();
  const said = (node) => [node.tagName, ...attributes(node), ...own(node),
    `value ${node.value} ${node.checked} ${node.open} ${node.inert}`,
    `scrolled ${node.scrollLeft} ${node.scrollTop}`, node.checkVisibility(sight) ? "seen" : "not seen"].join(" | ");
  return {
    address: location.href, title: document.title, cookies: document.cookie,
    scroll: [scrollX, scrollY, visualViewport.scale, history.scrollRestoration],
    storage: [localStorage, sessionStorage].map((store) => Object.entries({ ...store })
      .filter(([key]) => !key.startsWith("kiosk.")).sort()),
    active: said(document.activeElement), lang: root.lang, theme: root.dataset.theme,
    elements: [root, ...root.querySelectorAll("*")].map(said),
  };
}"""


# When, on the page's clock, the kiosk changed and was last touched.
STAMPS = """() => {
  window.stamps = {};
  document.addEventListener("kiosk", (event) => { stamps[event.detail.state] = performance.now(); });
  window.addEventListener("pointerup", () => { stamps.touch = performance.now(); }, true);
}"""

# A few pages of each kind: all eleven hundred take minutes.
FEWER = """(() => {
  const asked = window.fetch.bind(window);
  window.fetch = async (what, how) => {
    const answer = await asked(what, how);
    if (what !== "/_kiosk") return answer;
    const list = await answer.json(), seen = {};
    list.pages = list.pages.filter((path) => {
      const kind = `${path.split("/")[1]} ${path.split("/").length}`;
      return (seen[kind] = (seen[kind] || 0) + 1) <= 4;
    });
    window.listed = list.pages;
    return new Response(JSON.stringify(list));
  };
})()"""


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


def left(page: Page) -> dict[str, Any]:
    """``LEFT`` in the moment the attract screen begins its years, so that two screens can be compared."""
    attract = page.locator(".attract")
    first = str(FIRST_YEAR)
    for year in (lambda at: at != first, lambda at: at == first):
        while not year(attract.get_attribute("data-attract-year")):
            pass_s(page, 1)
    page.evaluate("() => document.fonts.ready.then(tao.painted)")
    return page.evaluate(LEFT)


def differs(fresh: dict[str, Any], now: dict[str, Any]) -> list[Any]:
    """What of ``now`` is not as it was, element by element."""
    found: list[Any] = [(key, fresh[key], now[key]) for key in fresh if key != "elements" and fresh[key] != now[key]]
    lines = difflib.unified_diff(fresh["elements"], now["elements"], n=0, lineterm="")
    return found + [line for line in lines if line[:3] not in ("---", "+++")]


def pass_s(page: Page, seconds: float) -> None:
    """Let time pass."""
    page.clock.run_for(int(seconds * 1000))


@pytest.fixture
def kiosk(browser: Browser, server_url: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens the kiosk of a size, at its attract screen or at an address."""
    windows = []

    def opened(
        size: str = "L", path: str = "/kiosk", worker: bool = False, url: str = server_url, profile: str = "", mark: str = "",
        script: str = FEWER,
    ) -> Page:
        profile = profile or PROFILES[size]
        width, height = SIZES[size]
        window = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, locale="en-GB",
                                     reduced_motion="reduce", service_workers="allow" if worker else "block")
        windows.append(window)
        window.set_default_timeout(SLOWEST_MS)
        if worker:
            window.add_init_script(script)
        page = window.new_page()
        watch.follow(page)
        page.clock.install()
        page.goto(f"{url}{path}{'&' if '?' in path else '?'}screen={profile}{mark}", wait_until="commit")
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
    fresh = left(page)
    assert fresh["address"].endswith(f"/?screen={PROFILES[size]}") and fresh["lang"] == "zh-TW"
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
    shown = urlsplit(address(page))
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
    before = address(page)
    page.touchscreen.tap(300, 300)
    state(page, "explore")
    assert address(page) == before, "the page stays as it is"
    pass_s(page, 62)
    state(page, "warn")
    page.evaluate("""() => window.addEventListener("pagehide",
      () => sessionStorage.setItem("kiosk.test", stamps.reset - stamps.warn))""")
    pass_s(page, 20)
    attracting(page)
    assert 20_000 <= float(page.evaluate("() => sessionStorage.getItem('kiosk.test')")) <= 21_000, "twenty seconds to say so"
    assert differs(fresh, left(page)) == []


def test_a_key_goes_on_and_does_nothing_else(kiosk: Callable[..., Page]):
    page = kiosk("L", "/stories/county-to-intelligent-community?step=2&year=2014")
    pass_s(page, 61)
    state(page, "warn")
    before = address(page)
    page.keyboard.press("ArrowRight")
    state(page, "explore")
    assert address(page) == before


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
    quiet = page.evaluate("() => stamps.warn - stamps.touch")       # it ends by itself after a minute: then a minute more
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
    now = page.evaluate(LEFT)
    assert (now["lang"], now["theme"]) == ("zh-TW", "night") and now["address"].endswith(f"/?screen={PROFILES['P']}")


TOUCHABLE = """() => [...document.querySelectorAll('a[href], button, summary, [role="slider"], input')]
  .filter((node) => !node.disabled && node.checkVisibility())
  .map((node) => { const box = node.getBoundingClientRect(); return [node, box.x + box.width / 2, box.y + box.height / 2]; })
  .filter(([node, x, y]) => x > 0 && y > 0 && x < innerWidth && y < innerHeight && node.contains(document.elementFromPoint(x, y)))
  .map(([, x, y]) => [x, y])"""
KEYS = ["Tab", "Enter", "Space", "ArrowRight", "ArrowLeft", "Home", "End", "Escape", "Control+Equal", "F5", "a"]


@pytest.mark.parametrize("size", ["L", "P"])
def test_whatever_was_done_nothing_stays(kiosk: Callable[..., Page], size: str):
    """Random touches, keys, swipes and waits; then nobody: the screen is as it was found."""
    chance = random.Random(f"kiosk {size}")
    page = kiosk(size)
    fresh = left(page)
    assert len(fresh["elements"]) > 500
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
        assert not (stays := differs(fresh, left(page))), f"{stays} after {done}"


def test_nothing_to_break(kiosk: Callable[..., Page]):
    page = kiosk("L", "/about")
    tried = page.evaluate("""() => {
      const heading = document.querySelector("h1"), send = (event) => heading.dispatchEvent(event);
      const init = { bubbles: true, cancelable: true };
      return [new MouseEvent("contextmenu", init), new DragEvent("dragstart", init), new Event("selectstart", init),
        new WheelEvent("wheel", { ...init, ctrlKey: true, deltaY: 100 }), new MouseEvent("mouseup", { ...init, button: 3 }),
        new KeyboardEvent("keydown", { ...init, key: "F5" }),
        new KeyboardEvent("keydown", { ...init, key: "ArrowLeft", altKey: true }),
        new KeyboardEvent("keydown", { ...init, key: "p", ctrlKey: true })].map(send);
    }""")
    assert tried == [False] * 8, "each is prevented"
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).userSelect") == "none"
    assert page.evaluate("() => getComputedStyle(document.documentElement).overscrollBehavior") == "none"
    finger = page.context.new_cdp_session(page)
    for phase, gap in (("touchStart", 100), ("touchMove", 300), ("touchMove", 600)):
        points = [{"x": 900 - gap / 2, "y": 500, "id": 0}, {"x": 900 + gap / 2, "y": 500, "id": 1}]
        finger.send("Input.dispatchTouchEvent", {"type": phase, "touchPoints": points})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate("() => visualViewport.scale") == 1
    page.mouse.move(900, 500)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -500)
    page.keyboard.up("Control")
    assert page.evaluate("() => [visualViewport.scale, devicePixelRatio, innerWidth]") == [1, 1, 1920]
    assert page.evaluate("() => window.open('/')") is None


def test_no_dialog_for_files_opens(kiosk: Callable[..., Page]):
    page = kiosk("L", "/talk")
    asked: list[object] = []
    page.on("filechooser", lambda chooser: asked.append(chooser))
    page.locator(".talk__upload").dispatch_event("click")
    page.locator(".talk__upload").evaluate("(field) => field.click()")
    page.locator("label:has(.talk__upload)").tap()
    page.evaluate("() => tao.breathe()")
    assert asked == []


def test_what_leads_out_is_shown_as_a_code(kiosk: Callable[..., Page]):
    source = store.load("sources").dropna(subset=["url"]).iloc[0]
    page = kiosk("P", f"/sources/{source['source_id']}")
    before = address(page)
    page.locator("a.outside").first.tap()
    code = page.locator(".take .qr")
    expect(code).to_be_visible()
    told = read_code(code)
    assert told.startswith("http") and "127.0.0.1" not in told
    assert address(page) == before and len(page.context.pages) == 1
    page.locator(".take__close").tap()
    expect(code).to_have_count(0)


def test_take_it_with_you_is_this_view_in_this_language(kiosk: Callable[..., Page]):
    page = kiosk("L", "/map?year=2017&lang=en&theme=day")
    page.locator(".kiosk__take").tap()
    code = page.locator(".take .qr")
    told = urlsplit(read_code(code))
    assert told.path == "/map" and parse_qs(told.query) == {"year": ["2017"], "lang": ["en"]}
    typed = page.locator(".take__code b").text_content()
    assert page.locator(".take__code").text_content() == f"{urlsplit(page.url).netloc}/g/{typed}"
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    opened = page.request.get(f"{origin}/g/{typed}", max_redirects=0)
    to = urlsplit(opened.headers["location"])
    assert (to.path, parse_qs(to.query)) == (told.path, parse_qs(told.query)), "the short code opens what the QR code opens"
    box = code.bounding_box()
    assert box["width"] / computed(Profile.of(row_of(PROFILES["L"])))["px_per_mm"] >= 40, "mm, for a phone one step away"
    page.touchscreen.tap(960, 20)
    expect(code).to_have_count(0)


def test_the_screen_and_the_server_make_the_same_codes(kiosk: Callable[..., Page]):
    page = kiosk("L", "/about")
    chance = random.Random(11)
    paths = chance.sample([*PAGES, *ROWS, *(f"/projects/{key}" for key in store.load("projects")["id"])], 60)
    choices = ["year=2014&lang=en", "topic=people&lang=zh-TW", "step=12&lang=en", "project=airport-mrt&year=2022&lang=zh-TW"]
    views = [f"{path}?{choice}" for path, choice in zip(paths, choices * 15, strict=True)]
    made = page.evaluate("(views) => views.map((view) => tao.kiosk.code(new URL(view, location.origin)))", views)
    assert made == [code_of(view) for view in views]
    assert page.evaluate("() => tao.kiosk.code(new URL('/search?q=tram&lang=en', location.origin))") is None


def row_of(profile: str) -> dict[str, Any]:
    """A row of the table screens."""
    rows = store.load("screens")
    return rows[rows["id"] == profile].iloc[0].to_dict()


@pytest.mark.parametrize("profile", list(store.load("screens")["id"]))
def test_type_and_reach_follow_the_screen(kiosk: Callable[..., Page], profile: str):
    """The row at the foot, which every page has: 15 mm; in reach mode 380 to 1220 mm above the floor, and text of 0.7 degrees."""
    numbers = computed(Profile.of(row_of(profile)))
    size = "P" if "portrait" in profile else "L"
    page = kiosk(size, "/indicators", profile=profile)
    boxes = """() => [...document.querySelectorAll('.frame__switches :is(a, button)')].filter((node) => node.checkVisibility())
      .map((node) => node.getBoundingClientRect().toJSON())"""
    least = numbers["target_px"]
    for box in page.evaluate(boxes):
        assert min(box["width"], box["height"]) >= least - 3, (profile, box, least)      # the switch has a line round it
        assert box["left"] >= 0 and box["right"] <= SIZES[size][0]
    page.locator(".kiosk__reach").tap()
    for box in page.evaluate(boxes):
        assert box["top"] >= numbers["reach"]["top_px"] and box["bottom"] <= numbers["reach"]["bottom_px"] + 0.5
    for text in (".page h1", ".page p", ".frame__switches .switch__part"):
        font_px = page.locator(text).first.evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)")
        assert font_px >= numbers["type_px"] - 0.1, text
    page.locator(".kiosk__take").tap()
    box = page.locator(".take__close").bounding_box()
    assert box["y"] >= numbers["reach"]["top_px"] and box["y"] + box["height"] <= numbers["reach"]["bottom_px"] + 0.5


def test_a_lost_server_and_no_store_leave_a_fresh_screen(kiosk: Callable[..., Page], watch: Watch, tmp_path: Path):
    """Plain http without a trusted origin has no service worker: the reset is made of what the page holds."""
    watch.allowed = ("net::ERR",)
    with serving(tmp_path / "log") as served:
        watch.host = urlsplit(served.url).netloc
        page = kiosk("L", url=served.url)
        fresh = page.evaluate(LEFT)
        page.touchscreen.tap(300, 300)
        state(page, "explore")
        page.locator('html[data-ready="true"]').wait_for(state="attached")
        page.locator('[data-set-lang="en"]').tap()
        page.locator(".kiosk__reach").tap()
        served.kill()
        pass_s(page, 62)
        state(page, "warn")
        pass_s(page, 21)
        state(page, "attract")
        expect(page.locator(".attract__year")).not_to_be_empty()
        now = page.evaluate(LEFT)
        for one in (fresh, now):
            one["elements"] = one["elements"][:1]       # the page stays as it is, with what it has brought
        assert differs(fresh, now) == []


def test_pull_the_server_and_the_pages_walk_on(
    kiosk: Callable[..., Page], watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Every page is kept; the server gone, pages open, the screen resets and starts; the server back, no visit is cut."""
    watch.allowed = ("net::ERR", "Failed to load resource")
    port = servers.free_port()
    monkeypatch.setattr(servers, "free_port", lambda: port)
    with serving(tmp_path / "first.log", FOLLOW_PORT="-1") as served:
        watch.host = urlsplit(served.url).netloc
        page = kiosk("L", worker=True, url=served.url)
        until = time.monotonic() + 120
        while not page.evaluate("() => localStorage.getItem('kiosk.kept')"):
            assert time.monotonic() < until, "not all pages came"
            for _ in range(20):
                page.clock.run_for(100)
        listed = page.evaluate("() => window.listed")
        served.kill()
    page.touchscreen.tap(300, 300)
    state(page, "explore")
    chance = random.Random(2022)
    for path in ["/map", "/timeline", "/search", "/", *chance.sample(listed, 12)]:
        page.evaluate("(path) => tao.go(path)", path)
        page.locator('html[data-ready="true"]').wait_for(state="attached")
        assert urlsplit(address(page)).path == path
        assert page.locator("#page h1").inner_text()
        assert page.locator(".notice, .dry").count() == 0, path
        page.touchscreen.tap(5, 5)
    page.goto(f"{served.url}/kiosk?screen={PROFILES['L']}", wait_until="commit")
    attracting(page)
    page.touchscreen.tap(300, 300)
    state(page, "explore")
    page.evaluate("() => { window.same = true; }")
    with serving(tmp_path / "second.log", FOLLOW_PORT="-1"):
        pass_s(page, 40)
        page.touchscreen.tap(5, 5)
        pass_s(page, 40)
        state(page, "explore")
        assert page.evaluate("() => window.same"), "no visit is cut"
        pass_s(page, 25)
        state(page, "warn")
        pass_s(page, 21)
        attracting(page)


ORGANISER, SCREEN = "organiser-token-of-a-test-1", "screen-token-of-a-test-000001"
TOKENS = {"HUB_TOKENS": f"desk={ORGANISER}", "HUB_SCREEN_TOKEN": SCREEN, "HUB_HEARTBEAT_S": "5", "FOLLOW_PORT": "-1"}
MESSAGE = {"zh": "十分鐘後閉館", "en": "We <b>close</b> in ten minutes", "seconds": 60}


def hub(served: Served, path: str, body: Any = None) -> Any:
    """Ask the hub as an organiser."""
    headers = {"Authorization": f"Bearer {ORGANISER}", "Content-Type": "application/json"}
    asked = urllib.request.Request(served.url + path, json.dumps(body).encode() if body else None, headers)
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return json.load(answer)


def test_the_hub_hears_of_the_screen_and_commands_it(kiosk: Callable[..., Page], watch: Watch, tmp_path: Path):
    with serving(tmp_path / "log", HUB_DATABASE_URL=f"sqlite:///{tmp_path}/hub.sqlite", **TOKENS) as served:
        watch.host = urlsplit(served.url).netloc
        page = kiosk("L", url=served.url, mark=f"#machine&hub=lobby-1:{SCREEN}")
        assert "hub" not in page.url and "token" not in page.evaluate("() => tao.address.world().href")

        def until(wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
            for _ in range(30):
                pass_s(page, 2)
                time.sleep(0.1)
                one = next(iter(hub(served, "/hub/api/screens")["screens"]), None)
                if one and wanted(one):
                    return one
            raise AssertionError(one)

        seen = until(lambda one: one["state"] == "attract")
        assert (seen["screen"], seen["profile"], seen["lang"]) == ("lobby-1", PROFILES["L"], "zh-TW")
        page.touchscreen.tap(300, 300)
        state(page, "explore")
        page.locator('html[data-ready="true"]').wait_for(state="attached")
        page.evaluate("() => tao.go('/stories/county-to-intelligent-community')")
        expect(page.locator(".story")).to_have_attribute("data-step", "1")
        page.keyboard.press("ArrowRight")
        until(lambda one: one["state"] == "explore" and one["page"] == "/stories/county-to-intelligent-community")
        hub(served, "/hub/api/commands", {"screen": "lobby-1", "kind": "message", "payload": MESSAGE})
        until(lambda one: page.locator(".kiosk__message").count() == 1)
        expect(page.locator(".kiosk__message")).to_contain_text("We <b>close</b> in ten minutes")
        hub(served, "/hub/api/commands", {"screen": "lobby-1", "kind": "sleep"})
        pass_s(page, 30)
        assert page.locator(".asleep").count() == 0, "not under a visitor"
        page.locator(".frame__again").tap()
        attracting(page)
        until(lambda one: page.locator(".asleep").count() == 1)
        hub(served, "/hub/api/commands", {"screen": "lobby-1", "kind": "wake"})
        until(lambda one: page.locator(".asleep").count() == 0)
        page.evaluate("() => { window.same = true; }")
        hub(served, "/hub/api/commands", {"screen": "lobby-1", "kind": "restart"})
        pass_s(page, 30)
        until(lambda one: [waiting["kind"] for waiting in one["commands"]] == ["restart"])
        assert page.evaluate("() => window.same"), "a restart is its machine's"
        until(lambda one: not json.loads(page.evaluate("() => localStorage.getItem('kiosk.batches') || '[]'")))
        with closing(sqlite3.connect(tmp_path / "hub.sqlite")) as database:
            kept = dict(database.execute("select kind, count(*) from hub_events group by kind").fetchall())
        assert kept["story"] == 1 and kept["page"] == 2, "the page that was shown, and the story: each once"


def all_sent(page: Page) -> None:
    """Time passes until the hub has all that the screen had to tell, or long enough."""
    for _ in range(40):
        pass_s(page, 2)
        time.sleep(0.1)
        if not json.loads(page.evaluate("() => localStorage.getItem('kiosk.batches') || '[]'")):
            break


@pytest.mark.parametrize("switch", ["on", "off"])
def test_a_visit_is_measured_to_its_last_touch(kiosk: Callable[..., Page], watch: Watch, tmp_path: Path, switch: str):
    """Half a minute on a page and a touch that meets nothing; the minute and a half of nobody after it counts for nothing."""
    database = tmp_path / "hub.sqlite"
    with serving(tmp_path / "log", HUB_DATABASE_URL=f"sqlite:///{database}", HUB_VISITS=switch, **TOKENS) as served:
        watch.host = urlsplit(served.url).netloc
        page = kiosk("L", url=served.url, mark=f"#hub=lobby-1:{SCREEN}")
        for _ in range(40):
            pass_s(page, 2)
            time.sleep(0.1)
            if hub(served, "/hub/api/screens")["screens"]:
                break
        page.touchscreen.tap(300, 300)
        state(page, "explore")
        page.locator('html[data-ready="true"]').wait_for(state="attached")
        page.evaluate("() => tao.go('/about')")
        pass_s(page, 30)
        page.touchscreen.tap(900, 40)
        pass_s(page, 2)
        pass_s(page, 62)
        state(page, "warn")
        pass_s(page, 21)
        attracting(page)
        all_sent(page)
        with closing(sqlite3.connect(database)) as opened:
            asked = "select kind, lang, dwell_ms, x_pct, y_pct from hub_events where page = '/about' order by kind"
            kept = opened.execute(asked).fetchall()
    if switch == "off":
        assert kept == []
        return
    touch, (kind, lang, dwell_ms, *_) = kept
    assert touch == ("dead_touch", "zh-TW", None, round(100 * 900 / SIZES["L"][0]), round(100 * 40 / SIZES["L"][1]))
    assert (kind, lang) == ("page", "zh-TW") and 30_000 <= dwell_ms <= 32_000


def test_the_poll_is_asked_counted_once_and_kept_offline(kiosk: Callable[..., Page], watch: Watch, tmp_path: Path):
    watch.allowed = ("net::ERR_FAILED",)
    asked = store.load("polls").sort_values("order").iloc[0]
    answers = store.load("poll_answers").query("poll == @asked.id").sort_values("order")
    with serving(tmp_path / "log", HUB_DATABASE_URL=f"sqlite:///{tmp_path}/hub.sqlite", **TOKENS) as served:
        watch.host = urlsplit(served.url).netloc
        page = kiosk("P", url=served.url, mark=f"#hub=lobby-1:{SCREEN}")
        poll = page.locator(".poll")
        pass_s(page, 85)
        assert poll.count() == 0
        pass_s(page, 6)
        expect(poll).to_be_visible()
        for text in (asked["question_zh"], asked["question_en"], *answers["text_zh"], *answers["text_en"]):
            expect(poll.get_by_text(text, exact=True)).to_be_visible()
        assert "%" not in poll.inner_text(), "results are never shown here"
        pass_s(page, 21)
        expect(poll).to_have_count(0)
        year = page.locator(".attract").get_attribute("data-attract-year")
        pass_s(page, 11)
        assert page.locator(".attract").get_attribute("data-attract-year") != year, "nobody answered: it plays on"
        page.context.route("**/hub/api/**", lambda route: route.abort())
        pass_s(page, 90)
        expect(poll).to_be_visible()
        poll.locator('[data-answer="health"]').tap()
        poll.locator(".poll__question").tap(force=True)      # the answer stands: a second touch enters
        state(page, "explore")
        held = json.loads(page.evaluate("() => localStorage.getItem('kiosk.batches')"))
        events = [event for batch in held for event in batch["events"] if event["kind"] == "poll"]
        assert [(one["poll"], one["answer"]) for one in events] == [(asked["id"], "health")]
        page.context.unroute("**/hub/api/**")
        page.locator('html[data-ready="true"]').wait_for(state="attached")
        page.locator(".frame__again").tap()
        attracting(page)
        all_sent(page)
        with closing(sqlite3.connect(tmp_path / "hub.sqlite")) as database:
            kept = database.execute("select poll, answer, count(*) from hub_events where kind = 'poll'").fetchall()
        assert kept == [(asked["id"], "health", 1)]


def test_the_poll_has_a_switch_and_needs_a_hub(kiosk: Callable[..., Page]):
    chosen = read({})
    assert "data-poll" in attributes(chosen, PROFILES["L"])
    assert "data-poll" not in attributes({**chosen, "hub_poll": "off"}, PROFILES["L"])
    page = kiosk("L")
    pass_s(page, 95)
    assert page.locator(".attract").get_attribute("data-attract-year") == "2014" and page.locator(".poll").count() == 0
