"""Keeps a process running beside the server: started with it, started again when it falls, gone when it goes."""

import logging
import subprocess
import sys
import threading
import time

AGAIN_S = (1, 2, 5, 15, 60)     # seconds before the next try; the exhibition itself never waits for it
WELL_S = 30.0                   # what ran for so long fell by chance, not by its settings
log = logging.getLogger(__name__)


def keep(module: str) -> threading.Thread:
    """A thread that keeps ``python -m module`` running. The process itself sees to it that it ends with this one."""
    keeper = threading.Thread(target=_keep, args=(module,), daemon=True, name=module)
    keeper.start()
    return keeper


def _keep(module: str) -> None:
    tries = 0
    while True:
        begun = time.monotonic()
        status = subprocess.run([sys.executable, "-m", module], check=False).returncode
        tries = 0 if time.monotonic() - begun > WELL_S else min(tries + 1, len(AGAIN_S) - 1)
        log.warning("%s ended with status %s; again in %s s", module, status, AGAIN_S[tries])
        time.sleep(AGAIN_S[tries])
