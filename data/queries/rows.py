"""Some rows of any table: filters read from its declaration, so that a new table can be asked the same way as an old one."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from data.catalog import Dataset, Field
from data.queries.projects import CITYWIDE, FIRST_YEAR, LAST_YEAR, first_years, year_of
from data.store import listed

Load = Callable[[str], pd.DataFrame]
DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
WHOLE = re.compile(r"-?[0-9]{1,15}")
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
YEARS = tuple(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
YEAR_FIELDS = ("date", "month", "opened")  # which date of a row ``year`` speaks of, the first one declared
DISTRICT_FIELDS = ("district_code", "districts")
LIMITS = (".min", ".max")


class BadValue(ValueError):
    """A filter that cannot be used: ``why`` is the end of a message key (api.why_…), ``nearest`` the best good values."""

    def __init__(self, name: str, value: str, why: str, nearest: Iterable[str] = ()):
        super().__init__(f"{name}={value}: {why}")
        self.name, self.value, self.why, self.nearest = name, value, why, tuple(nearest)


@dataclass(frozen=True)
class Filter:
    """One thing to ask a table for: its name in an address, its kind (is, min, max, year, topic, district), the field meant."""

    name: str
    kind: str
    field: Field | None = None


def filters(dataset: Dataset) -> dict[str, Filter]:
    """Every filter of ``dataset`` by name: each field, ``.min`` and ``.max`` of numbers and dates, and what an address of the
    exhibition says (``year``, ``topic``, ``district``, ``project``) where the table knows it."""
    found: dict[str, Filter] = {}
    for field in dataset.fields:
        found[field.name] = Filter(field.name, "is", field)
        if field.is_number or field.date:
            found |= {field.name + end: Filter(field.name + end, end[1:], field) for end in LIMITS}
    names = {field.name for field in dataset.fields}
    if "year" not in names and (dataset.name == "projects" or names & set(YEAR_FIELDS)):
        found["year"] = Filter("year", "year")
    if "topic" in names:
        found["topic"] = Filter("topic", "topic", dataset.field("topic"))
    if "district" not in names and (names & set(DISTRICT_FIELDS) or dataset.name in ("districts", "district_boundaries")):
        found["district"] = Filter("district", "district")
    if "project" not in names and ("project_id" in names or dataset.name == "projects"):
        found["project"] = Filter("project", "is", dataset.field("id" if dataset.name == "projects" else "project_id"))
    return found


def chosen(dataset: Dataset, load: Load, asked: Mapping[str, list[str]]) -> pd.DataFrame:
    """The rows of ``dataset`` that fit every filter of ``asked`` ({name: values}; one of the values is enough), in their order.

    Raises BadValue on a name or a value that means nothing here.
    """
    known, frame = filters(dataset), load(dataset.name)
    for name, values in asked.items():
        if name not in known:
            raise BadValue(name, values[0], "unknown", near(name, known))
        one = known[name]
        for value in values:
            check(dataset, load, one, value)
        frame = frame[_fits(dataset, load, frame, one, values)]
    return frame


def near(value: str, good: Iterable[str], most: int = 3) -> list[str]:
    """The good values most like ``value``, best first; of whole numbers the nearest one when none looks like it."""
    options = [str(one) for one in good]
    found = difflib.get_close_matches(value, options, n=most, cutoff=0.4)
    if not found and options and WHOLE.fullmatch(value) and all(WHOLE.fullmatch(one) for one in options):
        found = [min(options, key=lambda one: abs(int(one) - int(value)))]
    return found


def good_values(dataset: Dataset, load: Load, one: Filter) -> list[str] | None:
    """What a filter may be, where that is a closed list; None where it is not."""
    if one.kind == "year":
        return list(YEARS)
    if one.kind == "district":
        return [*load("districts")["code"], CITYWIDE]
    if one.kind == "topic":
        return [*load("topics")["id"], *load("families")["id"]]
    if one.kind != "is" or one.field is None:
        return None
    field = one.field
    if field.enum or field.items:
        return list(field.enum or field.items)
    if field.type == "boolean":
        return ["true", "false"]
    for key in dataset.foreign_keys:
        if key.field == field.name:
            return [*(str(value) for table, column in key.targets for value in load(table)[column]), *key.also]
    if field.type == "string" and dataset.primary_key == (field.name,):
        return list(load(dataset.name)[field.name])
    return None


def check(dataset: Dataset, load: Load, one: Filter, value: str) -> None:
    """Raises BadValue unless ``value`` means something to the filter ``one``."""
    good = good_values(dataset, load, one)
    if good is not None:
        if value not in good:
            raise BadValue(one.name, value, "not_there", near(value, good))
        return
    field = one.field
    if field is None:
        return
    if field.date and not DATE.fullmatch(value):
        raise BadValue(one.name, value, "no_date", ("2019", "2019-06", "2019-06-13"))
    if field.type == "integer" and not WHOLE.fullmatch(value):
        raise BadValue(one.name, value, "no_whole_number", ())
    if field.type == "number" and not NUMBER.fullmatch(value):
        raise BadValue(one.name, value, "no_number", ())


def _fits(dataset: Dataset, load: Load, frame: pd.DataFrame, one: Filter, values: list[str]) -> pd.Series:
    """True for each row of ``frame`` that fits one of ``values``."""
    found = pd.Series(False, index=frame.index)
    for value in values:
        found |= _fits_one(dataset, load, frame, one, value)
    return found


def _fits_one(dataset: Dataset, load: Load, frame: pd.DataFrame, one: Filter, value: str) -> pd.Series:
    if one.kind == "year":
        return _of_year(dataset, load, frame, int(value))
    if one.kind == "topic":
        topics = load("topics")
        return frame["topic"].isin([value, *topics.loc[topics["family"] == value, "id"]])
    if one.kind == "district":
        return _of_district(dataset, frame, value)
    assert one.field is not None
    column, field = frame[one.field.name], one.field
    if one.kind in ("min", "max"):
        return _limited(column, field, value, one.kind)
    if field.separator:
        return column.map(lambda cell: value in listed(cell, field.separator or ";")).astype(bool)
    if field.is_number:
        return (column == float(value)).fillna(False).astype(bool)
    if field.type == "boolean":
        return (column == (value == "true")).fillna(False).astype(bool)
    if field.date:
        return column.fillna("").str.startswith(value)  # 2019 is any day of 2019
    return (column == value).fillna(False).astype(bool)


def _limited(column: pd.Series, field: Field, value: str, kind: str) -> pd.Series:
    """Both limits are good values themselves; a date is compared as far as the limit is precise. What is unknown fits no limit."""
    if field.date:
        text = column.fillna("")
        cut = text.str[: len(value)]
        return (text != "") & (cut >= value if kind == "min" else cut <= value)
    return (column >= float(value) if kind == "min" else column <= float(value)).fillna(False).astype(bool)


def _of_year(dataset: Dataset, load: Load, frame: pd.DataFrame, year: int) -> pd.Series:
    """What the year control of the exhibition shows: projects and openings so far; of everything else what is dated that year."""
    if dataset.name == "projects":
        first = first_years(load("projects"), load("milestones"), load("measures"))["first_year"]
        return (frame["id"].map(first) <= year).fillna(False).astype(bool)
    name = next(name for name in YEAR_FIELDS if name in {field.name for field in dataset.fields})
    years = year_of(frame[name])
    return ~(years > year).fillna(False).astype(bool) if name == "opened" else (years == year).fillna(False).astype(bool)


def _of_district(dataset: Dataset, frame: pd.DataFrame, code: str) -> pd.Series:
    if "district_code" in frame:
        return (frame["district_code"] == code).fillna(False).astype(bool)
    if "districts" in frame:
        return frame["districts"].map(lambda cell: code in listed(cell)).astype(bool)
    return frame["code"] == code
