"""axe-core finds nothing against WCAG 2.2 A and AA on any page, in either tongue, in any theme, at the desk and on a phone."""

import importlib.resources
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from server.address import THEMES
from tests.addresses import ADDRESSES

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
]


@pytest.mark.parametrize("size", ["D", "W"])
@pytest.mark.parametrize("address", list(dict.fromkeys([*ADDRESSES, *OPENED])))
def test_nothing_stands_in_anyones_way(open_page: Callable[..., Page], address: str, size: str):
    page = open_page(address, size)
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important; }")
    page.evaluate(AXE)
    page.evaluate("(some) => { window.EQUIVALENT = some; }", EQUIVALENT)
    found = []
    for lang in ("zh-TW", "en"):
        for theme in THEMES:
            page.evaluate("(state) => tao.address.set(state)", {"lang": lang, "theme": theme})
            page.evaluate("() => tao.painted()")
            found += [f"{lang} {theme} {one}" for one in page.evaluate(RUN, TAGS)]
    assert found == []
