"""Many rows: taken in, summed, drawn, and one more row to the screen; beside pandas, polars, plain DuckDB and Spark.

``python -m bench --only big --rows 100000000``. The rows are generated, lie in a folder that is deleted afterwards,
and are marked as generated there; they never touch what live sources brought. Every step is a process of its own, so its peak of
memory is its own.
"""

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.figures import claim, median, p95, table

TITLE = "Many rows (generated)"
ROWS = int(os.environ.get("BENCH_BIG_ROWS", "2000000"))
STATIONS = 5000
MONTH_ROWS = 4_000_000              # rows of one month; one addition to the shelf
MEASURE = "pm25_ugm3"
PEERS = ("ours", "duckdb", "polars", "pandas")
EXECUTORS = (1, 2, 4)


def measure(quick: bool) -> str:
    """Takes in, sums and draws ROWS rows; Spark only without ``quick``."""
    with tempfile.TemporaryDirectory(prefix="generated-", dir=os.environ.get("BENCH_DIR")) as outside:
        folder = f"{outside}/live-demo"         # as a demonstration has them: the pulse shows generated rows nowhere else
        Path(folder).mkdir()
        made = _run("ingest", folder, str(ROWS))
        pulsed = _run("pulse", folder)
        sums = {peer: _run("sum", folder, peer) for peer in PEERS}
        if not quick:
            sums |= {f"spark, {count} executors": _run("spark", folder, str(count)) for count in EXECUTORS}
        drawn, fresh = _run("tiles", folder), _run("fresh", folder)
    known = [one for one in sums.values() if "error" not in one]
    assert all(one["answer"] == sums["ours"]["answer"] for one in known), "the sums differ"
    rows = [("taken in, with sums by hour in five sizes of place", f"{made['s']:.1f}", f"{made['rows'] / made['s']:,.0f} rows/s",
             f"{made['mb']:,.0f}")]
    for name, one in sums.items():
        told = (one["error"],) if "error" in one else (f"{sums['ours']['s'] / one['s']:.2f} ours/this", f"{one['mb']:,.0f}")
        rows.append((f"month × district × hour: {name}", f"{one['s']:.2f}" if "s" in one else "-", *told, *["-"][len(told) - 1:]))
    rows.append(("a new row to its tile", f"{fresh['s']:.2f}", "added, summed, drawn", f"{fresh['mb']:,.0f}"))
    tiles = [(z, one["tiles"], *(f"{one[name]:.1f}" for name in ("first", "median", "p95"))) for z, one in drawn["zooms"].items()]
    asked = [(name, one["questions"], *(f"{one[key]:.1f}" for key in ("p50", "p95", "worked_p95", "kept_p95")), f"{one['kb']:.1f}")
             for name, one in pulsed["kinds"].items()]
    worst = max(one["p95"] for one in drawn["zooms"].values())
    peak = max(one["mb"] for one in (made, sums["ours"], drawn, fresh, pulsed))
    return "\n".join([
        f"{made['rows']:,} generated rows of {STATIONS:,} stations, {made['files']} files, {made['bytes'] / 1e6:,.0f} MB; "
        f"the same digits from {len(known)} of {len(sums)} engines.", "",
        table(("step", "s", "", "peak MB"), rows), "",
        table(("zoom", "tiles", "first ms", "median ms", "p95 ms"), tiles), "",
        f"The city pulse over these rows, a process that never saw them ({pulsed['first_s']:.1f} s for its very first answer):", "",
        table(("/live/pulse", "questions", "p50 ms", "p95 ms", "p95 ms of processor", "p95 ms asked again", "kB sent, most"),
              asked), "",
        claim("p95 of an answer of the city pulse that was not asked before, ms", pulsed["p95"], 100),
        claim(f"the same, ms of processor (load of the machine {pulsed['load']:.1f})", pulsed["worked_p95"], 100),
        claim("p95 of a tile that was not asked before, ms, worst zoom", worst, 100),
        claim("peak of memory, MiB", peak, 4096)])


