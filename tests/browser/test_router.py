"""From page to page without a reload: what goes along, what comes back, where the focus lands. On a desk, where all links stand."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.addresses import rows
from tests.browser.conftest import Watch, address, ready


def go(page: Page, path: str) -> None:
    """Use a link of the frame to ``path``, behind "more" when it waits there, and wait for its page."""
    link = page.locator(f'.frame__bar a[href="{path}"]').filter(visible=True).first
    if not link.count():
        page.locator(".frame__more").click()
    link.click()
    arrived(page, path)


def arrived(page: Page, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == path, wait_until="commit")
    ready(page)


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address(page)).query)


def test_language_and_theme_go_along(open_page: Callable[..., Page], watch: Watch):
    page = open_page("/map?lang=en&theme=day&year=2016&topic=move", "D")
    page.evaluate("() => { window.kept = true; }")
    go(page, "/timeline")
    assert query(page) == {"lang": ["en"], "theme": ["day"]}
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("data-theme", "day")
    go(page, "/")
    assert query(page) == {"lang": ["en"], "theme": ["day"]}
    assert page.evaluate("() => window.kept"), "the page was loaded again"


def test_title_heading_and_focus_follow(open_page: Callable[..., Page]):
    page = open_page("/?lang=en", "D")
    titles = {page.title()}
    for path in ("/map", "/timeline", "/awards"):
        go(page, path)
        heading = page.locator("#page h1")
        expect(heading).to_have_count(1)
        expect(heading).to_be_focused()
        assert page.title().split(" · ")[0] in heading.inner_text().replace("\n", " ")
        expect(page.locator('.frame__nav a[aria-current="page"]')).to_have_attribute("href", path)
        titles.add(page.title())
        page.locator('[data-set-lang="zh-TW"]').click()
        assert page.title() not in titles
        page.locator('[data-set-lang="en"]').click()
        assert page.title() in titles
    assert len(titles) == 4


def test_back_and_forward(open_page: Callable[..., Page]):
    page = open_page("/?lang=en", "D")
    go(page, "/map")
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    go(page, "/timeline")
    page.go_back()
    arrived(page, "/map")
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuenow", "2014")
    assert query(page)["year"] == ["2014"]
    page.go_back()
    arrived(page, "/")
    expect(page.locator(".home")).to_be_visible()
    page.go_forward()
    arrived(page, "/map")
    expect(page.locator(".map-page")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuenow", "2014")


STAYED = """() => [...document.querySelectorAll("#page *")]
  .filter((node) => node.ofThePageBefore && !node.matches("#react-entry-point, #react-entry-point > div, #living")).length"""


def test_a_new_page_has_nothing_of_the_one_before(open_page: Callable[..., Page]):
    """No node of the old page stays (but Dash's one root, which goes from slot to slot): parts fill their nodes themselves."""
    page = open_page("/map?lang=en&year=2018&project=airport-mrt&list=1", "D")
    for path in ("/timeline", "/", "/map", "/timeline"):
        page.evaluate("() => { document.querySelectorAll('#page *').forEach((node) => { node.ofThePageBefore = true; }); }")
        go(page, path)
        assert page.evaluate(STAYED) == 0
        assert page.evaluate("() => document.querySelectorAll('.page__turn').length") == 1
        assert page.locator('[role="slider"]').count() == 1
    assert page.locator(".pond").count() == 0


def test_a_page_seen_once_is_there_without_the_server(open_page: Callable[..., Page], watch: Watch):
    """What was seen is shown at once while the server is asked whether it is still so; a silent server changes nothing."""
    page = open_page("/", "D")
    go(page, "/map")
    go(page, "/timeline")
    watch.allowed = ("net::ERR_FAILED",)
    page.route("**/_page?*", lambda route: route.abort())
    for path, part in (("/map", ".map-page"), ("/", ".home"), ("/timeline", ".timeline")):
        go(page, path)
        expect(page.locator(part).first).to_be_visible()


def test_a_quick_visitor_arrives_where_the_last_touch_went(open_page: Callable[..., Page]):
    page = open_page("/?lang=en", "D")
    page.evaluate("""() => {
      const link = (path) => document.querySelector(`.frame__nav a[href="${path}"]`);
      for (const path of ["/map", "/timeline", "/awards", "/timeline"]) link(path).click();
    }""")
    arrived(page, "/timeline")
    expect(page.locator("#page .timeline")).to_have_count(1)
    expect(page.locator("#page h1")).to_have_count(1)
    assert "timeline" not in page.url.replace("/timeline", "", 1)


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_an_unknown_address_says_so_and_leads_on(open_page: Callable[..., Page], watch: Watch, lang: str):
    watch.allowed = ("status of 404",)
    page = open_page("/projects/airport-metro", lang=lang)
    heading = page.locator("#page h1")
    expect(heading).to_be_visible()
    expect(page.locator("#page .lead code")).to_have_text("airport-metro")
    page.locator('#page a[href^="/projects/airport-mrt"]').click()
    arrived(page, "/projects/airport-mrt")
    expect(page.locator("html")).to_have_attribute("lang", lang)


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_numbers_of_another_day_give_way_to_those_of_today(open_page: Callable[..., Page], watch: Watch, lang: str):
    """A page left open since a talk: its version is not kept any more. The next page comes all the same, and says so."""
    watch.allowed = ("410",)
    page = open_page("/map?year=2019", "D", lang)
    page.evaluate("() => tao.address.set({ version: '0123456789ab' })")
    assert "version" not in page.evaluate("() => tao.address.world().search"), "what is shared opens tomorrow, too"
    page.evaluate("() => tao.go('/timeline?year=2018')")
    expect(page.locator(".notice")).to_contain_text("today" if lang == "en" else "今天")
    page.wait_for_function("() => location.pathname === '/timeline' && document.documentElement.dataset.ready === 'true'")
    assert parse_qs(urlsplit(address(page)).query) == {"year": ["2018"], "lang": [lang]}
    assert page.locator("#page h1").count() == 1
    page.evaluate("() => { tao.address.set({ version: '0123456789ab' }); tao.go('/map'); tao.go('/awards'); }")
    page.wait_for_function("() => location.pathname === '/awards' && document.documentElement.dataset.ready === 'true'")
    assert urlsplit(address(page)).path == "/awards", "a refusal that comes too late leads nowhere"


def test_an_address_kept_from_a_talk_opens_in_words(open_page: Callable[..., Page], watch: Watch):
    watch.allowed = ("410",)
    page = open_page("/map?year=2019&version=0123456789ab", "W", "en")
    expect(page.locator("#page h1")).to_be_visible()
    page.locator(".not-found__way").first.tap()
    page.wait_for_function("() => document.querySelector('.map-page') && document.documentElement.dataset.ready === 'true'")
    assert parse_qs(urlsplit(address(page)).query) == {"year": ["2019"], "lang": ["en"]}


def test_markup_in_an_address_is_text(open_page: Callable[..., Page], watch: Watch):
    watch.allowed = ("status of 404",)
    page = open_page("/%3Cimg%20src=x%20onerror=alert(1)%3E", "D")
    expect(page.locator("#page .lead code")).to_contain_text("<img src=x")
    assert page.locator("#page img").count() == 0


def test_a_deep_link_opens_as_it_was_sent(open_page: Callable[..., Page]):
    page = open_page("/map?lang=en&theme=contrast&year=2019&district=68000020&project=airport-mrt&topic=move", "D")
    expect(page.locator(".reader")).to_have_attribute("data-fact", "projects:airport-mrt")
    expect(page.locator(".map__district.is-chosen")).to_have_count(1)
    expect(page.locator('.filter__waters [data-topic="move"]')).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuenow", "2019")
    expect(page.locator("html")).to_have_attribute("data-theme", "contrast")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".reader")).to_have_attribute("data-open", "district")


