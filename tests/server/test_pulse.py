"""The city pulse: nothing invented where nothing was fetched; figures are those of the rows; generated rows never pass as real."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient

from components.words import EN, ZH
from data import demo as generated
from data.pulse import MEASURES, PERIODS
from data.sources import all_sources
from data.sources.core import frame
from data.sources.core.home import Home
from data.sources.core.shelf import Shelf
from server import demo

SOURCE = all_sources()["tycg_youbike"]
NEWEST = dt.datetime(2026, 6, 27, 14)
BADGE = (ZH("pulse.demo_badge"), EN("pulse.demo_badge"))


@pytest.fixture
def settings(app: Any, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """The server looks into a folder of this test; what is changed here is changed for it."""
    before = app.server.config["SETTINGS"]
    app.server.config["SETTINGS"] = {**before, "live_dir": str(tmp_path / "live")}
    yield app.server.config["SETTINGS"]
    app.server.config["SETTINGS"] = before


def station(number: int, time: dt.datetime, bikes: int | None) -> dict[str, Any]:
    place = {"lat": 24.955 + number / 100, "lon": 121.22 + number / 50}
    return {"station_id": f"s{number}", "time": time, "name_zh": f"站{number}", "name_en": f"Station {number}", "docks": 40,
            "bikes": bikes, "docks_free": 5, "bikes_electric": 0, "in_service": "yes", **place}


def rows() -> list[dict[str, Any]]:
    """Three stations for nine days, the third silent about its bikes; a month turns within."""
    hours = [NEWEST - dt.timedelta(hours=n) for n in range(9 * 24)]
    return [station(number, time, None if number == 2 else (time.hour * 3 + number * 7) % 31)
            for time in hours for number in range(3)]


def put(folder: Path, simulated: bool = False, some: list[dict[str, Any]] | None = None, run: str = "run") -> None:
    part = folder / f"{run}.parquet"
    part.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(frame.placed(SOURCE, frame.typed(SOURCE, some or rows())), part)
    Shelf(SOURCE, Home(folder).shelf(SOURCE.name)).add([part], run, simulated)


def known(first: dt.datetime, last: dt.datetime) -> list[int]:
    return [row["bikes"] for row in rows() if first <= row["time"] < last and row["bikes"] is not None]


def test_where_nothing_was_fetched_there_is_nothing(client: FlaskClient, settings: dict[str, Any]):
    told = client.get("/live/pulse").get_json()
    assert [one["measure"] for one in told["measures"]] == list(MEASURES)
    for source in (source for one in told["measures"] for source in one["sources"]):
        assert source["state"] == "never" and source["rows"] == 0 and source["age_s"] is None and source["shown"] is False
    for key in MEASURES:
        for way in ("", "/places", "/stations"):
            assert client.get(f"/live/pulse/{key}{way}").get_json() == {}
        assert client.get(f"/live/pulse/{key}/stations/s0").status_code == 404


def test_the_page_says_what_it_would_show(client: FlaskClient):
    page = client.get("/pulse").get_data(as_text=True)
    for measure in MEASURES.values():
        assert ZH(f"pulse.{measure.key}_would") in page and EN(f"pulse.{measure.key}_would") in page
        for source in (all_sources()[name] for name in measure.sources):
            assert source.title_en in page and source.publisher_zh in page and source.licence["path"] in page
            assert f'data-age="{source.name}"' in page
    assert page.count(EN("pulse.none_yet")) == sum(len(one.sources) for one in MEASURES.values())


def test_every_measure_is_summed_by_its_datasets():
    for measure in MEASURES.values():
        for name in measure.sources:
            source = all_sources()[name]
            assert measure.field in source.measures and source.has_points and source.primary_key[1:] == ("time",)


@pytest.mark.parametrize("key", [one for one, period in PERIODS.items() if period.step == "hour"])
def test_values_are_those_of_the_rows(client: FlaskClient, settings: dict[str, Any], key: str):
    put(Path(settings["live_dir"]))
    period = PERIODS[key]
    told = client.get(f"/live/pulse/bikes?period={key}").get_json()
    first = dt.datetime.fromisoformat(told["from"])
    assert first + period.length * period.count == NEWEST + period.length == dt.datetime.fromisoformat(told["to"])
    assert len(told["values"]) == period.count
    for n, value in enumerate(told["values"]):
        hour = first + period.length * n
        assert value == pytest.approx(mean(known(hour, hour + period.length)), abs=0.005)
    assert told["all"] == pytest.approx(mean(known(first, NEWEST + period.length)), abs=0.005)
    assert told["simulated"] is False


def test_a_year_is_told_by_day_and_gaps_are_gaps(client: FlaskClient, settings: dict[str, Any]):
    put(Path(settings["live_dir"]))
    told = client.get("/live/pulse/bikes?period=year").get_json()
    first = dt.datetime.fromisoformat(told["from"])
    for n, value in enumerate(told["values"]):
        day = first + dt.timedelta(days=n)
        measured = known(day, day + dt.timedelta(days=1))
        assert value == (pytest.approx(mean(measured), abs=0.005) if measured else None)
    assert told["values"][0] is None and told["values"][-1] is not None


def test_places_at_a_moment_and_over_a_span(client: FlaskClient, settings: dict[str, Any]):
    put(Path(settings["live_dir"]))
    at = NEWEST - dt.timedelta(hours=30)
    placed = frame.placed(SOURCE, frame.typed(SOURCE, rows())).to_pylist()
    for query, first, last in ((f"period=week&at={at:%Y-%m-%dT%H:%M}", at, at + dt.timedelta(hours=1)),
                               ("period=week", NEWEST - dt.timedelta(hours=167), NEWEST + dt.timedelta(hours=1))):
        told = client.get(f"/live/pulse/bikes/places?{query}").get_json()
        for district, value in told["districts"].items():
            some = [row["bikes"] for row in placed if row["district"] == district and first <= row["time"] < last]
            some = [bikes for bikes in some if bikes is not None]
            assert value == (pytest.approx(mean(some), abs=0.005) if some else None)
        cells = {row["hex7"] for row in placed if row["bikes"] is not None}
        assert len(told["cells"]) == len(cells) and len(told["shape"]) == 6


def test_stations_and_the_row_behind_one(client: FlaskClient, settings: dict[str, Any]):
    put(Path(settings["live_dir"]))
    told = client.get("/live/pulse/bikes/stations").get_json()
    assert told["count"] == 3
    assert {one[0]: one[3] for one in told["stations"]} == {"s0": 11, "s1": 18, "s2": None}
    one = client.get("/live/pulse/bikes/stations/s1").get_json()
    assert (one["value"], one["time"], one["source"], one["name"]) == (18, "2026-06-27T14:00", "tycg_youbike", ["站1", "Station 1"])
    district = client.get(f"/live/pulse/bikes/stations?district={one['district']}").get_json()["stations"]
    assert ["s1", "站1", "Station 1", "2026-06-27T14:00"] in [[each[0], *each[4:]] for each in district]
    assert client.get("/live/pulse/bikes/stations/nobody").status_code == 404


def test_new_rows_show_at_the_next_question(client: FlaskClient, settings: dict[str, Any]):
    put(Path(settings["live_dir"]))
    before = client.get("/live/pulse/bikes").get_json()
    put(Path(settings["live_dir"]), some=[station(0, NEWEST + dt.timedelta(hours=1), 39)], run="later")
    after = client.get("/live/pulse/bikes").get_json()
    assert after["from"] != before["from"] and after["values"] == [39.0]


def test_generated_rows_are_not_shown_without_a_demonstration(client: FlaskClient, settings: dict[str, Any]):
    put(Path(settings["live_dir"]), simulated=True)
    assert client.get("/live/pulse/bikes?period=day").get_json() == {}
    assert client.get("/live/pulse/bikes/stations").get_json() == {}
    assert all(source["rows"] == 0 for one in client.get("/live/pulse").get_json()["measures"] for source in one["sources"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/live/pulse/nothing", 404),
        ("/live/pulse/bikes?period=century", 400),
        ("/live/pulse/bikes?district=1", 400),
        ("/live/pulse/bikes?source=moenv_air_now", 400),
        ("/live/pulse/bikes/places?period=day&at=2026-06-27T14:30", 400),
        ("/live/pulse/bikes/places?period=year&at=2026-06-27T14:00", 400),
        ("/live/pulse/bikes/places?at=soon", 400),
    ],
)
def test_a_bad_question_gets_a_problem(client: FlaskClient, settings: dict[str, Any], path: str, status: int):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_bad_address_of_the_page_is_said_in_words(client: FlaskClient):
    for query in ("measure=gold", "period=century"):
        assert client.get(f"/_page?address=/pulse?{query}").get_json()["status"] == 404


# A demonstration.


@pytest.fixture
def demonstration(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two days by the hour and one before them; a demonstration has a year."""
    monkeypatch.setattr(generated, "FINE_DAYS", 2)
    settings["demo"] = "on"
    folder = demo.folder(settings)
    generated.fill(folder, days=3)
    return folder


