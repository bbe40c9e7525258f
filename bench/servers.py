"""Starts the exhibition and its peers, each on a free port of this machine, and stops them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.deploy.test_nginx import NGINX, before
from tests.server.test_cache import redis_server
from tests.serving import serving

ROOT = Path(__file__).parents[1]
EXHIBITION = ("-m", "server.run")
PATIENCE_S = 120.0


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextlib.contextmanager
def running(arguments: tuple[str, ...], port: int, ready: str, root: Path = ROOT) -> Iterator[tuple[str, float]]:
    """``python <arguments>`` in ``root``: gives (its address, seconds from start until ``ready`` answered 200)."""
    environment = os.environ | {"PORT": str(port), "HOST": "127.0.0.1", "LOG_LEVEL": "WARNING"}
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], cwd=root, env=environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        while not answers(address + ready):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
                raise RuntimeError(f"{' '.join(arguments)} did not answer at {address}{ready}")
            time.sleep(0.01)
        yield address, time.perf_counter() - begun
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def exhibition() -> Iterator[str]:
    with running(EXHIBITION, free_port(), "/readyz") as (address, _):
        yield address


@contextlib.contextmanager
def larger() -> Iterator[str]:
    """As the web and a large hall have it (deploy/): two workers, Redis, nginx in front with our configuration."""
    with tempfile.TemporaryDirectory() as made, redis_server(Path(made)) as (_, _, redis_port):
        chosen = {"WORKERS": "2", "CACHE_URL": f"redis://127.0.0.1:{redis_port}/0", "HUB_PROXIES": "1", "LOG_LEVEL": "WARNING"}
        with serving(Path(made, "log"), **chosen) as served, before(NGINX, Path(made), served) as front:
            yield front.url


@contextlib.contextmanager
def stock(kind: str) -> Iterator[str]:
    """The same map in stock Dash, see :mod:`bench.stock_app`."""
    port = free_port()
    with running(("-m", "bench.stock_app", kind, str(port)), port, "/") as (address, _):
        yield address
