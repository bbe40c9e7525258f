"""A worker is forked while nothing else of the process is at work: it would keep the locks of a thread it does not have.

Met in life: the thread that watches was importing as the worker was forked, and no question was ever answered. What a worker has
read when it opens is not looked through for garbage while it answers."""

import os
import re
import signal
import socket
from pathlib import Path

from server.run import GARBAGE
from tests.serving import free_port, serving

SAYS = """
import os, threading
from server import watchdog
def said():
    names = sorted({thread.name for thread in threading.enumerate()} & {"watchdog", "talks.serve"})
    print("Forked beside", *names)
    print("Nothing asked" if watchdog.ASKING.locked() else "Asked meanwhile", flush=True)
os.register_at_fork(before=said)
from server.run import main
main()
"""

READ = """
import gc
from server import run
read = run.opened
def opened(target):
    application = read(target)
    print(f"Opened: {gc.get_freeze_count()} stay, a look after {gc.get_threshold()[0]}", flush=True)
    return application
run.opened = opened
run.main()
"""


def test_a_worker_is_forked_while_nothing_else_is_at_work(tmp_path: Path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        watched = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "600000", "FOLLOW_PORT": str(free_port())}
        with serving(tmp_path / "log", ("-c", SAYS), WORKERS="2", **watched) as served:
            worker = re.search(r"Spawning worker-2 with PID: (\d+)\n", served.told(r"Spawning worker-2 .*\n"))[1]
            assert served.log.read_text().count("Forked beside\n") == 2, "a thread was running already"
            os.kill(int(worker), signal.SIGKILL)
            served.told(r"Respawning worker-2")
            assert "Forked beside talks.serve watchdog\nNothing asked\n" in served.told(r"Forked beside talks.*\n.*\n")
            assert "Asked meanwhile" not in served.log.read_text()


def test_what_stays_is_not_looked_through_for_garbage(tmp_path: Path):
    with serving(tmp_path / "log", ("-c", READ)) as served:
        stays, after = re.search(r"Opened: (\d+) stay, a look after (\d+)\n", served.told(r"Opened: .*\n")).groups()
    assert int(stays) > 50_000 and int(after) == GARBAGE
