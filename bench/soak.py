"""A screen of the hall for hours: scripted visits on a clock twenty times as fast; memory of page and server after warm-up.

``SOAK_S`` bounds it (seconds of this machine; 3600 = twenty hours of opening). Two thirds of it visitors come with a rest between
them, and the screen starts over; one third they follow each other without one, so the page is never loaded anew. They begin when
every page of the exhibition is in the screen's store. Measured after the garbage is collected; every sample is kept in
``build/soak.csv``.
"""

import csv
import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, CDPSession, Page

from bench import figures
from bench.bare import BarePage
from bench.browser import chromium
from tests.serving import ROOT, serving

TITLE = "A screen for hours (soak)"
SPEED = 20
SOAK_S, QUICK_S = 3600.0, 180.0
WITH_RESTS = 2 / 3              # of the time; the rest is a crowd
WARM_UP = 0.3                   # the first part of all samples is not counted
STORED_S = 1800.0       # as long as bringing every page may take
# Claimed: growth of each memory for an hour of opening. With rests a page is let go of after each visitor; a crowd that never rests
# keeps one page from opening to the nightly restart, and may make it 24 MB larger in twelve hours.
MOST_MB_H = {"With rests": 1.0, "A crowd": 2.0}
IDLE_S = "120"          # as while a story plays: after 60 a busy machine would send home whoever of a crowd waits for a page
PROFILE = "kiosk-55-landscape"
VISIT_ACTIONS = 8
ROOMS = ("/map", "/timeline", "/indicators", "/stories", "/about")     # what each brings once, as the map does React, is no growth
KEPT = ROOT / "build" / "soak.csv"
MEMORY, COUNTS = ("JS heap", "page process", "server processes"), ("DOM nodes", "listeners")
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
RESTS = """() => Boolean(document.querySelector('html[data-kiosk-state="attract"] .attract .city__pond'))"""
STATE = "() => document.documentElement.dataset.kioskState"
STORED = "() => Boolean(localStorage.getItem('kiosk.kept'))"
LINKS = """() => [...document.querySelectorAll("#page a[href^='/'], .frame__nav a, [data-set-lang], .ribbon button, #page button")]
  .filter((node) => node.checkVisibility())
  .map((node) => { const box = node.getBoundingClientRect(); return [node, box.x + box.width / 2, box.y + box.height / 2]; })
  .filter(([node, x, y]) => x > 0 && y > 0 && x < innerWidth && y < innerHeight && node.contains(document.elementFromPoint(x, y)))
  .map(([, x, y]) => [x, y])"""


@dataclass(frozen=True)
class Growth:
    """One quantity over the samples after warm-up; ``slope`` for one of what they are counted by (an hour, a page turn)."""

    first: float
    last: float
    most: float
    slope: float


def growth(samples: Sequence[dict[str, float]], name: str, by: str = "hours") -> Growth:
    """How ``name`` grows: the median of the slopes between any two samples (Theil and Sen); one high sample moves nothing."""
    kept = samples[int(len(samples) * WARM_UP):]
    values = [sample[name] for sample in kept]
    slopes = [(later[name] - one[name]) / (later[by] - one[by])
              for at, one in enumerate(kept) for later in kept[at + 1:] if later[by] > one[by]]
    return Growth(values[0], values[-1], max(values), statistics.median(slopes))


def measure(quick: bool) -> str:
    """Tables of growth by simulated hour, and the claims."""
    soak_s = float(os.environ.get("SOAK_S") or (QUICK_S if quick else SOAK_S))
    walks = (("With rests", walked, soak_s * WITH_RESTS), ("A crowd", crowded, soak_s * (1 - WITH_RESTS)))
    said = []
    KEPT.parent.mkdir(exist_ok=True)
    with (TemporaryDirectory() as folder, serving(Path(folder) / "log", FOLLOW_PORT="-1", IDLE_S=IDLE_S) as served,
          chromium() as browser, KEPT.open("w", newline="") as out):
        rows = csv.DictWriter(out, ("walk", "hours", *MEMORY, *COUNTS))
        rows.writeheader()
        page = opened(browser, served.url)
        for title, walk, seconds in walks:
            samples = []
            for one in walk(page, served.group, seconds):
                samples.append(one)
                rows.writerow({"walk": title, **one})
                out.flush()
            said.append(told(title, samples, seconds))
    return "\n\n".join(said)


def told(title: str, samples: Sequence[dict[str, float]], seconds: float) -> str:
    """Table and claims of one walk."""
    if len(samples) < 6:
        raise RuntimeError(f"{len(samples)} visits in {seconds:.0f} s: too few to say anything")
    found = {name: growth(samples, name) for name in (*MEMORY, *COUNTS)}
    rows = [(name, f"{one.first:,.1f}", f"{one.last:,.1f}", f"{one.most:,.1f}", f"{one.slope:+.2f}{' MB' * (name in MEMORY)}")
            for name, one in found.items()]
    table = figures.table((title, "after warm-up", "at the end", "most", "an hour of opening"), rows)
    most = MOST_MB_H[title]
    claims = [figures.claim(f"{title}: growth of {name}, MB an hour of opening", found[name].slope, most) for name in MEMORY]
    length = f"{title}: {seconds:.0f} s at {SPEED}x = {samples[-1]['hours']:.1f} hours of opening, {len(samples)} visits."
    return "\n\n".join((length, table, "\n".join(claims)))


