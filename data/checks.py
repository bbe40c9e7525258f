"""Is one table good by itself? Cells, schema, rows, shapes: every error with its place and its mend."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

from data import cells
from data.catalog import Dataset, Field
from data.errors import DataError
from data.reading import Table

Place = tuple[int, str]     # (row as a spreadsheet shows it, column)
LAT, LON = (24.0, 26.0), (120.0, 122.5)     # degrees; all of northern Taiwan lies well inside


def check(dataset: Dataset, table: Table) -> list[DataError]:
    """Everything wrong in ``table``, in the order of its rows; a cell is reported once, by the check that knows it best."""
    found: dict[Place, DataError] = {}
    for error in (*_cells(dataset, table), *_swapped(dataset, table), *_schema(dataset, table), *_rows(dataset, table),
                  *_shapes(dataset, table)):
        found.setdefault((error.row or 0, error.column or ""), error)
    return [found[place] for place in sorted(found)]


def _cells(dataset: Dataset, table: Table) -> Iterator[DataError]:
    """Texts that :mod:`data.cells` refuses; each different text of a column is judged once."""
    for field in dataset.fields:
        column = table.columns[field.name]
        for value in dict.fromkeys(cell for cell in column if isinstance(cell, str) and cell):
            wrong = cells.trouble(field, value)
            if wrong:
                yield from (DataError(table.label, *wrong, row=row, column=field.name, value=value)
                            for row, cell in enumerate(column, start=2) if cell == value)
        if dataset.geometry and field.is_number:
            yield from (DataError(table.label, "is text where a number is wanted", "write it without quotes", row=row,
                                  column=field.name, value=cell)
                        for row, cell in enumerate(column, start=2) if isinstance(cell, str))


def _swapped(dataset: Dataset, table: Table) -> Iterator[DataError]:
    """Points whose lat and lon stand in each other's column, or of which only one is filled."""
    if not dataset.has_points:
        return
    for row, (lat, lon) in enumerate(zip(table.columns["lat"], table.columns["lon"], strict=True), start=2):
        if (lat == "") != (lon == ""):
            empty, other = ("lat", "lon") if lat == "" else ("lon", "lat")
            if not dataset.field(empty).required:
                yield DataError(table.label, f"is empty while {other} is filled", "write both, or neither", row=row,
                                column=empty)
        elif _within(lat, LON) and _within(lon, LAT):
            yield DataError(table.label, f"and lon {lon!r}: lat and lon look swapped", f"write lat {lon} and lon {lat}",
                            row=row, column="lat", value=str(lat))


def _within(cell: Any, limits: tuple[float, float]) -> bool:
    try:
        return limits[0] <= float(cell) <= limits[1]
    except ValueError:
        return False


def _schema(dataset: Dataset, table: Table) -> Iterator[DataError]:
    """What frictionless finds against the declaration: required, enum, pattern, limits, primary key.

    A CSV or map layer goes through it whole. Of a Parquet file, whose types are fixed and rows are many, each column's
    different values go through it, and the key is compared here.
    """
    if dataset.format != "parquet":
        names = list(table.columns)
        yield from _reported(dataset, table, dataset.schema, [names, *map(list, zip(*table.columns.values(), strict=True))])
        return
    for field, entry in zip(dataset.fields, dataset.schema["fields"], strict=True):
        column = table.columns[field.name]
        different = list(dict.fromkeys(column))
        for error in _reported(dataset, table, {"fields": [entry]}, [[field.name], *([value] for value in different)]):
            first = column.index(different[(error.row or 2) - 2]) + 2
            yield DataError(error.file, error.why, error.mend, first, error.column, error.value)
    seen: dict[tuple[Any, ...], int] = {}
    for row, key in enumerate(zip(*(table.columns[name] for name in dataset.primary_key), strict=True), start=2):
        if seen.setdefault(key, row) != row:
            yield _double(dataset, table, row, seen[key])


def _reported(dataset: Dataset, table: Table, schema: Any, rows: list[list[Any]]) -> Iterator[DataError]:
    """The errors frictionless reports for ``rows`` (the first is the header)."""
    from frictionless import Resource, Schema
    fields = [{key: field[key] for key in ("name", "type", "constraints") if key in field}
              | ({"trueValues": ["true"], "falseValues": ["false"]} if field["type"] == "boolean" else {})
              for field in schema["fields"]]
    plain = {"fields": fields, "missingValues": [""]}
    if "primaryKey" in schema:
        plain["primaryKey"] = schema["primaryKey"]
    report = Resource(name="table", data=rows, schema=Schema.from_descriptor(plain)).validate(limit_errors=10_000)
    for error in (error for task in report.tasks for error in task.errors):
        number = getattr(error, "row_number", None)
        if error.type == "primary-key":
            earlier = re.search(r"position \"?(\d+)", error.note)
            yield _double(dataset, table, number, int(earlier[1]) if earlier else None)
        elif hasattr(error, "field_name"):
            field = dataset.field(error.field_name)
            cell = rows[number - 1][list(rows[0]).index(field.name)]
            yield _constraint(dataset, table, field, number, "" if cell is None else str(cell), error.note)
        else:
            yield DataError(table.label, error.message, "compare with its entry in data/datapackage.yaml", row=number)


