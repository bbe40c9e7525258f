"""Students of the universities in Taoyuan by school year, level and sex, from the Ministry of Education."""

import datetime as dt
import re

from data.sources.core import reading
from data.sources.core.declaration import Batch, Context, Row, Source, Step, moment, text, whole
from data.sources.core.errors import CellError
from data.sources.core.fetching import now
from data.sources.core.portals import MOE

GRADE = re.compile(r"(?:[一二三四五六七]年級|延修生)(男|女)生")


def steps(since: dt.date | None) -> list[Step]:
    """One file a school year, which begins in August; without ``since`` the last one that has ended."""
    last = now().date().year - reading.ROC - 1
    first = last if since is None else min(last, since.year - reading.ROC)
    return [Step(str(year), f"{MOE}/detail/{year}/{year}_student.csv", expects="csv", may_be_missing=True)
            for year in range(first, last + 1)]


def convert(raw: bytes, context: Context) -> Batch:
    """The school year stands in the address only; "-" means the grade does not exist."""
    year = int(context.step.key) if context.step.key.isdigit() else None

    def level(record: dict[str, str]) -> Row | None:
        if not reading.is_taoyuan(re.sub(r"^\d+\s*", "", record["縣市名稱"])):
            return None
        if year is None:
            raise CellError("the school year is not known")
        counts = {sex: [reading.whole(value) for name, value in record.items()
                        if (match := GRADE.fullmatch(name)) and match[1] == sex] for sex in "男女"}
        if not any(counts.values()):
            raise CellError("has no numbers by grade")
        known = {sex: [one for one in found if one is not None] for sex, found in counts.items()}
        return {"school_id": reading.needed(record["學校代碼"], "學校代碼"), "name_zh": reading.text(record["學校名稱"]),
                "shift": reading.needed(record["日間∕進修別"], "日間∕進修別"), "level": reading.needed(record["等級別"], "等級別"),
                "time": dt.datetime(reading.roc_year(year), 8, 1),
                "male": sum(known["男"]) if known["男"] else None, "female": sum(known["女"]) if known["女"] else None}
    return reading.rows(reading.table(raw), level)


SOURCE = Source(
    name="moe_students", title_en="University students", title_zh="大專校院學生數",
    row_en="a university, shift and level in a school year", row_zh="一所大專校院、一種學制與等級在一個學年",
    publisher_en="Department of Statistics, Ministry of Education", publisher_zh="教育部統計處", page="https://stats.moe.gov.tw/",
    fields=(text("school_id", required=True), text("name_zh"), text("shift", required=True), text("level", required=True), moment(),
            whole("male", "people", 0, 100000), whole("female", "people", 0, 100000)),
    primary_key=("school_id", "shift", "level", "time"), steps=steps, convert=convert, every_s=7 * 86400, least_share=0.0,
)
