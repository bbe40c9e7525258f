"""Visit after visit in one page that is never loaded anew: nothing grows. The walk of ``make soak``, for a minute.

``SOAK_VISITS=60`` makes it five minutes.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page

from bench import soak
from tests.browser.conftest import Watch
from tests.serving import serving

VISITS, LEAKY = int(os.environ.get("SOAK_VISITS", "12")), 6
# Growth for a visit, after the garbage is collected, without the first third; never for a second, which a busy machine stretches.
MOST = {"DOM nodes": 25, "listeners": 5, "JS heap": 0.1}      # heap in MB
LEAK = """() => {
  const kept = Array.from({ length: 60 }, () => document.createElement("i"));
  for (const node of kept.slice(0, 12)) node.addEventListener("click", () => kept);
  (window.leaked ??= []).push(kept, Array.from({ length: 40000 }, (_, n) => n + 0.5));
}"""


def grown(page: Page, session: CDPSession, visits: int, after: Callable[[], None]) -> dict[str, float]:
    """Growth of each quantity for a visit. All visitors do the same, so what is kept for the next one is there after the first."""
    samples = []
    for visit in range(visits):
        soak.visited(page, random.Random(2014))
        after()
        samples.append({"visits": visit, **soak.metrics(session)})
    return {name: soak.growth(samples, name, by="visits").slope for name in MOST}


def test_nothing_grows_with_the_visits(browser: Browser, watch: Watch, tmp_path: Path):
    """Nodes, listeners and heap of the page stay; what a leak would add is seen; no other host is asked (conftest)."""
    with serving(tmp_path / "log", FOLLOW_PORT="-1", IDLE_S="300") as served:
        watch.host = urlsplit(served.url).netloc
        window = browser.new_context(viewport={"width": 1920, "height": 1080}, has_touch=True, service_workers="block")
        window.set_default_timeout(60_000)
        window.add_init_script(soak.FAST)
        page = window.new_page()
        session = window.new_cdp_session(page)
        session.send("Performance.enable")
        watch.follow(page)
        page.goto(f"{served.url}/kiosk?screen={soak.PROFILE}", wait_until="commit")
        soak.rests(page)
        soak.enter(page)
        page.evaluate("() => { window.same = true; }")
        slopes = grown(page, session, VISITS, lambda: None)
        leaks = grown(page, session, LEAKY, lambda: page.evaluate(LEAK))
        assert page.evaluate("() => window.same"), "the page was loaded anew"
        window.close()
    assert {name: slope for name, slope in slopes.items() if slope > MOST[name]} == {}
    assert {name: slope for name, slope in leaks.items() if slope <= MOST[name]} == {}, "a leak would not be seen"
