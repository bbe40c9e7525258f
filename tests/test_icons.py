"""The icon files are what the drawings make of them, and every icon a table names is drawn."""

import csv
import io

import pytest
from fontTools.ttLib import TTFont

from scripts import build_icons

NAMES = list(build_icons.drawings())


def test_the_written_files_are_up_to_date():
    assert build_icons.outdated() == [], "run: python -m scripts.build_icons"


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_has_a_class(name):
    assert f".icon--{name}::before {{" in build_icons.css()


def test_every_icon_is_a_letter_that_fills_its_room():
    font = TTFont(io.BytesIO(build_icons.font()))
    letters = font.getBestCmap()
    assert list(letters.values()) == NAMES
    em = font["head"].unitsPerEm
    for name in NAMES:
        glyph = font["glyf"][name]
        assert font["hmtx"][name][0] == em
        assert max(glyph.xMax - glyph.xMin, glyph.yMax - glyph.yMin) > em / 4, name
        assert min(glyph.xMin, glyph.yMin) >= -em / 24 and max(glyph.xMax, glyph.yMax) <= em * 25 / 24, name


def test_no_icon_brings_its_own_colour():
    assert "#" not in build_icons.css()


def test_every_topic_has_its_icon():
    with (build_icons.ROOT / "data" / "tables" / "topics.csv").open(encoding="utf-8") as table:
        assert {row["icon"] for row in csv.DictReader(table)} <= set(NAMES)


def test_the_licence_lies_beside_the_drawings():
    assert "ISC" in (build_icons.IMG / "icons" / "LICENSE-lucide.txt").read_text("utf-8")
