"""When scripts take over what the first answer said, nothing goes blank, nothing stands twice, and little moves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from data import store
from tests.browser.conftest import Watch, ready

MOST_SHIFT = 0.1      # "good", Cumulative Layout Shift (web.dev)
let_go: set[Page] = set()      # pages whose scripts may come
LOOK = """() => {
  window.seen = { blank: 0, looks: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.seen.shift += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  const look = () => {
    const main = document.getElementById("page");
    if (main?.querySelector("h1")) { window.seen.looks += 1; if (!main.innerText.trim()) window.seen.blank += 1; }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


@pytest.fixture
def held(contexts: Callable[..., BrowserContext], server_url: str, watch: Watch) -> Callable[[str, str], tuple[Page, list[Route]]]:
    """A page whose scripts have not come yet, and what they wait for."""
    pages: list[Page] = []

    def opened(path: str, size: str) -> tuple[Page, list[Route]]:
        page = contexts(size, size == "W", True, False).new_page()
        pages.append(page)
        watch.follow(page)
        waiting: list[Route] = []
        page.route("**/static/*.js", lambda route: waiting.append(route) if page not in let_go else route.continue_())
        page.add_init_script(f"({LOOK})()")
        page.goto(server_url + path, wait_until="commit")
        expect(page.locator("#page h1")).to_be_visible()
        return page, waiting

    yield opened
    for page in pages:
        page.unroute_all(behavior="ignoreErrors")
        page.close()


def let(page: Page, waiting: list[Route]) -> None:
    """The scripts come."""
    let_go.add(page)
    for route in waiting:
        route.continue_()
    ready(page)


@pytest.mark.parametrize(
    ("path", "size"),      # the wide timeline's names are placed anew when their letters come: not measured here
    [("/map", "W"), ("/map", "D"), ("/timeline", "W"), ("/partners", "W"), ("/stories/citizen-card", "W")],
)
def test_scripts_take_over_without_a_flash(held: Callable, path: str, size: str):
    page, waiting = held(path, size)
    before = page.evaluate("() => document.querySelector('#page h1').innerText")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    let(page, waiting)
    page.wait_for_function("() => window.seen.looks > 5")
    assert page.evaluate("() => document.querySelector('#page h1').innerText") == before
    seen = page.evaluate("() => window.seen")
    assert seen["blank"] == 0 and seen["shift"] < MOST_SHIFT, seen


def test_on_a_phone_the_river_runs_before_the_scripts(held: Callable):
    """The same elements stay: no event is made a second time."""
    page, waiting = held("/timeline?lang=en", "W")
    events = page.locator(".river__event")
    expect(events.first).to_be_visible()
    expect(events).to_have_count(len(store.load("milestones")))
    expect(events.first.get_by_role("link")).to_have_attribute("href", "/timeline?year=2014&milestone=m-2009-hotline")
    page.evaluate("() => { document.querySelector('.river__event').dataset.mine = 'yes'; }")
    let(page, waiting)
    expect(events).to_have_count(len(store.load("milestones")))
    expect(events.first).to_have_attribute("data-mine", "yes")
    events.first.locator(".river__open").click()
    expect(events.first.locator(".ways")).to_be_visible()


def test_a_list_opened_before_the_scripts_stays_open(held: Callable):
    page, waiting = held("/map", "D")
    page.locator("summary.list__toggle").click()
    expect(page.locator(".list__body .row").first).to_be_visible()
    let(page, waiting)
    expect(page.locator(".list__body .row").first).to_be_visible()
    expect(page.locator("button.list__toggle")).to_have_attribute("aria-expanded", "true")
    page.locator(".list__body .row").first.click()
    page.wait_for_url("**project=*")
    expect(page.locator(".reader__title:visible")).to_have_count(1)


@pytest.mark.parametrize("path", ["/", "/map"])
@pytest.mark.parametrize("size", ["D", "W"])
def test_the_first_screens_ask_for_no_other_letters(contexts: Callable, watch: Watch, server_url: str, path: str, size: str):
    """scripts/first_letters.json: written anew when the words of these pages have changed much."""
    page = contexts(size, size == "W", True, False).new_page()
    watch.follow(page)
    no_others = "const later = setTimeout; window.setTimeout = (run, ms, ...rest) => ms === 4000 ? 0 : later(run, ms, ...rest);"
    page.add_init_script(no_others)      # the letters of other years wait for good
    page.goto(f"{server_url}{path}?lang=zh-TW", wait_until="commit")
    page.locator('html[data-ready="true"]').wait_for(state="attached")
    page.evaluate("() => document.fonts.ready.then(tao.painted)")
    asked = {asked.rpartition("/")[2].partition(".")[0] for asked in watch.asked if asked.endswith(".woff2")}
    page.close()
    assert "noto-serif-tc-700-first" in asked
    assert {name for name in asked if name.rpartition("-")[2] not in ("first", "latin", "icons")} == set()
