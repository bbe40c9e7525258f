"""Sums over many rows, written once in Ibis: by district or hexagon and hour or day, by district and month. Exact in every engine.

A quantity is summed in whole thousandths of its unit, so that the order of rows, which engines choose as they like, cannot
change the last digit; counts, least and greatest values are exact by nature.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

THOUSANDTHS = 1000


def by_hour(rows: "ibis.Table", place: str, measures: Sequence[str]) -> "ibis.Table":
    """One row a value of ``place`` (district, hex7 …) and hour: ``rows``, and of each measure n, sum (thousandths), min, max.

    Rows without that place are left out: nobody knows where they belong.
    """
    known = having(rows, measures).filter(rows[place].notnull())
    return _summed(known.mutate(hour=known["time"].truncate("h")), [place, "hour"], measures)


def by_month(rows: "ibis.Table", place: str, measures: Sequence[str]) -> "ibis.Table":
    """One row a value of ``place``, month and hour of the day (0 to 23): a day's shape, month by month."""
    known = having(rows, measures).filter(rows[place].notnull())
    timed = known.mutate(month=known["time"].truncate("M"), hour_of_day=known["time"].hour().cast("int32"))
    return _summed(timed, [place, "month", "hour_of_day"], measures)


def by_day(hours: "ibis.Table", place: str, measures: Sequence[str]) -> "ibis.Table":
    """One row a value of ``place`` and day, from the sums of :func:`by_hour`: the same digits as from the rows themselves."""
    parts = [f"{name}_{part}" for name in measures for part in ("n", "sum", "min", "max")]
    hours = having(hours, parts)
    return together(hours.mutate(day=hours["hour"].truncate("D")), [place, "day"], measures)


def together(sums: "ibis.Table", keys: Sequence[str], measures: Sequence[str]) -> "ibis.Table":
    """Sums of sums: rows, and of each measure n, sum, min, max, by ``keys``; exact, since whole numbers are added."""
    found = {"rows": sums["rows"].sum().cast("int64")}
    for name in measures:
        found |= {f"{name}_n": sums[f"{name}_n"].sum().cast("int64"), f"{name}_sum": sums[f"{name}_sum"].sum().cast("int64"),
                  f"{name}_min": sums[f"{name}_min"].min(), f"{name}_max": sums[f"{name}_max"].max()}
    return sums.group_by(list(keys)).aggregate(**found)


def having(rows: "ibis.Table", names: Sequence[str]) -> "ibis.Table":
    """``rows`` with each of the columns ``names``: unknown where the files are older than the column."""
    import ibis
    missing = {name: ibis.null("float64") for name in names if name not in rows.columns}
    return rows.mutate(**missing) if missing else rows


def _summed(rows: "ibis.Table", keys: list[str], measures: Sequence[str]) -> "ibis.Table":
    sums = {"rows": rows.count()}
    for name in measures:
        value = rows[name].cast("float64")
        thousandths = (value * THOUSANDTHS).round().cast("int64")
        sums |= {f"{name}_n": rows[name].count(), f"{name}_sum": thousandths.sum().cast("int64"), f"{name}_min": value.min(),
                 f"{name}_max": value.max()}
    return rows.group_by(keys).aggregate(**sums)
