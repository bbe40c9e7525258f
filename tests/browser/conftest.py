"""Debian's Chromium on a real server. A page that asks another host for anything, or says an error, fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.serving import Served, serving

SIZES = {"P": (1080, 1920), "L": (1920, 1080), "W": (390, 844), "D": (1440, 900)}  # hall portrait, hall landscape, phone, desk
# Debian's Chromium without its own windows: the same pages for less of the processor. CHROMIUM names another, as the whole one.
CHROMIUM = Path(os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No page of the browser's own beside each of ours.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
    "--font-render-hinting=none",      # letters as wide as their font says, on each machine the same
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # there is no other machine
]
SLOWEST_MS = 30_000      # a machine that does other things too

expect.set_options(timeout=SLOWEST_MS)


@dataclass
class Watch:
    """What the pages of one test said and asked for."""

    host: str = ""
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def follow(self, page: Page) -> None:
        """Listen to ``page`` from now on."""
        page.on("console", lambda said: self.say(f"{said.text} {said.location['url']}") if said.type == "error" else None)
        page.on("pageerror", lambda error: self.say(f"{page.url}: {error}"))
        page.on("request", self.note)
        page.on("websocket", lambda socket: self.outside.append(socket.url))

    def say(self, text: str) -> None:
        """Keep an error; a page that is tested for a 404 may say so."""
        if not any(part in text for part in self.allowed):
            self.errors.append(text)

    def data(self, since: int) -> list[str]:
        """What was asked for since then; a script's part of a font comes when the first of its letters is shown."""
        return [path for path in self.asked[since:] if not path.endswith(".woff2")]

    def note(self, request: Request) -> None:
        """Keep the address of a request."""
        target = urlsplit(request.url)
        if target.scheme in ("data", "blob"):
            return
        if target.netloc == self.host:
            self.asked.append(target.path)
        # The channel of a talk answers beside the server, on a port of its own.
        elif target.hostname != self.host.partition(":")[0]:
            self.outside.append(request.url)


def address(page: Page) -> str:
    """The address as the page has it now: ``page.url`` is told later, by another way than the answers of the page."""
    return page.evaluate("() => location.href")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server of this test process."""
    with serving(tmp_path_factory.mktemp("served") / "server.log") as running:
        yield running


@pytest.fixture(scope="session")
def server_url(served: Served) -> str:
    """Where it answers, without a slash at the end."""
    return served.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a test process."""
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Callable[..., BrowserContext]:
    """A window of a kind, opened once: its files stay in the browser's cache from test to test."""
    opened: dict[tuple[str, bool, bool, bool], BrowserContext] = {}

    def context(size: str, touch: bool, reduced_motion: bool, clock: bool) -> BrowserContext:
        key = (size, touch, reduced_motion, clock)
        if key not in opened or clock:      # a clock that was stopped stays stopped in its window
            width, height = SIZES[size]
            opened[key] = browser.new_context(
                viewport={"width": width, "height": height},
                has_touch=touch,
                locale="zh-TW",
                reduced_motion="reduce" if reduced_motion else "no-preference",
                service_workers="block",      # tests/browser/test_kept.py and those of the hall look at what is kept
            )
            opened[key].set_default_timeout(SLOWEST_MS)
        return opened[key]

    return context


@pytest.fixture
def watch(server_url: str) -> Watch:
    """What the pages of this test say and ask for."""
    return Watch(urlsplit(server_url).netloc)


@pytest.fixture(autouse=True)
def quiet(watch: Watch) -> Iterator[None]:
    """No page may have said an error or asked another host for anything."""
    yield
    assert watch.errors == []
    assert watch.outside == []


@pytest.fixture
def open_page(contexts: Callable[..., BrowserContext], server_url: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens an address and waits until the page is ready; closed with the test."""
    pages: list[Page] = []

    def opened(
        path: str, size: str = "L", lang: str | None = None, touch: bool = False, reduced_motion: bool = True, clock: bool = False
    ) -> Page:
        page = contexts(size, touch or size == "W", reduced_motion, clock).new_page()
        pages.append(page)
        watch.follow(page)
        if clock:
            page.clock.install()  # the clock is that of the whole window, so its window is its own
        visit(page, server_url + with_lang(path, lang))
        return page

    yield opened
    for page in pages:
        page.close()


def with_lang(path: str, lang: str | None) -> str:
    """``path`` in a language of its own."""
    return path if lang is None else f"{path}{'&' if '?' in path else '?'}lang={lang}"


def visit(page: Page, address: str) -> None:
    """Go to a whole address and wait until the page is ready."""
    page.goto(address, wait_until="commit")
    ready(page)


def ready(page: Page) -> None:
    """Wait until every part of the page stands and the letters of its other years are there."""
    page.locator('html[data-ready="true"]').wait_for(state="attached")
    page.evaluate("() => tao.letters.warm()")      # a visitor's first seconds, without waiting for them


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine gets a second try, named in the summary: a fault that is there fails twice."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=int(os.environ.get("RERUNS", "1"))))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A failed test shows the end of what the server said."""
    report = yield
    running = getattr(item, "funcargs", {}).get("served")
    if report.failed and isinstance(running, Served):
        report.sections.append(("server", running.log.read_text()[-3000:]))
    return report
