"""A restart while people read loses none of their questions: SIGHUP starts new workers before the old ones end what they do."""

import signal
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path

from tests.serving import Served, serving

WORKERS, READERS = 2, 4
PATHS = ("/map?lang=en", "/_page?address=/timeline", "/districts/68000010", "/healthz")
PATIENCE_S = 120
PAUSE_S = 0.05      # of a reader, so that a new worker gets to the processor


class Readers:
    """People who ask for one page after the other until they are stopped."""

    def __init__(self, served: Served) -> None:
        self.served, self.told, self.stop = served, Counter[str](), threading.Event()
        self.threads = [threading.Thread(target=self.read, args=(number,)) for number in range(READERS)]

    def read(self, number: int) -> None:
        while not self.stop.is_set():
            path = PATHS[number % len(PATHS)]
            try:
                with urllib.request.urlopen(self.served.url + path, timeout=PATIENCE_S) as answer:
                    self.told["answered" if answer.read() else f"{path}: empty"] += 1
            except OSError as error:
                self.told[f"{path}: {error!r}"] += 1
            number += 1
            self.stop.wait(PAUSE_S)

    def __enter__(self) -> Counter[str]:
        for thread in self.threads:
            thread.start()
        return self.told

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()


def test_a_restart_under_load_loses_nothing(tmp_path: Path):
    with serving(tmp_path / "log", WORKERS=str(WORKERS), FOLLOW_PORT="-1") as served:
        with Readers(served) as told:
            served.told("Started worker-", WORKERS)
            asked_before = until_more(told)
            served.signal(signal.SIGHUP)
            served.told("Stopped old worker-", WORKERS)
            until_more(told)
        assert told.keys() == {"answered"}
        assert told["answered"] > asked_before


def until_more(told: Counter[str]) -> int:
    """Every reader has been answered a few times since."""
    begun, until = told.total(), time.monotonic() + PATIENCE_S
    while told.total() < begun + READERS * len(PATHS):
        assert time.monotonic() < until, told
        time.sleep(0.1)
    return told.total()
