"""The OpenAPI 3.1 document of ``/api/v1`` and ``/data``, made from the declared tables: whoever changes a table changes it too."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, request

from api import query as asking
from api.editions import Keyed, edition, marked, unchanged
from api.tables import ROOT, about
from data import exports
from data.catalog import Dataset, Field
from data.i18n import LOCALES
from data.queries.rows import Filter, filters, good_values
from data.records import Edition, records, stems
from server.public import home

VERSION = "1.0.0"  # of the API: the first number goes up when an address or a field is taken away
DATE = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
HEADERS = {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "X-Data-Version")}
BIGGEST = 10**14  # of a number asked for
ANSWERS = {
    "304": "Not changed since",
    "400": "A parameter that cannot be used",
    "404": "Not there",
    "405": "Read only",
    "429": "Too many requests; Retry-After says when to ask again",
    "503": "No data for the moment",
}
PROBLEM = {"$ref": "#/components/schemas/Problem"}
blueprint = Blueprint("openapi", __name__)


@blueprint.get(f"{ROOT}/openapi.json")
def served() -> Response:
    """The document, of today's tables."""
    asking.only(request.args, ())
    given = edition()
    if known := unchanged(given):
        return known
    return marked(Response(_text(Keyed(given), home()), mimetype="application/json"), given)


@lru_cache(maxsize=4)
def _text(key: Keyed, root: str) -> str:
    return json.dumps(document(key.given, root), ensure_ascii=False)


def document(given: Edition, root: str) -> dict[str, Any]:
    """The whole document as Python values; ``root`` is the server's address."""
    schemas: dict[str, Any] = {"Problem": problem()}
    parameters = {one["name"]: one for one in (*paging(), lang(), release())}
    paths: dict[str, Any] = {
        f"{ROOT}/": get("landing", "Where everything is", [], thing({"type": "object"})),
        f"{ROOT}/openapi.json": get("openapi", "This document", [], thing({"type": "object"})),
        f"{ROOT}/datasets": get(
            "datasets", "The tables", [*PAGING, LANG, RELEASE], thing({"$ref": "#/components/schemas/Datasets"})
        ),
        f"{ROOT}/datasets/{{name}}": get(
            "dataset",
            "The declaration of one table",
            [in_path("name", list(given.catalog)), LANG, RELEASE],
            thing({"type": "object"}),
        ),
    }
    schemas["Datasets"] = listing("datasets", {"type": "object"})
    for dataset in given.catalog.values():
        _table(given, dataset, paths, schemas, parameters)
    _series(given, paths)
    _files(given, paths)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Taoyuan 2014–2022: the tables of the exhibition · 桃園2014–2022：展覽資料表",
            "version": VERSION,
            "summary": "Read only. Unknown is null. Every row carries its source. 唯讀；未知為 null；每列附來源。",
            "description": f"Data version {given.version}. At most {asking.MOST_ROWS} rows an answer; follow the link next. "
            "ETag and If-None-Match save a transfer; `release` asks for frozen numbers. Each answer names its licence.",
        },
        "servers": [{"url": root}],
        "paths": paths,
        "components": {"schemas": schemas, "parameters": parameters, "responses": refusals(), "headers": headers()},
    }


def _table(given: Edition, dataset: Dataset, paths: dict[str, Any], schemas: dict[str, Any], parameters: dict[str, Any]) -> None:
    """Adds the two addresses of a table, its row and its page to the document."""
    name = dataset.name
    example = records(given, dataset, given.load(name).iloc[:1])
    schemas[f"{name}.row"] = row_schema(given, dataset)
    schemas[f"{name}.page"] = listing("rows", {"$ref": f"#/components/schemas/{name}.row"})
    parameters |= {f"{name}.{one.name}": parameter(given, dataset, one, schemas) for one in filters(dataset).values()}
    parameters |= {f"{name}.-{one['name']}": one for one in (fields(dataset), sort(dataset))}
    own = [*PAGING, ref(f"{name}.-fields"), ref(f"{name}.-sort"), LANG, RELEASE]
    page = thing(
        {"$ref": f"#/components/schemas/{name}.page"},
        example={
            "dataset": name,
            "version": given.version,
            "release": None,
            "count": len(given.load(name)),
            "limit": 1,
            "offset": 0,
            **about(given, dataset, None),
            "rows": example,
            "links": {},
        },
    )
    paths[f"{ROOT}/{name}"] = get(
        f"{name}.rows",
        f"{dataset.title_en} {dataset.title_zh}",
        [*asked(dataset), *own],
        page,
        description=(f"A row is {dataset.row_en}. {dataset.caveat_en or ''}\n\n每列為{dataset.row_zh}。{dataset.caveat_zh or ''}"),
        tag=name,
    )
    key = {
        "name": "key",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "minLength": 1, "maxLength": asking.LONGEST_VALUE},
        "description": "Key: " + ",".join(dataset.primary_key),
        "example": exports.keys(dataset, given.load(name).iloc[:1])[0],
    }
    paths[f"{ROOT}/{name}/{{key}}"] = get(
        f"{name}.row",
        f"One row of {dataset.title_en}",
        [key, ref(f"{name}.-fields"), LANG, RELEASE],
        thing({"type": "object"}),
        tag=name,
    )


