"""May I take the numbers with me?: every table with its files, columns, units, first rows, citation and changes."""

import datetime
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from components.tree import markup
from data import exports, releases, store
from data.catalog import CATALOG
from data.store import Store
from server import released
from server.address import UnknownId, is_for_programs
from server.pages import page_of
from tests import small
from tests.pages.baked import is_unknown_leaked, texts, tree_of, values

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(scope="module")
def pages(app: object) -> dict[str, object]:
    """{name: tree} of every table, baked once."""
    from pages import dataset

    return {name: tree_of(dataset.layout(name)) for name in CATALOG}


def test_the_list_leads_to_every_table_and_file(app: object):
    from pages import datasets

    tree = tree_of(datasets.layout())
    hrefs = values(tree, "href")
    for name, one in CATALOG.items():
        assert f"/data/{name}" in hrefs and f"/data/{name}.csv" in hrefs
        assert one.title_zh in texts(tree) and one.title_en in texts(tree)
    parts = set(values(tree, "id"))
    assert [href for href in hrefs if href.startswith("#") and href[1:] not in parts] == []
    assert is_unknown_leaked(tree) == []


@pytest.mark.parametrize("name", CATALOG)
def test_a_table_says_all_that_is_declared(pages: dict[str, object], name: str):
    one, said = CATALOG[name], texts(pages[name])
    assert {f"/data/{name}.{kind.ending}" for kind in exports.of(one)} <= set(values(pages[name], "href"))
    for field in one.fields:
        assert field.name in said and field.title_zh in said and field.title_en in said
        assert not field.unit or {field.unit, field.unit_zh} <= set(said), field.name
    assert all(source.publisher_zh in said for source in one.sources)
    assert f"{len(store.load(name)):,}" in said
    assert is_unknown_leaked(pages[name]) == []
    assert (f"/ogc/collections/{name}" in values(pages[name], "href")) == bool(one.geometry or one.has_points)


@pytest.mark.parametrize("name", ["projects", "village_boundaries", "indicators"])
def test_every_address_a_table_names_answers(client: FlaskClient, pages: dict[str, object], name: str):
    for href in values(pages[name], "href"):
        if href.startswith("/"):
            assert client.get(href).status_code == 200, href


def test_an_unknown_table_is_said_with_good_addresses_near():
    from pages import dataset

    with pytest.raises(UnknownId) as refused:
        dataset.layout("project")
    assert refused.value.near[0] == "/data/projects" and refused.value.near[-1] == "/data"


@pytest.mark.parametrize(
    ("path", "programs"),
    [
        ("/data", False),
        ("/data/", False),
        ("/data/projects", False),
        ("/data/projects.csv", True),
        ("/data/releases", True),
        ("/data/releases/", True),
        ("/data/tables/topics.csv", True),
        ("/api/v1/projects", True),
        ("/catalog.ttl", True),
        ("/districts", False),
    ],
)
def test_pages_and_files_are_told_apart(path: str, programs: bool):
    assert is_for_programs(path) == programs


def test_a_page_of_data_is_no_door_for_other_sites(client: FlaskClient):
    assert "Access-Control-Allow-Origin" not in client.get("/data/projects").headers
    assert "Access-Control-Allow-Origin" in client.get("/data/projects.csv").headers


def test_what_changed_since_the_release_is_told(app, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A release in which a district was smaller: the page says so with both numbers, and leads to the old ones."""
    root = tmp_path / "data"
    small.copy(root)
    area = f"{store.load('districts')['area_km2'].iloc[0]:g}"
    path = root / "tables" / "districts.csv"
    path.write_text(path.read_text("utf-8").replace(area, "1.5", 1), encoding="utf-8")
    releases.freeze(Store(root, tmp_path / "frames", check_s=0), tmp_path / "releases", datetime.date(2026, 1, 2))
    with app.server.test_request_context("/"):
        today = markup(page_of("/data/districts")["tree"])
        monkeypatch.setitem(app.server.config["SETTINGS"], "releases", str(tmp_path / "releases"))
        told = markup(page_of("/data/districts")["tree"])
        assert released.cited().release is None
    assert "1.5" not in today
    assert f"1.5</span> → <span lang=\"en\">{area}" in told
    assert "/data/districts.csv?release=2026-01-02" in told
    client = app.server.test_client()
    assert b"1.5" in client.get("/data/districts.csv?release=2026-01-02").data
    assert b",1.5," not in client.get("/data/districts.csv").data


def test_the_citation_opens_the_very_numbers(app, client: FlaskClient):
    """While nothing has changed since the release of this repository, its address is the one to cite."""
    with app.server.test_request_context("/"):
        given = released.cited()
        tree = page_of("/data/projects")["tree"]
    if given.release is None:
        assert "/data/projects" in values(tree, "data-path")
        return
    path = f"/data/projects.csv?release={given.release}"
    assert path in values(tree, "data-path")
    whole = json.loads(client.get(f"/data/projects.metadata.json?release={given.release}").text)
    assert whole["version"] == given.release
