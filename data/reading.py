"""Opens a file of the data folder and says what is wrong with the file as such: rows and cells out, nothing judged yet."""

import csv
import io
import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.catalog import Dataset
from data.errors import DataError

LARGEST = 50_000_000    # bytes; a table this large is a mistake here, the big ones live in data/sources as Parquet
NAMED = {".csv": "a comma-separated table", ".parquet": "a Parquet file", ".geojson": "a GeoJSON file"}


@dataclass
class Table:
    """What stands in a file: ``columns`` by field name, in the order of the declaration; row i of them is row i + 2 of the
    file as a spreadsheet shows it (header = row 1; of a map layer, the line). CSV cells are text, "" when empty; other
    formats give their own values, None when empty."""

    label: str
    columns: dict[str, list[Any]] = field(default_factory=dict)
    geometry: list[dict[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))


def content(path: Path, label: str) -> bytes:
    """The bytes of the file. Raises DataError: missing, unreadable, too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise DataError(label, f"has {size:,} bytes, more than {LARGEST:,}",
                            "leave out rows nobody shows, or keep it as Parquet")
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError(label, "is missing", "put the file back or take its entry out of data/datapackage.yaml") from None
    except OSError as error:
        raise DataError(label, f"cannot be opened ({error.strerror})", "give the server the right to read it") from None


def table(dataset: Dataset, raw: bytes, label: str) -> tuple[Table, list[DataError]]:
    """The cells of ``raw`` and what keeps the file from being read; with errors the table may be incomplete."""
    if not raw.strip():
        return Table(label), [DataError(label, "is empty", "put the last good version of the file back")]
    return READERS[dataset.format](dataset, raw, label)


def _csv(dataset: Dataset, raw: bytes, label: str) -> tuple[Table, list[DataError]]:
    text, errors = _text(raw, label)
    if errors:
        return Table(label), errors
    names = [f.name for f in dataset.fields]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return Table(label), [_unreadable(text, str(error), label)]
    errors = _header(rows[0], names, ",".join(rows[0]), label)
    if errors:
        return Table(label), errors
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(names):
            errors.append(_cells(row, names, number, number == len(rows), label))
    if not errors and not text.endswith("\n"):
        errors.append(DataError(label, "has no line end after its last row, so it may be cut off",
                                "check that the last row is whole and end it with a new line", row=len(rows)))
    if not errors and len(rows) == 1:
        errors.append(DataError(label, "has a header but no rows", "put the rows back"))
    cells = list(zip(*(row for row in rows[1:] if len(row) == len(names)), strict=True)) or [()] * len(names)
    return Table(label, dict(zip(names, map(list, cells), strict=True))), errors


def _text(raw: bytes, label: str) -> tuple[str, list[DataError]]:
    """``raw`` as text; only UTF-8 without a byte order mark, lines ended by LF or CR LF."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", [DataError(label, "is UTF-16, not UTF-8", "save as UTF-8")]
    if raw.startswith(b"\xef\xbb\xbf"):
        return "", [DataError(label, "starts with a byte order mark (BOM)", "save as UTF-8 without BOM", row=1)]
    if b"\0" in raw:
        row = raw[: raw.index(b"\0")].count(b"\n") + 1
        return "", [DataError(label, "holds a NUL byte, so it is damaged or not a text file",
                              "put the last good version back", row=row)]
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
        if "\r" in text and "\n" not in text:
            return "", [DataError(label, "ends its lines with CR alone, as old Macs did", "save with LF line ends")]
        return text, []
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return "", [DataError(label, f"is not UTF-8 (perhaps {_guess(raw)})", "save as UTF-8", row=row,
                              value=raw[error.start:error.start + 4].decode("latin-1"))]


def _guess(raw: bytes) -> str:
    try:
        raw.decode("big5")
        return "Big5"
    except UnicodeDecodeError:
        return "Windows-1252 or damaged"


def _header(header: list[str], names: list[str], line: str, label: str) -> list[DataError]:
    """Every difference between the header found and the columns declared."""
    if header == names:
        return []
    wanted = ",".join(names)
    if len(header) == 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs")):
            if line.count(mark) >= len(names) - 1 > 0:
                return [DataError(label, f"is separated by {word}", "save as comma-separated (CSV, UTF-8)", row=1)]
    if not set(header) & set(names):
        return [DataError(label, "stands where the header should be", f"write as row 1: {wanted}", row=1, value=line[:60])]
    errors = [DataError(label, "stands twice in the header", "take one of the two columns out", row=1, column=name, value=name)
              for name in dict.fromkeys(header) if header.count(name) > 1]
    missing, extra = [n for n in names if n not in header], [h for h in dict.fromkeys(header) if h not in names]
    if len(missing) == len(extra) == 1 and len(header) == len(names):
        return [*errors, DataError(label, "is not a column of this table", f"rename it to {missing[0]}", row=1,
                                   column=extra[0], value=extra[0])]
    errors += [DataError(label, "is missing from the header", f"add the column; the header is {wanted}", row=1, column=name)
               for name in missing]
    errors += [DataError(label, "is not a column of this table",
                         "take the column out, or declare it in data/datapackage.yaml", row=1, column=name, value=name)
               for name in extra]
    return errors or [DataError(label, "has its columns in another order", f"write as row 1: {wanted}", row=1, value=line)]


