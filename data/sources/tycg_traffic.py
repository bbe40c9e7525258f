"""Speed and volume at Taoyuan's vehicle detectors, now; joined with where the detectors stand."""

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, moment, number, position, text, whole
from data.sources.core.errors import CellError
from data.sources.core.portals import TYCG_CEILING, tycg_file, tycg_page

PLACES = "eee1cc30-aa46-4420-b099-5cd51fc0f1a4"
LIVE = "6449c1a9-f99b-4c66-8498-062e159641d6"


def steps(since: object) -> tuple[Step, ...]:
    places = tycg_file(PLACES, "4cdc358d-dd7b-4087-83c5-46e4f3323036", "xml")
    live = tycg_file(LIVE, "c7ea1c3a-05ab-4ddd-b601-07d74f10f5b7", "xml")
    return (Step("places", places.url, expects="xml", role="places"), Step("live", live.url, expects="xml"))


def convert(raw: bytes, context: Context) -> Batch:
    """Lanes of one detector in one answer are rows of their own; status other than 0 means no measurement."""
    if context.step.role == "places":
        reading.elements(raw, "VD")                 # refused here, before anything rests on it
        return Batch()
    places = {one.get("VDID"): one for one in reading.elements(context.earlier["places"], "VD")}

    def lane(record: dict[str, str | None]) -> Row:
        vd_id = reading.needed(record.get("VDID"), "VDID")
        place = places.get(vd_id)
        if place is None:
            raise CellError("the detector has no place in the list of detectors")
        lon, lat = reading.point(place.get("PositionLon"), place.get("PositionLat"))
        works = (record.get("Status") or "").strip() == "0"
        given = record.get("DataCollectTime") or record.get("UpdateTime")
        return {
            "vd_id": vd_id, "lane": reading.text(record.get("LaneID")) or "0",
            "time": reading.moment(given, context.fetched) if given else context.fetched.replace(second=0),
            "road_zh": reading.text(place.get("RoadName")),
            "speed_kmh": reading.number(record.get("LaneSpeed")) if works else None,
            "vehicles": reading.whole(record.get("Volume")) if works else None, "lat": lat, "lon": lon,
        }
    return reading.rows(reading.elements(raw, "VDLive"), lane)


SOURCE = Source(
    name="tycg_traffic", title_en="Traffic at vehicle detectors", title_zh="車輛偵測器即時交通資訊",
    row_en="a lane at a detector, in one minute", row_zh="一個偵測器的一條車道在一分鐘內",
    publisher_en="Department of Transportation, Taoyuan City Government", publisher_zh="桃園市政府交通局",
    page=tycg_page(LIVE),
    fields=(text("vd_id", required=True), text("lane", required=True), moment(), text("road_zh"),
            number("speed_kmh", "km/h", 0, 200), whole("vehicles", "vehicles", 0, 1000), *position()),
    primary_key=("vd_id", "lane", "time"), measures=("speed_kmh", "vehicles"), steps=steps, convert=convert, every_s=60,
    **TYCG_CEILING,
    caveat_en="Without direction. Where the answer has no time, the time is when it was fetched.",
    caveat_zh="沒有行車方向；資料沒有時間時，以擷取時間為準。",
)
