"""What systemd does with the unit of the server, played: killed or hung, the server is back by itself."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.watchdog import answers
from tests.serving import PATIENCE_S, ROOT, free_port

UNIT = (ROOT / "deploy" / "systemd" / "taoyuan.service").read_text()
BACK_S = 30         # issue 4


def said(name: str) -> str:
    """What the unit says."""
    return re.search(rf"^{name}=(.+)$", UNIT, re.MULTILINE)[1]


class Systemd(threading.Thread):
    """Runs the unit as systemd.service(5) says: a signal when it is silent for WatchdogSec; RestartSec after its end, anew."""

    def __init__(self, folder: Path, port: int):
        super().__init__(daemon=True)
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "log"
        self.group = 0
        self.is_ready = self.ended = False
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.bind(str(folder / "notify"))
        self.line.settimeout(0.2)
        silent_us = str(int(float(said("WatchdogSec")) * 1e6))
        own = {"PORT": str(port), "FOLLOW_PORT": "-1", "NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": silent_us}
        self.environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **own}

    def run(self) -> None:
        while not self.ended:
            with self.log.open("a") as out:
                self.started("ExecStartPre", out).wait()
                process = self.started("ExecStart", out)
            self.group, self.is_ready, heard = process.pid, False, time.monotonic()
            while process.poll() is None:
                try:
                    self.is_ready |= self.line.recv(100).startswith(b"READY=1")
                    heard = time.monotonic()
                except TimeoutError:
                    if self.is_ready and time.monotonic() - heard > float(said("WatchdogSec")):
                        os.killpg(self.group, signal.Signals[said("WatchdogSignal")])
            time.sleep(float(said("RestartSec")))

    def started(self, which: str, out: object) -> subprocess.Popen[bytes]:
        """The program of a line of the unit, in this checkout."""
        command = [sys.executable, *shlex.split(said(which))[1:]]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=out, stderr=out, start_new_session=True)

    def until(self, seconds: float, other_than: int = 0) -> None:
        """Wait until a server has said that it is ready and answers, another than that of before."""
        end = time.monotonic() + seconds
        while self.group == other_than or not self.is_ready or not answers(f"{self.url}/readyz", 1):
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.1)


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    running = Systemd(tmp_path, free_port())
    running.start()
    yield running
    running.ended = True
    os.killpg(running.group, signal.SIGKILL)
    running.join(20)
    running.line.close()


@pytest.mark.flaky(reruns=1)       # half a minute of a busy machine is short
@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
def test_the_server_is_back_by_itself(systemd: Systemd, fault: signal.Signals):
    systemd.until(PATIENCE_S)
    before = systemd.group
    os.killpg(before, fault)
    systemd.until(BACK_S, other_than=before)
