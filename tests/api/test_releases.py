"""Old addresses still open old numbers: a release over the web, as files and in every answer of the API."""

import datetime
import hashlib
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data import releases
from data.store import Store
from tests import small


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release in which the first district is called otherwise than today."""
    folder = tmp_path_factory.mktemp("frozen")
    root = small.copy(folder / "data")
    path = root / "tables" / "districts.csv"
    path.write_text(path.read_text("utf-8").replace("Taoyuan", "Old Taoyuan", 1), encoding="utf-8")
    releases.freeze(Store(root, folder / "frames", check_s=0), folder / "releases", datetime.date(2026, 11, 24))
    return folder / "releases"


@pytest.fixture
def frozen(app, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The release, served."""
    monkeypatch.setitem(app.server.config["SETTINGS"], "releases", str(made))
    return made / "2026-11-24"


def test_the_list_leads_to_every_file(client: FlaskClient, frozen: Path):
    told = json.loads(client.get("/data/releases").text)["releases"]
    assert [one["version"] for one in told] == ["2026-11-24"]
    manifest = json.loads(client.get(told[0]["manifest"].replace("http://localhost", "")).text)
    for file in manifest["files"]:
        answer = client.get(f"/data/releases/2026-11-24/{file['path']}")
        assert answer.status_code == 200
        assert hashlib.sha256(answer.data).hexdigest() == file["sha256"]
        assert "immutable" in answer.headers["Cache-Control"]
    again = client.get(
        "/data/releases/2026-11-24/tables/awards.csv",
        headers={"If-None-Match": client.get("/data/releases/2026-11-24/tables/awards.csv").headers["ETag"]},
    )
    assert again.status_code == 304


def test_every_answer_can_be_of_a_release(client: FlaskClient, frozen: Path):
    old = json.loads(client.get("/api/v1/districts?release=2026-11-24&limit=1").text)
    new = json.loads(client.get("/api/v1/districts?limit=1").text)
    assert old["rows"][0]["name_en"] == "Old " + new["rows"][0]["name_en"]
    assert old["release"] == "2026-11-24" and old["version"] != new["version"]
    assert "2026-11-24" in old["citation_en"] and "release=2026-11-24" in old["citation_en"]
    assert b"Old Taoyuan" in client.get("/data/districts.csv?release=2026-11-24").data
    assert b"Old Taoyuan" not in client.get("/data/districts.csv").data
    package = json.loads(client.get("/data/datapackage.json?release=2026-11-24").text)
    assert package["version"] == "2026-11-24"
    assert client.get("/api/v1/districts?release=2026-11-24").headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        "2026-11-25/manifest.json",
        "2026-11-24/manifest.jsn",
        "2026-11-24/../../data/datapackage.yaml",
        "2026-11-24/%2e%2e/%2e%2e/data/tables/awards.csv",
        "../../settings.py",
        "2026-11-24/tables/%00",
    ],
)
def test_nothing_else_is_given_out(client: FlaskClient, frozen: Path, path: str):
    assert client.get(f"/data/releases/{path}").status_code in (404, 400)


def test_a_damaged_release_says_so_and_nothing_of_the_machine(client: FlaskClient, frozen: Path):
    path = frozen / "tables" / "awards.csv"
    whole = path.read_bytes()
    path.write_text("gone", encoding="utf-8")
    releases._opened.cache_clear()
    answer = client.get("/api/v1/districts?release=2026-11-24")
    path.write_bytes(whole)
    assert answer.status_code == 503
    assert str(frozen.parent) not in answer.text
