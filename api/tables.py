"""``/api/v1``: every declared table as pages of JSON rows; a new table is here without a line of code."""

import json
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from api import query as asking
from api.editions import dataset_of, edition, marked, unchanged
from api.problems import Problem
from api.query import Query
from components.citation import citation
from data.catalog import Dataset, Field
from data.queries import indicators
from data.queries.rows import filters, near
from data.records import SOURCE, Edition, published, records, stems
from server.public import home

ROOT = "/api/v1"
OWN_LIST = ("limit", "offset", "lang", "release")
OWN_ONE = ("lang", "release", "fields")
SERIES = "series"
NOT_TABLES = ("datasets", SERIES, "openapi.json")  # addresses of this list no table may be called by (tests hold this)
blueprint = Blueprint("api", __name__, url_prefix=ROOT)


@blueprint.get("/")
def landing() -> Response:
    """Where everything is."""
    asking.only(request.args, ())
    given = edition()
    return answer(
        given,
        {
            "title": "Taoyuan 2014–2022",
            "title_zh": "桃園2014–2022",
            "version": given.version,
            "links": {
                "datasets": f"{home()}{ROOT}/datasets",
                "series": f"{home()}{ROOT}/series",
                "openapi": f"{home()}{ROOT}/openapi.json",
                "page": f"{home()}/api",
                "features": f"{home()}/ogc",
                "catalogue": f"{home()}/catalog.jsonld",
                "package": f"{home()}/data/datapackage.json",
                "releases": f"{home()}/data/releases",
            },
        },
    )


@blueprint.get("/datasets")
def datasets() -> Response:
    """The tables, a page at a time, with what a row is and how many there are."""
    args = request.args
    asking.only(args, OWN_LIST)
    given = edition(args.get("release"))
    limit, offset, lang = _page(args)
    names = list(given.catalog)
    shown = [_short(given, given.catalog[name], lang) for name in names[offset : offset + limit]]
    body = {
        "version": given.version,
        "release": given.release,
        "count": len(names),
        "limit": limit,
        "offset": offset,
        "datasets": shown,
    }
    return answer(given, body, links(len(names), limit, offset))


@blueprint.get("/datasets/<name>")
def one_dataset(name: str) -> Response:
    """The declaration of one table: fields, units, filters, sources, licence, caveat, citation, files."""
    asking.only(request.args, ("lang", "release"))
    given = edition(request.args.get("release"))
    return answer(given, declaration(given, dataset_of(given, name), asking.language(request.args.get("lang"))))


@blueprint.get("/series")
def series() -> Response:
    """The indicators: definitions as rows."""
    return table_rows("indicator_definitions")


@blueprint.get("/series/<indicator_id>")
def one_series(indicator_id: str) -> Response:
    """One number through the years: its definition, and its values as rows of ``indicators``."""
    given = edition(request.args.get("release"))
    definition = _row(given, dataset_of(given, "indicator_definitions"), [indicator_id], asking.language(request.args.get("lang")))
    if "indicator_id" in request.args:
        raise Problem("twice", "indicator_id")
    return _rows(given, dataset_of(given, "indicators"), {"indicator_id": [indicator_id]}, {"indicator": definition})


@blueprint.get("/<dataset>")
def table_rows(dataset: str) -> Response:
    """A page of the rows of one table."""
    given = edition(request.args.get("release"))
    return _rows(given, dataset_of(given, dataset), {}, {})


@blueprint.get("/<dataset>/<path:key>")
def one_row(dataset: str, key: str) -> Response:
    """One row by its key; the parts of a longer key stand between commas."""
    asking.only(request.args, OWN_ONE)
    given = edition(request.args.get("release"))
    declared = dataset_of(given, dataset)
    parts = key.split(",") if len(declared.primary_key) > 1 else [key]
    asked = asking.read(declared, request.args, OWN_ONE)
    row = _kept(declared, _row(given, declared, parts, asked.lang), asked)
    return answer(
        given,
        {"dataset": dataset, "version": given.version, "release": given.release, "row": row, **about(given, declared, asked.lang)},
    )


def _rows(given: Edition, dataset: Dataset, fixed: dict[str, list[str]], more: dict[str, Any]) -> Response:
    asked = asking.read(dataset, request.args)
    if known := unchanged(given):
        return known
    frame = asking.chosen(given, dataset, Query(asked=fixed | dict(asked.asked), sort=asked.sort))
    part = frame.iloc[asked.offset : asked.offset + asked.limit]
    if dataset.name == "indicators" and more:
        part = part.assign(is_partial=indicators.of(part, part["indicator_id"].iloc[0])["is_partial"]) if len(part) else part
    found = [_kept(dataset, row, asked) for row in records(given, dataset, part, asked.lang)]
    if "is_partial" in part:
        found = [{**row, "is_partial": bool(partial)} for row, partial in zip(found, part["is_partial"], strict=True)]
    body = {
        "dataset": dataset.name,
        "version": given.version,
        "release": given.release,
        "count": len(frame),
        "limit": asked.limit,
        "offset": asked.offset,
        **more,
        **about(given, dataset, asked.lang),
        "rows": found,
    }
    return answer(given, body, links(len(frame), asked.limit, asked.offset))


