"""What the live datasets hold now: newest values by hexagon, station and district, and the rows behind them.

Everything is read from the files the manifest names and kept by its version: new rows are seen at the next question.
"""

import contextlib
import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from data.queries.hours import THOUSANDTHS
from data.sources import all_sources
from data.sources.core.declaration import Source
from data.sources.core.home import Home
from data.sources.core.shelf import Shelf

NEWEST_H = 3                        # a station that has been silent for longer is not "now"
MOST_ROWS = 5000
FILES = "read_parquet(?, hive_partitioning = false, union_by_name = true)"
KINDS = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "datetime": "TIMESTAMP"}       # as DuckDB says them
GATHERED = 2                        # steps of resolution from a cell to the one it is gathered by: 49 in one
STICKS_OUT = 0.5                    # of that one's box: its cells do not end where it ends
EARTH_M = 6378137.0                 # radius of Web Mercator (EPSG:3857)


class Cells:
    """Hexagons of ``resolution`` of one hour, a row each of ``sums``, gathered by the larger hexagon they lie in: of a city's
    thousands only those near a tile are outlined, and each once."""

    def __init__(self, resolution: int, sums: pa.Table, measures: tuple[str, ...]) -> None:
        import h3.api.basic_int as h3
        self._columns, self._measures = sums.to_pydict(), measures
        self._ids = np.array(self._columns.pop(f"hex{resolution}"), dtype=np.uint64)
        larger, self._in = np.unique(larger_cells(self._ids, resolution - GATHERED), return_inverse=True)
        boxes = _outlined([h3.cell_to_boundary(one) for one in larger.tolist()])[1]
        spare = (boxes[:, 2:] - boxes[:, :2]) * STICKS_OUT
        self._boxes = np.hstack([boxes[:, :2] - spare, boxes[:, 2:] + spare])
        self._known: dict[int, tuple[list[np.ndarray], np.ndarray, list[dict[str, Any]]]] = {}

    def within(self, west: float, south: float, east: float, north: float) -> tuple[list[np.ndarray], list[dict[str, Any]]]:
        """Outlines in Web Mercator metres, (corners, 2) each, and rows, n, mean, min and max of what touches this box of metres."""
        outlines: list[np.ndarray] = []
        values: list[dict[str, Any]] = []
        for group in _touching(self._boxes, west, south, east, north):
            if group not in self._known:
                self._known[group] = self._drawn(np.flatnonzero(self._in == group))
            drawn, boxes, told = self._known[group]
            for one in _touching(boxes, west, south, east, north):
                outlines.append(drawn[one])
                values.append(told[one])
        return outlines, values

    def _drawn(self, rows: np.ndarray) -> tuple[list[np.ndarray], np.ndarray, list[dict[str, Any]]]:
        import h3.api.basic_int as h3
        ids = self._ids[rows].tolist()
        values = []
        for cell, row in zip(ids, rows.tolist(), strict=True):
            told = _told({name: column[row] for name, column in self._columns.items()}, self._measures)
            values.append({"cell": h3.int_to_str(cell), "rows": self._columns["rows"][row],
                           **{f"{key}_{part}": value for key, parts in told.items() for part, value in parts.items()
                              if value is not None}})
        return *_outlined([h3.cell_to_boundary(one) for one in ids]), values


@dataclass(frozen=True)
class Points:
    """The newest row of each station: places in Web Mercator metres, and what is known there."""

    places: np.ndarray                              # (stations, 2)
    values: list[dict[str, Any]]


