"""Water level of Taoyuan's irrigation ponds, now (Civil IoT Taiwan)."""

from data.sources.core import sensorthings
from data.sources.core.declaration import Batch, Context, Source, moment, number, position, text
from data.sources.core.portals import things


def convert(raw: bytes, context: Context) -> Batch:
    return sensorthings.stations(raw, context, "pond_id", "level_m", "水位", "level")


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
