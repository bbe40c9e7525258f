"""A real server of this exhibition as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from settings import SETTINGS

ROOT = Path(__file__).parents[1]
PATIENCE_S = 240        # the first start of all compiles every table and compresses every script


@dataclass(frozen=True)
class Served:
    """Where it answers, and the file it writes to."""

    url: str
    log: Path
    group: int

    def kill(self) -> None:
        """End every process of it at once, in the middle of whatever they do."""
        os.killpg(self.group, signal.SIGKILL)

    def signal(self, sign: signal.Signals) -> None:
        """Tell its first process, which minds the others."""
        os.kill(self.group, sign)

    def told(self, what: str, times: int = 1) -> str:
        """The whole log, once the regular expression ``what`` is found in it so often."""
        until = time.monotonic() + PATIENCE_S
        while len(re.findall(what, text := self.log.read_text())) < times:
            assert time.monotonic() < until, text
            time.sleep(0.1)
        return text

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of ``path``, whatever the status."""
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, headers=headers), timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


def free_port() -> int:
    """A port of the loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(log: Path, command: Sequence[str] = ("-m", "server.run"), cwd: Path = ROOT, **environment: str) -> Iterator[Served]:
    """The server with ``environment`` as its settings, from the moment it answers; its whole process group ends with the block."""
    port = free_port()
    names = {setting.name.upper() for setting in SETTINGS}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    given = {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT), "PORT": str(port), **environment}
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=cwd, env=given, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    served = Served(f"http://127.0.0.1:{port}", log, process.pid)
    try:
        until = time.monotonic() + PATIENCE_S
        while not _answers(served):
            assert process.poll() is None, f"the server ended:\n{log.read_text()}"
            assert time.monotonic() < until, f"the server does not answer:\n{log.read_text()}"
            time.sleep(0.1)
        yield served
    finally:
        _end(process)


def _answers(served: Served) -> bool:
    try:
        return served.get("/healthz")[0] == 200
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue
    process.wait(timeout=5)
