"""Where Taoyuan's city buses are, now, from TDX; reads the city's own feed of 2016 too."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, moment, number, position, text, whole
from data.sources.core.portals import TDX_ACCESS, tdx

NORTH = (120.6, 24.4, 122.05, 25.35)       # northern Taiwan: lines of the city run beyond it


def convert(raw: bytes, context: Context) -> Batch:
    if raw.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        return reading.rows(reading.elements(raw, "BusData"), lambda record: _feed_of_2016(record, context))
    return reading.rows(reading.records(raw, "BusA1Data"), lambda record: _bus(record, context))


def _bus(record: dict[str, Any], context: Context) -> Row | None:
    place = record.get("BusPosition") or {}
    if not place.get("PositionLon"):        # over a third of the vehicles have no position: no row, and no fault
        return None
    lon, lat = reading.point(place["PositionLon"], place["PositionLat"], NORTH)
    return _row(record["PlateNumb"], record.get("GPSTime") or record["SrcUpdateTime"], record.get("RouteUID"),
                record.get("Direction"), record.get("Speed"), record.get("Azimuth"), lon, lat, context)


def _feed_of_2016(record: dict[str, str | None], context: Context) -> Row | None:
    if not reading.text(record.get("Longitude")) or not reading.text(record.get("DataTime")):
        return None
    lon, lat = reading.point(record["Longitude"], record["Latitude"], NORTH)
    return _row(record["BusID"], record["DataTime"], record.get("RouteID"), record.get("GoBack"), record.get("Speed"),
                record.get("Azimuth"), lon, lat, context)


def _row(bus: Any, time: Any, route: Any, direction: Any, speed: Any, azimuth: Any, lon: float, lat: float,
         context: Context) -> Row:
    return {"bus_id": reading.needed(bus, "PlateNumb"), "time": reading.moment(time, context.fetched),
            "route_id": reading.text(route), "direction": reading.whole(direction), "speed_kmh": reading.number(speed),
            "azimuth": reading.number(azimuth), "lat": lat, "lon": lon}


SOURCE = Source(
    name="tdx_bus", title_en="City buses now", title_zh="市區公車即時位置",
    row_en="a bus at the second of its position", row_zh="一輛公車在其定位的那一秒",
    fields=(text("bus_id", required=True), moment(), text("route_id"), whole("direction", "code", 0, 255),
            number("speed_kmh", "km/h", 0, 150), number("azimuth", "degree", 0, 360), *position()),
    primary_key=("bus_id", "time"), measures=("speed_kmh",),
    steps=lambda since: (tdx("basic/v2/Bus/RealTimeByFrequency/City/Taoyuan"),), convert=convert, every_s=60, least_share=0.0,
    **TDX_ACCESS,
    caveat_en="Vehicles without a position are not in the table.", caveat_zh="沒有定位的車輛不列入。",
)
