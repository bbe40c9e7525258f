"""What a story's step shows: which numbers its sentence names, what stands beside it, what comes next."""

import re
from collections.abc import Iterable

import pandas as pd

from data.queries.projects import CITYWIDE, year_of

CAVEAT = re.compile(r"not comparable|read lower", re.IGNORECASE)  # what notes say where two values must not be compared
APART = re.compile(r"^Not comparable with\s", re.IGNORECASE)  # a row that belongs to no line with the others
CHIEF = 2  # milestones of this importance or more stand beside another


def of_story(steps: pd.DataFrame, story_id: str) -> pd.DataFrame:
    """The steps of one story in their order."""
    return steps[steps["story_id"] == story_id].sort_values("step")


def peers(stories: pd.DataFrame, story_id: str, most: int = 2) -> list[str]:
    """The ids of the stories told after this one; after the last the first comes again."""
    ids = stories.sort_values("order")["id"].tolist()
    here = ids.index(story_id)
    return [*ids[here + 1 :], *ids[:here]][:most]


def is_named(value: float, text: str) -> bool:
    """Does the English ``text`` hold ``value`` as people write it (2,007 or 39.4), as a whole number and not part of another?"""
    written = re.escape(f"{value:,.10g}" if value % 1 else f"{value:,.0f}")
    return re.search(rf"(?<![\d,.]){written}(?![\d]|[,.]\d)", text) is not None


def named(rows: pd.DataFrame, text: str) -> pd.Series:
    """Which ``rows`` (with ``value``) the sentence ``text`` names."""
    return rows["value"].map(lambda value: is_named(value, text)).astype(bool)


def numbers(measures: pd.DataFrame, project_id: str, text: str, year: int, most: int = 3) -> pd.DataFrame:
    """The numbers of a project that its sentence names, in the sentence's order; else its headline, if it is known by ``year``."""
    rows = measures[measures["project_id"] == project_id]
    said = rows[named(rows, text)].drop_duplicates("value")
    if len(said):
        return (
            said.assign(_at=said["value"].map(lambda value: text.find(f"{value:,.10g}")))
            .sort_values("_at")
            .drop(columns="_at")
            .head(most)
        )
    known = year_of(rows["date"]).fillna(0) <= year
    return rows[rows["is_headline"] & known]


def series(indicators: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """The rows of an indicator for the whole city that may stand in one line, oldest first."""
    rows = indicators[(indicators["indicator_id"] == indicator_id) & (indicators["district_code"] == CITYWIDE)]
    return rows[~rows["note"].fillna("").str.contains(APART)].sort_values("date")


def growth(indicators: pd.DataFrame, indicator_id: str, year: int, codes: Iterable[str]) -> pd.DataFrame:
    """Indexed by the district ``codes``: ``first`` and ``last`` date, ``growth_pct`` between them, and ``source_id`` of the last.

    The first is the oldest date a district has, the last its latest of ``year``, both of values that may be compared.
    """
    rows = indicators[(indicators["indicator_id"] == indicator_id) & ~indicators["note"].fillna("").str.contains(APART)]
    found = {}
    for code in codes:
        own = rows[(rows["district_code"] == code) & (year_of(rows["date"]) <= year)].sort_values("date")
        first, last = own.iloc[0], own.iloc[-1]
        found[code] = {
            "first": first["date"],
            "last": last["date"],
            "growth_pct": round((last["value"] / first["value"] - 1) * 100, 1),
            "source_id": last["source_id"],
        }
    return pd.DataFrame.from_dict(found, orient="index")


def neighbours(milestones: pd.DataFrame, milestone_id: str, each: int = 2) -> pd.DataFrame:
    """The milestone among the chief ones of its topic: up to ``each`` before and after it, more on one side at the edge."""
    own = milestones.set_index("id", drop=False).loc[milestone_id]
    rows = milestones[
        (milestones["topic"] == own["topic"]) & ((milestones["importance"] <= CHIEF) | (milestones["id"] == milestone_id))
    ]
    rows = rows.sort_values(["date", "id"]).reset_index(drop=True)
    at = int(rows.index[rows["id"] == milestone_id][0])
    first = max(0, min(at - each, len(rows) - 2 * each - 1))
    return rows.iloc[first : first + 2 * each + 1]


def has_caveat(notes: Iterable[object]) -> bool:
    """Does a note say that values must not be compared without care?"""
    return any(isinstance(note, str) and CAVEAT.search(note) for note in notes)
