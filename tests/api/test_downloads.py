"""Every table as files: the same rows in each, with units, sources and citation; nothing a spreadsheet would run."""

import csv
import hashlib
import io
import json
import zipfile

import geopandas
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient

from data import exports, store
from data.catalog import CATALOG
from data.records import Edition
from tests.serving import serving

PLACED = [name for name, dataset in CATALOG.items() if dataset.geometry or dataset.has_points]
SMALL = [name for name in CATALOG if not name.startswith("village_") or name.endswith("boundaries")]


def selection(name: str, frame: pd.DataFrame | None = None) -> exports.Selection:
    edition = Edition(store.version(), CATALOG, store.load)
    frame = store.load(name) if frame is None else frame
    return exports.Selection(edition, CATALOG[name], frame, ("引用", "cite"), "http://localhost/data/x.csv")


def sheet(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.mark.parametrize("name", SMALL)
def test_csv_holds_every_row_with_units_and_source(client: FlaskClient, name: str):
    answer = client.get(f"/data/{name}.csv")
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    rows = sheet(answer.data)
    assert len(rows) == len(store.load(name))
    assert {*exports.BESIDE, *(field.name for field in CATALOG[name].fields)} <= rows[0].keys()
    for field in CATALOG[name].fields:
        if field.unit:
            assert f"{field.name}: {field.unit}" in rows[0]["units"]
    assert all(row["source_title"] and row["source_publisher"] and row["licence"] for row in rows)


@pytest.mark.parametrize("name", SMALL)
def test_a_sheet_and_a_csv_say_the_same(client: FlaskClient, name: str):
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/data/{name}.xlsx").data))
    head, *rows = book["data"].values
    texts = [dict(zip(head, row, strict=True)) for row in rows]
    flat = sheet(client.get(f"/data/{name}.csv").data)
    assert len(texts) == len(flat)
    for field in CATALOG[name].fields:
        if field.type == "string":
            assert [row[field.name] or "" for row in texts] == [row[field.name].removeprefix("'") for row in flat]
        elif field.is_number:
            assert [row[field.name] for row in texts] == [float(row[field.name]) if row[field.name] else None for row in flat]
    told = dict(row[:2] for row in book["metadata 說明"].values)
    assert told["data_version"] == store.version()
    assert told["citation_zh"] and told["citation_en"]


@pytest.mark.parametrize("name", CATALOG)
def test_parquet_holds_types_units_and_citation(client: FlaskClient, name: str):
    table = pq.read_table(io.BytesIO(client.get(f"/data/{name}.parquet").data))
    assert table.num_rows == len(store.load(name))
    assert table.schema.metadata[b"citation_en"]
    for field in CATALOG[name].fields:
        assert (table.schema.field(field.name).metadata or {}).get(b"unit", b"").decode() == (field.unit or "")


@pytest.mark.parametrize("name", PLACED)
def test_map_files_agree(client: FlaskClient, name: str):
    layer = json.loads(client.get(f"/data/{name}.geojson").data)
    placed = geopandas.read_parquet(io.BytesIO(client.get(f"/data/{name}.parquet").data))
    assert len(layer["features"]) == len(placed) == len(store.load(name))
    assert placed.crs.to_authority() == ("OGC", "CRS84")
    for feature, shape in zip(layer["features"], placed.geometry, strict=True):
        assert (feature["geometry"] is None) == (shape is None)
    assert layer["citation"]["zh-TW"] and layer["citation"]["en"]


def test_a_place_that_is_not_known_is_null_and_never_zero(client: FlaskClient):
    layer = json.loads(client.get("/data/projects.geojson").data)
    unknown = set(store.load("projects").loc[store.load("projects")["lat"].isna(), "id"])
    assert unknown
    assert {feature["id"] for feature in layer["features"] if feature["geometry"] is None} == unknown


def test_a_view_is_downloaded_as_it_is_seen(client: FlaskClient):
    query = "year=2018&topic=transport&district=68000020"
    shown = json.loads(client.get(f"/api/v1/projects?limit=1000&{query}").text)["rows"]
    for ending, count in (("csv", lambda data: len(sheet(data))), ("geojson", lambda data: len(json.loads(data)["features"]))):
        assert count(client.get(f"/data/projects.{ending}?{query}").data) == len(shown) > 0
    told = json.loads(client.get(f"/data/projects.metadata.json?{query}").text)
    assert told["filters"] == {"year": ["2018"], "topic": ["transport"], "district": ["68000020"]}
    assert told["rows"] == len(shown)
    assert told["citation"]["en"].count(store.version()) == told["citation"]["zh-TW"].count(store.version()) == 1


def test_a_table_without_a_place_makes_no_map(client: FlaskClient):
    answer = client.get("/data/topics.geojson")
    assert answer.status_code == 400
    assert "csv" in json.loads(answer.text)["nearest"]


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x","y")', "+1", "-1+2", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_run_as_a_formula(cell: str):
    frame = store.load("topics").iloc[:1].assign(name_en=cell)
    assert sheet(exports.write_csv(selection("topics", frame)))[0]["name_en"] == "'" + cell
    book = openpyxl.load_workbook(io.BytesIO(exports.write_xlsx(selection("topics", frame))))
    found = book["data"]["B2"]
    assert found.data_type != "f"
    assert found.value.replace("_x000D_", "\r").strip() == cell.strip()


def test_numbers_below_zero_stay_numbers():
    frame = store.load("measures").iloc[:1].assign(value=-5.0)
    assert sheet(exports.write_csv(selection("measures", frame)))[0]["value"] == "-5"


def test_a_zip_holds_every_kind_with_its_citation(client: FlaskClient):
    with zipfile.ZipFile(io.BytesIO(client.get("/data/stations.zip?kind=thsr").data)) as archive:
        assert set(archive.namelist()) == {
            "stations.csv",
            "stations.xlsx",
            "stations.geojson",
            "stations.parquet",
            "datapackage.json",
            "CITATION.txt",
        }
        assert json.loads(archive.read("datapackage.json"))["filters"] == {"kind": ["thsr"]}
        assert len(sheet(archive.read("stations.csv"))) == int((store.load("stations")["kind"] == "thsr").sum())
        assert store.version() in archive.read("CITATION.txt").decode()


def test_the_whole_adds_up(client: FlaskClient):
    with zipfile.ZipFile(io.BytesIO(client.get("/data/all.zip").data)) as archive:
        sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert {dataset.path for dataset in CATALOG.values()} < sums.keys()
        for path, digest in sums.items():
            assert hashlib.sha256(archive.read(path)).hexdigest() == digest
        package = json.loads(archive.read("datapackage.json"))
        assert all(archive.getinfo(resource["path"]).file_size == resource["bytes"] for resource in package["resources"])


def test_frictionless_reads_the_package_from_its_address(tmp_path):
    """The validator of the standard's makers, over the network of this machine, every row of every table."""
    from frictionless import Package

    with serving(tmp_path / "log", DATA_CACHE=str(tmp_path / "frames")) as served:
        package = Package(f"{served.url}/data/datapackage.json")
        assert len(package.resources) == len(CATALOG)
        tables = [one.name for one in package.resources if CATALOG[one.name].format == "csv"]
        for name in tables:
            report = package.get_resource(name).validate()
            assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
        download = Package(f"{served.url}/data/projects.metadata.json?year=2018")
        report = download.resources[0].validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


@pytest.mark.parametrize("name", CATALOG)
def test_every_path_of_the_package_leads_to_what_it_says(client: FlaskClient, name: str):
    package = json.loads(client.get("/data/datapackage.json").text)
    resource = next(one for one in package["resources"] if one["name"] == name)
    content = client.get(f"/data/{resource['path']}").data
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert resource["bytes"] == len(content)
    assert resource["citation"]["en"] and resource["licenses"] and resource["sources"]
