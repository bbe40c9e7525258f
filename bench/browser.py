"""Chromium as a weak machine sees it: a fresh profile each time, the processor four times slower, every byte counted."""

import contextlib
import os
import shutil
from collections import Counter
from collections.abc import Iterator

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

SLOWER = 4
# No page of the browser's own beside each of ours.
BARE = "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
PATIENCE_MS = 60_000
VIEWPORT = {"width": 1440, "height": 900}
KINDS = {"Script": "code", "Stylesheet": "styles", "Font": "fonts", "Document": "data", "Fetch": "data", "XHR": "data"}
DATA = ("/views/", "/_dash-")      # a preloaded file is "Other" to Chromium

# When is the first screen there? Looked at in every frame; two frames more, so that it is painted.
READY = {
    "ours": "document.documentElement?.dataset.ready === 'true'",       # set by the exhibition after two frames
    "plotly": "document.querySelectorAll('.scatterlayer path.point').length >= MARKS && document.querySelector('#events li')",
    "leaflet": "document.querySelectorAll('path.leaflet-interactive').length >= MARKS && document.querySelector('#events li')"
               " && document.querySelectorAll('.bars .point').length >= 9",
}
WATCH_READY = """
window.benchReady = new Promise((done) => {
  const more = FRAMES;
  const look = () => {
    if (!(CONDITION)) { requestAnimationFrame(look); return; }
    let left = more;
    const wait = () => { if (left-- > 0) requestAnimationFrame(wait); else done(performance.now()); };
    wait();
  };
  requestAnimationFrame(look);
});
"""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=[BARE, *(["--no-sandbox"] if os.geteuid() == 0 else [])])
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def fresh(browser: Browser, kind: str, marks: int = 0, still: bool = False, script: str = "") -> Iterator[tuple[Page, CDPSession]]:
    """A page with nothing in its cache. ``marks``: how many marks a peer's finished map has; ``still``: reduced motion."""
    context = browser.new_context(viewport=VIEWPORT, locale="zh-TW", reduced_motion="reduce" if still else "no-preference",
                                  service_workers="block")      # what is kept is fetched after the first screen
    try:
        page = context.new_page()
        page.set_default_timeout(90_000)
        condition = READY[kind].replace("MARKS", str(marks))
        page.add_init_script(WATCH_READY.replace("FRAMES", "0" if kind == "ours" else "2").replace("CONDITION", condition) + script)
        cdp = context.new_cdp_session(page)
        cdp.send("Network.enable")
        cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page, cdp
    finally:
        context.close()


class Wire:
    """What came over the wire, as Chromium counts it: encoded bytes by kind, requests by address, how many are still under way.

    What the browser takes from its own cache (it asks for the icon again at every new address) is no request.
    """

    def __init__(self, cdp: CDPSession) -> None:
        self.bytes: Counter[str] = Counter()
        self.requests: list[str] = []
        self._kinds: dict[str, str] = {}
        self._open: dict[str, str] = {}
        self._cached: set[str] = set()
        cdp.on("Network.requestWillBeSent", lambda event: self._open.__setitem__(event["requestId"], event["request"]["url"]))
        cdp.on("Network.requestServedFromCache", lambda event: self._cached.add(event["requestId"]))
        cdp.on("Network.responseReceived", self._received)
        cdp.on("Network.loadingFinished", self._finished)
        cdp.on("Network.loadingFailed", lambda event: self._open.pop(event["requestId"], None))

    @property
    def under_way(self) -> int:
        return len(self._open)

    def _received(self, event: dict) -> None:
        answer = event["response"]
        if answer.get("fromDiskCache") or answer.get("fromPrefetchCache"):
            self._cached.add(event["requestId"])
        is_data = event["type"] == "Other" and any(part in answer["url"] for part in DATA)
        self._kinds[event["requestId"]] = "data" if is_data else KINDS.get(event["type"], "other")

    def _finished(self, event: dict) -> None:
        url = self._open.pop(event["requestId"], "")
        if event["requestId"] not in self._cached and not url.startswith("data:"):
            self.requests.append(url)
            self.bytes[self._kinds.get(event["requestId"], "other")] += int(event["encodedDataLength"])


def open_ready(page: Page, url: str) -> float:
    """Goes to ``url``; milliseconds from the start of the navigation until its first screen is ready."""
    page.goto(url, wait_until="commit")
    return page.evaluate("""(ms) => Promise.race([window.benchReady,
        new Promise((_, fail) => setTimeout(() => fail(new Error(`${location} was not ready in ${ms} ms`)), ms))])""", PATIENCE_MS)


def worked(cdp: CDPSession) -> float:
    """Milliseconds of processor time the page's main thread took for its tasks so far; hardly moves when the machine is busy."""
    return 1000 * next(one["value"] for one in cdp.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration")
