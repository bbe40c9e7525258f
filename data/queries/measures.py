"""The numbers of a project in the order they are told."""

import pandas as pd

WEIGHT = {"exact": 0, "more_than": 1, "about": 1, "planned": 2}      # what came to be before what was planned


def in_order(measures: pd.DataFrame, project_id: str) -> pd.DataFrame:
    """Rows of ``project_id``: the headline first, then what came to be before what was planned, the latest date first."""
    rows = measures[measures["project_id"] == project_id]
    keyed = rows.assign(_first=~rows["is_headline"], _weight=rows["qualifier"].map(WEIGHT), _date=rows["date"].fillna(""))
    ordered = keyed.sort_values(["_first", "_weight", "_date", "measure_id"], ascending=[True, True, False, True])
    return ordered.drop(columns=["_first", "_weight", "_date"])
