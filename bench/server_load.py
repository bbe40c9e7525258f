"""A report, no claim: answers a second of what visitors ask for, with a small load from the same machine."""

import re
import socket
import threading
import time
import urllib.request
from urllib.parse import urlsplit

from bench import figures
from bench.servers import exhibition

TITLE = "Answers a second"
CLIENTS, SECONDS = 4, 2.0


def measure(quick: bool) -> str:
    with exhibition() as address:
        rows = [(path, *load(address, path, SECONDS / 2 if quick else SECONDS)) for path in asked(address)]
    return "\n".join([
        f"{CLIENTS} connections kept open; client (Python) and one server process on the same two cores, so these are floors.", "",
        figures.table(("address", "answers/s", "median ms", "p95 ms", "kB each"), rows),
    ])


def asked(address: str) -> list[str]:
    """The shell, a page, the city's view and the bundle, by the names they have now."""
    with urllib.request.urlopen(f"{address}/map", timeout=10) as answer:
        html = answer.read().decode()
    view, script = (re.search(pattern, html)[0] for pattern in (r"/views/city\.\w+\.json", r"/static/app\.\w+\.js"))
    return ["/", "/map", "/_page?address=/map", view, script]


def load(address: str, path: str, seconds: float) -> tuple[str, ...]:
    """Answers a second, median and p95 milliseconds, kB of one answer."""
    times: list[float] = []
    sizes: list[int] = []
    until = time.perf_counter() + seconds
    clients = [threading.Thread(target=client, args=(address, path, until, times, sizes)) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return (f"{len(times) / seconds:,.0f}", f"{figures.median(times):.1f}", f"{figures.p95(times):.1f}", f"{sizes[0] / 1000:.1f}")


def client(address: str, path: str, until: float, times: list[float], sizes: list[int]) -> None:
    """Asks again and again over one connection; answers that are not 200 raise."""
    where = urlsplit(address)
    lines = (f"GET {path} HTTP/1.1", f"Host: {where.netloc}", "Accept-Encoding: br, gzip", "Accept-Language: zh-TW", "", "")
    question = "\r\n".join(lines).encode()
    with socket.create_connection((where.hostname, where.port), timeout=10) as line, line.makefile("rb") as answers:
        while time.perf_counter() < until:
            begun = time.perf_counter()
            line.sendall(question)
            sizes.append(answer(answers))
            times.append(1000 * (time.perf_counter() - begun))


def answer(answers: object) -> int:
    """Reads one answer; its length in bytes."""
    status = answers.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"unexpected answer: {status!r}")
    length = 0
    while (line := answers.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    answers.read(length)
    return length
