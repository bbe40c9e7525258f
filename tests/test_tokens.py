"""Every theme in the folder has the same roles, enough contrast, and families that stay apart for every kind of sight."""

import re

import pytest

from scripts import check_tokens

THEMES = check_tokens.themes()


def test_a_theme_is_one_block_of_its_own_name():
    for name in THEMES:
        css = (check_tokens.THEMES / f"{name}.css").read_text("utf-8")
        assert re.findall(r'data-theme="([\w-]+)"', css) == [name]
        assert css.count("{") == 1


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_has_the_same_roles(name):
    assert set(THEMES[name]) == set(THEMES["night"])


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_can_be_read_and_told_apart(name):
    assert check_tokens.failures(name, THEMES[name]) == []


@pytest.mark.parametrize("name", THEMES)
def test_the_ratios_in_the_comments_are_true(name):
    css = (check_tokens.THEMES / f"{name}.css").read_text("utf-8")
    assert check_tokens.annotated(css) == css, "run: python -m scripts.check_tokens --write"


def test_the_ruler_is_right():
    assert check_tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    # First pair of the test data of Sharma, Wu and Dalal (2005).
    assert check_tokens.ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)


def test_a_pale_text_is_named():
    theme = THEMES["day"] | {"text-soft": "#9fb3b2"}
    assert any("text-soft on ground" in sentence for sentence in check_tokens.failures("day", theme))
