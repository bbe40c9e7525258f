"""Rain at the gauges of the Central Weather Administration in Taoyuan, in ten minutes, an hour and a day."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, moment, number, one, position, text
from data.sources.core.portals import CWA
from data.sources.cwa_weather import rain, wgs84


def convert(raw: bytes, context: Context) -> Batch:
    def gauge(record: dict[str, Any]) -> Row | None:
        place, seen = record["GeoInfo"], record["RainfallElement"]
        if not reading.is_taoyuan(place.get("CountyName")):
            return None
        lon, lat = wgs84(place)
        return {"station_id": reading.needed(record["StationId"], "StationId"),
                "time": reading.moment(record["ObsTime"]["DateTime"], context.fetched),
                "name_zh": reading.text(record["StationName"]), "town_zh": reading.text(place.get("TownName")),
                "rain_10min_mm": rain(seen.get("Past10Min")), "rain_1h_mm": rain(seen.get("Past1hr")),
                "rain_24h_mm": rain(seen.get("Past24hr")), "lat": lat, "lon": lon}
    return reading.rows(reading.records(raw, "records.Station"), gauge)


SOURCE = Source(
    name="cwa_rain", title_en="Rain now", title_zh="雨量觀測", row_en="a gauge and ten minutes", row_zh="一座雨量站與十分鐘",
    publisher_en="Central Weather Administration", publisher_zh="中央氣象署",
    page="https://opendata.cwa.gov.tw/",
    fields=(text("station_id", required=True), moment(), text("name_zh"), text("town_zh"), number("rain_10min_mm", "mm", 0, 200),
            number("rain_1h_mm", "mm", 0, 500), number("rain_24h_mm", "mm", 0, 2000), *position()),
    primary_key=("station_id", "time"), measures=("rain_1h_mm", "rain_24h_mm"),
    steps=one(f"{CWA}/O-A0002-001", format="JSON"), convert=convert, every_s=600, keys={"Authorization": "CWA_API_KEY"},
)
