"""Three touches from the picker to a neighbourhood, the map that plays, its table, two districts side by side."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from data import store
from tests.browser.conftest import address, ready, visit

Opened = Callable[..., Page]


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize("size", ["P", "L", "W"])
@pytest.mark.parametrize("way", ["list", "map"])
def test_three_touches_from_the_front_door_to_a_neighbourhood(open_page: Opened, way: str, size: str, lang: str) -> None:
    page = open_page("/", size, lang, touch=True)
    page.evaluate("() => { window.touches = 0; addEventListener('pointerdown', () => { window.touches += 1; }, true); }")
    page.locator('.question[href="/districts"]').tap()
    page.wait_for_url("**/districts?*")
    ready(page)
    if way == "map":
        page.locator("svg.village-map__canvas").tap()
        page.wait_for_url("**/districts/*/*")
    else:
        page.locator('.picker__link[data-code="68000020"]').tap()
        page.wait_for_url("**/districts/68000020?*")
        ready(page)
        page.locator('.villages__link[data-zh="中原里"]').tap()
        page.wait_for_url("**/districts/68000020/68000020026?*")
    ready(page)
    assert page.locator("article.village h1").is_visible()
    assert page.evaluate("() => window.touches") <= 3


@pytest.mark.parametrize("size", ["P", "L"])
def test_every_list_of_neighbourhoods_stands_whole_over_its_district(open_page: Opened, size: str) -> None:
    """In the hall nothing of it is hidden, the switches stay free, and keys stay in what lies on top."""
    for code in ("68000020", "68000010", "68000130"):
        for lang in ("zh-TW", "en"):
            page = open_page(f"/districts/{code}?list=1", size, lang)
            assert page.locator(".villages__list").evaluate("list => list.scrollHeight - list.clientHeight") <= 1, (code, lang)
            assert page.evaluate("() => document.activeElement.closest('.villages__sheet') !== null"), "read from here on"
            assert page.locator(".picker__link").evaluate_all("links => links.every(link => link.closest('[inert]'))")
            sheet, bar = (page.locator(part).bounding_box() for part in (".villages__sheet", ".frame__switches"))
            assert sheet and bar and sheet["y"] >= 0 and sheet["y"] + sheet["height"] <= bar["y"]
            page.mouse.click(8, 8)      # beside the sheet
            expect(page.locator(".villages__sheet")).to_be_hidden()
            assert page.locator(".picker__link").evaluate_all("links => !links.some(link => link.closest('[inert]'))")


def test_villages_stand_in_stroke_order_and_by_alphabet(open_page: Opened) -> None:
    page = open_page("/districts/68000020", "D", "zh-TW")
    zh = page.locator(".villages__link").evaluate_all("links => links.map(link => link.dataset.zh)")
    assert zh[:2] == ["三民里", "山東里"]
    page.locator('[data-set-lang="en"]').click()
    en = [name for name in page.locator(".villages__link").evaluate_all("links => links.map(link => link.dataset.en)") if name]
    assert en == sorted(en, key=str.lower)


def test_the_month_is_in_the_address_and_moves_map_and_table(open_page: Opened) -> None:
    page = open_page("/districts?month=2014-04", "D", "en")
    assert page.locator(".village-map").get_attribute("data-month") == "2014-04"
    page.locator(".districts__table > summary").click()
    row = page.locator('tr[data-fact="village_population_monthly:68000070010:2014-04"]')
    expect(row).to_contain_text("3,937")
    page.get_by_role("slider").press("End")
    expect(page.locator(".village-map")).to_have_attribute("data-month", "2021-03")
    last = page.locator('tr[data-fact="village_population_monthly:68000070010:2021-03"]')
    expect(last).to_contain_text("5,376")
    expect(last).to_contain_text("+265.7%")  # with the village cut out of it, never a fall
    expect(page.locator('tr[data-fact="village_population_monthly:68000030002:2021-03"]')).to_contain_text("border moved")
    assert page.locator(".village-table__table tr[data-fact]").count() == 504
    page.get_by_role("slider").press("ArrowLeft")
    page.wait_for_url("**month=2021-02*")


def test_a_village_before_its_time_is_no_zero(open_page: Opened) -> None:
    page = open_page("/districts?month=2016-01", "D", "en")
    page.locator(".districts__table > summary").click()
    expect(page.locator('tr[data-fact="village_population_monthly:68000070031:2016-01"]')).to_contain_text(
        "not yet a neighbourhood"
    )


def test_an_unusable_month_falls_back(open_page: Opened) -> None:
    page = open_page("/districts?month=never", "L")
    assert page.locator(".village-map").get_attribute("data-month") == "2021-03"


@pytest.mark.parametrize("size", ["L", "P", "W"])
def test_no_month_moves_the_map(open_page: Opened, size: str) -> None:
    """A longer month's name made the words wrap: the map changed its height and was drawn anew, month by month."""
    page = open_page("/districts", size, "en")
    months = [f"2014-{month:02}" for month in range(4, 13)] + ["2021-03"]
    box = "JSON.stringify(document.querySelector('.village-map').getBoundingClientRect())"
    seen = page.evaluate(f"months => months.map(month => {{ tao.address.set({{month}}); return {box}; }})", months)
    assert len(set(seen)) == 1


