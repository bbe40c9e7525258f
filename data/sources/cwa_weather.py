"""Weather at the automatic stations in Taoyuan, this hour."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, moment, number, one, position, text
from data.sources.core.errors import CellError
from data.sources.core.portals import CWA


def convert(raw: bytes, context: Context) -> Batch:
    """-99 means not measured. Coordinates come in two systems; WGS84 is taken."""
    return reading.rows(reading.records(raw, "records.Station"), lambda record: station(record, context))


def station(record: dict[str, Any], context: Context) -> Row | None:
    place, seen = record["GeoInfo"], record["WeatherElement"]
    if not reading.is_taoyuan(place.get("CountyName")):
        return None
    lon, lat = wgs84(place)
    return {"station_id": reading.needed(record["StationId"], "StationId"),
            "time": reading.moment(record["ObsTime"]["DateTime"], context.fetched), "name_zh": reading.text(record["StationName"]),
            "town_zh": reading.text(place.get("TownName")), "temperature_c": reading.number(seen.get("AirTemperature")),
            "humidity_pct": reading.number(seen.get("RelativeHumidity")), "pressure_hpa": reading.number(seen.get("AirPressure")),
            "wind_ms": reading.number(seen.get("WindSpeed")), "rain_mm": rain(seen.get("Now")), "lat": lat, "lon": lon}


def wgs84(place: dict[str, Any]) -> tuple[float, float]:
    """(lon, lat) of the entry named WGS84. Raises CellError."""
    for given in place.get("Coordinates") or ():
        if given.get("CoordinateName") == "WGS84":
            return reading.point(given.get("StationLongitude"), given.get("StationLatitude"))
    raise CellError("has no WGS84 position")


def rain(given: Any) -> float | None:
    """Millimetres of an element with ``Precipitation``; "T" is a trace, less than can be measured: unknown."""
    value = given.get("Precipitation") if isinstance(given, dict) else None
    return None if value == "T" else reading.number(value)


SOURCE = Source(
    name="cwa_weather", title_en="Weather now", title_zh="自動氣象站觀測",
    row_en="a station and hour", row_zh="一個測站與一小時",
    publisher_en="Central Weather Administration", publisher_zh="中央氣象署",
    page="https://data.gov.tw/dataset/9176", dataset_number="9176",
    fields=(text("station_id", required=True), moment(), text("name_zh"), text("town_zh"), number("temperature_c", "°C", -20, 50),
            number("humidity_pct", "%", 0, 100), number("pressure_hpa", "hPa", 600, 1100), number("wind_ms", "m/s", 0, 120),
            number("rain_mm", "mm", 0, 2000), *position()),
    primary_key=("station_id", "time"), measures=("temperature_c", "humidity_pct", "wind_ms"),
    steps=one(f"{CWA}/O-A0001-001", format="JSON"), convert=convert, every_s=3600, keys={"Authorization": "CWA_API_KEY"},
)
