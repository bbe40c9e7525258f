"""Residents of each village (里) by month, from the household registers."""

import datetime as dt
import re
from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Rule, Source, Step, moment, text, whole
from data.sources.core.errors import Refused
from data.sources.core.fetching import now
from data.sources.core.portals import RIS, months

NAMES = {  # ours: names the field has had, in the service, in the bulk files and in older ones
    "month": ("statistic_yyymm", "statistic_yyymm ", "統計年月", "年月"), "place": ("site_id", "區域別", "區域"),
    "village": ("village", "村里", "村里名稱"), "code": ("district_code", "區域別代碼", "村里代碼"),
    "households": ("household_no", "household_count", "戶數"), "people": ("people_total", "人口數", "人口"),
    "male": ("people_total_m", "人口數-男", "男性人口"), "female": ("people_total_f", "人口數-女", "女性人口"),
}
AGE = re.compile(r"people_age_(\d{3})(?:up)?_[mf]|(\d{1,3})歲(?:以上)?-[男女]")


def steps(since: dt.date | None) -> list[Step]:
    """ODRP014, a request a month and page; without ``since`` the month before last, which is surely out."""
    last = (now().date().replace(day=1) - dt.timedelta(days=1)).replace(day=1) - dt.timedelta(days=1)
    return [_step(month, 1) for month in months(min(since or last, last), last)]


def _step(month: dt.date, page: int) -> Step:
    code = f"{month.year - reading.ROC}{month.month:02d}"
    return Step(f"{code}:{page}", f"{RIS}/ODRP014/{code}", (("COUNTY", "桃園市"), ("page", str(page))), may_be_missing=True)


def convert(raw: bytes, context: Context) -> Batch:
    """JSON of the service (pages to ``totalPage``) or a bulk CSV; single ages, where given, are summed to the three bands."""
    if raw.lstrip(b"\xef\xbb\xbf \r\n")[:1] != b"{":
        return reading.rows(reading.table(raw), village)
    found = reading.as_json(raw)
    if not str(found.get("responseCode", "")).endswith("-S"):
        raise Refused(f"the service says {found.get('responseMessage') or found.get('responseCode') or 'nothing'}")
    batch = reading.rows(reading.records(raw, "responseData"), village)
    parts = context.step.key.split(":")
    page, pages = int(found.get("page", 1)), int(found.get("totalPage", 1))
    if page < pages and len(parts) == 2:
        year, month = divmod(int(parts[0]), 100)
        batch.follow = [_step(dt.date(year + reading.ROC, month, 1), page + 1)]
    return batch


def village(record: dict[str, Any]) -> Row | None:
    """None for another county, and for lines of totals (總計)."""
    found = {ours: next((record[name] for name in names if name in record), None) for ours, names in NAMES.items()}
    place = reading.needed(found["place"], "the place").replace("　", "")
    if not reading.is_taoyuan(place):
        return None
    ages = {(int(match[1] or match[2]), name): value for name, value in record.items() if (match := AGE.fullmatch(name))}
    code = re.sub(r"\D", "", str(found["code"] or ""))
    return {"district_code": reading.district(place), "village_zh": reading.needed(found["village"], "the village"),
            "time": reading.roc_month(found["month"]), "village_code": code if len(code) == 11 else None,
            "households": reading.whole(found["households"]), "people": reading.whole(found["people"]),
            "male": reading.whole(found["male"]), "female": reading.whole(found["female"]),
            "age_0_14": _sum(ages, 0, 14), "age_15_64": _sum(ages, 15, 64), "age_65_plus": _sum(ages, 65, 200)}


def _sum(ages: dict[tuple[int, str], Any], first: int, last: int) -> int | None:
    """People of ``first`` to ``last`` years; None when no single ages are given or one is unknown."""
    counts = [reading.whole(value) for (age, _), value in ages.items() if first <= age <= last]
    return sum(one for one in counts if one is not None) if counts and None not in counts else None


SOURCE = Source(
    name="ris_population", title_en="Residents by village and month", title_zh="村里戶數與人口（每月）",
    row_en="a village and month", row_zh="一個里與一個月",
    publisher_en="Department of Household Registration, Ministry of the Interior", publisher_zh="內政部戶政司",
    page="https://www.ris.gov.tw/rs-opendata/api/Main/docs/v1", dataset_number="77132",
    fields=(text("district_code", required=True), text("village_zh", required=True), moment(), text("village_code"),
            whole("households", "households", 0, 50000), whole("people", "people", 0, 100000), whole("male", "people", 0, 100000),
            whole("female", "people", 0, 100000), whole("age_0_14", "people", 0, 100000), whole("age_15_64", "people", 0, 100000),
            whole("age_65_plus", "people", 0, 100000)),
    primary_key=("district_code", "village_zh", "time"), steps=steps, convert=convert, every_s=86400, least_share=0.8,
    rules=(Rule("sexes", "men and women do not add up to the people",
                lambda f: (f["male"] + f["female"] == f["people"]).fillna(True)),
           Rule("ages", "the ages do not add up to the people",
                lambda f: (f["age_0_14"] + f["age_15_64"] + f["age_65_plus"] == f["people"]).fillna(True))),
)
