"""The numbers behind a picture as CSV and XLSX: one row a value, with unit, date, place, source and note."""

import csv
import io
import json
from typing import Any

import xlsxwriter

from data import store
from data.queries import indicators as query
from data.queries import stories
from data.queries.projects import CITYWIDE, year_of

Row = dict[str, Any]
COLUMNS = (
    "what_zh",
    "what_en",
    "area_code",
    "area_zh",
    "area_en",
    "date",
    "value",
    "unit_zh",
    "unit_en",
    "qualifier",
    "note",
    "source",
    "source_url",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so is run by spreadsheet programs (OWASP, CSV injection)


def of_scene(scene: Row) -> list[Row]:
    """The rows a step's picture is made of; a project or an event without numbers is one row without a value."""
    if "figure" in scene:
        table = stories.series(store.load("indicators"), scene["figure"]["id"])
        dates = {point["date"] for point in scene["figure"]["points"]}
        return of_indicator_rows(table[table["date"].isin(dates)])
    if "growth" in scene:
        rows = store.load("indicators")
        own = rows[(rows["indicator_id"] == scene["growth"]["id"]) & rows["district_code"].isin(scene["districts"])]
        return of_indicator_rows(own[year_of(own["date"]) <= scene["year"]].sort_values(["district_code", "date"]))
    sources = _sources()
    if "project" in scene:
        measures = store.load("measures").set_index("measure_id", drop=False)
        chosen = [measures.loc[one["id"]].to_dict() for one in scene["measures"]]
        if chosen:
            return [
                _row(
                    [one["name_zh"], one["name_en"]],
                    CITYWIDE if not scene["districts"] else scene["districts"][0],
                    one["date"],
                    one["value"],
                    [one["unit_zh"], one["unit_en"]],
                    one["qualifier"],
                    one["note"],
                    one["source_id"],
                    sources,
                )
                for one in chosen
            ]
        named, date = scene["project"]["name"], ""
    else:
        thing, table = ("milestone", "milestones") if "milestone" in scene else ("award", "awards")
        own = store.load(table).set_index("id").loc[scene[thing]["id"]]
        named, date = scene[thing].get("title") or scene[thing]["name"], own["date"]
    return [
        _row(
            named,
            scene["districts"][0] if scene["districts"] else CITYWIDE,
            date,
            None,
            ["", ""],
            "",
            "",
            scene["sources"][0][0],
            sources,
        )
    ]


def of_indicator(indicator_id: str, district: str | None = None, year: int | None = None) -> list[Row]:
    """All values of an indicator, or those of one district, or of one year. Raises KeyError on an unknown indicator."""
    if indicator_id not in set(store.load("indicator_definitions")["indicator_id"]):
        raise KeyError(indicator_id)
    rows = query.of(store.load("indicators"), indicator_id)
    if district:
        rows = rows[rows["district_code"] == district]
    if year:
        rows = rows[year_of(rows["date"]) == year]
    return of_indicator_rows(rows)


def of_indicator_rows(rows: Any) -> list[Row]:
    """Rows of the table ``indicators``, said in full."""
    definitions = store.load("indicator_definitions").set_index("indicator_id")
    sources = _sources()
    return [
        _row(
            [definitions.loc[row["indicator_id"], f"name_{tongue}"] for tongue in ("zh", "en")],
            row["district_code"],
            row["date"],
            row["value"],
            [definitions.loc[row["indicator_id"], f"unit_{tongue}"] for tongue in ("zh", "en")],
            "",
            row["note"],
            row["source_id"],
            sources,
        )
        for row in rows.to_dict("records")
    ]


def of_projects(rows: Any) -> list[Row]:
    """Projects as they stand on the map: where and since when; without a value."""
    sources = _sources()
    return [
        {
            **_row(
                [row["name_zh"], row["name_en"]],
                row["districts"],
                row["start_date"],
                None,
                ["", ""],
                row["status"],
                "",
                row["source_id"],
                sources,
            ),
            "project_id": row["id"],
            "lat": _plain(row["lat"]),
            "lon": _plain(row["lon"]),
        }
        for row in rows.to_dict("records")
    ]


def csv_of(rows: list[Row]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read Chinese as Chinese."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _columns(rows), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_of(rows: list[Row], title: str, version: str) -> bytes:
    """One sheet of rows; a second says what it is and from which data."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True})
        sheet = book.add_worksheet("data")
        columns = _columns(rows)
        sheet.write_row(0, 0, columns, head)
        for at, row in enumerate(rows, 1):
            for place, name in enumerate(columns):
                if row.get(name) not in (None, ""):
                    sheet.write(at, place, row[name])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 1, 32)
        sheet.set_column(2, len(columns) - 1, 16)
        about = book.add_worksheet("about")
        about.write_column(0, 0, ("title", "data version"), head)
        about.write_column(0, 1, (title, version))
    return out.getvalue()


def geojson_of(rows: list[Row]) -> bytes:
    """A FeatureCollection (RFC 7946): a point where one is known, else no geometry; all columns are properties."""
    features = [
        {
            "type": "Feature",
            "id": row["project_id"],
            "geometry": None if row["lat"] == "" else {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {name: None if value == "" else value for name, value in row.items() if name not in ("lat", "lon")},
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _columns(rows: list[Row]) -> list[str]:
    extra = [name for name in (rows[0] if rows else {}) if name not in COLUMNS]
    return [*COLUMNS, *extra]


def _row(
    what: list[str],
    code: str,
    date: Any,
    value: Any,
    unit: list[str],
    qualifier: str,
    note: Any,
    source_id: str,
    sources: dict[str, tuple[str, str]],
) -> Row:
    publisher, url = sources[source_id]
    areas = [_area(one) for one in code.split(";")]
    return {
        "what_zh": what[0],
        "what_en": what[1],
        "area_code": code,
        "area_zh": "、".join(one[0] for one in areas),
        "area_en": ", ".join(one[1] for one in areas),
        "date": _plain(date),
        "value": _plain(value),
        "unit_zh": unit[0],
        "unit_en": unit[1],
        "qualifier": _plain(qualifier),
        "note": _plain(note),
        "source": publisher,
        "source_url": url,
    }


def _area(code: str) -> tuple[str, str]:
    if code == CITYWIDE:
        return "桃園市", "Taoyuan City"
    row = store.load("districts").set_index("code").loc[code]
    return row["name_zh"], row["name_en"]


def _sources() -> dict[str, tuple[str, str]]:
    table = store.load("sources")
    return {
        row["source_id"]: (row["publisher"], _plain(row["url"]))
        for row in table[["source_id", "publisher", "url"]].to_dict("records")
    }


def _plain(value: Any) -> Any:
    """Unknown is an empty cell; whole numbers have no point."""
    if value is None or value != value:
        return ""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
