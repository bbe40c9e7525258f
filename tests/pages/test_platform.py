"""The data platform: every spring has its words, its number and its source; every dataset stands on the shelf."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from components.tree import tree
from components.words import EN, ZH
from data import store
from data.catalog import CATALOG
from data.pulse import MEASURES
from data.queries import quality
from data.sources import all_sources
from data.sources.core.quality import KINDS, rules_declared
from tests.pages.reading import attributes, content_of, facts_exist, text_of


@pytest.fixture(scope="module")
def page(app: Any) -> list[Any]:
    return tree(content_of("platform"))


def test_all_facts_shown_are_rows(page: list[Any]):
    assert facts_exist(attributes(page, "data-fact")) == []


def test_every_button_has_words_and_a_source(page: list[Any]):
    told = {article[1]["data-told"]: article for article in parts(page, "told__one")}
    for spring in set(attributes(page, "data-spring")):
        assert attributes(told[spring], "data-fact"), spring
        assert any(href.startswith("/sources/") for href in attributes(told[spring], "href")), spring


def test_only_what_a_source_says_reaches_the_platform(page: list[Any]):
    full = {part[1]["data-spring"] for part in parts(page, "spring", "use") if part[1]["data-reach"] == "full"}
    assert full == {"air", "pets"}
    for article in parts(page, "told__one"):
        key = article[1]["data-told"]
        if key not in ("start", "platform"):
            assert (ZH("platform.reach_full" if key in full else "platform.reach_alone")) in text_of(article)


def test_numbers_in_words_stand_in_the_rows():
    """The route counts are written in a message; they are those of the project and its measures."""
    summary = store.load("projects").set_index("id").loc["free-bus-data-reform"]
    for t, column in ((ZH, "summary_zh"), (EN, "summary_en")):
        assert set(re.findall(r"\d+", t("platform.use_bus"))) <= set(re.findall(r"\d+", summary[column]))


def test_partners_named_in_one_article_alone_are_said_to_be(page: list[Any]):
    text = text_of(next(article for article in parts(page, "told__one") if article[1]["data-told"] == "platform"))
    before, after = text.split(ZH("platform.with_alone"))
    assert "微軟" in before and "IBM" not in before.split(ZH("platform.with"))[1]
    assert "IBM" in after and "華電聯網" in after


def test_every_dataset_stands_on_the_shelf(page: list[Any]):
    shown = sets(page, "platform__own")
    assert list(shown) == list(CATALOG)
    frames = {name: store.load(name) for name in CATALOG}
    for name in ("projects", "youbike_stations_2017", "tra_stations"):
        found = quality.of_dataset(CATALOG[name], frames)
        assert EN.number(quality.shown(found.score)) + "%" in shown[name]
        assert EN.number(found.rows) in shown[name]
    assert EN("platform.no_measure") in shown["tra_stations"]


def test_terms_not_read_are_said_to_be(page: list[Any]):
    for part in parts(parts(page, "platform__own")[0], "shelf__one"):
        if not all(kind.confirmed for kind in CATALOG[part[1]["data-set"]].licences):
            assert any(word in text_of(part) for word in (EN("source.unconfirmed"), EN("platform.licence_unknown")))


def test_every_live_source_stands_on_its_shelf_and_no_copy_is_claimed(page: list[Any]):
    """What was fetched is told by the browser; the page itself says no age, no row and no score of any source."""
    shown = sets(page, "platform__sources")
    assert list(shown) == list(all_sources())
    for name, source in all_sources().items():
        for t, title, publisher in ((ZH, source.title_zh, source.publisher_zh), (EN, source.title_en, source.publisher_en)):
            assert title in shown[name] and publisher in shown[name] and t("platform.live_asking") in shown[name]
        assert EN("platform.checked", count=str(rules_declared(source))) in shown[name]
        assert "%" not in shown[name]
        assert (EN("nav.pulse") in shown[name]) == any(name in measure.sources for measure in MEASURES.values())


def test_every_kind_of_reason_and_every_dimension_has_words():
    for t in (ZH, EN):
        for kind in (*KINDS, "rule", "unreadable"):
            assert "3" in t(f"platform.reason_{kind}", count="3")
        for name in quality.DIMENSIONS:
            assert t(f"platform.meaning_live_{name}") != t(f"platform.meaning_{name}")


def test_lineage_ends_at_the_screens_that_read_the_table(app: Any):
    from server import lineage
    screens = lineage.screens()
    assert "map" in screens["canals"] and "awards" in screens["awards"] and "exhibition" in screens["milestones"]
    assert set(screens) <= set(CATALOG)


def test_the_page_is_served(client: FlaskClient):
    answer = client.get("/_page?address=/platform").json
    assert answer["status"] == 200 and answer["title"][1].startswith(EN("platform.title"))


def sets(page: list[Any], section: str) -> dict[str, str]:
    """{dataset: text} of the shelf in the section of that class."""
    return {part[1]["data-set"]: text_of(part) for part in parts(parts(page, section)[0], "shelf__one")}


def parts(node: Any, *names: str) -> list[list[Any]]:
    """Elements of the tree with one of the classes ``names``, in order."""
    if isinstance(node, str):
        return []
    own = [node] if set(node[1].get("class", "").split()) & set(names) else []
    return own + [part for child in node[2:] for part in parts(child, *names)]
