"""Cells as public bodies write them."""

import datetime as dt

import pytest

from data.sources.core import reading
from data.sources.core.errors import CellError, Refused


@pytest.mark.parametrize("given", ["", " ", "-", "x", "X", "-99", "-99.0", -99, -98, None, "NA", "null", "-999"])
def test_marks_of_missing(given: object):
    assert reading.number(given) is None


@pytest.mark.parametrize(("given", "value"), [("1,234.5", 1234.5), (0, 0.0), ("0", 0.0), (" 7 ", 7.0), ("-5", -5.0)])
def test_numbers(given: object, value: float):
    assert reading.number(given) == value


@pytest.mark.parametrize("given", ["開放中", "1e999", "nan7", True, "12#", "inf"])
def test_what_is_no_number(given: object):
    with pytest.raises(CellError):
        reading.number(given)


def test_whole_numbers():
    assert reading.whole("12.0") == 12
    for given in ("12.5", "1e30"):
        with pytest.raises(CellError):
            reading.whole(given)
    assert reading.whole("開放中", loose=True) is None


def test_swapped_coordinates_are_turned_round():
    assert reading.point("121.3", "24.99") == reading.point("24.99", "121.3") == (121.3, 24.99)
    for given in (("0", "0"), ("120.3", "22.6"), ("", "24.9")):
        with pytest.raises(CellError):
            reading.point(*given)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("20221209114226", dt.datetime(2022, 12, 9, 11, 42, 26)),
        ("2026/6/27 下午 11:00:00", dt.datetime(2026, 6, 27, 23)),
        ("2026/6/27 上午 12:05:00", dt.datetime(2026, 6, 27, 0, 5)),
        ("2026-06-28 00:10", dt.datetime(2026, 6, 28, 0, 10)),
        ("2023-07-31T00:00:00+08:00", dt.datetime(2023, 7, 31)),
        ("2023-07-30T16:00:00.000Z", dt.datetime(2023, 7, 31)),
        ("20201101", dt.datetime(2020, 11, 1)),
    ],
)
def test_times(given: str, value: dt.datetime):
    assert reading.moment(given) == value


@pytest.mark.parametrize("given", ["", "yesterday", "1970-01-01 00:00:00", "2026-13-01 00:00", "2999-01-01 00:00:00"])
def test_times_that_are_none(given: str):
    with pytest.raises(CellError):
        reading.moment(given, dt.datetime(2026, 11, 24))


@pytest.mark.parametrize("given", ["10812", "201912", "2019-12", "108/12", "108年12月", "2019/12"])
def test_the_republics_months(given: str):
    assert reading.roc_month(given) == dt.datetime(2019, 12, 1)


@pytest.mark.parametrize("given", ["10813", "0", "12", "abc", ""])
def test_what_is_no_month(given: str):
    with pytest.raises(CellError):
        reading.roc_month(given)


@pytest.mark.parametrize("given", ["中壢區", "桃園市中壢區", "桃園巿中壢區", "桃園縣中壢市", "桃園市 中壢區"])
def test_one_district_by_all_its_names(given: str):
    assert reading.district(given) == "68000020"


@pytest.mark.parametrize("given", ["桃園市", "桃園縣", "新北市板橋區", "", "中壢市"])
def test_what_is_no_district(given: str):
    with pytest.raises(CellError):
        reading.district(given)


def test_a_bomb_in_xml_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with pytest.raises(Refused):
        reading.as_xml(bomb)
    with pytest.raises(Refused):
        reading.as_json(b"[" * 100_000)
