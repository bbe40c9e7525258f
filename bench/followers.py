"""The audience follows: from the speaker's click to the change on each of 200 followers, with and without visitors beside."""

import asyncio
import json
import os
import threading
import time
import urllib.request
from urllib.parse import urlsplit

from bench import figures
from bench.server_load import client
from bench.servers import exhibition, free_port

TITLE = "200 followers of a talk"
FOLLOWERS, CLICKS, PAUSE_S = 200, 60, 0.2
CLAIM_MS = 300  # issue: p95 from click to their change
PAGES = "/_page?address=/map"


def measure(quick: bool) -> str:
    port = free_port()
    os.environ["FOLLOW_PORT"] = str(port)
    try:
        with exhibition() as address:
            channel = f"http://127.0.0.1:{port}"
            wait_for(f"{channel}/follow/health")
            pages(address, 1.0)  # the first page of all is baked
            alone = pages(address, 2.0)
            rows = [row("nobody asks for pages", *asyncio.run(follow(channel, CLICKS // 3 if quick else CLICKS)))]
            until = time.perf_counter() + 600
            stop = threading.Event()
            asking = threading.Thread(target=ask_until, args=(address, stop, until), daemon=True)
            asking.start()
            rows.append(
                row("one visitor turns pages without pause", *asyncio.run(follow(channel, CLICKS // 3 if quick else CLICKS)))
            )
            stop.set()
            asking.join()
            beside = asyncio.run(pages_beside(channel, address))
    finally:
        del os.environ["FOLLOW_PORT"]
    slowest = max(float(one[2]) for one in rows)
    return "\n".join(
        [
            f"{FOLLOWERS} lines of server-sent events kept open from the same two cores, so these are upper bounds.",
            "",
            figures.table(("meanwhile", "median ms", "p95 ms", "slowest ms", "changes seen"), rows),
            "",
            f"- A page, median: {alone:.1f} ms without followers, {beside:.1f} ms with {FOLLOWERS} waiting.",
            figures.claim("p95 from click to the followers' change, ms", slowest, CLAIM_MS),
        ]
    )


def row(name: str, times: list[float], wanted: int) -> tuple[str, ...]:
    return name, f"{figures.median(times):.1f}", f"{figures.p95(times):.1f}", f"{max(times):.1f}", f"{len(times):,} of {wanted:,}"


async def follow(channel: str, clicks: int) -> tuple[list[float], int]:
    """Milliseconds from each click to each follower's change, and how many there should be."""
    control, read = await asyncio.to_thread(opened, channel)
    clicked: dict[int, float] = {}
    times: list[float] = []
    lines = [asyncio.create_task(follower(channel, read, clicked, times)) for _ in range(FOLLOWERS)]
    await asyncio.to_thread(wait_for_followers, channel)
    speaker = await Speaker.at(channel, control)
    for number in range(1, clicks + 1):
        clicked[number] = time.perf_counter()
        await speaker.click(number)
        await asyncio.sleep(PAUSE_S)
    await asyncio.sleep(1)
    await speaker.end()
    await asyncio.gather(*lines)
    return times, clicks * FOLLOWERS


class Speaker:
    """One connection of the speaker's page, kept open as a browser does."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, control: str) -> None:
        self.reader, self.writer, self.host, self.control = reader, writer, host, control

    @classmethod
    async def at(cls, channel: str, control: str) -> "Speaker":
        where = urlsplit(channel)
        return cls(*await asyncio.open_connection(where.hostname, where.port), where.netloc, control)

    async def click(self, number: int) -> None:
        text = {"zh-TW": "桃園，一口一口亮起來。", "en": "Taoyuan, pond by pond."}
        await self._ask("POST", json.dumps({"step": number, "address": f"/stories/citizen-card?step={number}", "text": text}))

    async def end(self) -> None:
        await self._ask("DELETE", "")
        self.writer.close()

    async def _ask(self, method: str, body: str) -> None:
        raw = body.encode()
        head = (
            f"{method} /follow/control HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {self.control}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
        )
        self.writer.write(head.encode() + raw)
        status = await self.reader.readline()
        length = 0
        while (line := await self.reader.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        await self.reader.readexactly(length)
        if b" 20" not in status:
            raise RuntimeError(f"unexpected answer: {status!r}")


async def follower(channel: str, read: str, clicked: dict[int, float], times: list[float]) -> None:
    """Reads events until the talk ends; notes how long after its click each came."""
    where = urlsplit(channel)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(f"GET /follow/{read}/events HTTP/1.1\r\nHost: {where.netloc}\r\nAccept: text/event-stream\r\n\r\n".encode())
    while line := await reader.readline():
        if line.startswith(b"data: ") and b'"step"' in line:
            times.append(1000 * (time.perf_counter() - clicked[json.loads(line[6:])["step"]]))
        if line.startswith(b"event: end"):
            break
    writer.close()


def opened(channel: str) -> tuple[str, str]:
    """Control and read token of a new talk."""
    with urllib.request.urlopen(urllib.request.Request(f"{channel}/follow/talks", b"{}", method="POST"), timeout=10) as answer:
        given = json.load(answer)
    return given["control"], given["read"]


def wait_for(url: str) -> None:
    until = time.perf_counter() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.perf_counter() > until:
                raise
            time.sleep(0.1)


def wait_for_followers(channel: str) -> None:
    until = time.perf_counter() + 30
    while time.perf_counter() < until:
        with urllib.request.urlopen(f"{channel}/follow/health", timeout=5) as answer:
            if json.load(answer)["followers"] >= FOLLOWERS:
                return
        time.sleep(0.1)
    raise RuntimeError("not all followers came")


def ask_until(address: str, stop: threading.Event, until: float) -> None:
    while not stop.is_set() and time.perf_counter() < until:
        client(address, PAGES, time.perf_counter() + 0.5, [], [])


def pages(address: str, seconds: float) -> float:
    """Median milliseconds of one page after the other."""
    times: list[float] = []
    client(address, PAGES, time.perf_counter() + seconds, times, [])
    return figures.median(times)


async def pages_beside(channel: str, address: str) -> float:
    """The same with all followers waiting."""
    control, read = await asyncio.to_thread(opened, channel)
    lines = [asyncio.create_task(follower(channel, read, {}, [])) for _ in range(FOLLOWERS)]
    await asyncio.to_thread(wait_for_followers, channel)
    found = await asyncio.to_thread(pages, address, 2.0)
    await (await Speaker.at(channel, control)).end()
    await asyncio.gather(*lines)
    return found
