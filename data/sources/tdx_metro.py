"""Stations of the Taoyuan Metro, from TDX."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, moment, position, text
from data.sources.core.portals import TDX_ACCESS, tdx

NORTH = (120.95, 24.55, 121.65, 25.20)      # the airport line begins in Taipei: a frame round Taoyuan, New Taipei and Taipei


def convert(raw: bytes, context: Context) -> Batch:
    def station(record: dict[str, Any]) -> Row:
        place, name = record["StationPosition"], record["StationName"]
        lon, lat = reading.point(place["PositionLon"], place["PositionLat"], NORTH)
        return {"station_id": reading.needed(record["StationID"], "StationID"), "name_zh": reading.text(name.get("Zh_tw")),
                "name_en": reading.text(name.get("En")), "city_zh": reading.text(record.get("LocationCity")),
                "edition": reading.moment(record["SrcUpdateTime"]), "lat": lat, "lon": lon}
    return reading.rows(reading.records(raw, "Stations"), station)


SOURCE = Source(
    name="tdx_metro", title_en="Metro stations", title_zh="桃園捷運車站", row_en="a station", row_zh="一座車站",
    fields=(text("station_id", required=True), text("name_zh"), text("name_en"), text("city_zh"), moment("edition"), *position()),
    primary_key=("station_id",), kind="register", steps=lambda since: (tdx("basic/v2/Rail/Metro/Station/TYMC"),), convert=convert,
    every_s=7 * 86400, **TDX_ACCESS,
    caveat_en="A22 opened in 2023 and must not stand on a map of 2014 to 2022.",
    caveat_zh="A22 於2023年啟用，不應出現在2014至2022年的地圖上。",
)