def test_a_demonstration_fills_every_measure_and_says_so(client: FlaskClient, demonstration: Path, settings: dict[str, Any]):
    assert demonstration != Path(settings["live_dir"]) and not Path(settings["live_dir"]).exists()
    told = client.get("/live/pulse").get_json()
    assert told["simulated"] is True
    for one in MEASURES:
        answer = client.get(f"/live/pulse/{one}?period=day")
        assert answer.get_json()["simulated"] is True and answer.headers[demo.HEADER] == "yes"
        assert client.get(f"/live/pulse/{one}/stations").get_json()["stations"]
    assert sum(generated.fill(demonstration, days=3).values()) == 0


def test_every_screen_of_a_demonstration_carries_the_badge(client: FlaskClient, settings: dict[str, Any]):
    from server import sitemap

    some = {path.split("/")[1]: path for path in sitemap.paths()}       # one page of each kind
    screens = [*some.values(), "/pulse?screen=kiosk-32-portrait", "/?mode=kiosk", "/hub", "/nowhere", "/search", "/talk", "/api"]
    for path in screens:
        plain = client.get(path)
        assert "demo-badge" not in plain.get_data(as_text=True), path
        settings["demo"] = "on"
        badged = client.get(path).get_data(as_text=True)
        settings["demo"] = "off"
        if plain.mimetype == "text/html":
            assert badged.count('class="demo-badge"') == 1 and all(word in badged for word in BADGE), path
            assert badged.index("demo-badge") < badged.index("<h1") if "<h1" in badged else True


