"""Rows are there once, corrections win, and the sums by hour are always those of the rows."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.sources import all_sources
from data.sources.core import files, frame, shelf
from data.sources.core.shelf import Shelf

SOURCE = all_sources()["tycg_rain"]
START = dt.datetime(2026, 1, 31, 20)


def row(station: int, minutes: int, rain: float | None) -> dict[str, Any]:
    return {
        "station_id": f"s{station}",
        "time": START + dt.timedelta(minutes=minutes),
        "name_zh": "甲",
        "district_zh": "中壢區",
        "rain_mm": rain,
        "lat": 24.96 + station / 1000,
        "lon": 121.2,
    }


def part(folder: Path, rows: list[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    target = folder / f"part-{len(list(folder.iterdir())):06d}.parquet"
    pq.write_table(frame.placed(SOURCE, frame.typed(SOURCE, rows)), target)
    return target


def there(one: Shelf) -> dict[tuple[str, dt.datetime], float | None]:
    rows = [found for file in one.row_files() for found in pq.read_table(file).to_pylist()]
    found = {(each["station_id"], each["time"]): each["rain_mm"] for each in rows}
    assert len(found) == len(rows), "a row is there twice"
    return found


def sums(one: Shelf, kind: str) -> dict[Any, tuple[int, int | None]]:
    tables = [pq.read_table(one.folder / entry["path"]) for entry in one.manifest().rollups[kind].values()]
    place, _, step = kind.rpartition("_")
    rows = pa.concat_tables(tables).to_pylist()
    found = {(each[place], each[step]): (each["rain_mm_n"], each["rain_mm_sum"]) for each in rows}
    assert len(found) == len(rows), "a sum is there twice"
    return found


def counted(one: Shelf, place: str) -> dict[Any, tuple[int, int | None]]:
    found: dict[Any, list[float]] = {}
    for file in one.row_files():
        for each in pq.read_table(file).to_pylist():
            values = found.setdefault((each[place], each["time"].replace(minute=0)), [])
            if each["rain_mm"] is not None:
                values.append(each["rain_mm"])
    return {key: (len(values), round(sum(values) * 1000) if values else None) for key, values in found.items()}


def by_day(one: Shelf, place: str) -> dict[Any, tuple[int, int | None]]:
    """The hours of each day added up by hand."""
    found: dict[Any, list[tuple[int, int | None]]] = {}
    for (where, hour), told in counted(one, place).items():
        found.setdefault((where, hour.replace(hour=0)), []).append(told)
    return {
        key: (sum(n for n, _ in told), sum(s for _, s in told if s is not None) if any(s is not None for _, s in told) else None)
        for key, told in found.items()
    }


def told(one: Shelf) -> dict[str, dict[Any, tuple[int, int | None]]]:
    """Every sum the manifest names, by kind."""
    return {kind: sums(one, kind) for kind in one.manifest().rollups}


def test_any_order_of_additions_and_corrections_ends_in_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A model beside it: a dict by key. Late rows, corrections, repeats, two months, files written together."""
    monkeypatch.setattr(shelf, "FULL", 4)
    chance, model, one = random.Random(3), {}, Shelf(SOURCE, tmp_path / "rows")
    for number in range(14):
        rows = [
            row(chance.randrange(4), chance.randrange(0, 600, 20), chance.choice([None, 0.0, 0.5, 1.5, 2.25])) for _ in range(25)
        ]
        unique = {(each["station_id"], each["time"]): each for each in rows}
        before = dict(model)
        model |= {key: each["rain_mm"] for key, each in unique.items()}
        added = one.add([part(tmp_path / f"parts{number}", list(unique.values()))], f"run{number}")
        assert added.new == len(model) - len(before)
        assert added.changed == sum(key in before and before[key] != model[key] for key in unique)
        assert there(one) == model
        assert sums(one, "district_hour") == counted(one, "district")
        assert sums(one, "hex9_hour") == counted(one, "hex9")
        assert sums(one, "hex6_hour") == counted(one, "hex6")
        assert sums(one, "district_day") == by_day(one, "district")
        assert sums(one, "hex7_day") == by_day(one, "hex7")
    assert {entry["month"] for entry in one.manifest().files} == {"2026-01", "2026-02"}
    assert max(sum(entry["month"] == month for entry in one.manifest().files) for month in ("2026-01", "2026-02")) <= 5


