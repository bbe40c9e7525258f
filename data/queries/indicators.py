"""What may be read from the indicators: how many dates, which ranks and shares, where a line must break."""

import pandas as pd

from data.queries.projects import CITYWIDE

FEWEST = 3  # dates a line needs; with fewer the numbers stand alone
STEPS = 5  # shades of the map
PARTIAL = "part of the year"  # said in the note of a value that is no year-end value
# Cautions drawn into a chart: {indicator: (caution, the date it begins, the date it ends)}; docs/facts.md, known conflicts.
INSTRUMENTS = ("instruments", "2019-09", "")  # the national stations changed instruments from September 2019
PANDEMIC = ("pandemic", "2020", "2022")  # travel was restricted
PLACES = {
    "pm25-annual-mean-automatic": INSTRUMENTS,
    "airport-passengers": PANDEMIC,
    "airport-flights": PANDEMIC,
    "airport-mrt-daily-riders": PANDEMIC,
    "airport-mrt-daily-riders-monthly": PANDEMIC,
    "airport-mrt-annual-riders": PANDEMIC,
    "domestic-visits": PANDEMIC,
}


def of(indicators: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """The rows of one indicator, oldest first, with ``is_partial``: a value of part of a year, not to be joined with the others."""
    rows = indicators[indicators["indicator_id"] == indicator_id].sort_values(["date", "district_code"])
    return rows.assign(is_partial=rows["note"].fillna("").str.contains(PARTIAL, regex=False))


def has_districts(rows: pd.DataFrame, districts: int) -> bool:
    """Is there a date at which every one of ``districts`` has a value? A few of them make no map and no ranking."""
    inside = rows[rows["district_code"] != CITYWIDE]
    return bool(len(inside)) and int(inside.groupby("date")["district_code"].nunique().max()) == districts


def is_line(rows: pd.DataFrame) -> bool:
    """Are there three dates or more in one place?"""
    return bool(len(rows)) and int(rows.groupby("district_code")["date"].nunique().max()) >= FEWEST


def latest(rows: pd.DataFrame) -> pd.Series:
    """The last row of the city; a value of part of a year only when there is no other."""
    city = rows[rows["district_code"] == CITYWIDE]
    whole = city[~city["is_partial"]]
    return (whole if len(whole) else city).iloc[-1]


def ranks(rows: pd.DataFrame) -> pd.Series:
    """By index of ``rows``: the place of a district among the districts of the same date, 1 = the highest value; equal values share
    the better place. The city has none."""
    inside = rows[rows["district_code"] != CITYWIDE]
    return inside.groupby("date")["value"].rank(method="min", ascending=False).astype(int)


def shares(rows: pd.DataFrame) -> pd.Series:
    """By index of ``rows``: a district's part of the city's value at the same date, in per cent. Only for what adds up: the
    ``aggregation`` of the indicator must be sum."""
    city = rows[rows["district_code"] == CITYWIDE].set_index("date")["value"]
    inside = rows[rows["district_code"] != CITYWIDE]
    return inside["value"] / inside["date"].map(city) * 100


def steps(rows: pd.DataFrame) -> list[float]:
    """The four values between five shades: quantiles of every district at every date of whole years, the same through all years."""
    inside = rows[(rows["district_code"] != CITYWIDE) & ~rows["is_partial"]]
    return [float(inside["value"].quantile(n / STEPS)) for n in range(1, STEPS)]


def notes(rows: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """(text, dates it is said of) of every note, those that say "not comparable" first, each text once."""
    said = rows[rows["note"].fillna("") != ""]
    found = [(text, sorted(set(part["date"]))) for text, part in said.groupby("note", sort=False)]
    return sorted(found, key=lambda one: (not one[0].startswith("Not comparable"), one[1][0]))
