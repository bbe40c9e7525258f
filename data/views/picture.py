"""The living picture of the front door, the stories and the waiting screen: drawn here once, so that a browser only shows it.

On Web Mercator, north up, from the north-west corner of BOUNDS. A unit is 1e-4 degrees of longitude, a fifth of a pixel where
the city is 1,000 px wide.
"""

import itertools
import math
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.affinity import scale
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from data import store
from data.queries.projects import LAST_YEAR, counts_by_year, first_years

UNIT = 1e-4
FINENESS = 2        # units, 20 m: what a line may leave out
BOUNDS = {"whole": (120.975, 24.585, 121.49, 25.135), "north": (120.975, 24.80, 121.49, 25.135)}      # west, south, east, north
POND_SCALE = 1.7    # ponds larger than life, to be seen from across a hall
LINES = (("neighbours", "neighbours", None), ("districts", "district_boundaries", None), ("canals", "canals", None),
         ("water", "water", ("river", "reservoir")), ("rail", "rail", ("tra", "thsr")), ("rail", "rail", ("mrt",)))


def view() -> dict[str, Any]:
    """{"boxes": {part: viewBox}, "bounds": of the whole, "lines": [[classes, path]…], "ponds": [[path, x, y]…]}.

    Lines are in the order of drawing, ponds in the order of lighting: a list for a picture, nothing to be sorted there.
    As many ponds as projects had begun in the last year, each a real water outline round its centre (x, y), in units.
    """
    west, south, east, north = BOUNDS["whole"]
    return {
        "boxes": {part: _box(*bounds) for part, bounds in BOUNDS.items()},
        "bounds": [[south, west], [north, east]],
        "lines": [line for name, table, kinds in LINES for line in _lines(name, store.load(table), kinds)],
        "ponds": [_pond(ring) for ring in _ponds(_lit())],
    }


def _box(west: float, south: float, east: float, north: float) -> str:
    (left, top), (right, bottom) = _mercator(np.array([(west, north), (east, south)]))
    return " ".join(f"{number:.1f}" for number in (left, top, right - left, bottom - top))


def _mercator(spots: np.ndarray) -> np.ndarray:
    """Rows of lon, lat as rows of x, y."""
    west, _, _, north = BOUNDS["whole"]
    lon, lat = (spots - (west, 0)).T
    up = np.degrees(np.arcsinh(np.tan(np.radians(lat))) - np.arcsinh(np.tan(np.radians(north))))
    return np.column_stack((lon, -up)) / UNIT


def _drawn(shape: BaseGeometry) -> BaseGeometry:
    """The shape in units, without the points nobody sees."""
    return shapely.transform(shape, _mercator).simplify(FINENESS)


def _lines(name: str, table: pd.DataFrame, kinds: tuple[str, ...] | None) -> Iterator[tuple[str, str]]:
    """One path for all of a kind."""
    if "kind" not in table:
        yield f"city__{name}", "".join(map(_path, table["geometry"]))
        return
    for kind in kinds or table["kind"].unique():
        some = table[table["kind"] == kind]
        yield f"city__{name} city__{name}--{kind}", "".join(map(_path, some["geometry"]))


def _path(shape: BaseGeometry) -> str:
    """The ``d`` of an SVG path, in whole units."""
    if shape.geom_type.startswith("Multi"):
        return "".join(map(_path, shape.geoms))
    drawn = _drawn(shape)
    if drawn.geom_type == "Polygon":
        return "".join(f"{_steps(ring.coords[:-1])}z" for ring in (drawn.exterior, *drawn.interiors))
    return _steps(drawn.coords)


def _steps(spots: Any) -> str:
    """``m x y dx dy …``: one absolute place, then whole steps."""
    whole = [(round(x), round(y)) for x, y in spots]
    steps = [(x - left, y - top) for (left, top), (x, y) in itertools.pairwise(whole)]
    return "M{} {}".format(*whole[0]) + "".join(f"l{x} {y}" for x, y in steps if (x, y) != (0, 0))


def _lit() -> int:
    projects, milestones, measures = (store.load(name) for name in ("projects", "milestones", "measures"))
    return int(counts_by_year(first_years(projects, milestones, measures), milestones)["lit"].loc[LAST_YEAR])


def _ponds(wanted: int) -> list[Polygon]:
    """Water outlines of the city: ponds first, then rivers and reservoirs, the roundest first; in a fixed scattered order."""
    water, city = store.load("water"), shapely.union_all(list(store.load("district_boundaries")["geometry"]))
    found: list[Polygon] = []
    for kinds in (("pond",), ("river", "reservoir")):
        shapes = water.loc[water["kind"].isin(kinds), "geometry"]
        parts = itertools.chain.from_iterable(getattr(shape, "geoms", [shape]) for shape in shapes)
        inside = (Polygon(part.exterior) for part in parts if city.contains(part.representative_point()))
        found += sorted(map(_drawn, inside), key=_roundness, reverse=True)
    return sorted(found[:wanted], key=lambda ring: zlib.crc32(repr(ring.exterior.coords[0]).encode()))


def _roundness(ring: Polygon) -> float:
    """4 pi area / length²: 1 is a circle (Polsby and Popper, 1991)."""
    return 4 * math.pi * ring.area / ring.length**2


def _pond(ring: Polygon) -> tuple[str, int, int]:
    x, y = ring.centroid.coords[0]
    larger = scale(ring, POND_SCALE, POND_SCALE, origin="centroid")
    return f"{_steps(larger.exterior.coords[:-1])}z", round(x), round(y)
