"""Decks are opened again by python-pptx and by LibreOffice: words, notes, charts with their values, pictures, typefaces, glyphs."""

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from data import store
from data.i18n import LOCALES, translator
from data.queries import stories as query
from data.views import stories
from exports import faces, slides
from exports.said import said
from tests.exports import readers
from tests.exports.conftest import SAMPLE

STORIES = tuple(stories.view())
BOTH = pytest.mark.parametrize("lang", LOCALES)
EACH = pytest.mark.parametrize("story", STORIES)


def words_of(slide: Any) -> str:
    """All words of a slide's text boxes, without blanks."""
    return readers.squeezed(" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))


@EACH
@BOTH
def test_every_step_is_a_slide_with_its_words_notes_and_source(story: str, lang: str, decks: Any, told: Any):
    scenes, tongue, t = told[story]["scenes"], LOCALES.index(lang), translator(lang)
    found = list(Presentation(str(decks[story, lang])).slides)
    assert readers.squeezed(told[story]["question"][tongue]) in words_of(found[0])
    for slide, scene in zip(found[1 : len(scenes) + 1], scenes, strict=True):
        words = said(scene, len(scenes), lang)
        written = words_of(slide)
        for part in (words.sentence, words.year, words.source, *(number.value for number in words.numbers)):
            assert readers.squeezed(part) in written
        assert slide.shapes.title.text_frame.text.replace("\v", "") == words.title
        assert readers.squeezed(words.period or words.year) in readers.squeezed(
            next(shape.text_frame.text for shape in slide.shapes if shape.name == "source")
        )
        notes = slide.notes_slide.notes_text_frame.text
        assert scene["notes"][tongue] in notes and t("exports.period") in notes
    listed = readers.squeezed(" ".join(words_of(slide) for slide in found[len(scenes) + 1 :]))
    for key in {key for scene in scenes for key, _ in scene["sources"]}:
        row = store.load("sources").set_index("source_id").loc[key]
        assert readers.squeezed(str(row["title"]))[:60] in listed


@EACH
@BOTH
def test_lines_are_native_charts_of_the_tables_values_and_maps_are_pictures(story: str, lang: str, decks: Any, told: Any):
    scenes = told[story]["scenes"]
    found = list(Presentation(str(decks[story, lang])).slides)[1 : len(scenes) + 1]
    for slide, scene in zip(found, scenes, strict=True):
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]
        pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
        if "figure" in scene and scene["figure"]["line"]:
            rows = query.series(store.load("indicators"), scene["figure"]["id"])
            assert list(charts[0].plots[0].series[0].values) == rows["value"].tolist()
        else:
            assert not charts
        if "project" in scene or "growth" in scene or "award" in scene:
            assert len(pictures) == 1
            element = pictures[0]._element
            assert element.xpath(".//p:cNvPr")[0].get("descr")
            assert element.findall(".//{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")


@EACH
@BOTH
def test_every_run_names_its_language_and_a_typeface_for_each_script_that_has_its_glyphs(story: str, lang: str, decks: Any):
    by_family = {face.family: (face,) for face in faces.FACES}
    for slide in Presentation(str(decks[story, lang])).slides:
        for shape in slide.shapes:
            for paragraph in shape.text_frame.paragraphs if shape.has_text_frame else ():
                for run in paragraph.runs:
                    properties = run._r.get_or_add_rPr()
                    assert properties.get("lang") == {"zh-TW": "zh-TW", "en": "en-GB"}[lang]
                    named = [properties.find(qn(tag)).get("typeface") for tag in ("a:latin", "a:ea")]
                    assert faces.lacking(run.text, (*by_family[named[0]], *by_family[named[1]])) == set()


@EACH
@BOTH
def test_nothing_stands_outside_the_slide(story: str, lang: str, decks: Any):
    file = Presentation(str(decks[story, lang]))
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= -1
            assert shape.left + shape.width <= file.slide_width + 9525 and shape.top + shape.height <= file.slide_height + 9525


def rendered_right(pdf: Path, story: str, lang: str, told: Any) -> None:
    """What LibreOffice made of a deck: all words, our typefaces only and embedded, every glyph drawn."""
    found = readers.words_of(pdf)
    scenes = told[story]["scenes"]
    for scene in scenes:
        words = said(scene, len(scenes), lang)
        for part in (words.sentence, words.title, words.source):
            assert readers.squeezed(part) in found
    assert "\ufffd" not in found
    listed = readers.typefaces(pdf)
    assert listed and all(listed.values())
    assert {name.split("+")[1].split("-")[0] for name in listed} <= {
        "NotoSansTC",
        "NotoSerifTC",
        "SourceSerif4",
        "SourceSans3",
        "SourceSans3ExtraLight",
    }
    assert readers.lost_glyphs(pdf.read_bytes()) == []


def test_libreoffice_shows_every_word_with_its_glyphs(decks: Any, told: Any, tmp_path: Path):
    chosen = [(story, lang) for story in SAMPLE for lang in LOCALES]
    made = readers.rendered([decks[one] for one in chosen], tmp_path)
    for story, lang in chosen:
        rendered_right(made[decks[story, lang].name], story, lang, told)


@pytest.mark.long
def test_libreoffice_shows_all_ten_stories_in_both_languages(decks: Any, told: Any, tmp_path: Path):
    chosen = [(story, lang) for story in STORIES for lang in LOCALES]
    made = readers.rendered([decks[one] for one in chosen], tmp_path)
    for story, lang in chosen:
        rendered_right(made[decks[story, lang].name], story, lang, told)


def test_a_missing_glyph_is_found_in_the_rendered_file(told: Any, tmp_path: Path):
    """The readers above would see it: a sentence with a character no typeface of ours has."""
    scene = told["citizen-card"]["scenes"][0]
    broken = {**scene, "text": ["桃園𓀀好", "Taoyuan 𓀀 good"]}
    deck = tmp_path / "broken.pptx"
    deck.write_bytes(slides.deck("題", "題", [broken], "zh-TW"))
    pdf = readers.rendered([deck], tmp_path / "out")["broken.pptx"]
    assert readers.lost_glyphs(pdf.read_bytes())
    assert faces.lacking("桃園𓀀好", faces.TEXT["zh-TW"]) == {"𓀀"}
