"""Rows as a typed frame and as Arrow: declared types, the district and hexagons of each point, the key once."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.catalog import ROOT
from data.sources.core.declaration import HEX_RESOLUTIONS, Row, Source

PANDAS = {"string": "string", "integer": "Int64", "number": "Float64", "datetime": "datetime64[us]"}
ARROW = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "datetime": pa.timestamp("us")}


def hex_columns(source: Source) -> tuple[str, ...]:
    return tuple(f"hex{resolution}" for resolution in HEX_RESOLUTIONS) if source.has_points else ()


def schema(source: Source) -> pa.Schema:
    """What a stored row holds: the declared fields, and where there are points ``district`` and an H3 cell a resolution."""
    fields = [pa.field(column.name, ARROW[column.type]) for column in source.fields]
    if source.has_points:
        fields.append(pa.field("district", pa.string()))
        fields += [pa.field(name, pa.int64()) for name in hex_columns(source)]
    return pa.schema(fields)


def typed(source: Source, rows: Sequence[Row]) -> pd.DataFrame:
    """``rows`` as a frame of the declared types. A value of another type is a fault of the parser: TypeError or ValueError."""
    return pd.DataFrame({
        column.name: pd.array([row.get(column.name) for row in rows], dtype=PANDAS[column.type])
        for column in source.fields
    })


def placed(source: Source, frame: pd.DataFrame) -> pa.Table:
    """``frame`` as Arrow, with the district and cells of each different point, looked up once."""
    if source.has_points:
        points = frame[["lon", "lat"]].astype("float64").to_numpy()
        different, inverse = np.unique(points, axis=0, return_inverse=True)
        inverse = inverse.reshape(-1)
        frame = frame.assign(district=pd.array(np.asarray(districts(different), dtype=object)[inverse], dtype="string"))
        for name, cells in zip(hex_columns(source), hexagons(different), strict=True):
            frame[name] = pd.array(np.asarray(cells, dtype=object)[inverse], dtype="Int64")
    return pa.Table.from_pandas(frame, schema=schema(source), preserve_index=False)


@lru_cache(maxsize=1)
def _shapes() -> tuple[Any, list[str]]:
    from shapely import STRtree
    from shapely.geometry import shape
    features = json.loads((ROOT / "geo" / "districts.geojson").read_text("utf-8"))["features"]
    return STRtree([shape(one["geometry"]) for one in features]), [one["properties"]["code"] for one in features]


def districts(points: np.ndarray) -> list[str | None]:
    """The district code of each (lon, lat); None outside the city."""
    import shapely
    tree, codes = _shapes()
    found: list[str | None] = [None] * len(points)
    known = ~np.isnan(points).any(axis=1)
    at, inside = tree.query(shapely.points(points[known]), predicate="intersects")
    places = np.flatnonzero(known)
    for number, shape_number in zip(at, inside, strict=True):
        if found[places[number]] is None:           # on a border: the first district of the file
            found[places[number]] = codes[shape_number]
    return found


def hexagons(points: np.ndarray) -> list[list[int | None]]:
    """H3 cells of each (lon, lat), a list a resolution; None without a point."""
    import h3.api.basic_int as h3
    return [[None if np.isnan(lon) or np.isnan(lat) else h3.latlng_to_cell(lat, lon, resolution) for lon, lat in points]
            for resolution in HEX_RESOLUTIONS]
