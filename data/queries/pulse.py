"""What the city pulse shows: one measure now and through a day, a week, a year, from the sums by hour and by day.

It is told from the sums by hour and day that grow with the rows (data/queries/hours.py), so a hundred million rows answer like
a thousand; an answer is kept by the version of its rows.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from data.pulse import DAY, HOUR, MEASURES, Measure, Period
from data.queries.hours import THOUSANDTHS, together
from data.queries.live import Live, asked, files_with, rows_of

STEP = 1e-4                         # degrees, about 10 m: outlines and places are sent in whole steps
MOST_STATIONS = 1200                # in one picture; more are shown as density, or by district
IBIS = {"BIGINT": "int64", "VARCHAR": "string", "TIMESTAMP": "timestamp", "DOUBLE": "float64"}
HEX = "hex7"                        # about 5 km² a cell: some 250 over the city


class Pulse:
    """The measures over ``live``. ``is_demo`` shows generated rows and no others; without it generated rows are not shown."""

    def __init__(self, live: Live, is_demo: bool = False) -> None:
        self.live, self.is_demo = live, is_demo

    def source_of(self, measure: Measure, wanted: str | None = None) -> str | None:
        """The dataset shown: the one that is ``wanted`` when it has rows, else the first that has; None when none has."""
        has = [name for name in measure.sources if self._has_rows(name)]
        return wanted if wanted in has else has[0] if has else None

    def _has_rows(self, name: str) -> bool:
        manifest = self.live.shelf(name).manifest()
        return bool(manifest.files) and manifest.simulated == self.is_demo and manifest.last is not None

    def standings(self) -> list[dict[str, Any]]:
        """Of each measure its datasets: title, state, age of the last good copy, rows, newest; what is shown comes first."""
        from data.sources.core.refresh import standing
        found = []
        for one in MEASURES.values():
            shown = self.source_of(one)
            told = [{"shown": name == shown, **_standing(standing(self.live.sources[name], self.live.home), self._has_rows(name))}
                    for name in one.sources]
            found.append({"measure": one.key, "sources": told})
        return found

    def told(self, measure: Measure, period: Period, district: str | None = None, wanted: str | None = None) -> dict[str, Any]:
        """The measure through ``period``, a value a step, for the city or ``district``; ``{}`` where no dataset has rows.

        Values are null where nothing was measured, never 0. ``summed`` is false where no sum knows of the measure: the source
        got it later, and ``python -m data sums`` has not made them anew.
        """
        name = self.source_of(measure, wanted)
        if name is None:
            return {}
        key = (name, self.live.version(name), "pulse", measure.key, period.key, district)
        return self.live.kept(key, lambda: self._told(name, measure, period, district))

    def _told(self, name: str, measure: Measure, period: Period, district: str | None) -> dict[str, Any]:
        first, last = self._span(name, period)
        field = measure.field
        found = self._summed(name, measure, period.step, period.step, first, last, over="district", district=district)
        steps = {row[period.step]: row for row in found}
        rows = [steps.get(first + period.length * number) for number in range(period.count)]
        return {
            "measure": measure.key, "source": name, "unit": self.live.sources[name].column(field).unit, "tells": measure.tells,
            "digits": measure.digits, "period": period.key, "step": period.step, "from": _written(first), "to": _written(last),
            "newest": self.live.shelf(name).manifest().last, "simulated": self.is_demo,
            "values": [_value(row, measure) for row in rows],
            "least": [_shown(row[f"{field}_min"]) if row else None for row in rows],
            "most": [_shown(row[f"{field}_max"]) if row else None for row in rows],
            "summed": not found or any(row[f"{field}_n"] is not None for row in found),
            "rows": sum(row["rows"] for row in found), "all": _value(_joined(found, field), measure),
        }

    def places(self, measure: Measure, period: Period, at: dt.datetime | None = None, wanted: str | None = None) -> dict[str, Any]:
        """Where it is how much over ``period``, or in its one step that begins ``at``: by district, and as hexagons.

        A hexagon is [x, y, value], its middle in STEP degrees; ``shape`` is the six corners of all of them from there, as
        over one city they differ by 6 m at most.
        """
        name = self.source_of(measure, wanted)
        if name is None:
            return {}
        key = (name, self.live.version(name), "pulse places", measure.key, period.key, at)
        return self.live.kept(key, lambda: self._places(name, measure, period, at))

    def _places(self, name: str, measure: Measure, period: Period, at: dt.datetime | None) -> dict[str, Any]:
        import h3.api.basic_int as h3
        first, last = (at, at + period.length) if at else self._span(name, period)
        values: dict[str, dict[Any, float | None]] = {}
        for place in ("district", HEX):
            rows = self._summed(name, measure, place, period.step, first, last)
            values[place] = {row[place]: _value(row, measure) for row in rows}
        known = {cell: value for cell, value in values[HEX].items() if value is not None}
        cells = []
        for cell, value in known.items():
            lat, lon = h3.cell_to_latlng(cell)
            cells.append([round(lon / STEP), round(lat / STEP), value])
        return {"from": _written(first), "to": _written(last), "districts": values["district"], "step": STEP,
                "shape": _shape(list(known)), "cells": cells}

    def stations(self, measure: Measure, district: str | None = None, wanted: str | None = None) -> dict[str, Any]:
        """The newest value of each station: [id, x, y, value], within ``district`` with its name and time as well.

        ``count`` tells how many there are; where that is more than MOST_STATIONS, none are listed without a district.
        """
        name = self.source_of(measure, wanted)
        if name is None:
            return {}
        key = (name, self.live.version(name), "pulse stations", measure.key, district)
        return self.live.kept(key, lambda: self._stations(name, measure, district))

    def _stations(self, name: str, measure: Measure, district: str | None) -> dict[str, Any]:
        found = self.live.kept((name, self.live.version(name), "pulse newest"), lambda: _newest(self.live, name))
        rows = [row for row in found if district in (None, row["district"])]
        named = district is not None
        listed = [] if len(rows) > MOST_STATIONS else [
            [row["id"], round(row["lon"] / STEP), round(row["lat"] / STEP), _shown(row[measure.field]),
             *([row["name_zh"], row["name_en"], _written(row["time"])] if named else [])] for row in rows]
        return {"step": STEP, "count": len(rows), "stations": listed}

    def station(self, measure: Measure, key: str, wanted: str | None = None) -> dict[str, Any] | None:
        """One station: its newest row as the source gave it, and the mean of each hour of its last day. None when unknown."""
        name = self.source_of(measure, wanted)
        if name is None:
            return None
        kept = (name, self.live.version(name), "pulse station", measure.key, key)
        return self.live.kept(kept, lambda: self._station(name, measure, key))

    def _station(self, name: str, measure: Measure, key: str) -> dict[str, Any] | None:
        source, shelf = self.live.sources[name], self.live.shelf(name)
        newest = dt.datetime.fromisoformat(shelf.manifest().last)
        first = newest.replace(minute=0, second=0, microsecond=0) - DAY + HOUR
        files = list(map(str, shelf.row_files(first, newest)))
        columns = ", ".join(f'"{column.name}"' for column in source.fields)
        chosen = f"time >= ? AND \"{source.primary_key[0]}\" = ?"
        found = asked(f"SELECT {columns}, district FROM {rows_of(source)} WHERE {chosen} ORDER BY time",
                      [files, first, key]).to_pylist()
        if not found:
            return None
        hours: dict[dt.datetime, list[float]] = {}
        for row in found:
            if row[measure.field] is not None:
                hours.setdefault(row["time"].replace(minute=0, second=0, microsecond=0), []).append(row[measure.field])
        times = [first + HOUR * number for number in range(24)]
        last = found[-1]
        zh, en = _names(last, key)
        return {
            "id": key, "source": name, "name": [zh, en], "time": _written(last["time"]),
            "district": last["district"], "value": _shown(last[measure.field]), "unit": source.column(measure.field).unit,
            "digits": measure.digits, "simulated": self.is_demo, "lat": last["lat"], "lon": last["lon"],
            "step": "hour", "from": _written(first),
            "values": [round(sum(some) / len(some), 2) if (some := hours.get(time)) else None for time in times],
        }

    def _span(self, name: str, period: Period) -> tuple[dt.datetime, dt.datetime]:
        newest = self.live.newest_hour(name)
        assert newest is not None           # only asked of what has rows
        last = (newest if period.step == "hour" else newest.replace(hour=0)) + period.length
        return last - period.length * period.count, last

    def _summed(self, name: str, measure: Measure, by: str, step: str, first: dt.datetime, last: dt.datetime, *,
                over: str | None = None, district: str | None = None) -> list[dict[str, Any]]:
        """The sums by ``by`` from ``first`` up to ``last``, from those by ``over`` (``by`` itself, or a place) and ``step``."""
        shelf, place = self.live.shelf(name), over or by
        parts = shelf.manifest().rollups.get(f"{place}_{step}", {})
        form = "%Y-%m-%d" if step == "hour" and place == HEX else "%Y-%m"
        end = last - HOUR
        files = [str(shelf.folder / one["path"]) for label, one in sorted(parts.items())
                 if f"{first:{form}}" <= label <= f"{end:{form}}"]
        if not files:
            return []
        chosen, values = f"{step} >= ? AND {step} < ?", [files, first, last]
        if district:
            chosen, values = chosen + " AND district = ?", [*values, district]
        there = files_with(_kinds(place, step, measure.field))
        query = f"WITH sums AS (SELECT * FROM {there} WHERE {chosen}) {_sql(by, place, step, measure.field)}"
        return [{key: int(value) if isinstance(value, Decimal) else value for key, value in row.items()}      # DuckDB's wide sums
                for row in asked(query, values).to_pylist()]


@lru_cache(maxsize=64)
def _sql(by: str, place: str, step: str, field: str) -> str:
    """:func:`hours.together` over a table ``sums`` as DuckDB says it: written in Ibis, put into words once."""
    import ibis
    kinds = {name: IBIS[kind] for name, kind in _kinds(place, step, field).items()}
    return str(ibis.to_sql(together(ibis.table(kinds, name="sums"), [by], [field]).order_by(by), dialect="duckdb"))


def _kinds(place: str, step: str, field: str) -> dict[str, str]:
    """The columns of the sums by ``place`` and ``step`` that tell of ``field``, in DuckDB's types."""
    return {place: "BIGINT" if place == HEX else "VARCHAR", step: "TIMESTAMP", "rows": "BIGINT", f"{field}_n": "BIGINT",
            f"{field}_sum": "BIGINT", f"{field}_min": "DOUBLE", f"{field}_max": "DOUBLE"}


