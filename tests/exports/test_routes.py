"""The fixed addresses of /export: what they give, what they say to what they cannot give."""

import csv
import io
import zipfile
from typing import Any
from xml.etree import ElementTree as xml

import pypdf
import pytest
from PIL import Image

from data import store
from data.i18n import LOCALES, translator
from exports import faces
from exports.said import said
from tests.exports import readers

SVG = "{http://www.w3.org/2000/svg}"
BOTH = pytest.mark.parametrize("lang", LOCALES)


def text_of(svg: bytes) -> str:
    return readers.squeezed(" ".join(one.text or "" for one in xml.fromstring(svg).iter(f"{SVG}text")))


@BOTH
@pytest.mark.parametrize(
    ("story", "step"),
    [
        ("airport-mrt-smart-transport", 2),
        ("airport-mrt-smart-transport", 6),
        ("county-to-intelligent-community", 5),
        ("county-to-intelligent-community", 6),
        ("my-district-since-2014", 3),
        ("clean-air-and-sensors", 1),
    ],
)
def test_a_step_as_a_picture_holds_title_period_area_unit_and_source(client: Any, told: Any, story: str, step: int, lang: str):
    answer = client.get(f"/export/stories/{story}/{step}.svg?lang={lang}")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    scenes = told[story]["scenes"]
    words, found = said(scenes[step - 1], len(scenes), lang), text_of(answer.data)
    for part in (words.title, words.sentence, words.period, words.unit, words.source):
        assert readers.squeezed(part) in found
    if "award" not in scenes[step - 1]:
        assert readers.squeezed(words.area) in found
    png = client.get(f"/export/stories/{story}/{step}.png?lang={lang}")
    picture = Image.open(io.BytesIO(png.data))
    assert picture.size == (1920, 1080) and len(picture.convert("RGB").getcolors(1 << 24)) > 40


def test_a_picture_carries_the_glyphs_of_its_words(client: Any):
    svg = client.get("/export/stories/citizen-card/5.svg").data
    style = next(xml.fromstring(svg).iter(f"{SVG}style")).text
    assert style.count("@font-face") >= 2 and "src:url(data:font/woff2;base64," in style
    for one in xml.fromstring(svg).iter(f"{SVG}text"):
        families = one.get("font-family").replace("'", "").split(", ")
        chosen = tuple(face for face in faces.FACES if face.family in families)
        assert faces.lacking(one.text, chosen) == set()


@BOTH
def test_a_story_as_paper_has_all_words_embedded_typefaces_and_every_glyph(client: Any, told: Any, lang: str, tmp_path: Any):
    for story in ("airport-mrt-smart-transport", "clean-air-and-sensors"):
        answer = client.get(f"/export/stories/{story}.pdf?lang={lang}")
        pdf = tmp_path / f"{story}.{lang}.pdf"
        pdf.write_bytes(answer.data)
        found = readers.words_of(pdf)
        for scene in told[story]["scenes"]:
            words = said(scene, len(told[story]["scenes"]), lang)
            for part in (words.sentence, words.notes, words.source):
                assert readers.squeezed(part) in found
        listed = readers.typefaces(pdf)
        assert listed and all(listed.values())
        assert readers.lost_glyphs(answer.data) == []
        assert pypdf.PdfReader(io.BytesIO(answer.data)).metadata.title == told[story]["question"][LOCALES.index(lang)]


@BOTH
@pytest.mark.parametrize(
    "address",
    ["/projects/youbike-taoyuan", "/topics/transport", "/indicators/population", "/districts/68000020", "/about", "/awards"],
)
def test_a_page_as_paper_speaks_one_language(client: Any, address: str, lang: str, tmp_path: Any):
    answer = client.get(f"/export/page.pdf?address={address}&lang={lang}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(answer.data)
    assert len(readers.words_of(pdf)) > 200 and all(readers.typefaces(pdf).values())
    assert readers.lost_glyphs(answer.data) == []
    title = client.get(f"/_page?address={address}").json["title"][LOCALES.index(lang)].split(" · ")[0]
    assert readers.squeezed(title) in readers.words_of(pdf)


def test_the_numbers_behind_a_line_are_the_tables(client: Any):
    answer = client.get("/export/stories/airport-mrt-smart-transport/2.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    table = store.load("indicators")
    own = table[(table["indicator_id"] == "airport-mrt-daily-riders-monthly") & (table["district_code"] == "68000")].sort_values(
        "date"
    )
    assert [float(row["value"]) for row in rows] == own["value"].tolist()
    assert all(row["source_url"].startswith("http") and row["unit_zh"] and row["area_en"] == "Taoyuan City" for row in rows)
    book = client.get("/export/stories/airport-mrt-smart-transport/2.xlsx")
    with zipfile.ZipFile(io.BytesIO(book.data)) as file:
        sheet = xml.fromstring(file.read("xl/worksheets/sheet1.xml"))
        shown = sheet.findall(".//{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row")
    assert len(shown) == len(rows) + 1


def test_every_step_has_its_numbers(client: Any, told: Any):
    for story, own in told.items():
        for number in range(1, len(own["scenes"]) + 1):
            rows = list(csv.DictReader(io.StringIO(client.get(f"/export/stories/{story}/{number}.csv").data.decode("utf-8-sig"))))
            assert rows and all(row["source"] and row["what_zh"] and row["what_en"] for row in rows)


def test_a_formula_in_a_cell_stays_a_text():
    from exports import sheets

    row = {"what_zh": "=HYPERLINK(1)", "value": -3}
    assert "'=HYPERLINK(1)" in sheets.csv_of([row]).decode() and ",-3," in sheets.csv_of([row]).decode()


@BOTH
def test_maps_and_series(client: Any, lang: str):
    for address in (
        "/export/map.svg?year=2019",
        "/export/map.svg?topic=transport&district=68000020&theme=day",
        "/export/indicators/population/map.svg?year=2021",
        "/export/indicators/population.svg?district=68000020",
    ):
        joint = "&" if "?" in address else "?"
        answer = client.get(f"{address}{joint}lang={lang}")
        assert answer.status_code == 200, answer.data
        assert readers.squeezed(translator(lang)("source.word")) in text_of(answer.data)


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/export/stories/nix.pptx", 404, "county-to-intelligent-community"),
        ("/export/stories/citizen-card/7.svg", 404, "write 1 to 6"),
        ("/export/stories/citizen-card/1.svg?lang=fr", 400, "zh-TW, en"),
        ("/export/stories/citizen-card/1.svg?theme=neon", 400, "night, day, contrast"),
        ("/export/indicators/nix.svg", 404, "/indicators"),
        ("/export/indicators/population/map.svg?year=1888", 404, "2014"),
        ("/export/indicators/population.svg?district=nix", 404, "68000"),
        ("/export/map.svg?year=1999", 404, "2014, 2015"),
        ("/export/map.svg?topic=%3Cscript%3E", 404, "transport"),
        ("/export/page.pdf?address=/nowhere", 404, "/topics"),
        ("/export/page.pdf?address=http://example.org/", 404, "/topics"),
    ],
)
def test_what_cannot_be_exported_is_said_in_words(client: Any, address: str, status: int, says: str):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert says in answer.json["detail"]


def test_a_second_visit_costs_nothing(client: Any):
    first = client.get("/export/indicators/population.svg")
    again = client.get("/export/indicators/population.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""
