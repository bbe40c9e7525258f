"""Claim 5: another page and the other language, inside the app."""

from playwright.sync_api import Page

from bench import figures
from bench.browser import Wire, chromium, fresh, open_ready
from bench.servers import exhibition
from bench.year_change import IS_SEEN, QUIET_MS

TITLE = "Another page, the other language, processor four times slower"
LANGUAGE_MS = 300

# From the click's own time stamp: to data-ready of the new page; to the paint after the last change.
WATCH_CLICK = """
(() => {
  const isSeen = IS_SEEN;
  let begun = 0, ready = 0, last = 0, asked = false;
  addEventListener("click", (event) => { begun = event.timeStamp; ready = last = 0; }, true);
  new MutationObserver((changes) => {
    if (begun && !ready && document.documentElement.dataset.ready !== "true") ready = -1;
    if (ready === -1 && document.documentElement.dataset.ready === "true") ready = performance.now();
    if (!begun || asked || !isSeen(changes)) return;
    asked = true;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { asked = false; last = performance.now(); };
      channel.port2.postMessage(0);
    });
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  window.benchClick = () => ({
    ready: ready > 0 ? ready - begun : null, last: last - begun, quiet: last ? performance.now() - last : 0,
  });
})();
""".replace("IS_SEEN", IS_SEEN)


def measure(quick: bool) -> str:
    first, again, language, slowly = [], [], [], []
    with exhibition() as ours, chromium() as browser:
        for _ in range(2 if quick else 7):
            with fresh(browser, "ours", still=True, script=WATCH_CLICK) as (page, cdp):
                wire = Wire(cdp)
                open_ready(page, f"{ours}/map")
                page.wait_for_load_state("networkidle")
                first.append(opened(page, "/timeline"))
                opened(page, "/map")
                again.append(opened(page, "/timeline"))
                opened(page, "/map")
                before = len(wire.requests)
                slowly += [switched(page, tag, wire) for tag in ("en", "zh-TW")]
                cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
                language += [switched(page, tag, wire) for tag in ("en", "zh-TW")]
                asked = [url for url in wire.requests[before:] if ".woff2" not in url]
                fonts = len(wire.requests) - before - len(asked)
    rows = [("/map to /timeline, first time", first), ("/map to /timeline, again", again),
            ("language, to the last painted pixel", slowly), ("language, the processor not slowed", language)]
    return "\n".join([
        figures.table(("ms", "times", "median", "p95"), [
            (name, len(found), f"{figures.median(found):.0f}", f"{figures.p95(found):.0f}") for name, found in rows]), "",
        figures.claim("ms to the other language, the processor not slowed, p95", figures.p95(language), LANGUAGE_MS),
        f"- four switches of language asked the server for {len(asked)} files, and for {fonts} font files",
    ])


def opened(page: Page, path: str) -> float:
    """Milliseconds from a click in the navigation until the page is ready."""
    page.locator(f".frame__nav a[href='{path}']").click()
    while (found := page.evaluate("() => window.benchClick()"))["ready"] is None:
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    return found["ready"]


def switched(page: Page, tag: str, wire: Wire) -> float:
    """Milliseconds from a click on a language until its last pixel is painted."""
    page.locator(f"[data-set-lang='{tag}']").click()
    while (found := page.evaluate("() => window.benchClick()"))["quiet"] < QUIET_MS or wire.under_way:
        page.wait_for_timeout(100)
    return found["last"]
