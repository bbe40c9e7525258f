"""Random walks by touch and key through all rooms: no dead end, no error, no untranslated word; an address keeps its state.

The gate walks for WALK_S seconds; ``make walks`` walks ten thousand times, or as long as WALK_S lets it.
"""

import os
import random
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.addresses import PAGES, ROWS
from tests.browser.conftest import ready, visit
from tests.browser.test_offline_tour import DRY, TEXTS, is_untranslated

WALK_S = float(os.environ.get("WALK_S", "60"))      # seconds a test may walk
WALKS = int(os.environ.get("WALKS", "10000"))       # walks at most, over all screens
SEED = int(os.environ.get("WALK_SEED", "2014"))
STEPS = 8                                           # touches and keys of one walk
SCREENS = [("L", True), ("P", True), ("W", True), ("D", False)]     # hall and phone by touch, desk by key
KEYS = ("Tab", "Enter", "Space", "ArrowRight", "ArrowLeft", "PageDown", "PageUp", "Home", "End", "Escape")
# What a finger can touch now: in the window, shown, on top, inside the exhibition.
TOUCHABLE = """() => [...document.querySelectorAll('a[href], button, summary, [role="slider"], input, select')].map((node) => {
  const box = node.getBoundingClientRect();
  return { node, x: box.x + box.width / 2, y: box.y + box.height / 2 };
}).filter(({ node, x, y }) => x > 0 && y > 0 && x < innerWidth && y < innerHeight && !node.disabled && !node.target
  && !node.hasAttribute("download")
  && node.getAttribute("href")?.[0] !== "h" && node.contains(document.elementFromPoint(x, y))).map(({ x, y }) => [x, y])"""
STATE = """() => ({
  address: location.pathname + location.search, lang: document.documentElement.lang, theme: document.documentElement.dataset.theme,
  years: [...new Set([...document.querySelectorAll("[data-year]")].map((node) => node.dataset.year))],
  heading: document.querySelector("#page h1")?.innerText, headings: document.querySelectorAll("#page h1").length,
  pressed: [...document.querySelectorAll("#page [aria-pressed=true]")]
    .map((node) => node.getAttribute("aria-label") || node.innerText),
  facts: [...document.querySelectorAll("#page [data-fact]")].filter((node) => node.checkVisibility())
    .map((node) => node.dataset.fact).sort(),
  ways: [...document.querySelectorAll("a[href]")].filter((node) => node.checkVisibility()).length,
})"""
# What a visitor did that an address does not keep, and need not: opened notes, what plays, how far a list is scrolled.
KEPT = ("lang", "theme", "years", "heading", "facts", "pressed")


def step(page: Page, chance: random.Random, by_touch: bool) -> str:
    """One touch or key; what it was, for the report."""
    if by_touch or chance.random() < 0.3:
        spots = page.evaluate(TOUCHABLE)
        anywhere = tuple(chance.uniform(0, page.viewport_size[side] - 1) for side in ("width", "height"))
        x, y = chance.choice(spots) if spots and chance.random() < 0.9 else anywhere
        (page.touchscreen.tap if by_touch else page.mouse.click)(x, y)
        return f"touch {x:.0f},{y:.0f}"
    key = chance.choice(KEYS)
    page.keyboard.press(key)
    return key


def looked_at(page: Page) -> dict:
    """The state, after what must hold in every state has been looked at."""
    ready(page)
    state = page.evaluate(STATE)
    assert state["headings"] == 1 and state["heading"], "a page has one heading"
    assert state["ways"] >= 1, "a dead end"
    assert len(state["years"]) <= 1, "two years on one page"
    texts = page.evaluate(TEXTS)
    assert [text for _, text in texts if re.search(r"\b(undefined|null|NaN)\b|\[object", text)] == []
    if state["lang"] == "en":
        assert [text for lang, text in texts if lang == "en" and is_untranslated(text)] == []
    assert not any(DRY in text for _, text in texts), "a part could not be shown"
    return state


@pytest.mark.parametrize(("size", "by_touch"), SCREENS)
def test_walks(open_page: Callable[..., Page], server_url: str, size: str, by_touch: bool):
    chance = random.Random(f"{SEED} {size}")
    page = open_page("/", size, touch=by_touch)
    fresh = open_page("/", size, touch=by_touch)
    until, walks, steps = time.monotonic() + WALK_S / len(SCREENS), 0, 0
    while time.monotonic() < until and walks < WALKS / len(SCREENS):
        lang, start = chance.choice(["zh-TW", "en"]), chance.choice([*PAGES, *PAGES, *ROWS])
        visit(page, f"{server_url}{start}?lang={lang}")
        done = [start]
        for _ in range(STEPS):
            done.append(step(page, chance, by_touch))
            steps += 1
            try:
                state = looked_at(page)
            except AssertionError as error:
                raise AssertionError(f"{lang} {' > '.join(done)} ({page.url}): {error}") from error
        visit(fresh, server_url + state["address"])
        again = looked_at(fresh)
        told = {key: (state[key], again[key]) for key in KEPT if state[key] != again[key]}
        assert not told, f"{lang} {' > '.join(done)}: {state['address']} opened fresh shows something else"
        walks += 1
    print(f"{walks} walks, {steps} steps at {size}")
    assert walks > 0
