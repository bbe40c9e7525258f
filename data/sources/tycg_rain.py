"""Readings of the city's rain gauges, now."""

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, moment, number, position, text
from data.sources.core.portals import TYCG_CEILING, tycg_file, tycg_page

DATASET = "eabd93d1-d526-4de0-b378-b529aa61a4be"


def convert(raw: bytes, context: Context) -> Batch:
    """One time for all gauges; the district's element is spelt ``Disrict`` by the source; -98 = under maintenance."""
    root = reading.as_xml(raw)
    time = reading.moment(next((one.text for one in root.iter("Time")), None), context.fetched)

    def gauge(record: dict[str, str | None]) -> Row:
        lon, lat = reading.point(record.get("X"), record.get("Y"))
        return {"station_id": reading.needed(record.get("ID"), "ID"), "time": time, "name_zh": reading.text(record.get("Name")),
                "district_zh": reading.text(record.get("Disrict") or record.get("District")),
                "rain_mm": reading.number(record.get("Rainfall")), "lat": lat, "lon": lon}
    return reading.rows(reading.elements(raw, "Station"), gauge)


SOURCE = Source(
    name="tycg_rain", title_en="Rain (gauge reading)", title_zh="水情雨量（雨量計讀數）",
    row_en="a gauge at the time of the bulletin", row_zh="一座雨量站在通報時刻",
    publisher_en="Department of Water Resources, Taoyuan City Government", publisher_zh="桃園市政府水務局",
    page=tycg_page(DATASET), dataset_number="46407",
    fields=(text("station_id", required=True), moment(), text("name_zh"), text("district_zh"),
            number("rain_mm", "mm", 0, 2000), *position()),
    primary_key=("station_id", "time"), measures=("rain_mm",),
    steps=lambda since: (tycg_file(DATASET, "6a555cf5-ccc9-4706-9cb6-62c25f23ec4e", "xml"),), convert=convert, every_s=600,
    **TYCG_CEILING,
    caveat_en="The source does not say over which time the rain is summed.", caveat_zh="來源未說明雨量的累積時間。",
)
