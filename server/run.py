"""``python -m server.run``: compile what has changed, say so, open the doors."""

import gc
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from granian import Granian
from granian._internal import load_target
from granian.constants import Interfaces
from granian.net import SocketSpec

import settings
from data import store
from server import beside, bundle, demo, watchdog

OPENED = multiprocessing.Semaphore(0)       # one for each worker that has read the application
PATIENCE_S = 60.0                           # for a new worker, before the old one goes
GARBAGE = 10_000                            # new objects between two looks for garbage (Python's own: 700)


class Doors(Granian):
    """Workers behind one socket, which the process that minds them holds: nobody is lost while they are replaced (SIGHUP).

    By itself Granian opens a socket for each worker on Linux, with which those are lost who wait at it; and it ends the old one
    after some seconds, whether the new one has begun or not. A worker is forked while no thread of ours is at work: it would
    keep whatever lock that thread held (one of an import is enough) and never answer anybody."""

    replacing = False

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        super().startup(spawn_target, target_loader)
        self.begun()

    def begun(self) -> None:
        """What runs in threads beside the workers; replaced by who opens the doors."""

    def _init_shared_socket(self) -> None:
        self._shd = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._sfd = self._shd.get_fd()
        self._ssp = None
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)

    def _respawn_workers(self, workers: list[int], spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        while OPENED.acquire(block=False):
            pass
        self.replacing = True
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        self.replacing = False

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:
        worker = super()._spawn_worker(idx, target, callback_loader)
        begin = worker.start

        def start() -> None:
            with watchdog.ASKING:
                begin()
            if self.replacing:
                OPENED.acquire(timeout=PATIENCE_S)

        worker.start = start
        return worker


def opened(target: str) -> Any:
    """The application, in a worker that says so once it has read it."""
    application = load_target(target)
    steady()
    OPENED.release()
    return application


def steady() -> None:
    """What stands now stays: it is not looked through for garbage again (gc.freeze), and what is new less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


def main() -> int:
    """Serve until stopped; 1 when the settings or the tables forbid it."""
    begun = time.perf_counter()
    try:
        chosen = settings.read()
    except settings.SettingError as error:
        print(error, file=sys.stderr)
        return 1
    store.configure(data_cache=str(chosen["data_cache"]), check_s=float(chosen["data_check_s"]))
    say("Reading and checking the tables ...")
    store.refresh()
    for problem in store.problems():
        say(f"Refused: {problem}")
    if not store.ready():
        say("There is no good data to show. Mend the tables above and start again.")
        return 1
    # Typefaces for exports, made once, beside, and after everything else that wants the processor.
    subprocess.Popen(["nice", "-n", "19", sys.executable, "-m", "exports.faces"], stdout=subprocess.DEVNULL)
    if demo.is_on(chosen):
        say("Demonstration: generated rows are made beside (minutes at the first start); every screen says so.")
        subprocess.Popen(["nice", "-n", "15", sys.executable, "-m", "data", "demo"], stdout=subprocess.DEVNULL)
    say("Gathering what the browser loads ...")
    bundle.manifest()
    if int(chosen["workers"]) > 1:
        count_together()
    home = f"http://{chosen['host']}:{chosen['port']}"
    say(f"Ready in {time.perf_counter() - begun:.1f} s, data {store.version()}. Open one of:")
    for path in ("/", "/map", "/timeline", "/about", "/?lang=en"):
        say(f"  {home}{path}")
    doors = Doors("app:server", address=str(chosen["host"]), port=int(chosen["port"]), interface=Interfaces.WSGI,
                  workers=int(chosen["workers"]), blocking_threads=4, respawn_failed_workers=True)
    doors.begun = partial(begin_beside, chosen)
    doors.serve(target_loader=opened)
    return 0


def begin_beside(chosen: Mapping[str, object]) -> None:
    """The threads of this process: they begin when the workers have begun, never before."""
    if int(chosen["follow_port"]) >= 0:
        beside.keep("talks.serve")
    watchdog.start(f"http://{'127.0.0.1' if chosen['host'] == '0.0.0.0' else chosen['host']}:{chosen['port']}")


def count_together() -> None:
    """Workers write their numbers for /metrics into one folder, emptied now; it is read before anything counts."""
    folder = Path(tempfile.gettempdir()) / f"taoyuan-metrics-{os.getpid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def say(line: str) -> None:
    """One line at once, also into a pipe."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
