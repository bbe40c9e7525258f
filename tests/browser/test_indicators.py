"""Touching years and districts of an indicator; finding an organisation."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import address

Open = Callable[..., Page]


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address(page)).query)


def test_a_year_and_a_district_are_one_touch(open_page: Open):
    page = open_page("/indicators/population", "D")
    expect(page.locator(".indicator-chart__said")).to_contain_text("2,272,391")
    assert query(page)["year"] == ["2021"]  # the last year that is whole
    page.locator('.ranking__row[data-label-en^="Rank 2,"]').click()
    assert query(page)["district"] == ["68000020"]
    expect(page.locator(".indicator-chart__said")).to_contain_text("422,529")
    expect(page.locator(".shades__district.is-chosen")).to_have_count(1)
    page.locator(".ribbon__track").press("Home")
    expect(page.locator(".ranking__row").first).to_contain_text("417,366")
    assert query(page)["year"] == ["2014"]


def test_a_touch_on_the_chart_reads_the_year_there(open_page: Open):
    page = open_page("/indicators/airport-passengers?year=2022", "D")
    box = page.locator(".indicator-chart__room").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.7)
    assert query(page)["year"] in (["2014"], ["2015"])


def test_what_is_missing_is_hatched_and_said(open_page: Open):
    page = open_page("/indicators/births?year=2014", "D", lang="en")
    expect(page.locator(".shades__district--none")).to_have_count(13)
    expect(page.locator(".indicator-chart__said")).to_contain_text("No data")


def test_cautions_stand_in_the_chart(open_page: Open):
    expect(open_page("/indicators/population", "D", lang="en").locator(".over--caution")).to_contain_text("not a year-end figure")
    expect(open_page("/indicators/airport-passengers", "D", lang="en").locator(".over--caution")).to_contain_text("COVID-19")
    expect(open_page("/indicators/pm25-annual-mean-automatic", "D", lang="en").locator(".single--break")).to_contain_text(
        "New instruments"
    )


def test_the_chart_comes_without_a_reload(open_page: Open):
    page = open_page("/indicators", "D")
    page.locator('a[href="/indicators/households"]').click()
    page.locator('html[data-ready="true"] .indicator-chart__plot svg').first.wait_for()


def test_an_organisation_is_found_and_read(open_page: Open):
    page = open_page("/partners", "D", lang="en")
    page.locator(".partner-search__field").fill("azusa")
    expect(page.locator(".partner-list li:visible")).to_have_count(1)
    page.locator(".partner-list .row:visible").click()
    expect(page.locator(".partner-reader")).to_have_attribute("data-fact", "partners:azusa-sekkei")
    expect(page.locator(".partner-reader__rows li")).to_have_count(1)


def test_nothing_runs_out_of_a_phone(open_page: Open):
    for path in ("/indicators", "/indicators/population", "/indicators/area", "/partners"):
        page = open_page(path, "W", lang="en")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


@pytest.mark.parametrize("size", ["L", "P"])
@pytest.mark.parametrize("indicator", ["population", "airport-passengers", "area", "pm25-annual-mean-automatic"])
def test_every_shape_of_an_indicator_has_its_place_in_the_hall(open_page: Open, indicator: str, size: str):
    """With a map, as a line, once, and as single figures: what is said first and last is as wide as the page."""
    page = open_page(f"/indicators/{indicator}", size)
    for part in ("head", "foot"):
        width = page.locator(f".indicator__{part}").evaluate("node => node.offsetWidth / innerWidth")
        assert width > 0.8, part


# Names of waters that lie over a pond, or over each other: [name, over what].
OVER = """() => {
  const box = (node) => node.getBoundingClientRect(), waters = [...document.querySelectorAll(".partner-web__water")], found = [];
  for (const name of waters) {
    const own = box(name);
    for (const pond of document.querySelectorAll(".org")) {
      const disc = box(pond), x = disc.x + disc.width / 2, y = disc.y + disc.height / 2;
      const away = Math.hypot(Math.max(own.left - x, 0, x - own.right), Math.max(own.top - y, 0, y - own.bottom));
      if (away < disc.width / 2) found.push([name.innerText, pond.ariaLabel]);
    }
    for (const other of waters) {
      const its = box(other);
      const apart = own.right <= its.left || its.right <= own.left || own.bottom <= its.top || its.bottom <= own.top;
      if (other !== name && !apart) found.push([name.innerText, other.innerText]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize("size", ["L", "P", "W", "D"])
def test_no_name_of_a_water_lies_over_a_pond(open_page: Open, size: str, lang: str):
    page = open_page("/partners", size, lang)
    expect(page.locator(".partner-web__water")).to_have_count(5)
    assert page.evaluate(OVER) == []
    page.locator(f"[data-set-lang={'en' if lang == 'zh-TW' else 'zh-TW'}]").first.evaluate("node => node.click()")
    page.evaluate("() => tao.painted().then(() => document.fonts.ready).then(tao.painted)")
    assert page.evaluate(OVER) == [], "after a switch of language"


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize("size", ["L", "P"])
@pytest.mark.parametrize("path", ["/partners", "/map", "/timeline", "/indicators/population"])
def test_the_year_of_a_hall_page_is_in_sight(open_page: Open, path: str, size: str, lang: str):
    """Without scrolling, and in the upright hall over the row of buttons."""
    page = open_page(path, size, lang)
    year = page.locator(".ribbon").first.bounding_box()
    foot = page.locator(".frame__bar").bounding_box()["y"] if size == "P" else 1080
    assert year["y"] + year["height"] <= foot


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_a_large_figure_stands_whole_on_a_phone(open_page: Open, lang: str):
    page = open_page("/indicators/education-budget", "W", lang)
    figure = page.locator(".single__figure").bounding_box()
    assert figure["x"] + figure["width"] <= page.viewport_size["width"]
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", ["W", "P", "L"])
def test_no_pond_lies_over_the_line_under_the_partners(open_page: Open, size: str):
    page = open_page("/partners", size, "en")
    under = """() => { const line = document.querySelector(".partner-web__said").getBoundingClientRect();
      return [...document.querySelectorAll(".org")].filter((one) => one.getBoundingClientRect().bottom > line.top).length; }"""
    assert page.evaluate(under) == 0


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_the_note_under_the_ranking_stands_above_the_row_at_the_foot(open_page: Open, lang: str):
    page = open_page("/indicators/population-65-plus?screen=kiosk-55-landscape", "L", lang)
    note, row = (page.locator(part).bounding_box() for part in (".ranking__note", ".frame__switches"))
    assert note["y"] + note["height"] <= row["y"]


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_the_numbers_of_a_project_stand_above_the_row_at_the_foot(open_page: Open, lang: str):
    page = open_page("/projects/airport-mrt?screen=kiosk-55-landscape", "L", lang)
    lowest = page.locator(".project__numbers").evaluate(
        """(numbers) => {
          const bottoms = [...numbers.querySelectorAll(".figure")].filter((one) => one.checkVisibility()).map((one) =>
            [one.getBoundingClientRect().top, one.parentElement.getBoundingClientRect().bottom]);
          const first = Math.min(...bottoms.map(([top]) => top));
          return Math.max(...bottoms.filter(([top]) => top < first + 20).map(([, bottom]) => bottom));
        }"""
    )      # of the first row, with their sources; the rest stands further down
    assert lowest <= page.locator(".frame__switches").bounding_box()["y"]


# Of each name on the map: how much the ink differs from the shade under it and the line round it (WCAG 2.2, contrast ratio).
INK = """() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const found = {};
  for (const name of document.querySelectorAll(".shades__name")) {
    const kind = /shades__label--(\\w+)/.exec(name.parentElement.getAttribute("class"))[1], style = getComputedStyle(name);
    const ground = kind === "none" ? style.stroke : getComputedStyle(document.querySelector(`.shades__district--${kind}`)).fill;
    found[kind] = Math.min(ratio(style.fill, ground), ratio(style.fill, style.stroke), found[kind] ?? 99);
  }
  return found;
}"""


@pytest.mark.parametrize(("theme", "least"), [("night", 4.5), ("day", 4.5), ("contrast", 7)])
def test_names_of_districts_are_read_on_every_shade(open_page: Open, theme: str, least: float):
    page = open_page(f"/indicators/population?theme={theme}", "D")
    page.add_style_tag(content="* { transition: none !important; }")
    page.evaluate("tao.painted()")
    found = page.evaluate(INK)
    assert set(found) == {"0", "1", "2", "3", "4"}
    assert {kind: ratio for kind, ratio in found.items() if ratio < least} == {}
