"""Every picture has its twin in words: a table or a list on the same page that says the very same."""

import json
import re
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
    "project-map": ".project__facts a[href^='/districts/'], .project__facts a[href='/map']",
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


LANGUAGES = pytest.mark.parametrize(("lang", "comma"), [("zh-TW", "，"), ("en", ", ")])
YEARS = (2014, 2018, 2022)


def rows_of(page: Page, rows: str, **parts: str) -> dict[str, tuple[str, ...]]:
    """By fact, what each of ``parts`` (selectors within a row) says in the page's language; rows that are hidden are left out."""
    asked = """(rows, parts) => rows.filter((row) => row.checkVisibility()).map((row) => [row.dataset.fact,
      parts.map((part) => (row.querySelector(part)?.innerText ?? "").trim())])"""
    return {fact: tuple(said) for fact, said in page.locator(rows).evaluate_all(asked, list(parts.values()))}


def labels(page: Page, drawn: str) -> dict[str, str]:
    """By fact, what the marks of a picture are called."""
    return dict(page.locator(drawn).evaluate_all("marks => marks.map(mark => [mark.dataset.fact, mark.ariaLabel])"))


def to(page: Page, **state: int | str) -> None:
    """Another state of the page, painted."""
    page.evaluate("state => { tao.address.set(state); return tao.painted().then(() => tao.painted()); }", state)


@LANGUAGES
def test_the_list_says_the_ponds_of_the_map(open_page: Callable[..., Page], lang: str, comma: str):
    page = open_page("/map?list=1", "D", lang)
    for year in YEARS:
        to(page, year=year)
        told = rows_of(page, ".list li[data-fact]", name=".row__name", topic=".row__topic", year=".row__year")
        drawn = labels(page, "#page .pond:not([data-state=hidden])")
        assert drawn == {fact: f"{name}{comma}{topic}" for fact, (name, topic, _) in told.items()}
        new = set(labels(page, "#page .pond[data-state=new]"))
        assert new == {fact for fact, (*_, began) in told.items() if re.findall(r"\d+", began) == [str(year)]} and new
        assert page.locator(".list__place .num").first.inner_text() == str(
            page.locator(".whole-city .pond:not([data-state=hidden])").count()
        )


@LANGUAGES
def test_the_list_says_the_events_of_the_streams(open_page: Callable[..., Page], lang: str, comma: str):
    page = open_page("/timeline?list=1", "D", lang)
    for topic in ("", "transport", "nature"):
        to(page, topic=topic)
        told = rows_of(page, ".river__event", when=".river__when", title=".river__title")
        drawn = labels(page, ".moment:not([data-sunk])")
        assert set(drawn) == set(told)
        colon = comma if lang == "zh-TW" else ": "
        missed = [fact for fact, (when, title) in told.items()
                  if when.partition("\n")[0] not in drawn[fact] or f"{colon}{title}" not in drawn[fact]]
        assert missed == []
        years = """lanes => lanes.reduce((sums, lane) => { const lit = lane.querySelectorAll(".moment:not([data-sunk])").length;
          sums[lane.dataset.of ?? ""] = (sums[lane.dataset.of ?? ""] ?? 0) + lit; return sums; }, {})"""
        counted = [count for count in page.locator(".stream__year").evaluate_all(years).values() if count]
        said = page.locator(".river__year:visible .river__count").all_inner_texts()
        heads = [int(re.search(r"\d+", count)[0]) for count in said]
        assert sorted(counted) == sorted(heads) and sum(heads) == len(told)


@LANGUAGES
def test_the_list_says_the_blossoms_of_the_branch(open_page: Callable[..., Page], lang: str, comma: str):
    page = open_page("/awards", "D", lang)
    drawn, told = labels(page, ".branch__button"), {}
    for fact in drawn:      # on a wide screen the words of a blossom stand there when it is chosen
        to(page, award=fact.partition(":")[2])
        told |= rows_of(page, ".awards__list .award__item--branch", name=".award__name b", year=".award__year")
    assert drawn == {fact: comma.join(said) for fact, said in told.items()}
    kinds = "(marks, kind) => marks.map(mark => mark.getAttribute('class').split(kind)[1].split(' ')[0]).sort()"
    assert page.locator(".branch__mark").evaluate_all(kinds, "branch__mark--") == page.locator(
        ".award__item--branch .blossom"
    ).evaluate_all(kinds, "blossom--")
    assert set(page.locator(".branch__year").all_text_contents()) >= {year for _, year in told.values() if year != "2009"}


