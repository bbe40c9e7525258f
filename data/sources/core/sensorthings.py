"""Things of OGC SensorThings 1.0 with their latest observations, a page at a time."""

from collections.abc import Callable
from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Step
from data.sources.core.errors import CellError, Refused


def things(raw: bytes, context: Context, one: Callable[[dict[str, Any]], Row | None], is_national: bool = False) -> Batch:
    """Rows of the things in ``raw`` (see reading.rows), and the next page, its address taken as it is."""
    found = reading.as_json(raw)
    if not isinstance(found, dict) or not isinstance(found.get("value"), list):
        raise Refused("no SensorThings list in the answer")
    if not found["value"] and context.step.key == "0":
        raise Refused("the list is empty")
    batch = reading.rows(found["value"], one, is_national)
    following = found.get("@iot.nextLink")
    if isinstance(following, str) and following:
        batch.follow = [Step(str(int(context.step.key) + 1), following, (), "json", context.step.role)]
    return batch


def stations(raw: bytes, context: Context, key: str, measure: str, *streams: str) -> Batch:
    """Rows {key, time, name_zh, measure, lat, lon} of the water stations in ``raw``; those outside Taoyuan are passed over.

    ``streams``: what the datastream with the reading is called.
    """
    def station(thing: dict[str, Any]) -> Row:
        lon, lat = position(thing)
        properties = thing.get("properties") or {}
        time, value = latest(thing, *streams)
        return {key: reading.needed(properties.get("stationID") or thing.get("@iot.id"), "stationID"),
                "time": reading.moment(time, context.fetched),
                "name_zh": reading.text(properties.get("stationName") or thing.get("name")), measure: reading.number(value),
                "lat": lat, "lon": lon}
    return things(raw, context, station, is_national=True)


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