def _run(*arguments: str) -> dict[str, Any]:
    """One step in a process of its own; what it prints last, as JSON. A step that fails gives ``error``."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.big", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        if arguments[0] in ("ingest", "tiles", "fresh", "pulse") or arguments[-1] == "ours":
            raise RuntimeError(done.stderr[-2000:])
        return {"error": "failed: " + (done.stderr.strip().splitlines() or ["no reason"])[-1][:80]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def _shelf(folder: Path) -> Any:
    from data.sources import all_sources
    from data.sources.core.home import Home
    from data.sources.core.shelf import Shelf
    source = replace(all_sources()["civil_iot_air"], measures=(MEASURE,))
    return Shelf(source, Home(folder).shelf(source.name))


def _months(rows: int) -> Iterator[tuple[dt.datetime, int]]:
    """The first of each month from 2020-01 on, and how many readings each station has in it."""
    at, left = dt.datetime(2020, 1, 1), rows
    while left > 0:
        steps = max(1, min(left, MONTH_ROWS) // STATIONS)
        yield at, steps
        left -= steps * STATIONS
        at = (at + dt.timedelta(days=32)).replace(day=1)


def ingest(folder: str, rows: str) -> dict[str, Any]:
    """Generates month by month and takes in; only the taking in is timed."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from data.sources.core import frame
    chance, shelf, spent = np.random.default_rng(7), _shelf(Path(folder)), 0.0
    points = np.column_stack([chance.uniform(121.0, 121.45, STATIONS), chance.uniform(24.75, 25.1, STATIONS)])
    districts, cells = np.array(frame.districts(points), dtype=object), frame.hexagons(points)
    for number, (month, steps) in enumerate(_months(int(rows))):
        station = np.tile(np.arange(STATIONS), steps)
        gap = dt.timedelta(days=28) / steps
        times = np.repeat(np.array([month + gap * step for step in range(steps)], dtype="datetime64[us]"), STATIONS)
        value = np.round(chance.gamma(3.0, 6.0, len(station)), 1)
        nothing = pa.nulls(len(station), pa.string())
        columns = {"sensor_id": pa.array([f"g{one}" for one in range(STATIONS)]).take(pa.array(station)), "time": pa.array(times),
                   "town_zh": nothing, "area_zh": nothing,
                   "pm25_ugm3": pa.array(value, mask=chance.random(len(station)) < 0.02),
                   "humidity_pct": pa.nulls(len(station), pa.float64()), "temperature_c": pa.nulls(len(station), pa.float64()),
                   "lat": pa.array(points[station, 1]), "lon": pa.array(points[station, 0]),
                   "district": pa.array(districts).take(pa.array(station))}
        names = frame.hex_columns(shelf.source)
        columns |= {name: pa.array(np.array(one)[station]) for name, one in zip(names, cells, strict=True)}
        part = Path(folder) / "part.parquet"
        pq.write_table(pa.table(columns, schema=frame.schema(shelf.source)), part)
        del columns, value, times, station
        begun = time.perf_counter()
        shelf.add([part], f"generated{number:04d}", simulated=True)
        spent += time.perf_counter() - begun
        part.unlink()
    manifest = shelf.manifest()
    return {"s": spent, "rows": manifest.rows, "files": len(manifest.files), "bytes": sum(one["bytes"] for one in manifest.files)}


def sum_of(folder: str, peer: str) -> dict[str, Any]:
    """The rollup by ``peer``, the best of three."""
    files = [str(path) for path in _shelf(Path(folder)).row_files()]
    ways: dict[str, Callable[[list[str]], Any]] = {"ours": _ours, "duckdb": _duckdb, "polars": _polars, "pandas": _pandas}
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        found = ways[peer](files)
        times.append(time.perf_counter() - begun)
    return {"s": min(times), "answer": _digest(found)}


def _digest(rows: list[tuple[Any, ...]]) -> str:
    """Of (district, month, hour, rows, n, sum in thousandths), in any order."""
    import hashlib
    return hashlib.sha256(repr(sorted((str(a), str(b)[:7], *map(int, rest)) for a, b, *rest in rows)).encode()).hexdigest()


def _told(found: Any) -> list[tuple[Any, ...]]:
    return [(row["district"], row["month"], row["hour_of_day"], row["rows"], row[f"{MEASURE}_n"], row[f"{MEASURE}_sum"])
            for row in found.to_pylist()]