@LANGUAGES
def test_the_list_says_the_organisations_of_the_picture(open_page: Callable[..., Page], lang: str, comma: str):
    page = open_page("/partners", "D", lang)
    for year in YEARS:
        to(page, year=year)
        told = rows_of(page, "[data-component=partner-list] li[data-fact]", name=".row > .words, .row > span:nth-child(2)",
                       since=".row__topic", count=".row__year")
        drawn = labels(page, ".org")
        assert set(drawn) == set(told)
        assert [fact for fact, said in drawn.items() if not said.startswith(f"{told[fact][0]}{comma}{told[fact][2]}")] == []
        since = {fact: int(digits) if (digits := re.sub(r"\D", "", began)) else None for fact, (_, began, _) in told.items()}
        assert set(labels(page, ".org[data-unknown]")) == {fact for fact, first in since.items() if first is None}
        assert set(labels(page, ".org[data-later]")) == {fact for fact, first in since.items() if first and first > year}
        shown = sum(first is not None and first <= year for first in since.values())
        assert str(shown) in re.findall(r"\d+", page.locator(".partner-web__said").inner_text())


@LANGUAGES
def test_the_words_of_the_platform_say_its_canals(open_page: Callable[..., Page], lang: str, comma: str):
    page = open_page("/platform", "D", lang)
    canals = "canals => canals.map(canal => [canal.dataset.spring, canal.getAttribute('class').split('canal--')[1].split(' ')[0]])"
    drawn = dict(page.locator(".flow__canals .canal").evaluate_all(canals))
    marks = {"zh-TW": {"full": "實線", "alone": "虛線"}, "en": {"full": "Full canal", "alone": "Dotted canal"}}[lang]
    ids = "all => all.map(one => one.dataset.spring)"
    springs = set(page.locator("[data-component=platform-flow] [data-spring]").evaluate_all(ids))
    assert len(drawn) >= 6 and set(drawn) <= springs
    for id in springs:
        to(page, spring=id)
        told = page.locator(f'[data-told="{id}"]')
        said = told.inner_text()
        assert told.is_visible() and said
        if id in drawn:
            assert marks[drawn[id]] in said
        for number in re.findall(r"\d[\d,]*\d", " ".join(page.locator(f'.spring[data-spring="{id}"]').all_inner_texts())):
            assert number in said or ((number, lang) == ("1,000", "zh-TW") and "逾千" in said), (id, number)


@LANGUAGES
@pytest.mark.parametrize(
    "project", ["airport-mrt", "coastal-medical-network", "ar-bim-building-platform", "agriculture-expo-2017", "ai-patrol-system"]
)
def test_the_facts_of_a_project_say_its_map(open_page: Callable[..., Page], project: str, lang: str, comma: str):
    page = open_page(f"/projects/{project}", "D", lang)
    page.locator(".project__facts details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    links = page.locator(".project__facts a[href^='/districts/']").all_inner_texts()
    districts = {name.removesuffix(" District") for name in links}
    stations = page.locator(".project__facts [data-fact^='mrt_stations:']").all_inner_texts()
    texts = "(all, lang) => all.filter(text => text.closest('[lang]').getAttribute('lang') === lang).map(text => text.textContent)"
    named = page.locator(".project-map__name").evaluate_all(texts, lang)
    assert page.locator(".project-map__raised").count() == len(districts)
    assert page.locator(".project-map__station").count() == len(stations)
    assert bool(districts) == (page.locator(".project__facts a[href='/map']").count() == 0)
    assert set(named) <= set(stations) if stations else set(named) == districts
    assert named or not districts
