"""The indicator pages: every indicator has one, with its table twin, its sources and its cautions."""

import csv
import json

import pytest

from data.catalog import ROOT
from tests.pages.baked import page as page_of

DEFINITIONS = list(csv.DictReader((ROOT / "tables" / "indicator_definitions.csv").read_text("utf-8").splitlines()))
ROWS = list(csv.DictReader((ROOT / "tables" / "indicators.csv").read_text("utf-8").splitlines()))


def text_of(found: dict) -> str:
    return json.dumps(found["children"], ensure_ascii=False)


def found_items(node: object, kind: str) -> list[dict]:
    """Every element of ``kind`` in a layout, from above to below."""
    if isinstance(node, list):
        return [one for part in node for one in found_items(part, kind)]
    if not isinstance(node, dict):
        return []
    return [*([node] if node.get("type") == kind else []), *found_items(node.get("props", {}).get("children"), kind)]


def test_the_list_asks_every_question(app):
    text = text_of(page_of("/indicators"))
    for one in DEFINITIONS:
        assert f'"/indicators/{one["indicator_id"]}"' in text


@pytest.mark.parametrize("key", [one["indicator_id"] for one in DEFINITIONS])
def test_the_table_says_every_number_and_its_source(app, key: str):
    found = page_of(f"/indicators/{key}")
    assert found["status"] == 200
    text = text_of(found)
    assert '"Table"' in text and '"Caption"' in text
    for row in ROWS:
        if row["indicator_id"] == key:
            assert f"indicators:{key}:{row['district_code']}:{row['date']}" in text
            assert f"/sources/{row['source_id']}" in text


def test_two_figures_make_no_line_and_their_caution_stands_between_them(app):
    text = text_of(page_of("/indicators/pm25-annual-mean-automatic"))
    assert "indicator-chart" not in text
    said = [
        one["props"]["className"]
        for one in found_items(page_of("/indicators/pm25-annual-mean-automatic")["children"], "Li")
        if "single" in str(one["props"].get("className"))
    ]
    assert said == ["single", "single single--break", "single"]


def test_a_line_without_districts_has_no_map(app):
    text = text_of(page_of("/indicators/airport-passengers"))
    assert "indicator-chart" in text and "indicator-map" not in text


def test_an_unknown_indicator_is_said_in_words(app):
    found = page_of("/indicators/popluation")
    assert found["status"] == 404
    assert "/indicators/population" in text_of(found)


def test_only_these_pages_load_the_chart_library(app):
    assert "plotly.js" in page_of("/indicators/population")["scripts"]
    assert "plotly.js" not in page_of("/")["scripts"]
    assert page_of("/map")["scripts"] == {}
