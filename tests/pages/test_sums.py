"""Counts, ranks and sums as pages say them in words, each counted once more from the tables with the csv module."""

import csv
import functools
import json
import re
from collections import Counter
from typing import Any

import pyarrow.parquet as parquet
import pytest
from flask import Flask

from data.catalog import CATALOG, ROOT
from server.pages import page_of
from tests.pages.baked import texts, walk

CITY = "68000"


def rows(name: str, folder: str = "tables") -> list[dict[str, str]]:
    with (ROOT / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROJECTS, MILESTONES, AWARDS = rows("projects"), rows("milestones"), rows("awards")
WORDS = json.loads((ROOT / "locales" / "en.json").read_text("utf-8"))


def part(address: str, name: str) -> list[Any]:
    """The elements of a page with the class ``name``, as [tag, attributes, …]."""
    tree = page_of(address)["tree"]
    return [[tag, attributes, *children] for tag, attributes, children in walk(tree) if name in attributes.get("class", "").split()]


def said(node: Any) -> str:
    """Everything it says in either tongue, on one line."""
    return " ".join(" ".join(texts(node)).split())


def message(key: str, **filled: str) -> str:
    """What the page says in English, filled with our own numbers."""
    return re.sub(r"\{(\w+)\}", lambda found: filled[found[1]], WORDS[key])


@pytest.fixture(autouse=True)
def _open(app: Flask) -> None:
    """Pages are there."""


def test_the_front_door():
    text = said(page_of("/")["tree"])
    begun = sum(2014 <= int(one["start_date"][:4]) <= 2022 for one in PROJECTS if one["start_date"])
    assert message("home.lead", count=str(begun)) in text
    numbers = [said(one) for one in part("/", "question__number")] or [text]
    placed = sum(one["districts"] != CITY for one in PROJECTS)
    events = sum(2014 <= int(one["date"][:4]) <= 2022 for one in MILESTONES)
    for count in (placed, events, len(rows("districts"))):
        assert any(re.search(rf"\b{count}\b", one) for one in numbers), count


@pytest.mark.parametrize("topic", [one["id"] for one in rows("topics")])
def test_a_topic(topic: str):
    own = [one for one in PROJECTS if one["topic"] == topic]
    named = {name.strip() for one in own for name in [*one["partners"].split(";"), one["lead_agency"]]} - {""}
    counts = [len(own), sum(one["topic"] == topic for one in MILESTONES), len(named)]
    (node,) = part(f"/topics/{topic}", "topic__counts")
    assert [int(one) for one in re.findall(r"\d+", said(node))] == counts


def test_topics_and_their_projects():
    counts = Counter(one["topic"] for one in PROJECTS)
    text = {attributes["href"]: said([tag, attributes, *children])
            for tag, attributes, children in walk(page_of("/topics")["tree"]) if attributes.get("href", "").startswith("/topics/")}
    assert len(text) == len(rows("topics"))
    for href, shown in text.items():
        assert re.search(rf"\b{counts[href.rsplit('/', 1)[1]]}\b", shown), href


def test_partners_page():
    tied = {one["id"] for one in PROJECTS if one["partners"] or one["lead_agency"]}
    wanted = message("partners.lead", count=str(len(rows("partners"))), projects=str(len(tied)))
    assert wanted in said(page_of("/partners")["tree"])


def test_awards_page():
    icf = [one["result"] for one in AWARDS if one["body_en"] == "Intelligent Community Forum"]
    wanted = message("awards.lead", listed=str(icf.count("named")), last=str(icf.count("finalist")))
    assert wanted in said(page_of("/awards")["tree"])


def test_indicators_page():
    values = f"{len(rows('indicators')):,}"
    wanted = message("indicators.lead", count=str(len(rows("indicator_definitions"))), values=values)
    assert wanted in said(page_of("/indicators")["tree"])


@pytest.mark.parametrize("district", [one["code"] for one in rows("districts")])
def test_a_district(district: str):
    """Residents, difference and place since 2014, and how many projects reached it."""
    ends = {(one["district_code"], one["month"]): int(one["population"]) for one in rows("district_population_monthly", "series")}
    growth = {code: ends[code, "2021-12"] / ends[code, "2014-12"] - 1 for code, month in ends if month == "2021-12"}
    change = ends[district, "2021-12"] - ends[district, "2014-12"]
    (node,) = part(f"/districts/{district}", "count-of")
    text = said(node)
    assert f"{ends[district, '2021-12']:,}" in text
    assert message("district.more" if change > 0 else "district.fewer", count=f"{abs(change):,}") in text
    place = 1 + sum(other > growth[district] for other in growth.values())
    assert message("district.rank_grown", rank=str(place)) in text
    reached = sum(district in one["districts"].split(";") for one in PROJECTS)
    assert message("district.projects", count=str(reached)) in said(page_of(f"/districts/{district}")["tree"])
    villages = sum(one["district_code"] == district for one in rows("villages", "series"))
    assert message("district.villages_open", count=str(villages)) in said(page_of(f"/districts/{district}")["tree"])


@functools.cache
def residents() -> list[dict[str, Any]]:
    """Every neighbourhood and month, read once."""
    return parquet.read_table(ROOT / "series" / "village_population_monthly.parquet").to_pylist()


@pytest.mark.parametrize("village", [one["village_code"] for one in rows("villages", "series")][::100])
def test_the_place_of_a_neighbourhood(village: str):
    """Its place among the neighbours the page lists, and in its district, by residents of the last month."""
    table = residents()
    last = max(one["month"] for one in table)
    counts = {one["village_code"]: one["population"] for one in table if one["month"] == last and one["population"] is not None}
    if village not in counts:
        pytest.skip("a neighbourhood of 2022 has no count")
    around = [one[1]["data-fact"].split(":")[1] for one in part(f"/districts/{village[:8]}/{village}", "growth__row")]
    place = 1 + sum(counts[one] > counts[village] for one in around)
    inside = [code for code in counts if code.startswith(village[:8])]
    of_place = 1 + sum(counts[one] > counts[village] for one in inside)
    (node,) = part(f"/districts/{village[:8]}/{village}", "village__ranks")
    wanted = {"place": place, "many": len(around), "of_place": of_place, "of_many": len(inside), "month": "March 2021"}
    assert message("village.ranks", **{name: str(one) for name, one in wanted.items()}) in said(node)


def test_confidence_and_rows_of_the_data_page():
    text = said(page_of("/about")["tree"])
    for level, count in Counter(one["confidence"] for one in PROJECTS).items():
        assert re.search(rf"\b{count}\b", text), level
    total = sum(len(rows(name, path.parent.name)) if path.suffix == ".csv" else _rows(path) for name, path in _files())
    assert f"{total:,}" in said(page_of("/data")["tree"])


def _files() -> list[tuple[str, Any]]:
    return [(name, (ROOT / one.path)) for name, one in CATALOG.items()]


def _rows(path: Any) -> int:
    if path.suffix == ".parquet":
        return parquet.read_metadata(path).num_rows
    return len(json.loads(path.read_text("utf-8"))["features"])