def test_a_measure_that_came_later_than_its_rows_is_unknown_until_summed(client: FlaskClient, settings: dict[str, Any]):
    """Rows and sums without a column are no fault: unknown in every answer, taken in beside newer ones, whole once summed."""
    folder = Path(str(settings["live_dir"]))
    fields = tuple(one for one in SOURCE.fields if one.name != "bikes")
    older = replace(SOURCE, fields=fields, measures=tuple(one for one in SOURCE.measures if one != "bikes"))
    part = folder / "older.parquet"
    part.parent.mkdir(parents=True)
    pq.write_table(frame.placed(older, frame.typed(older, rows())), part)
    shelf = Home(folder).shelf(SOURCE.name)
    Shelf(older, shelf).add([part], "older")
    for period in PERIODS:
        told = client.get(f"/live/pulse/bikes?period={period}").get_json()
        assert (told["summed"], told["all"], set(told["values"])) == (False, None, {None})
        where = client.get(f"/live/pulse/bikes/places?period={period}").get_json()
        assert (set(where["districts"].values()), where["cells"]) == ({None}, [])
    assert {one[3] for one in client.get("/live/pulse/bikes/stations").get_json()["stations"]} == {None}
    assert client.get("/live/pulse/bikes/stations/s1").get_json()["value"] is None
    for path in ("hours", "rows"):
        assert client.get(f"/live/{SOURCE.name}/{path}").status_code == 200
    assert client.get(f"/tiles/{SOURCE.name}/14/13709/7046").status_code in (200, 204)
    later = NEWEST + dt.timedelta(hours=1)
    put(folder, some=[station(number, later, 5) for number in range(3)], run="later")
    told = client.get("/live/pulse/bikes?period=day").get_json()
    assert (told["summed"], told["values"][-1], set(told["values"][:-1])) == (True, 5, {None})
    put(folder, run="corrected")                            # the same rows again, now with what was not asked for then
    assert client.get("/live/pulse/bikes?period=week").get_json()["all"] == pytest.approx(
        mean([*known(later - dt.timedelta(days=7) + dt.timedelta(hours=1), later), 5, 5, 5]), abs=0.01)
    assert Shelf(SOURCE, shelf).sum_again("again") == 1 + (rows()[-1]["time"].month != NEWEST.month)
