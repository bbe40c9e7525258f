"""YouBike in Taoyuan, now: bikes and free docks at every station, from the city's open data portal."""

import json
from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Rule, Source, moment, position, text, whole
from data.sources.core.errors import CellError
from data.sources.core.portals import TYCG_CEILING, tycg_page, tycg_rows


def convert(raw: bytes, context: Context) -> Batch:
    """The bare list of today's portal, and the CKAN envelope of the one until about 2023."""
    return reading.rows(reading.records(raw, "result.records", "retVal"), lambda record: station(record, context))


def station(record: dict[str, Any], context: Context) -> Row:
    lon, lat = reading.point(record["lng"], record["lat"])
    return {
        "station_id": reading.needed(record["sno"], "sno"), "time": reading.moment(record["mday"], context.fetched),
        "name_zh": reading.text(record.get("sna")), "name_en": reading.text(record.get("snaen")),
        "docks": reading.whole(record["tot"]), "bikes": reading.whole(record["sbi"]), "docks_free": reading.whole(record["bemp"]),
        "bikes_electric": electric(record.get("sbi_detail")),
        "in_service": {"1": "yes", "0": "no"}.get(str(record.get("act", "")).strip()), "lat": lat, "lon": lon,
    }


def electric(detail: Any) -> int | None:
    """Electric bikes of ``sbi_detail``: JSON inside the JSON, {"yb2": "14", "eyb": "1"}, or "14,1" as Taichung writes it."""
    given = reading.text(detail)
    if given is None:
        return None
    if given.startswith("{"):
        try:
            return reading.whole(json.loads(given).get("eyb"))
        except ValueError:
            raise CellError(f"sbi_detail {given[:40]!r} is not readable") from None
    return reading.whole(given.split(",")[1]) if given.count(",") == 1 else None


SOURCE = Source(
    name="tycg_youbike", title_en="YouBike stations now", title_zh="YouBike 站點即時資訊",
    row_en="a station at the minute it reported", row_zh="一個站點在其回報的那一分鐘",
    publisher_en="Department of Transportation, Taoyuan City Government", publisher_zh="桃園市政府交通局",
    page=tycg_page("5ca2bfc7-9ace-4719-88ae-4034b9a5a55c"),
    fields=(text("station_id", required=True), moment(), text("name_zh"), text("name_en"),
            whole("docks", "docks", 1, 500), whole("bikes", "bikes", 0, 500), whole("docks_free", "docks", 0, 500),
            whole("bikes_electric", "bikes", 0, 500), text("in_service", enum=("yes", "no")), *position()),
    primary_key=("station_id", "time"), measures=("bikes", "docks_free"), steps=tycg_rows("08274d61-edbe-419d-8fcc-7a643831283d"),
    convert=convert, every_s=300, **TYCG_CEILING,
    rules=(Rule("room", "more bikes and free docks than docks and a tenth",
                lambda f: ~((f["bikes"] + f["docks_free"]) > f["docks"] * 1.1 + 2).fillna(False)),),
    caveat_en="Bikes and free docks need not add up to the docks: bikes out of use take a dock.",
    caveat_zh="車輛數與空位數之和不一定等於總車位數：停用的車輛也占車位。",
)
