"""Many visitors at once, each with a connection and pauses of its own, walking through pages as people do."""

import asyncio
import os
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import brotli

from bench import figures
from bench.servers import exhibition, larger
from data import store

TITLE = "Five hundred visitors"
VISITORS = 500
SECONDS, QUICK_S = 120.0, 40.0
ARRIVE_S = 20.0         # all of them have come by then
PAUSE_S = (4.0, 12.0)   # somebody looks at a page that long
PATIENCE_S = 30.0
NEEDED = re.compile(r'"(/(?:static|views)/[^"]+?\.(?:js|css|json|woff2))"')
SEED = 2022


@dataclass
class Told:
    """What came of it: milliseconds by kind of answer, faults by what they were, questions and answers counted apart."""

    times: dict[str, list[float]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    answered: int = 0


def measure(quick: bool) -> str:
    """Of one server process, and of what stands on a larger machine: milliseconds by kind of answer; what was refused, cut off
    or never came."""
    seconds = QUICK_S if quick else SECONDS
    said = [
        f"{VISITORS} visitors for {seconds:.0f} s, {PAUSE_S[0]:.0f} to {PAUSE_S[1]:.0f} s a page, after each was asked for once; "
        "visitors (one Python process) and all servers on the same two cores."
    ]
    for name, opened in (("One server process", exhibition), ("Two workers, Redis, nginx in front", larger)):
        with opened() as address:
            told = asyncio.run(crowd(address, seconds))
        said += ["", report(name, told)]
    return "\n".join(said)


def report(name: str, told: Told) -> str:
    rows = [
        (kind, f"{len(times):,}", f"{figures.median(times):.1f}", f"{figures.p95(times):.1f}", f"{max(times):.0f}")
        for kind, times in sorted(told.times.items())
    ]
    faults = ", ".join(f"{count} × {what}" for what, count in told.faults.most_common(5)) or "none"
    return "\n".join([
        f"{name}; {os.getloadavg()[0]:.1f} programs waited for the two cores at the end.",
        "", figures.table(("answer", "count", "median ms", "p95 ms", "slowest ms"), rows), "",
        f"- {name}: faults (status, cut off, too late): {faults}",
        figures.claim(f"{name}: faults", sum(told.faults.values()), 0),
        figures.claim(f"{name}: questions without an answer", told.sent - told.answered, 0),
    ])


async def crowd(address: str, seconds: float) -> Told:
    """Lets all of them in, one after the other, until ``seconds`` are over; whoever waits for an answer still gets it."""
    chance = random.Random(SEED)
    told, rooms = Told(), addresses()
    first = Line(urlsplit(address).netloc, Told())
    for path in dict.fromkeys(["/", *rooms]):
        await first.ask(f"/_page?address={path}", "before")
        await first.ask(path, "before")
    first.close()
    until = time.perf_counter() + seconds
    await asyncio.gather(*(
        visit(address, random.Random(chance.random()), chance.uniform(0, ARRIVE_S), until, rooms, told) for _ in range(VISITORS)
    ))
    return told


def addresses() -> list[str]:
    """Where people go: the great views often, then rooms, projects and districts."""
    projects = [f"/projects/{key}" for key in store.load("projects")["id"]]
    districts = [f"/districts/{code}" for code in store.load("districts")["code"]]
    stories = [f"/stories/{key}" for key in store.load("stories")["id"]]
    great = ["/map", "/timeline", "/districts", "/stories", "/awards", "/indicators", "/platform", "/data"]
    return [*great * 6, *districts, *stories, *projects[::8]]


async def visit(address: str, chance: random.Random, after: float, until: float, rooms: list[str], told: Told) -> None:
    """Opens a page with all it needs, then turns to others as the router does, keeping what was fetched."""
    await asyncio.sleep(after)
    line = Line(urlsplit(address).netloc, told)
    kept: set[str] = set()
    try:
        page = await line.ask(chance.choice(["/", "/", *rooms[:2], chance.choice(rooms)]), "page with its HTML")
        while True:
            for path in dict.fromkeys(NEEDED.findall(page)):
                if path not in kept:
                    kept.add(path)
                    await line.ask(path, "file or view")
            await asyncio.sleep(chance.uniform(*PAUSE_S))
            if time.perf_counter() >= until:
                return
            page = await line.ask(f"/_page?address={chance.choice(rooms)}", "page by the router")
    finally:
        line.close()


class Line:
    """One connection, opened again when the server has closed it between two questions (RFC 9112, 9.3)."""

    def __init__(self, host: str, told: Told) -> None:
        self.host, self.told = host, told
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, kind: str) -> str:
        """The text of the answer; empty when it came to nothing, which is noted."""
        self.told.sent += 1
        begun = time.perf_counter()
        try:
            status, body = await asyncio.wait_for(self._asked(path), PATIENCE_S)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError) as error:
            self.told.faults[type(error).__name__] += 1
            self.close()
            return ""
        self.told.answered += 1
        self.told.times.setdefault(kind, []).append(1000 * (time.perf_counter() - begun))
        if status != 200:
            self.told.faults[f"status {status}"] += 1
        return body.decode("utf-8", "replace")

    async def _asked(self, path: str) -> tuple[int, bytes]:
        reused = self._streams is not None
        try:
            return await self._exchange(path)
        except (ConnectionError, asyncio.IncompleteReadError):
            if not reused:
                raise
            self.close()
            return await self._exchange(path)

    async def _exchange(self, path: str) -> tuple[int, bytes]:
        if self._streams is None:
            host, _, port = self.host.partition(":")
            self._streams = await asyncio.open_connection(host, int(port))
        reader, writer = self._streams
        asked = ("Accept-Encoding: br", "Accept-Language: zh-TW", "Accept: text/html, application/json, */*")
        writer.write("\r\n".join((f"GET {path} HTTP/1.1", f"Host: {self.host}", *asked, "", "")).encode())
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        values = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        body = await reader.readexactly(int(values["content-length"]))
        if values.get("connection", "").lower() == "close":
            self.close()
        is_read = path.startswith("/_page") or not path.startswith(("/static/", "/views/"))     # what names further files
        if is_read and values.get("content-encoding") == "br":
            body = brotli.decompress(body)
        return int(head[0].split()[1]), body

    def close(self) -> None:
        """Hangs up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
