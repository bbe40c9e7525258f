"""A refresh may be cut off anywhere: begun again it goes on, and not a row is lost or there twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

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
from tests.data.sources.payloads import _ris
from tests.data.sources.rehearsal import Handler, playing

ROOT = Path(__file__).parents[3]
SOURCE = all_sources()["ris_population"]
PAGES = 6
ANSWERS = {"ODRP014": _ris("里1", 1, PAGES)} | {
    f"?COUNTY=桃園市&page={page}": _ris(f"里{page}", page, PAGES) for page in range(2, PAGES + 1)
}
VILLAGES = sorted(f"里{page}" for page in range(1, PAGES + 1))


def villages(home: Home) -> list[str]:
    files = Shelf(SOURCE, home.shelf(SOURCE.name)).row_files()
    return sorted(row["village_zh"] for file in files for row in pq.read_table(file).to_pylist())


class Cut(BaseException):
    """The process ends here."""


def test_cut_off_at_every_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The n-th thing put onto the disk, before or after it is there, is the last one; for every n."""
    real = {(whole, "write"): whole.write, (files, "settle"): files.settle}
    cuts = 0
    with playing(ANSWERS) as play:
        for number in range(200):
            count, finished = 0, False

            def counted(act: Callable[..., object], after: bool, number: int = number):
                def call(*arguments: object) -> object:
                    nonlocal count
                    count += 1
                    if count == number + 1 and not after:
                        raise Cut
                    result = act(*arguments)
                    if count == number + 1 and after:
                        raise Cut
                    return result

                return call

            for after in (False, True):
                count = 0
                home = Home(tmp_path / f"{number}-{after}")
                for (room, name), act in real.items():
                    monkeypatch.setattr(room, name, counted(act, after))
                try:
                    outcome = work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}), url=play.url)
                    finished = outcome.state == "good"
                except Cut:
                    cuts += 1
                for (room, name), act in real.items():
                    monkeypatch.setattr(room, name, act)
                assert villages(home) in ([], VILLAGES), "a reader saw a part"
                assert work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}), url=play.url).state == "good"
                assert villages(home) == VILLAGES
                assert not home.work(SOURCE.name).exists()
            if finished:
                break
    assert cuts > 20


def test_killed_it_goes_on_where_it_was(tmp_path: Path):
    """A real process, a real SIGKILL in the middle of the list; what was answered is not asked again."""
    home = Home(tmp_path / "live")

    def stalls(handler: Handler, raw: bytes) -> None:
        if "page=4" in handler.path:
            handler.server.play.released.wait(30)
        handler.give(raw)

    with playing(ANSWERS) as play:
        play.misbehave = stalls
        process = _refresh(home, play.url)
        until = time.monotonic() + 60
        while not any("page=4" in path for path in play.asked) and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert villages(home) == []
        play.misbehave, before = None, len(play.asked)
        again = _refresh(home, play.url)
        said, complained = again.communicate(timeout=60)
        assert again.returncode == 0, complained
        assert "went on after 3 answers" in said
        assert len(play.asked) - before == PAGES - 3
    assert villages(home) == VILLAGES


def _refresh(home: Home, url: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "LIVE_DIR": str(home.root), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "data", "refresh", SOURCE.name, "--url", url],
        cwd=ROOT,
        text=True,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_two_at_once_do_not_mix(home: Home):
    with files.locked(home.lock(SOURCE.name)), playing(ANSWERS) as play:
        outcome = work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}), url=play.url)
        assert play.asked == []
    assert outcome.state == "early"


def test_a_list_that_leads_back_to_itself_ends(home: Home):
    with playing({"ODRP014": _ris("里1", 1, PAGES)}) as play:
        outcome = work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}), url=play.url)
        assert len(play.asked) < 5
    assert outcome.state == "failed" and "leads back to itself" in outcome.reason


def test_a_list_far_too_short_is_refused_until_told_otherwise(home: Home):
    short = {"ODRP014": _ris("里1", 1, 1)}
    with playing(ANSWERS) as play:
        assert work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}), url=play.url).state == "good"
    with playing(short) as play:
        outcome = work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}), url=play.url)
        assert outcome.state == "failed" and "only 1 rows, where the last good list had 6" in outcome.reason
        taken = work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}), url=play.url, accept_short=True)
    assert taken.state == "good"
    assert villages(home) == VILLAGES
