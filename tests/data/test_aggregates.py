"""Counts, sums and shares of projects, partners, districts and stories, counted once more with nothing but the csv module.

Residents and their ranks: test_population; indicators: test_indicators; quality: test_quality; pages: tests/pages/test_sums.
"""

import csv
from collections import Counter, defaultdict

import pytest

from data import store
from data.catalog import ROOT
from data.queries import evidence
from data.views import city, partners, stories, villages

CITY = "68000"
YEARS = range(2014, 2023)


def rows(name: str, folder: str = "tables") -> list[dict[str, str]]:
    with (ROOT / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROJECTS, MILESTONES, MEASURES = rows("projects"), rows("milestones"), rows("measures")
WATER = {one["id"]: one["family"] for one in rows("topics")}


def first_year(project: dict[str, str]) -> int | None:
    """The year of its start; else of its earliest milestone or measure that is no plan."""
    if project["start_date"]:
        return int(project["start_date"][:4])
    proofs = [one["date"] for one in MILESTONES if one["project_id"] == project["id"]]
    proofs += [one["date"] for one in MEASURES if one["project_id"] == project["id"] and one["qualifier"] != "planned"]
    return min((int(date[:4]) for date in proofs if date), default=None)


FIRST = {one["id"]: first_year(one) for one in PROJECTS}


def named_by(project: dict[str, str]) -> set[str]:
    return {one.strip() for one in project["partners"].split(";")} - {""} | ({project["lead_agency"]} - {""})


def test_first_year_of_every_project():
    shown = {one["id"]: (one.get("first"), one["dated"]) for one in city.view()["projects"]}
    assert shown == {one["id"]: (FIRST[one["id"]], one["start_date"] != "") for one in PROJECTS}


def test_counts_by_year():
    begun = Counter(int(one["start_date"][:4]) for one in PROJECTS if one["start_date"])
    events = Counter(int(one["date"][:4]) for one in MILESTONES)
    lit = {year: sum(begun[earlier] for earlier in range(2014, year + 1)) for year in YEARS}
    wanted = {str(year): {"begun": begun[year], "lit": lit[year], "events": events[year]} for year in YEARS}
    assert city.view()["counts"] == wanted


def test_partners():
    """Which projects name each, which it leads, since when, and the water most of them belong to."""
    tied = defaultdict(list)
    for project in PROJECTS:
        for partner in named_by(project):
            tied[partner].append(project)
    shown = {one["id"]: one for one in partners.view()["partners"]}
    assert set(shown) == {one["id"] for one in rows("partners")}
    for key, one in shown.items():
        own = tied[key]
        assert sorted(one["projects"]) == sorted(project["id"] for project in own), key
        assert sorted(one["leads"]) == sorted(project["id"] for project in own if project["lead_agency"] == key), key
        years = [FIRST[project["id"]] for project in own if FIRST[project["id"]]]
        assert one.get("first") == min(years, default=None), key
        if own:
            waters = Counter(WATER[project["topic"]] for project in own)
            assert waters[one["family"]] == max(waters.values()), key
    counts = [len(one["projects"]) for one in partners.view()["partners"]]
    assert counts == sorted(counts, reverse=True)


def test_two_districts_compared():
    """What the two columns of a comparison are made of."""
    residents = {(one["district_code"], one["month"]): one for one in rows("district_population_monthly", "series")}
    vital = rows("district_vital_monthly", "series")
    view = villages.districts()
    aged = max(month for (_, month), one in residents.items() if one["age_0_14"])
    assert view["bands_month"] == aged
    for one in rows("districts"):
        code, shown = one["code"], view["districts"][one["code"]]
        first, last = (int(residents[code, month]["population"]) for month in ("2014-12", "2021-12"))
        bands = residents[code, aged]
        of_2021 = [row for row in vital if row["district_code"] == code and row["month"].startswith("2021-")]
        assert len(of_2021) == 12
        assert (shown["last"], shown["change"]) == (last, last - first)
        assert shown["change_pct"] == pytest.approx(100 * (last - first) / first, abs=0.0005)
        assert shown["area_km2"] == float(one["area_km2"])
        assert [shown[name] for name in ("young", "old", "counted")] == [
            int(bands[name]) for name in ("age_0_14", "age_65_plus", "population")
        ]
        for name in ("births", "deaths"):
            assert shown[name] == sum(int(row[name]) for row in of_2021)
        assert shown["projects"] == sum(code in project["districts"].split(";") for project in PROJECTS)
        told = dict(zip(view["months"], shown["residents"], strict=True))
        assert told == {month: int(row["population"]) for (place, month), row in residents.items() if place == code}


def test_growth_told_by_stories():
    """Per cent between the first and the last comparable value of a district."""
    indicators, told = rows("indicators"), 0
    for story in stories.view().values():
        for scene in story["scenes"]:
            if "growth" not in scene:
                continue
            for code, percent in scene["growth"]["of"].items():
                own = sorted(
                    (one["date"], float(one["value"])) for one in indicators
                    if one["indicator_id"] == scene["growth"]["id"] and one["district_code"] == code
                    and int(one["date"][:4]) <= scene["year"] and "not comparable" not in one["note"].lower()
                    and "part of the year" not in one["note"].lower()
                )
                assert percent == pytest.approx((own[-1][1] / own[0][1] - 1) * 100, abs=0.051), (scene["address"], code)
                told += 1
    assert told > 0


def test_rows_that_rest_on_a_source():
    counted = Counter(
        one[column]
        for name, columns in evidence.COLUMNS.items() for one in rows(name) for column in columns if one[column]
    )
    tables = {name: store.load(name) for name in evidence.COLUMNS}
    assert evidence.uses(tables).to_dict() == counted
