"""Sharing a view: the panel says what the address says, and what is framed or taken away is what the page shows."""

import csv
import http.server
import io
import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, SLOWEST_MS, Watch, visit

SEEN = {  # what a page shows as chosen: ponds of the year and topic, events of the year and topic
    "map": ".pond[data-fact]:not([data-state=hidden]):not([data-sunk])",
    "timeline": ".streams [data-of='{year}'] .moment:not([data-sunk])",
    "all": ".streams .moment:not([data-sunk])",
}
STATES = [
    ("/map?year=2020", SEEN["map"]),
    ("/map?topic=energy&year=2018", SEEN["map"]),
    ("/timeline?year=2019", SEEN["timeline"].format(year=2019)),
    ("/timeline?topic=nature&year=2017", SEEN["timeline"].format(year=2017)),
    ("/timeline?topic=transport", SEEN["all"]),
]
FACTS = "(all) => [...new Set([...document.querySelectorAll(all)].map((node) => node.dataset.fact))].sort()"


def read(address: str) -> str:
    """The text of an address, asked beside the browser."""
    with urllib.request.urlopen(address, timeout=SLOWEST_MS / 1000) as answer:
        return answer.read().decode()


@pytest.fixture
def visitor(browser: Browser, server_url: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """A window that may use its clipboard."""
    windows = []

    def opened(path: str, size: str = "D", script: str = "") -> Page:
        width, height = SIZES[size]
        window = browser.new_context(viewport={"width": width, "height": height}, locale="zh-TW", reduced_motion="reduce",
                                     has_touch=size == "W", service_workers="block")
        window.set_default_timeout(SLOWEST_MS)
        window.grant_permissions(["clipboard-read", "clipboard-write"], origin=server_url)
        windows.append(window)
        page = window.new_page()
        watch.follow(page)
        if script:
            page.add_init_script(script)
        visit(page, server_url + path)
        return page

    yield opened
    for window in windows:
        window.close()


def opened_panel(page: Page) -> Any:
    page.locator("[data-share-open]:visible").first.click()
    panel = page.locator("dialog.share[data-settled]")
    panel.wait_for()
    return panel


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_the_panel_shares_this_very_view(visitor: Callable[..., Page], server_url: str, lang: str):
    page = visitor(f"/map?year=2018&topic=energy&theme=day&lang={lang}")
    panel = opened_panel(page)
    address = panel.locator(".share__address").input_value()
    where = urlsplit(address)
    assert (where.path, parse_qs(where.query)) == ("/map", {"year": ["2018"], "topic": ["energy"], "lang": [lang]})
    assert panel.locator(".qr").get_attribute("data-address") == address
    at = 1 if lang == "en" else 0
    asked = urlencode({"address": "/map?year=2018&topic=energy", "theme": "day"})
    given = json.loads(read(f"{server_url}/export/share?{asked}"))
    for locator, text in (
        (panel.locator(".button--next"), address),
        (panel.locator(".share__copy").nth(0), given["cite"][0]),
        (panel.locator(".share__copy").nth(1), given["cite"][1]),
        (panel.locator(".share__copy").nth(2), given["embed"][at]),
    ):
        locator.click()
        expect(locator).to_contain_text("Copied" if lang == "en" else "已複製")
        assert page.evaluate("() => navigator.clipboard.readText()") == text
    hrefs = panel.locator(".share__file[download]").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    wanted = [one["href"][at] for group in [*given["files"], *given["whole"]] for one in group["files"]]
    assert hrefs == wanted and any(f"lang={lang}&theme=day" in href for href in hrefs)
    page.keyboard.press("Escape")
    expect(page.locator("dialog.share")).to_have_count(0)
    expect(page.locator(".frame__share")).to_be_focused()


def test_a_phone_sends_it_by_its_own_sheet(visitor: Callable[..., Page]):
    """Chromium on this system has no sheet: what we hand to one is looked at instead."""
    page = visitor("/projects/airport-mrt?lang=en", "W", "navigator.share = async (given) => { window.given = given; };")
    page.locator(".frame__more").click()
    panel = opened_panel(page)
    panel.get_by_role("button", name="Send").click()
    page.wait_for_function("() => window.given")
    given = page.evaluate("() => window.given")
    assert urlsplit(given["url"]).path == "/projects/airport-mrt" and "Airport MRT" in given["title"]
    assert page.evaluate("() => document.querySelector('dialog.share').scrollWidth <= innerWidth")


def test_the_hall_has_its_own_way(visitor: Callable[..., Page], server_url: str):
    page = visitor("/map?screen=kiosk-32-portrait", "P")
    expect(page.locator(".kiosk__take")).to_be_visible()
    expect(page.locator("[data-share-open]:visible")).to_have_count(0)
    page.locator(".frame__share").dispatch_event("click")
    assert page.evaluate("() => [document.querySelector('dialog.share'), tao.share]") == [None, None]


@pytest.mark.parametrize(("address", "seen"), STATES)
def test_what_is_framed_and_taken_is_what_the_page_shows(
    open_page: Callable[..., Page], server_url: str, address: str, seen: str
):
    page = open_page(address, "D")
    shown = page.evaluate(FACTS, seen)
    assert len(shown) > 3
    visit_frame = page.context.new_page()
    visit_frame.goto(f"{server_url}/embed{address}{'&' if '?' in address else '?'}lang=en")
    assert visit_frame.evaluate(FACTS, ".embed [data-fact]") == shown
    visit_frame.close()
    if address.startswith("/map"):
        query = urlsplit(address).query
        rows = csv.DictReader(io.StringIO(read(f"{server_url}/export/map.csv?{query}").removeprefix("\ufeff")))
        assert sorted(f"projects:{row['project_id']}" for row in rows) == shown


@pytest.fixture
def host(server_url: str) -> Iterator[str]:
    """A page of someone else, on an origin of its own, with two framed views and the script we ship."""
    views = (("wide", "/timeline?year=2019&lang=en", 700), ("narrow", "/map?year=2018&lang=zh-TW", 320))
    frames = "".join(
        f'<iframe id="{key}" src="{server_url}/embed{at}" width="{wide}" height="200" style="border:0"></iframe>'
        for key, at, wide in views
    )
    script = f'<script async src="{server_url}/embed/host.js"></script>'
    body = f'<!doctype html><meta charset="utf-8"><title>Host</title>{frames}{script}'

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode() if self.path == "/" else b"")

        def log_message(self, *_said: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{other.server_address[1]}/"
        other.shutdown()


TALL = """(id) => document.getElementById(id).style.height.endsWith("px") && document.getElementById(id).clientHeight"""


def test_a_frame_is_as_tall_as_its_view(visitor: Callable[..., Page], host: str):
    page = visitor("/about")
    page.goto(host)
    for key in ("wide", "narrow"):
        frame = page.locator(f"#{key}").element_handle().content_frame()
        page.locator(f"#{key}").scroll_into_view_if_needed()
        frame.wait_for_function("() => document.body.getBoundingClientRect().height <= innerHeight && innerHeight > 200")
        assert frame.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        before = page.wait_for_function(TALL, arg=key).json_value()
        frame.locator("summary").click()
        page.wait_for_function(f"([id, before]) => ({TALL})(id) > before + 100", arg=[key, before])


def test_a_host_listens_to_the_exhibition_only(visitor: Callable[..., Page], host: str):
    """A stranger in the page, or nonsense from a frame, sets no height."""
    page = visitor("/about")
    page.goto(host)
    page.wait_for_function(TALL, arg="wide")
    frame = page.locator("#wide").element_handle().content_frame()
    page.evaluate("() => postMessage({ type: 'taoyuan:height', height: 4321 }, '*')")
    say = "(all) => all.forEach((height) => parent.postMessage({ type: 'taoyuan:height', height }, '*'))"
    frame.evaluate(say, [1e9, -5, "x", None])
    frame.evaluate(say, [777])
    page.wait_for_function("() => document.getElementById('wide').style.height === '777px'")
    assert page.evaluate("() => document.getElementById('narrow').style.height") != "4321px"
