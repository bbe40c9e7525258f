"""Do the tables fit together? Keys that point to nothing, and points outside Taoyuan."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.catalog import Dataset, ForeignKey
from data.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

BOUNDARIES, NEIGHBOURS = "district_boundaries", "neighbours"
TOLERANCE = 0.005   # degrees, about 500 m: borders are simplified, and piers stand in the water


@dataclass(frozen=True)
class Misfit:
    """A cell of ``name`` that does not fit the tables ``others``."""

    name: str
    others: tuple[str, ...]
    error: DataError

    def seen_from(self, file: str) -> DataError:
        """The same, said of ``file``: the table that was changed so that the cell (the first of several) no longer fits."""
        if self.error.column == "lat":
            return replace(self.error, file=file, row=None, column="geometry", value=None, mend="put the border back",
                           why=f"no longer holds the point of {self.error.file}, row {self.error.row}")
        return DataError(file, f"is gone, but {self.error.file}, row {self.error.row}, column {self.error.column} names it",
                         "put the row back, or change that cell as well", value=self.error.value)


def misfits(catalog: Mapping[str, Dataset], frames: Mapping[str, "pd.DataFrame"],
            label: Callable[[str], str]) -> list[Misfit]:
    """Everything that does not fit in ``frames`` (by dataset name). A table not among them is not asked for."""
    found: list[Misfit] = []
    for name, frame in frames.items():
        for key in catalog[name].foreign_keys:
            if all(target in frames for target, _ in key.targets):
                found += _pointing_to_nothing(catalog, name, key, frames, label)
        if catalog[name].has_points and BOUNDARIES in frames:
            found += _outside(name, frame, frames, label)
    return found


def _pointing_to_nothing(catalog: Mapping[str, Dataset], name: str, key: ForeignKey, frames: Mapping[str, "pd.DataFrame"],
                         label: Callable[[str], str]) -> Iterator[Misfit]:
    known = set(key.also).union(*(frames[target][column] for target, column in key.targets))
    column = frames[name][key.field].dropna()
    separator = catalog[name].field(key.field).separator
    others = tuple(target for target, _ in key.targets)
    where = " or ".join(f"{label(target)} ({column})" for target, column in key.targets)
    for value in column.unique():
        for part in value.split(separator) if separator else [value]:
            if part not in known:
                rows = column.index[column == value] + 2
                yield from (Misfit(name, others, DataError(
                    label(name), f"is not in {where}", "write one that is there, or add the row there first",
                    row=int(row), column=key.field, value=part)) for row in rows)


def _outside(name: str, frame: "pd.DataFrame", frames: Mapping[str, "pd.DataFrame"],
             label: Callable[[str], str]) -> Iterator[Misfit]:
    """Points more than about 500 m outside the city, and where they lie instead."""
    import shapely
    city = shapely.union_all(frames[BOUNDARIES]["geometry"].to_numpy()).buffer(TOLERANCE)
    shapely.prepare(city)
    placed = frame[["lat", "lon"]].dropna()
    inside = shapely.contains_xy(city, placed["lon"].to_numpy(), placed["lat"].to_numpy())
    for row, (lat, lon) in placed[~inside].iterrows():
        where = _place(float(lat), float(lon), frames)
        yield Misfit(name, (BOUNDARIES,), DataError(
            label(name), f"and lon {float(lon)!r}: the point {where}, not in Taoyuan",
            "look the place up again (WGS84 degrees, lat about 24.6 to 25.1, lon about 121.0 to 121.5)",
            row=int(row) + 2, column="lat", value=repr(float(lat))))


def _place(lat: float, lon: float, frames: Mapping[str, "pd.DataFrame"]) -> str:
    if NEIGHBOURS not in frames:
        return "lies outside the city"
    import shapely
    around = frames[NEIGHBOURS]
    west, south, east, north = shapely.total_bounds(around["geometry"].to_numpy())
    if not (west <= lon <= east and south <= lat <= north):
        return "lies far away"
    holds = around[shapely.contains_xy(around["geometry"].to_numpy(), lon, lat)]
    return f"lies in {holds['name_en'].iloc[0]}" if len(holds) else "lies in the sea"