def _series(given: Edition, paths: dict[str, Any]) -> None:
    """An indicator through the years, under its id."""
    known = {name: entry for name, entry in paths.items() if name in (f"{ROOT}/indicators", f"{ROOT}/indicator_definitions")}
    if len(known) < 2:
        return
    paths[f"{ROOT}/series"] = {
        "get": {**known[f"{ROOT}/indicator_definitions"]["get"], "operationId": "series.rows", "tags": ["series"]}
    }
    values = known[f"{ROOT}/indicators"]["get"]
    kept = [one for one in values["parameters"] if one != ref("indicators.indicator_id")]
    ids = list(given.load("indicator_definitions")["indicator_id"])
    answers = {**values["responses"], "200": thing({"type": "object"})}
    paths[f"{ROOT}/series/{{indicator_id}}"] = {
        "get": {
            **values,
            "operationId": "series.one",
            "tags": ["series"],
            "responses": answers,
            "parameters": [in_path("indicator_id", ids), *kept],
        }
    }


def _files(given: Edition, paths: dict[str, Any]) -> None:
    """Tables as files, under the same filters."""
    for dataset in given.catalog.values():
        given_here = [*asked(dataset), ref(f"{dataset.name}.-sort"), RELEASE]
        for exporter in exports.of(dataset):
            content = {exporter.media_type.partition(";")[0]: {"schema": {"type": "object" if exporter.is_map else "string"}}}
            paths[f"/data/{dataset.name}.{exporter.ending}"] = get(
                f"{dataset.name}.{exporter.ending}",
                f"{dataset.title_en} as {exporter.name}",
                given_here,
                {"description": "The file", "headers": HEADERS, "content": content},
                tag="files",
            )
        paths[f"/data/{dataset.name}.metadata.json"] = get(
            f"{dataset.name}.metadata",
            f"What must be known about these rows of {dataset.title_en}",
            given_here,
            thing({"type": "object"}),
            tag="files",
        )
    paths["/data/datapackage.json"] = get(
        "package", "All tables as a Frictionless Data Package", [RELEASE], thing({"type": "object"}), tag="files"
    )
    paths["/data/releases"] = get("releases", "The frozen releases", [], thing({"type": "object"}), tag="files")


def parameter(given: Edition, dataset: Dataset, one: Filter, schemas: dict[str, Any]) -> dict[str, Any]:
    """A filter as a parameter: what it may be is a closed list, a pattern or a number."""
    good = good_values(dataset, given.load, one)
    if good is not None:
        name = f"{dataset.name}.{one.name}"
        closed = {"type": "string", "enum": list(dict.fromkeys(good))}
        name = next((known for known, schema in schemas.items() if schema == closed), name)
        schemas[name] = closed
        schema: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"}
    elif one.field and one.field.date:
        schema = {"type": "string", "pattern": DATE}
    elif one.field and one.field.type == "integer":
        schema = {"type": "integer", "minimum": -BIGGEST, "maximum": BIGGEST}
    elif one.field and one.field.type == "number":
        schema = {"type": "string", "pattern": "^-?[0-9]{1,15}(\\.[0-9]{1,15})?$"}
    else:
        schema = {"type": "string", "minLength": 1, "maxLength": asking.LONGEST_VALUE}
    return {
        "name": one.name,
        "in": "query",
        "description": _said(one),
        "schema": {"type": "array", "items": schema, "minItems": 1, "maxItems": 3},
        "style": "form",
        "explode": True,
    }


def _said(one: Filter) -> str:
    if one.kind in ("min", "max") and one.field:
        return f"{one.field.name} is {'at least' if one.kind == 'min' else 'at most'} this"
    said = {
        "year": "what the exhibition shows in that year",
        "topic": "a topic, or a family of topics",
        "district": "a district; 68000 is the whole city",
    }
    return said.get(one.kind) or (one.field.description if one.field and one.field.description else "equal to one of these")


def row_schema(given: Edition, dataset: Dataset) -> dict[str, Any]:
    """A row: every field, null where it may be unknown; with ``lang`` one value for both languages; the source always."""
    properties = {field.name: field_schema(field) for field in dataset.fields}
    for stem in stems(properties):
        properties[stem] = {"type": ["string", "null"], "description": f"with lang: {stem}_en or {stem}_zh"}
    for field in dataset.fields:
        if "." in (field.unit_from or ""):
            properties |= {name: {"type": ["string", "null"]} for name in ("unit", "unit_en", "unit_zh")}
    properties["source"] = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}
    return {
        "type": "object",
        "description": dataset.row_en,
        "properties": properties,
        "required": ["source"],
        "additionalProperties": False,
    }


