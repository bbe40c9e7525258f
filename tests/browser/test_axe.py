"""axe-core finds nothing against WCAG 2.2 A and AA on any page, in either tongue, in any theme, at the desk and on a phone; nor in
the panel for sharing, the ways of a large screen, frames of others."""

import importlib.resources
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page

from server.address import THEMES
from tests.addresses import ADDRESSES
from tests.browser.conftest import Watch

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (tags) => {
  const asked = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], iframes: false };
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
FRAMED = ["/embed/map", "/embed/timeline", "/embed/projects/airport-mrt", "/embed/indicators/population", "/embed/nothing-here"]
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"


def looked_at(page: Page) -> None:
    """Ready for ``faults``: nothing moves, axe is there."""
    page.add_style_tag(content=STILL)
    page.evaluate(AXE)
    page.evaluate("(some) => { window.EQUIVALENT = some; }", EQUIVALENT)


def faults(page: Page, langs: Sequence[str] = ("zh-TW", "en"), themes: Sequence[str] = THEMES) -> list[str]:
    """What axe finds on the page as it stands, in each tongue and theme."""
    found = []
    for lang in langs:
        for theme in themes:
            page.evaluate("(state) => { tao.address.set(state); return tao.painted(); }", {"lang": lang, "theme": theme})
            found += [f"{lang} {theme} {one}" for one in page.evaluate(RUN, TAGS)]
    return found


@pytest.mark.parametrize("size", ["D", "W"])
@pytest.mark.parametrize("address", list(dict.fromkeys([*ADDRESSES, *OPENED])))
def test_nothing_stands_in_anyones_way(open_page: Callable[..., Page], watch: Watch, address: str, size: str):
    watch.allowed = ("status of 404",) if address == "/nothing-here" else ()
    page = open_page(address, size)
    looked_at(page)
    assert faults(page) == []


@pytest.mark.parametrize("size", ["D", "W"])
def test_the_panel_for_sharing(open_page: Callable[..., Page], size: str):
    page = open_page("/projects/airport-mrt", size)
    page.locator("[data-share-open]").first.dispatch_event("click")
    page.locator(".share__cite").first.wait_for()
    looked_at(page)
    assert faults(page) == []


@pytest.mark.parametrize("size", ["L", "P"])
def test_all_ways_of_a_large_screen(open_page: Callable[..., Page], size: str):
    page = open_page("/about", size)
    page.locator(".frame__more").click()
    looked_at(page)
    assert faults(page) == []


@pytest.mark.parametrize("address", FRAMED)
def test_views_in_frames_of_others(open_page: Callable[..., Page], server_url: str, watch: Watch, address: str):
    watch.allowed = ("status of 404",)
    page, found = open_page("/about", "D"), []
    for lang in ("zh-TW", "en"):
        for theme in THEMES:
            page.goto(f"{server_url}{address}?lang={lang}&theme={theme}")
            page.evaluate(AXE)
            page.evaluate("(some) => { window.EQUIVALENT = some; }", EQUIVALENT)
            found += [f"{lang} {theme} {one}" for one in page.evaluate(RUN, TAGS)]
    assert found == []
