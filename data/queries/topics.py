"""What belongs to a topic."""

import pandas as pd

from data.queries.related import organisations

CHIEF = 2  # milestones of this importance or more


def projects_of(projects: pd.DataFrame, first: pd.DataFrame, topic: str) -> pd.DataFrame:
    """Projects of ``topic`` with ``first_year`` and ``is_start_known``, oldest first, those of no known year last."""
    rows = projects[projects["topic"] == topic].join(first, on="id")
    return rows.sort_values(["first_year", "start_date", "id"], na_position="last")


def chief_milestones(milestones: pd.DataFrame, topic: str) -> pd.DataFrame:
    """Milestones of ``topic`` of importance 1 and 2, oldest first."""
    return milestones[(milestones["topic"] == topic) & (milestones["importance"] <= CHIEF)].sort_values(["date", "id"])


def headlines(measures: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """The headline numbers of ``projects`` that are results (plans last), the latest first."""
    rows = measures[measures["is_headline"] & measures["project_id"].isin(projects["id"])]
    return (
        rows.assign(_plan=rows["qualifier"] == "planned", _date=rows["date"].fillna(""))
        .sort_values(["_plan", "_date", "measure_id"], ascending=[True, False, True])
        .drop(columns=["_plan", "_date"])
    )


def partners_of(projects: pd.DataFrame) -> list[str]:
    """Ids of the organisations named with ``projects``, each once, those named most often first."""
    counted = pd.Series([name for _, row in projects.iterrows() for name in organisations(row)], dtype=object).value_counts()
    return sorted(counted.index, key=lambda name: (-counted[name], name))
