"""Hourly air measurements of the national stations in Taoyuan, month by month."""

import datetime as dt

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, moment, number, text
from data.sources.core.fetching import now
from data.sources.core.portals import MOENV, months

# data.moenv.gov.tw lists one resource a station: 桃園, 大園, 觀音, 平鎮, 龍潭, 中壢
STATIONS = {"17": "aqx_p_205", "18": "aqx_p_206", "19": "aqx_p_207", "20": "aqx_p_208", "21": "aqx_p_209", "68": "aqx_p_255"}
PAGE = 1000


def steps(since: dt.date | None) -> list[Step]:
    """One request a station and month (``since``'s to this one), then further pages."""
    today = now().date()
    return [_step(resource, month, 0) for month in months(since or today, today) for resource in STATIONS.values()]


def _step(resource: str, month: dt.date, offset: int) -> Step:
    after = (month + dt.timedelta(days=32)).replace(day=1)
    filters = f"monitordate,GR,{month - dt.timedelta(days=1)} 23:59:59|monitordate,LE,{after - dt.timedelta(days=1)} 23:59:59"
    return Step(f"{resource}:{month:%Y-%m}:{offset}", f"{MOENV}/{resource}", (
        ("limit", str(PAGE)), ("offset", str(offset)), ("format", "JSON"), ("sort", "monitordate asc"), ("filters", filters)))


def convert(raw: bytes, context: Context) -> Batch:
    """JSON of the service or its CSV download; a missing value is "x", an invalid one ends in # or *."""
    found = list(reading.table(raw)) if raw.lstrip(b"\xef\xbb\xbf")[:6] == b"siteid" else reading.records(raw, "records")

    def value(record: dict[str, str]) -> Row | None:
        if "county" in record and not reading.is_taoyuan(record["county"]):
            return None
        given = (record["concentration"] or "").strip()
        return {"site_id": reading.needed(record["siteid"], "siteid"), "item_id": reading.needed(record["itemid"], "itemid"),
                "time": reading.moment(record["monitordate"], context.fetched), "site_zh": reading.text(record.get("sitename")),
                "item_en": reading.text(record.get("itemengname")), "unit": reading.text(record.get("itemunit")),
                "value": None if given[-1:] in ("#", "*", "x", "A") else reading.number(given)}
    batch = reading.rows(found, value)
    parts = context.step.key.split(":")
    if len(found) >= PAGE and len(parts) == 3:      # a full page: there may be another
        batch.follow = [_step(parts[0], dt.date.fromisoformat(parts[1] + "-01"), int(parts[2]) + PAGE)]
    return batch


SOURCE = Source(
    name="moenv_air_history", title_en="Air measurements by hour", title_zh="空氣品質小時值",
    row_en="a station, quantity and hour", row_zh="一個測站、一個測項與一小時",
    publisher_en="Ministry of Environment", publisher_zh="環境部", page="https://data.gov.tw/dataset/151824",
    dataset_number="151824",
    fields=(text("site_id", required=True), text("item_id", required=True), moment(), text("site_zh"), text("item_en"),
            text("unit"), number("value", "as in unit", -100, 5000)),
    primary_key=("site_id", "item_id", "time"), steps=steps, convert=convert, every_s=86400, pause_s=2.0, least_share=0.0,
    keys={"api_key": "MOENV_API_KEY"},
)
