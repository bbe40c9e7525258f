"""Live data on screen: what was fetched shows without a restart, what is unknown is said in words, and never 0."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Page, expect

from components.words import EN, ZH
from data.pulse import MEASURES
from data.sources import all_sources
from data.sources.core import files, frame
from data.sources.core import refresh as work
from data.sources.core.declaration import Source
from data.sources.core.fetching import Fetcher, now
from data.sources.core.home import Home
from data.sources.core.shelf import Shelf
from tests.browser.conftest import Watch
from tests.data.sources.conftest import ROOMY, SHORT
from tests.data.sources.payloads import ANSWERS
from tests.data.sources.rehearsal import broken, playing
from tests.serving import Served, serving

YOUBIKE = all_sources()["tycg_youbike"]
T = {"zh-TW": ZH, "en": EN}
both = pytest.mark.parametrize("lang", T)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("live") / "live"


@pytest.fixture(scope="module")
def served(place: Path) -> Iterator[Served]:
    """A server of this file's own, whose live folder the tests fill while it runs."""
    with serving(place.with_name("log"), LIVE_DIR=str(place)) as running:
        yield running


@pytest.fixture(scope="module")
def server_url(served: Served) -> str:
    return served.url


@pytest.fixture
def home(place: Path) -> Home:
    """An empty one."""
    shutil.rmtree(place, ignore_errors=True)
    return Home(place)


def fetched(source: Source, home: Home, is_broken: bool = False) -> work.Outcome:
    with playing(ANSWERS[source.name]) as play:
        play.misbehave = broken if is_broken else None
        return work.refresh(source, home, Fetcher(source, SHORT if is_broken else ROOMY, {}), url=play.url)


def seen(page: Page, selector: str) -> str:
    """The text a reader of the page's language sees there."""
    return " ".join(page.locator(selector).first.inner_text().split())


def test_a_choice_is_seen_before_its_answer_has_come(open_page: Callable[..., Page], home: Home):
    page = open_page("/pulse", "W", "en")
    waiting = []
    page.route("**/live/pulse/**", lambda route: waiting.append(route))
    page.locator("[data-measure=parking]").tap()
    expect(page.locator("[data-measure][aria-pressed=true]")).to_have_attribute("data-measure", "parking")
    expect(page.locator("[aria-busy]")).to_have_count(1)
    assert waiting, "nothing was asked, so nothing is waited for"
    for route in waiting:
        route.continue_()
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_a_pulse_that_is_left_while_its_map_is_drawn_draws_no_further(open_page: Callable[..., Page], home: Home, watch: Watch):
    page = open_page("/about", "W", "en")
    page.evaluate("""async () => {
      const { breathe } = tao;
      let left = false;
      tao.breathe = async () => {      // between two pieces of the map another page is touched
        if (!left && document.querySelector(".pulse__map .map__drawing")) {
          left = true;
          await tao.go("/about");
          while (document.querySelector(".leaflet-container")) await tao.frame();
        }
        await breathe();
      };
      await tao.go("/pulse");
      while (!left || !location.pathname.endsWith("/about")) await tao.frame();
      for (let n = 0; n < 20; n += 1) await tao.painted();
    }""")
    assert watch.errors == []


@both
def test_where_nothing_was_fetched_the_pulse_says_so(open_page: Callable[..., Page], home: Home, lang: str):
    t = T[lang]
    page = open_page("/pulse", "D", lang)
    for measure in MEASURES:
        page.locator(f"[data-measure={measure}]").click()
        would = page.locator(f"[data-of={measure}] .pulse__would")
        expect(would).to_be_visible()
        assert t(f"pulse.{measure}_would") in would.inner_text()
        assert t("pulse.never") in seen(page, ".pulse__reading") and t("pulse.never_said") in seen(page, ".pulse__reading")
        assert page.locator(".pulse__figure, .pulse__rows, .pulse__line:visible").count() == 0
        assert set(page.locator("[data-age]:visible").all_inner_texts()) == {t("pulse.none_yet")}


