"""Faults while a visitor walks: no error is seen, the screen comes back by itself, each page looked at is counted once."""

import json
import os
import signal
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Page

from hub.screens import LATE_BEATS
from tests.browser.conftest import SLOWEST_MS, Watch
from tests.browser.line import Line
from tests.browser.test_kiosk import ORGANISER, SCREEN, TOKENS, attracting, kiosk, pass_s, state  # noqa: F401
from tests.copied import copied
from tests.hub.postgres import postgres
from tests.serving import Served, free_port, serving

SERVER_BACK_S = 30          # issue 4
WAYS = ["/map", "/timeline", "/stories", "/awards", "/indicators", "/districts", "/about", "/partners"]
ENOUGH = [*WAYS, "/search", "/stories/county-to-intelligent-community"]


@dataclass
class Hall:
    """A screen, the line to its server, and what the visitor of it did."""

    page: Page
    line: Line
    served: Served
    root: Path                  # the checkout that is served
    log: Path
    settings: dict[str, str]
    walked: list[str] = field(default_factory=list)
    visits: int = 0

    def enter(self) -> None:
        """A visitor touches the attract screen; the page it leads to is the first that is looked at."""
        self.page.touchscreen.tap(300, 300)
        state(self.page, "explore")
        self.stands()
        self.walked.append(urlsplit(self.page.url).path)
        self.visits += 1

    def walk(self, *paths: str) -> None:
        """Page after page, each with a touch; none shows an error, none is another."""
        for path in paths:
            self.page.evaluate("(path) => { tao.go(path); }", path)
            until = time.monotonic() + SLOWEST_MS / 1000
            while urlsplit(self.page.url).path != path or not self.page.evaluate("() => document.documentElement.dataset.ready"):
                assert time.monotonic() < until, (path, self.page.url)
                pass_s(self.page, 0.2)
                time.sleep(0.2)         # the store's patience with a server that hangs is of the real clock
            self.stands()
            if path != self.walked[-1]:         # where the visitor is already is no other page
                self.walked.append(path)
            self.page.touchscreen.tap(5, 5)
            pass_s(self.page, 5)

    def stands(self) -> None:
        """The page is there and no error is on it."""
        self.page.locator('html[data-ready="true"]').wait_for(state="attached")
        assert self.page.locator("#page h1").first.inner_text()
        assert self.page.locator(".notice, .dry[role=status], .not-found").count() == 0, self.page.url

    def leave(self) -> None:
        """Nobody touches any more: warn, reset, attract."""
        pass_s(self.page, 62)
        state(self.page, "warn")
        pass_s(self.page, 21)
        attracting(self.page)

    def answers(self, patience_s: float = SERVER_BACK_S) -> None:
        """The server answers within the time it has."""
        until = time.monotonic() + patience_s
        while True:
            try:
                with urllib.request.urlopen(f"{self.line.url}/readyz", timeout=5) as answer:
                    assert answer.status == 200
                    return
            except OSError:
                assert time.monotonic() < until, "the server is not back"
                time.sleep(0.2)


def counted(database: str) -> tuple[list[str], int]:
    """The pages the hub was told of, in their order, and how many visits."""
    asked = "select page, visit from hub_events where kind = 'page' order by at, batch, n"
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as opened:
            rows = opened.execute(asked).fetchall()
    else:
        with psycopg.connect(database) as opened:
            rows = opened.execute(asked).fetchall()
    return [page for page, _ in rows], len({visit for _, visit in rows})


def shown(hall: Hall) -> dict[str, Any]:
    """The screen as the hub has it, asked beside the line that is cut."""
    status, said = hall.served.get("/hub/api/screens", Authorization=f"Bearer {ORGANISER}")
    assert status == 200
    return json.loads(said)["screens"][0]


@contextmanager
def killed(hall: Hall) -> Iterator[None]:
    """The server's processes end at once; a supervisor starts another."""
    hall.served.kill()
    yield
    with serving(hall.log.with_name("second.log"), cwd=hall.root, **hall.settings) as again:
        hall.line.mend(int(again.url.rsplit(":", 1)[1]))
        hall.answers()
        finish(hall)


