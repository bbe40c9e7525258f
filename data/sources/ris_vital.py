"""Births, deaths, marriages and divorces of each village (里) by month, in every header the files have had since 2014."""

import datetime as dt
from typing import Any

from data.sources.core import reading
from data.sources.core.catalogue import catalogue, files, month_of
from data.sources.core.declaration import Batch, Context, Row, Rule, Source, Step, moment, text, whole

# Chinese only (2014-04), the same with a trailing comma (2014-12), English over Chinese (2016-05), with a district code padded
# with blanks (2018-06), marriages and divorces split into two kinds (2022-12).
NAMES = {
    "month": ("statistic_yyymm", "統計年月"), "place": ("site_id", "區域別"), "village": ("village", "村里", "村里名稱"),
    "code": ("district_code", "區域別代碼"), "births": ("birth_total", "出生數"), "deaths": ("death_total", "死亡數"),
}
PAIRS = {
    "marriages": (("marry_pair", "結婚對數"), ("marry_pair_OppositeSex", "結婚對數_異性"), ("marry_pair_SameSex", "結婚對數_同性")),
    "divorces": (("divorce_pair", "離婚對數"), ("divorce_pair_OppositeSex", "離婚對數_異性"),
                 ("divorce_pair_SameSex", "離婚對數_同性")),
}


def steps(since: dt.date | None) -> list[Step]:
    """The catalogue first; it says which months there are. ``since`` stands in the key, so that it outlives a stop."""
    step = catalogue("131138")
    return [Step(f"catalogue:{since or ''}", step.url, role="catalogue")]


def convert(raw: bytes, context: Context) -> Batch:
    if context.step.role == "catalogue":
        since = context.step.key.partition(":")[2][:7]
        dated = sorted((month, step) for said, step in files(raw, lambda said: month_of(said) is not None)
                       if (month := month_of(said)) is not None)
        chosen = [(month, step) for month, step in dated if month >= since] if since else dated[-1:]
        return Batch(follow=[Step(month, step.url, step.params, "csv", "rows", True) for month, step in chosen])
    return reading.rows(reading.table(raw), village)


def village(record: dict[str, str]) -> Row | None:
    """None for another county. In the years of two kinds of marriage, both are counted."""
    found = {ours: next((record[name] for name in names if name in record), None) for ours, names in NAMES.items()}
    place = reading.needed(found["place"], "the place")
    if not reading.is_taoyuan(place):
        return None
    code = (found["code"] or "").strip()
    return {"district_code": reading.district(place), "village_zh": reading.needed(found["village"], "the village"),
            "time": reading.roc_month(found["month"]), "village_code": code if len(code) == 11 and code.isdigit() else None,
            "births": reading.whole(found["births"]), "deaths": reading.whole(found["deaths"]),
            **{name: _pairs(record, *kinds) for name, kinds in PAIRS.items()}}


def _pairs(record: dict[str, Any], plain: tuple[str, ...], *split: tuple[str, ...]) -> int | None:
    for name in plain:
        if name in record:
            return reading.whole(record[name])
    counts = [reading.whole(next((record[name] for name in names if name in record), None)) for names in split]
    return None if None in counts else sum(one for one in counts if one is not None)


SOURCE = Source(
    name="ris_vital", title_en="Births, deaths, marriages by village and month", title_zh="村里出生、死亡、結婚與離婚（每月）",
    row_en="a village and month", row_zh="一個里與一個月",
    publisher_en="Department of Household Registration, Ministry of the Interior", publisher_zh="內政部戶政司",
    page="https://data.gov.tw/dataset/131138", dataset_number="131138",
    fields=(text("district_code", required=True), text("village_zh", required=True), moment(), text("village_code"),
            whole("births", "people", 0, 5000), whole("deaths", "people", 0, 5000), whole("marriages", "couples", 0, 5000),
            whole("divorces", "couples", 0, 5000)),
    primary_key=("district_code", "village_zh", "time"), steps=steps, convert=convert, every_s=86400, least_share=0.0,
    rules=(Rule("some", "neither births nor deaths are known", lambda f: f["births"].notna() | f["deaths"].notna()),),
)
