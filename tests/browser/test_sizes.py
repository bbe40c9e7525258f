"""Sized for the body: on every kind of page, on each screen that ships, targets and type in mm, the band a hand reaches, and in it
nothing that covers or cuts something else."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from data import store
from data.i18n import LOCALES
from data.queries.screens import REACH_HIGH_MM, REACH_LOW_MM, TARGET_MM, Profile, angle_deg, px_per_mm, reach
from tests.addresses import ADDRESSES, TEMPLATES, rows
from tests.browser.conftest import SLOWEST_MS, Watch, ready
from tests.serving import serving

PROFILES = {row["id"]: Profile.of(row) for row in store.load("screens").to_dict("records")}
PAGES = [path for path in ADDRESSES if path not in ("/talk",)]      # the lectern's, never in the hall
HALL = ("kiosk-43-portrait", "kiosk-24-desk")      # upright and across: the layouts of the other screens are these
# Every page that is not among them; of what is laid out alike, row by row, one in so many.
ONE_IN = {"/data/<dataset>": 6, "/projects/<project_id>": 8, "/sources/<source_id>": 60, "/districts/<code>/<village_code>": 60}
EVERY = [path for kind in TEMPLATES for path in rows(kind, 0)[:: ONE_IN.get(kind, 1)] if path not in PAGES]
IDLE_S = 300        # the longest that may be set
LEAST_DEG = 0.699
CHOSEN = ["/map?district=68000020&year=2022", "/map?project=airport-mrt", "/timeline?topic=transport"]

# What can be touched: its least side in mm, and where a finger of 15 mm about its middle does something else than it should.
# A finger may choose it, be asked in rows of 15 mm whether it means it, or be wholly on a neighbour that is large enough.
TARGETS = """(finger) => {
  const mm = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--px-per-mm"));
  const half = (finger / 2 - 0.1) * mm;
  const slant = [[0.7, 0.7], [-0.7, 0.7], [0.7, -0.7], [-0.7, -0.7]], spots = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], ...slant];
  const what = 'a[href], button, summary, input, select, textarea, [role="slider"], [role="tab"], [data-village]';
  const sight = { visibilityProperty: true, opacityProperty: true };
  const shown = (node) => !node.closest("[inert], .skip") && node.checkVisibility(sight);
  const isLarge = (box) => Math.min(box.width, box.height) >= finger * mm - 0.5;
  const large = (node) => Boolean(node) && [...node.getClientRects()].every(isLarge);
  const found = [], asked = [];
  /* While nothing moves the same question has the same answer, and thousands are asked. */
  function once(of, name, about) {
    const ask = of[name], answers = new Map();
    of[name] = function (...given) {
      const key = about(this, given);
      if (!answers.has(key)) answers.set(key, ask.apply(this, given));
      return answers.get(key);
    };
    asked.push(() => { of[name] = ask; });
  }
  once(Element.prototype, "getClientRects", (node) => node);
  once(Document.prototype, "querySelectorAll", (_, [selector]) => selector);
  once(Document.prototype, "elementFromPoint", (_, [x, y]) => `${x} ${y}`);
  for (const node of document.querySelectorAll(what)) for (const box of shown(node) ? node.getClientRects() : []) {
    if (box.width < 2 || box.height < 2 || getComputedStyle(node).pointerEvents === "none") continue;
    const side = Math.min(box.width, box.height) / mm;
    const cx = box.left + box.width / 2, cy = box.top + box.height / 2;
    const target = document.elementFromPoint(cx, cy)?.closest(what);        // none: scrolled away, or under what is no target
    const isFine = side >= finger - 0.15 || !target || large(target);
    const missed = isFine ? [] : spots.filter(([dx, dy]) => {
      const [x, y] = [cx + dx * half, cy + dy * half], top = document.elementFromPoint(x, y);
      return top && !large(top.closest(what)) && !tao.kiosk.near(x, y).includes(node);      // no top: outside the screen
    });
    found.push({ what: `${node.tagName} ${node.getAttribute("class")}`, said: node.textContent.slice(0, 30), side, missed });
  }
  for (const end of asked) end();
  return found;
}"""
# The least size of every text that is shown, px, and what says it.
TYPE = """() => {
  const least = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, node = text.parentElement;
    if (!text.data.trim() || node.closest("[inert], .skip")) continue;      // what is not read aloud is read, too
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    if (range.getBoundingClientRect().width < 2) continue;
    const scale = node.ownerSVGElement ? node.getScreenCTM().a : 1;
    const px = parseFloat(getComputedStyle(node).fontSize) * scale;
    const key = `${node.parentElement.getAttribute("class")} > ${node.getAttribute("class")}`;
    if (!(least[key]?.[0] <= px)) least[key] = [px, text.data.trim().slice(0, 30)];
  }
  return least;
}"""
# The caption of the screen, px: nothing a visitor may read is smaller (DESIGN, type).
CAPTION = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.fontSize = "var(--type-caption)";
  const px = parseFloat(getComputedStyle(probe).fontSize);
  probe.remove();
  return px;
}"""
CONTROLS = 'a[href], button, summary, [role="slider"], input, select, .leaflet-container'
# What is wrong in reach mode: [what, whose words, where or by what]. A control that cannot be brought into the band (the map is one
# control, what lies on it moves with it; of what is taller than half the band its middle is asked for), or whose middle is under
# something; a line of text that a frame cuts, that leaves the screen, that touches another or lies under a control. Names on a map
# may touch and be cut; a bar that stays as the page moves is no fault when nothing is seen through it. Only the letters of a line
# are measured, not what stands above and below them.
HIDES = """([controls, above, below]) => {
  const found = [], sight = { visibilityProperty: true, opacityProperty: true }, slack = 2;
  const name = (node) => node && `${node.tagName.toLowerCase()}.${node.getAttribute("class") || ""}`;
  const isShown = (node) => !node.closest("[inert], .skip") && node.checkVisibility(sight);
  const isFilled = (node) => getComputedStyle(node).backgroundColor.startsWith("rgb(");
  const kept = new Map();
  /** Of an element: the frames that may cut what stands in it, and the bar it stands on. */
  function around(node) {
    if (!node || node === document.body) return { frames: [], bar: null };
    if (kept.has(node)) return kept.get(node);
    const { frames, bar } = around(node.parentElement), style = getComputedStyle(node);
    const isBar = ["fixed", "sticky"].includes(style.position) && isFilled(node);
    const isFrame = node !== turn && !node.contains(turn) && style.overflow !== "visible";
    const frame = { node, box: node.getBoundingClientRect(), x: style.overflowX, y: style.overflowY };
    const mine = { bar: isBar ? node : bar, frames: isFrame ? [frame, ...frames] : frames };
    kept.set(node, mine);
    return mine;
  }
  const bar = (node) => around(node).bar;
  const turn = document.querySelector(".page__turn");
  turn.scrollTop = 0;

  const lines = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, node = text.parentElement;
    if (!text.data.trim() || !isShown(node) || !node.getClientRects().length) continue;
    if (node.closest(".leaflet-container, script, style, .ponds__icon")) continue;
    const range = document.createRange(), style = getComputedStyle(node), said = text.data.trim().slice(0, 24);
    range.selectNodeContents(text);
    const letter = parseFloat(style.fontSize) * (node.ownerSVGElement ? node.getScreenCTM().a : 1) * 0.8;
    const { frames } = around(node);
    if (frames.some(({ box }) => box.width < 3 || box.height < 3)) continue;      // for those who hear the page
    for (const rect of range.getClientRects()) {
      if (rect.width < 2 || rect.height < 2) continue;
      const isUpright = style.writingMode.startsWith("vertical");
      const x = isUpright ? Math.max(0, (rect.width - letter) / 2) : 0;
      const y = isUpright ? 0 : Math.max(0, (rect.height - letter) / 2);
      let line = { left: rect.left + x, right: rect.right - x, top: rect.top + y, bottom: rect.bottom - y };
      for (const one of frames) {
        const aside = Math.max(one.box.left - line.left, line.right - one.box.right) > slack && !/auto|scroll/.test(one.x);
        const over = Math.max(one.box.top - line.top, line.bottom - one.box.bottom) > slack && !/auto|scroll/.test(one.y);
        if (aside || over) { found.push(["cut", said, name(one.node)]); break; }
        line = { left: Math.max(line.left, one.box.left), right: Math.min(line.right, one.box.right),
          top: Math.max(line.top, one.box.top), bottom: Math.min(line.bottom, one.box.bottom) };
      }
      if (line.right - line.left < slack || line.bottom - line.top < slack) continue;       // scrolled away in a list
      if (line.left < -slack || line.right > innerWidth + slack) found.push(["off the screen", said, name(node)]);
      lines.push({ node, said, bar: bar(node) || turn.contains(node), moves: turn.contains(node) && !bar(node), ...line });
    }
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((one, n) => {
    for (let at = n + 1; at < lines.length && lines[at].top < one.bottom - slack; at += 1) {
      const other = lines[at];
      if (one.node === other.node || one.bar !== other.bar) continue;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - other.top;
      if (wide > slack && high > slack) found.push(["touches", one.said, other.said]);
    }
  });

  const isOn = (node, top) => node.contains(top) || Boolean(top?.contains(node) && top.closest("svg, [role=group], [role=slider]"));
  const middle = (node) => { const box = node.getClientRects()[0]; return [box.left + box.width / 2, box.top + box.height / 2]; };
  const canBeTouched = (node) => isShown(node) && !node.disabled && !node.closest(".leaflet-pane")
    && getComputedStyle(node).pointerEvents !== "none" && node.getClientRects()[0]?.width > 2;
  const covered = new Set([...document.querySelectorAll(controls)].filter(canBeTouched)), far = new Set(covered);
  const room = turn.getBoundingClientRect();
  function isNear(node) {
    const box = node.getBoundingClientRect(), at = (box.top + box.bottom) / 2;
    return box.height > (below - above) / 2 ? at >= above && at <= below : box.top >= above - 1 && box.bottom <= below + 1;
  }
  for (let y = 0; y < turn.scrollHeight; y += turn.clientHeight / 3) {
    turn.scrollTop = y;
    for (const node of covered) if (isOn(node, document.elementFromPoint(...middle(node)))) covered.delete(node);
    for (const node of far) if (isNear(node)) far.delete(node);
    for (const line of lines) {
      const at = (line.top + line.bottom) / 2 - (line.moves ? turn.scrollTop : 0);
      if (line.isSeen || (line.moves && (at < room.top || at > room.bottom))) continue;
      const top = document.elementFromPoint((line.left + line.right) / 2, at)?.closest(controls);
      if (top && (bar(top) || turn.contains(top)) !== line.bar) continue;
      line.isSeen = true;
      const isUnder = top && isFilled(top) && !top.contains(line.node) && !line.node.contains(top);
      if (isUnder) found.push(["under a control", line.said, name(top)]);
    }
  }
  for (const node of new Set([...far, ...covered])) {
    node.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    if (!isNear(node)) found.push(["out of reach", name(node), JSON.stringify(node.getBoundingClientRect())]);
    const top = document.elementFromPoint(...middle(node));
    if (!isOn(node, top)) found.push(["control", node.textContent.slice(0, 20) || name(node), name(top)]);
  }
  turn.scrollTop = 0;
  return found;
}"""


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose kiosks wait as long as they may for somebody: measuring takes its time."""
    log, idle = tmp_path_factory.mktemp("sizes") / "log", str(IDLE_S)
    with serving(log, FOLLOW_PORT="-1", IDLE_S=idle, IDLE_STORY_S=idle) as served:
        yield served.url


@pytest.fixture
def screen(browser: Browser, patient: str, watch: Watch) -> Iterator[Callable[[str], Page]]:
    """A kiosk of a profile."""
    windows = []

    def opened(profile_id: str, clock: bool = False) -> Page:
        profile = PROFILES[profile_id]
        window = browser.new_context(viewport={"width": profile.width_px, "height": profile.height_px}, has_touch=True,
                                     locale="zh-TW", reduced_motion="reduce", service_workers="block")
        window.set_default_timeout(SLOWEST_MS)
        windows.append(window)
        page = window.new_page()
        watch.follow(page)
        watch.host = urlsplit(patient).netloc
        if clock:
            page.clock.install()
        page.goto(f"{patient}/about?screen={profile_id}", wait_until="commit")
        stands(page)
        return page

    yield opened
    for window in windows:
        window.close()


def stands(page: Page) -> None:
    """The page is there and the kiosk's own buttons are."""
    page.locator('html[data-ready="true"][data-kiosk-state="explore"]').wait_for(state="attached")