def _ours(files: list[str], url: str = "duckdb://") -> list[tuple[Any, ...]]:
    from data import engines
    from data.queries.hours import by_month
    engine = engines.connect(url)
    try:
        return _told(engine.carry_out(by_month(engine.rows([Path(file) for file in files]), "district", (MEASURE,))))
    finally:
        engine.close()


def _duckdb(files: list[str]) -> list[tuple[Any, ...]]:
    import duckdb
    return duckdb.connect().execute(
        f"SELECT district, date_trunc('month', time), hour(time), count(*), count({MEASURE}), "
        f"sum(round({MEASURE} * 1000)::BIGINT) FROM read_parquet(?, hive_partitioning = false) WHERE district IS NOT NULL "
        "GROUP BY ALL", [files]).fetchall()


def _polars(files: list[str]) -> list[tuple[Any, ...]]:
    import polars as pl
    value = (pl.col(MEASURE) * 1000).round().cast(pl.Int64)
    return pl.scan_parquet(files, hive_partitioning=False).filter(pl.col("district").is_not_null()).group_by(
        "district", pl.col("time").dt.truncate("1mo").alias("month"), pl.col("time").dt.hour().alias("hour")
    ).agg(pl.len(), pl.col(MEASURE).count().alias("n"), value.sum().alias("sum")).collect().rows()


def _pandas(files: list[str]) -> list[tuple[Any, ...]]:
    import pandas as pd
    import pyarrow.parquet as pq
    parts = [pq.ParquetFile(file).read(["district", "time", MEASURE]).to_pandas() for file in files]
    frame = pd.concat(parts).dropna(subset=["district"])
    frame["thousandths"] = (frame[MEASURE] * 1000).round()
    groups = frame.groupby([frame["district"], frame["time"].dt.to_period("M"), frame["time"].dt.hour])
    found = groups.agg(rows=("time", "size"), n=(MEASURE, "count"), sum=("thousandths", "sum"))
    return [(*key, row.rows, row.n, row.sum) for key, row in zip(found.index, found.itertuples(index=False), strict=True)]


def spark(folder: str, executors: str) -> dict[str, Any]:
    """The same expression on Spark with ``executors`` of one core and 1 GiB each; the start of the cluster is not counted."""
    from data import engines
    from data.queries.hours import by_month
    files = _shelf(Path(folder)).row_files()
    engine = engines.connect(f"spark://local-cluster[{executors},1,1024]")
    times = []
    for _ in range(2):
        begun = time.perf_counter()
        found = _told(engine.carry_out(by_month(engine.rows(files), "district", (MEASURE,))))
        times.append(time.perf_counter() - begun)
    engine.close()
    return {"s": min(times), "answer": _digest(found)}


