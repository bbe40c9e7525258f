"""``/ogc``: every table with a place as layers for QGIS, GDAL and the like: OGC API – Features, part 1 (OGC 17-069r4).

It claims the classes core, oas30 and geojson, and no other; coordinates are CRS84 (longitude, latitude).
"""

import calendar
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
from flask import Blueprint, Response, request

from api import query as asking
from api.editions import edition, marked, unchanged
from api.problems import Problem
from api.query import Query
from data import exports
from data.catalog import Dataset
from data.queries.rows import filters, near
from data.records import SOURCE, Edition
from server.public import home

ROOT = "/ogc"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CLASSES = [f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "geojson")]
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
GEOJSON = "application/geo+json"
OWN = ("limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "f", "lang")
# Fields that say when a thing is, as (from, until); the first of them a table has, in this order.
TIMES = (
    ("start_date", "end_date"),
    ("valid_from", "valid_to"),
    ("date", "date"),
    ("month", "month"),
    ("opened", ""),
    ("year", "year"),
)
DEGREES = re.compile(r"-?[0-9]{1,5}(\.[0-9]{1,25})?")  # GDAL writes 18 digits; the height of a box of six is in metres
INSTANT = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?"
)
blueprint = Blueprint("features", __name__, url_prefix=ROOT)


@blueprint.get("")
@blueprint.get("/")
def landing() -> Response:
    """The landing page."""
    _json_only()
    links = [
        link("self", "", "This document"),
        link("service-desc", "/api", "The API definition", OPENAPI),
        link("service-doc", "", "The page for people", "text/html", f"{home()}/api"),
        link("conformance", "/conformance", "What this service conforms to"),
        link("data", "/collections", "The layers"),
    ]
    return answer(
        {
            "title": "Taoyuan 2014–2022 桃園2014–2022",
            "description": "The places and layers of the exhibition. 展覽的地點與圖層。",
            "links": links,
        }
    )


@blueprint.get("/conformance")
def conformance() -> Response:
    """The classes this service meets."""
    _json_only()
    return answer({"conformsTo": CLASSES})


@blueprint.get("/collections")
def collections() -> Response:
    """The layers."""
    _json_only()
    given = edition()
    shown = [collection(given, dataset) for dataset in layers(given).values()]
    return answer({"links": [link("self", "/collections", "This document")], "collections": shown})


@blueprint.get("/collections/<name>")
def one_collection(name: str) -> Response:
    """One layer."""
    _json_only()
    given = edition()
    return answer(collection(given, layer(given, name)))


@blueprint.get("/collections/<name>/items")
def items(name: str) -> Response:
    """A page of features: within bbox, at that time, and of the filters the table declares."""
    given = edition()
    dataset = layer(given, name)
    asked = _read(dataset)
    if known := unchanged(given):
        return known
    frame = asking.chosen(given, dataset, asked)
    frame = within(dataset, frame, request.args.get("bbox"))
    frame = at(dataset, frame, request.args.get("datetime"))
    part = frame.iloc[asked.offset : asked.offset + asked.limit]
    path = f"/collections/{name}/items"
    kept = [(key, value) for key, values in request.args.lists() for value in values if key not in ("limit", "offset")]
    links = [
        link("self", path, "This document", GEOJSON, query=[*kept, ("limit", asked.limit), ("offset", asked.offset)]),
        link("collection", f"/collections/{name}", dataset.title_en),
    ]
    if asked.offset + asked.limit < len(frame):
        links.append(
            link("next", path, "Next page", GEOJSON, query=[*kept, ("limit", asked.limit), ("offset", asked.offset + asked.limit)])
        )
    if asked.offset:
        back = [*kept, ("limit", asked.limit), ("offset", max(0, asked.offset - asked.limit))]
        links.append(link("prev", path, "Page before", GEOJSON, query=back))
    body = {
        "type": "FeatureCollection",
        "numberMatched": len(frame),
        "numberReturned": len(part),
        "links": links,
        "features": features(given, dataset, part, asked.lang),
    }
    return answer(body, GEOJSON)


