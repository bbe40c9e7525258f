"""Vector tiles of a live dataset: hexagons with their sums while the eye sees the city, stations when it sees streets."""

import datetime as dt
import math
from typing import Any

import numpy as np
import shapely

from data.queries.live import EARTH_M, Live

STREETS = 14                        # from this zoom on every station is a point of its own
SHALLOWEST, DEEPEST = 6, 20       # below, the city is a dot
EXTENT = 4096                       # units of a tile's edge (Mapbox Vector Tile 2.1)
WORLD_M = 2 * math.pi * EARTH_M
MARGIN = 0.1                        # of a tile: what crosses its border is drawn whole on both sides
# Resolution of H3 by zoom, so that a tile holds a few hundred cells at most.
RESOLUTIONS = {9: 7, 10: 7, 11: 8, 12: 8, 13: 9}
COARSEST = 6


def bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """West, south, east, north of a tile in Web Mercator metres (the XYZ scheme: y counts from the north)."""
    size = WORLD_M / 2**z
    west, north = x * size - WORLD_M / 2, WORLD_M / 2 - y * size
    return west, north - size, west + size, north


def exists(z: int, x: int, y: int) -> bool:
    return SHALLOWEST <= z <= DEEPEST and 0 <= x < 2**z and 0 <= y < 2**z


def tile(live: Live, name: str, z: int, x: int, y: int, hour: dt.datetime | None = None) -> bytes:
    """The tile as Mapbox Vector Tile 2: layer ``cells`` of ``hour`` (the newest without), from STREETS on ``points`` (newest rows).

    Empty bytes where there is nothing. Raises KeyError on an unknown dataset.
    """
    hour = hour.replace(minute=0, second=0, microsecond=0) if hour else live.newest_hour(name)
    if hour is None:
        return b""
    key = (name, live.version(name), "tile", z, x, y, hour)
    return live.kept(key, lambda: _points(live, name, z, x, y) if z >= STREETS else _cells(live, name, z, x, y, hour))


def _cells(live: Live, name: str, z: int, x: int, y: int, hour: dt.datetime) -> bytes:
    cells = live.cells(name, RESOLUTIONS.get(z, COARSEST), hour)
    west, south, east, north = bounds(z, x, y)
    boxes = cells.boxes
    inside = (boxes[:, 2] >= west) & (boxes[:, 0] <= east) & (boxes[:, 3] >= south) & (boxes[:, 1] <= north)
    at = np.flatnonzero(inside)
    if not len(at):
        return b""
    drawn = shapely.polygons([_units(cells.outlines[one], west, north, east - west) for one in at])
    return _encoded("cells", drawn, [cells.values[one] for one in at])


def _points(live: Live, name: str, z: int, x: int, y: int) -> bytes:
    points = live.points(name)
    west, south, east, north = bounds(z, x, y)
    spare = (east - west) * MARGIN
    at = points.places
    inside = (at[:, 0] >= west - spare) & (at[:, 0] <= east + spare) & (at[:, 1] >= south - spare) & (at[:, 1] <= north + spare)
    chosen = np.flatnonzero(inside)
    drawn = shapely.points(_units(at[chosen], west, north, east - west))
    return _encoded("points", drawn, [points.values[one] for one in chosen])


def _units(places: Any, west: float, north: float, size: float) -> np.ndarray:
    """Metres as whole units of the tile, y down."""
    given = np.asarray(places, dtype=float)
    return np.round((given - (west, north)) * (EXTENT / size, -EXTENT / size))


def _encoded(layer: str, drawn: np.ndarray, values: list[dict[str, Any]]) -> bytes:
    import mapbox_vector_tile
    if not len(drawn):
        return b""
    features = [{"geometry": one, "properties": told} for one, told in zip(drawn, values, strict=True)]
    return mapbox_vector_tile.encode([{"name": layer, "features": features}],
                                     default_options={"extents": EXTENT, "y_coord_down": True})
