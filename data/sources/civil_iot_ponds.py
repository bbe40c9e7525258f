"""Water level of Taoyuan's irrigation ponds, now (Civil IoT Taiwan)."""

from typing import Any

from data.sources.core import reading, sensorthings
from data.sources.core.declaration import Batch, Context, Row, Source, moment, number, position, text
from data.sources.core.errors import CellError
from data.sources.core.portals import things


def convert(raw: bytes, context: Context) -> Batch:
    """Ponds outside Taoyuan's frame are passed over: the service is asked for the whole Irrigation Agency."""
    def pond(thing: dict[str, Any]) -> Row | None:
        try:
            lon, lat = sensorthings.position(thing)
        except CellError as error:
            if "not in Taoyuan" in str(error):
                return None
            raise
        properties = thing.get("properties") or {}
        time, level = sensorthings.latest(thing, "水位", "level")
        return {"pond_id": reading.needed(properties.get("stationID") or thing.get("@iot.id"), "stationID"),
                "time": reading.moment(time, context.fetched),
                "name_zh": reading.text(properties.get("stationName") or thing.get("name")), "level_m": reading.number(level),
                "lat": lat, "lon": lon}
    return sensorthings.things(raw, context, pond)


SOURCE = Source(
    name="civil_iot_ponds", title_en="Irrigation ponds", title_zh="埤塘水位",
    row_en="a pond at the time of its latest reading", row_zh="一口埤塘在其最新讀數時刻",
    publisher_en="Irrigation Agency, through Civil IoT Taiwan", publisher_zh="農田水利署（民生公共物聯網）",
    page="https://ci.taiwan.gov.tw/dsp/",
    fields=(text("pond_id", required=True), moment(), text("name_zh"), number("level_m", "m", -50, 1000), *position()),
    primary_key=("pond_id", "time"), measures=("level_m",),
    steps=things("STA_WaterResource_v2", "properties/authority_type eq '農田水利署'",
                 "substringof('Datastream_Category_type=埤塘水位站',Datastreams/description)"),
    convert=convert, every_s=600,
)
