"""The map: every project can be reached, read and left again, by finger and by key; the list says what the map says."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.city import MILESTONES, PROJECTS, YEARS, of, rows
from tests.browser.conftest import Watch, address

EVERY = {row["id"] for row in PROJECTS}
SHOWN = """() => [...document.querySelectorAll('#page .pond:not([data-state=hidden])')]
  .map((pond) => pond.dataset.fact.split(":")[1])"""
LISTED = (
    """() => [...document.querySelectorAll('.list li[data-fact]:not([hidden])')].map((row) => row.dataset.fact.split(":")[1])"""
)
FOCUSED = """() => [...document.querySelectorAll('#page .pond:not([data-state=hidden])')].filter((pond) => {
  pond.focus();
  return document.activeElement === pond && pond.tabIndex === 0;
}).map((pond) => pond.dataset.fact.split(":")[1])"""
TOUCHED = """() => [...document.querySelectorAll('#page .pond:not([data-state=hidden])')].filter((pond) => {
  const { left, top, width, height } = pond.getBoundingClientRect();
  return document.elementFromPoint(left + width / 2, top + height / 2)?.closest(".pond") === pond;
}).map((pond) => pond.dataset.fact.split(":")[1])"""
MAP = """() => { const map = document.querySelector('.leaflet-container').leafletMap; const centre = map.getCenter();
  return [map.getZoom(), centre.lat, centre.lng]; }"""

EVENTS = """() => [...document.querySelectorAll('.event')].filter((event) => event.checkVisibility({ visibilityProperty: true }))
  .map((event) => event.dataset.fact.split(":")[1])"""
MOST_EVENTS = 4
ALL_LAID_OUT = "() => document.querySelectorAll('.events').length === 9"


def headlines(year: int, topic: str | None = None) -> list[str]:
    """The events of a year the story cannot be told without: the most important, the most exactly dated, in the order of time."""
    happened = [row for row in filter(of(topic), MILESTONES) if row["date"][:4] == str(year)]
    ranked = sorted(happened, key=lambda row: (int(row["importance"]), -len(row["date"]), row["date"]))
    return [row["id"] for row in sorted(ranked[:MOST_EVENTS], key=lambda row: row["date"])]


def reader(page: Page):
    return page.locator(".reader")


@pytest.mark.parametrize("size", ["L", "P"])
def test_every_project_is_there_for_keys_and_fingers(open_page: Callable[..., Page], size: str):
    """In its year or in its district, each pond lies free under a finger; all are buttons the tab key finds."""
    page = open_page("/map?year=2022", size, touch=True)
    assert sorted(page.evaluate(SHOWN)) == sorted(EVERY)
    assert set(page.evaluate(FOCUSED)) == EVERY
    touched = set(page.evaluate(TOUCHED))
    page.get_by_role("slider").focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
        touched |= set(page.evaluate(TOUCHED))
    page.keyboard.press("End")
    for number in range(page.locator(".map__name--district").count()):
        page.locator(".map__name--district").nth(number).dispatch_event("click")
        touched |= set(page.evaluate(TOUCHED))
    assert EVERY - touched == set()


@pytest.mark.parametrize("size", ["D", "W"])
def test_each_year_has_its_events_beside_the_map(open_page: Callable[..., Page], size: str):
    """Whether its list is made when it is asked for or stood laid out; of one topic, and after a switch of the language, too."""
    page = open_page("/map?year=2019&lang=en", size)
    assert page.evaluate(EVENTS) == headlines(2019)
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    assert page.evaluate(EVENTS) == headlines(2014)
    page.wait_for_function(ALL_LAID_OUT)
    for year in YEARS[1:]:
        page.keyboard.press("ArrowRight")
        assert page.evaluate(EVENTS) == headlines(year)
        expect(page.locator(".events__all a:visible")).to_have_attribute("href", f"/timeline?year={year}")
    page.evaluate("() => tao.address.set({ topic: 'move', lang: 'zh-TW' })")
    assert page.evaluate(EVENTS) == headlines(2022, "move")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(EVENTS) == headlines(2021, "move")
    expect(page.locator(".events__all a:visible")).to_contain_text("2021")
    reached = page.evaluate("""() => [...document.querySelectorAll('.map-page__events a')]
      .filter((link) => { link.focus(); return document.activeElement === link; }).length""")
    assert reached == len(headlines(2021, "move")) + 1, "the events of other years are nothing for a key"


@pytest.mark.parametrize("year", [2014, 2017, 2022])
def test_the_list_says_what_the_map_says(open_page: Callable[..., Page], year: int):
    page = open_page(f"/map?year={year}&list=1")
    shown = page.evaluate(SHOWN)
    assert len(shown) == len(set(shown))
    assert set(page.evaluate(LISTED)) == set(shown)
    page.locator(".filter__waters [data-topic]").first.dispatch_event("click")
    family = page.locator(".filter__waters [data-topic]").first.get_attribute("data-topic")
    chosen = {row["id"] for row in filter(of(family), PROJECTS)}
    assert set(page.evaluate(LISTED)) == set(shown) & chosen


def test_the_list_opens_and_closes(open_page: Callable[..., Page]):
    page = open_page("/map?lang=en")
    toggle = page.locator(".list__toggle")
    toggle.click()
    expect(page.locator(".list__body")).to_be_visible()
    expect(page.locator(".list__body h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".list__body")).to_be_hidden()
    expect(toggle).to_be_focused()


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_a_touch_opens_a_project_and_escape_leaves_it(open_page: Callable[..., Page], lang: str):
    page = open_page("/map?year=2022", "L", lang, touch=True)
    free = page.evaluate(TOUCHED)
    for key in (free[0], free[len(free) // 2], free[-1]):
        row = next(row for row in PROJECTS if row["id"] == key)
        pond = page.locator(f'.pond[data-fact="projects:{key}"]')
        pond.tap()
        expect(reader(page)).to_be_visible()
        expect(reader(page)).to_have_attribute("data-fact", f"projects:{key}")
        expect(reader(page).locator(f'h2 span[lang="{lang}"]')).to_have_text(row["name_zh" if lang == "zh-TW" else "name_en"])
        expect(reader(page).locator("h2")).to_be_focused()
        expect(pond).to_have_attribute("aria-pressed", "true")
        expect(page).to_have_url(re.compile(f"project={key}"))
        assert reader(page).locator(f'a[href="/sources/{row["source_id"]}"]').count() == 1
        assert reader(page).locator(f'a[href="/projects/{key}"]').count() == 1
        page.keyboard.press("Escape")
        expect(reader(page)).to_be_hidden()
        expect(page).not_to_have_url(re.compile("project="))
        expect(pond).to_have_attribute("aria-pressed", "false")


def test_by_keys_focus_goes_in_and_comes_back(open_page: Callable[..., Page]):
    page = open_page("/map?year=2022")
    pond = page.locator('.pond[data-fact="projects:airport-mrt"]')
    pond.focus()
    page.keyboard.press("Enter")
    expect(reader(page).locator("h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(pond).to_be_focused()


def test_back_closes_what_was_opened(open_page: Callable[..., Page]):
    page = open_page("/map?year=2019")
    page.locator(".map .pond:not([data-state=hidden])").first.dispatch_event("click")
    expect(reader(page)).to_be_visible()
    page.go_back()
    expect(reader(page)).to_be_hidden()
    page.go_forward()
    expect(reader(page)).to_be_visible()


def test_a_district_is_chosen_by_touch(open_page: Callable[..., Page]):
    page = open_page("/map?year=2022", "L", "en", touch=True)
    whole = page.evaluate(MAP)
    name = page.locator(".map__name--district").first
    name.tap()
    expect(name).to_have_attribute("aria-pressed", "true")
    expect(reader(page)).to_have_attribute("data-open", "district")
    code = address(page).split("district=")[1].split("&")[0]
    here = {row["id"] for row in PROJECTS if code in row["districts"].split(";")}
    listed = reader(page).locator("[data-fact]").evaluate_all("(rows) => rows.map((row) => row.dataset.fact.split(':')[1])")
    assert set(listed) == here
    page.wait_for_function(f"(whole) => ({MAP})()[0] > whole", arg=whole[0])
    reader(page).locator(".reader__close").tap()
    expect(reader(page)).to_be_hidden()
    expect(name).to_have_attribute("aria-pressed", "false")
    page.wait_for_function(f"(whole) => ({MAP})().every((part, n) => Math.abs(part - whole[n]) < 2e-3)", arg=whole)


def test_a_district_is_chosen_by_its_ground(open_page: Callable[..., Page]):
    page = open_page("/map?lang=en")
    page.locator(".map__district").nth(3).dispatch_event("click")
    expect(reader(page)).to_have_attribute("data-open", "district")
    assert page.locator(".map__district.is-chosen").count() == 1


def test_a_topic_leaves_its_own_ponds_lit(open_page: Callable[..., Page]):
    page = open_page("/map?year=2022")
    for number, family in enumerate(row["id"] for row in sorted(rows("families"), key=lambda row: int(row["order"]))):
        chip = page.locator(".filter__waters [data-topic]").nth(number)
        expect(chip).to_have_attribute("data-topic", family)
        chip.click()
        expect(chip).to_have_attribute("aria-pressed", "true")
        lit = page.locator(".pond:not([data-state=hidden]):not([data-sunk])").evaluate_all(
            "(ponds) => ponds.map((pond) => pond.dataset.fact.split(':')[1])"
        )
        assert sorted(lit) == sorted(row["id"] for row in filter(of(family), PROJECTS))
        expect(chip.locator(".chip__count")).to_have_text(str(len(lit)))
    chip.click()
    assert page.locator(".pond[data-sunk]").count() == 0


DRAWN = """() => { const of = (css) => [...document.querySelectorAll(`.ponds__drawing [data-seen] ${css}`)];
  const count = (css) => of(css).reduce((sum, path) => sum + path.getAttribute("d").split("M").length - 1, 0);
  const icons = of("text").reduce((sum, text) => sum + [...text.textContent].length, 0);
  return { new: count(".ponds__band"), icons, sunk: count(".ponds__sunk .ponds__disc"),
    all: count(".ponds__disc") + count(".ponds__dotted") + count(".ponds__dashed") + count(".ponds__cut") / 2 }; }"""
SAID = """() => { const count = (rest) => document.querySelectorAll(`.pond${rest}`).length;
  return { new: count("[data-state=new]"), icons: count("[data-state=new]"), all: count(":not([data-state=hidden])") }; }"""


@pytest.mark.parametrize("theme", ["night", "contrast"])
def test_the_drawing_shows_what_the_buttons_say(open_page: Callable[..., Page], theme: str):
    """Each pond that is there is drawn once, a new one with its ripple and icon; those of other topics lie in the faint layer."""
    page = open_page(f"/map?year=2014&theme={theme}")
    for _ in range(9):
        drawn = page.evaluate(DRAWN)
        assert drawn.pop("sunk") == 0
        assert drawn == page.evaluate(SAID)
        page.get_by_role("slider").focus()
        page.keyboard.press("ArrowRight")
    page.locator(".filter__waters [data-topic]").first.click()
    assert page.evaluate(DRAWN)["sunk"] > 0


def test_a_later_pond_is_out_of_reach(open_page: Callable[..., Page]):
    page = open_page("/map?year=2014")
    later = page.locator(".pond[data-state=hidden]")
    assert later.count() > 0
    assert later.evaluate_all("(ponds) => ponds.every((pond) => getComputedStyle(pond).visibility === 'hidden')")
    assert page.locator(".pond:not([data-state=hidden])").evaluate_all(
        "(ponds) => ponds.every((pond) => getComputedStyle(pond).visibility === 'visible')"
    )


def test_the_metro_comes_with_its_year(open_page: Callable[..., Page]):
    page = open_page("/map?year=2016")
    line = page.locator(".map__rail--mrt").first
    expect(line).to_have_class(with_class("is-later", True))
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(line).to_have_class(with_class("is-later", False))


def with_class(name: str, there: bool):
    import re

    return re.compile(rf"\b{name}\b" if there else rf"^(?!.*\b{name}\b)")


def test_language_and_theme_change_in_place(open_page: Callable[..., Page], watch: Watch):
    page = open_page("/map?year=2018&lang=zh-TW&project=airport-mrt")
    board = page.locator('[data-component="city-map"]')
    near = int(board.get_attribute("data-zoom"))
    page.get_by_role("button", name="放大").click()
    expect(board).to_have_attribute("data-zoom", str(near + 1))
    page.evaluate("() => { document.querySelector('#page').firstElementChild.marked = true; }")
    before, asked = page.evaluate(MAP), len(watch.asked)
    for lang in ("en", "zh-TW", "en"):
        page.locator(f'[data-set-lang="{lang}"]').click()
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator(f'[data-set-lang="{lang}"]')).to_have_attribute("aria-current", "true")
        expect(reader(page).locator(f'h2 span[lang="{lang}"]')).to_be_visible()
        expect(page).to_have_url(re.compile(f"lang={lang}"))
        assert page.evaluate(MAP) == before
    for theme in ("day", "contrast", "night"):
        page.locator(f'[data-set-theme="{theme}"]').click()
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        expect(page.locator(f'[data-set-theme="{theme}"]')).to_have_attribute("aria-current", "true")
        assert page.evaluate(MAP) == before
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuenow", "2018")
    expect(reader(page)).to_have_attribute("data-fact", "projects:airport-mrt")
    assert page.evaluate("() => document.querySelector('#page').firstElementChild.marked"), "the page was built again"
    assert watch.data(asked) == []


def test_the_buttons_of_the_map(open_page: Callable[..., Page]):
    page = open_page("/map?lang=en")
    whole, board = page.evaluate(MAP), page.locator('[data-component="city-map"]')
    near = int(board.get_attribute("data-zoom"))      # whole steps, set when the map has come to rest
    for name, zoom in (("Zoom in", near + 1), ("Zoom out", near), ("Zoom in", near + 1), ("Show the whole city", near)):
        page.get_by_role("button", name=name).click()
        expect(board).to_have_attribute("data-zoom", str(zoom))
    assert page.evaluate(MAP) == pytest.approx(whole, abs=2e-3)


HOLD = """() => {                             // timers of Leaflet and dash-leaflet wait until they are let go
  const later = window.setTimeout;
  window.held = [];
  const isTheirs = () => new Error().stack.includes("/dash.");
  window.setTimeout = (run, ms, ...rest) => (isTheirs() ? -window.held.push(() => run(...rest)) : later(run, ms, ...rest));
}"""
LET_GO = """() => window.held.splice(0).flatMap((run) => { try { run(); return []; } catch (error) { return [error.stack]; } })"""


def test_a_visitor_may_leave_in_the_middle_of_a_zoom(open_page: Callable[..., Page]):
    """No timer of the map that ends after the map has gone makes an error (the fixture looks, too)."""
    page = open_page("/map?lang=en", "D", reduced_motion=False)
    page.evaluate(HOLD)
    for visit in range(3):
        page.locator(".map__button").first.click()
        page.evaluate("() => tao.go('/timeline')")
        page.locator('html[data-ready="true"] .timeline').wait_for()
        assert page.evaluate("() => window.held.length"), f"visit {visit}: a zoom without a timer is no test of one"
        assert page.evaluate(LET_GO) == [], visit
        page.evaluate("() => tao.go('/map?district=68000020')")
        page.locator('html[data-ready="true"] .leaflet-map-pane').wait_for(state="attached")


@pytest.mark.parametrize("size", ["W", "P", "L"])
def test_no_name_is_cut_by_an_edge_of_the_map(open_page: Callable[..., Page], size: str):
    page = open_page("/map", size, "en")
    cut = """() => { const { left, right } = document.querySelector(".leaflet-container").getBoundingClientRect();
      return [...document.querySelectorAll(".map__name:not(.is-off)")].filter((name) => name.checkVisibility())
        .map((name) => [name.innerText, name.getBoundingClientRect()])
        .filter(([, box]) => [left, right].some((edge) => box.left < edge - 1 && box.right > edge + 1))
        .map(([words]) => words); }"""
    assert page.evaluate(cut) == []