def tiles(folder: str) -> dict[str, Any]:
    """Every tile over the city at each zoom (at most 60 of them), each asked once by a process that never saw it."""
    from data.queries.live import Live, mercator
    from data.views import tiles as drawn
    live, name, zooms = Live(folder, most=4096), _shelf(Path(folder)).source.name, {}
    west, north = mercator(121.0, 25.1)
    east, south = mercator(121.45, 24.75)
    for z in range(drawn.SHALLOWEST, 16):
        size = drawn.WORLD_M / 2**z
        asked = [(x, y) for x in range(int((west + drawn.WORLD_M / 2) // size), int((east + drawn.WORLD_M / 2) // size) + 1)
                 for y in range(int((drawn.WORLD_M / 2 - north) // size), int((drawn.WORLD_M / 2 - south) // size) + 1)]
        asked = asked[:: max(1, len(asked) // 60)][:60]
        times = []
        for x, y in asked:
            begun = time.perf_counter()
            drawn.tile(live, name, z, x, y)
            times.append((time.perf_counter() - begun) * 1000)
        zooms[str(z)] = {"tiles": len(asked), "first": times[0], "median": median(times), "p95": p95(times)}
    return {"zooms": zooms}


def fresh(folder: str) -> dict[str, Any]:
    """One more row: from its part on disk until its tile shows it."""
    import pyarrow.parquet as pq

    from data.queries.live import Live, mercator
    from data.sources.core import frame
    from data.views import tiles as drawn
    shelf = _shelf(Path(folder))
    live, name, times = Live(folder), shelf.source.name, []
    for number in range(3):
        newest = dt.datetime.fromisoformat(shelf.manifest().last)
        row = {"sensor_id": "g-new", "time": newest + dt.timedelta(minutes=1), MEASURE: 1.0, "lat": 24.95, "lon": 121.22}
        part = Path(folder) / "new.parquet"
        pq.write_table(frame.placed(shelf.source, frame.typed(shelf.source, [row])), part)
        x, y = mercator(121.22, 24.95)
        size = drawn.WORLD_M / 2**15
        place = int((x + drawn.WORLD_M / 2) // size), int((drawn.WORLD_M / 2 - y) // size)
        before = drawn.tile(live, name, 15, *place)
        begun = time.perf_counter()
        shelf.add([part], f"new{number}", simulated=True)
        assert drawn.tile(live, name, 15, *place) != before
        times.append(time.perf_counter() - begun)
    return {"s": median(times)}


def pulse(folder: str) -> dict[str, Any]:
    """Every question /pulse asks, through the whole server, compressed: each new to it, then each once more."""
    import random
    os.environ |= {"LIVE_DIR": folder.removesuffix("-demo"), "DEMO": "on", "RATE_LIMIT": "off"}
    import app
    from data import store
    client = app.server.test_client()
    chance, districts = random.Random(5), list(store.load("districts")["code"])
    newest = dt.datetime.fromisoformat(_shelf(Path(folder)).manifest().last).replace(minute=0, second=0)
    hours = [newest - dt.timedelta(hours=n) for n in range(168)]
    days = [newest.replace(hour=0) - dt.timedelta(days=n) for n in range(365)]
    periods = ("now", "day", "week", "year")
    kinds = {
        "through a span": [f"/air?period={one}{place}" for one in periods
                           for place in ("", *(f"&district={d}" for d in districts))],
        "places over a span": [f"/air/places?period={one}" for one in periods],
        "places at a moment": [f"/air/places?period={one}&at={at:%Y-%m-%dT%H:%M}" for one, some in
                               (("day", hours[:24]), ("week", chance.sample(hours, 60)), ("year", chance.sample(days, 60)))
                               for at in some],
        "stations": ["/air/stations", *(f"/air/stations?district={d}" for d in districts)],
        "one station": [f"/air/stations/g{n}" for n in chance.sample(range(STATIONS), 60)],
    }

    def asked(way: str) -> tuple[float, float, int]:
        begun, worked = time.perf_counter(), time.process_time()
        with client.get(f"/live/pulse{way}", headers={"Accept-Encoding": "br"}) as answer:
            size = len(answer.data)
        assert answer.status_code == 200, (way, answer.status_code)
        return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000, size

    first_s = asked("/air?period=day&source=civil_iot_air")[0] / 1000
    found, everything = {}, []
    questions = [(kind, way) for kind, ways in kinds.items() for way in ways if way != "/air?period=day"]
    chance.shuffle(questions)
    fresh = [(kind, *asked(way)) for kind, way in questions]
    again = [(kind, *asked(way)) for kind, way in questions]
    for kind in kinds:
        times = [ms for one, ms, _, _ in fresh if one == kind]
        everything += times
        found[kind] = {"questions": len(times), "p50": median(times), "p95": p95(times), "most": max(times),
                       "worked_p95": p95([ms for one, _, ms, _ in fresh if one == kind]),
                       "kept_p95": p95([ms for one, ms, _, _ in again if one == kind]),
                       "kb": max(size for one, _, _, size in fresh if one == kind) / 1000}
    worked = p95([ms for _, _, ms, _ in fresh])
    return {"first_s": first_s, "p95": p95(everything), "worked_p95": worked, "load": os.getloadavg()[0], "kinds": found}


if __name__ == "__main__":
    step = {"ingest": ingest, "sum": sum_of, "spark": spark, "tiles": tiles, "fresh": fresh, "pulse": pulse}[sys.argv[1]]
    said = step(*sys.argv[2:])
    print(json.dumps({**said, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
