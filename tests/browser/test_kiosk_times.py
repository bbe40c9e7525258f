"""Every time of the kiosk by touch, with times of the hall's own: the shortest that may be set and the longest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_kiosk import STAMPS, attracting, kiosk, pass_s, state  # noqa: F401
from tests.serving import serving

LOOK_S = 1.0            # the kiosk looks at its clock twice a second
WARN_S = 20.0           # WCAG 2.2, 2.2.1
STORY = "/stories/county-to-intelligent-community"
QUIET_S = "() => (stamps.warn - stamps.touch) / 1000"
# Did the story play in the moment of the question?
PLAYED = """() => document.addEventListener("kiosk", ({ detail }) => {
  if (detail.state === "warn") stamps.played = document.querySelector(".story").hasAttribute("data-playing");
})"""


@dataclass(frozen=True)
class Hall:
    """A server with times of its own."""

    url: str
    idle_s: int
    story_s: int


@pytest.fixture(scope="module", params=[(30, 40), (300, 30)], ids=["short", "long"])
def hall(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    idle_s, story_s = request.param
    log = tmp_path_factory.mktemp("hall") / "log"
    with serving(log, IDLE_S=str(idle_s), IDLE_STORY_S=str(story_s), FOLLOW_PORT="-1") as served:
        yield Hall(served.url, idle_s, story_s)


def finger(session: CDPSession, down: bool) -> None:
    """A finger comes to lie on a place where nothing is, or goes."""
    points = [{"x": 900, "y": 40}] if down else []
    session.send("Input.dispatchTouchEvent", {"type": "touchStart" if down else "touchEnd", "touchPoints": points})


def test_every_change_has_its_time(kiosk: Callable[..., Page], watch: Watch, hall: Hall):  # noqa: F811
    """attract -> explore -> warn -> explore -> (a finger lies there) -> warn -> reset -> attract."""
    watch.host = urlsplit(hall.url).netloc
    page = kiosk("L", url=hall.url)
    page.touchscreen.tap(200, 200)
    state(page, "explore")
    page.locator('html[data-ready="true"]').wait_for(state="attached")
    page.evaluate("() => tao.go('/timeline')")
    page.evaluate(STAMPS)
    page.touchscreen.tap(900, 40)
    pass_s(page, hall.idle_s - 5)
    state(page, "explore")
    pass_s(page, 6.5)
    state(page, "warn")
    assert hall.idle_s <= page.evaluate(QUIET_S) <= hall.idle_s + LOOK_S
    page.touchscreen.tap(900, 500)
    state(page, "explore")
    pass_s(page, hall.idle_s - 10)
    session = page.context.new_cdp_session(page)
    finger(session, down=True)
    pass_s(page, 100)
    state(page, "explore")
    finger(session, down=False)
    pass_s(page, hall.idle_s + 1.5)
    state(page, "warn")
    assert hall.idle_s <= page.evaluate(QUIET_S) <= hall.idle_s + LOOK_S, "from the moment the finger went"
    page.evaluate("""() => window.addEventListener("pagehide",
      () => sessionStorage.setItem("kiosk.test", (stamps.reset - stamps.warn) / 1000))""")
    pass_s(page, WARN_S + 1)
    attracting(page)
    assert WARN_S <= float(page.evaluate("() => sessionStorage.getItem('kiosk.test')")) <= WARN_S + LOOK_S


def test_a_story_that_plays_has_its_own_time(kiosk: Callable[..., Page], watch: Watch, hall: Hall):  # noqa: F811
    """Asked while it plays, and never sooner than where nothing plays."""
    watch.host = urlsplit(hall.url).netloc
    page = kiosk("L", STORY, url=hall.url)
    page.evaluate(STAMPS)
    page.evaluate(PLAYED)
    page.locator(".steps__play").tap()
    expect(page.locator(".story")).to_have_attribute("data-playing", "")
    pass_s(page, 37)
    state(page, "explore")
    pass_s(page, 5)
    if hall.story_s < hall.idle_s:
        state(page, "explore")
        pass_s(page, hall.idle_s - 40)
        state(page, "warn")
        assert page.evaluate(QUIET_S) >= hall.idle_s
        return
    state(page, "warn")
    assert hall.story_s <= page.evaluate(QUIET_S) <= hall.story_s + LOOK_S
    assert page.evaluate("() => stamps.played")
