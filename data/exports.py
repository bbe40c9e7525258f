"""Tables as files people open: EXPORTERS, table in, bytes out; each file says its units, source, licence, version and citation."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from data.catalog import Dataset, Field
from data.records import SOURCE, Edition, plain, records

# Cells that begin with these are run as formulas by spreadsheet programs; OWASP, "CSV Injection".
RUN = ("=", "+", "-", "@", "\t", "\r")
BESIDE = ("units", "source_title", "source_publisher", "source_url", "source_date", "licence", "table_note")


@dataclass(frozen=True)
class Selection:
    """What is written: rows of a table, how to cite them (Chinese, English), and the filters they were chosen by."""

    edition: Edition
    dataset: Dataset
    frame: pd.DataFrame
    citation: tuple[str, str]
    address: str
    asked: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def has_shape(self) -> bool:
        return self.dataset.geometry is not None or self.dataset.has_points


@dataclass(frozen=True)
class Exporter:
    """One kind of file: ending, media type, ``write(selection)``; ``is_map`` = only for rows with a place."""

    ending: str
    media_type: str
    name: str
    write: Callable[[Selection], bytes]
    is_map: bool = False


def of(dataset: Dataset) -> list[Exporter]:
    """The files there are of ``dataset``."""
    placed = dataset.geometry is not None or dataset.has_points
    return [one for one in EXPORTERS.values() if placed or not one.is_map]


def write_csv(chosen: Selection) -> bytes:
    """UTF-8 with commas; beside the fields stand units, source, licence, note of each row (BESIDE). No cell is run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(one.name for one in columns(chosen.dataset)), *_unit_columns(chosen), *BESIDE])
    for row in records(chosen.edition, chosen.dataset, chosen.frame):
        cells = [text(row[one.name], one) for one in columns(chosen.dataset)]
        writer.writerow([*cells, *(safe(str(row[name] or "")) for name in _unit_columns(chosen)), *map(safe, beside(chosen, row))])
    return out.getvalue().encode("utf-8")


def write_xlsx(chosen: Selection) -> bytes:
    """Two sheets: data (typed cells, the first row frozen) and metadata (fields with units, source, licence, citation, version)."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": chosen.dataset.title_en, "comments": chosen.citation[1], "created": datetime(2022, 12, 31)})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("data")
    sheet.write_row(0, 0, [*(one.name for one in columns(chosen.dataset)), *_unit_columns(chosen), *BESIDE], bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(records(chosen.edition, chosen.dataset, chosen.frame), start=1):
        cells = [_sheet_value(row[one.name], one) for one in columns(chosen.dataset)]
        cells += [row[name] for name in _unit_columns(chosen)] + beside(chosen, row)
        for place, value in enumerate(cells):
            if isinstance(value, bool):
                sheet.write_boolean(number, place, value)
            elif isinstance(value, int | float):
                sheet.write_number(number, place, value)
            elif value:
                sheet.write_string(number, place, value)
    notes = book.add_worksheet("metadata 說明")
    for number, (name, value) in enumerate(told(chosen)):
        notes.write_string(number, 0, name, bold)
        notes.write_string(number, 1, value)
    notes.set_column(0, 0, 28)
    notes.set_column(1, 1, 110)
    book.close()
    return out.getvalue()


def write_geojson(chosen: Selection) -> bytes:
    """RFC 7946, WGS84; a row whose place is unknown has the geometry null. The citation stands beside the features."""
    collection = {
        "type": "FeatureCollection",
        "name": chosen.dataset.name,
        "version": chosen.edition.version,
        "citation": {"zh-TW": chosen.citation[0], "en": chosen.citation[1]},
        "licence": licence(chosen.dataset),
        "features": features(chosen.edition, chosen.dataset, chosen.frame),
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode("utf-8")


def write_parquet(chosen: Selection) -> bytes:
    """Typed columns with their units; GeoParquet where rows have a place. Metadata (as :func:`told`) stands in the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    frame = chosen.frame[[one.name for one in columns(chosen.dataset)]].reset_index(drop=True)
    sources = [row[SOURCE] for row in records(chosen.edition, chosen.dataset, chosen.frame)]
    frame = frame.assign(source_title=[one["title"] for one in sources])
    if chosen.has_shape:
        import geopandas

        placed = geopandas.GeoDataFrame(frame, geometry=shapes(chosen.dataset, chosen.frame), crs="OGC:CRS84")
        part = io.BytesIO()
        placed.to_parquet(part, index=False)
        table = pq.read_table(pa.BufferReader(part.getvalue()))
    else:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    units = {one.name: one.unit for one in chosen.dataset.fields if one.unit}
    fields = [one.with_metadata({"unit": units[one.name]}) if one.name in units else one for one in table.schema]
    kept = {key: value for key, value in (table.schema.metadata or {}).items() if key == b"geo"}
    meta = {**kept, **{name.encode(): value.encode() for name, value in told(chosen)}}
    out = io.BytesIO()
    pq.write_table(table.cast(pa.schema(fields)).replace_schema_metadata(meta), out, compression="zstd")
    return out.getvalue()


