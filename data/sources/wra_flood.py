"""Depth of flood water in Taoyuan, now, from the Water Resources Agency; joined with where the sensors stand."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, moment, number, position, text
from data.sources.core.errors import CellError
from data.sources.core.portals import WRA

COUNTY = "68000"        # Taoyuan City, code of the Ministry of the Interior
QUERY = (("format", "JSON"), ("sort", "_importdate asc"), ("limit", "5000"))


def convert(raw: bytes, context: Context) -> Batch:
    if context.step.role == "sites":
        reading.records(raw, "records", "responseData")
        return Batch()
    sites = {one.get("sensorid"): one for one in reading.records(context.earlier["sites"], "records", "responseData")}

    def sensor(record: dict[str, Any]) -> Row | None:
        sensor_id = reading.needed(record["sensorid"], "sensorid")
        site = sites.get(sensor_id)
        county = str(record.get("countycode") or (site or {}).get("countycode") or "")
        if county[:5] != COUNTY:
            return None
        if site is None:
            raise CellError("the sensor has no place in the list of sites")
        lon, lat = reading.point(site.get("longitude"), site.get("latitude"))
        return {"sensor_id": sensor_id, "time": reading.moment(record["timestamp"], context.fetched),
                "name_zh": reading.text(site.get("stationname")), "town_zh": reading.text(site.get("townname")),
                "owner_zh": reading.text(site.get("orgname")), "depth_cm": reading.number(record["latestvalue"]),
                "lat": lat, "lon": lon}
    return reading.rows(reading.records(raw, "records", "responseData"), sensor)


SOURCE = Source(
    name="wra_flood", title_en="Flood sensors of the Water Resources Agency", title_zh="水利署淹水感測",
    row_en="a sensor at the time it reported", row_zh="一個感測器在其回報時刻",
    publisher_en="Water Resources Agency", publisher_zh="經濟部水利署", page="https://data.gov.tw/dataset/142980",
    dataset_number="142980",
    fields=(text("sensor_id", required=True), moment(), text("name_zh"), text("town_zh"), text("owner_zh"),
            number("depth_cm", "cm", 0, 1000), *position()),
    primary_key=("sensor_id", "time"), measures=("depth_cm",),
    steps=lambda since: (Step("sites", f"{WRA}/21c50be1-7c4a-4fdf-a386-790625e984e7", QUERY, role="sites"),
                         Step("values", f"{WRA}/1b991bbb-ad85-4e7a-b931-06ce8749d3ed", QUERY)),
    convert=convert, every_s=600,
)
