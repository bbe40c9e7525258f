"""axe-core finds nothing against WCAG 2.2 A and AA on any page, in either tongue, in any theme, at the desk, on a phone and in the
hall; nor in what lies over a page, in a kiosk that invites, in frames of others, in the hub.

A page has six looks: two tongues in three themes. The desk and a phone each see three of them, no two the same."""

import importlib.resources
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from data import demo
from data.i18n import LOCALES
from server.address import THEMES
from tests.addresses import ADDRESSES
from tests.browser.conftest import Watch, ready, visit
from tests.serving import serving

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (tags) => {
  const only = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const asked = { ...only, iframes: false, preload: { assets: ["media"] } };      // no rule of these reads the style sheets again
  const { violations } = await axe.run(document, asked);
  const said = (node) => node.failureSummary.split("\\n").slice(1).join(" ").trim();
  const excused = (one, node) => one.id === "target-size" && document.querySelector(node.target[0]).matches(EQUIVALENT);
  const told = (one) => one.nodes.filter((node) => !excused(one, node))
    .map((node) => `${one.id}: ${node.target.join(" ")}: ${said(node)}`);
  return violations.flatMap(told);
}"""
# Too close together for a finger, as the places are; something else on the same page does the same (WCAG 2.2, 2.5.8, "equivalent"):
# the list of projects, the list of partners, the district itself. Every other rule holds for them as for all.
EQUIVALENT = ".pond, .org, .map__name--district"
# States of a page that hide or open much of it.
OPENED = [
    "/map?project=airport-mrt&list=1",
    "/map?district=68000020",
    "/timeline?year=2019&milestone=m-2019-06-icoty",
    "/search?q=wifi",
    "/awards?award=icf-community-of-the-year-2019",
    "/indicators/population?district=68000020",
    "/nothing-here",
]
LOOKS = [(lang, theme) for lang in LOCALES for theme in THEMES]
SEEN = {"D": LOOKS[::2], "W": LOOKS[1::2]}
IN_THE_HALL = [path for path in dict.fromkeys([*ADDRESSES, *OPENED]) if path != "/talk"]      # the lectern's, never there
KIOSKS = [("kiosk-55-landscape", "L"), ("kiosk-43-portrait", "P")]
PULSES = [      # every measure, period and way to draw; a district, a station; each in another look
    "measure=air",
    "measure=bikes&draw=density",
    "measure=parking&district=68000010&station=demo-000",
    "measure=buses&period=day&district=68000020",
    "measure=rain&period=week",
    "measure=water&period=year",
]
FRAMED = ["/embed/map", "/embed/timeline", "/embed/projects/airport-mrt", "/embed/indicators/population", "/embed/nothing-here"]
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"
ORGANISER = "an-organisers-token-for-axe-01"


def looked_at(page: Page) -> None:
    """Ready for ``faults``: nothing moves, axe is there."""
    page.add_style_tag(content=STILL)
    arm(page)


def arm(page: Page) -> None:
    """axe is there."""
    page.evaluate(AXE)
    page.evaluate("(some) => { window.EQUIVALENT = some; }", EQUIVALENT)


def faults(page: Page, looks: Iterable[tuple[str, str]] = LOOKS) -> list[str]:
    """What axe finds on the page as it stands, in each of ``looks``: tongue and theme."""
    found = []
    for lang, theme in looks:
        page.evaluate("(state) => { tao.address.set(state); return tao.painted(); }", {"lang": lang, "theme": theme})
        found += [f"{lang} {theme} {one}" for one in page.evaluate(RUN, TAGS)]
    return found


@pytest.mark.parametrize("size", ["D", "W"])
@pytest.mark.parametrize("address", list(dict.fromkeys([*ADDRESSES, *OPENED])))
def test_nothing_stands_in_anyones_way(open_page: Callable[..., Page], watch: Watch, address: str, size: str):
    watch.allowed = ("status of 404",) if address == "/nothing-here" else ()
    page = open_page(address, size)
    looked_at(page)
    assert faults(page, SEEN[size]) == []


@pytest.mark.parametrize("size", ["D", "W"])
def test_the_panel_for_sharing(open_page: Callable[..., Page], size: str):
    page = open_page("/projects/airport-mrt", size)
    page.locator("[data-share-open]").first.dispatch_event("click")
    page.locator(".share__cite").first.wait_for()
    looked_at(page)
    assert faults(page, SEEN[size]) == []


@pytest.mark.parametrize(("size", "looks"), [("L", LOOKS[::2]), ("P", LOOKS[1::2])])
def test_all_ways_of_a_large_screen(open_page: Callable[..., Page], size: str, looks: list[tuple[str, str]]):
    page = open_page("/about", size)
    page.locator(".frame__more").click()
    looked_at(page)
    assert faults(page, looks) == []


@pytest.mark.parametrize("address", FRAMED)
def test_views_in_frames_of_others(open_page: Callable[..., Page], server_url: str, watch: Watch, address: str):
    watch.allowed = ("status of 404",)
    page, found = open_page("/about", "D"), []
    for lang, theme in LOOKS:
        page.goto(f"{server_url}{address}?lang={lang}&theme={theme}")
        arm(page)
        found += [f"{lang} {theme} {one}" for one in page.evaluate(RUN, TAGS)]
    assert found == []


@pytest.mark.parametrize(("profile", "size"), KIOSKS)
def test_pages_of_a_kiosk(open_page: Callable[..., Page], watch: Watch, profile: str, size: str):
    """One after another, as visitors come to them: upright in reach mode, across as it is. Over the two a page is seen in both
    tongues and in two themes, in one of each at a time."""
    is_reach = size == "P"
    watch.allowed = ("status of 404",)
    page, found = open_page(f"/about?screen={profile}", size, touch=True), []
    looked_at(page)
    page.evaluate("(on) => tao.kiosk.reach(on)", is_reach)
    for number, path in enumerate(IN_THE_HALL, int(is_reach)):
        page.keyboard.press("Shift")        # somebody is there
        page.evaluate("(path) => tao.go(path)", path)
        ready(page)
        found += [f"{path} {one}" for one in faults(page, [(LOCALES[number % 2], THEMES[number % len(THEMES)])])]
    assert page.evaluate("() => tao.kiosk.state()") == "explore"
    assert found == []


@pytest.mark.parametrize(("profile", "size"), KIOSKS)
def test_layers_of_a_kiosk(open_page: Callable[..., Page], profile: str, size: str):
    """What lies over a page: take it with you, "still there?". One theme at a time: time goes on, and nobody is there."""
    page, found = open_page(f"/about?screen={profile}", size, touch=True, clock=True), []
    looked_at(page)
    for theme in THEMES:
        page.locator(".kiosk__take").tap()
        page.locator(".take").wait_for()
        found += faults(page, [("zh-TW", theme)])
        page.locator(".take__close").tap()
        page.clock.run_for(61_000)
        page.locator(".still").wait_for()
        found += faults(page, [("zh-TW", theme)])
        page.keyboard.press("Shift")
        page.locator(".still").wait_for(state="detached")
    assert found == []


@pytest.mark.parametrize(("profile", "size"), KIOSKS)
def test_a_kiosk_that_invites(open_page: Callable[..., Page], profile: str, size: str):
    page = open_page(f"/kiosk?screen={profile}", size, touch=True)
    page.locator(".attract__year").wait_for()
    looked_at(page)
    assert page.evaluate(RUN, TAGS) == []


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with rows of every measure: two days by the hour and one before them."""
    place = tmp_path_factory.mktemp("demonstration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "FINE_DAYS", 2)
        demo.fill(place / "live-demo", days=3)
    with serving(place / "log", DEMO="on", LIVE_DIR=str(place / "live"), FOLLOW_PORT="-1") as served:
        yield served.url


@pytest.mark.parametrize(("profile", "size"), [("", "D"), ("", "W"), *KIOSKS])
def test_the_pulse_of_rows(open_page: Callable[..., Page], watch: Watch, demonstration: str, profile: str, size: str):
    page, found = open_page("/about", size, touch=bool(profile)), []
    watch.host = urlsplit(demonstration).netloc
    for asked, look in zip(PULSES, LOOKS, strict=True):
        visit(page, f"{demonstration}/pulse?{asked}{profile and f'&screen={profile}'}")
        page.locator(".pulse[data-heard=told][data-map=stands]").wait_for()
        looked_at(page)
        found += [f"{asked} {one}" for one in faults(page, [look])]
    assert found == []


def test_the_hub_and_the_page_of_the_api(browser: Browser, tmp_path: Path, watch: Watch):
    tokens = {"HUB_TOKENS": f"desk={ORGANISER}", "HUB_SCREEN_TOKEN": "a-token-that-screens-present-01", "FOLLOW_PORT": "-1"}
    found = []
    with serving(tmp_path / "log", HUB_DATABASE_URL=f"sqlite:///{tmp_path}/hub.sqlite", **tokens) as served:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, extra_http_headers={"Accept": "text/html"})
        watch.host = urlsplit(served.url).netloc
        watch.follow(page)

        def look(what: str) -> None:
            arm(page)
            found.extend(f"{what} {one}" for one in page.evaluate(RUN, TAGS))

        for lang in LOCALES:
            page.goto(f"{served.url}/api?lang={lang}")
            look(f"api {lang}")
            page.goto(f"{served.url}/hub?lang={lang}")
            look(f"login {lang}")
            page.locator("[name=token]").fill(ORGANISER)
            page.locator("[name=token]").press("Enter")
            page.locator("[name=token]").wait_for(state="detached")
            look(f"hub {lang}")
            page.context.clear_cookies()
        page.close()
    assert found == []
