"""Random walks by touch and key through all rooms: no dead end, no error, no untranslated word; an address keeps its state.

The gate walks for WALK_S seconds; ``make walks`` walks ten thousand times, or as long as WALK_S lets it.
"""

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Error, Page

from tests.addresses import PAGES, ROWS
from tests.browser.conftest import Watch, address, ready
from tests.browser.test_offline_tour import is_untranslated

WALK_S = float(os.environ.get("WALK_S", "60"))      # seconds a test may walk
WALKS = int(os.environ.get("WALKS", "10000"))       # walks at most, over all screens
SEED = int(os.environ.get("WALK_SEED", "2014"))
STEPS = 8                                           # touches and keys of one walk
LOADS = 4                                           # one page after another that a step may bring, and one that stands
MOST_FAULTS = 10                                    # a house with more of them need not be walked through
SCREENS = [("L", True), ("P", True), ("W", True), ("D", False)]     # hall and phone by touch, desk by key
KEYS = ("Tab", "Enter", "Space", "ArrowRight", "ArrowLeft", "PageDown", "PageUp", "Home", "End", "Escape")
# All that is looked at after a step, in one question, answered when the page stands. `shown` is what an address must keep: not what
# a visitor did besides, as opened notes, what plays, how far a list is scrolled.
LOOK = r"""async (chance) => {
  const isReady = () => document.documentElement?.dataset.ready === "true" && !document.querySelector("#page [aria-busy]");
  for (let waited = 0; !(window.tao && isReady()); waited += 1) {
    if (waited > 3000) throw new Error("a page that never stands");
    await new Promise((done) => setTimeout(done, 10));
  }
  await window.tao.painted();      // a year's address is written when its picture is painted
  tao.address.carried("/");        // a year that plays may have been chosen since: its address is written now
  const root = document.documentElement, all = (selector) => [...document.querySelectorAll(selector)];
  /* What a finger can touch now: in the window, shown, on top, inside the exhibition. One of all, by chance, is looked for. */
  const shown = all('a[href], button, summary, [role="slider"], input, select').filter((node) => !(node.disabled || node.target
    || node.hasAttribute("download") || node.getAttribute("href")?.[0] === "h"));
  const middle = (node) => { const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
  const isNear = ([, x, y]) => x > 0 && y > 0 && x < innerWidth && y < innerHeight;
  const near = shown.map((node) => [node, ...middle(node)]).filter(isNear);
  const from = Math.floor(chance * near.length), turned = [...near.slice(from), ...near.slice(0, from)];
  const spot = turned.find(([node, x, y]) => node.contains(document.elementFromPoint(x, y)))?.slice(1) ?? null;
  /* Visible words that may be wrong, with the language they are marked with. */
  const suspects = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const odd = /\b(undefined|null|NaN)\b|\[object|cannot be shown now|暫時看不到/;
  while (walker.nextNode()) {
    const { data, parentElement: parent } = walker.currentNode;
    const isOdd = odd.test(data);
    if (!isOdd && !/[\u3400-\u9fff]/.test(data)) continue;
    const { lang } = parent.closest("[lang]");
    if (!isOdd && lang !== "en" || parent.closest("script, style, noscript, title")) continue;
    if (parent.checkVisibility({ visibilityProperty: true })) suspects.push([lang, data.trim()]);
  }
  return {
    spot,
    odd: suspects.filter(([, text]) => odd.test(text)), chinese: suspects.filter(([lang]) => lang === "en").map(([, text]) => text),
    address: location.pathname + location.search, headings: all("#page h1").length,
    isDeadEnd: !all("a[href]").some((node) => node.checkVisibility()), opened: all("#page details[open]").length,
    shown: {
      lang: root.lang, theme: root.dataset.theme, years: [...new Set(all("[data-year]").map((node) => node.dataset.year))],
      heading: document.querySelector("#page h1")?.innerText,
      pressed: all("#page [aria-pressed=true]:not(.ribbon__play)").map((node) => node.getAttribute("aria-label") || node.innerText),
      facts: all("#page [data-fact]").filter((node) => node.checkVisibility())
        .filter((node) => !node.closest("details")).map((node) => node.dataset.fact).sort(),
    },
  };
}"""


def step(page: Page, chance: random.Random, by_touch: bool, spot: list[float] | None) -> str:
    """One touch or key; what it was, for the report."""
    if by_touch or chance.random() < 0.3:
        anywhere = tuple(chance.uniform(0, page.viewport_size[side] - 1) for side in ("width", "height"))
        x, y = spot if spot and chance.random() < 0.9 else anywhere
        (page.touchscreen.tap if by_touch else page.mouse.click)(x, y)
        return f"touch {x:.0f},{y:.0f}"
    key = chance.choice(KEYS)
    page.keyboard.press(key)
    return key


