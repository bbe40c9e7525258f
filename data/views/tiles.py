"""Vector tiles of a live dataset: hexagons with their sums while the eye sees the city, stations when it sees streets."""

import datetime as dt
import math
import struct
from functools import lru_cache
from typing import Any

import numpy as np

from data.queries.live import EARTH_M, Live

STREETS = 14                        # from this zoom on every station is a point of its own
SHALLOWEST, DEEPEST = 6, 20       # below, the city is a dot
# Mapbox Vector Tile 2.1; written by us, for its library looks at every corner by itself and takes three times as long, and
# longer still to open.
EXTENT = 4096                       # units of a tile's edge
POINT, POLYGON = 1, 3
MOVE, LINE, CLOSE = 1 | 1 << 3, 2, 7 | 1 << 3
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
    outlines, values = cells.within(west, south, east, north) if cells else ([], [])
    if not outlines:
        return b""
    # H3 gives corners against the clock; the outer ring of a tile's polygon goes with it.
    return _encoded("cells", POLYGON, _rings([one[::-1] for one in outlines], west, north, east - west), values)


def _points(live: Live, name: str, z: int, x: int, y: int) -> bytes:
    points = live.points(name)
    west, south, east, north = bounds(z, x, y)
    spare = (east - west) * MARGIN
    at = points.places
    inside = (at[:, 0] >= west - spare) & (at[:, 0] <= east + spare) & (at[:, 1] >= south - spare) & (at[:, 1] <= north + spare)
    chosen = np.flatnonzero(inside)
    marks = _zigzag(_units(at[chosen], west, north, east - west)).tolist()
    return _encoded("points", POINT, [[MOVE, *mark] for mark in marks], [points.values[one] for one in chosen])


def _units(places: np.ndarray, west: float, north: float, size: float) -> np.ndarray:
    """Metres as whole units of the tile, y down."""
    return np.round((places - (west, north)) * (EXTENT / size, -EXTENT / size)).astype(np.int64)


def _zigzag(numbers: np.ndarray) -> np.ndarray:
    """Small numbers of either sign as small ones of none (section 4.3.2)."""
    return (numbers << 1) ^ (numbers >> 63)


def _rings(rings: list[np.ndarray], west: float, north: float, size: float) -> list[list[int]]:
    """The commands that draw each ring; empty for one of which less than three corners are left at this size. In one sum for all:
    a tile may hold a thousand."""
    ends = np.cumsum([len(ring) for ring in rings])
    begins = np.concatenate([[0], ends[:-1]])
    corners = _units(np.concatenate(rings), west, north, size)
    steps = np.diff(corners, axis=0, prepend=corners[:1])
    steps[begins] = corners[begins]         # a ring begins from the tile's corner
    moved = steps.any(axis=1)
    moved[begins] = True
    kept = np.add.reduceat(moved, begins)
    flat = _zigzag(steps[moved]).ravel().tolist()
    made, at = [], 0
    for count in kept.tolist():
        mine, at = flat[at: at + 2 * count], at + 2 * count
        made.append([MOVE, *mine[:2], LINE | (count - 1) << 3, *mine[2:], CLOSE] if count > 2 else [])
    return made


def _encoded(name: str, kind: int, drawn: list[list[int]], values: list[dict[str, Any]]) -> bytes:
    """A tile of one layer: what is ``drawn`` (commands of section 4.3) with its ``values``; text and numbers only."""
    keys: dict[str, int] = {}
    known: dict[tuple[type, Any], int] = {}
    features = []
    for commands, told in zip(drawn, values, strict=True):
        if commands:
            tags = []
            for key, value in told.items():
                tags += (keys.setdefault(key, len(keys)), known.setdefault((type(value), value), len(known)))
            features.append(_part(2, _part(2, _numbers(tags)) + _number(3 << 3) + _number(kind) + _part(4, _numbers(commands))))
    if not features:
        return b""
    layer = [_number(15 << 3) + _number(2), _part(1, name.encode()), *features, *(_part(3, key.encode()) for key in keys),
             *(_part(4, _value(value)) for _, value in known), _number(5 << 3) + _number(EXTENT)]
    return _part(3, b"".join(layer))


def _part(field: int, content: bytes) -> bytes:
    """A field of bytes in a message of Protocol Buffers."""
    return _number(field << 3 | 2) + _number(len(content)) + content


def _numbers(given: list[int]) -> bytes:
    return b"".join(map(_number, given))


@lru_cache(maxsize=65536)
def _number(given: int) -> bytes:
    """A whole number of Protocol Buffers: seven bits a byte, the lowest first."""
    made = bytearray()
    given &= (1 << 64) - 1
    while given > 127:
        made.append(given & 127 | 128)
        given >>= 7
    return bytes([*made, given])


def _value(given: str | int | float) -> bytes:
    """A value of the layer (section 4.1): text, whole number or double."""
    if isinstance(given, str):
        return _part(1, given.encode())
    return _number(4 << 3) + _number(given) if isinstance(given, int) else _number(3 << 3 | 1) + struct.pack("<d", given)