def test_sums_made_anew_are_those_that_grew(tmp_path: Path):
    one = Shelf(SOURCE, tmp_path / "rows")
    for number in range(3):
        one.add([part(tmp_path / f"p{number}", [row(n, 200 * number + n * 7, n / 2) for n in range(20)])], f"run{number}")
    grown, version = told(one), one.manifest().version
    assert one.sum_again("again") == 2
    assert told(one) == grown
    assert one.manifest().version == version + 1
    assert all("-again" in entry["path"] for parts in one.manifest().rollups.values() for entry in parts.values())


def test_days_of_a_shelf_that_had_none_are_summed_whole(tmp_path: Path):
    """Rows taken in before days were summed: the next addition sums every day, not only its own."""
    one = Shelf(SOURCE, tmp_path / "rows")
    one.add([part(tmp_path / "a", [row(1, 60 * n, float(n)) for n in range(40)])], "a")
    old = one.manifest()
    for kind in ("district_day", "hex7_day"):
        del old.rollups[kind]
    files.write_json(one.folder / shelf.MANIFEST, old.__dict__)
    one.add([part(tmp_path / "b", [row(2, 0, 3.0)])], "b")
    assert sums(one, "district_day") == by_day(one, "district")
    assert sums(one, "hex7_day") == by_day(one, "hex7")


def test_the_same_again_is_nothing(tmp_path: Path):
    one, rows = Shelf(SOURCE, tmp_path / "rows"), [row(1, 0, 1.0), row(2, 0, None)]
    assert one.add([part(tmp_path / "a", rows)], "a").new == 2
    version = one.manifest().version
    again = one.add([part(tmp_path / "b", rows)], "b")
    assert (again.new, again.changed, one.manifest().version) == (0, 0, version)


def test_later_parts_win(tmp_path: Path):
    one = Shelf(SOURCE, tmp_path / "rows")
    one.add([part(tmp_path / "a", [row(1, 0, 1.0)]), part(tmp_path / "a", [row(1, 0, 2.0)])], "a")
    assert list(there(one).values()) == [2.0]


def test_simulated_rows_never_stand_among_real_ones(tmp_path: Path):
    one = Shelf(SOURCE, tmp_path / "rows")
    one.add([part(tmp_path / "a", [row(1, 0, 1.0)])], "a", simulated=True)
    with pytest.raises(ValueError, match="simulated"):
        one.add([part(tmp_path / "b", [row(1, 20, 1.0)])], "b")


def test_a_register_is_what_the_newest_list_says(tmp_path: Path):
    source = all_sources()["tdx_metro"]
    one = Shelf(source, tmp_path / "rows")

    def listed(*stations: tuple[str, str]) -> Path:
        rows = [
            {"station_id": code, "name_zh": name, "name_en": None, "city_zh": None, "edition": START, "lat": 25.0, "lon": 121.2}
            for code, name in stations
        ]
        target = tmp_path / f"{len(list(tmp_path.iterdir()))}.parquet"
        pq.write_table(frame.placed(source, frame.typed(source, rows)), target)
        return target

    one.add([listed(("A17", "甲"), ("A18", "乙"))], "a")
    added = one.add([listed(("A18", "乙新"), ("A19", "丙"))], "b")
    assert (added.new, added.changed) == (1, 1)
    rows = [each for file in one.row_files() for each in pq.read_table(file).to_pylist()]
    assert {each["station_id"]: each["name_zh"] for each in rows} == {"A18": "乙新", "A19": "丙"}
