"""Datasets in Azure Blob (Azurite) and S3 (moto's server), real servers on this machine; and with the cloud pulled out."""

import datetime as dt
import hashlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from data import places
from data.places import Place, PlaceError
from data.sources import all_sources
from data.sources.core import frame
from data.sources.core.mirror import pull, push
from data.sources.core.shelf import Shelf
from data.store import Store

ROOT = Path(__file__).parents[2]
AZURITE = ROOT / "build" / "azurite" / "node_modules" / ".bin" / "azurite-blob"
# The account every Azurite has; it is printed in its manual and opens nothing else.
ACCOUNT = "devstoreaccount1"
ACCOUNT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
SOURCE = all_sources()["tycg_rain"]
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Cloud:
    """A server of this module; the tests stop and wake its process."""

    def __init__(self, url: str, command: list[str], port: int, log: Path) -> None:
        self.url, self.command, self.port, self.log, self.process = url, command, port, log, None

    def plug_in(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(self.command, stdout=out, stderr=out, cwd=self.log.parent)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module", params=["abfs", "s3"])
def cloud(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    import fsspec

    folder, port = tmp_path_factory.mktemp(request.param), _port()
    before = dict(os.environ)
    if request.param == "abfs":
        if not AZURITE.exists():
            pytest.skip("Azurite is not installed: make azurite")
        one = Cloud(
            "abfs://exhibition/live",
            [
                str(AZURITE),
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                str(port),
                "--location",
                str(folder / "blobs"),
                "--skipApiVersionCheck",
                "--silent",
            ],
            port,
            folder / "log",
        )
        os.environ["AZURE_STORAGE_CONNECTION_STRING"] = (
            f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={ACCOUNT_KEY};"
            f"BlobEndpoint=http://127.0.0.1:{port}/{ACCOUNT};"
        )
    else:
        server = shutil.which("moto_server", path=str(Path(shutil.sys.executable).parent))
        one = Cloud("s3://exhibition/live", [server, "-H", "127.0.0.1", "-p", str(port)], port, folder / "log")
        os.environ |= {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    one.plug_in()
    system, _ = fsspec.core.url_to_fs(one.url)
    system.mkdir("exhibition")
    yield one
    one.process.kill()
    one.process.wait(10)
    os.environ.clear()
    os.environ.update(before)
    type(system).clear_instance_cache()


def shelf(folder: Path) -> Shelf:
    return Shelf(SOURCE, folder)


def put(one: Shelf, folder: Path, hour: int) -> None:
    rows = [
        {
            "station_id": "s1",
            "time": dt.datetime(2026, 6, 27, hour),
            "name_zh": "甲",
            "district_zh": "中壢區",
            "rain_mm": 1.5,
            "lat": 24.95,
            "lon": 121.22,
        }
    ]
    part = folder / f"{hour}.parquet"
    pq.write_table(frame.placed(SOURCE, frame.typed(SOURCE, rows)), part)
    one.add([part], f"run{hour}")


def test_rows_travel_and_outlive_the_cloud(cloud: Cloud, tmp_path: Path):
    """Written here, read there; the cloud pulled in the middle: both go on with what they have, and meet when it is back."""
    place = Place(cloud.url)
    writer, reader = shelf(tmp_path / "writer"), shelf(tmp_path / "reader")
    put(writer, tmp_path, 1)
    first = push(writer, place)
    assert (first.reason, first.files) == ("", len(writer.manifest().digests()))
    assert pull(reader, place).reason == ""
    assert reader.manifest() == writer.manifest()
    assert push(writer, place).files == 0, "what is there is not carried again"

    stop = cloud.process.pid
    os.kill(stop, 19)  # SIGSTOP: connections hang, as when a line is cut
    before = reader.manifest()
    put(writer, tmp_path, 2)
    shortened = places.MOST_S
    places.MOST_S = 2
    try:
        assert "cannot" in push(writer, place).reason
        assert "cannot" in pull(reader, place).reason
    finally:
        places.MOST_S = shortened
        os.kill(stop, 18)  # SIGCONT
    assert reader.manifest() == before
    assert all((reader.folder / path).exists() for path in reader.manifest().digests())

    assert push(writer, place).reason == ""
    assert pull(reader, place).reason == ""
    assert reader.manifest() == writer.manifest() and reader.manifest().rows == 2
    assert "holds newer rows" in push(shelf(tmp_path / "old"), place).reason or not shelf(tmp_path / "old").manifest().files


def test_what_was_changed_in_the_cloud_is_not_taken(cloud: Cloud, tmp_path: Path):
    place = Place(cloud.url + "-changed")
    writer, reader = shelf(tmp_path / "writer"), shelf(tmp_path / "reader")
    put(writer, tmp_path, 1)
    push(writer, place)
    path = writer.manifest().files[0]["path"]
    place.write(f"{SOURCE.name}/{path}", b"something else")
    assert "not what the manifest promises" in pull(reader, place).reason
    assert reader.manifest().files == []


def test_a_table_lives_where_the_catalogue_says(cloud: Cloud, tmp_path: Path):
    """A table of the package in the cloud: fetched once by its hash, then read without the cloud."""
    table = b"code,value\nab,1\n"
    Place(cloud.url).write("tables/places.csv", table)
    digest = "sha256:" + hashlib.sha256(table).hexdigest()
    root = tmp_path / "data"
    root.mkdir()
    (root / "datapackage.yaml").write_text(
        f"""
name: test
resources:
- name: codes
  path: tables/codes.csv
  place: {cloud.url}/tables/places.csv
  hash: {digest}
  format: csv
  title: Codes
  title_zh: 代碼
  row_en: a code
  row_zh: 一個代碼
  sources: [{{title: t, publisher_en: p, publisher_zh: p, credit_en: c, credit_zh: c}}]
  licenses: [{{name: l, title: l}}]
  schema:
    missingValues: [""]
    primaryKey: [code]
    fields:
    - {{name: code, type: string, constraints: {{required: true}}}}
    - {{name: value, type: integer, unit: things}}
""",
        "utf-8",
    )
    assert Store(root, tmp_path / "cache").load("codes")["value"].tolist() == [1]
    os.kill(cloud.process.pid, 19)
    try:
        assert Store(root, tmp_path / "cache").load("codes")["value"].tolist() == [1]
    finally:
        os.kill(cloud.process.pid, 18)


def test_bytes_that_are_not_those_promised_are_refused(tmp_path: Path):
    (tmp_path / "x.csv").write_bytes(b"a")
    with pytest.raises(PlaceError, match="another"):
        places.local(f"{tmp_path}/x.csv", "sha256:" + "0" * 64, tmp_path / "cache")
    with pytest.raises(PlaceError, match="has no hash"):
        places.local(f"{tmp_path}/x.csv", "", tmp_path / "cache")
    with pytest.raises(PlaceError, match="not there"):
        places.local(f"{tmp_path}/y.csv", "sha256:" + "0" * 64, tmp_path / "cache")


def test_a_folder_is_a_place_too(tmp_path: Path):
    writer, reader = shelf(tmp_path / "writer"), shelf(tmp_path / "reader")
    put(writer, tmp_path, 1)
    assert push(writer, Place(f"{tmp_path}/place")).reason == ""
    assert pull(reader, Place(f"file://{tmp_path}/place")).reason == ""
    assert reader.manifest() == writer.manifest()
