"""Touching years and districts of an indicator; finding an organisation."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

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