def opened(browser: Browser, url: str) -> BarePage:
    """The kiosk on its fast clock, at rest, with every page of the exhibition in its store."""
    page = BarePage(browser, 1920, 1080, FAST)
    page.goto(f"{url}/kiosk?screen={PROFILE}")
    page.wait_for_function(STORED, patience_s=STORED_S)
    rests(page)
    return page


def walked(page: BarePage, group: int, soak_s: float) -> Iterator[dict[str, float]]:
    """Visit after visit for ``soak_s`` seconds, each to its end; a sample at each rest."""
    chance = random.Random(2022)
    begun = time.monotonic()
    for visit in count():
        rests(page)
        if visit % 5 == 4:
            page.wait_for_timeout(180_000 / SPEED)      # a quiet time: the years go by twice
        yield sample(page, group, (time.monotonic() - begun) * SPEED / 3600)
        if time.monotonic() - begun > soak_s:
            break
        enter(page)
        look_about(page, chance)
        page.wait_for_function("() => ['reset', 'attract'].includes(document.documentElement.dataset.kioskState)")


def crowded(page: BarePage, group: int, soak_s: float) -> Iterator[dict[str, float]]:
    """The same without a rest, in one page that is never loaded anew; a sample at each change of visitors, on the same address."""
    chance = random.Random(2014)
    rests(page)
    enter(page)
    for path in ROOMS:
        turn_to(page, path)
    page.evaluate("() => { window.same = true; }")
    begun = time.monotonic()
    while time.monotonic() - begun < soak_s:
        visited(page, chance)
        yield sample(page, group, (time.monotonic() - begun) * SPEED / 3600)
    if not page.evaluate("() => window.same"):
        raise RuntimeError("the screen started over in the middle of the crowd")


def visited(page: BarePage | Page, chance: random.Random) -> None:
    """One of a crowd: looks about and leaves the screen on the same page as all others."""
    look_about(page, chance)
    page.touchscreen.tap(960, 5)                    # whoever was asked whether they are there says so
    turn_to(page, "/about")


def turn_to(page: BarePage | Page, path: str) -> None:
    """Another page of the exhibition, until it stands."""
    page.evaluate("(path) => tao.go(path)", path)
    page.wait_for_function(STANDS)


def rests(page: BarePage | Page) -> None:
    page.wait_for_function(RESTS)


def enter(page: BarePage | Page) -> None:
    while page.evaluate(STATE) == "attract":
        page.touchscreen.tap(300, 300)
        page.wait_for_timeout(500)
    page.wait_for_function(STANDS)


def look_about(page: BarePage | Page, chance: random.Random) -> None:
    """A visitor looks about: what can be touched is touched."""
    for _ in range(VISIT_ACTIONS):
        if page.evaluate(STATE) != "explore":
            break
        spots = page.evaluate(LINKS)
        page.touchscreen.tap(*(chance.choice(spots) if spots else (960, 40)))
        page.wait_for_timeout(chance.uniform(4_000, 12_000) / SPEED)
        page.wait_for_function(STANDS)


def metrics(page: BarePage | CDPSession) -> dict[str, float]:
    """JS heap in MB, nodes and listeners of the page, after its garbage is collected, thrice: what goes lets go of more."""
    for _ in range(3):
        page.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in page.send("Performance.getMetrics")["metrics"]}
    return {"JS heap": found["JSHeapUsedSize"] / 1e6, "DOM nodes": found["Nodes"], "listeners": found["JSEventListeners"]}


def sample(page: BarePage | Page, group: int, hours: float) -> dict[str, float]:
    """``metrics`` and the memory of the page's process and of the server's now, in MB."""
    found = metrics(page)
    processes = page.line.send("SystemInfo.getProcessInfo")["processInfo"]
    pages = [own_mb(one["id"]) for one in processes if one["type"] == "renderer"]
    ours = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit() and group_of(int(one.name)) == group]
    return {"hours": hours, **found, "page process": max(pages), "server processes": sum(own_mb(one) for one in ours)}


def own_mb(process: int) -> float:
    """Memory of a process that no file stands behind (RssAnon and VmSwap, Chromium's "private footprint"); 0 when it has ended."""
    try:
        said = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in said.splitlines() if line.startswith(("RssAnon:", "VmSwap:"))) * 1024 / 1e6


def group_of(process: int) -> int:
    try:
        return os.getpgid(process)
    except OSError:
        return 0
