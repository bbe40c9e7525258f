"""When a project is on the map, and how it is going: plain functions on tables."""

import pandas as pd

FIRST_YEAR, LAST_YEAR = 2014, 2022      # the nine years of the exhibition (FACTS.md, scope)
CITYWIDE = "68000"                      # the code of the whole city in every `districts` cell


def year_of(iso: pd.Series) -> pd.Series:
    """The year of ISO dates of any precision; missing where the date is unknown."""
    return pd.to_numeric(iso.fillna("").str[:4], errors="coerce").astype("Int64")


def first_years(projects: pd.DataFrame, milestones: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """One row a project, indexed by id: ``first_year`` it is on the map, and ``is_start_known``.

    A known start wins. Without one it is the first year a milestone or a measure (plans apart) proves the project;
    with neither, ``first_year`` is missing and the project stands under "date not known". Never an invented year.
    """
    start = year_of(projects.set_index("id")["start_date"])
    proofs = pd.concat([
        milestones[["project_id", "date"]],
        measures.loc[measures["qualifier"] != "planned", ["project_id", "date"]],
    ])
    proved = proofs.assign(year=year_of(proofs["date"])).dropna(subset=["year"]).groupby("project_id")["year"].min()
    return pd.DataFrame({"first_year": start.fillna(proved.reindex(start.index)), "is_start_known": start.notna()})


def counts_by_year(first: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """Indexed by year 2014..2022: ``begun`` (projects whose known start is that year), ``lit`` (begun so far since
    2014) and ``events`` (milestones)."""
    years = pd.RangeIndex(FIRST_YEAR, LAST_YEAR + 1, name="year")
    known = first.loc[first["is_start_known"], "first_year"]
    begun = known.value_counts().reindex(years, fill_value=0).astype(int)
    events = year_of(milestones["date"]).value_counts().reindex(years, fill_value=0).astype(int)
    return pd.DataFrame({"begun": begun, "lit": begun.cumsum(), "events": events})
