"""The organisations with the projects that name them, for the picture and the list."""

from typing import Any

import pandas as pd

from data import store
from data.queries import partners as query
from data.queries.projects import first_years


def view() -> dict[str, Any]:
    """{"kinds": […], "partners": [{id, name_zh, name_en, kind, family, source, publisher, projects, leads, first}]}, those with
    most projects first; ``projects`` and ``leads`` are ids; ``first`` is missing when no project of it has a known year."""
    projects, topics = store.load("projects"), store.load("topics")
    first = first_years(projects, store.load("milestones"), store.load("measures"))
    tied = query.ties(projects)
    rows = query.summary(store.load("partners"), tied, first, topics.set_index("id")["family"].to_dict())
    publishers = store.load("sources").set_index("source_id")["publisher"]
    named = dict(list(tied.groupby("partner_id", sort=False)))
    return {
        "kinds": list(query.KINDS),
        "partners": [
            _partner(row, named, publishers)
            for row in rows.sort_values(["projects", "id"], ascending=[False, True]).to_dict("records")
        ],
    }


def _partner(row: dict[str, Any], named: dict[str, Any], publishers: Any) -> dict[str, Any]:
    part = named.get(row["id"])
    shown = {key: row[key] for key in ("id", "name_zh", "name_en", "kind", "family")}
    shown |= {
        "source": row["source_id"],
        "publisher": publishers[row["source_id"]],
        "projects": [] if part is None else list(part["project_id"]),
        "leads": [] if part is None else list(part.loc[part["is_lead"], "project_id"]),
    }
    return {**shown, "first": int(row["first_year"])} if pd.notna(row["first_year"]) else shown
