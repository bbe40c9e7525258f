"""The short journey that gates every change: pages stand in both tongues, the year moves all, nothing leaves the machine."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ready


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize("path", ["/", "/map", "/timeline", "/projects/airport-mrt", "/awards"])
def test_a_page_stands(open_page: Callable[..., Page], path: str, lang: str):
    page = open_page(path, "D", lang=lang)
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("#page h1").first.is_visible()


def test_the_year_moves_everything(open_page: Callable[..., Page]):
    page = open_page("/map?year=2016", "D", lang="en")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("year=2017"))
    assert {part.get_attribute("data-year") for part in page.locator("[data-year]").all()} == {"2017"}
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-TW")
    expect(page).to_have_url(re.compile("year=2017"))


def test_a_project_is_read_on_the_map_and_opened(open_page: Callable[..., Page]):
    page = open_page("/map?year=2019&project=airport-mrt", "D", lang="en")
    assert page.locator(".reader a[href^='/sources/']").is_visible()
    page.locator(".reader .button--next").click()
    page.wait_for_url("**/projects/airport-mrt**")
    ready(page)
    assert page.locator("#page h1").first.inner_text().endswith("Taoyuan Airport MRT")


def test_numbers_are_written_as_the_browser_writes_them(open_page: Callable[..., Page]):
    wrong = open_page("/about", "D", lang="en").evaluate("""() => {
      const wrong = [];
      for (const value of [0, 7, 999, 1000, 12345.678, -1234.5, 0.0005, 1.005, 2.25, 458847, 13739591, 43986406.84948]) {
        for (const digits of [undefined, 0, 1, 2]) {
          const options = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
          for (const tongue of ["en-GB", "zh-TW"]) {
            const said = tao.grouped(value, digits);
            if (said !== value.toLocaleString(tongue, options)) wrong.push([value, digits, said]);
          }
        }
      }
      return wrong;
    }""")
    assert wrong == []
