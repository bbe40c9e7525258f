"""The exhibition of 2022: thirteen days, one weekend in peach, and what is not known said plainly."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from components.tree import tree
from components.words import EN, ZH
from tests.pages.reading import attributes, content_of, facts_exist, text_of


@pytest.fixture(scope="module")
def page(app: Any) -> list[Any]:
    return tree(content_of("exhibition"))


def test_thirteen_days_from_the_table(page: list[Any]):
    assert attributes(page, "data-day") == [f"2022-10-{day:02}" for day in range(8, 21)]
    assert [value for value in attributes(page, "data-said") if value != "all"] == attributes(page, "data-day")


def test_the_weekend_alone_is_peach(page: list[Any]):
    def peach(node: Any) -> list[str]:
        if isinstance(node, str):
            return []
        own = [node[1]["data-day"]] if "day--peach" in node[1].get("class", "").split() else []
        return own + [day for child in node[2:] for day in peach(child)]
    assert peach(page) == ["2022-10-15", "2022-10-16"]


def test_all_facts_shown_are_rows(page: list[Any]):
    facts = attributes(page, "data-fact")
    assert facts and facts_exist(facts) == []


def test_what_is_not_known_is_said(page: list[Any]):
    text = text_of(page)
    for name in ("venue", "programme", "zones", "visitors", "names"):
        assert ZH(f"exhibition.what_{name}") in text and EN(f"exhibition.what_{name}") in text
    assert text.count("Not known") >= 5 and text.count("不詳") >= 5
    assert EN("exhibition.rests_plain") in text and "/sources/taiwan-news-4686522" in attributes(page, "href")


def test_a_day_without_events_says_no_more_than_that_it_was_open(page: list[Any]):
    text = text_of(page)
    assert text.count(EN("exhibition.day_unknown")) == 13 - len(("8", "15", "16", "20"))


def test_the_page_is_served(client: FlaskClient):
    answer = client.get("/_page?address=/exhibition").json
    assert answer["status"] == 200 and answer["title"][0].startswith(ZH("exhibition.title"))