class Live:
    """The live datasets under ``root`` (LIVE_DIR). Safe for threads; keeps at most ``most`` answers."""

    def __init__(self, root: Path | str, most: int = 1024) -> None:
        self.home, self._most = Home(root), most
        self._shelves: dict[str, Shelf] = {}
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        return all_sources()

    def shelf(self, name: str) -> Shelf:
        """The rows of ``name``. Raises KeyError on an unknown one."""
        if name not in self._shelves:
            self._shelves[name] = Shelf(self.sources[name], self.home.shelf(name))
        return self._shelves[name]

    def version(self, name: str) -> str:
        """Changes with every change of the rows of ``name``."""
        manifest = self.shelf(name).manifest()
        return f"{manifest.version}-{manifest.files[-1]['sha256'][:12]}" if manifest.files else "0"

    def kept(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, made once a ``key``."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def newest_hour(self, name: str) -> dt.datetime | None:
        last = self.shelf(name).manifest().last
        return dt.datetime.fromisoformat(last).replace(minute=0, second=0, microsecond=0) if last else None

    def cells(self, name: str, resolution: int, hour: dt.datetime) -> Cells | None:
        """The hexagons of ``resolution`` that have rows in ``hour``; None when the day has none."""
        return self.kept((name, self.version(name), "cells", resolution, hour), lambda: self._cells(name, resolution, hour))

    def points(self, name: str) -> Points:
        """The newest row of each station that reported within NEWEST_H hours of the newest of all."""
        return self.kept((name, self.version(name), "points"), lambda: self._points(name))

    def hours(self, name: str, first: dt.datetime, last: dt.datetime, district: str | None = None) -> list[dict[str, Any]]:
        """Sums by district and hour from ``first`` up to ``last``, oldest first: rows, and of each measure n, mean, min, max."""
        shelf = self.shelf(name)
        parts = shelf.manifest().rollups.get("district_hour", {})
        months = [shelf.folder / one["path"] for label, one in sorted(parts.items())
                  if f"{first:%Y-%m}" <= label <= f"{last:%Y-%m}"]
        if not months:
            return []
        chosen, values = "hour >= ? AND hour < ?", [first, last]
        if district:
            chosen, values = chosen + " AND district = ?", [*values, district]
        query = f"SELECT * FROM {FILES} WHERE {chosen} ORDER BY hour, district LIMIT {MOST_ROWS}"
        found = asked(query, [list(map(str, months)), *values])
        return [{"district": row["district"], "hour": row["hour"].isoformat(), "rows": row["rows"],
                 **_told(row, self.sources[name].measures)} for row in found.to_pylist()]

    def rows(self, name: str, first: dt.datetime, last: dt.datetime, district: str | None, most: int) -> list[dict[str, Any]]:
        """The rows themselves, as the source gave them, from ``first`` up to ``last``, oldest first."""
        source, shelf = self.sources[name], self.shelf(name)
        files = shelf.row_files(first, last)
        if not files:
            return []
        chosen, values = ("time >= ? AND time < ?", [first, last]) if source.is_timed else ("true", [])
        if district and source.has_points:
            chosen, values = chosen + " AND district = ?", [*values, district]
        names = ", ".join(f'"{column.name}"' for column in source.fields)
        order = ", ".join(f'"{one}"' for one in (("time",) if source.is_timed else ()) + source.primary_key)
        query = f"SELECT {names} FROM {rows_of(source)} WHERE {chosen} ORDER BY {order} LIMIT {most}"
        found = asked(query, [list(map(str, files)), *values])
        return [{key: value.isoformat() if isinstance(value, dt.datetime) else value for key, value in row.items()}
                for row in found.to_pylist()]

    def _cells(self, name: str, resolution: int, hour: dt.datetime) -> Cells | None:
        shelf = self.shelf(name)
        part = shelf.manifest().rollups.get(f"hex{resolution}_hour", {}).get(f"{hour:%Y-%m-%d}")
        if part is None:
            return None
        found = asked("SELECT * FROM read_parquet(?, hive_partitioning = false) WHERE hour = ?",
                      [[str(shelf.folder / part["path"])], hour])
        return Cells(resolution, found, self.sources[name].measures)

    def _points(self, name: str) -> Points:
        source, shelf = self.sources[name], self.shelf(name)
        last = shelf.manifest().last
        if not source.has_points or last is None:
            return Points(np.empty((0, 2)), [])
        newest = dt.datetime.fromisoformat(last)
        files = shelf.row_files(newest - dt.timedelta(hours=NEWEST_H), newest)
        key = [one for one in source.primary_key if one != "time"]
        names = dict.fromkeys([*key, "time", *(["name_zh"] if any(one.name == "name_zh" for one in source.fields) else []),
                               *source.measures, "lat", "lon"])
        listed = ", ".join(f'"{one}"' for one in names)
        found = asked(
            f"SELECT {listed} FROM {rows_of(source)} WHERE time >= ? AND lat IS NOT NULL "
            f"QUALIFY row_number() OVER (PARTITION BY {', '.join(key)} ORDER BY time DESC) = 1",
            [list(map(str, files)), newest - dt.timedelta(hours=NEWEST_H)])
        columns = found.to_pydict()
        places = np.column_stack(mercator(np.array(columns.pop("lon"), float), np.array(columns.pop("lat"), float)))
        columns["time"] = [time.isoformat() for time in columns["time"]]
        values = [{key: value for key, value in zip(columns, row, strict=True) if value is not None}
                  for row in zip(*columns.values(), strict=True)]
        return Points(places, values)


def larger_cells(cells: np.ndarray, resolution: int) -> np.ndarray:
    """The H3 cell of ``resolution`` each cell lies in, for all of them in one sum: four bits say how fine a cell is, and a digit
    finer than that is seven (H3, "Index bit layout")."""
    finer = np.uint64((1 << 3 * (15 - resolution)) - 1)
    return (cells & ~np.uint64(0xF << 52)) | np.uint64(resolution << 52) | finer


def _touching(boxes: np.ndarray, west: float, south: float, east: float, north: float) -> list[int]:
    """Which of the ``boxes`` (west, south, east, north) share a place with the box."""
    touch = (boxes[:, 2] >= west) & (boxes[:, 0] <= east) & (boxes[:, 3] >= south) & (boxes[:, 1] <= north)
    return np.flatnonzero(touch).tolist()


def _outlined(corners: list[Any]) -> tuple[list[np.ndarray], np.ndarray]:
    """Outlines in Web Mercator metres of cells with (lat, lon) ``corners``, and their boxes; all of them in one sum."""
    if not corners:
        return [], np.empty((0, 4))
    degrees = np.fromiter(chain.from_iterable(chain.from_iterable(corners)), float).reshape(-1, 2)
    places = np.column_stack(mercator(degrees[:, 1], degrees[:, 0]))
    begins = np.cumsum([0, *map(len, corners[:-1])])
    least, most = (extreme.reduceat(places, begins) for extreme in (np.minimum, np.maximum))
    return np.split(places, begins[1:]), np.hstack([least, most])


def mercator(lon: Any, lat: Any) -> tuple[Any, Any]:
    """Degrees as metres of Web Mercator (EPSG:3857); numbers, or arrays of them."""
    return EARTH_M * np.radians(lon), EARTH_M * np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))