def faults(page: Page, profile: Profile, is_reach: bool) -> tuple[int, list[tuple[Any, ...]]]:
    """How many things can be touched now, and what is wrong with what is shown."""
    targets = page.evaluate(TARGETS, TARGET_MM)
    wrong = [("small", one["what"], one["said"], round(one["side"], 1), one["missed"]) for one in targets if one["missed"]]
    if not is_reach:
        caption = page.evaluate(CAPTION) - 0.5
        wrong += [("under the caption", key, text, px) for key, (px, text) in page.evaluate(TYPE).items() if px < caption]
    else:
        band = reach(profile)
        wrong += [tuple(one) for one in page.evaluate(HIDES, [CONTROLS, band.top_px, band.bottom_px])]
        wrong += [("low", key, text) for key, (px, text) in page.evaluate(TYPE).items() if angle_deg(profile, px) < LEAST_DEG]
    return len(targets), wrong


def speak(page: Page, lang: str) -> None:
    page.evaluate("(lang) => { tao.address.set({ lang }); return tao.painted(); }", lang)


@pytest.mark.parametrize("profile_id", PROFILES)
def test_every_page_is_sized_for_the_body(screen: Callable[[str], Page], profile_id: str):
    """Targets of 15 mm, no text under the caption; in reach mode capitals of 0.7 degrees, controls between 380 and 1220 mm above
    the floor, nothing hidden."""
    profile, page, seen, wrong = PROFILES[profile_id], screen(profile_id), 0, []
    assert (REACH_LOW_MM, REACH_HIGH_MM) == (380, 1220)
    for is_reach in (False, True):
        page.evaluate("(on) => tao.kiosk.reach(on)", is_reach)
        for path in [*PAGES, *CHOSEN]:
            page.evaluate("(path) => tao.go(path)", path)
            ready(page)
            for lang in LOCALES:
                speak(page, lang)
                number, found = faults(page, profile, is_reach)
                seen += number
                wrong += [(path, lang, "reach" * is_reach, *one) for one in found]
    assert seen > 10 * len(PAGES)
    assert wrong == []