@blueprint.get("/collections/<name>/items/<path:key>")
def item(name: str, key: str) -> Response:
    """One feature by its key."""
    _json_only(("f", "lang", "crs"))
    _degrees(request.args)
    given = edition()
    dataset = layer(given, name)
    frame = given.load(name)
    keys = exports.keys(dataset, frame)
    if key not in keys:
        raise Problem("unknown-row", ",".join(dataset.primary_key), key, nearest=near(key, keys), dataset=name)
    place = keys.index(key)
    found = features(given, dataset, frame.iloc[place : place + 1], asking.language(request.args.get("lang")))[0]
    path = f"/collections/{name}"
    links = [
        link("self", f"{path}/items/{quote(key, safe='')}", "This document", GEOJSON),
        link("collection", path, dataset.title_en),
    ]
    return answer({**found, "links": links}, GEOJSON)


@blueprint.get("/api")
def definition() -> Response:
    """The API definition: OpenAPI 3.0, made from the declared tables."""
    _json_only()
    return answer(document(edition()), OPENAPI)


def layers(given: Edition) -> dict[str, Dataset]:
    """The tables with a place, by name."""
    return {name: one for name, one in given.catalog.items() if one.geometry is not None or one.has_points}


def layer(given: Edition, name: str) -> Dataset:
    """The table of a layer. Raises Problem."""
    known = layers(given)
    if name not in known:
        raise Problem("unknown-dataset", "collectionId", name, nearest=near(name, known))
    return known[name]


def collection(given: Edition, dataset: Dataset) -> dict[str, Any]:
    """What is said of a layer: names, extent in place and time, links."""
    path, name = f"/collections/{dataset.name}", dataset.name
    box = [round(float(edge), 6) for edge in bounds(exports.shapes(dataset, given.load(name)))]
    said = " ".join(part for part in (dataset.caveat_en, dataset.caveat_zh) if part)
    return {
        "id": name,
        "title": f"{dataset.title_en} {dataset.title_zh}",
        "description": said or f"{dataset.row_en} {dataset.row_zh}",
        "extent": {"spatial": {"bbox": [box], "crs": CRS84}, "temporal": {"interval": [list(span(dataset.period))]}},
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "links": [
            link("self", path, "This document"),
            link("items", f"{path}/items", "The features", GEOJSON),
            link("describedby", "", "Fields, units, source, licence", "application/json", f"{home()}/data/{name}.metadata.json"),
            *(
                link(
                    "enclosure",
                    "",
                    f"Everything as {one.name}",
                    one.media_type.partition(";")[0],
                    f"{home()}/data/{name}.{one.ending}",
                )
                for one in exports.of(dataset)
            ),
            *(link("license", "", one.title, "text/html", one.path) for one in dataset.licences if one.path),
        ],
    }


def features(given: Edition, dataset: Dataset, frame: pd.DataFrame, lang: str | None) -> list[dict[str, Any]]:
    """Features of ``frame``; the source stands flat beside the fields, as layers have no nested columns."""
    found = exports.features(given, dataset, frame, lang)
    for feature in found:
        source = feature["properties"].pop(SOURCE)
        feature["properties"] |= {
            f"source_{name}": value for name, value in source.items() if f"source_{name}" not in feature["properties"]
        }
    return found


