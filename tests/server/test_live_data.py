"""A changed table is on the page without a restart; a broken one changes nothing and says where it is broken."""

import csv
import io
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.catalog import ROOT as DATA
from tests.serving import ROOT, Served, serving

# The exhibition on another data folder: what server.run does, with the store pointed elsewhere.
RUNNER = """
import os, sys
from pathlib import Path
from data import store, views
plain = store.configure
store.configure = lambda **chosen: plain(**{**chosen, "root": Path(os.environ["OTHER_DATA"])})
views.FOLDER = Path(os.environ["DATA_CACHE"]).parent / "views"
from server import run
import app
from werkzeug.serving import make_server
make_server("127.0.0.1", int(os.environ["PORT"]), app.server, threaded=True).serve_forever()
"""
PROJECT, NAME, NEW = "airport-mrt", "name_en", "The line to the airport, renamed"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data folder that may be written to."""
    root = tmp_path_factory.mktemp("live") / "data"
    shutil.copytree(DATA, root, ignore=shutil.ignore_patterns("*.py", "__pycache__", "queries", "sources"))
    return root


@pytest.fixture(scope="module")
def running(tables: Path) -> Iterator[Served]:
    cache = (
        shutil.copytree(ROOT / "build" / "frames", tables.parent / "frames")
        if (ROOT / "build" / "frames").exists()
        else tables.parent / "frames"
    )
    runner = tables.parent / "runner.py"
    runner.write_text(RUNNER)
    with serving(
        tables.parent / "server.log", (str(runner),), OTHER_DATA=str(tables), DATA_CACHE=str(cache), DATA_CHECK_S="0"
    ) as served:
        yield served


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that takes as long as it takes to read a table."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def rewrite(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Write the table again as an editor would: whole, under its name."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    change(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    part = path.with_suffix(".part")
    part.write_text(out.getvalue(), "utf-8")
    part.replace(path)


def named(value: str) -> Callable[[list[dict[str, str]]], None]:
    def change(rows: list[dict[str, str]]) -> None:
        next(row for row in rows if row["id"] == PROJECT)[NAME] = value

    return change


def test_a_new_name_then_a_broken_table_then_a_mended_one(running: Served, tables: Path):
    path = tables / "tables" / "projects.csv"
    good = path.read_text("utf-8")
    page = f"/projects/{PROJECT}?lang=en"
    assert NEW not in running.get(page)[1]
    version = running.get("/readyz")[1]

    rewrite(path, named(NEW))
    until(lambda: NEW in running.get(page)[1])
    assert f"<title>{NEW}" in running.get(page)[1]
    assert running.get("/readyz")[1] != version

    def broken(rows: list[dict[str, str]]) -> None:
        named("Never shown")(rows)
        next(row for row in rows if row["id"] == PROJECT)["start_date"] = "2017/3/2"

    rewrite(path, broken)
    until(lambda: "2017/3/2" in running.get("/readyz")[1])
    status, said = running.get("/readyz")
    assert status == 200
    assert "data/tables/projects.csv, row" in said
    assert "column start_date" in said
    assert NEW in running.get(page)[1]
    assert "Never shown" not in running.get(page)[1]
    assert "refused: data/tables/projects.csv" in running.log.read_text()

    path.write_bytes(b"\xff\xfe\x00 no table at all")
    until(lambda: "2017/3/2" not in running.get("/readyz")[1])
    assert NEW in running.get(page)[1]
    path.unlink()
    until(lambda: "projects.csv" in running.get("/readyz")[1])
    assert NEW in running.get(page)[1]

    path.write_text(good, "utf-8")
    until(lambda: '"refused":[]' in running.get("/readyz")[1].replace(" ", ""))
    until(lambda: NEW not in running.get(page)[1])
    assert running.get("/readyz")[1] == version
    assert "Traceback" not in running.log.read_text()


def test_no_good_data_at_all_stops_the_start(tmp_path: Path):
    """Broken facts stop the start, never a visitor."""
    import os
    import subprocess

    root = tmp_path / "data"
    shutil.copytree(DATA, root, ignore=shutil.ignore_patterns("*.py", "__pycache__", "queries", "sources"))
    (root / "tables" / "projects.csv").write_text("id\n")
    runner = tmp_path / "runner.py"
    runner.write_text(RUNNER.split("import app")[0] + "sys.exit(run.main())\n")
    ended = subprocess.run(
        [sys.executable, str(runner)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OTHER_DATA": str(root), "DATA_CACHE": str(tmp_path / "frames"), "PORT": "1"},
    )
    assert ended.returncode == 1
    assert "Refused: data/tables/projects.csv" in ended.stdout
    assert "There is no good data to show" in ended.stdout
    assert "Traceback" not in ended.stderr
