"""``python -m talks.serve``: the follow channel as a process of its own. server/run.py starts it beside the exhibition."""

import logging
import os
import signal
import sys
import threading
import time

from granian import Granian
from granian.constants import Interfaces

import settings
from talks.channel import create

WATCH_S = 1.0
log = logging.getLogger(__name__)


def channel() -> object:
    """The application, in the worker."""
    chosen = settings.read()
    logging.basicConfig(level=str(chosen["log_level"]), format="%(levelname)s %(name)s: %(message)s")
    return create(str(chosen["cache_url"]), str(chosen["follow_token"]))


def port(chosen: dict[str, str | int | float]) -> int:
    """Where the channel listens; 0 = it is switched off."""
    wanted = int(chosen["follow_port"])
    return 0 if wanted < 0 else wanted or int(chosen["port"]) + 1


def main() -> int:
    """Serve until stopped, or until whoever started this process is gone."""
    chosen = settings.read()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    Granian(
        "talks.serve:channel",
        factory=True,
        address=str(chosen["host"]),
        port=port(chosen),
        interface=Interfaces.ASGI,
        workers=1,
        log_access=False,
        backlog=1024,
        respawn_failed_workers=True,
    ).serve()
    return 0


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_S)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
