"""Claim 2: from the key to the last painted pixel of another year, on the map with all projects, and no request."""

import random
from itertools import pairwise

from playwright.sync_api import Browser, CDPSession, Page

from bench import figures
from bench.browser import SLOWER, Wire, chromium, fresh, open_ready, worked
from bench.first_screen import NAMES, marks
from bench.servers import exhibition, stock

TITLE = "Another year, processor four times slower"
MEDIAN_MS, P95_MS = 50, 100
FIRST, LAST = 2014, 2022
KEYS = {"ArrowLeft": -1, "ArrowRight": 1, "PageDown": -3, "PageUp": 3, "Home": -9, "End": 9}
PEERS_KEYS = ("ArrowLeft", "ArrowRight", "Home", "End")

# Of what changed, is anything to be seen? Ponds and events of the years to come are drawn while nothing else is to be done.
IS_SEEN = """((changes) => changes.some(({ target, addedNodes }) => !target.matches?.(".ponds__drawing, .map-page__events")
  || !addedNodes.length
  || [...addedNodes].some((node) => node.hasAttribute("data-seen"))))"""
# From the key's own time stamp: the paint after the first and after the last change of the document (a message sent from within
# a frame arrives when the frame is painted), and while an animation that ends is still running, the paint of its frame.
WATCH_CHANGE = """
(() => {
  const isSeen = IS_SEEN;
  const seen = { event: [] };
  const ends = (one) => one.playState === "running" && one.effect.getTiming().iterations !== Infinity;
  let change = null, asked = false;
  const paint = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        asked = false;
        if (!change) return;
        change.last = performance.now();
        change.first ??= change.last;
        if (document.getAnimations().some(ends)) paint();
      };
      channel.port2.postMessage(0);
    });
  };
  addEventListener("keydown", (event) => { change = { begun: event.timeStamp }; }, true);
  new MutationObserver((changes) => { if (change && isSeen(changes)) paint(); })
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (one.name === "keydown") seen.event.push(one.duration);
  }).observe({ type: "event", durationThreshold: 16 });
  window.benchChange = () => change?.last
    ? { first: change.first - change.begun, last: change.last - change.begun, quiet: performance.now() - change.last } : null;
  window.benchPresented = () => seen.event;
  window.benchFrames = (ms) => new Promise((done) => {
    const stamps = [];
    const each = (now) => { stamps.push(now); if (now - stamps[0] < ms) requestAnimationFrame(each); else done(stamps); };
    requestAnimationFrame(each);
  });
})();
""".replace("IS_SEEN", IS_SEEN)
UNSEEN_MS = 16      # Event Timing tells of nothing shorter
QUIET_MS = 250      # nothing has changed for so long: the last pixel was painted


def measure(quick: bool) -> str:
    rounds, ours_n, peers_n = (1, 24, 4) if quick else (3, 24, 10)
    changes = {"ours": ours_n, "plotly": peers_n, "leaflet": peers_n}
    last: dict[str, list[float]] = {kind: [] for kind in NAMES}
    shown: dict[str, list[float]] = {kind: [] for kind in NAMES}
    asked = dict.fromkeys(NAMES, 0)
    work: dict[str, list[float]] = {kind: [] for kind in NAMES}
    chance = random.Random(2014)
    expected = marks()
    with exhibition() as ours, stock("plotly") as plotly, stock("leaflet") as leaflet, chromium() as browser:
        addresses = {"ours": f"{ours}/map", "plotly": plotly, "leaflet": leaflet}
        for _ in range(rounds):
            for kind, address in addresses.items():
                with fresh(browser, kind, expected[kind], still=True, script=WATCH_CHANGE) as (page, cdp):
                    open_ready(page, address)
                    if kind == "ours":      # the letters of the other years come a while after the first screen
                        page.locator('html[data-letters="ready"]').wait_for(state="attached")
                    settle(page)
                    keys = KEYS if kind == "ours" else PEERS_KEYS
                    found, presented, requests = walk(page, Wire(cdp), chance, changes[kind], keys)
                    last[kind] += [one["last"] for one in found]
                    shown[kind] += presented + [UNSEEN_MS] * (len(found) - len(presented))
                    asked[kind] += requests
                    work[kind] += efforts(page, cdp, 6 if quick else 12)
        moving = in_motion(browser, addresses["ours"], chance, quick)
    return report(last, shown, asked, work, moving)


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.locator("[role=slider]").first.focus()
    page.wait_for_timeout(1000)


