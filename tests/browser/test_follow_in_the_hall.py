"""Hall screens follow the lectern: a real lectern's window, a hub, screens that stand there and one that comes late."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data.views.stories import view
from tests.browser.conftest import SIZES, SLOWEST_MS, Watch, ready
from tests.serving import Served, serving

STORY = "citizen-card"
SCENES = view()[STORY]["scenes"]
ORGANISER, SCREEN = "organiser-token-of-a-test-1", "screen-token-of-a-test-000001"
PROFILES = {"L": "kiosk-55-landscape", "P": "kiosk-32-portrait"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The exhibition with its hub open and its channel."""
    folder = tmp_path_factory.mktemp("hall")
    with serving(folder / "log", HUB_DATABASE_URL=f"sqlite:///{folder}/hub.sqlite", HUB_TOKENS=f"desk={ORGANISER}",
                 HUB_SCREEN_TOKEN=SCREEN, HUB_HEARTBEAT_S="5") as served:
        yield served


@pytest.fixture
def window(browser: Browser, hall: Served, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """A machine of its own."""
    watch.host = urlsplit(hall.url).netloc
    opened: list[BrowserContext] = []

    def made(size: str, touch: bool = True) -> BrowserContext:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=touch, locale="zh-TW",
                                      reduced_motion="reduce", service_workers="block")
        context.set_default_timeout(SLOWEST_MS)
        opened.append(context)
        return context

    yield made
    for context in opened:
        context.close()
    watch.outside[:] = [url for url in watch.outside if "/follow/" not in url or not url.startswith("http://127.0.0.1:")]


def screen(context: BrowserContext, hall: Served, name: str, size: str, watch: Watch) -> Page:
    """A kiosk of the hall, at its attract screen."""
    page = context.new_page()
    watch.follow(page)
    page.goto(f"{hall.url}/kiosk?screen={PROFILES[size]}#hub={name}:{SCREEN}", wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-kiosk-state", "attract")
    return page


def lectern_opens(context: BrowserContext, hall: Served, watch: Watch) -> tuple[Page, dict[str, str]]:
    """The lectern at step 2, its line open; {url, control, read} of it."""
    page = context.new_page()
    watch.follow(page)
    page.goto(f"{hall.url}/present/{STORY}?lang=zh-TW", wait_until="commit")
    ready(page)
    page.keyboard.press("PageDown")
    page.keyboard.press("q")
    page.locator("[data-part=code] button").click()
    expect(page.locator(".audience__screens")).to_be_visible()
    return page, json.loads(page.evaluate(f"() => sessionStorage.getItem('talk.line:{STORY}')"))


def order(hall: Served, **payload: Any) -> None:
    """Every screen follows, or stops."""
    body = json.dumps({"screen": "*", "kind": "follow", "payload": payload}).encode()
    headers = {"Authorization": f"Bearer {ORGANISER}", "Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{hall.url}/hub/api/commands", body, headers), timeout=20).close()


def shows(page: Page, number: int) -> None:
    """The screen shows step ``number`` of the lectern, large, with nothing of a browser's frame."""
    expect(page.locator("html[data-following]")).to_be_attached()
    inside = page.frame_locator(".following__picture")
    expect(inside.locator(f'.follow[data-step="{number}"]')).to_be_visible()
    expect(inside.locator(".follow__sentence [lang=zh-TW]")).to_have_text(SCENES[number - 1]["text"][0])
    expect(inside.locator(".frame__bar")).to_be_hidden()


def attracts(page: Page) -> None:
    """As if there were no talk."""
    expect(page.locator("html")).to_have_attribute("data-kiosk-state", "attract")
    expect(page.locator("html[data-following]")).to_have_count(0)
    expect(page.locator(".attract__year")).to_be_visible()


def test_screens_follow_look_around_and_come_back(hall: Served, window: Callable[..., BrowserContext], watch: Watch):
    watch.allowed = ("status of 404",)
    desk = window("L", touch=False)
    lectern, line = lectern_opens(desk, hall, watch)
    wide, tall = screen(window("L"), hall, "wide", "L", watch), screen(window("P"), hall, "tall", "P", watch)
    with desk.expect_page() as opened:
        lectern.locator(".audience__screens").click()
    hub = opened.value
    hub.locator('input[name="token"]').fill(ORGANISER)
    hub.locator('button[type="submit"]').click()
    expect(hub.locator("#hub-talk")).to_have_value(line["read"])
    hub.locator('button[name="on"][value="yes"]').click()
    expect(hub.locator("body")).to_contain_text("wide")
    lectern.keyboard.press("Escape")
    for page in (wide, tall):
        shows(page, 2)
    lectern.keyboard.press("PageDown")
    for page in (wide, tall):
        shows(page, 3)
    shows(screen(window("L"), hall, "late", "L", watch), 3)

    wide.touchscreen.tap(500, 500)
    expect(wide.locator("html")).to_have_attribute("data-kiosk-state", "explore")
    expect(wide.locator(".following")).to_have_count(0)
    to = urlsplit(SCENES[2]["leave"])
    wide.wait_for_url(lambda url: urlsplit(url).path == to.path)
    expect(wide.locator(".attract")).to_have_count(0)
    lectern.keyboard.press("PageDown")
    shows(tall, 4)
    wide.locator(".following__back").tap()
    shows(wide, 4)

    lectern.keyboard.press("q")
    lectern.locator(".audience__words button").click()      # the talk ends
    for page in (wide, tall):
        attracts(page)
    wide.reload(wait_until="commit")
    attracts(wide)


def test_a_lost_hub_brings_the_attract_screen_back(hall: Served, window: Callable[..., BrowserContext], watch: Watch):
    watch.allowed = ("net::ERR_FAILED", "status of 404")
    _lectern, line = lectern_opens(window("L", touch=False), hall, watch)
    page = screen(window("L"), hall, "alone", "L", watch)
    order(hall, on=True, talk=line["read"])
    shows(page, 2)
    page.context.route("**/hub/api/**", lambda route: route.abort())
    attracts(page)
    page.touchscreen.tap(500, 500)
    expect(page.locator("html")).to_have_attribute("data-kiosk-state", "explore")
    expect(page.locator(".following__back")).to_have_count(0)
    page.locator(".frame__again").tap()
    attracts(page)
    page.context.unroute("**/hub/api/**")
    shows(page, 2)      # found again
    order(hall, on=False)
    attracts(page)
