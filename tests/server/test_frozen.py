"""A table changes in the middle of a talk: what asks for the talk's version keeps its numbers, everyone else sees the new ones."""

import csv
import io
import json
import shutil
import urllib.request
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from pptx import Presentation

from components.words import pair
from data.catalog import ROOT as DATA
from tests.server.test_live_data import RUNNER, until
from tests.serving import ROOT, Served, serving

STEP = "/export/stories/my-district-since-2014/2"      # residents by year, a native chart on its slide
OLD, NEW = 2272391, 2272999


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("frozen") / "data"
    shutil.copytree(DATA, root, ignore=shutil.ignore_patterns("*.py", "__pycache__", "queries", "sources"))
    return root


@pytest.fixture(scope="module")
def running(tables: Path) -> Iterator[Served]:
    cache, kept = tables.parent / "frames", ROOT / "build" / "frames"
    if kept.exists():
        shutil.copytree(kept, cache)
    runner = tables.parent / "runner.py"
    runner.write_text(RUNNER)
    given = {"OTHER_DATA": str(tables), "DATA_CACHE": str(cache), "DATA_CHECK_S": "0", "FOLLOW_PORT": "-1"}
    with serving(tables.parent / "server.log", (str(runner),), **given) as served:
        yield served


def fetched(served: Served, path: str) -> bytes:
    with urllib.request.urlopen(served.url + path, timeout=60) as answer:
        return answer.read()


def residents(served: Served, query: str) -> int:
    """The last value behind the step's line."""
    rows = list(csv.DictReader(io.StringIO(fetched(served, f"{STEP}.csv{query}").decode("utf-8-sig"))))
    return int(rows[-1]["value"])


def in_view(served: Served, query: str) -> bool:
    """Does the view of the indicators, as the page of this query loads it, hold the new number?"""
    page = json.loads(fetched(served, f"/_page{query}{'&' if query else '?'}address=/indicators/population"))
    values = json.loads(fetched(served, page["views"]["indicators"]))["indicators"]["population"]["values"]["68000"]
    assert (OLD in values) is not (NEW in values)
    return NEW in values


def charted(served: Served, query: str) -> float:
    """The last value of the native chart on the slide."""
    deck = Presentation(io.BytesIO(fetched(served, f"/export/stories/my-district-since-2014.pptx{query}")))
    return next(shape.chart for shape in deck.slides[2].shapes if shape.has_chart).plots[0].series[0].values[-1]


def test_a_talk_keeps_its_numbers_when_a_table_changes(running: Served, tables: Path):
    version = json.loads(fetched(running, "/_page?address=/"))["version"]
    pin = f"?version={version}"
    assert (residents(running, pin), charted(running, pin), in_view(running, pin)) == (OLD, OLD, False)
    path = tables / "tables" / "indicators.csv"
    text = path.read_text("utf-8")
    old = next(line for line in text.splitlines() if line.startswith("population,68000,2021-12-31"))
    path.write_text(text.replace(old, old.replace(str(OLD), str(NEW))), "utf-8")
    until(lambda: residents(running, "") == NEW)
    assert json.loads(fetched(running, "/_page?address=/"))["version"] != version
    for _ in range(3):
        assert (residents(running, pin), charted(running, pin), in_view(running, pin)) == (OLD, OLD, False)
        assert (residents(running, ""), charted(running, ""), in_view(running, "")) == (NEW, NEW, True)
    request = urllib.request.Request(f"{running.url}{STEP}.csv", headers={"X-Pin-Version": version})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["X-Data-Version"] == version and str(OLD).encode() in answer.read()
    html = fetched(running, f"/indicators/population{pin}").decode()
    assert "2,272,391" in html and "2,272,391" not in fetched(running, "/indicators/population").decode()


@pytest.mark.parametrize("version", ["0123456789ab", "x", "..%2f..%2fetc", "%00"])
def test_a_version_that_is_not_kept_is_said_to_be_gone(running: Served, version: str):
    for path in (f"/_page?version={version}&address=/map", f"{STEP}.csv?version={version}"):
        status, text = running.get(path)
        assert status == 410 and json.loads(text)["present"] in json.loads(text)["detail"]
    status, text = running.get(f"/present/citizen-card?lang=en&version={version}")
    assert status == 200 and "data-version" in text      # a lectern begins anew with the present numbers
    assert running.get("/map")[0] == 200      # and the next one is answered from the present


@pytest.mark.parametrize("version", ["0123456789ab", "..%2f..%2fetc", "%00", "%3Cscript%3Ealert(1)%3C/script%3E"])
def test_a_person_is_told_in_words_and_led_to_the_present_numbers(running: Served, version: str):
    """An address that was kept from a talk of another day."""
    led = {f"/map?year=2019&version={version}&lang=en": "/map?year=2019&amp;lang=en", f"/?version={version}": "/"}
    for path, present in led.items():
        status, text = running.get(path)
        assert status == 410 and f'href="{present}"' in text
        assert all(pair("address.version_gone")[tongue] in unescape(text) for tongue in (0, 1))
        assert "<script>alert" not in text and "problem+json" not in text and "not found" not in text.lower()
    status, text = running.get(f"/nonsense?version={version}")
    assert status == 410 and 'href="/nonsense' not in text, "the nearest good one, not one that is none"
    assert running.get("/map?year=2019")[0] == 200
