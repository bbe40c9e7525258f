"""The 504 villages of 2021 as shapes, and who lived in them month by month: what the playing map of neighbourhoods holds."""

from typing import Any

import pandas as pd

from data import store
from data.queries.population import AREAS, MOVED, breaks, by_month, comparable_change, growth
from data.views.basemap import STEP, lines


def view() -> dict[str, Any]:
    """{"step": degrees, "villages": [{"code", "name_zh", "name_en", "t", "g"}]}; ``g`` as in :func:`data.views.basemap.lines`."""
    rows = store.load("village_boundaries").sort_values("code")
    return {
        "step": STEP,
        "villages": [
            {"code": row["code"], "name_zh": row["name_zh"], "name_en": row["name_en"], "t": "Polygon", "g": lines(row["geometry"])}
            for row in rows.to_dict("records")
        ],
    }


def residents() -> dict[str, Any]:
    """{"months", "breaks", "areas", "moved", "villages": {code: [first month counted, residents, step, step, …]}}.

    ``breaks``: four borders of the five classes of change, per cent. A null among the steps is a month without a count.
    """
    table = store.load("village_population_monthly")
    wide = by_month(table, "village_code")
    return {
        "months": list(wide.columns),
        "breaks": breaks(comparable_change(table)),
        "areas": AREAS,
        "moved": MOVED,
        "villages": {code: _steps(row) for code, row in wide.iterrows()},
    }


def _steps(row: pd.Series) -> list[int | None]:
    values = row.to_numpy()
    start = int(row.notna().to_numpy().argmax())
    steps: list[int | None] = [start]
    last = 0
    for value in values[start:]:
        if value != value:
            steps.append(None)
            continue
        steps.append(int(value) - last)
        last = int(value)
    return steps


def districts() -> dict[str, Any]:
    """What two districts are compared by: residents by month, young and old, births and deaths of the last full year."""
    population, vital = store.load("district_population_monthly"), store.load("district_vital_monthly")
    table = store.load("districts").set_index("code")
    wide, grown = by_month(population, "district_code"), growth(population)
    last_bands = (
        population.dropna(subset=["age_0_14"]).sort_values("month").groupby("district_code").tail(1).set_index("district_code")
    )
    of_2021 = vital[vital["month"].str.startswith("2021-")].groupby("district_code")[["births", "deaths"]].sum()
    projects = store.load("projects")["districts"].str.split(";").explode().value_counts()
    return {
        "months": list(wide.columns),
        "bands_month": str(last_bands["month"].max()),
        "districts": {
            code: {
                "name_zh": row["name_zh"],
                "name_en": row["name_en"],
                "area_km2": float(row["area_km2"]),
                "residents": [None if value != value else int(value) for value in wide.loc[code]],
                "last": int(grown.loc[code, "last"]),
                "change": int(grown.loc[code, "change"]),
                "change_pct": round(float(grown.loc[code, "change_pct"]), 3),
                "young": int(last_bands.loc[code, "age_0_14"]),
                "old": int(last_bands.loc[code, "age_65_plus"]),
                "counted": int(last_bands.loc[code, "population"]),
                "births": int(of_2021.loc[code, "births"]),
                "deaths": int(of_2021.loc[code, "deaths"]),
                "projects": int(projects.get(code, 0)),
            }
            for code, row in table.iterrows()
        },
    }
