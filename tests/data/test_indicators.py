"""Ranks, shares, sums and steps of the indicators, counted once more with nothing but the csv module."""

import csv
import statistics
from collections import defaultdict

import pytest

from data import store
from data.catalog import ROOT
from data.queries import indicators as query
from data.views import indicators as view

CITY = "68000"


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# indicator -> date -> district -> value
VALUES: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
for one in rows("indicators"):
    VALUES[one["indicator_id"]][one["date"]][one["district_code"]] = float(one["value"])
DEFINITIONS = {one["indicator_id"]: one for one in rows("indicator_definitions")}
DISTRICTS = [one["code"] for one in rows("districts")]
MAPPED = sorted(key for key, dates in VALUES.items() if any(set(DISTRICTS) <= set(places) for places in dates.values()))
SUMMED = sorted(key for key, one in DEFINITIONS.items() if one["aggregation"] == "sum" and key in MAPPED)


@pytest.fixture(scope="module")
def shown() -> dict[str, dict]:
    return view.view()["indicators"]


def test_every_indicator_is_shown_with_every_value_and_no_other(shown):
    assert set(shown) == set(DEFINITIONS)
    for key, one in shown.items():
        assert one["dates"] == sorted(VALUES[key])
        told = {
            (code, one["dates"][place]): value
            for code, values in one["values"].items()
            for place, value in enumerate(values)
            if value is not None
        }
        assert told == {(code, date): value for date, places in VALUES[key].items() for code, value in places.items()}


def test_what_is_missing_is_null_never_zero(shown):
    population = shown["population"]
    july = population["dates"].index("2022-07-31")
    assert population["values"][CITY][july] == 2266824
    assert [population["values"][code][july] for code in DISTRICTS] == [None] * 13


def test_maps_and_rankings_stand_where_all_districts_are_known(shown):
    assert sorted(key for key, one in shown.items() if "ranks" in one) == MAPPED
    assert "net-migration" not in MAPPED  # three districts of three years are no map


@pytest.mark.parametrize("key", MAPPED)
def test_ranks(key: str, shown):
    for place, date in enumerate(shown[key]["dates"]):
        known = {code: VALUES[key][date][code] for code in DISTRICTS if code in VALUES[key][date]}
        for code in DISTRICTS:
            told = shown[key]["ranks"][code][place]
            assert told == (1 + sum(other > known[code] for other in known.values()) if code in known else None), (date, code)
    assert CITY not in shown[key]["ranks"]


@pytest.mark.parametrize("key", SUMMED)
def test_the_city_is_the_sum_of_its_districts(key: str):
    for date, places in VALUES[key].items():
        inside = [places[code] for code in DISTRICTS if code in places]
        if len(inside) == len(DISTRICTS):
            assert sum(inside) == pytest.approx(places[CITY], abs=1e-6), date


@pytest.mark.parametrize("key", MAPPED)
def test_shares_are_of_what_adds_up_only(key: str, shown):
    assert ("shares" in shown[key]) == (key in SUMMED)
    for code, shares in shown[key].get("shares", {}).items():
        for date, share in zip(shown[key]["dates"], shares, strict=True):
            known = VALUES[key][date]
            assert share == (round(known[code] / known[CITY] * 100, 2) if code in known else None), (date, code)


@pytest.mark.parametrize("key", MAPPED)
def test_the_shades_are_five_equal_groups_of_whole_years(key: str, shown):
    partial = {shown[key]["dates"][place] for place in shown[key]["partial"]}
    inside = sorted(
        value for date, places in VALUES[key].items() if date not in partial for code, value in places.items() if code != CITY
    )
    assert shown[key]["steps"] == pytest.approx(statistics.quantiles(inside, n=5, method="inclusive"))


def test_part_of_a_year_is_known_by_its_note():
    said = {(one["indicator_id"], one["date"]) for one in rows("indicators") if "part of the year" in one["note"]}
    table = store.load("indicators")
    found = {(key, date) for key in DEFINITIONS for date in query.of(table, key).query("is_partial")["date"]}
    assert found == said
    assert ("population", "2022-03-31") in said


def test_the_last_figure_is_that_of_the_city_and_of_a_whole_year():
    table = store.load("indicators")
    assert query.latest(query.of(table, "population"))[["date", "value"]].to_list() == ["2021-12-31", 2272391]
    for key in DEFINITIONS:
        assert query.latest(query.of(table, key))["district_code"] == CITY


def test_what_is_too_thin_for_a_line():
    table = store.load("indicators")
    lines = {key for key in DEFINITIONS if query.is_line(query.of(table, key))}
    dates = {
        key: {code: sum(code in places for places in days.values()) for code in [CITY, *DISTRICTS]} for key, days in VALUES.items()
    }
    assert lines == {key for key, counts in dates.items() if max(counts.values()) >= 3}
    assert lines == {key for key, one in DEFINITIONS.items() if one["is_series"] == "true"}


def test_every_caution_names_an_indicator():
    assert set(query.PLACES) <= set(DEFINITIONS)
