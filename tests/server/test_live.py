"""Live datasets through the doors: how they do, sums, rows, tiles; new rows show without a restart, bad questions get a problem."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient

from data.sources import all_sources
from data.sources.core import frame
from data.sources.core.home import Home
from data.sources.core.shelf import Shelf
from data.views import tiles

SOURCE = all_sources()["tycg_rain"]
NOON = dt.datetime(2026, 6, 27, 12)
Z11 = "/tiles/tycg_rain/11/1713/876"


@pytest.fixture
def home(app: Any, tmp_path: Path) -> Iterator[Home]:
    """The server looks into a folder of this test."""
    before = app.server.config["SETTINGS"]
    app.server.config["SETTINGS"] = {**before, "live_dir": str(tmp_path / "live")}
    yield Home(tmp_path / "live")
    app.server.config["SETTINGS"] = before


def put(home: Home, minutes: int, rain: float, stations: int = 3, simulated: bool = False) -> None:
    rows = [
        {
            "station_id": f"s{n}",
            "time": NOON + dt.timedelta(minutes=minutes),
            "name_zh": "甲",
            "district_zh": "中壢區",
            "rain_mm": rain + n,
            "lat": 24.955 + n / 100,
            "lon": 121.22,
        }
        for n in range(stations)
    ]
    part = home.root / f"part-{minutes}.parquet"
    part.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(frame.placed(SOURCE, frame.typed(SOURCE, rows)), part)
    Shelf(SOURCE, home.shelf(SOURCE.name)).add([part], f"run{minutes}", simulated)


def layer(raw: bytes, name: str) -> list[dict[str, Any]]:
    return mapbox_vector_tile.decode(raw)[name]["features"]


def address(z: int) -> str:
    """The tile over the first station."""
    from data.queries.live import mercator

    x, y = mercator(121.22, 24.955)
    size = tiles.WORLD_M / 2**z
    return f"/tiles/tycg_rain/{z}/{int((x + tiles.WORLD_M / 2) // size)}/{int((tiles.WORLD_M / 2 - y) // size)}"


def test_where_nothing_was_fetched_it_says_so(client: FlaskClient, home: Home):
    listed = client.get("/live/sources").get_json()["sources"]
    assert {one["name"] for one in listed} == set(all_sources())
    assert all(one["state"] == "never" and one["rows"] == 0 and one["quality"] is None for one in listed)
    assert client.get("/live/tycg_rain/hours").get_json()["hours"] == []
    assert client.get("/live/tycg_rain/rows").get_json()["rows"] == []
    assert client.get(address(11)).status_code == 204


def test_new_rows_show_without_a_restart(client: FlaskClient, home: Home):
    put(home, 5, 1.0)
    first = client.get(address(11))
    assert first.status_code == 200 and first.mimetype == tiles_type()
    assert sum(one["properties"]["rows"] for one in layer(first.data, "cells")) == 3
    assert client.get(address(11), headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    put(home, 15, 4.0)
    second = client.get(address(11), headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert sum(one["properties"]["rows"] for one in layer(second.data, "cells")) == 6


def tiles_type() -> str:
    return "application/vnd.mapbox-vector-tile"


def test_sums_and_the_rows_behind_them_agree(client: FlaskClient, home: Home):
    put(home, 5, 0.5)
    put(home, 65, 2.5)
    hours = client.get("/live/tycg_rain/hours").get_json()
    assert hours["simulated"] is False and hours["units"] == {"rain_mm": "mm"}
    for one in hours["hours"]:
        begun = dt.datetime.fromisoformat(one["hour"])
        query = {"from": begun.isoformat(), "to": (begun + dt.timedelta(hours=1)).isoformat(), "district": one["district"]}
        rows = client.get("/live/tycg_rain/rows", query_string=query).get_json()["rows"]
        values = [row["rain_mm"] for row in rows]
        assert one["rows"] == len(rows) == one["rain_mm"]["n"]
        assert one["rain_mm"]["mean"] == sum(values) / len(values)
        assert (one["rain_mm"]["min"], one["rain_mm"]["max"]) == (min(values), max(values))
    assert sum(one["rows"] for one in hours["hours"]) == 6


def test_a_tile_beside_the_rows_is_empty(client: FlaskClient, home: Home):
    put(home, 5, 1.0)
    for z in (9, 13, 14):
        _, _, x, y = address(z).rsplit("/", 3)
        assert client.get(f"/tiles/tycg_rain/{z}/{int(x) + 3}/{y}").status_code == 204


def test_every_zoom_holds_every_row_and_streets_every_station(client: FlaskClient, home: Home):
    put(home, 5, 1.0, stations=1)
    for z in range(tiles.SHALLOWEST, tiles.STREETS):
        found = layer(client.get(address(z)).data, "cells")
        assert sum(one["properties"]["rows"] for one in found) == 1, z
        assert found[0]["properties"]["rain_mm_mean"] == 1.0
    for z in (14, 17, 20):
        found = layer(client.get(address(z)).data, "points")
        assert [one["properties"]["station_id"] for one in found] == ["s0"]
        assert found[0]["properties"]["time"] == "2026-06-27T12:05:00"


def test_generated_rows_are_marked_everywhere(client: FlaskClient, home: Home):
    put(home, 5, 1.0, simulated=True)
    assert client.get("/live/tycg_rain/hours").get_json()["simulated"] is True
    assert client.get(address(11)).headers["X-Simulated"] == "yes"
    assert next(one for one in client.get("/live/sources").get_json()["sources"] if one["name"] == "tycg_rain")["simulated"] is True


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/live/nothing/hours", 404),
        ("/tiles/nothing/9/1/1", 404),
        ("/tiles/tycg_rain/30/1/1", 404),
        ("/tiles/tycg_rain/6/64/1", 404),
        ("/live/tycg_rain/hours?from=yesterday", 400),
        ("/live/tycg_rain/hours?from=2026-06-27&to=2026-06-26", 400),
        ("/live/tycg_rain/hours?from=2014-01-01&to=2022-01-01", 400),
        ("/live/tycg_rain/rows?limit=-1", 400),
        ("/live/tycg_rain/rows?limit=99999999999", 400),
        ("/live/tycg_rain/rows?from=2026-06-27T00:00%2B08:00", 400),
    ],
)
def test_a_bad_question_gets_a_problem(client: FlaskClient, home: Home, path: str, status: int):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == status
