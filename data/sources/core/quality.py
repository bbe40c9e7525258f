"""Expectations on arriving rows: what fails goes to quarantine with its reasons, and a score says how good the rest is."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.sources.core.declaration import Source
from data.sources.core.frame import PANDAS


@dataclass(frozen=True)
class Judged:
    """``good`` rows, and for each refused one (position in the frame, reasons)."""

    good: pd.DataFrame
    refused: list[tuple[int, list[str]]]


def _pandera() -> Any:
    """pandera, which opens pyspark where that is installed; pyspark then warns of pandas 3, which nothing here uses with it."""
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandera.backends.pandas.builtin_checks
        import pandera.pandas
    return pandera.pandas


def expectations(source: Source) -> Any:
    """The declaration as a pandera schema: types, required cells, limits, closed lists, rules between fields."""
    pa = _pandera()
    columns = {}
    for column in source.fields:
        checks = []
        if column.minimum is not None:
            checks.append(pa.Check.ge(column.minimum, error=f"{column.name} is below {column.minimum:g}"))
        if column.maximum is not None:
            checks.append(pa.Check.le(column.maximum, error=f"{column.name} is above {column.maximum:g}"))
        if column.enum:
            checks.append(pa.Check.isin(column.enum, error=f"{column.name} is none of its list"))
        columns[column.name] = pa.Column(PANDAS[column.type], checks, nullable=not column.required)
    rules = [pa.Check(rule.holds, name=rule.name, error=rule.reason) for rule in source.rules]
    return pa.DataFrameSchema(columns, checks=rules)


def judge(source: Source, frame: pd.DataFrame) -> Judged:
    """Every expectation on every row at once; of rows with one key the last is kept, the others are no fault."""
    failures = _pandera().errors.SchemaErrors
    frame = frame.reset_index(drop=True)
    reasons: dict[int, list[str]] = {}
    try:
        expectations(source).validate(frame, lazy=True)
    except failures as failed:
        cases = failed.failure_cases
        for index, check, column in zip(cases["index"], cases["check"], cases["column"], strict=True):
            if pd.isna(index):
                raise TypeError(f"{source.name}: {check} on {column}: the parser gave another type") from None
            said = f"{column} is missing" if check == "not_nullable" else str(check)
            if said not in reasons.setdefault(int(index), []):
                reasons[int(index)].append(said)
    good = frame.drop(index=list(reasons))
    if len(good):
        good = good.drop_duplicates(list(source.primary_key), keep="last")
    return Judged(good.reset_index(drop=True), sorted(reasons.items()))


def score(source: Source, read: int, refused: int, good: pd.DataFrame) -> dict[str, Any]:
    """Shares from 0 to 1: ``accepted`` rows of those read, ``complete`` cells of the accepted, and completeness by field."""
    fields = {column.name: round(float(good[column.name].notna().mean()), 4) for column in source.fields} if len(good) else {}
    return {"rows_read": read, "rows_refused": refused, "accepted": round((read - refused) / read, 4) if read else None,
            "complete": round(sum(fields.values()) / len(fields), 4) if fields else None, "fields": fields}
