"""The story player: ten stories by keys, each step the same when its address is opened anew; touch, play, and the way out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data.views.stories import view
from tests.browser.conftest import ready, visit

VIEW = view()
LONGEST = max(VIEW, key=lambda key: len(VIEW[key]["scenes"]))
SHOWN = """() => ({
  step: document.querySelector(".story").dataset.step, year: document.querySelector(".story").dataset.year,
  address: location.search, fact: document.querySelector(".scene").dataset.fact,
  said: document.querySelector(".story__sentence [lang=zh-TW]").textContent,
  big: document.querySelector(".scene__year").textContent,
  leave: document.querySelector(".story__leave").getAttribute("href"),
  now: [...document.querySelectorAll(".steps__step")].map((pond) => pond.dataset.when),
  ending: !document.querySelector(".story__ending").hidden,
  text: document.querySelector(".scene").textContent,
})"""

CUT = """() => [...document.querySelectorAll(".page__turn, .story__words, .scene")]
  .filter((part) => part.scrollHeight > part.clientHeight + 2)
  .map((part) => `${part.className} ${part.scrollHeight} ${part.clientHeight}`)"""


def at(page: Page, step: int) -> dict[str, Any]:
    """What stands on the page once it shows ``step``."""
    expect(page.locator(f'.story[data-step="{step}"]')).to_be_visible()
    return page.evaluate(SHOWN)


def agrees(shown: dict[str, Any], scene: dict[str, Any], steps: int) -> None:
    """Everything that follows the step says the same."""
    number = scene["step"]
    assert (shown["step"], shown["big"], shown["fact"]) == (str(number), str(scene["year"]), scene["fact"])
    assert shown["said"] == scene["text"][0]
    assert shown["year"] == str(max(2014, scene["year"]))
    assert f"step={number}" in shown["address"] and f"year={shown['year']}" in shown["address"]
    assert shown["now"] == ["past"] * (number - 1) + ["now"] + ["later"] * (steps - number)
    assert shown["leave"] in (scene["leave"], scene.get("otherwise"))
    assert shown["ending"] is (number == steps)
    assert "null" not in shown["text"] and "undefined" not in shown["text"]


@pytest.mark.parametrize("story", VIEW)
def test_a_story_from_first_to_last_by_keys(open_page: Callable[..., Page], server_url: str, story: str):
    scenes = VIEW[story]["scenes"]
    page = open_page(f"/stories/{story}", "L", "zh-TW")
    seen = []
    for scene in scenes:
        seen.append(at(page, scene["step"]))
        agrees(seen[-1], scene, len(scenes))
        page.keyboard.press("ArrowRight")
    assert at(page, len(scenes)) == seen[-1], "the last step stays"
    for shown in seen:
        visit(page, f"{server_url}/stories/{story}{shown['address']}")
        assert at(page, int(shown["step"])) == shown, "an address opened anew shows the same"


def test_keys_go_on_back_first_and_last(open_page: Callable[..., Page]):
    page = open_page(f"/stories/{LONGEST}", "L")
    last = len(VIEW[LONGEST]["scenes"])
    for key, step in (("PageDown", 2), (" ", 3), ("PageUp", 2), ("ArrowLeft", 1), ("ArrowLeft", 1), ("End", last), ("Home", 1)):
        page.keyboard.press(key)
        at(page, step)


@pytest.mark.parametrize("step", ["0", "99", "-1", "1.5", "x", "1e0x", ""])
def test_a_step_that_is_none_shows_the_first(open_page: Callable[..., Page], step: str):
    page = open_page(f"/stories/{LONGEST}?step={step}", "L")
    agrees(at(page, 1), VIEW[LONGEST]["scenes"][0], len(VIEW[LONGEST]["scenes"]))


@pytest.mark.parametrize("size", ["L", "P", "W"])
def test_a_touch_right_goes_on_and_left_goes_back(open_page: Callable[..., Page], size: str):
    page = open_page(f"/stories/{LONGEST}", size, touch=True)
    box = page.locator(".story__picture").bounding_box()
    right, left = (
        (box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.2),
        (box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.1),
    )
    page.touchscreen.tap(*right)
    at(page, 2)
    page.touchscreen.tap(*left)
    at(page, 1)


def test_every_pond_is_a_button_and_says_its_step(open_page: Callable[..., Page]):
    page = open_page(f"/stories/{LONGEST}", "P", "en")
    for number, scene in enumerate(VIEW[LONGEST]["scenes"], 1):
        pond = page.locator(".steps__step").nth(number - 1)
        assert scene["text"][1] in pond.get_attribute("aria-label")
        pond.click()
        at(page, number)
        expect(pond).to_have_attribute("aria-current", "step")


def test_it_plays_by_itself_only_when_asked_and_stops_at_the_end(open_page: Callable[..., Page]):
    page = open_page(f"/stories/{LONGEST}", "L", clock=True)
    last = len(VIEW[LONGEST]["scenes"])
    page.clock.run_for(30_000)
    at(page, 1)
    play = page.locator(".steps__play")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    page.clock.run_for(8_500)
    at(page, 1)
    page.clock.run_for(1_000)
    at(page, 2)
    page.locator(".story__question").click()
    expect(play).to_have_attribute("aria-pressed", "false")
    page.clock.run_for(30_000)
    at(page, 2)
    play.click()
    page.clock.run_for(9_000 * last)
    at(page, last)
    expect(play).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("story", [min(VIEW, key=lambda key: len(VIEW[key]["scenes"])), LONGEST])
def test_a_story_takes_sixty_to_ninety_seconds(open_page: Callable[..., Page], story: str):
    page = open_page(f"/stories/{story}", "L", clock=True)
    page.locator(".steps__play").click()
    seconds = 0
    while page.locator('.story[data-step="1"]').count() and seconds < 90:
        page.clock.run_for(1_000)
        seconds += 1
    assert 60 <= seconds * len(VIEW[story]["scenes"]) <= 90


def test_the_way_out_leads_to_the_very_state(open_page: Callable[..., Page]):
    page = open_page("/stories/asia-silicon-valley?step=3", "L", "en")
    page.locator(".story__leave").click()
    ready(page)
    expect(page.locator(".reader")).to_contain_text("Hutoushan Innovation Hub")
    expect(page).to_have_url(re.compile("year=2019"))
    expect(page).to_have_url(re.compile("lang=en"))
    page.go_back()
    at(page, 3)


def test_the_sentence_is_said_and_the_language_changes_in_place(open_page: Callable[..., Page]):
    page = open_page(f"/stories/{LONGEST}?step=2", "L", "zh-TW")
    expect(page.locator(".story__sentence")).to_have_attribute("aria-live", "polite")
    page.locator("[data-set-lang=en]").first.click()
    expect(page.locator(".story__sentence [lang=en]")).to_be_visible()
    at(page, 2)


@pytest.mark.parametrize("size", ["L", "P"])
@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_in_the_hall_nothing_is_cut_or_scrolls(open_page: Callable[..., Page], size: str, lang: str):
    """The sentence and what stands beside it fit their room at every step of every story."""
    page = open_page(f"/stories/{next(iter(VIEW))}", size, lang)
    for story, own in VIEW.items():
        page.evaluate("(href) => window.tao.go(href)", f"/stories/{story}")
        for scene in own["scenes"]:
            at(page, scene["step"])
            cut = page.evaluate(CUT)
            assert cut == [], scene["address"]
            page.keyboard.press("ArrowRight")


def test_each_tongue_writes_numbers_its_own_way(open_page: Callable[..., Page]):
    """On the line, on its scale: 140萬 in Chinese, 1.4 million in English, in place when the language is switched."""
    page = open_page("/stories/citizen-card?step=5", "L", "zh-TW")
    picture = "() => [...document.querySelectorAll('svg.scene-figure text')].map((text) => [...text.querySelectorAll('tspan')]"
    seen = page.evaluate(f"{picture}.filter((part) => part.checkVisibility()).map((part) => part.textContent).join(''))")
    assert "140萬" in seen and not any("million" in text for text in seen)
    page.locator('[data-set-lang="en"]').click()
    seen = page.evaluate(f"{picture}.filter((part) => part.checkVisibility()).map((part) => part.textContent).join(''))")
    assert "1.4 million" in seen and not any("萬" in text for text in seen)


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize("size", ["L", "P", "W"])
def test_the_days_of_a_step_stand_apart(open_page: Callable[..., Page], size: str, lang: str):
    page = open_page("/stories/airport-mrt-smart-transport", size, lang)
    page.locator(".scene-canal__event[data-now] .scene-canal__date").wait_for()
    page.evaluate("() => document.fonts.ready.then(tao.painted)")
    gaps = page.evaluate("""() => { const range = document.createRange();
      const boxes = [...document.querySelectorAll(".scene-canal__date")].filter((node) => node.checkVisibility())
        .map((node) => { range.selectNodeContents(node); return range.getBoundingClientRect(); });
      return boxes.slice(1).map((box, n) => box.left - boxes[n].right); }""")
    assert gaps and min(gaps) > 2
