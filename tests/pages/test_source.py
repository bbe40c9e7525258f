"""Every source has its page, with everything that rests on it."""

import pytest

from data import store
from data.catalog import CATALOG, shelf
from data.i18n import HAN
from data.queries.evidence import COLUMNS
from server.address import UnknownId
from tests.pages.baked import is_unknown_leaked, texts, tree_of, values, walk

pytestmark = pytest.mark.usefixtures("app")
SOURCES = store.load("sources").to_dict("records")


@pytest.fixture(scope="module")
def pages(app: object) -> dict[str, object]:
    """{id: tree} of all sources and datasets, baked once."""
    from pages import source
    return {key: tree_of(source.layout(key)) for key in [*(row["source_id"] for row in SOURCES), *shelf()]}


def test_no_empty_cell_is_shown(pages):
    assert {key: leaked for key, tree in pages.items() if (leaked := is_unknown_leaked(tree))} == {}


def test_publisher_and_title_are_said_and_only_linkable_ones_linked(pages):
    for row in SOURCES:
        tree = pages[row["source_id"]]
        assert row["title"] in texts(tree) and row["publisher"] in texts(tree), row["source_id"]
        assert (row["url"] in values(tree, "href")) == row["is_linkable"], row["source_id"]


def test_an_address_is_read_in_its_own_language(pages):
    """Found by a random walk: Chinese letters in an address stood in an English page as English."""
    said = {row["source_id"]: [attributes.get("lang") for _, attributes, children in walk(pages[row["source_id"]])
                               if row["url"] in children] for row in SOURCES if row["is_linkable"]}
    foreign = {key: langs for key, langs in said.items() if langs != [None]}
    assert foreign.pop("wikipedia-ja-wiki") == ["ja"]
    assert len(foreign) > 3 and all(langs == ["zh-TW"] for langs in foreign.values()), foreign
    assert all(bool(HAN.search(row["url"])) == (row["source_id"] in {*foreign, "wikipedia-ja-wiki"}) for row in SOURCES
               if row["is_linkable"])


@pytest.mark.parametrize(("table", "key"), [("projects", "id"), ("milestones", "id"), ("measures", "measure_id"), ("awards", "id"),
                                            ("partners", "id")])
def test_all_that_rests_on_a_source_is_listed(pages, table, key):
    missing = [row[key] for row in store.load(table).to_dict("records")
               if f"{table}:{row[key]}" not in values(pages[row["source_id"]], "data-fact")]
    assert missing == [] and table in COLUMNS


def test_every_dataset_shows_its_credit_and_licence(pages):
    for name in shelf():
        said = texts(pages[name])
        assert all(source.credit_zh in said and source.credit_en in said for source in CATALOG[name].sources), name
        assert all(licence.title in said for licence in CATALOG[name].licences), name


def test_an_unknown_id_is_said_with_good_addresses_near():
    from pages import source
    with pytest.raises(UnknownId) as refused:
        source.layout("taiwan-news-468652")
    assert refused.value.near[0] == "/sources/taiwan-news-4686522"
