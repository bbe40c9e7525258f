"""A screen of the hall for hours: scripted visits on a clock twenty times as fast; memory of page and server after warm-up.

``SOAK_S`` bounds it (seconds of this machine; 3600 = twenty hours of opening). Measured at rest after the garbage is collected.
"""

import os
import random
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, CDPSession, Page

from bench import figures
from bench.browser import chromium
from tests.serving import serving

TITLE = "A screen for hours (soak)"
SPEED = 20
SOAK_S, QUICK_S = 3600.0, 90.0
WARM_UP = 0.3                   # the first part of all samples is not counted
MOST_MB_H = 1.0                 # claimed: growth of each memory for an hour of opening
PROFILE = "kiosk-55-landscape"
VISIT_ACTIONS = 8
# The clock of every page, twenty times as fast: waiting, dates, the page's own time. Pictures are drawn as always.
FAST = f"""(() => {{
  const now = performance.now.bind(performance), later = window.setTimeout, every = window.setInterval;
  const Real = Date, began = Real.now();
  performance.now = () => now() * {SPEED};
  window.setTimeout = (run, ms, ...rest) => later(run, (ms || 0) / {SPEED}, ...rest);
  window.setInterval = (run, ms, ...rest) => every(run, (ms || 0) / {SPEED}, ...rest);
  window.Date = class extends Real {{
    constructor(...parts) {{ if (parts.length) super(...parts); else super(window.Date.now()); }}
    static now() {{ return began + Math.round(now() * {SPEED}); }}
  }};
}})()"""
# A page stands, or (on a slow machine) the visit is over already.
STANDS = """() => { const { kioskState, ready } = document.documentElement.dataset;
  return ready === "true" || kioskState !== "explore"; }"""
LINKS = """() => [...document.querySelectorAll("#page a[href^='/'], .frame__nav a, [data-set-lang], .ribbon button, #page button")]
  .filter((node) => node.checkVisibility())
  .map((node) => { const box = node.getBoundingClientRect(); return [node, box.x + box.width / 2, box.y + box.height / 2]; })
  .filter(([node, x, y]) => x > 0 && y > 0 && x < innerWidth && y < innerHeight && node.contains(document.elementFromPoint(x, y)))
  .map(([, x, y]) => [x, y])"""


def measure(quick: bool) -> str:
    """Table of growth by simulated hour, and the claims."""
    soak_s = float(os.environ.get("SOAK_S") or (QUICK_S if quick else SOAK_S))
    with TemporaryDirectory() as folder, serving(Path(folder) / "log", FOLLOW_PORT="-1") as served, chromium() as browser:
        samples, visits = walked(browser, served.url, served.group, soak_s)
    if len(samples) < 4:
        raise RuntimeError(f"{len(samples)} visits in {soak_s:.0f} s: too few to say anything")
    kept = samples[int(len(samples) * WARM_UP):]
    hours = [sample["hours"] for sample in kept]
    rows, claims = [], []
    for name, unit in (("JS heap", "MB"), ("page process", "MB"), ("server processes", "MB"), ("DOM nodes", ""), ("listeners", "")):
        values = [sample[name] for sample in kept]
        slope = statistics.linear_regression(hours, values).slope
        rows.append((name, f"{values[0]:,.1f}", f"{values[-1]:,.1f}", f"{max(values):,.1f}", f"{slope:+.2f} {unit}".strip()))
        if unit:
            claims.append(figures.claim(f"growth of {name}, MB an hour of opening", slope, MOST_MB_H))
    table = figures.table(("at rest, after collecting", "after warm-up", "at the end", "most", "an hour of opening"), rows)
    said = f"{soak_s:.0f} s at {SPEED}x: {samples[-1]['hours']:.1f} hours of opening, {visits} visits."
    return "\n\n".join((said, table, "\n".join(claims)))


def walked(browser: Browser, url: str, group: int, soak_s: float) -> tuple[list[dict[str, float]], int]:
    """Visit after visit for ``soak_s`` seconds; a sample at each rest, and how many visits there were."""
    chance = random.Random(2022)
    window = browser.new_context(viewport={"width": 1920, "height": 1080}, has_touch=True, service_workers="allow")
    window.set_default_timeout(60_000)
    window.add_init_script(FAST)
    page = window.new_page()
    session = window.new_cdp_session(page)
    session.send("Performance.enable")
    begun, samples, visits = time.monotonic(), [], 0
    page.goto(f"{url}/kiosk?screen={PROFILE}", wait_until="commit")
    while time.monotonic() - begun < soak_s:
        rests(page)
        if visits % 5 == 4:
            page.wait_for_timeout(180_000 / SPEED)      # a quiet time: the years go by twice
        samples.append(sample(browser, session, group, (time.monotonic() - begun) * SPEED / 3600))
        visit(page, chance)
        visits += 1
    window.close()
    return samples, visits


def rests(page: Page) -> None:
    page.locator('html[data-kiosk-state="attract"] .attract .city__pond').first.wait_for(state="attached")


def visit(page: Page, chance: random.Random) -> None:
    """A visitor looks about and leaves; the screen asks and starts over by itself."""
    while page.locator("html").get_attribute("data-kiosk-state") == "attract":
        page.touchscreen.tap(300, 300)
        page.wait_for_timeout(500)
    page.wait_for_function(STANDS)
    for _ in range(VISIT_ACTIONS):
        if page.locator("html").get_attribute("data-kiosk-state") != "explore":
            break
        spots = page.evaluate(LINKS)
        page.touchscreen.tap(*(chance.choice(spots) if spots else (960, 40)))
        page.wait_for_timeout(chance.uniform(4_000, 12_000) / SPEED)
        page.wait_for_function(STANDS)
    page.wait_for_function("() => ['reset', 'attract'].includes(document.documentElement.dataset.kioskState)")


def sample(browser: Browser, session: CDPSession, group: int, hours: float) -> dict[str, float]:
    """Memory in MB, nodes and listeners now."""
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    asked = browser.new_browser_cdp_session()
    processes = asked.send("SystemInfo.getProcessInfo")["processInfo"]
    asked.detach()
    pages = [resident_mb(one["id"]) for one in processes if one["type"] == "renderer"]
    ours = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit() and group_of(int(one.name)) == group]
    return {"hours": hours, "JS heap": found["JSHeapUsedSize"] / 1e6, "DOM nodes": found["Nodes"],
            "listeners": found["JSEventListeners"], "page process": max(pages),
            "server processes": sum(resident_mb(one) for one in ours)}


def resident_mb(process: int) -> float:
    """Resident memory of a process, 0 when it has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0


def group_of(process: int) -> int:
    try:
        return os.getpgid(process)
    except OSError:
        return 0