@both
def test_a_measure_nobody_summed_is_unknown_in_words_and_never_zero(open_page: Callable[..., Page], home: Home, lang: str):
    """Rows older than the measure: no number stands in reading, table, or line; newer rows bring one, without a restart."""
    t, field = T[lang], MEASURES["bikes"].field
    older = replace(YOUBIKE, fields=tuple(one for one in YOUBIKE.fields if one.name != field),
                    measures=tuple(one for one in YOUBIKE.measures if one != field))
    newest = now().replace(minute=0, second=0, microsecond=0)
    put(older, home, "older", [newest - dt.timedelta(hours=hours) for hours in range(30)])
    page = open_page("/pulse?measure=bikes&period=week", "D", lang)
    page.locator(".pulse[data-heard=told]").wait_for()
    reading = seen(page, ".pulse__reading")
    assert t("pulse.unsummed") in reading and t("pulse.no_value") == seen(page, ".pulse__figure")
    values = [text.strip() for text in page.locator(".pulse__rows tbody td b").all_inner_texts()]
    assert len(values) == 13 and set(values) == {t("pulse.no_value")}
    assert page.locator(".pulse__key li:visible").count() == 0         # no colour stands for a number nobody knows
    put(YOUBIKE, home, "newer", [newest], bikes=7)
    page.reload()
    page.locator(".pulse__figure .num").wait_for()
    assert t("pulse.unsummed") not in seen(page, ".pulse__reading")
    assert "7.0" in seen(page, ".pulse__figure")


def put(source: Source, home: Home, run: str, times: list[dt.datetime], **values: Any) -> None:
    rows = [{"station_id": "s1", "time": time, "name_zh": "站1", "name_en": "Station 1", "docks": 40, "docks_free": 5,
             "bikes_electric": 0, "in_service": "yes", "lat": 24.965, "lon": 121.22, **values} for time in times]
    part = home.root / f"{run}.parquet"
    part.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(frame.placed(source, frame.typed(source, rows)), part)
    Shelf(source, home.shelf(source.name)).add([part], run)


@both
def test_quality_as_it_arrived_stands_on_the_platform(open_page: Callable[..., Page], home: Home, lang: str):
    """First nothing, said once and in every row; then one source that came, one that failed, and the rest as before."""
    t, count = T[lang], len(all_sources())
    page = open_page("/platform", "D", lang)
    said = page.locator(".platform__sources .platform__live")
    expect(said).to_contain_text(t("platform.live_none", all=str(count)))
    assert page.locator(".platform__sources .shelf__none").count() == count
    assert page.locator(".platform__sources .shelf__score:not(th)").count() == 0
    assert fetched(YOUBIKE, home).state == "good"
    assert fetched(all_sources()["tycg_flood"], home, is_broken=True).state == "failed"
    page.reload()
    expect(said).to_contain_text(t("platform.live_some", all=str(count), count="1", rows="3"))
    quality = work.standing(YOUBIKE, home)["quality"]
    row = "[data-set=tycg_youbike] "
    for name in ("completeness", "validity", "consistency", "timeliness", "score"):
        assert seen(page, f"{row}td.shelf__{name} .shelf__value") == f"{t.number(quality[name])}%"
    assert [seen(page, f"{row}td.shelf__{name} .shelf__value") for name in ("accepted", "refused")] == ["3", "2"]
    for kind, refused in quality["reasons"].items():
        assert t(f"platform.reason_{kind}", count=str(refused)) in seen(page, f"{row}.shelf__reasons")
    why = seen(page, "[data-set=tycg_flood] .shelf__none")
    assert t("platform.failed_status") in why and ("answers with status 500" in why) == (lang == "en")
    assert t("platform.live_key", names="CWA_API_KEY") in seen(page, "[data-set=cwa_rain] .shelf__none")
    assert page.locator(".platform__sources .shelf__demo").count() == 0


def test_generated_rows_carry_the_badge_on_the_platform(open_page: Callable[..., Page], home: Home):
    assert fetched(YOUBIKE, home).state == "good"
    manifest = home.shelf(YOUBIKE.name) / "manifest.json"
    files.write_json(manifest, {**files.read_json(manifest), "simulated": True})
    page = open_page("/platform", "D", "en")
    expect(page.locator(".platform__sources .shelf__demo")).to_have_count(2)
    assert EN("pulse.demo_badge") == seen(page, "[data-set=tycg_youbike] .shelf__demo")


@pytest.mark.parametrize("size", ["L", "P"])
def test_in_the_hall_the_live_sources_are_a_screen_of_their_own(open_page: Callable[..., Page], home: Home, size: str):
    page = open_page("/platform", size, "zh-TW")
    page.locator(".platform__part[data-part=live]").click()
    expect(page.locator(".platform__sources .meanings")).to_be_visible()
    ponds = page.locator(".platform__sources .shelf__page")
    ponds.nth(1).click()
    shown = page.locator(".platform__sources .shelf__one:visible")
    assert shown.count() == (4 if size == "L" else 3)
    assert page.locator(".platform__own .shelf__one:visible").count() == 0
    assert page.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
    last = ponds.count() - 1
    ponds.nth(last).click()
    expect(shown.last).to_have_attribute("data-set", list(all_sources())[-1])
