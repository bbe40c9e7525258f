"""Every way a table was ever seen to break: its own message, and nothing else falls with it."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.store import DataError, Store
from tests.data.conftest import trimmed

Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Break:
    """One change to the file of one dataset, and what the first message must say after the file's name."""

    dataset: str
    change: Change | None           # None = the file is taken away
    message: str


def cell(row: int, column: str, value: str) -> Change:
    """Writes ``value`` into one cell; ``row`` as a spreadsheet counts (header = 1)."""
    def change(raw: bytes) -> bytes:
        rows = _rows(raw)
        rows[row - 1][rows[0].index(column)] = value
        return _csv(rows)
    return change


def header(old: str, new: str) -> Change:
    def change(raw: bytes) -> bytes:
        rows = _rows(raw)
        rows[0][rows[0].index(old)] = new
        return _csv(rows)
    return change


def without(row: int) -> Change:
    return lambda raw: _csv([cells for number, cells in enumerate(_rows(raw), start=1) if number != row])


def again(row: int) -> Change:
    """The row once more, at the end."""
    return lambda raw: _csv([*_rows(raw), _rows(raw)[row - 1]])


def columns(change: Callable[[list[str]], list[str]]) -> Change:
    return lambda raw: _csv([change(row) for row in _rows(raw)])


def text(old: str, new: str) -> Change:
    def change(raw: bytes) -> bytes:
        assert old.encode() in raw
        return raw.replace(old.encode(), new.encode(), 1)
    return change


def feature(number: int, change: Callable[[dict], None]) -> Change:
    def changed(raw: bytes) -> bytes:
        layer = json.loads(raw)
        change(layer["features"][number])
        return json.dumps(layer, ensure_ascii=False).encode()
    return changed


def _rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


