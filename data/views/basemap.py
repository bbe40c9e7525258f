"""The map without a map server: every layer of data/geo as small integers, decoded in the browser."""

import itertools
from typing import Any

from data import store

STEP = 5e-5  # degrees a unit, 5.5 m: under one pixel at zoom 13, the deepest the borders are good for
LAYERS = {  # name in the view: dataset
    "neighbours": "neighbours",
    "districts": "district_boundaries",
    "canals": "canals",
    "water": "water",
    "roads": "roads",
    "coastline": "coastline",
    "rail": "rail",
    "stations": "stations",
    "labels": "labels",
}
KEPT = ("id", "code", "ref", "name_zh", "name_en", "kind", "area", "opened", "district_code", "min_zoom", "anchor")


def view() -> dict[str, Any]:
    """{"step": degrees, "layers": {name: [{…properties, "g": lines}]}}; see :func:`lines`."""
    return {
        "step": STEP,
        "layers": {name: [_feature(row) for _, row in store.load(table).iterrows()] for name, table in LAYERS.items()},
    }


def _feature(row: Any) -> dict[str, Any]:
    kept = {key: row[key] for key in KEPT if key in row.index and isinstance(row[key], str | int) and row[key] != ""}
    return {**kept, "t": row.geometry.geom_type.removeprefix("Multi"), "g": lines(row.geometry)}


def lines(geometry: Any) -> list[Any]:
    """A shape as lists of steps ``[x0, y0, dx1, dy1, …]`` (units of STEP, lon then lat; the first pair absolute).

    Point: one list of two. Line: one list a line. Polygon: one list of rings a polygon, the outer ring first.
    """
    parts = getattr(geometry, "geoms", [geometry])
    if geometry.geom_type.endswith("Polygon"):
        return [[_steps(ring.coords) for ring in (part.exterior, *part.interiors)] for part in parts]
    return [_steps(part.coords) for part in parts]


def _steps(points: Any) -> list[int]:
    whole = [(round(x / STEP), round(y / STEP)) for x, y in points]
    kept = [whole[0], *(b for a, b in itertools.pairwise(whole) if a != b)]
    steps = list(kept[0])
    for (x0, y0), (x1, y1) in itertools.pairwise(kept):
        steps += (x1 - x0, y1 - y0)
    return steps
