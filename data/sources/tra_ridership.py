"""People through the gates of the railway stations in Taoyuan, day by day."""

import datetime as dt

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, moment, text, whole

STATIONS = {"1080": "桃園", "1090": "內壢", "1100": "中壢", "1110": "埔心", "1120": "楊梅", "1130": "富岡", "1140": "新富"}
URL = "https://ods.railway.gov.tw/tra-ods-web/ods/download/dataResource/8ae4cabe6924dcdb016927b0dade013a"


def convert(raw: bytes, context: Context) -> Batch:
    """The file holds every station and year since 2005, as JSON or CSV; since a day stands in the step's key."""
    is_table = raw.lstrip(b"\xef\xbb\xbf \r\n")[:1] not in (b"[", b"{")
    found = list(reading.table(raw)) if is_table else reading.records(raw)
    given = context.step.key.partition(":")[2]
    since = dt.datetime.fromisoformat(given) if given else None

    def day(record: dict[str, str]) -> Row | None:
        station = str(record["staCode"]).strip()
        if station not in STATIONS:
            return None
        time = reading.moment(record["trnOpDate"], context.fetched)
        if since is not None and time < since:
            return None
        return {"station_id": station, "time": time, "station_zh": STATIONS[station],
                "came_in": reading.whole(record["gateInComingCnt"]), "went_out": reading.whole(record["gateOutGoingCnt"])}
    return reading.rows(found, day)


SOURCE = Source(
    name="tra_ridership", title_en="Railway stations by day", title_zh="臺鐵各站每日進出站人數",
    row_en="a station and day", row_zh="一座車站與一天",
    publisher_en="Taiwan Railway Corporation", publisher_zh="國營臺灣鐵路股份有限公司", page="https://ods.railway.gov.tw/",
    fields=(text("station_id", required=True, enum=STATIONS), moment(), text("station_zh"),
            whole("came_in", "people", 0, 500000), whole("went_out", "people", 0, 500000)),
    primary_key=("station_id", "time"), steps=lambda since: (Step(f"all:{since or ''}", URL),), convert=convert, every_s=86400,
    least_share=0.0,
)
