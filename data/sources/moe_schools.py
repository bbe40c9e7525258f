"""Primary, junior and senior high schools and universities in Taoyuan, from the lists of the Ministry of Education."""

import re
from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, number, text
from data.sources.core.portals import MOE

LISTS = {"e1_new": "primary", "j1_new": "junior", "high": "senior", "u1_new": "university"}
NAMES = {"code": ("代碼", "學校代碼", "code"), "name": ("學校名稱", "name"), "address": ("地址", "address"),
         "owner": ("公/私立", "公私立", "設立別", "type"), "county": ("縣市名稱", "縣市別")}


def convert(raw: bytes, context: Context) -> Batch:
    """JSON or CSV (UTF-8 with a mark, or Big5). The county may carry a number ("[03]桃園市"); addresses a postcode."""
    is_table = raw.lstrip(b"\xef\xbb\xbf \r\n")[:1] not in (b"[", b"{")
    found = list(reading.table(raw)) if is_table else reading.records(raw)
    return reading.rows(found, lambda record: school(record, LISTS.get(context.step.key)))


def school(record: dict[str, Any], level: str | None) -> Row | None:
    given = {name.strip(): value for name, value in record.items()}
    cells = {ours: reading.text(next((given[name] for name in names if name in given), None)) for ours, names in NAMES.items()}
    address = re.sub(r"^\[?\d{3,6}\]?\s*", "", cells["address"] or "")
    if not reading.is_taoyuan(re.sub(r"^[\[\d\]\s]*", "", cells["county"] or "") or address):
        return None
    town = re.match(r"桃園[市巿縣]([^市鎮鄉區]{1,3}[區市鎮鄉])", address)
    lon = lat = None
    if given.get("lon") and given.get("lat"):
        lon, lat = reading.point(given["lon"], given["lat"])
    return {"school_id": reading.needed(cells["code"], "the code").removesuffix(".0"),
            "name_zh": reading.needed(cells["name"], "the name"), "level": level,
            "owner_zh": cells["owner"], "address_zh": address or None, "town_zh": town[1] if town else None, "lat": lat, "lon": lon}


SOURCE = Source(
    name="moe_schools", title_en="Schools", title_zh="各級學校名錄", row_en="a school", row_zh="一所學校",
    publisher_en="Department of Statistics, Ministry of Education", publisher_zh="教育部統計處",
    page="https://stats.moe.gov.tw/", kind="register",
    fields=(text("school_id", required=True), text("name_zh", required=True), text("level", enum=tuple(LISTS.values())),
            text("owner_zh"), text("address_zh"), text("town_zh"),
            number("lat", "degree", 21.5, 26.5), number("lon", "degree", 118.0, 122.5)),
    primary_key=("school_id", "name_zh"),
    steps=lambda since: tuple(Step(name, f"{MOE}/opendata/{name}.json") for name in LISTS), convert=convert, every_s=7 * 86400,
)