def about(given: Edition, dataset: Dataset, lang: str | None) -> dict[str, Any]:
    """What must be known before the numbers are used: units, licence, caveat, citation."""
    zh, en = citation(given, dataset, address_of(given, dataset))
    return {
        "units": {field.name: field.unit for field in dataset.fields if field.unit},
        "licence": [
            {"name": one.name, "title": one.title, "path": one.path, "confirmed": one.confirmed} for one in dataset.licences
        ],
        **_told("caveat", dataset.caveat_zh, dataset.caveat_en, lang),
        **_told("citation", zh, en, lang),
    }


def declaration(given: Edition, dataset: Dataset, lang: str | None) -> dict[str, Any]:
    """All that is declared of one table."""
    fields = [_field(field) for field in dataset.fields]
    files = {ending: f"{home()}/data/{dataset.name}.{ending}" for ending in _endings(dataset)}
    return {
        **_short(given, dataset, lang),
        "version": given.version,
        "release": given.release,
        "key": list(dataset.primary_key),
        "fields": fields,
        "filters": list(filters(dataset)),
        "sources": [published(source) for source in dataset.sources],
        **about(given, dataset, lang),
        "files": files,
    }


def address_of(given: Edition, dataset: Dataset) -> str:
    """The address of a whole table, at the release it is of."""
    return f"{home()}{ROOT}/{dataset.name}" + (f"?release={given.release}" if given.release else "")


def links(count: int, limit: int, offset: int) -> dict[str, str]:
    """{rel: address} of this page and those round about it (RFC 8288)."""
    last = max(0, (count - 1) // limit * limit)
    found = {"self": offset, "first": 0, "last": last}
    if offset + limit < count:
        found["next"] = offset + limit
    if offset > 0:
        found["prev"] = max(0, min(offset - limit, last))
    kept = [(name, value) for name, values in request.args.lists() for value in values if name not in ("limit", "offset")]
    return {
        rel: f"{home()}{quote(request.path)}?{urlencode([*kept, ('limit', limit), ('offset', start)])}"
        for rel, start in found.items()
    }


def answer(given: Edition, body: dict[str, Any], linked: dict[str, str] | None = None) -> Response:
    """``body`` as JSON, with its links also as a header."""
    if known := unchanged(given):
        return known
    if linked:
        body = {**body, "links": linked}
    made = Response(json.dumps(body, ensure_ascii=False, allow_nan=False), mimetype="application/json")
    if linked:
        made.headers["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in linked.items())
    return marked(made, given)


def _row(given: Edition, dataset: Dataset, key: list[str], lang: str | None) -> dict[str, Any]:
    frame = given.load(dataset.name)
    fits = frame
    for name, value in zip(dataset.primary_key, key, strict=False):
        column = fits[name]
        fits = fits[column == value] if dataset.field(name).type == "string" else fits[column.astype(str) == value]
    if len(key) != len(dataset.primary_key) or fits.empty:
        keys = frame[dataset.primary_key[0]].astype(str).unique()
        raise Problem("unknown-row", ",".join(dataset.primary_key), ",".join(key), nearest=near(key[0], keys), dataset=dataset.name)
    return records(given, dataset, fits.iloc[:1], lang)[0]


def _kept(dataset: Dataset, row: dict[str, Any], asked: Query) -> dict[str, Any]:
    """Only the fields asked for; the source always."""
    if not asked.fields:
        return row
    wanted = {SOURCE}
    for name in asked.fields:
        pair = name in stems([field.name for field in dataset.fields])
        short = name[:-3] if name.endswith(("_en", "_zh")) else name
        wanted |= {name, short} if asked.lang else {name, *((f"{name}_en", f"{name}_zh") if pair else ())}
    return {name: value for name, value in row.items() if name in wanted}


def _short(given: Edition, dataset: Dataset, lang: str | None) -> dict[str, Any]:
    return {
        "name": dataset.name,
        **_told("title", dataset.title_zh, dataset.title_en, lang),
        **_told("row", dataset.row_zh, dataset.row_en, lang),
        "rows": len(given.load(dataset.name)),
        "period": dataset.period,
        "geometry": list(dataset.geometry.types) if dataset.geometry else None,
        "address": address_of(given, dataset),
        "about": f"{home()}{ROOT}/datasets/{dataset.name}",
    }


def _field(field: Field) -> dict[str, Any]:
    declared = {
        "name": field.name,
        "type": "array" if field.separator else field.type,
        "required": field.required,
        "unit": field.unit,
        "unit_from": field.unit_from,
        "date": field.date,
        "values": list(field.enum or field.items) or None,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "description": field.description,
    }
    return {name: value for name, value in declared.items() if value is not None}


def _endings(dataset: Dataset) -> list[str]:
    from data.exports import of

    return [one.ending for one in of(dataset)]


def _told(name: str, zh: str | None, en: str | None, lang: str | None) -> dict[str, str | None]:
    if lang is None:
        return {f"{name}_en": en, f"{name}_zh": zh}
    return {name: zh if lang.startswith("zh") else en}


def _page(args: Any) -> tuple[int, int, str | None]:
    return (
        asking.number(args, "limit", asking.DEFAULT_ROWS, 1, asking.MOST_ROWS),
        asking.number(args, "offset", 0, 0, asking.LARGEST_OFFSET),
        asking.language(args.get("lang")),
    )