def _newest(live: Live, name: str) -> list[dict[str, Any]]:
    """The newest row of each station, with id, names, district and measures."""
    from data.queries.live import NEWEST_H
    source, shelf = live.sources[name], live.shelf(name)
    newest = dt.datetime.fromisoformat(shelf.manifest().last)
    since = newest - dt.timedelta(hours=NEWEST_H)
    columns = ", ".join(f'"{column.name}"' for column in source.fields)
    key = source.primary_key[0]
    found = asked(
        f"SELECT {columns}, district FROM {rows_of(source)} WHERE time >= ? AND lat IS NOT NULL AND district IS NOT NULL "
        f"QUALIFY row_number() OVER (PARTITION BY \"{key}\" ORDER BY time DESC) = 1",
        [list(map(str, shelf.row_files(since, newest))), since]).to_pylist()
    rows = []
    for row in found:
        zh, en = _names(row, str(row[key]))
        rows.append({**row, "id": str(row[key]), "name_zh": zh, "name_en": en})
    return sorted(rows, key=lambda row: row["id"])


def _shape(cells: Sequence[int]) -> list[list[int]]:
    """The mean outline of ``cells`` round their middles, in STEP degrees: [x, y] of each corner."""
    import h3.api.basic_int as h3
    import numpy as np
    if not cells:
        return []
    outlines = [np.subtract(h3.cell_to_boundary(cell), h3.cell_to_latlng(cell))[:, ::-1] for cell in cells]
    return np.rint(np.mean(outlines, axis=0) / STEP).astype(int).tolist()


