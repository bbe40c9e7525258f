"""Search over everything in both languages: as one types on the web, by large keys in the hall."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from data.views.search import view
from tests.browser.conftest import address

KINDS = sorted({row["kind"] for row in view()})
HITS = "() => [...document.querySelectorAll('.search__found li')].map((hit) => hit.querySelector('a').getAttribute('href'))"


def test_results_come_as_one_types(open_page: Callable[..., Page]):
    page = open_page("/search", "D", "zh-TW")
    page.locator("#search-field").press_sequentially("機場捷運")
    expect(page.locator(".search__found")).to_contain_text("桃園機場捷運")
    assert "q=%E6%A9%9F%E5%A0%B4%E6%8D%B7%E9%81%8B" in address(page)
    page.locator("#search-field").fill("")
    expect(page.locator(".search__found li")).to_have_count(0)
    expect(page.locator(".search__starters")).to_be_visible()


def test_more_than_is_shown_is_said(open_page: Callable[..., Page]):
    asked = "里"
    page = open_page(f"/search?q={asked}", "D", "zh-TW")
    expect(page.locator(".search__found li")).to_have_count(40)
    found = sum(any(asked in row.get(name, "") for name in ("zh", "en", "more")) for row in view())
    expect(page.locator(".search__said [lang=zh-TW]")).to_contain_text(f"找到{found}項，這裡是最相近的40項")


@pytest.mark.parametrize(
    ("asked", "lang", "href"),
    [
        ("智慧教室", "zh-TW", "/projects/smart-school-digital-classroom"),      # in the middle of what has no spaces
        ("白鷺", "zh-TW", "/districts/68000080/68000080013"),
        ("smart classroom", "en", "/projects/smart-school-digital-classroom"),
        ("Microsoft", "en", "/partners?partner=microsoft"),
        ("Micorsoft", "en", "/partners?partner=microsoft"),      # a slip of the finger
    ],
)
def test_a_word_is_found_in_either_tongue(open_page: Callable[..., Page], asked: str, lang: str, href: str):
    page = open_page(f"/search?q={asked}", "D", lang)
    expect(page.locator(".search__found li").first).to_be_visible()
    assert href in page.evaluate(HITS)


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [("臺北", "台北", "zh-TW"), ("lights", "lighting", "en"), ("station", "stations", "en"), ("city", "cities", "en")],
)
def test_two_forms_of_a_word_find_the_same(open_page: Callable[..., Page], one: str, other: str, lang: str):
    page = open_page(f"/search?q={one}", "D", lang)
    expect(page.locator(".search__found li").first).to_be_visible()
    first = page.evaluate(HITS)
    page.locator("#search-field").fill(other)
    page.wait_for_function("(asked) => new URLSearchParams(location.search).get('q') === asked", arg=other)
    assert page.evaluate(HITS) == first


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_thing_is_found_by_its_name(open_page: Callable[..., Page], kind: str):
    row = next(row for row in view() if row["kind"] == kind)
    page = open_page("/search", "D", "en")
    for name in (row["zh"], row["en"]):
        page.locator("#search-field").fill(name)
        expect(page.locator(f'.search__found a[href="{row["href"]}"]').first).to_be_visible()


@pytest.mark.parametrize("size", ["L", "P"])
def test_large_keys_come_when_asked_for(open_page: Callable[..., Page], size: str):
    page = open_page("/search", size, "en", touch=True)
    keys = page.locator(".search__keys")
    expect(keys).to_be_hidden()
    page.locator("[aria-controls=search-keys]").tap()
    expect(keys).to_be_visible()
    for letter in "wifz":      # shorter words than five letters are found as they are written
        page.locator(".search__key", has_text=letter).first.tap()
    expect(page.locator(".search__found li")).to_have_count(0)
    page.locator(".search__key[data-label-en]").last.tap()      # takes the last letter away
    expect(page.locator(".search__found")).to_contain_text("iTaoyuan free Wi-Fi")
