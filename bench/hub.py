"""A hundred simulated screens report, fetch commands and send visits; halfway the server is killed and comes back."""

import contextlib
import http.client
import itertools
import json
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import figures
from bench.servers import ROOT, answers, free_port
from tests.hub.postgres import missing, postgres

TITLE = "A hundred screens and the hub"
SCREENS = 100
BEAT_S = 15.0           # as a real screen does (HUB_HEARTBEAT_S)
SETTLE_S = 8.0          # before the screens begin, and to see what the server takes without them
ORDER_S = 10.0          # between two commands to all screens
MOST_MS = 100.0         # claimed: p95 of a heartbeat
MOST_SHARE = 10.0       # claimed: percent of one core, above what the server takes without screens


@dataclass
class Screen:
    """One simulated screen: what it has sent and what it was told."""

    name: str
    milliseconds: list[float] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    taken: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    held: list[dict[str, Any]] = field(default_factory=list)
    sent_events: int = 0
    kept_events: int = 0
    refused: int = 0


@dataclass
class Server:
    """The exhibition with an open hub, which can be killed and started again on the same port."""

    port: int
    database: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    screen_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    process: subprocess.Popen[bytes] | None = None
    spent_s: float = 0.0

    def start(self) -> None:
        chosen = {"PORT": str(self.port), "HOST": "127.0.0.1", "LOG_LEVEL": "ERROR", "HUB_TOKENS": f"bench={self.token}",
                  "HUB_SCREEN_TOKEN": self.screen_token, "HUB_DATABASE_URL": self.database}
        self.process = subprocess.Popen([sys.executable, "-m", "server.run"], cwd=ROOT, env=os.environ | chosen,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + 120
        while not answers(f"http://127.0.0.1:{self.port}/readyz"):
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the server does not answer")
            time.sleep(0.1)

    def kill(self) -> None:
        self.spent_s += self.cpu_s()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def cpu_s(self) -> float:
        """Processor seconds of the server so far (utime and stime of proc(5)); not of what runs beside it, such as exports."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                beside = any(name in (stat.parent / "cmdline").read_bytes() for name in (b"exports.", b"talks."))
                if int(fields[3]) == self.process.pid and not beside:       # the session is the server's
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def measure(quick: bool) -> str:
    seconds = 60.0 if quick else 240.0
    rows, said, load = [], [], os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        rows.append(("SQLite", *(run(f"sqlite:///{folder}/hub.sqlite", seconds))))
    if missing():
        said.append("PostgreSQL is not installed here.")
    else:
        with postgres() as server:
            rows.append(("PostgreSQL 15", *(run(server.new_database(), seconds))))
    table = [(name, f"{p50:.1f}", f"{p95:.1f}", f"{worst:.0f}", f"{idle:.1f}", f"{share:.1f}", lost, doubled)
             for name, p50, p95, worst, idle, share, lost, doubled in rows]
    head = ("database", "median ms", "p95 ms", "worst ms", "% of a core without", "with", "lost", "doubled")
    return "\n".join([
        f"{SCREENS} screens for {seconds:.0f} s, a heartbeat every {BEAT_S:g} s each, a command to all every "
        f"{ORDER_S:g} s, ten visit events every other heartbeat, its machine's question for a restart every fourth; "
        "halfway the server is killed (SIGKILL) and started again.",
        "Milliseconds: answered heartbeats, client and server on the same two cores, "
        f"which had {load:.1f} programs waiting for them at the start. Lost and doubled: acknowledgements and events.", "",
        figures.table(head, table), "", *said,
        *(figures.claim(f"{row[0]}: p95 of a heartbeat, ms", row[2], MOST_MS) for row in rows),
        *(figures.claim(f"{row[0]}: % of a core for the screens", row[5] - row[4], MOST_SHARE) for row in rows),
        *(figures.claim(f"{row[0]}: lost or doubled", row[6] + row[7], 0) for row in rows),
    ])


def run(database: str, seconds: float) -> tuple[float, float, float, float, float, int, int]:
    """Median, p95 and worst milliseconds, percent of a core without screens and with them, lost, doubled."""
    with serving(database) as server:
        screens = [Screen(f"bench-{number}") for number in range(SCREENS)]
        ended = threading.Event()
        time.sleep(SETTLE_S)
        idle_s = server.cpu_s()
        time.sleep(SETTLE_S)
        idle = 100 * (server.cpu_s() - idle_s) / SETTLE_S
        threads = [threading.Thread(target=live, args=(server, screen, ended)) for screen in screens]
        for thread in threads:
            thread.start()
        time.sleep(BEAT_S)                  # all have reported once
        orders: list[int] = []
        begun, idle_s = time.monotonic(), server.cpu_s()
        busy_s = spend(server, orders, begun + seconds / 2) - idle_s
        measured_s = time.monotonic() - begun
        server.kill()
        server.start()
        again, idle_s = time.monotonic(), server.cpu_s()
        busy_s += spend(server, orders, again + seconds / 2) - idle_s
        measured_s += time.monotonic() - again
        ended.set()
        for thread in threads:
            thread.join()
        lost, doubled = account(server, screens, orders)
    times = [value for screen in screens for value in screen.milliseconds]
    return figures.median(times), figures.p95(times), max(times), idle, 100 * busy_s / measured_s, lost, doubled


@contextlib.contextmanager
def serving(database: str) -> Iterator[Server]:
    server = Server(free_port(), database)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def spend(server: Server, orders: list[int], until: float) -> float:
    """Order something of all screens every ``ORDER_S``; processor seconds of the server at the end."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    talks = itertools.cycle(({"on": True, "talk": "A" * 22}, {"on": False}))
    while time.monotonic() < until:
        status, said = post(line, "commands", server.token, {"screen": "*", "kind": "follow", "payload": next(talks)})
        if status == 201:
            orders += said["commands"]
        time.sleep(ORDER_S)
    line.close()
    return server.cpu_s()


def live(server: Server, screen: Screen, ended: threading.Event) -> None:
    """A screen as docs/hub.md wants it; after the end it goes on until everything it holds is answered."""
    chance = random.Random(screen.name)
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    number = 0
    ended.wait(chance.random() * BEAT_S)
    until = None
    while True:
        begun = time.perf_counter()
        try:
            beat(line, server, screen, counts=not ended.is_set())      # at the end all come at once, to settle
            number += 1
            if number % 4 == 0:
                post(line, "restart", server.screen_token, {"screen": screen.name})      # its machine (deploy/kiosk/start)
            if number % 2 == 0 and not ended.is_set():
                screen.held.append(batch(screen, chance))
            if screen.held:
                deliver(line, server, screen)
        except (OSError, http.client.HTTPException, ValueError):
            line.close()
        if ended.is_set():
            until = until or time.monotonic() + 60
            if not (screen.held or screen.waiting) or time.monotonic() > until:
                break
        ended.wait(max(0.0, BEAT_S - (time.perf_counter() - begun))) if not ended.is_set() else time.sleep(0.2)
    line.close()


def beat(line: http.client.HTTPConnection, server: Server, screen: Screen, counts: bool) -> None:
    given = list(screen.waiting)
    body = {"screen": screen.name, "profile": "kiosk-55-landscape", "state": "attract", "release": "0.1.0", "data": "bench",
            "memory_mb": 300, "acknowledged": [{"id": one, "outcome": "done"} for one in given]}
    begun = time.perf_counter()
    status, said = post(line, "heartbeat", server.screen_token, body)
    if status != 200:
        screen.refused += 1
        return
    if counts:
        screen.milliseconds.append(1000 * (time.perf_counter() - begun))
    screen.taken += [one["id"] for one in said["acknowledged"] if one["status"] == "taken"]
    screen.waiting = [one for one in screen.waiting if one not in {told["id"] for told in said["acknowledged"]}]
    for command in said["commands"]:
        if command["id"] not in screen.seen:
            screen.seen.add(command["id"])
            screen.waiting.append(command["id"])


def batch(screen: Screen, chance: random.Random) -> dict[str, Any]:
    made = int(time.time() * 1000)
    events = [{"n": n, "visit": str(uuid.UUID(int=chance.getrandbits(128))), "at_ms": made, "lang": "zh-TW", "kind": "page",
               "page": "/map", "dwell_ms": 1000} for n in range(10)]
    screen.sent_events += len(events)
    return {"screen": screen.name, "batch": str(uuid.UUID(int=chance.getrandbits(128))), "events": events}


def deliver(line: http.client.HTTPConnection, server: Server, screen: Screen) -> None:
    status, said = post(line, "visits", server.screen_token, {**screen.held[0], "sent_at_ms": int(time.time() * 1000)})
    if status == 200:
        screen.kept_events += said["new"] + said["already"]
        screen.held.pop(0)


def post(line: http.client.HTTPConnection, path: str, token: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    line.request("POST", f"/hub/api/{path}", json.dumps(body), headers)
    answer = line.getresponse()
    return answer.status, json.loads(answer.read())


def account(server: Server, screens: list[Screen], orders: list[int]) -> tuple[int, int]:
    """Acknowledgements and events that are missing, and those that are there twice, as the database has them."""
    from sqlalchemy import func, select

    from hub.database import Database
    from hub.tables import Command, Event

    database = Database(server.database)
    try:
        with database.reading() as session:
            kept = session.scalar(select(func.count()).select_from(Event))
            known = set(session.scalars(select(Command.id)))
            done = set(session.scalars(select(Command.id).where(Command.outcome == "done")))
    finally:
        database.close()
    sent = sum(screen.sent_events for screen in screens)
    taken = [one for screen in screens for one in screen.taken]
    lost = max(0, sent - kept) + len(set(orders) - known) + len(set(taken) - done)
    return lost, max(0, kept - sent) + len(taken) - len(set(taken))
