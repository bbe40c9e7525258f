"""Which projects are shown next, and the reason given."""

import pandas as pd

from data import store
from data.queries.related import organisations, related


def project(key: str, **cells: object) -> dict[str, object]:
    return {"id": key, "topic": "energy", "districts": "68000", "partners": None, "lead_agency": None, "start_date": None, **cells}


def test_a_rare_shared_partner_comes_before_topic_place_and_time():
    table = pd.DataFrame([
        project("own", partners="ibm", districts="68000010", start_date="2016-03"),
        project("by-partner", topic="health", lead_agency="ibm"),
        project("by-both", districts="68000010;68000020"),
        project("by-topic"),
        project("by-place", topic="health", districts="68000010"),
        project("by-time", topic="health", start_date="2017"),
        project("by-nothing", topic="health", start_date="2020"),
    ])
    found = related(table, "own")
    assert found[["id", "reason", "shared"]].to_numpy().tolist() == [
        ["by-partner", "partner", "ibm"], ["by-both", "topic_district", "68000010"], ["by-topic", "topic", "energy"],
        ["by-place", "district", "68000010"], ["by-time", "year", "2017"]]


def test_the_whole_city_is_no_shared_district():
    table = pd.DataFrame([project("own"), project("other", topic="health")])
    assert related(table, "own").empty


def test_every_project_has_others_with_a_reason_and_never_itself():
    projects = store.load("projects")
    for key in projects["id"]:
        found = related(projects, key)
        assert 1 <= len(found) <= 6 and key not in set(found["id"]), key
        assert found["score"].is_monotonic_decreasing and found["reason"].str.len().gt(0).all(), key


def test_an_organisation_is_a_partner_or_leads():
    assert organisations(pd.Series(project("own", partners="a;b", lead_agency="c"))) == {"a", "b", "c"}