@pytest.mark.parametrize("profile_id", HALL)
def test_no_page_of_the_hall_is_too_small(screen: Callable[[str], Page], profile_id: str):
    """What is asked above of each kind of page, of all of a kind: in the two layouts of the hall, as visitors have them first."""
    profile, page, wrong = PROFILES[profile_id], screen(profile_id), []
    for path in EVERY:
        page.keyboard.press("Shift")      # somebody is there, however long it takes
        page.evaluate("(path) => tao.go(path).then(tao.painted)", path)
        for lang in LOCALES:
            speak(page, lang)
            wrong += [(path, lang, *one) for one in faults(page, profile, is_reach=False)[1]]
    assert len(EVERY) > 100
    assert wrong == []


# Moved so that nobody in a wheelchair reaches it: what, by which property, and what is found then.
MOVED = [("body", "padding-top", "0px", "a."), (".frame__bar", "translate", "0 60px", "a.switch__part"),
         (".kiosk__take", "translate", "0 -1300px", "button.button kiosk__take")]


def test_what_is_moved_out_of_reach_is_found(screen: Callable[[str], Page]):
    """The measure itself, tried against a page that begins at the upper edge, a row below the band, and a button above it."""
    profile, page = PROFILES["kiosk-43-portrait"], screen("kiosk-43-portrait")
    page.evaluate("() => tao.kiosk.reach(true)")
    page.evaluate("() => tao.go('/indicators/population').then(tao.painted)")
    move = "([what, name, value]) => document.querySelector(what).style.setProperty(name, value)"
    assert faults(page, profile, is_reach=True)[1] == []
    for what, name, value, found in MOVED:
        page.evaluate(move, [what, name, value])
        assert ("out of reach", found) in [one[:2] for one in faults(page, profile, is_reach=True)[1]]
        page.evaluate(move, [what, name, ""])
    assert faults(page, profile, is_reach=True)[1] == []


