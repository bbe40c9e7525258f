"""In the hall nothing scrolls: the upright screen shows a project or a neighbourhood whole, its sides by turns."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from data import store
from tests.addresses import rows

SOME = [*rows("/projects/<id>", 0)[::9], "/projects/airport-mrt", *rows("/districts/<code>/<village>", 0)[::90]]
# px a page is higher than its screen, whichever of its sides is in turn; and the sides that show nothing.
OVER = """address => new Promise((done) => {
  tao.go(address).then(() => {
    const turn = document.querySelector(".page__turn"), over = [document.documentElement.scrollHeight - innerHeight], empty = [];
    const tabs = [...document.querySelectorAll(".tabs__tab")];
    for (const tab of tabs) {
      tab.click();
      over.push(turn.scrollHeight - turn.clientHeight);
      const shown = [...document.querySelectorAll("[data-chosen]")];
      const isThere = shown.some((part) => part.getBoundingClientRect().height > 40) && tab.getAttribute("aria-pressed") === "true";
      if (!isThere) empty.push(tab.dataset.show);
    }
    done([tabs.length, Math.max(...over), empty]);
  });
})"""


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_upright_pages_fit(open_page: Callable[..., Page], lang: str):
    page = open_page("/", "P", lang, touch=True)
    found = {address: page.evaluate(OVER, f"{address}?lang={lang}") for address in SOME}
    assert {address: one for address, one in found.items() if one[0] < 3 or one[1] > 0 or one[2]} == {}


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize("size", ["L", "P"])
def test_the_ten_stories_stand_whole_on_one_screen(open_page: Callable[..., Page], size: str, lang: str):
    page = open_page("/stories", size, lang, touch=True)
    assert page.locator(".entry").count() == 10
    assert page.locator(".page__turn").evaluate("turn => turn.scrollHeight - turn.clientHeight") <= 0


def test_the_side_in_turn_is_in_the_address(open_page: Callable[..., Page]):
    page = open_page("/projects/airport-mrt?show=sources", "P", "en")
    assert page.locator(".project__sources").is_visible() and page.locator(".project__numbers").is_hidden()
    page.get_by_role("button", name="Events").click()
    expect(page).to_have_url(re.compile("show=events"))
    expect(page.locator(".project__events")).to_be_visible()


def test_other_screens_show_all_sides(open_page: Callable[..., Page]):
    for size in ("L", "W", "D"):
        page = open_page("/projects/airport-mrt?show=sources", size, "en")
        assert page.locator(".project > .tabs").is_hidden()
        assert all(page.locator(f".project__{side}").is_visible() for side in ("numbers", "events", "sources", "related"))


# The boxes, top and bottom, of what each question of the front door shows, as it is read; and of what stands over and under them.
ASKED = """() => {
  const box = (node) => { const { top, bottom } = node.getBoundingClientRect(); return [top, bottom]; };
  const parts = (one) => [".question__asked", ".question__also", ".num"].map((part) => box(one.querySelector(part)));
  return [...document.querySelectorAll(".question")].map(parts);
}"""


def test_upright_each_question_stands_in_english_under_the_chinese(open_page: Callable[..., Page]):
    page = open_page("/", "P", "zh-TW", touch=True)
    asked = page.evaluate(ASKED)
    assert len(asked) == 5
    assert all(zh[1] <= en[0] < en[1] <= number[0] for zh, en, number in asked)
    assert len({(round(en[0]), round(number[0])) for _, en, number in asked}) == 1      # in one row, each under its question
    assert page.locator(".home__ask-also, .home__also").evaluate_all("all => all.every((one) => one.checkVisibility())")
    assert page.locator(".page__turn").evaluate("turn => turn.scrollHeight - turn.clientHeight") <= 0
    page.locator('[data-set-lang="en"]').tap()
    assert page.locator(".question__also:visible, .home__ask-also:visible, .home__also:visible").count() == 0


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_upright_the_key_of_the_map_fills_its_row(open_page: Callable[..., Page], lang: str):
    page = open_page("/map", "P", lang, touch=True)
    boxes = page.locator(".filter__waters .chip").evaluate_all("all => all.map((one) => one.getBoundingClientRect().toJSON())")
    ribbon = page.locator(".map-page .ribbon").evaluate("node => node.getBoundingClientRect().toJSON()")
    assert len(boxes) == 5 and {round(box["top"]) for box in boxes} == {round(boxes[0]["top"])}
    assert min(box["height"] for box in boxes) >= 64
    assert abs(boxes[0]["left"] - ribbon["left"]) < 2 and abs(boxes[-1]["right"] - ribbon["right"]) < 2
    lowest = max(page.locator(".map__button").evaluate_all("all => all.map((one) => one.getBoundingClientRect().bottom)"))
    assert lowest < page.locator(".list__toggle").evaluate("node => node.getBoundingClientRect().top")


# Blossoms and buds of the branch that touch: their drawings without the ring a choice draws round them.
TOUCHING = """() => {
  const drawn = [...document.querySelectorAll(".branch__mark")].map((mark) => {
    const boxes = [...mark.querySelectorAll("path")].map((part) => part.getBoundingClientRect());
    const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((box) => box[side])));
    return { left, top, right, bottom };
  });
  const near = (a, b) => Math.max(a.left, b.left) - Math.min(a.right, b.right) < 3
    && Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom) < 3;
  return [drawn.length, drawn.flatMap((one, n) => drawn.slice(n + 1).filter((other) => near(one, other)).map(({ left }) => left))];
}"""


@pytest.mark.parametrize("size", ["P", "L"])
def test_no_blossom_touches_another(open_page: Callable[..., Page], size: str):
    number, touching = open_page("/awards", size, touch=True).evaluate(TOUCHING)
    assert number > 12
    assert touching == []


# Upright, of a project: how high its picture is, px left empty above the row at the foot, rows of its kin that are cut, px of its
# numbers and events that lie under the row at the foot or must be scrolled to, and px that lie there with one of its details open.
FILLED = """(address) => tao.go(address).then(tao.painted).then(() => {
  const box = (node) => node.getBoundingClientRect(), kin = document.querySelector(".project__related");
  const isShown = (node) => node.checkVisibility({ visibilityProperty: true });
  const room = kin && box(kin), rows = !kin ? [] : [...kin.querySelectorAll("li")].filter(isShown).map(box)
    .filter(({ left, right }) => left < room.right && right > room.left);
  const words = [...document.querySelectorAll(".project :is(.canal__event, .metric, .more, .honour)")].filter(isShown).map(box);
  const foot = box(document.querySelector(".frame__bar")).top;
  const last = Math.max(...[...rows, ...words].map(({ bottom }) => Math.min(bottom, foot)));
  const cut = rows.filter(({ bottom }) => bottom > room.bottom + 1);
  const sides = [...document.querySelectorAll(".project > :is(.project__figures, .project__events)")].filter(isShown);
  const low = () => Math.max(0, ...sides.filter(isShown).map((side) => Math.round(box(side).bottom - foot)));
  const hidden = low() + sides.reduce((sum, { scrollHeight, clientHeight }) => sum + scrollHeight - clientHeight, 0);
  const opened = sides.flatMap((side) => [...side.querySelectorAll("details")]).filter(isShown).map((one) => {
    one.open = true;
    const lost = low();
    one.open = false;
    return lost;
  });
  return { head: box(document.querySelector(".project__head")).height, empty: foot - last, cut: cut.length, hidden,
           lost: Math.max(0, ...opened), isBare: !document.querySelector(".series") };
})"""
BARE = ("4g-smart-city-programme", "daxi-wood-art-ecomuseum", "citywide-solar-drive", "action-dispatch-119",
        "hutoushan-innovation-hub")


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_upright_a_project_without_a_series_fills_its_room(open_page: Callable[..., Page], lang: str):
    """With a larger picture, where the words leave it room, what happened, and as many whole rows of its kin as fit."""
    page = open_page("/", "P", lang, touch=True)
    found = {project: page.evaluate(FILLED, f"/projects/{project}?lang={lang}") for project in BARE}
    assert {project: one for project, one in found.items()
            if one["head"] < (760 if one["empty"] > 48 else 520) or one["empty"] > 240 or one["cut"]} == {}


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_upright_nothing_of_a_project_without_a_series_is_cut(open_page: Callable[..., Page], lang: str):
    """Its numbers and what happened stand whole above the row at the foot; what is opened can be scrolled to its end."""
    page = open_page("/", "P", lang, touch=True)
    found = {project: page.evaluate(FILLED, f"/projects/{project}?lang={lang}") for project in store.load("projects")["id"]}
    bare = {project: one for project, one in found.items() if one["isBare"]}
    assert len(bare) > 100
    assert {project: one for project, one in bare.items() if one["hidden"] > 2 or one["lost"] > 2} == {}


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_upright_the_years_of_an_indicator_stand_above_the_row_at_the_foot(open_page: Callable[..., Page], lang: str):
    page = open_page("/about?screen=kiosk-43-portrait", "P", lang, touch=True)
    low = {}
    for address in ("/indicators/population", "/indicators/degree-holders-15-plus", "/indicators/airport-passengers"):
        page.evaluate("([address, lang]) => tao.go(`${address}?lang=${lang}`).then(tao.painted)", [address, lang])
        page.locator(".indicator .ribbon__play").wait_for()
        foot, ribbon = (page.locator(part).bounding_box() for part in (".frame__bar", ".indicator > .ribbon"))
        low[address] = ribbon["y"] + ribbon["height"] - foot["y"]
    assert {address: over for address, over in low.items() if over > 0} == {}


# Of an indicator with a line for each district: how many names stand at their ends; which words in the picture are smaller than a
# caption, leave it or touch others (only the letters of a line are measured); and what ends under what stands below it.
NAMED = """address => tao.go(address).then(tao.painted).then(() => {
  const box = (part) => document.querySelector(`.indicator ${part}`).getBoundingClientRect();
  const caption = parseFloat(getComputedStyle(document.querySelector(".indicator-chart__foot")).fontSize);
  const room = box(".indicator-chart__room"), wrong = [], lines = [], range = document.createRange();
  for (const node of document.querySelectorAll(".indicator-chart__room :is(.over, .xtick text)")) {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      range.selectNodeContents(walker.currentNode);
      const px = parseFloat(getComputedStyle(walker.currentNode.parentElement).fontSize), said = walker.currentNode.data;
      const shown = [...range.getClientRects()].filter(({ width }) => width > 2);
      if (shown.length && px < caption - 0.5) wrong.push(["small", said, px]);
      for (const { left, right, top, bottom } of shown) {
        const middle = (top + bottom) / 2, line = { node, said, left, right, top: middle - px * 0.4, bottom: middle + px * 0.4 };
        const isIn = left > room.left - 2 && right < room.right + 2 && line.top > room.top - 2 && line.bottom < room.bottom + 2;
        if (!isIn) wrong.push(["outside", said]);
        lines.push(line);
      }
    }
  }
  const meet = (one, other) => one.node !== other.node && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2;
  lines.forEach((one, n) => {
    for (const other of lines.slice(n + 1)) if (meet(one, other)) wrong.push(["touches", one.said, other.said]);
  });
  const under = [[".indicator__about", ".indicator-chart__head"], [".indicator__figure", ".indicator-chart__head"],
    [".ranking__note", ".ribbon"], [".shades__key", ".ribbon"], [".ranking__axis", ".ranking__note"]];
  wrong.push(...under.filter(([above, below]) => box(above).bottom > box(below).top + 2));
  return [document.querySelectorAll(".over--name").length, wrong];
})"""
DISTRICTS = store.load("districts")["code"]
MANY = [key for key, rows in store.load("indicators").groupby("indicator_id")
        if DISTRICTS.isin(rows["district_code"]).all() and rows["date"].nunique() > 1]


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize(("screen", "size"), [("kiosk-43-portrait", "P"), ("kiosk-24-desk", "L")])
def test_every_line_of_an_indicator_has_a_name_that_can_be_read(open_page: Callable[..., Page], screen: str, size: str, lang: str):
    """None smaller than a caption, none on another word or outside the picture; what is said below ends above the years."""
    page = open_page(f"/about?screen={screen}", size, lang, touch=True)
    found = {(key, chosen): page.evaluate(NAMED, f"/indicators/{key}?lang={lang}{chosen}")
             for key in MANY for chosen in ("", "&year=2022&district=68000020")}
    assert len(MANY) > 9
    assert {one: wrong for one, (names, wrong) in found.items() if names != len(DISTRICTS) or wrong} == {}


# Words of organisations that stand in their ponds, and those of them that are broken.
BROKEN = """() => {
  const shown = [...document.querySelectorAll(".org__name")].filter((node) => node.checkVisibility({ visibilityProperty: true }));
  const range = document.createRange(), words = [];
  for (const node of shown) {
    const text = node.querySelector(`[lang="${document.documentElement.lang}"]`).firstChild;
    for (const { 0: word, index } of text.data.matchAll(/[A-Za-z]+/g)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      words.push([word, range.getClientRects().length]);
    }
  }
  return [words.length, words.filter(([, lines]) => lines > 1)];
}"""


@pytest.mark.parametrize(("screen", "size"), [("kiosk-65-table", "L"), ("kiosk-55-landscape", "L"), ("", "D"), ("", "W")])
def test_no_word_of_a_name_in_a_pond_is_broken(open_page: Callable[..., Page], screen: str, size: str):
    page = open_page(f"/partners{screen and f'?screen={screen}'}", size, "en", touch=bool(screen))
    page.locator(".org").first.wait_for()
    assert page.evaluate(BROKEN)[1] == []


# Of each way out that is shown: its words, where its last line of words ends, and where its sign stands.
SIGNS = """() => [...document.querySelectorAll("#page a.outside")].filter((node) => node.checkVisibility()).map((node) => {
  const range = document.createRange(), sign = node.querySelector(".icon").getBoundingClientRect();
  const shown = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), lines = [];
  while (shown.nextNode()) {
    range.selectNodeContents(shown.currentNode);
    if (shown.currentNode.data.trim().length > 1) lines.push(...range.getClientRects());
  }
  const last = lines.filter(({ width }) => width > 2).at(-1);
  const off = Math.abs(sign.top + sign.bottom - last.top - last.bottom) / 2;
  return [node.textContent, sign.left - last.right, off, last.height];
})"""


@pytest.mark.parametrize(("path", "size"), [
    ("/sources/ys-84154?screen=kiosk-43-portrait", "P"), ("/exhibition?screen=kiosk-55-landscape", "L"), ("/exhibition", "W"),
    ("/sources/ys-84154", "P"), ("/about", "W"), ("/pulse", "W"), ("/platform", "D"),
])
def test_the_sign_of_a_way_out_stands_with_its_last_word(open_page: Callable[..., Page], path: str, size: str):
    for lang in ("zh-TW", "en"):
        signs = open_page(path, size, lang).evaluate(SIGNS)
        assert signs
        assert [said for said, gap, off, high in signs if not -2 <= gap <= high or off > high / 2] == []


EACH_WIDTH = """() => {
  const links = [...document.querySelectorAll("#page a.outside")].filter((node) => node.checkVisibility());
  const link = links.find(({ textContent }) => !textContent.startsWith("http"));      // a long address breaks where it must
  const [text] = link.childNodes, range = document.createRange(), alone = [];
  const room = link.closest("p, li, td, dd, div");
  range.selectNodeContents(text);
  for (let width = 60; width < 500; width += 1) {
    room.style.width = `${width}px`;
    const last = [...range.getClientRects()].filter((one) => one.width > 2).at(-1);
    if (link.querySelector(".icon").getBoundingClientRect().left < last.right - 2) alone.push(width);
  }
  return alone;
}"""


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_the_sign_of_a_way_out_never_stands_alone(open_page: Callable[..., Page], lang: str):
    assert open_page("/platform", "D", lang).evaluate(EACH_WIDTH) == []
