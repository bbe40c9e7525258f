"""``python -m server.run``: compile what has changed, say so, open the doors."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

import settings
from data import store
from server import beside, bundle, demo, watchdog


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
    if int(chosen["follow_port"]) >= 0:
        beside.keep("talks.serve")
    home = f"http://{chosen['host']}:{chosen['port']}"
    say(f"Ready in {time.perf_counter() - begun:.1f} s, data {store.version()}. Open one of:")
    for path in ("/", "/map", "/timeline", "/about", "/?lang=en"):
        say(f"  {home}{path}")
    watchdog.start(f"http://{'127.0.0.1' if chosen['host'] == '0.0.0.0' else chosen['host']}:{chosen['port']}")
    Granian("app:server", address=str(chosen["host"]), port=int(chosen["port"]), interface=Interfaces.WSGI,
            workers=int(chosen["workers"]), blocking_threads=4, respawn_failed_workers=True).serve()
    return 0


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