def take(page: Page) -> None:
    """Take it with you."""
    page.locator(".kiosk__take").tap()


def outside(page: Page) -> None:
    """A link that leads out."""
    page.evaluate("() => tao.go('/sources/ys-84154')")
    ready(page)
    page.evaluate("() => document.querySelector('a.outside').click()")


def keys(page: Page) -> None:
    """The keys of the search."""
    page.evaluate("() => tao.go('/search')")
    ready(page)
    page.locator("[aria-controls=search-keys]").tap()


def still(page: Page) -> None:
    """Nobody has touched for a long time."""
    page.clock.fast_forward(IDLE_S * 1000 + 1000)
    page.locator(".still").wait_for()


@pytest.mark.parametrize("profile_id", PROFILES)
def test_what_lies_over_a_page_is_in_reach(screen: Callable[..., Page], profile_id: str):
    """The layers of a kiosk, as its pages, in reach mode."""
    wrong = []
    for shown, what in ((take, ".take__close"), (outside, ".take__close"), (keys, ".search__key"), (still, ".still")):
        for lang in LOCALES:
            page = screen(profile_id, clock=True)
            page.evaluate("() => tao.kiosk.reach(true)")
            speak(page, lang)
            shown(page)
            page.locator(what).first.wait_for()
            page.evaluate("() => document.fonts.ready.then(tao.painted)")
            wrong += [(shown.__name__, lang, *one) for one in faults(page, PROFILES[profile_id], is_reach=True)[1]]
            page.close()
    assert wrong == []


