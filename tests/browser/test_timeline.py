"""The timeline in a browser: every event can be read, no name touches another, the year is the axis."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES

EVENTS = 238                    # rows of milestones.csv
LANES = 5
WIDE = ("L", "P", "D")
NAMED_AT_LEAST = {"L": 18, "P": 18, "D": 22}     # of 24 names; what finds no room is left out, never laid over another

NAMES = """() => [...document.querySelectorAll('.moment__name')].filter((name) => name.checkVisibility()).map((name) => {
  const { left, top, right, bottom } = name.getBoundingClientRect();
  return { text: name.innerText, left, top, right, bottom };
})"""
DISCS = """() => [...document.querySelectorAll('.moment__disc')].map((disc) => {
  const { left, top, width } = disc.getBoundingClientRect();
  return [left + width / 2, top + width / 2, width / 2];
})"""
OFF_AXIS = """() => {
  const track = document.querySelector('.ribbon__track').getBoundingClientRect();
  const lines = [...document.querySelectorAll('.streams__year')].map((line) => line.getBoundingClientRect().left);
  return Math.max(...lines.map((left, number) => Math.abs(left - track.left - track.width / 9 * number)));
}"""
WORDS_OVER = """async () => {
  const city = await tao.view('city');
  const streams = document.querySelector('.streams').getBoundingClientRect().top;
  const over = [];
  for (const event of city.milestones) {
    tao.milestones.choose(event, true);
    for (const part of document.querySelector('.milestone').children) {
      const box = part.getBoundingClientRect();
      const atFoot = box.top > innerHeight / 2;      // the ways on, in the landscape hall
      /* 20 px: a link is taller than its words, and the first names stand lower */
      const below = atFoot ? 0 : box.bottom - streams;
      if (below > 20 || box.left < 0 || box.right > innerWidth) over.push(event.id);
    }
  }
  return over;
}"""


def timeline(open_page: Callable[..., Page], path: str, size: str, lang: str) -> Page:
    """The timeline with its names laid out."""
    page = open_page(path, size=size, lang=lang)
    if size != "W":
        page.locator(".moment__name:visible").first.wait_for()
        page.evaluate("document.fonts.ready")
    return page


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize("size", WIDE)
def test_no_name_touches_another_or_leaves_the_picture(open_page: Callable[..., Page], size: str, lang: str) -> None:
    page = timeline(open_page, "/timeline?year=2019", size, lang)
    names = page.evaluate(NAMES)
    width, height = SIZES[size]
    outside = [
        name["text"] for name in names
        if name["left"] < 0 or name["top"] < 0 or name["right"] > width or name["bottom"] > height
    ]
    touching = [
        (one["text"], other["text"])
        for number, one in enumerate(names) for other in names[number + 1:]
        if one["left"] < other["right"] - 0.5 and other["left"] < one["right"] - 0.5
        and one["top"] < other["bottom"] - 0.5 and other["top"] < one["bottom"] - 0.5
    ]
    assert outside == []
    assert touching == []
    assert len(names) >= NAMED_AT_LEAST[size]


@pytest.mark.parametrize("size", WIDE)
def test_no_event_covers_another(open_page: Callable[..., Page], size: str) -> None:
    discs = timeline(open_page, "/timeline?year=2019", size, "en").evaluate(DISCS)
    covered = [
        (one, other) for number, one in enumerate(discs) for other in discs[number + 1:]
        if (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 < (one[2] + other[2] - 0.5) ** 2
    ]
    assert len(discs) == EVENTS
    assert covered == []


@pytest.mark.parametrize("size", ["L", "D"])
def test_the_streams_share_the_years_of_the_ribbon(open_page: Callable[..., Page], size: str) -> None:
    assert timeline(open_page, "/timeline?year=2019", size, "en").evaluate(OFF_AXIS) < 1


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize("size", WIDE)
def test_the_words_of_every_event_stay_above_the_streams(open_page: Callable[..., Page], size: str, lang: str) -> None:
    assert timeline(open_page, "/timeline?year=2019", size, lang).evaluate(WORDS_OVER) == []


def test_keys_reach_every_event_and_choose_it(open_page: Callable[..., Page]) -> None:
    page = timeline(open_page, "/timeline?year=2019", "L", "en")
    assert page.locator('.moment[tabindex="0"]').count() == LANES
    seen: list[str] = []
    for number in range(LANES):
        page.locator(".stream").nth(number).locator('.moment[tabindex="0"]').focus()
        page.keyboard.press("Home")
        while (fact := page.evaluate("document.activeElement.dataset.fact")) not in seen:
            seen.append(fact)
            page.keyboard.press("ArrowRight")
    assert len(seen) == EVENTS
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    chosen = page.evaluate("document.activeElement.dataset.fact")
    expect(page.locator(":focus")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".milestone")).to_have_attribute("data-fact", chosen)
    expect(page).to_have_url(re.compile(f"milestone={chosen.split(':')[1]}"))


def test_a_finger_along_a_stream_steps_from_event_to_event(open_page: Callable[..., Page]) -> None:
    page = timeline(open_page, "/timeline?year=2019", "L", "en")
    box = page.locator('[data-fact="milestones:airport-mrt-opens"].moment').bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    expect(page.locator(".milestone")).to_have_attribute("data-fact", "milestones:airport-mrt-opens")
    steps = set()
    for way in range(0, 400, 25):
        page.mouse.move(x + way, y + 4)
        steps.add(page.locator(".milestone").get_attribute("data-fact"))
    page.mouse.up()
    assert len(steps) > 5


def test_the_year_moves_marks_and_words_but_no_event(open_page: Callable[..., Page]) -> None:
    page = timeline(open_page, "/timeline?year=2019", "L", "en")
    before = page.evaluate(DISCS)
    page.locator(".ribbon__track").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".milestone__when")).to_contain_text("2018")
    pairs = zip(before, page.evaluate(DISCS), strict=True)
    moved = [one for one, other in pairs if abs(one[0] - other[0]) > 1 or abs(one[1] - other[1]) > 1]
    assert moved == []
    expect(page.locator('.stream__year[data-of="2019"]').first).to_have_attribute("data-when", "later")


def test_an_event_alone_in_the_address_brings_its_year(open_page: Callable[..., Page]) -> None:
    page = timeline(open_page, "/timeline?milestone=airport-mrt-opens", "L", "en")
    expect(page.locator(".milestone__title")).to_contain_text("Airport MRT enters service")
    expect(page.locator(".ribbon__track")).to_have_attribute("aria-valuenow", "2017")


def test_a_date_known_to_the_year_says_so(open_page: Callable[..., Page]) -> None:
    page = timeline(open_page, "/timeline?milestone=m-2022-09-witsa", "D", "en")
    expect(page.locator(".milestone__precision")).to_contain_text("date known to the year")


def test_the_list_says_what_the_streams_say(open_page: Callable[..., Page]) -> None:
    page = timeline(open_page, "/timeline?year=2019&topic=make", "L", "en")
    page.locator(".list__toggle").click()
    expect(page.locator(".river__event:visible")).to_have_count(page.locator(".moment:not([data-sunk])").count())
    page.keyboard.press("Escape")
    expect(page.locator(".river")).to_be_hidden()
    expect(page.locator(".list__toggle")).to_be_focused()


def test_on_a_phone_one_river_holds_all_events_and_the_ribbon_scrolls_it(open_page: Callable[..., Page]) -> None:
    page = timeline(open_page, "/timeline", "W", "en")
    expect(page.locator(".river__event")).to_have_count(EVENTS)
    page.locator(".ribbon__track").focus()
    page.keyboard.press("Home")
    top = page.locator('.river__year[data-of="2014"]').bounding_box()
    assert top and abs(top["y"]) < 60
    page.keyboard.press("End")      # far down, past all that stands between
    page.evaluate("() => tao.painted().then(tao.painted)")
    top = page.locator('.river__year[data-of="2022"]').bounding_box()
    assert top and abs(top["y"]) < 60
    event = page.locator('[data-fact="milestones:m-2014-12-upgrade"].river__event')
    event.locator(".river__open").click()
    expect(event.locator(".way").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["W"][0]
