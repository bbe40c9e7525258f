"""The neighbourhood map: 504 shapes through 84 months at four times slower processor, and what the browser holds for it."""

from itertools import pairwise

from playwright.sync_api import Browser, CDPSession, Page

from bench import figures
from bench.browser import SLOWER, chromium
from bench.servers import exhibition

TITLE = "84 months × 504 neighbourhoods, processor four times slower"
SIZES = {"hall, landscape": (1920, 1080), "hall, portrait": (1080, 1920), "phone": (390, 844)}
LEAST_FPS = 30
TONGUES = ("zh-TW", "en")
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
CANVAS = """() => [...document.querySelectorAll("canvas")].reduce((sum, one) => sum + one.width * one.height * 4, 0) / 1e6"""


def measure(quick: bool) -> str:
    """The worst round, each screen and tongue; main-thread time is taken unslowed: it holds on a busy machine too."""
    rows, worst, count = [], float("inf"), 1 if quick else 3
    with exhibition() as address, chromium() as browser:
        for name, size in SIZES.items():
            for tongue in TONGUES:
                url = f"{address}/districts?month=2014-04&lang={tongue}"
                rounds = [frames(browser, url, size) for _ in range(count)]
                times = [gap for gaps, _, _ in rounds for gap in gaps]
                fps = min(1000 * len(gaps) / sum(gaps) for gaps, _, _ in rounds)
                worst = min(worst, fps)
                measured = (fps, figures.median(times), figures.p95(times), SLOWER * work(browser, url, size), *rounds[-1][1:])
                rows.append((name, tongue, *(f"{value:.1f}" for value in measured)))
    head = ("screen", "tongue", "frames/s", "frame ms", "p95", "main thread ms a frame, ×4", "heap MB", "canvas MB")
    met = "met" if worst >= LEAST_FPS else "**not met**"
    return f"{figures.table(head, rows)}\n\n- frames a second, the slowest round: {worst:.0f}, at least {LEAST_FPS} claimed: {met}"


def opened(browser: Browser, url: str, size: tuple[int, int]) -> tuple[Page, CDPSession]:
    """The page at the first month, and a session to ask the browser itself."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(url)
    page.wait_for_selector("html[data-ready=true]", state="attached")
    page.wait_for_timeout(1500)
    return page, page.context.new_cdp_session(page)


def frames(browser: Browser, url: str, size: tuple[int, int]) -> tuple[list[float], float, float]:
    """Times between frames in ms at a slowed processor; heap after collecting, and canvases, in MB."""
    page, session = opened(browser, url, size)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    times = page.evaluate(PLAY)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    heap, canvas = metric(session, "JSHeapUsedSize") / 1e6, page.evaluate(CANVAS)
    page.close()
    return [after - before for before, after in pairwise(times)], heap, canvas


def work(browser: Browser, url: str, size: tuple[int, int]) -> float:
    """Processor time of the main thread a frame, unslowed, in ms."""
    page, session = opened(browser, url, size)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = metric(session, "TaskDuration")
    times = page.evaluate(PLAY)
    spent = 1000 * (metric(session, "TaskDuration") - before) / len(times)
    page.close()
    return spent


def metric(session: CDPSession, name: str) -> float:
    """What the browser counts under ``name``, in seconds or bytes."""
    return next(one["value"] for one in session.send("Performance.getMetrics")["metrics"] if one["name"] == name)
