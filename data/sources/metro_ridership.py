"""Average riders a day of the Taoyuan Metro by month, through data.gov.tw."""

import datetime as dt

from data.sources.core import reading
from data.sources.core.catalogue import catalogue, files
from data.sources.core.declaration import Batch, Context, Row, Source, moment, whole
from data.sources.core.errors import CellError

NAMES = {"year": ("zhy", "年", "年度", "年別", "Year"), "month": ("m", "月", "月份", "月別", "Month"),
         "riders": ("volume", "運量", "平均每日運量", "日均運量", "AveDailyPatronage")}


def convert(raw: bytes, context: Context) -> Batch:
    if context.step.role == "catalogue":
        return Batch(follow=[step for _, step in files(raw, lambda said: "運量" in said and "站" not in said)][:1])
    return reading.rows(reading.table(raw), month)


def month(record: dict[str, str]) -> Row:
    found = {ours: next((record[name] for name in names if name in record), None) for ours, names in NAMES.items()}
    number = reading.whole(found["month"])
    if number is None or not 1 <= number <= 12:
        raise CellError(f"{found['month']!r} is no month")
    return {"time": dt.datetime(reading.roc_year(found["year"]), number, 1), "riders_a_day": reading.whole(found["riders"])}


SOURCE = Source(
    name="metro_ridership", title_en="Metro riders", title_zh="桃園捷運運量", row_en="a month", row_zh="一個月",
    publisher_en="Taoyuan Metro Corporation", publisher_zh="桃園大眾捷運股份有限公司", page="https://data.gov.tw/dataset/164956",
    dataset_number="164956", fields=(moment(), whole("riders_a_day", "people a day", 0, 1000000, required=True)),
    primary_key=("time",), steps=lambda since: (catalogue("164956"),), convert=convert, every_s=86400,
)
