"""Who is named with how many projects, counted once more with nothing but the csv module."""

import csv
from collections import Counter

import pytest

from data.catalog import ROOT
from data.queries.partners import KINDS
from data.views import partners as view


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def shown() -> dict[str, dict]:
    return {one["id"]: one for one in view.view()["partners"]}


def test_every_organisation_stands_once_with_a_kind_that_has_words(shown):
    table = rows("partners")
    assert len(shown) == len(table) == 98
    assert Counter(one["kind"] for one in shown.values()) == Counter(one["kind"] for one in table)
    assert {one["kind"] for one in table} == set(KINDS)


def test_projects_and_leads(shown):
    projects = rows("projects")
    for key, one in shown.items():
        named = {row["id"] for row in projects if key in row["partners"].split(";") or row["lead_agency"] == key}
        assert sorted(one["projects"]) == sorted(named), key
        assert set(one["leads"]) == {row["id"] for row in projects if row["lead_agency"] == key}, key


def test_the_water_is_that_of_most_projects(shown):
    families = {one["id"]: one["family"] for one in rows("topics")}
    topics = {one["id"]: one["topic"] for one in rows("projects")}
    for one in shown.values():
        counts = Counter(families[topics[key]] for key in one["projects"])
        assert counts[one["family"]] == max(counts.values())


def test_the_year_is_the_earliest_known_of_its_projects(shown):
    known: dict[str, int] = {}
    for row in rows("projects"):
        years = (
            [row["start_date"]]
            if row["start_date"]
            else [
                *(event["date"] for event in rows("milestones") if event["project_id"] == row["id"]),
                *(
                    one["date"]
                    for one in rows("measures")
                    if one["project_id"] == row["id"] and one["qualifier"] != "planned" and one["date"]
                ),
            ]
        )
        if years:
            known[row["id"]] = min(int(year[:4]) for year in years)
    for key, one in shown.items():
        years = [known[project] for project in one["projects"] if project in known]
        assert one.get("first") == (min(years) if years else None), key
