"""How do you know?: every source, every credit, every conflict, nothing leaked."""

import pytest

from data import store
from data.catalog import CATALOG, shelf
from tests.pages.baked import is_unknown_leaked, texts, tree_of, values

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(scope="module")
def tree(app: object) -> object:
    from pages import about
    return tree_of(about.layout())


def test_every_source_is_listed_once(tree):
    listed = [fact.removeprefix("sources:") for fact in values(tree, "data-fact") if fact.startswith("sources:")]
    assert sorted(listed) == sorted(store.load("sources")["source_id"])


def test_every_publisher_of_data_is_credited_in_both_tongues(tree):
    said = set(texts(tree))
    missing = [name for name in shelf() for source in CATALOG[name].sources if not {source.credit_zh, source.credit_en} <= said]
    assert missing == []
    assert all(f"/sources/{name}" in values(tree, "href") for name in shelf())


def test_terms_not_read_are_marked(tree):
    assert "(terms to be confirmed)" in texts(tree)


def test_no_empty_cell_is_shown(tree):
    assert is_unknown_leaked(tree) == []


def test_every_way_on_the_page_leads_to_a_part_of_it(tree):
    parts = set(values(tree, "id"))
    assert [href for href in values(tree, "href") if href.startswith("#") and href[1:] not in parts] == []


def test_counts_that_are_told_still_hold():
    sources, projects = store.load("sources"), store.load("projects")
    linkable = int(sources["is_linkable"].sum())
    told = (len(sources), linkable, *(len(store.load(name)) for name in ("projects", "milestones", "awards", "measures")))
    assert told == (311, 285, 156, 238, 36, 341)      # the sentences about.checked_… say these
    assert int(projects["start_date"].isna().sum()) == 37 and int(projects["lat"].isna().sum()) == 118
