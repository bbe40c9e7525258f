"""What the sources really sent, where such payloads lie beside the project; they are not part of it."""

import csv
import json
import re
from pathlib import Path

import pytest

from data.sources import all_sources
from data.sources.core import frame, quality
from data.sources.core import refresh as work
from data.sources.core.declaration import Context, Step
from data.sources.core.fetching import now
from tests.data.sources.payloads import ANSWERS
from tests.serving import ROOT

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
REAL = {  # source: [(file, key of the request, good rows, refused)]
    "tycg_youbike": [
        ("fixtures/youbike_ckan_datastore_2022-12-09.json", "all", 4, 0),
        ("fixtures/youbike_record_2024-04-13.json", "all", 1, 0),
    ],
    "tycg_parking": [("fixtures/parking_old_shape_2017.json", "all", 1, 0)],
    "tycg_rain": [("fixtures/taoyuan_rainfall_2026-06-28.xml", "all", 1, 0)],
    "tycg_flood": [("fixtures/taoyuan_WATERFLOOD_2026-06-27.xml", "all", 1, 0)],
    "tycg_water_level": [("fixtures/taoyuan_WATERLEVEL_2026-06-27.xml", "all", 1, 0)],
    "moenv_air_now": [("air/aqi_taoyuan_stations_20260823.json", "all", 6, 0)],
    "moenv_air_history": [
        ("air/moenv_aqx_p_206_dayuan_sample.json", "all", 414, 0),
        ("air/moenv_aqx_p_205_taoyuan_2026-06.csv", "all", 2574, 0),
        ("air/moenv_daily_values_202310_202401_taoyuan.csv", "all", 7562, 0),
    ],
    "civil_iot_air": [("fixtures/sta_thing_epa_iot.json", "0", 0, 0)],  # one sensor, of another city
    "ris_population": [
        ("population/ris_village_201912_taoyuan.csv", "all", 504, 0),
        ("population/ris_single_age_201412_taoyuan.csv", "all", 495, 0),
    ],
    "ris_vital": [("population/ris_births_deaths_202212_taoyuan.csv", "2022-12", 516, 0)]
    + [
        (f"population/bdmd_header_variants/{month}.csv", "all", 6, 0)
        for month in ("201404", "201412", "201605", "201806", "202212")
    ],
    "moe_schools": [("schools/schools_taoyuan_2022.csv", "e1_new", 313, 0)],
    "moe_students": [("schools/moe_106_university_students_taoyuan.csv", "106", 61, 0)],
    "metro_ridership": [("metro/taoyuan_metro_avg_daily_ridership_201901_202309.csv", "all", 57, 0)],
    "tra_ridership": [("metro/tra_ridership_202011_taoyuan.csv", "all:", 210, 0)],
    "tdx_metro": [("metro/tdx_tymc_station.json", "all", 22, 0)],
    "tdx_bus": [("bus/ebus_tycg_busdata_20160114.xml", "all", 1900, 14)],
}
NONE = re.compile(r"<!-- no real payload -->(.*?)<!-- /no real payload -->", re.DOTALL)
CASES = [(source, *case) for source, cases in REAL.items() for case in cases]


def test_the_documents_say_which_sources_have_none():
    listed = re.findall(r"`(\w+)`", NONE.search((ROOT / "docs" / "live-data.md").read_text("utf-8"))[1])
    assert len(listed) == len(set(listed))
    assert set(listed) == set(all_sources()) - set(REAL)
    assert set(listed) <= set(ANSWERS), "each has an answer of our own"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no real payloads beside the project")
@pytest.mark.parametrize(("name", "file", "key", "good", "refused"), CASES, ids=[case[1] for case in CASES])
def test_a_real_payload(name: str, file: str, key: str, good: int, refused: int):
    source = all_sources()[name]
    batch = work.read(source, (SAMPLES / file).read_bytes(), Context(now(), Step(key, "")))
    judged = quality.judge(source, frame.typed(source, batch.rows))
    assert (len(judged.good), len(batch.rejected) + len(judged.refused)) == (good, refused)
    made = frame.placed(source, judged.good)
    assert made.schema == frame.schema(source)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no real payloads beside the project")
def test_sums_of_the_real_registers_are_right():
    """The totals the collectors of the payloads checked: 2,058,328 residents at the end of 2014."""
    source = all_sources()["ris_population"]
    raw = (SAMPLES / "population/ris_single_age_201412_taoyuan.csv").read_bytes()
    rows = work.read(source, raw, Context(now(), Step("all", ""))).rows
    assert sum(row["people"] for row in rows) == 2_058_328
    assert sum(row["age_0_14"] + row["age_15_64"] + row["age_65_plus"] for row in rows) == 2_058_328


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no real payloads beside the project")
def test_the_real_envelope_of_the_registers_leads_to_its_next_page():
    """Rows of another county are passed over, and the page after the first is asked for."""
    raw = (SAMPLES / "fixtures/ris_envelope_ODRP.json").read_bytes()
    batch = work.read(all_sources()["ris_population"], raw, Context(now(), Step("10812:1", "")))
    assert (batch.rows, batch.rejected, [step.key for step in batch.follow]) == ([], [], ["10812:2"])


NAMED = {  # what our own answers of TDX hold: (mode, API) of its dictionary, by source and part of the address
    "tdx_bike": {"Bike/Station": ("Bike", "BikeStation"), "Bike/Availability": ("Bike", "BikeAvailability")},
    "tdx_bike_history": {"Historical": ("Bike", "BikeAvailability")},
    "tdx_bus": {"RealTimeByFrequency": ("Bus", "BusA1Data")},
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no real payloads beside the project")
@pytest.mark.parametrize("name", NAMED)
def test_our_own_answers_of_tdx_are_written_in_its_words(name: str):
    """No real payload of these is at hand; every name in ours is one of the publisher's dictionary, and its kind of value."""
    kinds: dict[tuple[str, str], dict[str, str]] = {}
    with (SAMPLES / "tdx/tdx_attribute_dictionary_bike_bus_rail.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kinds.setdefault((row["Mode"], row["API"]), {})[row["Attribute"]] = row["type"]
    fits = {"string": str, "integer": int, "number": (int, float)}
    for part, api in NAMED[name].items():
        raw = ANSWERS[name][part].decode()
        records = json.loads(raw) if raw.startswith("[") else [json.loads(line) for line in raw.splitlines()]
        for record in records:
            assert set(record) <= set(kinds[api])
            assert all(isinstance(value, fits[kinds[api][key]]) for key, value in record.items() if kinds[api][key] in fits)
