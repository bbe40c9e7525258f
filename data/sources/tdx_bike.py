"""Bikes at Taoyuan's stations, now, from TDX; joined with the list of stations."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, moment, position, text, whole
from data.sources.core.errors import CellError
from data.sources.core.portals import TDX_ACCESS, tdx


def convert(raw: bytes, context: Context) -> Batch:
    if context.step.role == "stations":
        reading.records(raw, "BikeStations")
        return Batch()
    stations = {one.get("StationUID"): one for one in reading.records(context.earlier["stations"], "BikeStations")}

    def station(record: dict[str, Any]) -> Row:
        uid = reading.needed(record["StationUID"], "StationUID")
        known = stations.get(uid)
        if known is None:
            raise CellError("the station is not in the list of stations")
        place = known["StationPosition"]
        lon, lat = reading.point(place["PositionLon"], place["PositionLat"])
        name, detail = known.get("StationName") or {}, record.get("AvailableRentBikesDetail") or {}
        return {"station_id": uid, "time": reading.moment(record.get("SrcUpdateTime") or record["UpdateTime"], context.fetched),
                "name_zh": reading.text(name.get("Zh_tw")), "name_en": reading.text(name.get("En")),
                "docks": reading.whole(known.get("BikesCapacity")), "bikes": reading.whole(record["AvailableRentBikes"]),
                "docks_free": reading.whole(record["AvailableReturnBikes"]),
                "bikes_electric": reading.whole(detail.get("ElectricBikes")),
                "status": {0: "stopped", 1: "normal", 2: "paused"}.get(record.get("ServiceStatus")), "lat": lat, "lon": lon}
    return reading.rows(reading.records(raw, "BikeAvailabilities"), station)


SOURCE = Source(
    name="tdx_bike", title_en="Bike stations (TDX)", title_zh="公共自行車即時車位（TDX）",
    row_en="a station at the minute it reported", row_zh="一個站點在其回報的那一分鐘",
    fields=(text("station_id", required=True), moment(), text("name_zh"), text("name_en"), whole("docks", "docks", 0, 500),
            whole("bikes", "bikes", 0, 500), whole("docks_free", "docks", 0, 500), whole("bikes_electric", "bikes", 0, 500),
            text("status", enum=("stopped", "normal", "paused")), *position()),
    primary_key=("station_id", "time"), measures=("bikes", "docks_free"),
    steps=lambda since: (tdx("basic/v2/Bike/Station/City/Taoyuan", "stations", "stations"),
                         tdx("basic/v2/Bike/Availability/City/Taoyuan", key="availability")),
    convert=convert, every_s=300, **TDX_ACCESS,
)
