"""Depth of flood water at the sensors of the Water Resources Agency and the city, now (Civil IoT Taiwan)."""

from data.sources.core import sensorthings
from data.sources.core.declaration import Batch, Context, Source, moment, number, position, text
from data.sources.core.portals import things


def convert(raw: bytes, context: Context) -> Batch:
    return sensorthings.stations(raw, context, "sensor_id", "depth_cm", "淹水", "depth")


SOURCE = Source(
    name="civil_iot_flood", title_en="Flood sensors", title_zh="淹水感測器",
    row_en="a sensor at the time of its latest reading", row_zh="一個感測器在其最新讀數時刻",
    publisher_en="Water Resources Agency, through Civil IoT Taiwan", publisher_zh="水利署（民生公共物聯網）",
    page="https://ci.taiwan.gov.tw/dsp/",
    fields=(text("sensor_id", required=True), moment(), text("name_zh"), number("depth_cm", "cm", 0, 1000), *position()),
    primary_key=("sensor_id", "time"), measures=("depth_cm",),
    steps=things("STA_WaterResource_v2", "properties/authority_type eq '水利署（與縣市政府合建）'",
                 "substringof('Datastream_Category_type=淹水感測器',Datastreams/description)"),
    convert=convert, every_s=600,
    caveat_en="The service answered with errors in September 2026; wra_flood and tycg_flood come first.",
    caveat_zh="此服務於2026年9月曾回應錯誤；以 wra_flood 與 tycg_flood 為先。",
)