@contextmanager
def hung(hall: Hall) -> Iterator[None]:
    """The server takes connections and answers none."""
    os.killpg(hall.served.group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(hall.served.group, signal.SIGCONT)
    hall.answers()
    finish(hall)


@contextmanager
def cut_for_an_hour(hall: Hall) -> Iterator[None]:
    """No network; the screen's clock goes on for an hour with visitors coming and going."""
    hall.line.cut()
    until = time.monotonic() + int(TOKENS["HUB_HEARTBEAT_S"]) * LATE_BEATS + 1      # of the hub's own clock, which is not moved
    yield
    hall.leave()
    pass_s(hall.page, 1800)
    hall.enter()
    hall.walk(*WAYS[3:6])
    hall.leave()
    pass_s(hall.page, 1500)
    hall.enter()
    time.sleep(max(0.0, until - time.monotonic()))
    assert shown(hall)["state"] == "offline", "the hub has not heard of it"
    hall.line.mend()
    hall.answers()
    finish(hall)
    now = shown(hall)
    assert (now["state"], now["away_s"] > 0, now["dropped_events"]) == ("attract", True, 0), "by the hub's own clock"
    with closing(sqlite3.connect(hall.settings["HUB_DATABASE_URL"].removeprefix("sqlite:///"))) as opened:
        ((detail,),) = opened.execute("select detail from hub_audit where action = 'back'").fetchall()
    assert json.loads(detail)["alone_s"] > 3000, "said once: by the screen's clock it worked alone for an hour"


@contextmanager
def full(hall: Hall) -> Iterator[None]:
    """The browser may keep nothing more."""
    session = hall.page.context.new_cdp_session(hall.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": hall.line.url, "quotaSize": 1})
    yield
    finish(hall)


@contextmanager
def clock_jumped(hall: Hall) -> Iterator[None]:
    """The screen's clock is put a day forward, then two days back: to a time before the visit began."""
    now = hall.page.evaluate("() => Date.now()")
    hall.page.clock.set_system_time((now + 86_400_000) / 1000)
    yield
    hall.page.clock.set_system_time((now - 86_400_000) / 1000)
    hall.walk(*WAYS[3:5])
    finish(hall)


@contextmanager
def broken_table(hall: Hall) -> Iterator[None]:
    """A table is saved half written, and stays so."""
    (hall.root / "data" / "tables" / "awards.csv").write_text("id,date\nno,thing")
    time.sleep(1.5)             # the server looks once a second
    with urllib.request.urlopen(f"{hall.line.url}/readyz", timeout=20) as answer:
        assert "awards.csv" in answer.read().decode(), "it is told"
    yield
    finish(hall)


def finish(hall: Hall) -> None:
    """The visit goes on, ends, a last one is well, and all of it is counted."""
    hall.walk("/about", "/map")
    hall.leave()
    hall.enter()
    hall.walk("/timeline")
    hall.leave()
    told(hall)


def told(hall: Hall) -> None:
    """Give the screen time to send what it holds, then: every page once, every visit once."""
    until = time.monotonic() + 40
    while hall.page.evaluate("() => JSON.parse(localStorage.getItem('kiosk.batches') || '[]').length"):
        assert time.monotonic() < until, hall.page.evaluate("() => localStorage.getItem('kiosk.batches')")
        pass_s(hall.page, 20)
        time.sleep(0.3)
    pages, visits = counted(hall.settings["HUB_DATABASE_URL"])
    assert sorted(pages) == sorted(hall.walked)
    assert visits == hall.visits


FEW = f"""(() => {{
  const asked = window.fetch.bind(window);
  window.fetch = async (what, how) => {{
    const answer = await asked(what, how);
    if (what !== "/_kiosk" || !answer.ok) return answer;
    const list = await answer.json();
    list.pages = list.pages.filter((path) => {["/", *ENOUGH]}.includes(path) || path.startsWith("/stories/"));
    return new Response(JSON.stringify(list));
  }};
}})()"""


@pytest.fixture
def hall(kiosk: Callable[..., Page], watch: Watch, tmp_path: Path) -> Iterator[Callable[..., Hall]]:  # noqa: F811
    """Opens the screen with a server of its own behind a line of its own, everything the walks need kept on the screen."""
    held = []

    def opened(**chosen: str) -> Hall:
        root = copied(tmp_path / "release")
        settings = {"HUB_DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite", **TOKENS, **chosen}
        running = serving(tmp_path / "first.log", cwd=root, PYTHONPATH=str(root), **settings)
        served = running.__enter__()
        held.append(running)
        line = Line(int(served.url.rsplit(":", 1)[1]))
        held.append(line)
        line.__enter__()
        watch.host = urlsplit(line.url).netloc
        watch.allowed = ("net::ERR", "Failed to load resource")
        page = kiosk("L", worker=True, url=line.url, mark=f"#hub=lobby-1:{SCREEN}", script=FEW)
        keep(page)
        return Hall(page, line, served, root, tmp_path / "first.log", {"PYTHONPATH": str(root), **settings})

    yield opened
    for one in reversed(held):
        one.__exit__(None, None, None)


def keep(page: Page) -> None:
    """Wait until the screen has brought every page."""
    until = time.monotonic() + 120
    while not page.evaluate("() => localStorage.getItem('kiosk.kept')"):
        assert time.monotonic() < until, "not all pages came"
        for _ in range(20):
            page.clock.run_for(100)


@pytest.mark.parametrize("fault", [killed, hung, cut_for_an_hour, full, clock_jumped, broken_table], ids=lambda one: one.__name__)
def test_a_visitor_walks_on(hall: Callable[..., Hall], fault: Callable):
    one = hall()
    one.enter()
    one.walk(*WAYS[:2])
    with fault(one):
        one.walk(*ENOUGH[2:6])


def test_postgresql_stops_and_comes_back(hall: Callable[..., Hall]):
    with postgres() as database:
        one = hall(HUB_DATABASE_URL=database.new_database())
        one.enter()
        database.stop()
        one.walk(*WAYS[:4])
        one.leave()
        pass_s(one.page, 60)
        one.enter()
        database.start()
        one.walk(*WAYS[4:6])
        one.leave()
        told(one)


def test_redis_stops_and_comes_back(hall: Callable[..., Hall], tmp_path: Path):
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--bind", "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path) as first:
        one = hall(CACHE_URL=f"redis://127.0.0.1:{port}/0")
        one.enter()
        one.walk("/map")
        first.kill()
    one.walk(*WAYS[1:5])
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path) as second:
        finish(one)
        second.kill()
