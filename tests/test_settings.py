"""Every setting is explained, can be set from outside, and says no in words."""

import re
from pathlib import Path

import pytest

from settings import SETTINGS, Setting, SettingError, read

ROOT = Path(__file__).parents[1]
TABLE = {
    row[0].strip("`"): row[1:]
    for row in (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "settings.md").read_text("utf-8").splitlines()
        if line.startswith("| `")
    )
}
ids = [setting.name for setting in SETTINGS]


def another(setting: Setting) -> str:
    """A good value that is not the default."""
    if setting.allowed:
        return next(value for value in setting.allowed if value != setting.default)
    if setting.between:
        return str(setting.between[1])
    return "elsewhere" if isinstance(setting.default, str) else "7"


@pytest.mark.parametrize("setting", SETTINGS, ids=ids)
def test_it_stands_in_the_table(setting: Setting):
    default, meaning, allowed = TABLE[setting.name.upper()]
    assert default.strip("`") == str(setting.default)
    assert meaning == setting.meaning
    assert re.findall(r"`([^`]+)`", allowed) == list(setting.allowed)


def test_the_table_holds_nothing_else():
    assert list(TABLE) == [setting.name.upper() for setting in SETTINGS]


@pytest.mark.parametrize("setting", SETTINGS, ids=ids)
def test_the_default_holds_without_an_environment(setting: Setting):
    assert read({})[setting.name] == setting.default
    assert read({setting.name.upper(): "  "})[setting.name] == setting.default
    assert not setting.allowed or setting.default in setting.allowed


@pytest.mark.parametrize("setting", SETTINGS, ids=ids)
def test_the_environment_wins(setting: Setting):
    value = read({setting.name.upper(): another(setting)})[setting.name]
    assert value == type(setting.default)(another(setting)) != setting.default


@pytest.mark.parametrize(
    "setting", [one for one in SETTINGS if one.allowed or not isinstance(one.default, str)], ids=lambda one: one.name
)
def test_a_bad_value_is_refused_in_words(setting: Setting):
    with pytest.raises(SettingError) as refused:
        read({setting.name.upper(): "peach"})
    said = str(refused.value)
    assert setting.name.upper() in said
    assert "peach" in said
    assert setting.meaning in said
    assert all(value in said for value in setting.allowed)


@pytest.mark.parametrize("value", ["29", "301", "-60"])
def test_a_number_out_of_bounds_is_refused(value: str):
    with pytest.raises(SettingError, match="30 to 300"):
        read({"IDLE_S": value})


def test_names_and_meanings():
    assert len(set(ids)) == len(ids)
    for setting in SETTINGS:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", setting.name)
        assert setting.meaning.endswith("."), setting.name


def test_the_readme_says_how_to_begin():
    text = (ROOT / "README.md").read_text("utf-8")
    assert "make run" in text
    assert "make test" in text
