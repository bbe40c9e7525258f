"""One year everywhere: however it is chosen, every part, the slider, the figures and the address say the same one."""

import random
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.city import YEARS, begun, events, lit, of, rows
from tests.browser.conftest import Watch, address, ready

PLACES = ("/", "/map", "/timeline")
SAID = """() => ({
  years: [...document.querySelectorAll("#page [data-year]")].map((node) => Number(node.dataset.year)),
  slider: Number(document.querySelector('[role="slider"]').getAttribute("aria-valuenow")),
  value: document.querySelector('[role="slider"]').getAttribute("aria-valuetext"),
  figures: [...document.querySelectorAll('.year-figure__said span[lang="en"] .num')].map((node) => Number(node.textContent)),
  lit: document.querySelector('.home__lit span[lang="en"]')?.textContent,
  chips: Object.fromEntries([...document.querySelectorAll(".filter__waters [data-topic]")]
    .map((chip) => [chip.dataset.topic, Number(chip.querySelector(".chip__count").textContent)])),
  lang: document.documentElement.lang, theme: document.documentElement.dataset.theme,
})"""


def slider(page: Page):
    return page.get_by_role("slider")


def query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address(page)).query).items()}


def agrees(page: Page, year: int) -> None:
    """Everything on the page says ``year``, its address too once it is painted, and its numbers are those of the tables."""
    page.wait_for_function("(year) => (new URLSearchParams(location.search).get('year') ?? '2022') === year", arg=str(year))
    said, asked = page.evaluate(SAID), query(page)
    topic, path = asked.get("topic"), urlsplit(address(page)).path
    assert said["years"], "no part follows the year"
    assert set(said["years"]) == {year}
    assert said["slider"] == year
    assert asked.get("year", "2022") == str(year)
    numbers = [int(text) for text in re.findall(r"\d+", said["value"])]
    assert numbers == [year, begun(year), events(year)], said["value"]
    if path == "/map":
        assert said["figures"] == [begun(year, topic), events(year, topic)]
    if path == "/timeline":
        counted = [row for row in rows("milestones") if row["date"][:4] <= str(year)]
        assert said["chips"] == {family: len(list(filter(of(family), counted))) for family in said["chips"]}
    if path == "/":
        assert [int(text) for text in re.findall(r"\d+", said["lit"])] == [lit(year), year]
    assert said["lang"] == asked.get("lang", said["lang"])
    assert said["theme"] == asked.get("theme", said["theme"])


def column(page: Page, year: int) -> tuple[float, float]:
    """The middle of a year's pond."""
    box = page.locator(f'.ribbon__year[data-of="{year}"]').bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("path", PLACES)
def test_by_address_and_by_keys(open_page: Callable[..., Page], watch: Watch, path: str):
    page = open_page(f"{path}?year=2018&lang=en")
    agrees(page, 2018)
    before = len(watch.asked)
    slider(page).focus()
    for key, year in [
        ("Home", 2014),
        ("ArrowLeft", 2014),
        ("ArrowRight", 2015),
        ("ArrowUp", 2016),
        ("PageUp", 2019),
        ("PageUp", 2022),
        ("ArrowRight", 2022),
        ("PageDown", 2019),
        ("ArrowDown", 2018),
        ("ArrowLeft", 2017),
        ("End", 2022),
        ("Home", 2014),
    ]:
        page.keyboard.press(key)
        agrees(page, year)
    for year in YEARS[1:]:
        page.keyboard.press("ArrowRight")
        agrees(page, year)
    assert watch.data(before) == [], "a year change asks the server for nothing"


@pytest.mark.parametrize("year", YEARS)
def test_each_year_by_its_address(open_page: Callable[..., Page], year: int):
    agrees(open_page(f"/map?year={year}&lang=en"), year)


def test_without_a_year_it_is_the_last(open_page: Callable[..., Page]):
    page = open_page("/map")
    agrees(page, 2022)
    assert "year" not in query(page)


@pytest.mark.parametrize(("path", "size"), [("/", "P"), ("/map", "L"), ("/map", "W"), ("/timeline", "W")])
def test_by_touch(open_page: Callable[..., Page], watch: Watch, path: str, size: str):
    page = open_page(path, size, touch=True)
    slider(page).scroll_into_view_if_needed()
    before = len(watch.asked)
    for year in (2016, 2022, 2014, 2019):
        page.touchscreen.tap(*column(page, year))
        expect(slider(page)).to_have_attribute("aria-valuenow", str(year))
        agrees(page, year)
    assert watch.data(before) == []


def test_by_drag(open_page: Callable[..., Page], watch: Watch):
    page = open_page("/map?year=2014")
    before = len(watch.asked)
    page.mouse.move(*column(page, 2014))
    page.mouse.down()
    for year in (*YEARS, *reversed(YEARS)):
        page.mouse.move(*column(page, year), steps=3)
        agrees(page, year)
    page.mouse.move(5, column(page, 2014)[1])  # beyond the end
    agrees(page, 2014)
    page.mouse.up()
    page.mouse.move(*column(page, 2020))
    agrees(page, 2014)
    assert watch.data(before) == []