def _unreadable(text: str, reason: str, label: str) -> DataError:
    """Where the quotes go wrong: the row after the last one that can still be read."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    good = 0
    with suppress(csv.Error):
        for _row in rows:
            good += 1
    if "unexpected end" in reason:
        why, mend = 'has a quote (") that is never closed, so the file is cut off there', 'close the quote or put the row back'
    elif "field larger" in reason:
        why, mend = "has a cell of more than 131,072 letters", "look for a quote that was lost, or shorten the text"
    else:
        why, mend = 'has a quote (") in the middle of a cell', 'write quotes inside a quoted cell twice: "he said ""yes"""'
    return DataError(label, why, mend, row=good + 1)


def _cells(row: list[str], names: list[str], number: int, is_last: bool, label: str) -> DataError:
    shown = ",".join(row)[:60]
    if not row:
        return DataError(label, "is an empty line", "take the line out", row=number)
    if len(row) > len(names):
        return DataError(label, f"has {len(row)} cells instead of {len(names)}",
                         'put a cell that holds a comma into quotes ("…")', row=number, value=shown)
    cut = ", so the file may be cut off" if is_last else ""
    return DataError(label, f"has {len(row)} cells instead of {len(names)}{cut}",
                     f"write all of them; {names[len(row)]} and what follows are missing", row=number, value=shown)


def _parquet(dataset: Dataset, raw: bytes, label: str) -> tuple[Table, list[DataError]]:
    import pyarrow as pa
    import pyarrow.parquet as pq
    try:
        found = pq.read_table(pa.BufferReader(raw))
    except (pa.ArrowException, OSError) as error:
        return Table(label), [DataError(label, f"is not a whole Parquet file ({_first_line(error)})",
                                        "put the last good version of the file back")]
    names = [f.name for f in dataset.fields]
    errors = _header(found.column_names, names, ",".join(found.column_names), label)
    kinds = {"string": (pa.types.is_string, pa.types.is_large_string), "integer": (pa.types.is_integer,),
             "number": (pa.types.is_floating, pa.types.is_integer), "boolean": (pa.types.is_boolean,)}
    for f in dataset.fields if not errors else ():
        kind = found.schema.field(f.name).type
        if not any(test(kind) for test in kinds[f.type]):
            errors.append(DataError(label, f"is a column of type {kind}, not {f.type}", f"write it as {f.type}",
                                    column=f.name))
    if errors:
        return Table(label), errors
    return Table(label, {name: found.column(name).to_pylist() for name in names}), []


def _geojson(dataset: Dataset, raw: bytes, label: str) -> tuple[Table, list[DataError]]:
    text, errors = _text(raw, label)
    if errors:
        return Table(label), errors
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        return Table(label), [DataError(label, f"is not whole JSON ({error.msg})", "put the last good version back",
                                        row=error.lineno)]
    except RecursionError:
        return Table(label), [DataError(label, "is nested too deeply to be a layer", "put the last good version back")]
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features or not all(_is_feature(one) for one in features):
        return Table(label), [DataError(label, "is not a GeoJSON FeatureCollection with features",
                                        "write {\"type\":\"FeatureCollection\",\"features\":[…]}")]
    names = [f.name for f in dataset.fields]
    for number, feature in enumerate(features, start=2):
        errors += [DataError(label, "is not a property of this layer",
                             "take it out, or declare it in data/datapackage.yaml", row=number, column=key, value=key)
                   for key in feature["properties"] if key not in names]
    columns = {name: [feature["properties"].get(name) for feature in features] for name in names}
    return Table(label, columns, [feature["geometry"] for feature in features]), errors


def _is_feature(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("properties"), dict) and isinstance(one.get("geometry"), dict)


def _first_line(error: Exception) -> str:
    return re.split(r"[\n.]", str(error), maxsplit=1)[0]


READERS = {"csv": _csv, "parquet": _parquet, "geojson": _geojson}
