"""Tells systemd that the doors are open and that the exhibition really answers (sd_notify(3)); silent anywhere else."""

import contextlib
import os
import socket
import threading
import urllib.request
from collections.abc import Mapping

PATIENCE_S = 10.0       # seconds one question may take
ASKING = threading.Lock()       # held during a question; who forks a process holds it too (server/run.py)


def start(url: str, environment: Mapping[str, str] = os.environ) -> threading.Thread | None:
    """Watch ``url`` from a thread when systemd asks for it (NOTIFY_SOCKET), else None."""
    if not environment.get("NOTIFY_SOCKET"):
        return None
    thread = threading.Thread(target=watch, args=(url, environment), daemon=True, name="watchdog")
    thread.start()
    return thread


def watch(url: str, environment: Mapping[str, str], ended: threading.Event | None = None) -> None:
    """READY=1 at the first answer of ``/readyz``, then WATCHDOG=1 as long as ``/healthz`` answers, three times per period.

    A process that hangs is alive for the system; only an answer proves that a visitor would get one. When none comes,
    nothing is said, and systemd restarts the service after WatchdogSec.
    """
    place = environment["NOTIFY_SOCKET"]
    ended = ended or threading.Event()
    while not answers(f"{url}/readyz"):
        if ended.wait(0.2):
            return
    notify(place, "READY=1\nSTATUS=open")
    period = period_s(environment)
    if period is None:
        return
    while not ended.wait(period / 3):
        if answers(f"{url}/healthz", min(PATIENCE_S, period / 3)):
            notify(place, "WATCHDOG=1")


def answers(url: str, patience_s: float = PATIENCE_S) -> bool:
    """Does ``url`` answer 200 in time?"""
    try:
        with ASKING, urllib.request.urlopen(url, timeout=patience_s) as answer:
            return answer.status == 200
    except OSError:
        return False


def notify(place: str, text: str) -> None:
    """One message to the socket of systemd; a leading @ is an abstract name. A socket that is gone is nobody's business."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect("\0" + place[1:] if place.startswith("@") else place)
        line.sendall(text.encode())


def period_s(environment: Mapping[str, str]) -> float | None:
    """WatchdogSec in seconds; None when it is not set or meant for another process."""
    text = environment.get("WATCHDOG_USEC", "")
    if not text.isdigit() or environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    return int(text) / 1e6
