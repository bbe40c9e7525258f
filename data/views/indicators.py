"""All series as one small JSON: dates, values by district with what is missing as null, ranks, shares and where to be careful."""

from typing import Any

from data import store
from data.queries import indicators as query
from data.queries.projects import CITYWIDE


def view() -> dict[str, Any]:
    """{"districts": [{code, name_zh, name_en}], "indicators": {id: one}}, see :func:`one`."""
    districts = store.load("districts").sort_values("code")
    table, definitions = store.load("indicators"), store.load("indicator_definitions")
    return {
        "districts": districts[["code", "name_zh", "name_en"]].to_dict("records"),
        "indicators": {
            row["indicator_id"]: one(query.of(table, row["indicator_id"]), row, len(districts))
            for row in definitions.to_dict("records")
        },
    }


def one(rows: Any, definition: dict[str, Any], districts: int) -> dict[str, Any]:
    """unit, aggregation, better, frequency; ``dates``; ``values`` (code -> one a date, null = not known); ``partial`` (places in
    ``dates`` of values of part of a year); ``caution`` [kind, from, until]; where all districts are known also ``ranks``,
    ``shares`` (per cent of the city, only of what adds up) and ``steps`` (between the five shades of the map)."""
    dates = sorted(set(rows["date"]))
    shown: dict[str, Any] = {
        "name": [definition["name_zh"], definition["name_en"]],
        "unit": [definition["unit_zh"], definition["unit_en"]],
        **{key: definition[key] for key in ("aggregation", "better", "frequency")},
        "dates": dates,
        "values": _by_date(rows, rows["value"], dates),
        "partial": [dates.index(date) for date in sorted(set(rows.loc[rows["is_partial"], "date"]))],
    }
    if definition["indicator_id"] in query.PLACES:
        shown["caution"] = list(query.PLACES[definition["indicator_id"]])
    if query.has_districts(rows, districts):
        inside = rows[rows["district_code"] != CITYWIDE]
        shown |= {"ranks": _by_date(inside, query.ranks(rows), dates), "steps": query.steps(rows)}
        if definition["aggregation"] == "sum":
            shown["shares"] = _by_date(inside, query.shares(rows).round(2), dates)
    return shown


def _by_date(rows: Any, values: Any, dates: list[str]) -> dict[str, list[float | int | None]]:
    found: dict[str, list[float | int | None]] = {}
    for code, date, value in zip(rows["district_code"], rows["date"], values.reindex(rows.index), strict=True):
        found.setdefault(code, [None] * len(dates))[dates.index(date)] = int(value) if float(value).is_integer() else float(value)
    return found