def _constraint(dataset: Dataset, table: Table, field: Field, row: int, cell: str, note: str) -> DataError:
    """A broken rule of one cell, in the words of whoever fills the table."""
    def error(why: str, mend: str) -> DataError:
        return DataError(table.label, why, mend, row=row, column=field.name, value=cell or None)
    if 'constraint "required"' in note:
        return error(*_empty(dataset, field))
    if 'constraint "enum"' in note:
        near = difflib.get_close_matches(cell.lower(), field.enum, n=1, cutoff=0.5)
        return error("is none of " + ", ".join(field.enum), f"write {near[0]}" if near else "write one of them")
    if 'constraint "minimum"' in note:
        return error(f"is less than {field.minimum:g}", "look at the source again")
    if 'constraint "maximum"' in note:
        return error(f"is more than {field.maximum:g}", "look at the source again")
    if 'constraint "pattern"' in note:
        if re.fullmatch(field.pattern or "", _as_id(cell)):
            return error("is not written as an id: small letters, digits and hyphens", f"write {_as_id(cell)}")
        if (field.pattern or "").startswith("68000"):
            return error("is no code of a place in Taoyuan", "write the digits as they stand in districts or villages")
        return error("is not written as this column asks", f"write it as {field.pattern}")
    return error(f"is not a {field.type}", f"write a {field.type}")


def _empty(dataset: Dataset, field: Field) -> cells.Trouble:
    if field.name == "source_id":
        return "is empty: no fact without a source", "write the source_id of a row of sources.csv"
    if field.name in dataset.primary_key:
        return "is empty: every row has an id", "write one that no other row has"
    for ending, tongue in (("_en", "English"), ("_zh", "Chinese")):
        other = field.name[:-3] + ("_zh" if ending == "_en" else "_en")
        if field.name.endswith(ending) and other in {f.name for f in dataset.fields}:
            return f"is empty: the {tongue} text is missing", f"write it; {other} alone is not enough"
    return "is empty but needed", "write what the source says"


def _as_id(cell: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", cell.lower()).strip("-")


def _double(dataset: Dataset, table: Table, row: int, earlier: int | None) -> DataError:
    key = [str(table.columns[name][row - 2]) for name in dataset.primary_key]
    where = f" (first in row {earlier})" if earlier else ""
    return DataError(table.label, f"stands twice{where}", "give this row a key of its own or take it out", row=row,
                     column=" + ".join(dataset.primary_key), value=" + ".join(key))


def _rows(dataset: Dataset, table: Table) -> Iterator[DataError]:
    """Rules between cells: both languages or neither, first date not after the last, one headline a project."""
    columns = table.columns
    for en, zh in dataset.pairs:
        if dataset.field(en).required:
            continue
        for row, (a, b) in enumerate(zip(columns[en], columns[zh], strict=True), start=2):
            if bool(a) != bool(b):
                empty, filled, tongue = (zh, en, "Chinese") if a else (en, zh, "English")
                yield DataError(table.label, f"is empty while {filled} is {a or b!r}: the {tongue} text is missing",
                                "write both, or neither", row=row, column=empty)
    for first, last in dataset.ordered:
        for row, (a, b) in enumerate(zip(columns[first], columns[last], strict=True), start=2):
            shared = min(len(a or ""), len(b or ""))
            if a and b and a[:shared] > b[:shared]:
                yield DataError(table.label, f"lies before {first} {a!r}", "look at the source again: which comes first?",
                                row=row, column=last, value=b)
    if dataset.at_most_one:
        flag, group = dataset.at_most_one
        seen: dict[str, int] = {}
        for row, (on, of) in enumerate(zip(columns[flag], columns[group], strict=True), start=2):
            if on == "true" and seen.setdefault(of, row) != row:
                yield DataError(table.label, f"is already so for {of!r} in row {seen[of]}: one a {group}",
                                "write false in one of the two", row=row, column=flag, value=on)


def _shapes(dataset: Dataset, table: Table) -> Iterator[DataError]:
    """Geometries of another kind, that cross themselves, or that lie outside the frame of the layer."""
    if not dataset.geometry:
        return
    from shapely import get_coordinates, is_valid_reason
    from shapely.geometry import shape
    west, south, east, north = dataset.geometry.bbox
    slack = 0.05    # degrees, about 5 km: a border may move a little, a swapped or projected coordinate never passes
    for row, geometry in enumerate(table.geometry, start=2):
        def error(why: str, mend: str, row: int = row) -> DataError:
            return DataError(table.label, why, mend, row=row, column="geometry")
        kind = geometry.get("type")
        if kind not in dataset.geometry.types:
            yield error(f"is a {kind}, not a {' or '.join(dataset.geometry.types)}", "draw it as that")
            continue
        try:
            made = shape(geometry)
            points = get_coordinates(made)
        except Exception as problem:   # shapely raises many kinds for coordinates that are no numbers
            yield error(f"cannot be read ({problem})", "write coordinates as numbers, lon before lat")
            continue
        reason = is_valid_reason(made)
        x, y = points[:, 0], points[:, 1]
        if x.max() < 26 and y.min() > 119:
            yield error("has lat before lon", "write lon before lat, as GeoJSON asks")
        elif not (west - slack <= x.min() and x.max() <= east + slack and south - slack <= y.min() and y.max() <= north + slack):
            yield error("lies outside the frame of the layer", "write WGS84 degrees (EPSG:4326), lon before lat")
        elif reason != "Valid Geometry":
            yield error(f"is not valid: {reason}", "mend the shape (it may not cross itself)")
