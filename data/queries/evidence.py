"""What rests on a source: rows of every table that name it."""

import re
from collections.abc import Mapping

import pandas as pd

COLUMNS = {     # table -> columns that name a source
    "projects": ("source_id",), "milestones": ("source_id",), "measures": ("source_id",), "awards": ("source_id",),
    "partners": ("source_id",), "indicators": ("source_id",), "districts": ("source_id",),
    "mrt_stations": ("source_id", "position_source_id"),
}


def resting_on(tables: Mapping[str, pd.DataFrame], source_id: str) -> dict[str, pd.DataFrame]:
    """{table: its rows that name ``source_id``}, without the tables where none does."""
    found = {}
    for name, columns in COLUMNS.items():
        rows = tables[name]
        chosen = rows[(rows[list(columns)] == source_id).any(axis=1)]
        if len(chosen):
            found[name] = chosen
    return found


def uses(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Indexed by source id: how many rows name it; a source no row names is missing."""
    named = [tables[name][column] for name, columns in COLUMNS.items() for column in columns]
    return pd.concat(named).value_counts()


def sources_of(*tables: pd.DataFrame) -> list[str]:
    """The sources of the rows of ``tables``, in order, each once."""
    return list(dict.fromkeys(key for rows in tables for key in rows["source_id"]))


def natural(title: str) -> tuple[bool, str]:
    """A key that sorts titles as a reader looks for them: letters first, then Chinese, case apart."""
    return (not re.match(r"[A-Za-z0-9]", title), title.casefold())
