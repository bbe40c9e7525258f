"""Free spaces in Taoyuan's off-street car parks, now, from TDX; joined with the list of car parks."""

from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Rule, Source, moment, position, text, whole
from data.sources.core.errors import CellError
from data.sources.core.portals import TDX_ACCESS, tdx


def convert(raw: bytes, context: Context) -> Batch:
    """TDX writes -1 for a car park that does not count: unknown."""
    if context.step.role == "lots":
        reading.records(raw, "CarParks")
        return Batch()
    lots = {one.get("CarParkID"): one for one in reading.records(context.earlier["lots"], "CarParks")}

    def lot(record: dict[str, Any]) -> Row:
        park_id = reading.needed(record["CarParkID"], "CarParkID")
        known = lots.get(park_id)
        if known is None:
            raise CellError("the car park is not in the list of car parks")
        place = known["CarParkPosition"]
        lon, lat = reading.point(place["PositionLon"], place["PositionLat"])
        spaces, free = reading.whole(record.get("TotalSpaces")), reading.whole(record.get("AvailableSpaces"))
        return {"park_id": park_id, "time": reading.moment(record.get("DataCollectTime") or record["UpdateTime"], context.fetched),
                "name_zh": reading.text((known.get("CarParkName") or {}).get("Zh_tw")),
                "spaces": None if spaces == -1 else spaces, "spaces_free": None if free == -1 else free, "lat": lat, "lon": lon}
    return reading.rows(reading.records(raw, "ParkingAvailabilities"), lot)


SOURCE = Source(
    name="tdx_parking", title_en="Car parks (TDX)", title_zh="路外停車場剩餘車位（TDX）",
    row_en="a car park at the time it counted", row_zh="一座停車場在其計數時刻",
    fields=(text("park_id", required=True), moment(), text("name_zh"), whole("spaces", "spaces", 0, 20000),
            whole("spaces_free", "spaces", 0, 20000), *position()),
    primary_key=("park_id", "time"), measures=("spaces_free", "spaces"),
    steps=lambda since: (tdx("basic/v1/Parking/OffStreet/CarPark/City/Taoyuan", "lots", "lots"),
                         tdx("basic/v1/Parking/OffStreet/ParkingAvailability/City/Taoyuan", key="availability")),
    convert=convert, every_s=300, **TDX_ACCESS,
    rules=(Rule("free", "more free spaces than spaces", lambda f: ~(f["spaces_free"] > f["spaces"]).fillna(False)),),
)
