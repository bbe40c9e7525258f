"""Things of OGC SensorThings 1.0 with their latest observations, a page at a time."""

from collections.abc import Callable
from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Step
from data.sources.core.errors import CellError, Refused


def things(raw: bytes, context: Context, one: Callable[[dict[str, Any]], Row | None]) -> Batch:
    """Rows of the things in ``raw``, and the next page, its address taken as it is."""
    found = reading.as_json(raw)
    if not isinstance(found, dict) or not isinstance(found.get("value"), list):
        raise Refused("no SensorThings list in the answer")
    if not found["value"] and context.step.key == "0":
        raise Refused("the list is empty")
    batch = reading.rows(found["value"], one)
    following = found.get("@iot.nextLink")
    if isinstance(following, str) and following:
        batch.follow = [Step(str(int(context.step.key) + 1), following, (), "json", context.step.role)]
    return batch


def position(thing: dict[str, Any]) -> tuple[float, float]:
    """(lon, lat) of the thing's place in Taoyuan. Raises CellError."""
    for place in thing.get("Locations") or ():
        shape = place.get("location") or {}
        shape = shape.get("geometry", shape)
        if shape.get("type") == "Point" and len(shape.get("coordinates") or ()) >= 2:
            return reading.point(*shape["coordinates"][:2])
    raise CellError("has no position")


def latest(thing: dict[str, Any], *names: str) -> tuple[Any, Any]:
    """(time, result) of the newest observation in the datastream whose name is or holds one of ``names``; (None, None) without."""
    streams = thing.get("Datastreams") or []
    for name in names:
        for stream in streams:
            if name.lower() in str(stream.get("name", "")).lower():
                for seen in stream.get("Observations") or ():
                    return seen.get("phenomenonTime"), seen.get("result")
    return None, None