def test_start_over_goes_home(open_page: Callable[..., Page]):
    page = open_page("/map?lang=en&year=2015&project=airport-mrt", "D")
    page.locator(".frame__again").evaluate("(link) => link.click()")
    arrived(page, "/")
    expect(page.locator(".home")).to_be_visible()
    assert "year" not in query(page)


def test_a_link_in_a_new_tab_is_left_to_the_browser(open_page: Callable[..., Page]):
    page = open_page("/", "D")
    with page.context.expect_page() as opened:
        page.locator('.frame__nav a[href="/map"]').click(modifiers=["Control"])
    ready(opened.value)
    assert urlsplit(page.url).path == "/"
    opened.value.close()


@pytest.mark.parametrize("asked", ["wifi", "wi-fi", "Wi-Fi"])
def test_a_word_with_a_hyphen_is_found_without_it(open_page: Callable[..., Page], asked: str):
    page = open_page(f"/search?q={asked}", "D", "en")
    expect(page.locator(".search__found")).to_contain_text("iTaoyuan free Wi-Fi")


@pytest.mark.parametrize("size", ["L", "P"])
def test_a_large_screen_outside_the_hall_leads_to_every_page(open_page: Callable[..., Page], size: str):
    page = open_page("/timeline", size, "en")
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    more, links = page.locator(".frame__more"), page.locator(".frame__nav a")
    shown = page.locator(".frame__bar :is(a, button)").filter(visible=True)
    assert max(box["x"] + box["width"] for box in (one.bounding_box() for one in shown.all())) <= width
    for key in ("Enter", "Escape", "Enter"):
        more.press(key)
        assert more.get_attribute("aria-expanded") == str(key == "Enter").lower()
    boxes = [link.bounding_box() for link in links.all()]
    assert len(boxes) == links.count() > 10
    for box in boxes:
        assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0 and box["y"] + box["height"] <= height
    page.locator('.frame__nav a[href="/partners"]').click()
    arrived(page, "/partners")
    expect(links.first).to_be_hidden()


def test_in_the_hall_start_over_stands_instead(open_page: Callable[..., Page]):
    page = open_page("/timeline?screen=kiosk-55-landscape", "L", "en")
    expect(page.locator(".frame__again")).to_be_visible()
    expect(page.locator(".frame__more")).to_be_hidden()


def test_only_the_pages_come_to_last_are_kept(open_page: Callable[..., Page], watch: Watch):
    """A screen that is never at rest would keep all; what was let go of is asked for anew."""
    watch.allowed = ("ERR_FAILED",)
    most = 40       # MOST_KEPT of assets/js/30-router.js
    page = open_page("/?lang=en", "D")
    first, *others = rows("/sources/<id>", most=0)[:most + 1]
    for path in (first, *others):
        page.evaluate("(path) => tao.go(path)", path)
        arrived(page, path)
    page.route("**/_page?*", lambda route: route.abort())
    page.evaluate("(path) => tao.go(path)", others[0])
    arrived(page, others[0])
    expect(page.locator(".notice")).to_have_count(0)
    page.evaluate("(path) => tao.go(path)", first)
    expect(page.locator(".notice")).to_be_visible()
    assert urlsplit(page.url).path == others[0]