def features(edition: Edition, dataset: Dataset, frame: pd.DataFrame, lang: str | None = None) -> list[dict[str, Any]]:
    """The rows of ``frame`` as GeoJSON features; ``id`` is the key of the row."""
    from shapely.geometry import mapping

    made = []
    for row, shape in zip(records(edition, dataset, frame, lang), shapes(dataset, frame), strict=True):
        made.append({"type": "Feature", "id": "", "geometry": None if shape is None else mapping(shape), "properties": row})
    for feature, key in zip(made, keys(dataset, frame), strict=True):
        feature["id"] = key
    return made


def keys(dataset: Dataset, frame: pd.DataFrame) -> list[str]:
    """The key of each row as one text; the parts of a longer one stand between commas."""
    parts = [frame[name].astype(str) for name in dataset.primary_key]
    return [",".join(values) for values in zip(*parts, strict=True)]


def shapes(dataset: Dataset, frame: pd.DataFrame) -> list[Any]:
    """A shapely shape for each row; None where its place is unknown."""
    from shapely.geometry import Point

    if dataset.geometry is not None:
        return list(frame["geometry"])
    places = zip(frame["lon"], frame["lat"], strict=True)
    return [None if pd.isna(lon) or pd.isna(lat) else Point(float(lon), float(lat)) for lon, lat in places]


def columns(dataset: Dataset) -> tuple[Field, ...]:
    """The fields a file holds, in their order."""
    return dataset.fields


def beside(chosen: Selection, row: Mapping[str, Any]) -> list[str]:
    """The values of BESIDE for one row of :func:`data.records.records`."""
    source = row[SOURCE]
    whole = chosen.dataset.sources[0]
    publisher = source.get("publisher") or f"{whole.publisher_zh} {whole.publisher_en}"
    date = source.get("published") or source.get("retrieved") or ""
    note = " ".join(part for part in (chosen.dataset.caveat_zh, chosen.dataset.caveat_en) if part)
    return [units(chosen.dataset), source["title"], publisher, source.get("url") or "", date, licence(chosen.dataset), note]


def units(dataset: Dataset) -> str:
    """``population: persons; households: households`` as declared."""
    return "; ".join(f"{one.name}: {one.unit or 'see ' + one.unit_from}" for one in dataset.fields if one.unit or one.unit_from)


def licence(dataset: Dataset) -> str:
    """Names of its licences; one that was not confirmed says so."""
    return "; ".join(one.title + ("" if one.confirmed else " (to be confirmed 待確認)") for one in dataset.licences)


