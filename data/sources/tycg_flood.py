"""Depth of water on Taoyuan's roads, now, from sensors in the street."""

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, moment, number, position, text
from data.sources.core.portals import TYCG_CEILING, tycg_page


def convert(raw: bytes, context: Context) -> Batch:
    """Times are written 2026/6/27 下午 11:00:00."""
    def sensor(record: dict[str, str | None]) -> Row:
        lon, lat = reading.point(record.get("LON"), record.get("LAT"))
        return {"sensor_id": reading.needed(record.get("ID"), "ID"),
                "time": reading.moment(record.get("DATA_TIME"), context.fetched),
                "name_zh": reading.text(record.get("NAME")), "depth_cm": reading.number(record.get("HEIGHT")),
                "lat": lat, "lon": lon}
    return reading.rows(reading.elements(raw, "Data"), sensor)


SOURCE = Source(
    name="tycg_flood", title_en="Water on the road", title_zh="路面淹水感測",
    row_en="a sensor at the time it reported", row_zh="一個感測器在其回報時刻",
    publisher_en="Department of Water Resources, Taoyuan City Government", publisher_zh="桃園市政府水務局",
    page=tycg_page("414be64a-c861-4c08-a94f-96fd7884fdbb"), dataset_number="152941",
    fields=(text("sensor_id", required=True), moment(), text("name_zh"), number("depth_cm", "cm", 0, 1000), *position()),
    primary_key=("sensor_id", "time"), measures=("depth_cm",),
    steps=lambda since: (Step("all", "https://winfo.tycg.gov.tw/Transfer/UploadFile/WATERFLOOD.xml", expects="xml"),),
    convert=convert, every_s=600, **TYCG_CEILING,
)
