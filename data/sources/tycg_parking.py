"""Free spaces in Taoyuan's public car parks, now, from the city's open data portal."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Rule, Source, moment, position, text, whole
from data.sources.core.portals import TYCG_CEILING, tycg_file, tycg_page

DATASET = "f4cc0b12-86ac-40f9-8745-885bddc18f79"


def convert(raw: bytes, context: Context) -> Batch:
    """The bare list of today, in which latitude and longitude are swapped, and the older ``parkingLots``."""
    return reading.rows(reading.records(raw, "parkingLots", "result.records"), lambda record: lot(record, context))


def lot(record: dict[str, Any], context: Context) -> Row:
    """The list carries no time: a row is of the minute it was fetched. Free spaces may be text ("開放中"): unknown."""
    lon, lat = reading.point(record["wgsX"], record["wgsY"])
    return {
        "park_id": reading.needed(record["parkId"], "parkId"), "time": context.fetched.replace(second=0),
        "name_zh": reading.text(record["parkName"]), "address_zh": reading.text(record.get("address")),
        "spaces": reading.whole(record["totalSpace"], loose=True), "spaces_free": reading.whole(record["surplusSpace"], loose=True),
        "lat": lat, "lon": lon,
    }


SOURCE = Source(
    name="tycg_parking", title_en="Car parks now", title_zh="路外停車場即時資訊",
    row_en="a car park at the minute it was asked", row_zh="一座停車場在查詢的那一分鐘",
    publisher_en="Department of Transportation, Taoyuan City Government", publisher_zh="桃園市政府交通局",
    page=tycg_page(DATASET),
    fields=(text("park_id", required=True), moment(), text("name_zh"), text("address_zh"), whole("spaces", "spaces", 0, 20000),
            whole("spaces_free", "spaces", 0, 20000), *position()),
    primary_key=("park_id", "time"), measures=("spaces_free", "spaces"),
    steps=lambda since: (tycg_file(DATASET, "0381e141-f7ee-450e-99da-2240208d1773", "json"),),
    convert=convert, every_s=300, **TYCG_CEILING,
    rules=(Rule("free", "more free spaces than spaces", lambda f: ~(f["spaces_free"] > f["spaces"]).fillna(False)),),
    caveat_en="The list carries no time of its own; the time is when it was fetched.",
    caveat_zh="原始資料沒有時間欄位；時間為擷取時間。",
)