def text(value: Any, declared: Field) -> str:
    """A cell of a CSV file: unknown is empty, a list stands between its marks, a truth value is true or false."""
    if value is None:
        return ""
    if isinstance(value, list):
        return safe((declared.separator or ";").join(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if declared.is_number else safe(str(value))


def safe(cell: str) -> str:
    """``cell`` that no spreadsheet program runs: a quote stands before what looks like a formula."""
    return "'" + cell if cell.startswith(RUN) else cell


def told(chosen: Selection) -> list[tuple[str, str]]:
    """What must be known about a file, name and value, in both languages."""
    dataset, source = chosen.dataset, chosen.dataset.sources[0]
    rows = [
        ("title_zh", dataset.title_zh),
        ("title_en", dataset.title_en),
        ("row_zh", dataset.row_zh),
        ("row_en", dataset.row_en),
        ("data_version", chosen.edition.version),
        ("release", chosen.edition.release or ""),
        ("address", chosen.address),
        ("filters", "; ".join(f"{name}={value}" for name, values in chosen.asked.items() for value in values)),
        ("rows", str(len(chosen.frame))),
        ("period", dataset.period or ""),
        ("source", source.title),
        ("publisher_zh", source.publisher_zh),
        ("publisher_en", source.publisher_en),
        ("retrieved", source.retrieved or ""),
        ("licence", licence(dataset)),
        ("note_zh", dataset.caveat_zh or ""),
        ("note_en", dataset.caveat_en or ""),
        ("citation_zh", chosen.citation[0]),
        ("citation_en", chosen.citation[1]),
    ]
    for one in dataset.fields:
        said = [
            one.type,
            f"unit: {one.unit}" if one.unit else "",
            f"unit in {one.unit_from}" if one.unit_from else "",
            "may not be empty" if one.required else "empty = unknown",
            one.description or "",
        ]
        rows.append((f"field {one.name}", "; ".join(part for part in said if part)))
    return [(name, value) for name, value in rows if value]


def descriptor(chosen: Selection, path: str) -> dict[str, Any]:
    """A Frictionless Data Package of the CSV file at ``path``: the metadata file of a download."""
    dataset = chosen.dataset
    extra = [{"name": name, "type": "string"} for name in (*_unit_columns(chosen), *BESIDE)]
    declared = [{**entry, "type": entry["type"]} for entry in dataset.schema["fields"]]
    return {
        "name": dataset.name.replace("_", "-"),
        "title": dataset.title_en,
        "title_zh": dataset.title_zh,
        "version": chosen.edition.release or chosen.edition.version,
        "homepage": chosen.address,
        "citation": {"zh-TW": chosen.citation[0], "en": chosen.citation[1]},
        "description": dataset.caveat_en or "",
        "description_zh": dataset.caveat_zh or "",
        "sources": sources(dataset),
        "licenses": licences(dataset),
        "filters": {name: list(values) for name, values in chosen.asked.items()},
        "rows": len(chosen.frame),
        "resources": [
            {
                "name": dataset.name.replace("_", "-"),
                "path": path,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "title": dataset.title_en,
                "row_en": dataset.row_en,
                "row_zh": dataset.row_zh,
                "schema": {"missingValues": [""], "primaryKey": list(dataset.primary_key), "fields": [*declared, *extra]},
            }
        ],
    }


def sources(dataset: Dataset) -> list[dict[str, str]]:
    """As a Data Package wants them."""
    return [{"title": f"{one.title} ({one.publisher_en} {one.publisher_zh})"} for one in dataset.sources]


def licences(dataset: Dataset) -> list[dict[str, str]]:
    """As a Data Package wants them: a licence without an address only by name."""
    return [{"name": one.name, "title": one.title, **({"path": one.path} if one.path else {})} for one in dataset.licences]


def table_csv(edition: Edition, dataset: Dataset) -> bytes:
    """A whole table exactly as it is declared (and read again by the package's own checks): no columns beside the fields."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([one.name for one in dataset.fields])
    for row in edition.load(dataset.name)[[one.name for one in dataset.fields]].to_dict("records"):
        writer.writerow([_as_declared(row[one.name]) for one in dataset.fields])
    return out.getvalue().encode("utf-8")


def _as_declared(value: Any) -> str:
    value = plain(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _unit_columns(chosen: Selection) -> list[str]:
    """Units of single rows that stand in another table."""
    given = any("." in (one.unit_from or "") for one in chosen.dataset.fields)
    return ["unit_en", "unit_zh"] if given else []


def _sheet_value(value: Any, declared: Field) -> Any:
    return (declared.separator or ";").join(value) if isinstance(value, list) else value


EXPORTERS: Mapping[str, Exporter] = {
    one.ending: one
    for one in (
        Exporter("csv", "text/csv; charset=utf-8; header=present", "CSV", write_csv),
        Exporter("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", write_xlsx),
        Exporter("geojson", "application/geo+json", "GeoJSON", write_geojson, is_map=True),
        Exporter("parquet", "application/vnd.apache.parquet", "Parquet", write_parquet),
    )
}