def test_play_steps_by_year_when_motion_is_reduced(open_page: Opened) -> None:
    page = open_page("/districts?month=2014-04", "D")
    assert page.locator(".months__play").get_attribute("aria-pressed") == "false"  # never by itself
    page.locator(".months__play").click()
    expect(page.locator(".village-map")).to_have_attribute("data-month", "2015-04")
    page.locator(".months__play").click()
    expect(page.locator(".months__play")).to_have_attribute("aria-pressed", "false")


def test_the_address_says_the_month_the_steps_begin_with(open_page: Opened) -> None:
    """Found by a random walk: from the last month the steps begin at the first, and for a second only the picture said so."""
    page = open_page("/districts", "D")
    said = page.evaluate("""() => { document.querySelector(".months__play").click();
      return [new URLSearchParams(location.search).get("month"), document.querySelector(".months__total").dataset.fact]; }""")
    assert said == ["2014-04", "village_population_monthly:68000:2014-04"]


def test_touching_a_village_opens_it(open_page: Opened) -> None:
    page = open_page("/districts", "D")
    box = page.locator("svg.village-map__canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.45)
    name = page.locator(".village-map__said b").inner_text()
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.45)
    page.wait_for_url("**/districts/*/*")
    ready(page)
    assert page.locator("h1").inner_text().startswith(name)


def test_typing_finds_a_neighbourhood(open_page: Opened) -> None:
    page = open_page("/districts", "D", "en")
    page.get_by_role("searchbox").fill("dashu")
    expect(page.locator(".village-search__link")).to_have_count(2)      # Dashu of Taoyuan, and of Guishan
    expect(page.locator(".village-search__link").first).to_contain_text("Taoyuan")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/districts/68000010/68000010077*")