def _names(row: Mapping[str, Any], key: str) -> tuple[str, str]:
    """What a station is called in both tongues; its id where the source names none."""
    zh = next((row[name] for name in ("name_zh", "site_zh", "area_zh") if row.get(name)), None)
    return zh or key, row.get("name_en") or zh or key


def _standing(full: Mapping[str, Any], has_rows: bool) -> dict[str, Any]:
    """What a screen says of a dataset. Rows that may not be shown here (generated ones among real ones) are none."""
    kept = {name: full[name] for name in ("name", "title", "every_s", "last_try", "key_needed")}
    if not has_rows:
        return {**kept, "state": "never", "age_s": None, "rows": 0, "newest": None, "last_good": None}
    last = full["last_good"]
    return {**kept, **{name: full[name] for name in ("state", "age_s", "rows", "newest")}, "last_good": last and last["at"]}


def _joined(rows: Sequence[Mapping[str, Any]], field: str) -> dict[str, Any] | None:
    """Several sums as one."""
    if not rows:
        return None
    known = [row for row in rows if row[f"{field}_n"]]
    return {f"{field}_n": sum(row[f"{field}_n"] for row in known), f"{field}_sum": sum(row[f"{field}_sum"] for row in known),
            f"{field}_max": max((row[f"{field}_max"] for row in known), default=None)}


def _value(row: Mapping[str, Any] | None, measure: Measure) -> float | None:
    """The mean or the largest of a sum; None where nothing was measured."""
    if not row or not row[f"{measure.field}_n"]:
        return None
    if measure.tells == "max":
        return _shown(row[f"{measure.field}_max"])
    return _shown(row[f"{measure.field}_sum"] / THOUSANDTHS / row[f"{measure.field}_n"])


def _written(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _shown(value: float | None) -> float | None:
    """Two decimals are more than any of these is measured to."""
    return None if value is None else round(value, 2)
