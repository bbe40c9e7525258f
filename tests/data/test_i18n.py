"""Words, numbers and dates in both languages."""

import json
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import i18n
from data.i18n import LOCALES, Translator, translator

ZH = Translator("zh-TW", {"room.named": "你好，{name}", "room.plain": "地圖"})
EN = Translator("en", {"room.named": "Hello, {name}", "room.plain": "Map"})


def test_the_folder_lists_the_languages_the_default_first(tmp_path) -> None:
    assert LOCALES[0] == "zh-TW"
    assert {"zh-TW", "en"} <= set(LOCALES)
    for tag in ("ja", "en", "zh-TW"):
        (tmp_path / f"{tag}.json").write_text("{}", encoding="utf-8")
    assert i18n._listed(tmp_path) == ("zh-TW", "en", "ja")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_flat_keys(locale: str) -> None:
    messages = json.loads((i18n.FOLDER / f"{locale}.json").read_text(encoding="utf-8"))
    assert translator(locale).messages == messages
    assert messages.keys() == translator(LOCALES[0]).messages.keys()
    assert all(isinstance(text, str) for text in messages.values())


def test_a_message_is_filled() -> None:
    assert ZH("room.named", name="桃園") == "你好，桃園"
    assert EN("room.plain") == "Map"


def test_an_unknown_key_or_language_or_a_value_not_given_raises() -> None:
    with pytest.raises(KeyError, match=r"data/locales/en\.json has no message 'room\.none'"):
        EN("room.none")
    with pytest.raises(KeyError, match="name"):
        EN("room.named")
    with pytest.raises(KeyError, match="no language 'xx'"):
        translator("xx")


@pytest.mark.parametrize(("value", "digits", "zh", "en"), [
    (0, None, "0", "0"),
    (6000, None, "6,000", "6,000"),
    (2_272_391, None, "2,272,391", "2,272,391"),
    (14_197, None, "14,197", "14,197"),
    (90_000, None, "9萬", "90,000"),
    (20_000_000, None, "2,000萬", "20 million"),
    (20_000_000.0, None, "2,000萬", "20 million"),
    (970_000_000, None, "9.7億", "970 million"),
    (3_480_000_000, None, "34.8億", "3.48 billion"),
    (2.87e12, None, "2.87兆", "2.87 trillion"),
    (-1_500_000, None, "-150萬", "-1.5 million"),
    (347.91, None, "347.91", "347.91"),
    (107.4, None, "107.4", "107.4"),
    (78.0, None, "78", "78"),
    (78.0, 1, "78.0", "78.0"),
    (2_272_391.6, 0, "2,272,392", "2,272,392"),
    (Decimal("0.1"), 2, "0.10", "0.10"),
    (np.int64(5), None, "5", "5"),
    (np.float64(0.22), None, "0.22", "0.22"),
])
def test_a_number_is_written_as_people_read_it(value: float, digits: int | None, zh: str, en: str) -> None:
    assert (ZH.number(value, digits), EN.number(value, digits)) == (zh, en)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), np.float64("nan")])
def test_unknown_is_no_number(value: float) -> None:
    with pytest.raises(ValueError, match="unknown"):
        EN.number(value)


@given(st.integers(-10**15, 10**15))
def test_no_number_loses_a_digit(value: int) -> None:
    units = {"兆": 10**12, "億": 10**8, "萬": 10**4, " trillion": 10**12, " billion": 10**9, " million": 10**6}
    for t in (ZH, EN):
        shown = t.number(value)
        word = next((word for word in units if shown.endswith(word)), "")
        assert Decimal(shown.removesuffix(word).replace(",", "")) * units.get(word, 1) == value


@pytest.mark.parametrize(("iso", "zh", "en"), [
    ("2019-06-13", "2019年6月13日", "13 June 2019"), ("2019-06", "2019年6月", "June 2019"), ("2019", "2019年", "2019")])
def test_a_date_is_as_precise_as_it_is(iso: str, zh: str, en: str) -> None:
    assert (ZH.date(iso), EN.date(iso)) == (zh, en)
    assert (ZH.year(iso), EN.year(iso)) == ("2019年", "2019")


def test_a_year_is_no_number() -> None:
    assert (ZH.year(2022), EN.year(2022)) == ("2022年", "2022")
