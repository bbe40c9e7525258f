"""Frames and processor time of the neighbourhood map while it plays 84 months, at four times slower processor.

``python -m bench.village_play http://127.0.0.1:8050`` asks a running server. Frame times are wall clock and suffer from whatever
else the machine does; main-thread time is measured unslowed and holds on a busy machine too.
"""

import sys
from itertools import pairwise
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

SIZES = ((1920, 1080), (1080, 1920), (390, 844))
SLOWER = 4
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"]
PLAY = """async () => {
  const times = [];
  document.querySelector(".months__play").click();
  await new Promise((done) => {
    const next = (time) => {
      times.push(time);
      const plays = document.querySelector(".month-slider").hasAttribute("data-playing");
      if (times.length < 30 || plays) requestAnimationFrame(next); else done();
    };
    requestAnimationFrame(next);
  });
  return times;
}"""
HELD = """() => ({heap: performance.memory.usedJSHeapSize / 1e6,
  canvas: [...document.querySelectorAll("canvas")].reduce((sum, one) => sum + one.width * one.height * 4, 0) / 1e6})"""


def main(url: str) -> None:
    """One line a screen size."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for size in SIZES:
            print(size, {**frames(browser, url, size), **work(browser, url, size)})
        browser.close()


def opened(browser: Browser, url: str, size: tuple[int, int]) -> tuple[Page, Any]:
    """The page at the first month, and a session to ask the browser itself."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{url}/districts?month=2014-04")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    page.wait_for_timeout(1500)
    return page, page.context.new_cdp_session(page)


def frames(browser: Browser, url: str, size: tuple[int, int]) -> dict[str, float]:
    """Frames a second, median and 95th percentile in ms at a slowed processor; MB held afterwards."""
    page, session = opened(browser, url, size)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    times = page.evaluate(PLAY)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.send("HeapProfiler.collectGarbage")
    held = page.evaluate(HELD)
    page.close()
    gaps = sorted(b - a for a, b in pairwise(times))
    return {
        "fps": round(1000 * len(gaps) / (times[-1] - times[0]), 1),
        "median_ms": round(gaps[len(gaps) // 2], 1),
        "p95_ms": round(gaps[int(len(gaps) * 0.95)], 1),
        "heap_mb": round(held["heap"], 1),
        "canvas_mb": round(held["canvas"], 1),
    }


def work(browser: Browser, url: str, size: tuple[int, int]) -> dict[str, float]:
    """Main-thread processor time a frame, and what that is on a processor ``SLOWER`` times slower."""
    page, session = opened(browser, url, size)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = task_ms(session)
    times = page.evaluate(PLAY)
    spent = (task_ms(session) - before) / len(times)
    page.close()
    return {"main_thread_ms": round(spent, 2), "main_thread_ms_slowed": round(SLOWER * spent, 1)}


def task_ms(session: Any) -> float:
    """Processor time of the main thread so far."""
    return 1000 * next(one["value"] for one in session.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050")
