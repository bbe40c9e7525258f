"""Every character of the exhibition has a glyph in every typeface that may have to show it; nothing is fetched here."""

import re

import pytest
from fontTools.ttLib import TTFont

from scripts import build_fonts

FIRST_SIGHT_KB = 75  # Latin and the first screens of one face: what they cost before anything is opened


def test_nothing_is_missing():
    assert build_fonts.faults() == [], "run: python -m scripts.build_fonts"


def test_the_folder_holds_what_the_css_names_and_licences():
    named = set(re.findall(r"url\(\.\./fonts/([\w.-]+)\)", build_fonts.CSS.read_text("utf-8")))
    assert named == {path.name for path in build_fonts.FONTS.glob("*.woff2")}
    for path in build_fonts.FONTS.glob("OFL-*.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in path.read_text("utf-8")
    assert len(list(build_fonts.FONTS.glob("OFL-*.txt"))) == len({face.family for face in build_fonts.FACES})


@pytest.mark.parametrize("face", build_fonts.FACES, ids=lambda face: face.stem)
def test_the_first_page_is_light(face):
    first = [build_fonts.FONTS / f"{face.stem}-{part}.woff2" for part in face.parts if part in ("latin", "first")]
    assert sum(path.stat().st_size for path in first) < FIRST_SIGHT_KB * 1000


@pytest.mark.parametrize("face", [face for face in build_fonts.FACES if face.chinese], ids=lambda face: face.stem)
def test_punctuation_can_stand_upright_and_speaks_both_tongues(face):
    with TTFont(build_fonts.FONTS / f"{face.stem}-latin.woff2", lazy=True) as font:
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"vert", "locl"} <= features


def test_a_changed_latin_font_does_not_keep_its_reserved_name():
    for face in build_fonts.FACES:
        if face.figures:
            with TTFont(build_fonts.FONTS / f"{face.stem}-figures.woff2", lazy=True) as font:
                assert not any("Source" in str(font["name"].getName(number, 3, 1, 0x409)) for number in (1, 3, 4, 6))


def test_a_missing_character_is_named_with_its_file(monkeypatch):
    rare = {part: dict(characters) for part, characters in build_fonts.needed().items()}
    rare["tables"]["𪚥"] = "data/tables/topics.csv"
    monkeypatch.setattr(build_fonts, "needed", lambda: rare)
    assert "noto-sans-tc-400 has no glyph for 𪚥 of data/tables/topics.csv" in build_fonts.faults()


def test_ranges_are_written_shortly():
    assert build_fonts.unicode_range([0x41, 0x42, 0x43, 0x61]) == "U+41-43, U+61"


def test_the_spare_characters_are_those_of_big5_level_1():
    spare = build_fonts.big5_level_1()
    assert (len(spare), spare[0], spare[-1]) == (5401, "一", "籲")
