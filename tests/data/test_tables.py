"""The real tables: every dataset loads, typed as declared, with the totals of record; every fact names a source."""

import pandas as pd
import pytest

from data.catalog import CATALOG, Dataset
from data.store import Store, listed

EVERY = pytest.mark.parametrize("dataset", CATALOG.values(), ids=CATALOG)
ROWS = {    # docs/facts.md, data/series/README.md, data/geo/README.md
    "topics": 11, "families": 5, "districts": 13, "projects": 156, "measures": 341, "milestones": 238, "awards": 36,
    "partners": 98, "indicator_definitions": 46, "indicators": 1398, "mrt_stations": 14, "stories": 10, "story_steps": 61,
    "sources": 311, "screens": 6, "polls": 1, "poll_answers": 6,
    "district_population_monthly": 1235, "district_vital_monthly": 1365, "villages": 516,
    "village_population_monthly": 41913, "village_vital_monthly": 52617, "metro_ridership_monthly": 48,
    "escooter_registrations_monthly": 74, "vaccination_coverage": 1587, "covid_local_cases_daily": 1096,
    "youbike_stations_2017": 134, "wifi_hotspots_2015": 611, "schools_2022": 297, "evacuation_shelters": 429,
    "flood_points_2018_2022": 316, "fire_stations": 50, "police_stations": 98, "hospitals": 11, "tra_stations": 7,
    "series_sources": 29, "district_boundaries": 13, "village_boundaries": 504, "neighbours": 9, "coastline": 2, "roads": 41,
    "rail": 6, "stations": 29, "water": 8, "canals": 5, "industrial_zones": 34, "labels": 33,
}
TYPES = {("string", True): "str", ("string", False): "str", ("integer", True): "int64", ("integer", False): "Int64",
         ("number", True): "float64", ("number", False): "float64", ("boolean", True): "bool", ("boolean", False): "boolean"}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The data folder itself, compiled from nothing."""
    return Store(cache=tmp_path_factory.mktemp("frames"), check_s=60)


def test_nothing_is_refused(real: Store) -> None:
    assert [str(problem) for problem in real.problems()] == []
    assert real.ready()


@EVERY
def test_it_loads_typed_and_whole(real: Store, dataset: Dataset) -> None:
    frame = real.load(dataset.name)
    assert len(frame) == ROWS[dataset.name]
    names = [field.name for field in dataset.fields]
    assert list(frame.columns) == ([*names, "geometry"] if dataset.geometry else names)
    for field in dataset.fields:
        assert str(frame[field.name].dtype) == TYPES[field.type, field.required], field.name
        assert not (field.required and frame[field.name].isna().any()), field.name
    assert not frame.duplicated(list(dataset.primary_key)).any()


@EVERY
def test_a_fact_has_a_source(real: Store, dataset: Dataset) -> None:
    frame = real.load(dataset.name)
    if "source_id" in frame and dataset.name != "sources":
        assert frame["source_id"].isin(real.load("sources")["source_id"]).all()
    else:
        assert dataset.sources[0].credit_en


def test_totals_of_record(real: Store) -> None:
    population = real.load("district_population_monthly").groupby("month")["population"].sum()
    assert (population["2014-12"], population["2021-12"]) == (2_058_328, 2_272_391)
    villages = real.load("village_population_monthly").groupby("month")["population"].sum()
    assert (villages == population[villages.index]).all()
    importance = real.load("milestones")["importance"]
    assert (importance == 1).sum() == 24
    assert real.load("sources")["is_linkable"].sum() == 285
    assert real.load("awards")["result"].value_counts().to_dict() == {"named": 18, "winner": 14, "finalist": 4}


def test_unknown_is_missing_never_zero_or_empty_text(real: Store) -> None:
    projects = real.load("projects")
    assert projects["lat"].isna().sum() == 118
    assert projects["start_date"].isna().sum() == 37
    assert not (projects == "").any().any()
    assert real.load("evacuation_shelters")["capacity_persons"].isna().sum() == 15


def test_a_list_is_split_on_demand(real: Store) -> None:
    districts = real.load("milestones")["districts"].map(listed)
    assert districts.map(len).max() == 5
    assert listed("a; b;c") == ["a", "b", "c"]
    assert listed(None) == listed(float("nan")) == listed("") == listed(pd.NA) == []