def within(dataset: Dataset, frame: pd.DataFrame, text: str | None) -> pd.DataFrame:
    """The rows whose shape meets the box; a row whose place is unknown meets none. Raises Problem."""
    from shapely.geometry import box

    if text is None:
        return frame
    parts = text.split(",")
    if len(parts) not in (4, 6) or not all(DEGREES.fullmatch(part) for part in parts):
        raise Problem("bad-value", "bbox", text, "no_box", ("120.9,24.5,121.5,25.2",))
    numbers = [float(part) for part in parts]
    west, south, east, north = numbers if len(numbers) == 4 else (numbers[0], numbers[1], numbers[3], numbers[4])
    if south > north:
        raise Problem("bad-value", "bbox", text, "no_box", (f"{west:g},{north:g},{east:g},{south:g}",))
    boxes = [box(west, south, east, north)] if west <= east else [box(west, south, 180, north), box(-180, south, east, north)]
    meets = [shape is not None and any(shape.intersects(one) for one in boxes) for shape in exports.shapes(dataset, frame)]
    return frame[pd.Series(meets, index=frame.index, dtype=bool)]


def at(dataset: Dataset, frame: pd.DataFrame, text: str | None) -> pd.DataFrame:
    """The rows that are at some time of an instant or of an interval; where a table has no dates, all of them. Raises Problem.

    A row whose date is unknown is at no time; one that has begun and has no end known goes on.
    """
    if text is None:
        return frame
    parts = text.split("/")
    if (
        len(parts) > 2
        or any(part not in ("", "..") and not INSTANT.fullmatch(part) for part in parts)
        or (len(parts) == 1 and parts[0] in ("", ".."))
    ):
        raise Problem("bad-value", "datetime", text, "no_time", ("2019-06-13", "2019-01-01/2019-12-31", "../2019-12-31"))
    first, last = (("" if part in ("", "..") else part[:10]) for part in (parts[0], parts[-1]))
    if first and last and first > last:
        raise Problem("bad-value", "datetime", text, "no_time", (f"{last}/{first}",))
    names = {field.name for field in dataset.fields}
    begin, end = next((pair for pair in TIMES if pair[0] in names), ("", ""))
    if not begin:
        return frame
    begun = frame[begin].map(lambda cell: day(cell, False))
    ended = frame[end].map(lambda cell: day(cell, True)) if end else pd.Series("", index=frame.index)
    fits = begun != ""
    fits &= (begun <= last) if last else True
    fits &= ((ended >= first) | (ended == "")) if first else True
    return frame[fits]


def day(cell: Any, last: bool) -> str:
    """The first or last day of an ISO date of any precision; "" when it is unknown."""
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    text = str(cell)
    if len(text) == 4:
        return f"{text}-12-31" if last else f"{text}-01-01"
    if len(text) == 7:
        return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]:02}" if last else f"{text}-01"
    return text


