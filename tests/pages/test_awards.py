"""All honours stand on the page, each with body, result and source; the two in doubt say so."""

import json

import pytest

from data import store
from data.queries.awards import HIGHEST, with_branch
from tests.pages.baked import is_unknown_leaked, texts, tree_of, values, walk

pytestmark = pytest.mark.usefixtures("app")
AWARDS = store.load("awards")


@pytest.fixture(scope="module")
def tree(app: object) -> object:
    from pages import awards
    return tree_of(awards.layout())


def item(tree: object, key: str) -> object:
    """The list item of one honour."""
    return next([tag, attributes, *children] for tag, attributes, children in walk(tree) if attributes.get("data-award") == key)


def test_every_honour_is_there_once_with_its_source(tree):
    assert sorted(values(tree, "data-award")) == sorted(AWARDS["id"])
    for row in AWARDS.to_dict("records"):
        own = item(tree, row["id"])
        assert f"/sources/{row['source_id']}" in values(own, "href"), row["id"]
        assert row["body_en"] in texts(own) and row["award_zh"] in texts(own), row["id"]


def test_no_empty_cell_is_shown(tree):
    assert is_unknown_leaked(tree) == []


def test_an_honour_leads_to_the_project_it_was_for(tree):
    for row in AWARDS.dropna(subset=["project_id"]).to_dict("records"):
        assert f"/projects/{row['project_id']}" in values(item(tree, row["id"]), "href"), row["id"]


def test_the_two_prizes_of_one_article_carry_the_open_question(tree):
    doubted = [key for key in AWARDS["id"] if any("may be the name" in text for text in texts(item(tree, key)))]
    assert sorted(doubted) == ["witsa-global-innovation-2022", "witsa-smart-cities-2022"]


def test_the_branch_holds_ten_lists_four_finals_and_one_peach(tree):
    leaves = json.loads(values(tree, "data-awards")[0])
    kinds = [leaf["blossom"] for leaf in leaves]
    assert {kind: kinds.count(kind) for kind in kinds} == {"bud": 10, "half": 4, "open": 1, "peach": 1}


def test_an_honour_stands_in_the_year_it_is_for():
    rows = with_branch(AWARDS).set_index("id")
    assert rows.loc["icf-smart21-2016", "programme_year"] == 2016      # named in October 2015
    assert rows.loc["fiabci-2022-hengshan", "programme_year"] == 2022
    assert list(rows.index[rows["blossom"] == "peach"]) == [HIGHEST]


def test_an_unknown_award_in_the_address_shows_the_page(client):
    assert client.get("/awards?award=no-such").status_code == 200
