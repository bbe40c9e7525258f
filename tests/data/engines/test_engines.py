"""The same sums from every engine, to the last digit, and the same as counted by hand."""

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data import engines
from data.queries import hours

ROWS = 6000
MEASURES = ("pm25", "bikes")
PARTS = ("n", "sum", "min", "max")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two months of generated rows, with unknown values and places."""
    chance, folder = random.Random(7), tmp_path_factory.mktemp("rows")
    for month in (1, 2):
        begun = dt.datetime(2026, month, 1)
        pq.write_table(
            pa.table(
                {
                    "time": pa.array(
                        [begun + dt.timedelta(minutes=chance.randrange(20 * 1440)) for _ in range(ROWS)], pa.timestamp("us")
                    ),
                    "district": [chance.choice(["68000010", "68000020", None]) for _ in range(ROWS)],
                    "pm25": [None if chance.random() < 0.05 else round(chance.uniform(-5, 300), 2) for _ in range(ROWS)],
                    "bikes": [chance.randrange(40) for _ in range(ROWS)],
                }
            ),
            folder / f"{month}.parquet",
        )
    return sorted(folder.iterdir())


def by_hand(files: list[Path], key: Any) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    groups = defaultdict(list)
    for file in files:
        for row in pq.read_table(file).to_pylist():
            if row["district"] is not None:
                groups[key(row)].append(row)
    found = {}
    for group, rows in groups.items():
        cells: list[Any] = [len(rows)]
        for name in MEASURES:
            known = [row[name] for row in rows if row[name] is not None]
            cells += [
                len(known),
                int(sum(Decimal(str(value)) for value in known) * 1000) if known else None,
                float(min(known)) if known else None,
                float(max(known)) if known else None,
            ]
        found[group] = tuple(cells)
    return found


def asked(engine: engines.Engine, files: list[Path], query: Any, keys: int) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    found = engine.carry_out(query(engine.rows(files), "district", MEASURES))
    return {tuple(row.values())[:keys]: tuple(row.values())[keys:] for row in found.to_pylist()}


def agrees(url: str, files: list[Path], folder: Path) -> None:
    """By hour, by month and by day, the days from the hours as the shelf has them; unknown for a measure the files lack."""
    engine = engines.connect(url)
    try:
        assert asked(engine, files, hours.by_hour, 2) == by_hand(
            files, lambda row: (row["district"], row["time"].replace(minute=0))
        )
        assert asked(engine, files, hours.by_month, 3) == by_hand(
            files, lambda row: (row["district"], row["time"].replace(day=1, hour=0, minute=0), row["time"].hour)
        )
        summed = [folder / f"{number}.parquet" for number in range(len(files))]
        for one, target in zip(files, summed, strict=True):
            pq.write_table(engine.carry_out(hours.by_hour(engine.rows([one]), "district", MEASURES)), target)
        assert asked(engine, summed, hours.by_day, 2) == by_hand(
            files, lambda row: (row["district"], row["time"].replace(hour=0, minute=0))
        )
        for some, query, n in ((files, hours.by_hour, 0), (summed, hours.by_day, None)):
            found = engine.carry_out(query(engine.rows(some), "district", ("later",)))
            assert {tuple(row[f"later_{part}"] for part in PARTS) for row in found.to_pylist()} == {(n, None, None, None)}
    finally:
        engine.close()


@pytest.mark.parametrize("url", ["duckdb://", "clickhouse://"])
def test_the_sums_are_exact(url: str, files: list[Path], tmp_path: Path):
    agrees(url, files, tmp_path)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")  # pyspark's own, of pandas 3 and of files it leaves open
def test_the_sums_are_exact_on_spark_with_two_executors(files: list[Path], tmp_path: Path):
    agrees("spark://local-cluster[2,1,1024]", files, tmp_path)


def test_an_unknown_engine_is_refused_in_words():
    with pytest.raises(engines.EngineError, match=r"duckdb://, spark://… or clickhouse://"):
        engines.connect("oracle://x")
