"""Expectations on arriving rows: what fails goes to quarantine with its reasons, and a score says how good the rest is."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from data.queries.quality import DIMENSIONS, Arrived, shown
from data.sources.core.declaration import Source
from data.sources.core.frame import PANDAS

# Kinds of reasons a record is refused for, by the words of its sentence; what no kind knows is "unreadable".
KINDS = {
    "position": re.compile(r"position|no place in|geometry|^(lat|lon) "),
    "missing": re.compile(r"is missing$|^has no |is not known$|is not in the list of "),
    "limits": re.compile(r" is (below|above) "),
    "list": re.compile(r"is none of its list$|is no district"),
    "time": re.compile(r"is no (time|month|year)$|^the time "),
}
COUNTS = ("cells", "filled", "fitting", "rules", "held")


@dataclass(frozen=True)
class Judged:
    """``good`` rows, for each refused one (position in the frame, reasons), and how many cells and rules were not held."""

    good: pd.DataFrame
    refused: list[tuple[int, list[str]]]
    misfits: int = 0                # filled cells outside their limits or closed list
    broken: int = 0                 # rules between fields, one a row and rule


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
    rules, broken, misfits = {rule.reason for rule in source.rules}, 0, 0
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
                broken, misfits = broken + (said in rules), misfits + (check != "not_nullable" and said not in rules)
    good = frame.drop(index=list(reasons))
    if len(good):
        good = good.drop_duplicates(list(source.primary_key), keep="last")
    return Judged(good.reset_index(drop=True), sorted(reasons.items()), misfits, broken)


def kind_of(source: Source, reason: str) -> str:
    """What kind of reason a sentence of the quarantine gives: one of KINDS, ``rule`` (fields that contradict) or ``unreadable``."""
    if reason in {rule.reason for rule in source.rules}:
        return "rule"
    return next((kind for kind, words in KINDS.items() if words.search(reason)), "unreadable")


def score(source: Source, frame: pd.DataFrame, judged: Judged, placed: pa.Table, rejected: Sequence[str] = ()) -> dict[str, Any]:
    """Counts of one answer, to be added up by :func:`together`: rows, cells and rules as data/queries/quality.py counts them.

    ``frame`` holds every readable record, ``placed`` the good ones with their district, ``rejected`` the reason of each record
    that could not be read. Of such a record one cell counts, the one that stopped it: a gap, or a cell that does not fit.
    A rule is a key (not twice in one answer), a rule between fields, or a position (in a district of the city).
    """
    kinds = [[kind_of(source, one) for one in said] for said in [[one] for one in rejected] + [said for _, said in judged.refused]]
    stopped = sum(not KINDS["missing"].search(one) for one in rejected)
    filled = int(frame.notna().sum().sum())
    places = located = 0
    if source.has_points:
        places, located = (len(placed) - placed[name].null_count for name in ("lat", "district"))
    checks = len(frame) * len(source.rules)
    return {
        "rows_read": len(frame) + len(rejected), "rows_refused": len(kinds), "rows_good": len(judged.good),
        "reasons": dict(Counter(kind for one in kinds for kind in set(one))),
        "known": {column.name: int(judged.good[column.name].notna().sum()) for column in source.fields},
        "cells": frame.size + len(rejected), "filled": filled + stopped, "fitting": filled - judged.misfits,
        "rules": len(frame) + checks + places,
        "held": int((~frame.duplicated(list(source.primary_key))).sum()) + checks - judged.broken + located,
    }


def together(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The scores of several answers as one: shares from 0 to 1 of rows ``accepted`` and of ``fields`` known, and the counts."""
    sums: Counter[str] = Counter()
    inner: dict[str, Counter[str]] = {"reasons": Counter(), "known": Counter()}
    for part in parts:
        sums.update({name: count for name, count in part.items() if isinstance(count, int)})
        for name, counts in inner.items():
            counts.update(part.get(name, {}))
    read, refused, good = sums["rows_read"], sums["rows_refused"], sums["rows_good"]
    return {"rows_read": read, "rows_refused": refused, "accepted": round((read - refused) / read, 4) if read else None,
            "reasons": dict(inner["reasons"].most_common()),
            "fields": {name: round(count / good, 4) for name, count in sorted(inner["known"].items())} if good else {},
            **{name: sums[name] for name in COUNTS}}


def told(kept: Mapping[str, Any], age_s: float, every_s: int) -> dict[str, Any]:
    """What is said of the score of a last good copy: its rows, and each dimension in per cent (None: not counted)."""
    found = {name: count for name, count in kept.items() if name not in COUNTS}
    if not set(COUNTS) <= kept.keys():                  # kept before these were counted
        return {**found, **dict.fromkeys((*DIMENSIONS, "score"))}
    quality = Arrived(kept["rows_read"], *(kept[name] for name in COUNTS), None, age_s, every_s)
    shares = {name: getattr(quality, name) for name in (*DIMENSIONS, "score")}
    return {**found, **{name: None if share is None else shown(share) for name, share in shares.items()}}


def rules_declared(source: Source) -> int:
    """How many expectations every row meets: types, required cells, limits, closed lists, rules between fields, key, place."""
    of_fields = sum(1 + column.required + bool(column.enum) + (column.minimum is not None) + (column.maximum is not None)
                    for column in source.fields)
    return of_fields + len(source.rules) + 1 + source.has_points
