"""Every project has its page: all its facts, each with the way to its source, in both tongues."""

import pytest

from data import store
from data.queries.projects import CITYWIDE
from server.address import UnknownId
from tests.pages.baked import is_unknown_leaked, texts, tree_of, values

pytestmark = pytest.mark.usefixtures("app")
PROJECTS = store.load("projects").to_dict("records")


@pytest.fixture(scope="module")
def pages(app: object) -> dict[str, object]:
    """{id: tree} of all projects, baked once."""
    from pages import project
    return {row["id"]: tree_of(project.layout(row["id"])) for row in PROJECTS}


def test_every_project_has_a_page_in_both_tongues(pages):
    for row in PROJECTS:
        said = texts(pages[row["id"]])
        assert row["name_en"] in said and "".join(said).count(row["summary_zh"]) == 1, row["id"]
        assert row["summary_en"] in said, row["id"]


def test_no_empty_cell_is_shown(pages):
    assert {key: leaked for key, tree in pages.items() if (leaked := is_unknown_leaked(tree))} == {}


@pytest.mark.parametrize("table, key", [("measures", "measure_id"), ("milestones", "id"), ("awards", "id")])
def test_every_fact_of_a_project_stands_on_its_page_with_its_source(pages, table, key):
    missing = []
    for row in store.load(table).to_dict("records"):
        if isinstance(row["project_id"], str) and row["project_id"]:
            tree = pages[row["project_id"]]
            if f"{table}:{row[key]}" not in values(tree, "data-fact") or f"/sources/{row['source_id']}" not in values(tree, "href"):
                missing.append(row[key])
    assert missing == []


def test_every_page_names_its_source_and_place(pages):
    for row in PROJECTS:
        links = values(pages[row["id"]], "href")
        assert f"/sources/{row['source_id']}" in links, row["id"]
        codes = row["districts"].split(";")
        assert all(f"/districts/{code}" in links for code in codes if code != CITYWIDE), row["id"]
        assert values(pages[row["id"]], "data-districts") == [row["districts"]], row["id"]


def test_links_that_leave_are_marked_and_only_linkable_sources_are_linked(pages):
    linkable = set(store.load("sources").query("is_linkable")["url"])
    for key, tree in pages.items():
        outside = [href for href in values(tree, "href") if href.startswith("http")]
        assert set(outside) <= linkable, key
        assert values(tree, "target") == ["_blank"] * len(outside), key
        assert values(tree, "rel") == ["noopener external"] * len(outside), key


def test_a_halted_project_says_so_first(pages):
    for row in PROJECTS:
        assert ("This project was halted." in texts(pages[row["id"]])) == (row["status"] == "discontinued"), row["id"]


def test_the_metro_has_its_line_and_its_table(pages):
    tree = pages["airport-mrt"]
    rows = store.load("indicators").query("indicator_id == 'airport-mrt-daily-riders-monthly'")
    assert len([fact for fact in values(tree, "data-fact") if fact.startswith("indicators:")]) == len(rows) == 48
    assert "series-line" in values(tree, "data-component")


def test_an_unknown_id_is_said_with_good_addresses_near():
    from pages import project
    with pytest.raises(UnknownId) as refused:
        project.layout("airport-mtr")
    assert refused.value.near[0] == "/projects/airport-mrt"


def test_the_address_of_a_project_answers(client):
    answer = client.get("/projects/airport-mrt?lang=en")
    assert answer.status_code == 200 and "<title>Taoyuan Airport MRT" in answer.text
    assert client.get("/projects/no-such").status_code == 404
