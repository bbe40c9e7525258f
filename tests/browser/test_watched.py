"""The page around a kiosk's page starts it again when its script hangs, its process dies, or nothing stands on it."""

import json
import os
import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.conftest import SIZES, SLOWEST_MS, Watch
from tests.browser.test_faults import counted
from tests.browser.test_kiosk import SCREEN, TOKENS, hub
from tests.serving import Served, serving

PROFILE = "kiosk-55-landscape"
BACK_S = 15         # issue 4: a renderer is back within this, by itself


def inside(page: Page) -> Frame:
    """The exhibition in the watching page; it is a fresh one after a restart."""
    until = time.monotonic() + SLOWEST_MS / 1000
    while True:
        found = [frame for frame in page.frames if frame.parent_frame and not frame.is_detached() and "screen=" in frame.url]
        if found:
            return found[-1]
        assert time.monotonic() < until, [frame.url for frame in page.frames]
        page.wait_for_timeout(100)


def state(page: Page, wanted: str) -> None:
    """The exhibition inside lives and is in this state."""
    expect(page.locator(".cover")).to_be_hidden()
    expect(page.frame_locator("iframe").locator("html")).to_have_attribute("data-kiosk-state", wanted)


@pytest.fixture
def watched(browser: Browser, server_url: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens the watching page with the exhibition at its attract screen in it."""
    windows = []

    def opened(worker: bool = False, url: str = server_url, mark: str = "") -> Page:
        width, height = SIZES["L"]
        window = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, reduced_motion="reduce",
                                     service_workers="allow" if worker else "block")
        window.set_default_timeout(SLOWEST_MS)
        windows.append(window)
        page = window.new_page()
        watch.follow(page)
        page.goto(f"{url}/kiosk/watched?screen={PROFILE}{mark}", wait_until="commit")
        state(page, "attract")
        return page

    yield opened
    for window in windows:
        window.close()


def renderers(browser: Browser) -> dict[int, float]:
    """Processes of the browser's pages, and the seconds of processor each has had."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return {one["id"]: one["cpuTime"] for one in found if one["type"] == "renderer"}


def hang(page: Page, browser: Browser) -> None:
    """A script that never ends."""
    inside(page).evaluate("() => { setTimeout(() => { for (;;); }, 0); }")


def crash(page: Page, browser: Browser) -> None:
    """The process of the exhibition's page ends in the middle of what it does: the one that is busy while its page is."""
    before = renderers(browser)
    inside(page).evaluate("() => setTimeout(() => { const end = performance.now() + 1500; while (performance.now() < end); }, 0)")
    page.wait_for_timeout(1200)
    spent = {one: seconds - before.get(one, seconds) for one, seconds in renderers(browser).items()}
    busiest = max(spent, key=lambda one: spent[one])
    assert spent[busiest] > 0.5
    os.kill(busiest, signal.SIGKILL)


def empty(page: Page, browser: Browser) -> None:
    """Nothing stands on the page any more."""
    inside(page).evaluate("() => document.body.replaceChildren()")


def vanish(page: Page, browser: Browser) -> None:
    """All is there and nothing of it can be seen."""
    inside(page).evaluate("() => { document.body.style.visibility = 'hidden'; }")


class Glass:
    """A hand on the watching page and an eye for it, past the test's own tool, which gives a page up when a process in it ends."""

    def __init__(self, page: Page):
        self.session = page.context.new_cdp_session(page)

    def said(self) -> dict[str, str]:
        """What the watching page says of itself and of the exhibition inside."""
        script = "JSON.stringify({...document.documentElement.dataset, covered: !document.querySelector('.cover').hidden})"
        return json.loads(self.session.send("Runtime.evaluate", {"expression": script})["result"]["value"])

    def until(self, seconds: float, **wanted: Any) -> dict[str, Any]:
        """Wait until it says ``wanted``."""
        end = time.monotonic() + seconds
        while True:
            said = self.said()
            if wanted.items() <= said.items():
                return said
            assert time.monotonic() < end, said
            time.sleep(0.1)

    def looks_at(self, *before: str) -> str:
        """The page that a visitor looks at inside, as the screen keeps it; another than those ``before``."""
        script = "JSON.parse(localStorage.getItem('kiosk.open'))?.told[0][1].page"
        until = time.monotonic() + SLOWEST_MS / 1000
        while True:
            page = self.session.send("Runtime.evaluate", {"expression": script})["result"].get("value")
            if page and page not in before:
                return page
            assert time.monotonic() < until, page
            time.sleep(0.1)

    def tap(self, x: float, y: float) -> None:
        """One touch."""
        for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
            self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.mark.parametrize("fault", [hang, crash, empty, vanish], ids=lambda fault: fault.__name__)
def test_what_is_dead_or_white_is_back_by_itself(
    watched: Callable[..., Page], browser: Browser, fault: Callable[[Page, Browser], None]
):
    page = watched()
    glass = Glass(page)
    before = set(renderers(browser))
    glass.tap(300, 300)
    glass.until(SLOWEST_MS / 1000, kioskState="explore", covered=False)
    fault(page, browser)
    glass.until(BACK_S, restarts="1", kioskState="attract", covered=False)
    glass.tap(300, 300)
    glass.until(SLOWEST_MS / 1000, kioskState="explore")
    if fault in (hang, crash):
        until = time.monotonic() + BACK_S
        while not before - set(renderers(browser)):
            assert time.monotonic() < until, "the process that hung works on"
            time.sleep(0.2)
    assert glass.said()["restarts"] == "1", "and stays"


def test_a_page_that_dies_is_counted_once(watched: Callable[..., Page], browser: Browser, watch: Watch, tmp_path: Path):
    """Its process ends in the middle of a visit: no page is lost or doubled, and the hub hears of the trouble."""
    database = f"sqlite:///{tmp_path}/hub.sqlite"
    with serving(tmp_path / "log", HUB_DATABASE_URL=database, **TOKENS) as served:
        watch.host = urlsplit(served.url).netloc
        page = watched(url=served.url, mark=f"#hub=lobby-1:{SCREEN}")
        glass = Glass(page)
        glass.tap(300, 300)
        seen = [glass.looks_at()]
        again = page.frame_locator("iframe").locator(".frame__again").bounding_box()
        inside(page).evaluate("() => { tao.go('/partners'); }")
        seen.append(glass.looks_at(*seen))
        crash(page, browser)
        glass.until(BACK_S, restarts="1", kioskState="attract", covered=False)
        told(database, seen, visits=1)
        until = time.monotonic() + SLOWEST_MS / 1000
        while (one := hub(served, "/hub/api/screens")["screens"][0])["state"] != "error":
            assert time.monotonic() < until, "the hub is told for five minutes"
            time.sleep(0.2)
        assert one["memory_mb"] > 1
        glass.tap(300, 300)
        seen.append(glass.looks_at())
        glass.tap(again["x"] + again["width"] / 2, again["y"] + again["height"] / 2)
        told(database, seen, visits=2)


def told(database: str, pages: list[str], visits: int) -> None:
    """Wait until the hub was told of these pages, each once, and of so many visits."""
    until = time.monotonic() + SLOWEST_MS / 1000
    while counted(database) != (pages, visits):
        assert time.monotonic() < until, (counted(database), pages)
        time.sleep(0.2)


def test_a_page_that_is_well_is_left_alone(watched: Callable[..., Page]):
    """A visit, the reset at its end, a page that is slow for a few seconds: none of them is a fault."""
    page = watched()
    page.evaluate("() => { window.same = document.querySelector('iframe'); }")
    page.touchscreen.tap(300, 300)
    state(page, "explore")
    inside(page).evaluate("() => { const until = performance.now() + 3000; while (performance.now() < until); }")
    page.frame_locator("iframe").locator('html[data-ready="true"]').wait_for(state="attached")
    page.frame_locator("iframe").locator(".frame__again").tap()
    state(page, "attract")
    page.wait_for_timeout(7000)
    assert page.evaluate("() => window.same === document.querySelector('iframe') && !document.documentElement.dataset.restarts")
    page.evaluate("""() => { const until = performance.now() + 8000; while (performance.now() < until); }""")
    page.wait_for_timeout(2000)
    assert page.evaluate("() => !document.documentElement.dataset.restarts"), "it was the watching page that heard nothing"


def test_only_its_own_host_may_stand_around_it(served: Served, watched: Callable[..., Page], watch: Watch):
    """Another site, even the same machine under another name, gets no exhibition into its frame."""
    with urllib.request.urlopen(f"{served.url}/?screen={PROFILE}", timeout=20) as answer:
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Document-Isolation-Policy"] == "isolate-and-require-corp"
    with urllib.request.urlopen(f"{served.url}/kiosk/watched?screen={PROFILE}", timeout=20) as answer:
        assert answer.headers["Document-Isolation-Policy"] is None, "the two would share a process"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{served.url}/kiosk/watched?screen=nowhere", timeout=20)
    assert refused.value.code == 404
    page = watched()
    watch.allowed = ("frame-ancestors", "ERR_BLOCKED_BY_RESPONSE")
    other = page.context.new_page()
    other.set_content(f'<iframe src="{served.url}/?screen={PROFILE}"></iframe>')
    other.wait_for_timeout(2000)
    assert other.frames[1].url == "chrome-error://chromewebdata/"
    other.close()


def test_before_there_is_a_server_the_name_stands(watched: Callable[..., Page], watch: Watch, tmp_path: Path):
    """The page inside does not come: no page of the browser's own is seen, and it is tried again."""
    watch.allowed = ("net::ERR", "Failed to load resource", "chrome-error")
    with serving(tmp_path / "log", FOLLOW_PORT="-1") as served_here:
        watch.host = urlsplit(served_here.url).netloc
        page = watched(url=served_here.url)
        served_here.kill()
        page.evaluate("() => { const frame = document.querySelector('iframe'); frame.src = frame.src; }")
        expect(page.locator(".cover")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("data-restarts", re.compile("[1-9]"))
        expect(page.locator(".cover")).to_be_visible()
        expect(page.locator(".cover__name").first).to_have_text("桃園，一口一口亮起來")
