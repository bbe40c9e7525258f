"""Water levels of Taoyuan's streams and drains, now, with their alert levels."""

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, moment, number, position, text
from data.sources.core.portals import TYCG_CEILING, tycg_page


def convert(raw: bytes, context: Context) -> Batch:
    def station(record: dict[str, str | None]) -> Row:
        lon, lat = reading.point(record.get("LON"), record.get("LAT"))
        return {"station_id": reading.needed(record.get("STATION_ID"), "STATION_ID"),
                "time": reading.moment(record.get("DATATIME"), context.fetched), "name_zh": reading.text(record.get("STATION")),
                "district_zh": reading.text(record.get("TOWN")), "level_m": reading.number(record.get("WATERHEIGHT_M")),
                "alert_red_m": reading.number(record.get("RedAlertLevel")),
                "alert_yellow_m": reading.number(record.get("YellowAlertLevel")), "lat": lat, "lon": lon}
    return reading.rows(reading.elements(raw, "DATA"), station)


SOURCE = Source(
    name="tycg_water_level", title_en="Water levels", title_zh="水位站即時水位",
    row_en="a gauge at the time it reported", row_zh="一座水位站在其回報時刻",
    publisher_en="Department of Water Resources, Taoyuan City Government", publisher_zh="桃園市政府水務局",
    page=tycg_page("e3b34ba5-e8ff-4b21-b7a3-4b6f3bfed650"), dataset_number="31299",
    fields=(text("station_id", required=True), moment(), text("name_zh"), text("district_zh"),
            number("level_m", "m", -50, 500), number("alert_red_m", "m", -50, 500), number("alert_yellow_m", "m", -50, 500),
            *position()),
    primary_key=("station_id", "time"), measures=("level_m",),
    steps=lambda since: (Step("all", "https://winfo.tycg.gov.tw/Transfer/UploadFile/WATERLEVEL.xml", expects="xml"),),
    convert=convert, every_s=600, **TYCG_CEILING,
)
