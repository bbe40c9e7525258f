"""Residents by district and by village: growth, ranks, age bands, births and deaths; plain functions on tables."""

from collections.abc import Iterable

import pandas as pd

FIRST_END, LAST_END = "2014-12", "2021-12"  # the first and the last December with a count of every district
BANDS = ("age_0_14", "age_15_64", "age_65_plus")
FULL_YEARS = range(2015, 2023)  # births and deaths of 2014 start in April: never beside these in a sum or a rank

# Villages whose border moved (series README, "What must not be drawn as a trend"). Over the cut only their sum can be compared:
# the new villages of 2018-03 with those they were cut out of, and the two of Longtan whose border moved in 2017-10.
AREAS: tuple[tuple[str, ...], ...] = (
    ("68000010004", "68000010077"),  # 大林 · 大樹
    ("68000010005", "68000010079"),  # 忠義 · 福元
    ("68000010046", "68000010078"),  # 大興 · 大業
    ("68000030017", "68000030028"),  # 仁善 · 仁美
    ("68000050016", "68000050040"),  # 海湖 · 濱海
    ("68000050029", "68000050039"),  # 福興 · 正興
    ("68000070001", "68000070008", "68000070032"),  # 楓樹, 精忠 · 楓福
    ("68000070010", "68000070031"),  # 樂善 · 文青
    ("68000090002", "68000090025"),  # 中山 · 龍星
    ("68000090027", "68000090032"),  # 武漢 · 祥和
)
MOVED = {"68000030002": "2018-03"}  # 福仁: grew by 6 % that month, from which village is not known; no change is shown after it
CLASSES = 5


def area_of(code: str) -> tuple[str, ...]:
    """The villages a change of ``code`` is counted over: itself, or all whose borders were redrawn together."""
    return next((area for area in AREAS if code in area), (code,))


def by_month(table: pd.DataFrame, key: str, value: str = "population") -> pd.DataFrame:
    """``value`` as a table: one row a ``key``, one column a month in order; what is not counted is missing."""
    return table.pivot(index=key, columns="month", values=value).sort_index(axis=1).astype("float64")


def growth(population: pd.DataFrame, first: str = FIRST_END, last: str = LAST_END) -> pd.DataFrame:
    """Indexed by district: residents ``first`` and ``last``, ``change``, ``change_pct`` and ``rank`` (1 = grew most)."""
    wide = by_month(population, "district_code")
    table = pd.DataFrame({"first": wide[first], "last": wide[last]}).astype(int)
    table["change"] = table["last"] - table["first"]
    table["change_pct"] = 100 * table["change"] / table["first"]
    table["rank"] = table["change_pct"].rank(ascending=False, method="min").astype(int)
    return table.sort_values(["rank", "last"], ascending=[True, False])


def shares(population: pd.DataFrame) -> pd.DataFrame:
    """Rows of one place with known age bands, oldest first: ``month``, and each band as per cent of the residents of that month."""
    known = population.dropna(subset=list(BANDS)).sort_values("month")
    total = known[list(BANDS)].astype("float64").sum(axis=1)
    return pd.DataFrame(
        {"month": known["month"], **{band: 100 * known[band].astype("float64") / total for band in BANDS}}
    ).reset_index(drop=True)


def born_and_died(vital: pd.DataFrame) -> pd.DataFrame:
    """Indexed by year: ``births``, ``deaths`` and ``months`` (how many of the year are counted) of the rows given."""
    year = vital["month"].str[:4].astype(int).rename("year")
    sums = vital.groupby(year)[["births", "deaths"]].sum().astype(int)
    return sums.assign(months=vital.groupby(year)["month"].nunique())


def comparable_change(villages: pd.DataFrame) -> pd.DataFrame:
    """Change of residents since the first month, per cent: one row a village, one column a month.

    Villages whose borders were redrawn together carry the change of their sum, also in the months before the new one had a
    code: its land was then part of the old one. Missing after a border moved that no sum mends (MOVED), and where a count is.
    """
    wide = by_month(villages, "village_code")
    first = wide.columns[0]
    old = wide.index[wide[first].notna()]
    change = 100 * (wide / wide[[first]].to_numpy() - 1)
    for area in AREAS:
        members = [code for code in area if code in wide.index]
        counted = wide.loc[members].sum()
        counted[wide.loc[[code for code in members if code in old]].isna().any()] = float("nan")
        change.loc[members] = (100 * (counted / counted[first] - 1)).to_numpy()
    for code, month in MOVED.items():
        change.loc[code, [m for m in change.columns if m >= month]] = float("nan")
    return change


def breaks(change: pd.DataFrame) -> list[float]:
    """The four borders of five classes of equal size over all villages and all months after the first, to a tenth of a per cent."""
    every = change.iloc[:, 1:].stack()
    return [round(float(every.quantile(step / CLASSES)), 1) for step in range(1, CLASSES)]


def rank(values: pd.Series, key: str) -> tuple[int, int] | None:
    """Place of ``key`` among ``values`` (1 = largest; equal values share a place) and of how many; None when it has none."""
    known = values.dropna()
    if key not in known.index:
        return None
    return int((known > known[key]).sum()) + 1, len(known)


def chosen(table: pd.DataFrame, column: str, codes: Iterable[str]) -> pd.DataFrame:
    """Rows whose ``column`` is one of ``codes``, by month."""
    return table[table[column].isin(list(codes))].sort_values("month")
