"""The layers as other programs see them: the rules of OGC API – Features, and GDAL's own client against the real server."""

import json
import shutil
import subprocess

import pyogrio
import pytest
from flask.testing import FlaskClient

from api.features import CLASSES, CRS84
from data import store
from data.catalog import CATALOG
from tests.serving import serving

LAYERS = [name for name, dataset in CATALOG.items() if dataset.geometry or dataset.has_points]
needs_gdal = pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo of Debian's gdal-bin is not installed")


def get(client: FlaskClient, path: str, status: int = 200) -> dict:
    answer = client.get("/ogc" + path)
    assert answer.status_code == status, answer.text
    return json.loads(answer.text)


def test_the_landing_page_leads_everywhere(client: FlaskClient):
    links = {one["rel"]: one for one in get(client, "/")["links"]}
    assert {"self", "service-desc", "conformance", "data"} <= links.keys()
    for one in links.values():
        answer = client.get(one["href"].replace("http://localhost", ""))
        assert answer.status_code == 200
        assert answer.content_type.startswith(one["type"]), one
    assert get(client, "/conformance")["conformsTo"] == CLASSES
    assert get(client, "") == get(client, "/")


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_says_where_and_when_it_is(client: FlaskClient, name: str):
    told = get(client, f"/collections/{name}")
    west, south, east, north = told["extent"]["spatial"]["bbox"][0]
    assert 120 < west <= east < 122.5 and 24 < south <= north < 26
    assert told["crs"] == [CRS84]
    assert told in get(client, "/collections")["collections"]
    items = get(client, f"/collections/{name}/items?limit=5")
    assert items["numberMatched"] == len(store.load(name))
    assert items["numberReturned"] == len(items["features"]) == min(5, len(store.load(name)))
    for feature in items["features"]:
        link = client.get(
            f"/ogc/collections/{name}/items/" + feature["id"].replace("%", "%25").replace("?", "%3F").replace("#", "%23")
        )
        assert link.status_code == 200, feature["id"]
        assert json.loads(link.text)["properties"] == feature["properties"]
        assert feature["properties"]["source_title"]
    every = get(client, f"/collections/{name}/items?limit=1000&bbox={west - 0.001},{south - 0.001},{east + 0.001},{north + 0.001}")
    placed = store.load(name)["lat"].notna().sum() if CATALOG[name].has_points else len(store.load(name))
    assert every["numberMatched"] == placed


def test_a_box_takes_what_meets_it_and_nothing_else(client: FlaskClient):
    stations = store.load("mrt_stations")
    box = (121.2, 25.0, 121.3, 25.1)
    inside = stations[stations["lon"].between(box[0], box[2]) & stations["lat"].between(box[1], box[3])]
    found = get(client, "/collections/mrt_stations/items?bbox=" + ",".join(map(str, box)))
    assert 0 < len(inside) < len(stations)
    assert {feature["id"] for feature in found["features"]} == set(inside["code"])
    assert get(client, "/collections/mrt_stations/items?bbox=0,0,1,1")["features"] == []
    assert len(get(client, "/collections/mrt_stations/items?bbox=100,24,-170,26")["features"]) == len(stations)
    six = get(client, "/collections/mrt_stations/items?bbox=121.2,25.0,0,121.3,25.1,9000")
    assert six["features"] == found["features"]


def test_time_is_an_instant_or_an_interval(client: FlaskClient):
    opened = store.load("mrt_stations")["opened"]
    assert get(client, "/collections/mrt_stations/items?datetime=../2017-03-01")["numberMatched"] == (opened <= "2017-03-01").sum()
    assert get(client, "/collections/mrt_stations/items?datetime=2022-12-31T00:00:00Z")["numberMatched"] == len(opened)
    found = get(client, "/collections/projects/items?limit=1000&datetime=2018-01-01/2018-12-31")["features"]
    for feature in found:
        row = feature["properties"]
        assert row["start_date"][:4] <= "2018"
        assert row["end_date"] is None or row["end_date"][:4] >= "2018"
    assert found
    boundaries = get(client, "/collections/district_boundaries/items?datetime=1999-01-01")
    assert boundaries["numberMatched"] == len(store.load("district_boundaries"))