BREAKS = {
    # the file as such
    "missing file": Break("families", None,
        ": is missing; put the file back or take its entry out of data/datapackage.yaml"),
    "empty file": Break("families", lambda raw: b"",
        ": is empty; put the last good version of the file back"),
    "only spaces": Break("families", lambda raw: b" \n\n",
        ": is empty; put the last good version of the file back"),
    "header only": Break("families", lambda raw: raw.split(b"\n")[0] + b"\n",
        ": has a header but no rows; put the rows back"),
    "no header": Break("families", lambda raw: raw.split(b"\n", 1)[1],
        ", row 1: 'move,Moving,行,1' stands where the header should be; write as row 1: id,name_en,name_zh,order"),
    "UTF-16": Break("awards", lambda raw: raw.decode().encode("utf-16"),
        ": is UTF-16, not UTF-8; save as UTF-8"),
    "Big5": Break("families", lambda raw: raw.decode().encode("big5"),
        ", row 2: '¦æ,1' is not UTF-8 (perhaps Big5); save as UTF-8"),
    "one wrong byte": Break("awards", lambda raw: raw.replace(b"Taipei", b"Taip\xe9", 1),
        ", row 7: 'é Ti' is not UTF-8 (perhaps Windows-1252 or damaged); save as UTF-8"),
    "byte order mark": Break("families", lambda raw: b"\xef\xbb\xbf" + raw,
        ", row 1: starts with a byte order mark (BOM); save as UTF-8 without BOM"),
    "NUL byte": Break("families", text("Moving", "Mov\0ing"),
        ", row 2: holds a NUL byte, so it is damaged or not a text file; put the last good version back"),
    "too large": Break("families", lambda raw: raw + b"x" * 50_000_000,
        ": has 50,000,144 bytes, more than 50,000,000; leave out rows nobody shows, or keep it as Parquet"),
    "semicolons between cells": Break("families", lambda raw: raw.replace(b",", b";"),
        ", row 1: is separated by semicolons; save as comma-separated (CSV, UTF-8)"),
    "tabs between cells": Break("families", lambda raw: raw.replace(b",", b"\t"),
        ", row 1: is separated by tabs; save as comma-separated (CSV, UTF-8)"),
    "quote never closed": Break("families", text("Living", '"Living'),
        ', row 4: has a quote (") that is never closed, so the file is cut off there; close the quote or put the row back'),
    "quote in a cell": Break("families", text("Living", '"Liv" ing'),
        ', row 4: has a quote (") in the middle of a cell; write quotes inside a quoted cell twice: "he said ""yes"""'),
    "cut off in a row": Break("families", lambda raw: raw[:-6],
        ", row 6: 'make,Making,產' has 3 cells instead of 4, so the file may be cut off; write all of them;"
        " order and what follows are missing"),
    "cut off before the line end": Break("families", lambda raw: raw[:-1],
        ", row 6: has no line end after its last row, so it may be cut off;"
        " check that the last row is whole and end it with a new line"),
    "line ends of old Macs": Break("families", lambda raw: raw.replace(b"\n", b"\r"),
        ": ends its lines with CR alone, as old Macs did; save with LF line ends"),
    "row with too many cells": Break("families", text("Land and water", "Land, water"),
        ', row 3: \'nature,Land, water,水土,2\' has 5 cells instead of 4; put a cell that holds a comma into quotes ("…")'),
    "empty line": Break("families", text("\nnature", "\n\nnature"),
        ", row 3: is an empty line; take the line out"),
    # the header
    "column renamed": Break("awards", header("date", "Date"),
        ", row 1, column Date: 'Date' is not a column of this table; rename it to date"),
    "column missing": Break("awards", columns(lambda row: row[:1] + row[2:]),
        ", row 1, column date: is missing from the header; add the column;"
        " the header is id,date,award_en,award_zh,body_en,body_zh,category,project_id,result,place_en,source_id,note"),
    "column extra": Break("families", columns(lambda row: [*row, row[0]] if row[0] != "id" else [*row, "colour"]),
        ", row 1, column colour: 'colour' is not a column of this table;"
        " take the column out, or declare it in data/datapackage.yaml"),
    "column twice": Break("families", columns(lambda row: [*row, row[3]]),
        ", row 1, column order: 'order' stands twice in the header; take one of the two columns out"),
    "columns in another order": Break("families", columns(lambda row: row[::-1]),
        ", row 1: 'order,name_zh,name_en,id' has its columns in another order; write as row 1: id,name_en,name_zh,order"),
    # signs in a cell
    "formula": Break("projects", cell(5, "note", '=HYPERLINK("http://x.example","y")'),
        ', row 5, column note: \'=HYPERLINK("http://x.example","y")\' starts like a spreadsheet formula;'
        ' do not start a text with \'=\''),
    "formula with at": Break("projects", cell(5, "note", "@SUM(1)"),
        ", row 5, column note: '@SUM(1)' starts like a spreadsheet formula; do not start a text with '@'"),
    "markup": Break("projects", cell(5, "summary_en", "Reads <script>alert(1)</script> aloud."),
        ", row 5, column summary_en: 'Reads <script>alert(1)</script> aloud.' holds markup, which is never "
        "shown as such; write plain text"),
    "escaped markup": Break("projects", cell(5, "summary_en", "Reads &lt;script&gt; aloud."),
        ", row 5, column summary_en: 'Reads &lt;script&gt; aloud.' holds markup, which is never shown as such;"
        " write plain text"),
    "javascript": Break("sources", cell(5, "url", "javascript:alert(1)"),
        ", row 5, column url: 'javascript:alert(1)' is not an http or https address;"
        " write the whole address, starting with https://"),
    "endless cell": Break("projects", cell(5, "note", "L" * 5001),
        ", row 5, column note: '" + "L" * 57 + "…' has 5,001 letters, more than 5,000;"
        " look for a quote that was lost, or shorten the text"),
    "control character": Break("projects", cell(5, "name_zh", "桃園\x07卡"),
        ", row 5, column name_zh: '桃園\\x07卡' holds the invisible control character U+0007; take it out"),
    "lost letter": Break("projects", cell(5, "name_zh", "桃\ufffd卡"),
        ", row 5, column name_zh: '桃�卡' holds U+FFFD, the sign of a letter that was lost;"
        " write the letter that stood there and save as UTF-8"),
    "byte order mark in a cell": Break("projects", cell(5, "name_zh", "\ufeff桃園卡"),
        ", row 5, column name_zh: '\\ufeff桃園卡' holds the invisible control character U+FEFF; take it out"),
    "tab": Break("projects", cell(5, "note", "\tsee below"),
        ", row 5, column note: '\\tsee below' holds a tab; write a space instead"),
    "line break": Break("projects", cell(5, "note", "see\nbelow"),
        ", row 5, column note: 'see\\nbelow' holds a line break; write the text on one line"),
    "space round an id": Break("projects", cell(5, "id", " a-project"),
        ", row 5, column id: ' a-project' has a space before or after it; write 'a-project'"),
    "full-width space": Break("projects", cell(5, "name_zh", "桃園卡\u3000"),
        ", row 5, column name_zh: '桃園卡\\u3000' has a space before or after it; write '桃園卡'"),
    # dates
    "date with slashes": Break("awards", cell(7, "date", "2019/6/13"),
        ", row 7, column date: '2019/6/13' is not ISO 8601; write 2019-06-13"),
    "date without leading zero": Break("awards", cell(7, "date", "2019-6-13"),
        ", row 7, column date: '2019-6-13' is not ISO 8601; write 2019-06-13"),
    "date in Chinese": Break("awards", cell(7, "date", "2019年6月13日"),
        ", row 7, column date: '2019年6月13日' is not ISO 8601; write 2019-06-13"),
    "date of the Republic": Break("awards", cell(7, "date", "民國108年6月13日"),
        ", row 7, column date: '民國108年6月13日' is a year of the Republic of China calendar (民國); write 2019-06-13"),
    "date of the Republic with slashes": Break("awards", cell(7, "date", "108/06/13"),
        ", row 7, column date: '108/06/13' is a year of the Republic of China calendar (民國); write 2019-06-13"),
    "year of the Republic": Break("awards", cell(7, "date", "108"),
        ", row 7, column date: '108' is a year of the Republic of China calendar (民國); write 2019"),
    "day that is none": Break("awards", cell(7, "date", "2019-02-30"),
        ", row 7, column date: '2019-02-30' is no day of the calendar; look at the source again;"
        " write the month alone when the day is not known"),
    "month that is none": Break("awards", cell(7, "date", "2019-13"),
        ", row 7, column date: '2019-13' is no day of the calendar; look at the source again;"
        " write the month alone when the day is not known"),
    "date in words": Break("awards", cell(7, "date", "13 June 2019"),
        ", row 7, column date: '13 June 2019' is not ISO 8601; write it like 2017, 2017-03 or 2017-03-02"),
    "date less precise than the column": Break("mrt_stations", cell(3, "opened", "2017-03"),
        ", row 3, column opened: '2017-03' is not as precise as the column (day); write it like 2017-03-02"),
    "end before start": Break("projects", cell(3, "end_date", "2012-12"),
        ", row 3, column end_date: '2012-12' lies before start_date '2013'; look at the source again: which comes first?"),
    # numbers
    "thousands separator": Break("measures", cell(3, "value", "970,000,000"),
        ", row 3, column value: '970,000,000' has thousands separators; write 970000000"),
    "unit in a number": Break("measures", cell(3, "value", "51 km"),
        ", row 3, column value: '51 km' holds more than a number; write 51; units and words stand in other columns"),
    "currency in a number": Break("measures", cell(3, "value", "NT$970"),
        ", row 3, column value: 'NT$970' holds more than a number; write 970; units and words stand in other columns"),
    "percent sign": Break("measures", cell(3, "value", "78.9%"),
        ", row 3, column value: '78.9%' has a percent sign; write 78.9; the unit stands in the declaration"),
    "full-width digits": Break("measures", cell(3, "value", "１２３"),
        ", row 3, column value: '１２３' is written in full-width digits; write 123"),
    "not a number": Break("measures", cell(3, "value", "NaN"),
        ", row 3, column value: 'NaN' is not a number; leave the cell empty when it is unknown"),
    "infinite": Break("measures", cell(3, "value", "inf"),
        ", row 3, column value: 'inf' is infinite, which is no number to show; leave the cell empty when it is unknown"),
    "scientific notation": Break("measures", cell(3, "value", "9.7E+08"),
        ", row 3, column value: '9.7E+08' is in scientific notation, so digits may be lost; write 970000000"),
    "decimal comma": Break("measures", cell(3, "value", "3,5"),
        ", row 3, column value: '3,5' has a decimal comma; write 3.5"),
    "zeros before a number": Break("families", cell(3, "order", "02"),
        ", row 3, column order: '02' has zeros before it; write 2"),
    "plus sign": Break("measures", cell(3, "value", "+5"),
        ", row 3, column value: '+5' has a plus sign; write 5"),
    "number beyond reason": Break("measures", cell(3, "value", "9" * 30),
        ", row 3, column value: '" + "9" * 30 + "' is too large to be true; look at the source again"),
    "half a rank": Break("families", cell(3, "order", "2.5"),
        ", row 3, column order: '2.5' is not a whole number; write 2, or the number the source gives"),
    "importance out of range": Break("milestones", cell(3, "importance", "5"),
        ", row 3, column importance: '5' is more than 4; look at the source again"),
    # places
    "lat and lon swapped": Break("mrt_stations", lambda raw: cell(3, "lat", "121.37073")(cell(3, "lon", "25.06053")(raw)),
        ", row 3, column lat: '121.37073' and lon '25.06053': lat and lon look swapped;"
        " write lat 25.06053 and lon 121.37073"),
    "point in the sea": Break("mrt_stations", lambda raw: cell(3, "lat", "25.2")(cell(3, "lon", "121.1")(raw)),
        ", row 3, column lat: '25.2' and lon 121.1: the point lies in the sea, not in Taoyuan;"
        " look the place up again (WGS84 degrees, lat about 24.6 to 25.1, lon about 121.0 to 121.5)"),
    "point in another county": Break("mrt_stations", lambda raw: cell(3, "lat", "24.8")(cell(3, "lon", "121.0")(raw)),
        ", row 3, column lat: '24.8' and lon 121.0: the point lies in Hsinchu City, not in Taoyuan;"
        " look the place up again (WGS84 degrees, lat about 24.6 to 25.1, lon about 121.0 to 121.5)"),
    "point far away": Break("mrt_stations", lambda raw: cell(3, "lat", "35.7")(cell(3, "lon", "139.7")(raw)),
        ", row 3, column lat: '35.7' and lon 139.7: the point lies far away, not in Taoyuan;"
        " look the place up again (WGS84 degrees, lat about 24.6 to 25.1, lon about 121.0 to 121.5)"),
    "lat without lon": Break("projects", cell(3, "lat", "25.0"),
        ", row 3, column lon: is empty while lat is filled; write both, or neither"),
    "lat is no number": Break("mrt_stations", cell(3, "lat", "25°03'N"),
        ', row 3, column lat: "25°03\'N" holds more than a number; write 25; units and words stand in other columns'),
    "unknown district": Break("milestones", cell(4, "districts", "68000010;68000990"),
        ", row 4, column districts: '68000990' is not in data/tables/districts.csv (code);"
        " write one that is there, or add the row there first"),
    "district of another city": Break("mrt_stations", cell(3, "district_code", "65000010"),
        ", row 3, column district_code: '65000010' is no code of a place in Taoyuan;"
        " write the digits as they stand in districts or villages"),
    "list with commas": Break("milestones", cell(4, "districts", "68000010,68000020"),
        ", row 4, column districts: '68000010,68000020' is not separated by ';'; write 68000010;68000020"),
    "list names one twice": Break("milestones", cell(4, "districts", "68000010;68000010"),
        ", row 4, column districts: '68000010;68000010' names '68000010' twice; name each once"),
    "unknown partner": Break("projects", cell(4, "partners", "chunghwa-telecom;nobody"),
        ", row 4, column partners: 'nobody' is not in data/tables/partners.csv (id);"
        " write one that is there, or add the row there first"),
    # what belongs together
    "no source": Break("milestones", cell(4, "source_id", ""),
        ", row 4, column source_id: is empty: no fact without a source; write the source_id of a row of sources.csv"),
    "unknown source": Break("milestones", cell(4, "source_id", "no-such-page"),
        ", row 4, column source_id: 'no-such-page' is not in data/tables/sources.csv (source_id);"
        " write one that is there, or add the row there first"),
    "no Chinese": Break("milestones", cell(4, "title_zh", ""),
        ", row 4, column title_zh: is empty: the Chinese text is missing; write it; title_en alone is not enough"),
    "place in one language": Break("projects", cell(3, "place_en", "Zhongli"),
        ", row 3, column place_zh: is empty while place_en is 'Zhongli': the Chinese text is missing;"
        " write both, or neither"),
    "two headlines": Break("measures", cell(2, "is_headline", "true"),
        ", row 3, column is_headline: 'true' is already so for '4g-smart-city-programme' in row 2: one a project_id;"
        " write false in one of the two"),
    "id twice": Break("partners", again(3),
        ", row 100, column id: 'arts-center' stands twice (first in row 3); give this row a key of its own or take it out"),
    "no id": Break("partners", cell(3, "id", ""),
        ", row 3, column id: is empty: every row has an id; write one that no other row has"),
    "id in capitals": Break("topics", cell(3, "id", "Smart Learning"),
        ", row 3, column id: 'Smart Learning' is not written as an id: small letters, digits and hyphens;"
        " write smart-learning"),
    "key to nothing": Break("awards", cell(20, "project_id", "no-such-project"),
        ", row 20, column project_id: 'no-such-project' is not in data/tables/projects.csv (id);"
        " write one that is there, or add the row there first"),
    "key taken away": Break("topics", without(2),
        ": 'transport' is gone, but data/tables/indicator_definitions.csv, row 3, column topic names it;"
        " put the row back, or change that cell as well"),
    "not in the list": Break("awards", cell(7, "result", "winners"),
        ", row 7, column result: 'winners' is none of winner, named, finalist; write winner"),
    "not true or false": Break("measures", cell(3, "is_headline", "YES"),
        ", row 3, column is_headline: 'YES' is not true or false; write true"),
    "not http": Break("sources", cell(3, "url", "ftp://example.org/x"),
        ", row 3, column url: 'ftp://example.org/x' is not an http or https address;"
        " write the whole address, starting with https://"),
    "no address": Break("sources", cell(3, "url", "see the library"),
        ", row 3, column url: 'see the library' is not an http or https address;"
        " write the whole address, starting with https://"),
    "story step to nothing": Break("story_steps", cell(3, "ref_id", "no-such-thing"),
        ", row 3, column ref_id: 'no-such-thing' is not in data/tables/projects.csv (id) or "
        "data/tables/milestones.csv (id) or data/tables/awards.csv (id) or data/tables/indicator_definitions.csv (indicator_id);"
        " write one that is there, or add the row there first"),
    # map layers
    "half a layer": Break("district_boundaries", lambda raw: raw[: len(raw) // 2],
        ", row 8: is not whole JSON (Expecting ',' delimiter); put the last good version back"),
    "no layer": Break("district_boundaries", lambda raw: b'{"type":"Topology"}',
        ': is not a GeoJSON FeatureCollection with features; write {"type":"FeatureCollection","features":[…]}'),
    "layer with lat first": Break("district_boundaries", feature(0, lambda one: one["geometry"].update(
        coordinates=[[[y, x] for x, y in ring] for ring in one["geometry"]["coordinates"]])),
        ", row 2, column geometry: has lat before lon; write lon before lat, as GeoJSON asks"),
    "border that crosses itself": Break("district_boundaries", feature(0, lambda one: one["geometry"].update(
        coordinates=[[[121.2, 25.0], [121.3, 25.1], [121.3, 25.0], [121.2, 25.1], [121.2, 25.0]]])),
        ", row 2, column geometry: is not valid: Self-intersection[121.25 25.05]; mend the shape (it may not cross itself)"),
    "another kind of shape": Break("district_boundaries", feature(0, lambda one: one.update(
        geometry={"type": "Point", "coordinates": [121.3, 25.0]})),
        ", row 2, column geometry: is a Point, not a Polygon; draw it as that"),
    "unknown property": Break("district_boundaries", feature(0, lambda one: one["properties"].update(colour="red")),
        ", row 2, column colour: 'colour' is not a property of this layer;"
        " take it out, or declare it in data/datapackage.yaml"),
    "district without a name": Break("district_boundaries", feature(0, lambda one: one["properties"].pop("name_zh")),
        ", row 2, column name_zh: is empty: the Chinese text is missing; write it; name_en alone is not enough"),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store on a good folder; each test breaks one file and puts it back."""
    folder = tmp_path_factory.mktemp("broken")
    store = Store(trimmed(folder), folder / "frames", check_s=3600)     # looks when a test says refresh()
    assert store.problems() == []
    yield store
    assert store.problems() == []


def broken(store: Store, name: str, change: Change | None) -> bytes:
    """Breaks the file of ``name``; what it held before comes back."""
    path = store.root / store.catalog[name].path
    before = path.read_bytes()
    path.unlink() if change is None else path.write_bytes(change(before))
    return before


@pytest.mark.parametrize("one", BREAKS.values(), ids=BREAKS)
def test_a_break_names_place_and_mend_and_the_last_good_data_stay(good: Store, one: Break) -> None:
    served, rows = good.version(), {name: len(good.load(name)) for name in good.catalog}
    before = broken(good, one.dataset, one.change)
    try:
        good.refresh()
        errors = good.problems()
        assert str(errors[0]) == good.label(one.dataset) + one.message
        assert {error.file for error in errors} == {good.label(one.dataset)}, "only the broken table is refused"
        assert good.version() == served
        assert {name: len(good.load(name)) for name in good.catalog} == rows
    finally:
        (good.root / good.catalog[one.dataset].path).write_bytes(before)
        good.refresh()
    assert good.problems() == []
    assert good.version() == served


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), cut=st.integers(0, 40), put=st.sampled_from(
    [b"", b",", b'"', b"\n", b"\r", b";", b"\t", b"\0", b"\xff", b"=1", b"-", b"1e999999999", b"{", b"]", b"null", b"NaN"]),
    name=st.sampled_from(["awards", "mrt_stations", "measures", "district_boundaries"]))
def test_no_damage_takes_the_store_down(good: Store, at: float, cut: int, put: bytes, name: str) -> None:
    """Whatever happens to a file, either it is still a good table or it is refused with a reason on one line."""
    path = good.root / good.catalog[name].path
    before, served = path.read_bytes(), good.version()
    place = int(at * len(before))
    try:
        path.write_bytes(before[:place] + put + before[place + cut:])
        good.refresh()
        errors = good.problems()
        assert errors == [] or good.version() == served
        assert all("\n" not in str(error) for error in errors)
        assert len(good.load(name)) > 0
    finally:
        path.write_bytes(before)
        good.refresh()
    assert good.problems() == []


def test_there_are_at_least_thirty_kinds_and_no_two_say_the_same() -> None:
    assert len(BREAKS) >= 30
    doubles = {"only spaces"}   # for whoever mends it the same as an empty file
    messages = [one.message for name, one in BREAKS.items() if name not in doubles]
    assert len(set(messages)) == len(messages)


@pytest.mark.parametrize("kind", ["missing file", "Big5", "key to nothing", "id twice", "date with slashes", "half a layer"])
def test_without_a_good_version_the_broken_table_raises_and_the_others_load(small: Callable, tmp_path, kind: str) -> None:
    one = BREAKS[kind]
    store = Store(small("awards", "partners", "families", "topics", "projects", "sources", "districts", "district_boundaries"),
                  tmp_path / "frames", check_s=0)
    broken(store, one.dataset, one.change)
    with pytest.raises(DataError) as raised:
        store.load(one.dataset)
    assert str(raised.value) == store.label(one.dataset) + one.message
    assert all(len(store.load(name)) for name in store.catalog if name != one.dataset)
    assert store.ready() == (one.dataset == "district_boundaries")


def test_all_errors_of_a_table_are_told_at_once(small: Callable, tmp_path) -> None:
    store = Store(small("families"), tmp_path / "frames", check_s=0)
    broken(store, "families", lambda raw: cell(3, "name_zh", "")(cell(2, "order", "1st")(cell(5, "id", "move")(raw))))
    with pytest.raises(DataError) as raised:
        store.load("families")
    assert [(error.row, error.column) for error in (raised.value, *raised.value.more)] == [
        (2, "order"), (3, "name_zh"), (5, "id")]
    assert len(raised.value.__notes__) == 2


@pytest.mark.parametrize(("change", "message"), [
    (lambda raw: raw[: len(raw) // 2], ": is not a whole Parquet file"),
    (lambda raw: _parquet(raw, lambda frame: frame.assign(births=frame["births"].astype("float64"))),
     ", column births: is a column of type double, not integer; write it as integer"),
    (lambda raw: _parquet(raw, lambda frame: frame.drop(columns="deaths")),
     ", row 1, column deaths: is missing from the header"),
    (lambda raw: _parquet(raw, lambda frame: frame.assign(births=frame["births"].replace(0, -1))),
     ", row 3, column births: '-1' is less than 0; look at the source again"),
    (lambda raw: _parquet(raw, lambda frame: frame.assign(month=frame["month"].replace("2014-05", "103/05"))),
     ", row 3, column month: '103/05' is a year of the Republic of China calendar (民國); write 2014-05"),
    (lambda raw: _parquet(raw, lambda frame: frame.iloc[[0, 1, 0]]),
     ", row 4, column village_code + month: '68000010001 + 2014-04' stands twice (first in row 2)"),
], ids=["cut off", "type", "column missing", "negative", "date of the Republic", "key twice"])
def test_a_parquet_table_is_checked_alike(small: Callable, tmp_path, change: Change, message: str) -> None:
    store = Store(small("village_vital_monthly"), tmp_path / "frames", check_s=0)
    broken(store, "village_vital_monthly", lambda raw: change(_parquet(raw, lambda frame: frame.head(30))))
    assert str(store.problems()[0]).startswith("data/series/village_vital_monthly.parquet" + message)


def _parquet(raw: bytes, change: Callable) -> bytes:
    out = io.BytesIO()
    change(pd.read_parquet(io.BytesIO(raw))).to_parquet(out, index=False)
    return out.getvalue()


def test_a_table_that_fits_only_with_another_waits_for_it(good: Store) -> None:
    """A new project and its milestone arrive together; the project is broken: neither is shown, the reasons name both."""
    projects = broken(good, "projects", lambda raw: _csv([*_rows(raw), ["new-project", *_rows(raw)[1][1:4], "2019/6/13",
                                                                        *_rows(raw)[1][5:]]]))
    milestones = broken(good, "milestones", cell(4, "project_id", "new-project"))
    try:
        good.refresh()
        assert {error.file for error in good.problems()} == {"data/tables/projects.csv", "data/tables/milestones.csv"}
        path = good.root / "tables/projects.csv"
        path.write_bytes(path.read_bytes().replace(b"2019/6/13", b"2019-06-13"))
        good.refresh()
        assert good.problems() == []
        assert len(good.load("projects")) == 157
        assert "new-project" in set(good.load("milestones")["project_id"])
    finally:
        (good.root / "tables/milestones.csv").write_bytes(milestones)
        (good.root / "tables/projects.csv").write_bytes(projects)
        good.refresh()