def walk(page: Page, wire: Wire, chance: random.Random, count: int, keys: object) -> tuple[list[dict], list[float], int]:
    """``count`` changes by key, each to another year: what each took, Event Timing's durations, requests sent."""
    year, found = LAST, []
    before = len(page.evaluate("() => window.benchPresented()"))
    for _ in range(count):
        key = chance.choice([one for one in keys if min(LAST, max(FIRST, year + KEYS[one])) != year])
        year = min(LAST, max(FIRST, year + KEYS[key]))
        page.keyboard.press(key)
        found.append(settled(page, wire))
    return found, page.evaluate("() => window.benchPresented()")[before:], len(wire.requests)


def settled(page: Page, wire: Wire) -> dict:
    """The change, when nothing has moved on the page or over the wire for a while, twice: an answer may still be worked on."""
    before = None
    while True:
        change = page.evaluate("() => window.benchChange()")
        is_quiet = change and change["quiet"] >= QUIET_MS and not wire.under_way
        if is_quiet and before == change["last"]:
            return change
        before = change["last"] if is_quiet else None
        page.wait_for_timeout(QUIET_MS * 2 if is_quiet else QUIET_MS / 2)


def efforts(page: Page, cdp: CDPSession, count: int) -> list[float]:
    """Milliseconds of processor time the page's main thread spends on each of ``count`` changes, unslowed, times the slow-down."""
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.keyboard.press("Home")
    page.wait_for_timeout(1000)
    found = []
    for turn in range(count):
        before = worked(cdp)
        page.keyboard.press("ArrowLeft" if turn // 8 % 2 else "ArrowRight")
        page.wait_for_timeout(600)
        found.append(SLOWER * (worked(cdp) - before))
    return found


def in_motion(browser: Browser, address: str, chance: random.Random, quick: bool) -> dict[str, list[float]]:
    """With motion on: milliseconds to the first changed frame, and between two frames while the years play at double pace."""
    with fresh(browser, "ours", script=WATCH_CHANGE) as (page, cdp):
        open_ready(page, address)
        settle(page)
        found, _, _ = walk(page, Wire(cdp), chance, 8 if quick else 24, KEYS)
        page.keyboard.press("Home")
        page.locator(".ribbon__pace").click()
        page.locator(".ribbon__play").click()
        stamps = page.evaluate("(ms) => window.benchFrames(ms)", 5000 if quick else 12_000)
    return {"first": [one["first"] for one in found], "last": [one["last"] for one in found],
            "frames": [after - before for before, after in pairwise(stamps)]}


def report(last: dict, shown: dict, asked: dict, work: dict, moving: dict) -> str:
    middle = figures.median(last["ours"])
    rows = [(NAMES[kind], len(last[kind]), f"{figures.median(last[kind]):.0f}", f"{figures.p95(last[kind]):.0f}",
             f"{figures.median(shown[kind]):.0f}", f"{figures.p95(shown[kind]):.0f}",
             f"{middle / figures.median(last[kind]):.2f}", f"{figures.median(work[kind]):.0f}", asked[kind]) for kind in NAMES]
    frames = moving["frames"]
    return "\n".join([
        figures.table(("still", "changes", "last paint ms", "p95", "presented ms", "p95", "ours/this", "processor ms", "requests"),
                      rows), "",
        figures.table(("in motion (exhibition)", "median", "p95"), [
            ("first changed frame, ms", f"{figures.median(moving['first']):.0f}", f"{figures.p95(moving['first']):.0f}"),
            ("last frame of the motion, ms", f"{figures.median(moving['last']):.0f}", f"{figures.p95(moving['last']):.0f}"),
            ("between frames while playing, ms", f"{figures.median(frames):.1f}", f"{figures.p95(frames):.1f}"),
            ("frames a second while playing", f"{1000 * len(frames) / sum(frames):.0f}", ""),
        ]), "",
        figures.claim("ms to the last painted pixel, median", middle, MEDIAN_MS),
        figures.claim("ms to the last painted pixel, p95", figures.p95(last["ours"]), P95_MS),
        figures.claim("requests sent", asked["ours"], 0),
    ])
