"""The rooms of districts and neighbourhoods: every address opens, every number names its row, what is unknown is said."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.pages.baked import unfolded

SERIES = Path(__file__).parents[2] / "data" / "series"
with (SERIES / "villages.csv").open(encoding="utf-8", newline="") as file:
    VILLAGES = list(csv.DictReader(file))
NEW = [row for row in VILLAGES if row["valid_from"] == "2022-03"]
SOME = [*VILLAGES[::37], *NEW[:2], next(row for row in VILLAGES if row["village_code"] == "68000030002")]


def opened(client: FlaskClient, address: str) -> dict[str, Any]:
    page = client.get("/_page", query_string={"address": address}).get_json()
    return {**page, "children": unfolded(page["tree"])}


def texts(part: Any) -> list[str]:
    """All words of a layout."""
    if isinstance(part, list):
        return [text for one in part for text in texts(one)]
    if isinstance(part, dict):
        return texts(part["props"].get("children"))
    return [] if part is None else [str(part)]


def attributes(part: Any, name: str) -> list[str]:
    """The values of an attribute anywhere in a layout."""
    if isinstance(part, list):
        return [value for one in part for value in attributes(one, name)]
    if isinstance(part, dict):
        own = [part["props"][name]] if name in part["props"] else []
        return own + attributes(part["props"].get("children"), name)
    return []


def test_all_districts_open(client: FlaskClient) -> None:
    for code in sorted({row["district_code"] for row in VILLAGES}):
        page = opened(client, f"/districts/{code}")
        assert page["status"] == 200
        assert f"district_population_monthly:{code}:2021-12" in attributes(page["children"], "data-fact")
        links = set(attributes(page["children"], "href"))
        assert {f"/districts/{code}/{row['village_code']}" for row in VILLAGES if row["district_code"] == code} <= links
        assert {"/sources/district_population_monthly", "/sources/district_vital_monthly"} <= links


@pytest.mark.parametrize("row", SOME, ids=lambda row: row["village_code"])
def test_villages_open(client: FlaskClient, row: dict[str, str]) -> None:
    page = opened(client, f"/districts/{row['district_code']}/{row['village_code']}")
    assert page["status"] == 200
    assert row["name_zh"] in page["title"][0]
    assert f"villages:{row['village_code']}" in attributes(page["children"], "data-fact")


def test_a_village_of_2022_says_what_is_not_known(client: FlaskClient) -> None:
    assert len(NEW) == 12
    for row in NEW:
        said = texts(opened(client, f"/districts/{row['district_code']}/{row['village_code']}")["children"])
        for words in (
            "No English name on record",
            "沒有英文名的紀錄",
            "No count of residents is held: the numbers of neighbourhoods end in March 2021.",
        ):
            assert words in said


def test_the_village_whose_border_moved_shows_no_change(client: FlaskClient) -> None:
    said = texts(opened(client, "/districts/68000030/68000030002")["children"])
    assert "Its border moved in March 2018: no comparison with 2014." in said


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/districts/68000021", "/districts/68000020"),
        ("/districts/68000020/68000020999", "/districts/68000020"),
        ("/districts/68000010/68000020001", "/districts/68000020/68000020001"),  # another district's
        ("/districts/x", "/districts"),
    ],
)
def test_unknown_codes_are_refused_with_the_nearest(client: FlaskClient, address: str, near: str) -> None:
    page = opened(client, address)
    assert page["status"] == 404
    assert near in attributes(page["children"], "href")


def test_an_unusable_month_or_other_district_does_no_harm(client: FlaskClient) -> None:
    assert opened(client, "/districts?month=2031-99")["status"] == 200
    assert opened(client, "/districts/68000020?with=nowhere")["status"] == 200


def test_every_drawn_series_is_the_table(client: FlaskClient) -> None:
    page = opened(client, "/districts/68000060")
    drawn = [json.loads(text) for text in attributes(page["children"], "data-lines")]
    with (SERIES / "district_population_monthly.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["district_code"] == "68000060"]
    assert drawn[0][0]["points"] == [[row["month"], int(row["population"])] for row in rows]
    young, old = drawn[1]
    for line, band in ((young, "age_0_14"), (old, "age_65_plus")):
        assert line["points"] == [
            [row["month"], pytest.approx(100 * int(row[band]) / int(row["population"]), abs=0.0501)] for row in rows if row[band]
        ]