PONDS = """() => [...document.querySelectorAll(".map .pond")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })).map((node) => {
    const box = node.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    return [node.dataset.fact.split(":")[1], x, y, tao.kiosk.near(x, y).map((one) => one.dataset.fact?.split(":")[1])];
  })"""
BESIDE = """([x, y]) => document.elementFromPoint(x, y).closest("button, a") === null
  && tao.kiosk.near(x, y).map((one) => one.dataset.fact?.split(":")[1])"""


def test_a_crowd_of_ponds_is_offered_by_name(screen: Callable[[str], Page]):
    """A finger beside one pond chooses it; a finger on several is asked which, in rows of 15 mm."""
    mm = px_per_mm(PROFILES["kiosk-24-desk"])
    page = screen("kiosk-24-desk")

    def at_the_map() -> None:
        page.evaluate("() => tao.go('/map')")
        page.wait_for_url(lambda url: "/map" in url and "project=" not in url)
        ready(page)
        page.evaluate("() => document.fonts.ready.then(tao.painted)")

    at_the_map()
    ponds = page.evaluate(PONDS)
    project, x, y, offered = max((one for one in ponds if one[3][:1] == [one[0]]), key=lambda one: len(one[3]))
    assert len(offered) > 1
    page.touchscreen.tap(x, y)
    rows = page.locator(".which__row")
    expect(rows).to_have_count(len(offered))
    for box in rows.evaluate_all("(rows) => rows.map((row) => row.getBoundingClientRect().toJSON())"):
        assert box["height"] >= TARGET_MM * mm - 0.5
        assert 0 <= box["top"] < box["bottom"] <= page.viewport_size["height"]
        assert 0 <= box["left"] < box["right"] <= page.viewport_size["width"]
    page.touchscreen.tap(5, 5)
    expect(page.locator(".which")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("project="))
    page.touchscreen.tap(x, y)
    rows.first.tap()
    expect(page.locator(".which")).to_have_count(0)
    page.wait_for_url(f"**project={project}*")
    at_the_map()
    beside = ((one[0], one[1] + dx * mm, one[2] + dy * mm) for one in ponds for dx, dy in ((0, 6.5), (6.5, 0), (0, -6.5)))
    project, x, y = next(one for one in beside if page.evaluate(BESIDE, one[1:]) == [one[0]])
    page.touchscreen.tap(x, y)
    page.wait_for_url(f"**project={project}*")


@pytest.mark.parametrize("profile_id", ["kiosk-55-landscape", "kiosk-43-portrait"])
def test_in_reach_mode_the_years_stand_under_the_map(screen: Callable[[str], Page], profile_id: str):
    """Map and ribbon of years are seen whole at once, the map as wide as its page; what is read of a place is under neither."""
    page = screen(profile_id)
    page.evaluate("() => tao.kiosk.reach(true)")

    def edges(what: str) -> dict[str, float]:
        return page.locator(what).evaluate("(node) => node.getBoundingClientRect().toJSON()")

    page.evaluate("() => tao.go('/map')")
    ready(page)
    whole, picture, ribbon, bar = (edges(one) for one in (".map-page", ".map-page__map", ".map-page .ribbon", ".frame__bar"))
    assert picture["bottom"] <= ribbon["top"] < ribbon["bottom"] <= bar["top"] + 1
    assert picture["width"] == pytest.approx(whole["width"], abs=2)
    page.evaluate("() => tao.go('/map?project=airport-mrt')")
    ready(page)
    expect(page.locator(".reader")).to_be_visible()
    expect(page.locator(".map-page .ribbon")).to_be_hidden()
