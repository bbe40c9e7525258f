"""What stands near a village: distances as the crow flies from a point inside its own polygon."""

from typing import Any

import numpy as np
import pandas as pd

EARTH_KM = 6371.0088  # mean radius R1 of WGS84 (IUGG; Moritz, Geodetic Reference System 1980)


def distance_km(lat: float, lon: float, lats: Any, lons: Any) -> Any:
    """Great-circle distance in kilometres (haversine; R. W. Sinnott, Sky and Telescope 68, 1984) from one point to others."""
    a, b = np.radians(lat), np.radians(np.asarray(lats, dtype=float))
    half_lat, half_lon = (b - a) / 2, (np.radians(np.asarray(lons, dtype=float)) - np.radians(lon)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(a) * np.cos(b) * np.sin(half_lon) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(chord))


def middle(shape: Any) -> tuple[float, float]:
    """(lat, lon) of a point that surely lies inside ``shape``."""
    point = shape.representative_point()
    return point.y, point.x


def nearest_places(places: pd.DataFrame, lat: float, lon: float, most: int) -> pd.DataFrame:
    """The ``most`` places nearest to a point, nearest first, with ``row`` (place in the table, from 1) and ``distance_km``."""
    away = distance_km(lat, lon, places["lat"], places["lon"])
    found = places.assign(row=range(1, len(places) + 1), distance_km=away)
    return found.sort_values(["distance_km", "name_zh"]).head(most)


def with_points(stations: pd.DataFrame) -> pd.DataFrame:
    """A map layer of points as a table with ``lat`` and ``lon``."""
    return pd.DataFrame(stations.drop(columns="geometry")).assign(
        lat=[point.y for point in stations["geometry"]], lon=[point.x for point in stations["geometry"]]
    )


def touching(shapes: pd.DataFrame, code: str) -> list[str]:
    """Codes of the villages whose polygon shares a border or a corner with that of ``code``."""
    by_code = shapes.set_index("code")["geometry"]
    own = by_code[code]
    west, south, east, north = own.bounds
    near = [
        (other, shape)
        for other, shape in by_code.items()
        if other != code
        and shape.bounds[0] <= east
        and shape.bounds[2] >= west
        and shape.bounds[1] <= north
        and shape.bounds[3] >= south
    ]
    return sorted(other for other, shape in near if shape.intersects(own))


def inside(places: pd.DataFrame, shape: Any) -> pd.DataFrame:
    """Rows with a point of their own (``lat``, ``lon``) that lies inside ``shape``."""
    from shapely.geometry import Point

    known = places.dropna(subset=["lat", "lon"])
    return known[[shape.covers(Point(lon, lat)) for lat, lon in zip(known["lat"], known["lon"], strict=True)]]
