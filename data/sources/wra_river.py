"""Levels of the rivers in Taoyuan, now, from the Water Resources Agency; joined with where the gauges stand."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, moment, number, position, text
from data.sources.core.errors import CellError
from data.sources.core.portals import WRA

QUERY = (("format", "JSON"), ("sort", "_importdate asc"), ("limit", "5000"))


def convert(raw: bytes, context: Context) -> Batch:
    """Gauges outside Taoyuan's frame are passed over. Names of fields differ in case between editions."""
    if context.step.role == "sites":
        reading.records(raw, "records", "responseData")
        return Batch()
    listed = [_lower(one) for one in reading.records(context.earlier["sites"], "records", "responseData")]
    sites = {_first(one, "basinidentifier", "stationid", "stationno", "stationidentifier"): one for one in listed}

    def gauge(given: dict[str, Any]) -> Row:
        record = _lower(given)
        station_id = reading.needed(_first(record, "stationid", "stationno", "stationidentifier", "basinidentifier"), "station id")
        site = sites.get(station_id)
        if site is None:
            raise CellError("the gauge has no place in the list of stations")
        lon, lat = reading.point(_first(site, "longitude", "lon"), _first(site, "latitude", "lat"))
        return {"station_id": station_id, "time": reading.moment(_first(record, "datetime", "recordtime", "timestamp"),
                                                                 context.fetched),
                "name_zh": reading.text(_first(site, "observatoryname", "stationname")),
                "level_m": reading.number(_first(record, "waterlevel", "latestvalue")), "lat": lat, "lon": lon}
    return reading.rows(reading.records(raw, "records", "responseData"), gauge, is_national=True)


def _lower(record: dict[str, Any]) -> dict[str, Any]:
    return {name.lower().replace("_", ""): value for name, value in record.items()}


def _first(record: dict[str, Any], *names: str) -> Any:
    return next((record[name] for name in names if record.get(name) not in (None, "")), None)


SOURCE = Source(
    name="wra_river", title_en="River levels", title_zh="河川水位",
    row_en="a gauge at the time it reported", row_zh="一座水位站在其回報時刻",
    publisher_en="Water Resources Agency", publisher_zh="經濟部水利署",
    page="https://opendata.wra.gov.tw/",
    fields=(text("station_id", required=True), moment(), text("name_zh"), number("level_m", "m", -50, 4000), *position()),
    primary_key=("station_id", "time"), measures=("level_m",),
    steps=lambda since: (Step("sites", f"{WRA}/c4acc691-7416-40ca-9464-292c0c00da92", QUERY, role="sites"),
                         Step("values", f"{WRA}/73c4c3de-4045-4765-abeb-89f9f9cd5ff0", QUERY)),
    convert=convert, every_s=600,
    caveat_en="The field names were read in stored documentation, not in a live answer.",
    caveat_zh="欄位名稱依既存文件，未經即時資料核對。",
)
