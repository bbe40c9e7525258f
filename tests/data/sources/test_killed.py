"""A refresh of a summed source, killed by SIGKILL at random places: its rows and all its sums end as if it had not been."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data import whole
from data.sources import all_sources
from data.sources.core import files
from data.sources.core import refresh as work
from data.sources.core.fetching import Fetcher
from data.sources.core.home import Home
from data.sources.core.shelf import Shelf
from tests.data.sources.conftest import ROOMY
from tests.data.sources.payloads import _thing
from tests.data.sources.rehearsal import playing

ROOT = Path(__file__).parents[3]
SOURCE = all_sources()["civil_iot_air"]
LIST = "STA_AirQuality_EPAIoT"
PAGES, THINGS = 4, 12
KILLS = 4
KILLED = """
import os, signal, sys
from data import __main__, whole
from data.sources.core import files
left, after = int(sys.argv[1]), sys.argv[2] == "after"

def counted(act):
    def call(*arguments):
        global left
        left -= 1
        if left == 0 and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = act(*arguments)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call

whole.write, files.settle = counted(whole.write), counted(files.settle)
sys.exit(__main__.main(sys.argv[3:]))
"""


def answers(seed: int) -> dict[str, bytes]:
    """Pages of sensors; readings lie on both sides of a month's turn, some unknown. Another seed corrects most of them."""
    chance, found = random.Random(seed), {}
    for page in range(PAGES):
        things = [_thing(page * THINGS + n, 121.2 + n / 100, 24.9 + page / 50, "PM2.5", "µg/m³", None) for n in range(THINGS)]
        for number, thing in enumerate(things):
            time = f"2026-0{1 + number % 2}-{'31' if number % 2 == 0 else '01'}T{number:02d}:20:00+08:00"
            value = None if chance.random() < 0.2 else round(chance.uniform(1, 90), 1)
            thing["Datastreams"][0]["Observations"][0] = {"phenomenonTime": time, "result": value}
        told: dict[str, Any] = {"value": things}
        if page < PAGES - 1:
            told["@iot.nextLink"] = f"{{host}}/{LIST}/v1.0/Things?$skip={page + 1}00"
        address = f"{LIST}/v1.0/Things?$skip={page}00" if page else LIST
        found[address] = json.dumps(told, ensure_ascii=False).encode()
    return found


def stands(home: Home) -> tuple[Counter[Any], dict[str, Counter[Any]]]:
    """All rows, and all sums by kind; each with how often it is there."""
    shelf = Shelf(SOURCE, home.shelf(SOURCE.name))
    manifest = shelf.manifest()

    def counted(paths: list[str]) -> Counter[Any]:
        return Counter(tuple(sorted(row.items(), key=str)) for path in paths for row in read(shelf.folder / path).to_pylist())

    rows = counted([one["path"] for one in manifest.files])
    return rows, {kind: counted([one["path"] for one in parts.values()]) for kind, parts in manifest.rollups.items()}


def read(path: Path) -> pa.Table:
    return pq.read_table(path, partitioning=None)


def refresh(home: Home, url: str) -> work.Outcome:
    return work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}), url=url)


def test_rows_and_sums_of_a_killed_refresh_are_those_of_one_that_was_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Real processes, one killed in each quarter of what is written; half of them before, half after the write."""
    base, unkilled = Home(tmp_path / "base"), Home(tmp_path / "unkilled")
    with playing(answers(1)) as play:
        assert refresh(base, play.url).state == "good"
    before = stands(base)
    writes = 0

    def counted(act: Any) -> Any:
        def call(*arguments: Any) -> Any:
            nonlocal writes
            writes += 1
            return act(*arguments)
        return call

    chance = random.Random(7)
    with playing(answers(2)) as play:
        shutil.copytree(base.root, unkilled.root)
        with monkeypatch.context() as patched:
            patched.setattr(whole, "write", counted(whole.write))
            patched.setattr(files, "settle", counted(files.settle))
            assert refresh(unkilled, play.url).state == "good"
        wanted = stands(unkilled)
        assert len(wanted[0]) == PAGES * THINGS and wanted != before
        assert len(wanted[1]) >= 4 and set(wanted[0].values()) == {1}
        for number in range(KILLS):
            home = Home(tmp_path / f"killed{number}")
            shutil.copytree(base.root, home.root)
            at = 1 + chance.randrange(number * writes // KILLS, (number + 1) * writes // KILLS)
            place = [str(at), ("before", "after")[number % 2]]
            command = [sys.executable, "-c", KILLED, *place, "refresh", SOURCE.name, "--url", play.url]
            environment = {**os.environ, "LIVE_DIR": str(home.root), "PYTHONPATH": str(ROOT)}
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == -signal.SIGKILL, (at, done.stderr)
            assert stands(home) in (before, wanted), "a reader saw a part"
            outcome = refresh(home, play.url)
            assert (outcome.state, stands(home)) == ("good", wanted), f"killed at write {at} of {writes}"
            assert not home.work(SOURCE.name).exists()