def field_schema(field: Field) -> dict[str, Any]:
    """A field as JSON Schema, with its unit."""
    if field.separator:
        items = {"type": "string", **({"enum": list(field.items)} if field.items else {})}
        return {"type": "array", "items": items}
    kinds: Any = field.type if field.required else [field.type, "null"]
    schema: dict[str, Any] = {"type": kinds}
    if field.enum:
        schema["enum"] = [*field.enum, *(() if field.required else (None,))]
    said = [
        field.description or "",
        f"unit: {field.unit}" if field.unit else "",
        f"unit in {field.unit_from}" if field.unit_from else "",
    ]
    return {**schema, "description": "; ".join(part for part in said if part)} if any(said) else schema


def get(
    name: str, summary: str, parameters: list[Any], answer: Mapping[str, Any], description: str = "", tag: str = "tables"
) -> dict[str, Any]:
    """One GET: 200, 304, and a problem in words for everything else."""
    answers = {"200": answer, **{code: {"$ref": f"#/components/responses/{code}"} for code in ANSWERS}}
    made = {"operationId": name, "summary": summary, "tags": [tag], "parameters": parameters, "responses": answers}
    return {"get": {**made, "description": description} if description else made}


def thing(schema: dict[str, Any], example: Any = None) -> dict[str, Any]:
    """A JSON answer."""
    media = {"schema": schema, **({"example": example} if example is not None else {})}
    return {"description": "The answer", "headers": HEADERS, "content": {"application/json": {"schema": schema} | media}}


def refusals() -> dict[str, Any]:
    """What every address may answer but 200: 304, and a problem in words for everything else."""
    wrong = {"content": {"application/problem+json": {"schema": PROBLEM}}}
    return {code: {"description": said, **({} if code == "304" else wrong)} for code, said in ANSWERS.items()}


def headers() -> dict[str, Any]:
    """What an answer says beside its body."""
    text = {"schema": {"type": "string"}}
    return {
        "ETag": {"description": "Send it back as If-None-Match", **text},
        "X-Data-Version": {"description": "Version of the tables", **text},
    }


def listing(name: str, item: dict[str, Any]) -> dict[str, Any]:
    """A page of something."""
    whole = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "required": ["version", "count", "limit", "offset", name, "links"],
        "properties": {
            "version": {"type": "string"},
            "release": {"type": ["string", "null"]},
            "count": whole,
            "limit": whole,
            "offset": whole,
            name: {"type": "array", "items": item},
            "links": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }


def problem() -> dict[str, Any]:
    """RFC 9457, with what was wrong and the nearest good values."""
    text = {"type": "string"}
    names = ("type", "title", "detail", "title_zh", "detail_zh", "parameter", "value")
    return {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            **dict.fromkeys(names, text),
            "status": {"type": "integer"},
            "nearest": {"type": "array", "items": text},
        },
    }


def paging() -> list[dict[str, Any]]:
    """limit and offset."""
    return [
        _query(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": asking.MOST_ROWS, "default": asking.DEFAULT_ROWS},
            "Rows of one answer",
        ),
        _query(
            "offset", {"type": "integer", "minimum": 0, "maximum": asking.LARGEST_OFFSET, "default": 0}, "Rows left out before it"
        ),
    ]


def fields(dataset: Dataset) -> dict[str, Any]:
    """Which fields are wanted."""
    names = [field.name for field in dataset.fields]
    schema = {"type": "array", "items": {"type": "string", "enum": [*names, *stems(names)]}, "minItems": 1, "maxItems": 4}
    return {**_query("fields", schema, "Only these fields (and the source)"), "style": "form", "explode": False}


def sort(dataset: Dataset) -> dict[str, Any]:
    """By which field, upward or downward."""
    names = [field.name for field in dataset.fields]
    return _query(
        "sort", {"type": "string", "enum": [*names, *(f"-{name}" for name in names)]}, "Order; - for downward; unknown comes last"
    )


def lang() -> dict[str, Any]:
    """Texts of one language."""
    return _query("lang", {"type": "string", "enum": list(LOCALES)}, "One language: name instead of name_en and name_zh")


def release() -> dict[str, Any]:
    """Frozen numbers; what may stand there changes without the tables, so a client reads it at /data/releases."""
    return _query(
        "release",
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.[0-9]{1,3})?$"},
        "A frozen release, see /data/releases",
    )


def in_path(name: str, good: list[str]) -> dict[str, Any]:
    """A part of the address that is one of a list."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "enum": good}}


def _query(name: str, schema: dict[str, Any], said: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": said, "schema": schema}


def asked(dataset: Dataset) -> list[dict[str, str]]:
    """The filters of a table, by reference."""
    return [ref(f"{dataset.name}.{name}") for name in filters(dataset)]


def ref(name: str) -> dict[str, str]:
    """A parameter that is declared once."""
    return {"$ref": f"#/components/parameters/{name}"}


PAGING, LANG, RELEASE = [ref("limit"), ref("offset")], ref("lang"), ref("release")
