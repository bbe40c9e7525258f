"""systemd is told READY once the exhibition answers, and WATCHDOG only while it does."""

import os
import socket
import threading
from pathlib import Path

import pytest

from server import watchdog
from tests.serving import serving


@pytest.fixture
def systemd(tmp_path: Path):
    """A socket like systemd's, and what stands in the environment of a unit with WatchdogSec=0.6."""
    place = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(place)
        line.settimeout(60)
        yield line, {"NOTIFY_SOCKET": place, "WATCHDOG_USEC": "600000"}


def test_the_real_server_says_it_is_ready_and_alive(systemd, tmp_path: Path):
    line, environment = systemd
    with serving(tmp_path / "log", **environment):
        assert line.recv(100).decode().splitlines() == ["READY=1", "STATUS=open"]
        assert line.recv(100) == b"WATCHDOG=1"
        assert line.recv(100) == b"WATCHDOG=1"


def test_a_server_that_hangs_is_not_called_alive(systemd, monkeypatch: pytest.MonkeyPatch):
    """Answers stop: what was asked after that leads to no message."""
    line, environment = systemd
    asked, ended = [], threading.Event()

    def answers(url: str, patience_s: float = 10) -> bool:
        asked.append(url)
        if len(asked) == 5:
            ended.set()
        return len(asked) <= 3

    monkeypatch.setattr(watchdog, "answers", answers)
    watchdog.watch("http://x", environment, ended)
    assert asked == ["http://x/readyz", *["http://x/healthz"] * 4]
    line.settimeout(0.01)
    said = [line.recv(100), line.recv(100), line.recv(100)]
    assert said[1:] == [b"WATCHDOG=1"] * 2
    with pytest.raises(TimeoutError):
        line.recv(100)


def test_silence_is_no_answer():
    """A socket that takes the question and says nothing, and one that is not there."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/healthz"
        assert not watchdog.answers(url, 0.1)
    assert not watchdog.answers(url, 0.1)


def test_without_systemd_nothing_is_started():
    assert watchdog.start("http://x", {}) is None


@pytest.mark.parametrize(
    "environment, period",
    [
        ({}, None),
        ({"WATCHDOG_USEC": "20000000"}, 20.0),
        ({"WATCHDOG_USEC": "x"}, None),
        ({"WATCHDOG_USEC": "5", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "1000000", "WATCHDOG_PID": str(os.getpid())}, 1.0),
    ],
)
def test_the_period(environment: dict[str, str], period: float | None):
    assert watchdog.period_s(environment) == period


def test_a_socket_that_is_gone_harms_nobody(tmp_path: Path):
    watchdog.notify(str(tmp_path / "gone"), "READY=1")
    watchdog.notify("@gone-too", "READY=1")