def test_by_play(open_page: Callable[..., Page], watch: Watch):
    page = open_page("/map?year=2020&lang=en", clock=True)
    page.clock.pause_at("2100-01-01")
    before = len(watch.asked)

    def painted(year: int) -> None:
        page.clock.run_for(20)  # the frame of the picture, and then its address
        agrees(page, year)

    page.get_by_role("button", name="Speed: medium").click()
    page.get_by_role("button", name="Speed: fast").wait_for()
    page.get_by_role("button", name="Play the years").click()
    pause = page.get_by_role("button", name="Pause")
    for year in (2021, 2022):
        expect(pause).to_have_attribute("aria-pressed", "true")
        page.clock.run_for(1600)
        painted(year)
    page.clock.run_for(1600)
    play = page.get_by_role("button", name="Play the years")
    expect(play).to_have_attribute("aria-pressed", "false")
    play.click()  # from the last year it begins again
    painted(2014)
    page.clock.run_for(1600)
    painted(2015)
    page.mouse.click(*column(page, 2018))  # a touch takes over
    painted(2018)
    expect(play).to_be_visible()
    page.clock.run_for(5000)
    painted(2018)
    play.click()
    slider(page).focus()
    page.keyboard.press("ArrowLeft")
    page.clock.run_for(5000)
    painted(2017)
    assert watch.data(before) == []


def test_play_ends_with_its_page(open_page: Callable[..., Page]):
    page = open_page("/map?year=2015&lang=en", "D", clock=True)
    page.get_by_role("button", name="Play the years").click()
    page.locator('.frame__nav a[href="/timeline"]').click()
    expect(page.locator(".streams")).to_be_visible()
    ready(page)
    year = page.evaluate(SAID)["slider"]
    page.clock.fast_forward(20_000)
    agrees(page, year)


@pytest.mark.parametrize("seed", [2014, 2022])
def test_any_sequence_of_controls(open_page: Callable[..., Page], seed: int):
    """Eighty steps of a visitor who touches everything: after each, one year."""
    dice = random.Random(seed)
    page = open_page("/map", touch=True)
    year, pushed, undone = 2022, 0, 0
    steps = {"ArrowRight": 1, "ArrowLeft": -1, "ArrowUp": 1, "ArrowDown": -1, "PageUp": 3, "PageDown": -3, "Home": -99, "End": 99}
    past: list[int] = []
    for _ in range(80):
        action = dice.choice(
            ["key", "key", "key", "touch", "touch", "topic", "language", "theme", "project", "district", "back", "forward"]
        )
        if action == "key":
            key = dice.choice(list(steps))
            slider(page).focus()
            page.keyboard.press(key)
            year = min(2022, max(2014, year + steps[key]))
        elif action == "touch":
            year = dice.choice(YEARS)
            page.touchscreen.tap(*column(page, year))
            expect(slider(page)).to_have_attribute("aria-valuenow", str(year))
        elif action == "topic":
            page.locator(".filter__waters button").nth(dice.randrange(5)).click()
        elif action == "language":
            page.locator(f'[data-set-lang="{dice.choice(["zh-TW", "en"])}"]').click()
        elif action == "theme":
            page.locator(f'[data-set-theme="{dice.choice(["night", "day", "contrast"])}"]').click()
        elif action in ("project", "district"):
            chosen = ".map .pond:not([data-state=hidden])" if action == "project" else ".map__name--district"
            page.locator(chosen).nth(dice.randrange(5)).dispatch_event("click")
            past, pushed, undone = [*past, year], pushed + 1, 0
        elif action == "back" and pushed:
            page.go_back()
            pushed, undone = pushed - 1, undone + 1
            year = int(query(page).get("year", 2022))
        elif action == "forward" and undone:
            page.go_forward()
            pushed, undone = pushed + 1, undone - 1
            year = int(query(page).get("year", 2022))
        agrees(page, year)


def test_the_year_is_heard_in_one_sentence(open_page: Callable[..., Page]):
    """A screen reader hears what the map shows when the year moves, in the page's language, and nothing before."""
    page = open_page("/map?year=2018", "D", "en")
    heard = page.locator(".year-figure__heard")
    expect(heard).to_have_attribute("aria-live", "polite")
    expect(heard).to_be_empty()
    slider(page).press("ArrowRight")
    english = heard.locator('[lang="en"]')
    expect(english).to_have_text(re.compile(rf"^2019: {begun(2019)} projects begin, \d+ on the map\. Main event: .+\.$"))
    on_the_map = re.search(r", (\d+) on", english.text_content())[1]
    assert lit(2019) <= int(on_the_map) <= len(rows("projects"))
    chinese = heard.locator('[lang="zh-TW"]')
    expect(chinese).to_have_text(re.compile(rf"^2019年：{begun(2019)}項計畫開始，地圖上共{on_the_map}項。大事：.+。$"))
