"""Air at the micro-sensors in Taoyuan's streets, now (Civil IoT Taiwan)."""

from typing import Any

from data.sources.core import reading, sensorthings
from data.sources.core.declaration import Batch, Context, Row, Source, moment, number, position, text
from data.sources.core.errors import CellError
from data.sources.core.portals import things


def convert(raw: bytes, context: Context) -> Batch:
    """Sensors of other cities are passed over; one that says nothing at all is refused."""
    def sensor(thing: dict[str, Any]) -> Row | None:
        properties = thing["properties"]
        if not reading.is_taoyuan(properties.get("city")):
            return None
        lon, lat = sensorthings.position(thing)
        time, pm25 = sensorthings.latest(thing, "PM2.5")
        other, humidity = sensorthings.latest(thing, "Relative humidity", "humidity")
        third, temperature = sensorthings.latest(thing, "Temperature")
        if time is None and other is None and third is None:
            raise CellError("has no observation")
        return {"sensor_id": reading.needed(properties.get("stationID"), "stationID"),
                "time": reading.moment(time or other or third, context.fetched),
                "town_zh": reading.text(properties.get("township")),
                "area_zh": reading.text(properties.get("areaType")), "pm25_ugm3": reading.number(pm25),
                "humidity_pct": reading.number(humidity), "temperature_c": reading.number(temperature), "lat": lat, "lon": lon}
    return sensorthings.things(raw, context, sensor)


SOURCE = Source(
    name="civil_iot_air", title_en="Air micro-sensors", title_zh="智慧城鄉空品微型感測器",
    row_en="a sensor at the minute of its latest reading", row_zh="一個感測器在其最新讀數的那一分鐘",
    publisher_en="Ministry of Environment, through Civil IoT Taiwan", publisher_zh="環境部（民生公共物聯網）",
    page="https://ci.taiwan.gov.tw/dsp/",
    fields=(text("sensor_id", required=True), moment(), text("town_zh"), text("area_zh"), number("pm25_ugm3", "µg/m³", 0, 1000),
            number("humidity_pct", "%", 0, 100), number("temperature_c", "°C", -20, 60), *position()),
    primary_key=("sensor_id", "time"), measures=("pm25_ugm3", "humidity_pct", "temperature_c"),
    steps=things("STA_AirQuality_EPAIoT", "properties/city eq '桃園市'"), convert=convert, every_s=300,
    caveat_en="Micro-sensors show differences between streets; they are not calibrated like the national stations.",
    caveat_zh="微型感測器呈現街區間的差異，未如國家測站般校正。",
)
