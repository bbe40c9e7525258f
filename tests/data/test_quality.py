"""The four dimensions, counted a second time in another way: cell by cell, from the files and not from the frames."""

import csv

import pandas as pd
import pytest

from data import store
from data.catalog import CATALOG, ROOT
from data.queries import quality

TABLES = [name for name, dataset in CATALOG.items() if dataset.format == "csv"]


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    return {name: store.load(name) for name in CATALOG}


@pytest.mark.parametrize("name", TABLES)
def test_completeness_is_the_filled_cells_of_the_file(name: str, frames: dict[str, pd.DataFrame]):
    with (ROOT / CATALOG[name].path).open(encoding="utf-8", newline="") as file:
        cells = [text for row in csv.DictReader(file) for column, text in row.items() if column != "note"]
    found = quality.of_dataset(CATALOG[name], frames)
    assert (found.filled, found.cells) == (sum(text != "" for text in cells), len(cells))
    assert found.completeness == pytest.approx(100 * sum(text != "" for text in cells) / len(cells))


@pytest.mark.parametrize("name", CATALOG)
def test_what_the_store_serves_is_valid_and_consistent(name: str, frames: dict[str, pd.DataFrame]):
    """The store refuses what is not; a dimension that says otherwise counts wrongly."""
    found = quality.of_dataset(CATALOG[name], frames)
    assert (found.validity, found.consistency) == (100, 100)
    assert found.rows == len(frames[name])
    assert all(value is None or 0 <= value <= 100 for value in (found.completeness, found.timeliness, found.score))


def spoiled(frames: dict[str, pd.DataFrame], name: str, **cells: object) -> quality.Quality:
    """The quality of ``name`` when its first row holds ``cells``."""
    frame = frames[name].copy()
    for column, value in cells.items():
        frame[column] = frame[column].astype(object)
        frame.loc[frame.index[0], column] = value
    return quality.of_dataset(CATALOG[name], {**frames, name: frame})


@pytest.mark.parametrize(("column", "value"), [("date", "2019/6/13"), ("kind", "party"), ("importance", 9), ("importance", 1.5)])
def test_a_cell_that_does_not_fit_is_one_less(frames: dict[str, pd.DataFrame], column: str, value: object):
    found = spoiled(frames, "milestones", **{column: value})
    assert found.fitting == found.filled - 1


@pytest.mark.parametrize(("column", "value"), [("source_id", "nobody"), ("project_id", "no-such-project"), ("title_en", "")])
def test_a_rule_that_is_broken_is_one_less(frames: dict[str, pd.DataFrame], column: str, value: object):
    found = spoiled(frames, "milestones", **{column: value})
    assert found.held == found.rules - 1


def test_a_key_that_stands_twice_and_an_end_before_its_start_are_seen(frames: dict[str, pd.DataFrame]):
    whole = quality.of_dataset(CATALOG["milestones"], frames)
    assert spoiled(frames, "milestones", id=frames["milestones"]["id"].iloc[1]).held < whole.held
    found = spoiled(frames, "projects", start_date="2020-05", end_date="2019")
    assert found.held == found.rules - 1
    assert spoiled(frames, "projects", start_date="2020-05", end_date="2020").consistency == 100


@pytest.mark.parametrize(
    ("period", "months"),
    [("2014-04/2022-12", 0), ("2022", 0), ("2014/2022", 0), ("2022-11", 1), ("2014-04/2021-03", 21), ("2023/2026", 1), ("2026", 37),
     ("2021-11-22/2022-12-05", 0), ("2017-08-16", 64), ("undated copy", None), (None, None)],
)
def test_months_from_december_2022(period: str | None, months: int | None):
    assert quality.months_away(period) == months


def test_shares_are_cut_never_rounded_up():
    assert (quality.shown(99.96), quality.shown(100.0), quality.shown(74.25)) == (99.9, 100.0, 74.2)
    assert quality.share(0, 0) is None
    assert quality.SPAN == 9 * 12


def test_the_score_is_the_mean_of_what_could_be_measured(frames: dict[str, pd.DataFrame]):
    known = quality.of_dataset(CATALOG["youbike_stations_2017"], frames)
    assert known.timeliness == pytest.approx(100 * (108 - 64) / 108)
    assert known.score == pytest.approx((300 + known.timeliness) / 4)
    assert quality.of_dataset(CATALOG["topics"], frames).timeliness is None