def looked_at(page: Page, chance: random.Random) -> dict[str, Any]:
    """What stands there, after what must hold in every state has been looked at; and where a finger can touch next."""
    found, pick = None, chance.random()
    for attempt in range(LOADS):
        try:
            found = page.evaluate(LOOK, pick)
            break
        except Error as error:  # the lectern's pages come by a load of their own, and by another, so that their numbers stand still
            assert "context was destroyed" in str(error) and attempt < LOADS - 1, error
            page.locator('html[data-ready="true"]').wait_for(state="attached")
    assert found["headings"] == 1 and found["shown"]["heading"], "a page has one heading"
    assert not found["isDeadEnd"], "a dead end"
    assert len(found["shown"]["years"]) <= 1, "two years on one page"
    assert found["odd"] == [], "no word, or a part that could not be shown"
    if found["shown"]["lang"] == "en":
        assert [text for text in found["chinese"] if is_untranslated(text)] == []
    return found


def opened(page: Page, address: str) -> None:
    """Open ``address`` fresh. A page of the lectern may be about to load itself anew: the load that interrupts is let pass."""
    for attempt in range(LOADS):
        try:
            page.goto(urljoin(page.url, address), wait_until="commit")
            break
        except Error as error:
            assert "interrupted by another navigation" in str(error) and attempt < LOADS - 1, error
            page.locator('html[data-ready="true"]').wait_for(state="attached")


def bare(address: str) -> str:
    """``address`` without its light, its choices in one order: what it shows besides is the same by day and by night."""
    path, _, query = address.partition("?")
    return f"{path}?{'&'.join(sorted(choice for choice in query.split('&') if not choice.startswith('theme=')))}"


@dataclass
class Walker:
    """One page that is walked through, and what each address showed when it was opened fresh: once; compared every time."""

    page: Page
    watch: Watch
    chance: random.Random
    by_touch: bool
    fresh: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: int = 0

    def walk(self, done: list[str]) -> None:
        """From a room chosen by chance; ``done`` takes what was done, for the report."""
        start = f"{self.chance.choice([*PAGES, *PAGES, *ROWS])}?lang={self.chance.choice(['zh-TW', 'en'])}"
        done.append(start)
        # Numbers that a walk before this one made stand still move on.
        self.page.evaluate("address => { tao.address.set({ version: null }); tao.go(address); }", start)
        state = self.compared(looked_at(self.page, self.chance))
        for _ in range(STEPS):
            done.append(step(self.page, self.chance, self.by_touch, state["spot"]))
            self.steps += 1
            state = self.compared(looked_at(self.page, self.chance))
        if bare(state["address"]) not in self.fresh:
            opened(self.page, state["address"])
            fresh = looked_at(self.page, self.chance)
            assert fresh["shown"]["theme"] == state["shown"]["theme"]
            assert_same(state, fresh)
            self.fresh[bare(state["address"])] = fresh
        assert (self.watch.errors, self.watch.outside) == ([], [])

    def compared(self, state: dict[str, Any]) -> dict[str, Any]:
        """``state``, which shows what its address showed when it was opened fresh, if it ever was."""
        assert_same(state, self.fresh.get(bare(state["address"]), state))
        return state


def assert_same(state: dict[str, Any], fresh: dict[str, Any]) -> None:
    """The state of an address shows what the address opened fresh shows, by day and by night; a note that a visitor has opened may
    take the place of facts."""
    shown, free = state["shown"], {"theme"} if fresh["opened"] == state["opened"] else {"theme", "facts"}
    expected = fresh["shown"] | {name: shown[name] for name in free}
    assert shown == expected, f"{state['address']} opened fresh shows something else"


@pytest.mark.parametrize(("size", "by_touch"), SCREENS)
def test_walks(open_page: Callable[..., Page], watch: Watch, size: str, by_touch: bool):
    """Every walk begins where the router leads, as in a hall that is never loaded anew, and ends at an address opened fresh."""
    watch.allowed = ("/talks/check",)      # a talk that is not whole yet is refused in words
    page = open_page("/", size, touch=by_touch)     # one page: in the background, behind a second one, a touch takes a second
    walker = Walker(page, watch, random.Random(f"{SEED} {size}"), by_touch)
    began, walks, faults = time.monotonic(), 0, []
    while time.monotonic() < began + WALK_S / len(SCREENS) and walks < WALKS / len(SCREENS) and len(faults) < MOST_FAULTS:
        done = [address(page)]
        try:
            walker.walk(done)
        except Exception as error:      # whatever it was: which way led there; then another way is taken
            faults.append(f"walk {walks}: {' > '.join(done)} ({page.url}): {error}")
            watch.errors.clear()
            watch.outside.clear()
            opened(page, done[0])
            ready(page)
        walks += 1
    took = (time.monotonic() - began) / 60
    print(f"{walks} walks at {size}, {walker.steps} steps, {len(walker.fresh)} addresses opened fresh, {walks / took:.0f} a minute")
    assert walks > 0
    assert faults == [], "\n\n".join(faults)