def test_a_choice_of_two_districts_stands_in_the_address(open_page: Opened, server_url: str) -> None:
    page = open_page("/districts", "L", "en", touch=True)
    page.locator("[data-compare]").tap()
    expect(page.locator(".picker__how")).to_contain_text("Touch one district")
    page.locator('.picker__link[data-code="68000130"]').tap()
    visit(page, address(page))
    expect(page.locator("[data-compare]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".picker__how")).to_contain_text("Now touch")
    expect(page.locator('.picker__link[data-code="68000130"]')).to_have_attribute("data-first", "")
    page.locator('.picker__link[data-code="68000010"]').tap()
    page.wait_for_url("**/districts/68000130?*with=68000010*")
    assert "compare" not in address(page)
    visit(page, f"{server_url}/districts?compare=nowhere")
    expect(page.locator("[data-first]")).to_have_count(0)


def test_two_districts_side_by_side(open_page: Opened) -> None:
    page = open_page("/districts/68000020", "D", "en")
    page.locator("[data-compare]").click()
    page.locator('.picker__link[data-code="68000130"]').click()
    page.wait_for_url("**with=68000130*")
    expect(page.locator('.versus td[data-fact="district_population_monthly:68000130:2021-12"]').first).to_have_text("12,656")
    page.locator(".versus__close").click()
    expect(page.locator(".versus")).to_be_hidden()


@pytest.mark.parametrize("size", ["P", "L"])
def test_the_hall_does_not_scroll(open_page: Opened, size: str) -> None:
    for path in ("/districts", "/districts/68000020", "/districts/68000130"):
        for lang in ("zh-TW", "en"):
            page = open_page(path, size, lang)
            over = page.locator(".page__turn").evaluate("turn => turn.scrollHeight - turn.clientHeight")
            assert over <= 2, (path, lang, over)


UNDER = """async lang => {
  tao.address.set({ lang });
  await tao.painted();
  await document.fonts.ready;
  await tao.painted();
  const under = (rows, button) => { const { top } = document.querySelector(button).getBoundingClientRect();
    return [...document.querySelectorAll(rows)].filter((row) => row.checkVisibility())
      .filter((row) => row.getBoundingClientRect().bottom > top + 2); };
  return [...under(".district__projects .reached > li", ".villages__open"), ...under(".growth__row", ".district .picker")]
    .map((row) => row.innerText);
}"""


@pytest.mark.parametrize(
    "size, screen", [("P", ""), ("L", ""), ("P", "?screen=kiosk-43-portrait"), ("L", "?screen=kiosk-55-landscape")]
)
def test_no_row_of_a_district_lies_under_a_button(open_page: Opened, server_url: str, size: str, screen: str) -> None:
    page = open_page("/districts/68000010", size)
    under = {}
    for row in store.load("districts").itertuples():
        visit(page, f"{server_url}/districts/{row.code}{screen}")
        under |= {(row.code, lang): found for lang in ("zh-TW", "en") if (found := page.evaluate(UNDER, lang))}
    assert under == {}


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
@pytest.mark.parametrize("size", ["L", "P", "W"])
def test_a_neighbour_is_named_in_one_line(open_page: Opened, size: str, lang: str) -> None:
    page = open_page("/districts/68000080/68000080013?show=neighbours", size, lang)
    lines = page.locator(".growth__row--village .growth__name").evaluate_all(
        "all => all.map((node) => node.getBoundingClientRect().height / parseFloat(getComputedStyle(node).lineHeight))"
    )
    assert len(lines) > 3
    assert [line for line in lines if line > 1.5] == []


@pytest.mark.parametrize("size", ["L", "P"])
def test_two_people_compare_two_districts_with_a_finger_each(open_page: Opened, size: str) -> None:
    page = open_page("/districts/68000020", size, "en", touch=True)
    boxes = [page.locator(f'.picker__link[data-code="{code}"]').bounding_box() for code in ("68000050", "68000130")]
    fingers = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + 20, "id": at} for at, box in enumerate(boxes) if box]
    glass = page.context.new_cdp_session(page)
    glass.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": fingers[:1]})
    glass.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": fingers})
    page.wait_for_url("**/districts/68000050?*with=68000130*")
    glass.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": fingers[:1]})
    glass.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    ready(page)
    expect(page.locator(".versus__head a")).to_have_text(["Luzhu", "Fuxing"], use_inner_text=True)
    assert page.locator(".page__turn").evaluate("turn => turn.scrollHeight - turn.clientHeight") <= 1  # a part of a pixel, rounded
    page.locator(".versus__close").tap()
    expect(page.locator(".versus")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("with="))


@pytest.mark.parametrize("screen", ["kiosk-43-portrait", "kiosk-32-portrait"])
def test_no_button_of_the_row_at_the_foot_is_squeezed(open_page: Opened, screen: str) -> None:
    page = open_page(f"/districts?screen={screen}", "P", "en")
    squeezed = page.locator(".frame__bar :is(a, button)").evaluate_all(
        "all => all.filter((one) => one.checkVisibility())"
        ".filter((one) => one.scrollWidth > one.clientWidth + 1 || one.offsetWidth < one.offsetHeight - 1)"
        ".map((one) => one.className)"
    )
    assert squeezed == []
    box = page.locator(".kiosk__take").bounding_box()
    assert box and box["x"] + box["width"] <= 1080 - 60
