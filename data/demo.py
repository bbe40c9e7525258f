"""Generated rows for a demonstration of the city pulse: in a folder of their own, marked as generated, never among real ones.

The last eight days by the hour, the year before them every twelfth hour. Stations stand where nobody measures; their names say so.
"""

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from data import store
from data.pulse import MEASURES, Measure
from data.sources import all_sources
from data.sources.core import frame, quality
from data.sources.core.declaration import Source
from data.sources.core.fetching import now
from data.sources.core.home import Home
from data.sources.core.shelf import Shelf

FINE_DAYS, YEAR_DAYS, COARSE_H = 8, 366, 12
STATIONS = {"bikes": 160, "parking": 70, "buses": 120, "air": 160, "rain": 40, "water": 60}
SPREAD_DEG = 0.035              # stations lie round the label point of their district
RUN = "generated"


def fill(folder: Path, days: int = YEAR_DAYS) -> dict[str, int]:
    """Brings the generated rows in ``folder`` up to this hour, ``days`` back at most; rows added, by dataset."""
    home, hour = Home(folder), now().replace(minute=0, second=0, microsecond=0)
    return {measure.sources[0]: _one(measure, home, hour, days) for measure in MEASURES.values()}


def _one(measure: Measure, home: Home, hour: dt.datetime, days: int) -> int:
    source = all_sources()[measure.sources[0]]
    shelf = Shelf(source, home.shelf(source.name))
    last = shelf.manifest().last
    times = [time for time in _times(hour, days) if last is None or time > dt.datetime.fromisoformat(last)]
    if not times:
        return 0
    rows = [row for station in _stations(measure) for row in _rows(measure, source, station, times)]
    part = home.root / f"{source.name}.part.parquet"
    part.parent.mkdir(parents=True, exist_ok=True)
    typed = frame.typed(source, rows)
    made = frame.placed(source, typed)
    pq.write_table(made, part)
    added = shelf.add([part], f"{RUN}-{hour:%Y%m%dT%H}", simulated=True)
    part.unlink()
    home.note(source.name, last_good={"at": now().isoformat(), "rows_read": len(rows), "rows_refused": 0, "rows_good": len(rows),
                                      "rows_new": added.new, "rows_changed": added.changed, "gaps": [], "raw": []},
              quality=quality.together([quality.score(source, typed, quality.Judged(typed, []), made)]))
    return added.new


def _times(hour: dt.datetime, days: int) -> Iterator[dt.datetime]:
    fine = hour - dt.timedelta(days=FINE_DAYS)
    yield from (hour - dt.timedelta(hours=h) for h in range(days * 24, FINE_DAYS * 24, -COARSE_H))
    yield from (fine + dt.timedelta(hours=h) for h in range(1, FINE_DAYS * 24 + 1))


def _stations(measure: Measure) -> Iterator[dict[str, Any]]:
    """Points of the same chance each time: id, place, and what sets one station apart from another."""
    chance = np.random.default_rng(len(measure.key) + ord(measure.key[0]))
    districts = store.load("districts")
    for number in range(STATIONS[measure.key]):
        row = districts.iloc[number % len(districts)]
        yield {"id": f"demo-{number:03d}", "zh": f"示範站 {number + 1}", "en": f"Demonstration station {number + 1}",
               "lat": float(row["lat"]) + chance.normal(0, SPREAD_DEG / 2),
               "lon": float(row["lon"]) + chance.normal(0, SPREAD_DEG / 2),
               "own": float(chance.uniform(0.6, 1.4)), "turn": float(chance.uniform(-2, 2))}


def _rows(measure: Measure, source: Source, station: Mapping[str, Any], times: list[dt.datetime]) -> Iterator[dict[str, Any]]:
    chance = np.random.default_rng(int(station["id"][-3:]) + 1000 * len(measure.key))
    columns = [column.name for column in source.fields]
    for time in times:
        day = math.sin((time.hour - 6 + station["turn"]) / 24 * 2 * math.pi)
        season = math.cos((time.timetuple().tm_yday - 15) / 366 * 2 * math.pi)
        value = _value(measure.key, day, season, station["own"], chance)
        row = dict.fromkeys(columns) | {source.primary_key[0]: station["id"], "time": time, "lat": station["lat"],
                                        "lon": station["lon"], measure.field: value}
        row |= {name: text for name, text in (("name_zh", station["zh"]), ("name_en", station["en"]), ("area_zh", station["zh"]))
                if name in columns}
        yield row


def _value(key: str, day: float, season: float, own: float, chance: np.random.Generator) -> float | int:
    """A shape people know: more air pollution in winter, fewer bikes and spaces by day, rain in bursts. Invented throughout."""
    if key == "air":
        return round(max(1.0, (17 + 9 * season + 4 * day) * own + chance.normal(0, 3)), 1)
    if key == "bikes":
        return int(np.clip(round((9 - 4 * day) * own + chance.normal(0, 2)), 0, 40))
    if key == "parking":
        return int(np.clip(round((140 - 90 * day) * own + chance.normal(0, 8)), 0, 400))
    if key == "buses":
        return round(max(0.0, (26 - 6 * day) * own + chance.normal(0, 4)), 1)
    wet = max(0.0, chance.normal(-2.2 - season, 1.6))
    return round(wet * 6 * own, 1) if key == "rain" else round(max(0.0, wet - 0.8) * 4 * own, 1)
