"""Every picture has its twin in words: a table or a list on the same page that says the very same."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from data import store
from data.views import villages
from tests.addresses import ADDRESSES, rows

# Part that draws: where its page says the same (selector). None = the words of its own step or page say it, see the reason.
TWINS = {
    "award-branch": ".awards [data-fact^='awards:']",
    "village-map": ".village-table, .districts__table",
    "exhibition-days": ".exhibition [data-fact]",
    "lit-ponds": None,              # an ornament that counts what the number beside it says
    "city-map": "[data-component=project-list]",
    "whole-city": "[data-component=project-list]",
    "pulse": ".pulse__table",
    "partner-web": "[data-component=partner-list]",
    "platform-flow": "[data-component=platform-parts]",
    "timeline": "[data-component=milestone-list], .moment[data-fact]",
    "district-map": ".villages__link, .village__up, .district__about",
    "district-compare": ".versus__table",
    "person-line": ".person__table td",
    "year-bars": ".person__table td",
    "indicator-chart": ".figures td",
    "indicator-map": ".figures td",
    "indicator-ranking": ".figures td",
    "project-map": ".project__facts",
    "series-line": ".series .figures td",
    "story-player": ".scene__said, .story__words",
}
DRAWS = """address => tao.go(address).then(() => [...document.querySelectorAll("#page svg, #page canvas")].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width > 90 && box.height > 60;
}).map((node) => node.closest("[data-component]")?.dataset.component ?? node.parentElement.className))"""
# What a line draws, and what the table under it says, as numbers; a gap is no number.
PERSON = """() => [...document.querySelectorAll(".person")].map((person) => {
  const drawn = person.querySelector("[data-lines], [data-rows]");
  if (!drawn) return null;
  const said = [...person.querySelectorAll(".person__table tbody tr")].map((row) => [...row.querySelectorAll("td")]
    .map((cell) => (/^[\\d,.-]+$/.test(cell.textContent) ? Number(cell.textContent.replaceAll(",", "")) : null)));
  if (drawn.dataset.rows) return [JSON.parse(drawn.dataset.rows).map((row) => [row.births, row.deaths]), said];
  const lines = JSON.parse(drawn.dataset.lines), digits = Number(drawn.dataset.digits);
  const byDate = lines.map((line) => new Map(line.points));
  return [lines[0].points.map(([date]) => byDate.map((line) => line.get(date) ?? null)
    .map((value) => value === null ? null : Number(value.toFixed(digits)))), said];
}).filter(Boolean)"""


def test_every_picture_has_its_twin(open_page: Callable[..., Page]):
    page = open_page("/", "D")
    lone: dict[str, list[str]] = {}
    seen = set()
    for address in dict.fromkeys([*ADDRESSES, *rows("/indicators/<id>", 0), "/districts/68000020?with=68000010"]):
        for part in page.evaluate(DRAWS, address):
            seen.add(part)
            twin = TWINS.get(part, "#no-twin")
            if twin is not None and not page.locator(twin).count():
                lone.setdefault(part, []).append(address)
    assert lone == {}
    assert seen >= {"award-branch", "village-map", "city-map", "partner-web", "platform-flow", "timeline", "indicator-map"}


@pytest.mark.parametrize("address", [*rows("/districts/<code>", 3), *rows("/districts/<code>/<village>", 0)[::63]])
def test_lines_and_bars_say_what_they_draw(open_page: Callable[..., Page], address: str):
    """Every month of a line stands in its table, every year of the bars."""
    figures = open_page(address, "D").evaluate(PERSON)
    assert figures
    for drawn, said in figures:
        assert said == drawn


def test_the_table_of_the_map_says_every_village(open_page: Callable[..., Page]):
    month = "2019-06"
    page = open_page(f"/districts?month={month}", "D", "en")
    page.locator(".districts__table > summary").click()
    page.locator(f'.village-table[data-month="{month}"]').wait_for()
    cells = "rows => rows.map(row => [row.dataset.fact, row.cells[1].innerText])"
    said = dict(page.locator(".village-table tr[data-fact]").evaluate_all(cells))
    table = store.load("village_population_monthly").query("month == @month").set_index("village_code")["population"]
    codes = [one["code"] for one in villages.view()["villages"] if one["code"] in table.dropna().index]
    wanted = {f"village_population_monthly:{code}:{month}": f"{int(table[code]):,}" for code in codes}
    assert {fact: said[fact] for fact in wanted} == wanted and len(wanted) > 490
    assert all(not text[:1].isdigit() for fact, text in said.items() if fact not in wanted), "unknown is said in words"


@pytest.mark.parametrize("indicator", [address.rsplit("/", 1)[1] for address in rows("/indicators/<id>", 0)])
def test_an_indicator_s_table_says_its_whole_series(open_page: Callable[..., Page], indicator: str):
    """Chart, map and ranking draw from one view; every row of it stands on the page, with its value."""
    page = open_page(f"/indicators/{indicator}", "D", "en")
    found = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll("#page [data-fact^='indicators:']")]
      .map((node) => [node.dataset.fact, (node.querySelector("[lang=en]") ?? node).textContent]))""")
    table = store.load("indicators").query("indicator_id == @indicator").dropna(subset=["value"])
    wanted = {f"indicators:{row.indicator_id}:{row.district_code}:{row.date}" for row in table.itertuples()}
    assert wanted <= set(found), json.dumps(sorted(wanted - set(found))[:3])