def _told(row: Mapping[str, Any], measures: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """n, mean, min and max of each measure; None where nothing was measured. Sums older than a measure lack it."""
    return {name: {"n": row[f"{name}_n"],
                   "mean": row[f"{name}_sum"] / THOUSANDTHS / row[f"{name}_n"] if row[f"{name}_n"] else None,
                   "min": row[f"{name}_min"], "max": row[f"{name}_max"]} for name in measures if f"{name}_n" in row}


def files_with(kinds: Mapping[str, str]) -> str:
    """The files of a question's parameter as a table that has each column of ``kinds`` (name: DuckDB's type).

    Files may be older than a column, such as a measure a source got later: there it is unknown (NULL), no fault.
    """
    shape = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in kinds.items())
    return f"(SELECT {shape} WHERE false UNION ALL BY NAME SELECT * FROM {FILES})"


def rows_of(source: Source) -> str:
    """The row files of ``source``, every declared field in them."""
    kinds = {column.name: KINDS[column.type] for column in source.fields}
    return files_with(kinds | ({"district": "VARCHAR"} if source.has_points else {}))


def asked(query: str, values: list[Any]) -> pa.Table:
    """The answer of DuckDB; safe for threads, each question has a cursor of its own."""
    with contextlib.closing(_database().cursor()) as cursor:
        return cursor.execute(query, values).fetch_arrow_table()


@lru_cache(maxsize=1)
def _database() -> Any:
    """One a process, in memory. What files say of themselves is read once: a file never changes, a new one has a new name."""
    import duckdb
    database = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    database.execute("SET parquet_metadata_cache = true")
    return database
