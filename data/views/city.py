"""The city through nine years as one small JSON: what map, timeline, figures and lists move through in the browser."""

from typing import Any

import pandas as pd

from data import store
from data.i18n import by_tongue
from data.queries.projects import CITYWIDE, FIRST_YEAR, LAST_YEAR, counts_by_year, first_years, year_of


def view() -> dict[str, Any]:
    """families, topics, districts, projects, milestones, sources (publisher in both tongues) and counts by year."""
    projects, milestones = store.load("projects"), store.load("milestones")
    topics = store.load("topics")
    families = topics.set_index("id")["family"].to_dict()
    first = first_years(projects, milestones, store.load("measures"))
    named = set(projects["source_id"]) | set(milestones["source_id"])
    sources = store.load("sources").set_index("source_id")["publisher"]
    return {
        "years": list(range(FIRST_YEAR, LAST_YEAR + 1)),
        "citywide": CITYWIDE,
        "families": _rows(store.load("families").sort_values("order"), ("id", "name_zh", "name_en")),
        "topics": _rows(topics, ("id", "family", "icon", "name_zh", "name_en")),
        "districts": _rows(store.load("districts"), ("code", "name_zh", "name_en", "lat", "lon")),
        "projects": [_project(row, first.loc[row["id"]], families[row["topic"]]) for row in projects.to_dict("records")],
        "milestones": [_milestone(row, families[row["topic"]]) for row in _by_date(milestones).to_dict("records")],
        "sources": {key: by_tongue(sources[key]) for key in sorted(named)},
        "counts": {str(year): row for year, row in counts_by_year(first, milestones).to_dict("index").items()},
    }


def _rows(table: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return table[list(columns)].to_dict("records")


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    """``row`` without what is unknown: a missing key is unknown, never an empty or a zero."""
    return {key: value for key, value in row.items() if not (value is None or value == "" or value is pd.NA or value != value)}


def _project(row: dict[str, Any], first: pd.Series, family: str) -> dict[str, Any]:
    kept = (
        "id",
        "name_zh",
        "name_en",
        "topic",
        "start_date",
        "end_date",
        "status",
        "lat",
        "lon",
        "place_zh",
        "place_en",
        "summary_zh",
        "summary_en",
        "confidence",
        "source_id",
    )
    shown = _filled({key: row[key] for key in kept})
    if not pd.isna(first["first_year"]):
        shown["first"] = int(first["first_year"])
    return {**shown, "dated": bool(first["is_start_known"]), "family": family, "districts": row["districts"].split(";")}


def _milestone(row: dict[str, Any], family: str) -> dict[str, Any]:
    kept = (
        "id",
        "date",
        "title_zh",
        "title_en",
        "kind",
        "topic",
        "project_id",
        "summary_zh",
        "summary_en",
        "importance",
        "source_id",
    )
    shown = _filled({key: row[key] for key in kept})
    shown["importance"] = int(shown["importance"])
    return {**shown, "year": int(row["date"][:4]), "family": family, "districts": row["districts"].split(";")}


def _by_date(milestones: pd.DataFrame) -> pd.DataFrame:
    """Oldest first; a date known to the year or month only stands before the days of that year or month."""
    return milestones.assign(_year=year_of(milestones["date"])).sort_values(["_year", "date", "importance", "id"])