def test_pages_follow_each_other(client: FlaskClient):
    seen, path = [], "/collections/schools_2022/items?limit=100"
    while path:
        page = get(client, path)
        seen += [feature["id"] for feature in page["features"]]
        path = next((one["href"].partition("/ogc")[2] for one in page["links"] if one["rel"] == "next"), "")
    assert seen == list(store.load("schools_2022")["name_zh"])
    assert get(client, "/collections/wifi_hotspots_2015/items?limit=100000")["numberReturned"] == len(
        store.load("wifi_hotspots_2015")
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/?x=1", 400),
        ("/collections?f=html", 400),
        ("/collections/nowhere", 404),
        ("/collections/topics", 404),
        ("/collections/stations/items/no-such", 404),
        ("/collections/stations/items?bbox=1,2,3", 400),
        ("/collections/stations/items?bbox=1,2,3,north", 400),
        ("/collections/stations/items?bbox=121,26,122,24", 400),
        ("/collections/stations/items?bbox=nan,nan,nan,nan", 400),
        ("/collections/stations/items?bbox-crs=EPSG:3826", 400),
        ("/collections/stations/items?crs=http://www.opengis.net/def/crs/EPSG/0/3826", 400),
        ("/collections/stations/items?datetime=tomorrow", 400),
        ("/collections/stations/items?datetime=2020-01-01/2019-01-01", 400),
        ("/collections/stations/items?datetime=..", 400),
        ("/collections/stations/items?limit=0", 400),
        ("/collections/stations/items?colour=red", 400),
        ("/collections/stations/items?kind=bus", 400),
    ],
)
def test_what_is_wrong_is_a_problem(client: FlaskClient, path: str, status: int):
    told = get(client, path, status)
    assert told["status"] == status and told["detail"] and told["detail_zh"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("ogc")
    with serving(folder / "log", DATA_CACHE=str(folder / "frames")) as running:
        yield running


def ogrinfo(*arguments: str) -> str:
    done = subprocess.run(["ogrinfo", "-ro", *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0 and "ERROR" not in done.stderr, done.stderr
    return done.stdout


@needs_gdal
def test_gdal_sees_every_layer(served):
    told = ogrinfo(f"OAPIF:{served.url}/ogc")
    assert all(f": {name} " in told or f": {name}\n" in told for name in LAYERS), told


@needs_gdal
@pytest.mark.parametrize("name", LAYERS)
def test_gdal_counts_the_same(served, name: str):
    """All pages: GDAL follows the links, and counts what it was given."""
    told = ogrinfo("-al", "-so", f"OAPIF:{served.url}/ogc", name)
    assert f"Feature Count: {len(store.load(name))}" in told
    if name == "projects":
        assert "start_date" in told and "name_zh" in told


@needs_gdal
def test_gdal_asks_for_a_box(served):
    told = ogrinfo("-spat", "121.2", "25.0", "121.3", "25.1", "-so", "-al", f"OAPIF:{served.url}/ogc", "mrt_stations")
    stations = store.load("mrt_stations")
    inside = stations["lon"].between(121.2, 121.3) & stations["lat"].between(25.0, 25.1)
    assert f"Feature Count: {inside.sum()}" in told


def test_geopandas_opens_a_layer(served):
    if "OAPIF" not in pyogrio.list_drivers():
        pytest.skip("the GDAL inside pyogrio has no OAPIF driver")
    frame = pyogrio.read_dataframe(f"OAPIF:{served.url}/ogc", layer="district_boundaries")
    assert len(frame) == 13
    assert set(frame["code"]) == set(store.load("districts")["code"])
