"""Sums, ranks and shares of residents against the tables read once more with csv and pyarrow, without pandas."""

import csv
import math
from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from data import store
from data.queries import nearby, population
from data.views import villages

SERIES = Path(__file__).parents[2] / "data" / "series"


def rows_of(name: str) -> list[dict[str, str]]:
    with (SERIES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def residents() -> dict[str, dict[str, int]]:
    """{village: {month: residents}} straight from the file."""
    table = pq.read_table(
        SERIES / "village_population_monthly.parquet", columns=["village_code", "month", "population"]
    ).to_pylist()
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in table:
        found[row["village_code"]][row["month"]] = row["population"]
    return found


def test_growth_and_rank_of_every_district() -> None:
    ends = {(row["district_code"], row["month"]): int(row["population"]) for row in rows_of("district_population_monthly.csv")}
    grown = population.growth(store.load("district_population_monthly"))
    expected = {
        code: 100 * (ends[code, "2021-12"] - ends[code, "2014-12"]) / ends[code, "2014-12"]
        for code, month in ends
        if month == "2021-12"
    }
    assert len(grown) == 13
    for place, code in enumerate(sorted(expected, key=lambda one: -expected[one]), start=1):
        assert grown.loc[code, "last"] == ends[code, "2021-12"]
        assert grown.loc[code, "change"] == ends[code, "2021-12"] - ends[code, "2014-12"]
        assert grown.loc[code, "change_pct"] == pytest.approx(expected[code])
        assert grown.loc[code, "rank"] == place
    assert list(grown["change_pct"]) == sorted(grown["change_pct"], reverse=True)


def test_the_mockup_of_zhongli_and_the_city_of_record() -> None:
    grown = population.growth(store.load("district_population_monthly"))
    assert (grown.loc["68000020", "last"], grown.loc["68000020", "change"]) == (422_529, 41_080)
    assert (grown["first"].sum(), grown["last"].sum()) == (2_058_328, 2_272_391)


def test_age_bands_are_shares_of_the_residents_and_end_in_2021_03() -> None:
    table = store.load("district_population_monthly").query("district_code == '68000070'")
    found = population.shares(table).set_index("month")
    known = [row for row in rows_of("district_population_monthly.csv") if row["district_code"] == "68000070" and row["age_0_14"]]
    assert [row["month"] for row in known] == list(found.index)
    assert found.index[-1] == "2021-03"
    for row in known:
        assert found.loc[row["month"], "age_65_plus"] == pytest.approx(100 * int(row["age_65_plus"]) / int(row["population"]))
        assert found.loc[row["month"]].sum() == pytest.approx(100)


def test_births_and_deaths_by_year_say_how_many_months_they_count() -> None:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows_of("district_vital_monthly.csv"):
        of = sums[row["district_code"], row["month"][:4]]
        of[0] += int(row["births"])
        of[1] += int(row["deaths"])
        of[2] += 1
    vital = store.load("district_vital_monthly")
    for code in vital["district_code"].unique():
        found = population.born_and_died(vital[vital["district_code"] == code])
        for year, one in found.iterrows():
            assert [one["births"], one["deaths"], one["months"]] == sums[code, str(year)]
        assert found.loc[2014, "months"] == 9
        assert set(found.loc[2015:, "months"]) == {12}


def test_change_of_every_village_in_every_month(residents: dict[str, dict[str, int]]) -> None:
    change = population.comparable_change(store.load("village_population_monthly"))
    months = list(change.columns)
    assert (change.shape, months[0], months[-1]) == ((504, 84), "2014-04", "2021-03")
    for code in change.index:
        area = population.area_of(code)
        for month in ("2014-04", "2017-10", "2018-02", "2018-03", "2021-03"):
            value = change.loc[code, month]
            if population.MOVED.get(code, "9999") <= month:
                assert math.isnan(value)
                continue
            first = sum(residents[one].get("2014-04", 0) for one in area)
            assert value == pytest.approx(100 * (sum(residents[one].get(month, 0) for one in area) / first - 1)), (code, month)


def test_a_new_border_is_never_shown_as_people_leaving(residents: dict[str, dict[str, int]]) -> None:
    """In the month of the cut the sum of an area moves by a few per cent at most, though its old village fell by a third."""
    new = [code for code, counts in residents.items() if "2018-02" not in counts]
    assert len(new) == 9
    assert all(len(population.area_of(code)) > 1 for code in new)
    for area in population.AREAS:
        before, after = (sum(residents[code].get(month, 0) for code in area) for month in ("2018-02", "2018-03"))
        assert abs(after / before - 1) < 0.015, area
    alone = [code for code in residents if len(population.area_of(code)) == 1 and code not in population.MOVED]
    jumps = {code for code in alone if abs(residents[code]["2018-03"] / residents[code]["2018-02"] - 1) > 0.05}
    assert jumps == set()


def test_classes_hold_equally_many() -> None:
    change = population.comparable_change(store.load("village_population_monthly"))
    edges = population.breaks(change)
    values = sorted(value for row in change.iloc[:, 1:].to_numpy() for value in row if value == value)
    assert edges == sorted(edges)
    for step, edge in enumerate(edges, start=1):
        assert sum(value < edge for value in values) / len(values) == pytest.approx(step / 5, abs=0.01)


def test_the_view_holds_each_count_and_no_hole_as_zero(residents: dict[str, dict[str, int]]) -> None:
    view = villages.residents()
    assert len(view["villages"]) == 504
    for code, (start, *steps) in view["villages"].items():
        value, found = 0, {}
        for month, step in zip(view["months"][start:], steps, strict=True):
            if step is not None:
                value += step
                found[month] = value
        assert found == residents[code]
        assert 0 not in found.values()


def test_rank_counts_those_above_and_shares_places() -> None:
    values = population.pd.Series({"a": 5.0, "b": 9.0, "c": 5.0, "d": float("nan")})
    assert population.rank(values, "b") == (1, 3)
    assert population.rank(values, "c") == (2, 3)
    assert population.rank(values, "d") is None


def test_distance_is_the_great_circle() -> None:
    """A degree of latitude, and Taoyuan station to Zhongli station against the law of cosines."""
    assert nearby.distance_km(24, 121, [25], [121])[0] == pytest.approx(6371.0088 * math.pi / 180)
    a, b = (24.98941, 121.31399), (24.95382, 121.22571)
    phi = [math.radians(one[0]) for one in (a, b)]
    angle = math.acos(
        math.sin(phi[0]) * math.sin(phi[1]) + math.cos(phi[0]) * math.cos(phi[1]) * math.cos(math.radians(a[1] - b[1]))
    )
    assert nearby.distance_km(*a, [b[0]], [b[1]])[0] == pytest.approx(6371.0088 * angle, rel=1e-6)


def test_nearest_is_nearest_and_the_point_lies_inside() -> None:
    shapes = store.load("village_boundaries").set_index("code")["geometry"]
    schools = store.load("schools_2022")
    for code in list(shapes.index)[::83]:
        lat, lon = nearby.middle(shapes[code])
        from shapely.geometry import Point

        assert shapes[code].contains(Point(lon, lat))
        found = nearby.nearest_places(schools, lat, lon, 3)
        away = sorted(nearby.distance_km(lat, lon, schools["lat"], schools["lon"]))
        assert list(found["distance_km"]) == pytest.approx(away[:3])


def test_neighbours_are_mutual() -> None:
    shapes = store.load("village_boundaries")
    own = "68000070010"
    around = nearby.touching(shapes, own)
    assert own not in around
    assert around
    assert all(own in nearby.touching(shapes, other) for other in around)