def span(period: str | None) -> tuple[str | None, str | None]:
    """First and last instant of a declared period; None where it is open or not a date."""
    parts = (period or "").split("/")
    good = [part if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", part) else "" for part in parts]
    begin, end = day(good[0], False) if good[0] else "", day(good[-1], True) if good[-1] else ""
    return (f"{begin}T00:00:00Z" if begin else None, f"{end}T23:59:59Z" if end else None)


def bounds(shapes: list[Any]) -> tuple[float, float, float, float]:
    """west, south, east, north of all shapes."""
    edges = [shape.bounds for shape in shapes if shape is not None]
    return (min(e[0] for e in edges), min(e[1] for e in edges), max(e[2] for e in edges), max(e[3] for e in edges))


def link(
    rel: str, path: str, title: str, kind: str = "application/json", href: str | None = None, query: list[Any] | None = None
) -> dict[str, str]:
    """One link of a document; ``path`` is below /ogc."""
    address = href or f"{home()}{ROOT}{path}" + (f"?{urlencode(query)}" if query else "")
    return {"rel": rel, "type": kind, "title": title, "href": address}


def answer(body: Mapping[str, Any], kind: str = "application/json") -> Response:
    """``body`` as JSON of a kind, with the version of the tables."""
    given = edition()
    if known := unchanged(given):
        return known
    made = Response(json.dumps(body, ensure_ascii=False, allow_nan=False), content_type=kind)
    if kind == GEOJSON:
        made.headers["Content-Crs"] = f"<{CRS84}>"
    return marked(made, given)


def document(given: Edition) -> dict[str, Any]:
    """OpenAPI 3.0 of this service."""
    wrong = {"description": "What was wrong", "content": {"application/problem+json": {"schema": {"type": "object"}}}}

    def get(name: str, said: str, parameters: list[Any], kind: str = "application/json") -> dict[str, Any]:
        good = {"description": said, "content": {kind: {"schema": {"type": "object"}}}}
        return {
            "get": {
                "operationId": name,
                "summary": said,
                "parameters": parameters,
                "responses": {"200": good, "304": {"description": "Not changed"}, "400": wrong, "404": wrong},
            }
        }

    form = _parameter("f", {"type": "string", "enum": ["json"]}, "Only JSON there is")
    lang = _parameter("lang", {"type": "string", "enum": ["zh-TW", "en"]}, "Texts of one language")
    paths = {
        f"{ROOT}/": get("landing", "Landing page", [form]),
        f"{ROOT}/conformance": get("conformance", "Conformance classes", [form]),
        f"{ROOT}/api": get("api", "This document", [form], "application/vnd.oai.openapi+json"),
        f"{ROOT}/collections": get("collections", "The layers", [form]),
    }
    for name, dataset in layers(given).items():
        path = f"{ROOT}/collections/{name}"
        own = [
            _parameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": asking.MOST_ROWS, "default": asking.DEFAULT_ROWS},
                "Features a page",
            ),
            _parameter(
                "offset",
                {"type": "integer", "minimum": 0, "maximum": asking.LARGEST_OFFSET, "default": 0},
                "Features left out before it",
            ),
            {
                **_parameter(
                    "bbox", {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}, "west,south,east,north"
                ),
                "style": "form",
                "explode": False,
            },
            _parameter("bbox-crs", {"type": "string", "enum": [CRS84]}, "Only CRS84"),
            _parameter("crs", {"type": "string", "enum": [CRS84]}, "Only CRS84"),
            _parameter("datetime", {"type": "string"}, "An instant, or two with / between; .. is open"),
            form,
            lang,
        ]
        asked = [_parameter(one, {"type": "string"}, "As /api/v1") for one in filters(dataset) if one not in OWN]
        key = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[path] = get(f"{name}", dataset.title_en, [form])
        paths[f"{path}/items"] = get(f"{name}.items", f"Features of {dataset.title_en}", [*own, *asked], GEOJSON)
        paths[f"{path}/items/{{featureId}}"] = get(f"{name}.item", f"One feature of {dataset.title_en}", [key, form, lang], GEOJSON)
    return {
        "openapi": "3.0.3",
        "info": {"title": "Taoyuan 2014–2022: layers · 圖層", "version": "1.0.0"},
        "servers": [{"url": home()}],
        "paths": paths,
    }


def _parameter(name: str, schema: dict[str, Any], said: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": said, "schema": schema}


def _read(dataset: Dataset) -> Query:
    """The request as a Query; a limit above the most is the most (17-069r4, /req/core/fc-limit-response-1)."""
    args = request.args.copy()
    text = args.get("limit", "")
    if text.isascii() and text.isdigit() and len(text) < 16 and int(text) > asking.MOST_ROWS:
        args["limit"] = str(asking.MOST_ROWS)
    asked = asking.read(dataset, args, OWN)
    _form(args.get("f"))
    _degrees(args)
    return asked


def _json_only(own: tuple[str, ...] = ("f",)) -> None:
    asking.only(request.args, own)
    _form(request.args.get("f"))


def _degrees(args: Mapping[str, str]) -> None:
    """Coordinates are CRS84, asked for or not; GDAL asks."""
    for name in ("crs", "bbox-crs"):
        if args.get(name, CRS84) != CRS84:
            raise Problem("bad-value", name, args[name], "not_there", (CRS84,))


def _form(text: str | None) -> None:
    if text not in (None, "json"):
        raise Problem("bad-value", "f", text, "not_there", ("json",))
