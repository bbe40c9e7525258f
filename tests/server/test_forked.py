"""A worker is forked while nothing else of the process is at work: it would keep the locks of a thread it does not have.

Met in life: the thread that watches was importing as the worker was forked, and no question was ever answered."""

import os
import re
import signal
import socket
from pathlib import Path

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
