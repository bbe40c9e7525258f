"""Claim 3: a table already read is handed out in at most 50 µs, whichever it is."""

import time
from collections.abc import Callable

import geopandas as gpd
import pandas as pd
from flask import Flask
from flask_caching import Cache

from bench import figures
from data import store
from data.catalog import CATALOG, ROOT
from server.run import steady

TITLE = "A table that is already there"
MOST_US = 50
READERS = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".geojson": gpd.read_file}


def measure(quick: bool) -> str:
    calls, rounds = (40, 5) if quick else (100, 10)
    cache = Cache(Flask("bench"), config={"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 0})
    hits: dict[str, list[float]] = {name: [] for name in CATALOG}
    cached: dict[str, list[float]] = {name: [] for name in CATALOG}
    read: dict[str, list[float]] = {name: [] for name in CATALOG}
    rows = {}
    for name in CATALOG:
        frame = store.load(name)
        rows[name] = len(frame)
        cache.cache.set(name, frame)
    steady()                                    # as a worker of the server is
    for _ in range(rounds):                     # one after the other in each round, so that all see the same machine
        for name, dataset in CATALOG.items():
            path = ROOT / dataset.path
            hits[name] += timed(lambda name=name: store.load(name), calls)
            cached[name] += timed(lambda name=name: cache.cache.get(name), max(3, calls // 10))
            read[name] += timed(lambda path=path: READERS[path.suffix](path), 1)
    order = sorted(CATALOG, key=lambda name: figures.median(hits[name]), reverse=True)
    shown = dict.fromkeys([*order[:3], order[len(order) // 2], "projects", max(rows, key=rows.get)])
    middle = {name: tuple(figures.median(found[name]) for found in (hits, cached, read)) for name in CATALOG}
    table = figures.table(("µs", "rows", "store.load", "p95", "SimpleCache", "read the file", "ours/cache"), [
        (name, f"{rows[name]:,}", f"{middle[name][0]:.0f}", f"{figures.p95(hits[name]):.0f}", f"{middle[name][1]:,.0f}",
         f"{middle[name][2]:,.0f}", f"{middle[name][0] / middle[name][1]:.2f}") for name in shown])
    return "\n".join([
        f"{len(CATALOG)} tables; shown are the three slowest, the middle one, the projects, the longest.", "", table, "",
        figures.claim(f"µs for the slowest table ({order[0]}), median", figures.median(hits[order[0]]), MOST_US),
        figures.claim("µs for the slowest table, p95", max(figures.p95(values) for values in hits.values()), MOST_US),
    ])


def timed(call: Callable[[], object], times: int) -> list[float]:
    """Microseconds of each of ``times`` calls."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        found.append((time.perf_counter() - begun) * 1e6)
    return found
