"""How good is a table?: completeness, validity, consistency and timeliness of each dataset, from its frame and its declaration.

The names and what they mean follow DAMA UK, "The Six Primary Dimensions for Data Quality Assessment" (2013), and
ISO/IEC 25012:2008 (Data quality model), which calls timeliness currentness and validity compliance. Each is a share from 0 to 100;
None = nothing to measure it by, which is never the same as 0.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.catalog import Dataset, Field, ForeignKey

DIMENSIONS = ("completeness", "validity", "consistency", "timeliness")
REMARKS = ("note",)  # columns for remarks: an empty remark is no gap
FIRST, LAST = (2014, 1), (2022, 12)  # the months this exhibition is about
SPAN = (LAST[0] - FIRST[0]) * 12 + LAST[1] - FIRST[1] + 1
DATES = {"any": r"\d{4}(-\d{2}(-\d{2})?)?", "month": r"\d{4}-\d{2}", "day": r"\d{4}-\d{2}-\d{2}"}
MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-\d{2})?")


@dataclass(frozen=True)
class Quality:
    """The four shares of one dataset, and how many cells or rules each was counted over."""

    rows: int
    cells: int  # that may be filled: rows times columns, without remarks
    filled: int
    fitting: int  # filled cells that fit their declaration
    rules: int  # keys, references, pairs of tongues and orders of dates that can be held or broken
    held: int
    months_away: int | None  # from December 2022 to the nearest month of its period

    @property
    def completeness(self) -> float | None:
        return share(self.filled, self.cells)

    @property
    def validity(self) -> float | None:
        return share(self.fitting, self.filled)

    @property
    def consistency(self) -> float | None:
        return share(self.held, self.rules)

    @property
    def timeliness(self) -> float | None:
        return None if self.months_away is None else share(max(0, SPAN - self.months_away), SPAN)

    @property
    def score(self) -> float | None:
        """The mean of the dimensions that could be measured."""
        known = [value for value in (getattr(self, name) for name in DIMENSIONS) if value is not None]
        return sum(known) / len(known) if known else None


@dataclass(frozen=True)
class Arrived(Quality):
    """The same of a live dataset's last good copy, as it arrived: timely while it is no older than twice its rhythm."""

    age_s: float
    every_s: int                    # how often the source has something new

    @property
    def timeliness(self) -> float | None:
        return min(100.0, 200 * self.every_s / max(self.age_s, 1.0))


def share(part: int, whole: int) -> float | None:
    """``part`` of ``whole`` as a percentage; None of nothing."""
    return 100 * part / whole if whole else None


def shown(value: float) -> float:
    """``value`` cut to one digit, never rounded up: 99.96 is not 100."""
    return math.floor(round(value * 10, 6)) / 10


def of_dataset(dataset: Dataset, frames: Mapping[str, pd.DataFrame]) -> Quality:
    """The quality of ``dataset``; ``frames`` holds its own table and those its keys point to."""
    frame = frames[dataset.name]
    fields = [field for field in dataset.fields if field.name not in REMARKS]
    known = {field.name: filled(frame[field.name]) for field in fields}
    rules, held = _consistency(dataset, frames)
    return Quality(
        rows=len(frame),
        cells=len(frame) * len(fields),
        filled=sum(int(cells.sum()) for cells in known.values()),
        fitting=sum(int(fits(field, frame[field.name][known[field.name]]).sum()) for field in fields),
        rules=rules,
        held=held,
        months_away=months_away(dataset.period),
    )


def filled(column: pd.Series) -> pd.Series:
    """Is each cell known? An empty text is not."""
    return column.notna() & (column.astype(object) != "")


def fits(field: Field, cells: pd.Series) -> pd.Series:
    """Does each filled cell fit what ``field`` declares: type, date, list of values, pattern, limits?"""
    if field.type == "boolean":
        return cells.isin([True, False])
    if field.is_number:
        numbers = pd.to_numeric(cells, errors="coerce").astype(float)
        good = numbers.notna() & (numbers.mod(1).eq(0) if field.type == "integer" else True)
        return (
            good
            & (numbers.ge(field.minimum) if field.minimum is not None else True)
            & (numbers.le(field.maximum) if field.maximum is not None else True)
        )
    judged = {text: _fits_text(field, text) for text in cells.unique()}
    return cells.map(judged).astype(bool)


def months_away(period: str | None) -> int | None:
    """Months from December 2022 to the nearest month of ``period`` (2014-04/2022-02, or one date); None when it has none."""
    ends = [MONTH.fullmatch(part) for part in period.split("/")] if period else []
    if not ends or not all(ends):
        return None
    first = _month(ends[0], 1)
    last = _month(ends[-1], 12)
    now = LAST[0] * 12 + LAST[1]
    return 0 if first <= now <= last else min(abs(now - first), abs(now - last))


def rules_declared(dataset: Dataset) -> int:
    """How many rules the declaration gives a table: types, required cells, lists, patterns, limits, keys, orders, shapes."""
    of_fields = sum(
        1
        + field.required
        + bool(field.enum or field.items)
        + bool(field.pattern)
        + bool(field.date)
        + bool(field.format)
        + (field.minimum is not None)
        + (field.maximum is not None)
        for field in dataset.fields
    )
    return (
        of_fields
        + bool(dataset.primary_key)
        + len(dataset.foreign_keys)
        + len(dataset.pairs)
        + len(dataset.ordered)
        + bool(dataset.at_most_one)
        + 2 * bool(dataset.geometry)
        + dataset.has_points
    )


def _fits_text(field: Field, text: str) -> bool:
    parts = [part.strip() for part in text.split(field.separator)] if field.separator else [text]
    allowed = field.items if field.separator and field.items else field.enum
    return (
        (not allowed or all(part in allowed for part in parts))
        and (not field.pattern or re.fullmatch(field.pattern, text) is not None)
        and (not field.date or re.fullmatch(DATES.get(field.date, ".*"), text) is not None)
        and (field.format != "uri" or re.match(r"https?://\S+$", text) is not None)
    )


def _month(found: "re.Match[str]", default: int) -> int:
    return int(found[1]) * 12 + int(found[2] or default)


def _consistency(dataset: Dataset, frames: Mapping[str, pd.DataFrame]) -> tuple[int, int]:
    """(rules that apply, rules held): one a row for its key, one a reference, one a pair of tongues, one an order of dates."""
    frame = frames[dataset.name]
    rules = held = 0
    if dataset.primary_key:
        rules += len(frame)
        held += int((~frame.duplicated(list(dataset.primary_key))).sum())
    for key in dataset.foreign_keys:
        applied, good = _references(dataset, key, frames)
        rules, held = rules + applied, held + good
    for one, other in dataset.pairs:
        rules += len(frame)
        held += int((filled(frame[one]) == filled(frame[other])).sum())
    for first, last in dataset.ordered:
        both = frame[filled(frame[first]) & filled(frame[last])]
        rules += len(both)
        held += sum(a[:n] <= b[:n] for a, b in zip(both[first], both[last], strict=True) for n in (min(len(a), len(b)),))
    return rules, held


def _references(dataset: Dataset, key: ForeignKey, frames: Mapping[str, pd.DataFrame]) -> tuple[int, int]:
    known = set(key.also).union(*(frames[target][column] for target, column in key.targets))
    counts = frames[dataset.name][key.field].dropna().value_counts()
    separator = dataset.field(key.field).separator
    rules = held = 0
    for value, count in counts.items():
        for part in [one.strip() for one in value.split(separator) if one.strip()] if separator else [value]:
            if part != "":
                rules += count
                held += count * (part in known)
    return int(rules), int(held)
