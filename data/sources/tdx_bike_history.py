"""Bikes at Taoyuan's stations in the past, day by day from 2021-06-01 on, from TDX."""

import datetime as dt
import json
from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, moment, text, whole
from data.sources.core.errors import Refused
from data.sources.core.fetching import now
from data.sources.core.portals import TDX, TDX_ACCESS, days

FIRST = dt.date(2021, 6, 1)         # the archive begins here


def steps(since: dt.date | None) -> list[Step]:
    """One request a day from ``since`` (yesterday without) to yesterday; a day the archive lacks is a gap."""
    yesterday = now().date() - dt.timedelta(days=1)
    first = max(FIRST, min(since or yesterday, yesterday))
    return [Step(day.isoformat(), f"{TDX}/historical/v2/Historical/Bike/Availability/Taoyuan",
                 (("Dates", day.isoformat()), ("$format", "JSON")), may_be_missing=True) for day in days(first, yesterday)]


def convert(raw: bytes, context: Context) -> Batch:
    """A list, or one object a line (the archive's JSONL)."""
    def station(record: dict[str, Any]) -> Row:
        return {"station_id": reading.needed(record["StationUID"], "StationUID"),
                "time": reading.moment(record.get("SrcUpdateTime") or record["UpdateTime"], context.fetched),
                "bikes": reading.whole(record["AvailableRentBikes"]), "docks_free": reading.whole(record["AvailableReturnBikes"])}
    return reading.rows(_records(raw), station)


def _records(raw: bytes) -> list[dict[str, Any]]:
    lines = raw.strip().split(b"\n")
    if len(lines) > 1 and all(line.strip().startswith(b"{") for line in (lines[0], lines[-1])):
        try:
            return [json.loads(line) for line in lines if line.strip()]
        except ValueError:
            raise Refused("is not JSON lines, or cut off") from None
    return reading.records(raw, "BikeAvailabilities")


SOURCE = Source(
    name="tdx_bike_history", title_en="Bike stations in the past (TDX)", title_zh="公共自行車歷史車位（TDX）",
    row_en="a station at the minute it reported", row_zh="一個站點在其回報的那一分鐘",
    fields=(text("station_id", required=True), moment(), whole("bikes", "bikes", 0, 500), whole("docks_free", "docks", 0, 500)),
    primary_key=("station_id", "time"), steps=steps, convert=convert, every_s=86400, least_share=0.0, **TDX_ACCESS,
)
