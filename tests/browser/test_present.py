"""The lectern: every key in two real windows, ten stories by clicker with the network cut, an audience, talks of one's own."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Request, Route, expect

from data.views.stories import view
from tests import small
from tests.browser.codes import read_code
from tests.browser.conftest import Watch, ready, visit
from tests.browser.test_axe import AXE, EQUIVALENT, RUN, TAGS
from tests.server.test_live_data import RUNNER, until
from tests.serving import Served, serving

VIEW = view()
STORY = "citizen-card"
LAST = len(VIEW[STORY]["scenes"])
MOVES = [
    ("PageDown", 2), ("ArrowRight", 3), ("ArrowDown", 4), ("Space", 5), ("PageUp", 4), ("ArrowLeft", 3), ("ArrowUp", 2),
    ("Backspace", 1), ("PageUp", 1), ("End", LAST), ("PageDown", LAST), ("Home", 1), ("n", 2), ("p", 1),
]  # fmt: skip
CUT = """() => [...document.querySelectorAll(".present, .present__words, .scene")]
  .filter((part) => part.scrollHeight > part.clientHeight + 2 || part.getBoundingClientRect().bottom > innerHeight + 2)
  .map((part) => `${part.className} ${part.scrollHeight} ${part.clientHeight}`)"""
TALK = {
    "talk": 1,
    "title": {"zh-TW": "我的桃園", "en": "My Taoyuan"},
    "steps": [
        {"address": "/map?year=2019&topic=transport", "words": {"zh-TW": "地圖", "en": "The map"}, "minutes": 2},
        {
            "address": f"/stories/{STORY}?step=3",
            "words": {"zh-TW": "市民卡", "en": "The city card"},
            "notes": {"zh-TW": "講稿", "en": "Notes"},
        },
        {"address": "/about", "words": {"zh-TW": "關於", "en": "About"}},
    ],
}


def stands(page: Page, number: int) -> None:
    """Whether lectern or notes: it shows step ``number``, and so does its address."""
    expect(page.locator(f':is(.present, .notes)[data-step="{number}"]')).to_be_visible()
    expect(page).to_have_url(re.compile(rf"[?&]step={number}\b"))


@pytest.fixture
def own_talk(open_page: Callable[..., Page]) -> Iterator[Callable[[Any], None]]:
    """Puts a talk into the desk's browser; it is empty before and after."""
    page = open_page("/talk", "D")
    page.evaluate("() => localStorage.clear()")
    yield lambda talk: page.evaluate(
        "(text) => localStorage.setItem('talk', text)", talk if isinstance(talk, str) else json.dumps(talk)
    )
    page.evaluate("() => localStorage.clear()")


@pytest.fixture
def windows(open_page: Callable[..., Page]) -> tuple[Page, Page]:
    """The lectern and the notes of one talk, on one machine."""
    return open_page(f"/present/{STORY}", "D", "zh-TW"), open_page(f"/present/{STORY}/notes", "D", "zh-TW")


def test_every_key_moves_both_windows(windows: tuple[Page, Page]):
    lectern, notes = windows
    for pressed in windows:
        for key, number in MOVES:
            pressed.keyboard.press(key)
            stands(lectern, number)
            stands(notes, number)
        for digits, number in (("3", 3), ("99", LAST), ("1", 1)):
            for digit in digits:
                pressed.keyboard.press(digit)
            pressed.keyboard.press("Enter")
            stands(lectern, number)
            stands(notes, number)
        for key in ("b", "."):
            pressed.keyboard.press(key)
            expect(lectern.locator(".present__black")).to_be_visible()
            expect(notes.locator("[data-act=black]")).to_have_attribute("aria-pressed", "true")
            pressed.keyboard.press("Escape")
            expect(lectern.locator(".present__black")).to_be_hidden()
    expect(notes.locator("[data-part=window]")).to_contain_text("已連線")
    notes.locator(".notes__foot [data-act=next]").click()
    stands(lectern, 2)
    assert notes.frame_locator(".notes__now iframe").locator('.present[data-step="2"]').count() == 1
    expect(notes.frame_locator(".notes__soon iframe").locator('.present[data-step="3"]')).to_be_visible()
    expect(notes.locator(".notes__said [lang=zh-TW]")).to_have_text(VIEW[STORY]["scenes"][1]["notes"][0])


def test_keys_that_do_not_move(windows: tuple[Page, Page]):
    lectern, notes = windows
    lectern.keyboard.press(".")
    lectern.keyboard.press("PageDown")  # the first press after black only brings the picture back
    expect(lectern.locator(".present__black")).to_be_hidden()
    stands(lectern, 1)
    lectern.keyboard.press("?")
    rows = lectern.locator(".present__help dt")
    expect(rows.first).to_be_visible()
    assert rows.count() == lectern.evaluate("() => tao.talkKeys.KEYS.length")
    expect(lectern.locator(".present__help")).to_contain_text("PageDown")
    lectern.keyboard.press("Escape")
    expect(lectern.locator(".present__help")).to_be_hidden()
    lectern.evaluate("() => { window.isSame = true; }")
    lectern.keyboard.press("F5")  # what a clicker sends to begin: full screen, not the page anew
    lectern.keyboard.press("PageDown")
    stands(lectern, 2)
    assert lectern.evaluate("() => window.isSame")
    lectern.keyboard.press("l")
    expect(lectern.locator("html")).to_have_attribute("lang", "en")
    with notes.expect_popup() as opened:
        notes.keyboard.press("F5")
    ready(opened.value)
    stands(opened.value, 2)
    opened.value.close()


def test_touch_and_swipe(open_page: Callable[..., Page]):
    page = open_page(f"/present/{STORY}", "W")
    box = page.locator(".present__picture").bounding_box()
    middle = box["y"] + box["height"] * 0.3
    page.touchscreen.tap(box["width"] * 0.9, middle)
    stands(page, 2)
    page.touchscreen.tap(box["width"] * 0.1, middle)
    stands(page, 1)
    for start, end, number in ((0.8, 0.3, 2), (0.3, 0.8, 1)):
        page.mouse.move(box["width"] * start, middle)
        page.mouse.down()
        page.mouse.move(box["width"] * end, middle, steps=3)
        page.mouse.up()
        stands(page, number)


@pytest.mark.parametrize("story", VIEW)
def test_a_rehearsal_by_clicker_with_the_network_cut(open_page: Callable[..., Page], story: str):
    """First to last and back; from the middle on there is no network, and nothing is missing in either language."""
    scenes = VIEW[story]["scenes"]
    page = open_page(f"/present/{story}", "L", "zh-TW")
    try:
        for number, scene in enumerate(scenes, 1):
            stands(page, number)
            if number == len(scenes) // 2:
                page.context.set_offline(True)
            assert page.locator(".present__sentence [lang=zh-TW]").text_content() == scene["text"][0]
            assert page.locator(".scene").get_attribute("data-fact") == scene["fact"]
            assert "null" not in page.locator(".present").inner_text()
            for lang in ("en", "zh-TW"):
                page.keyboard.press("l")
                expect(page.locator("html")).to_have_attribute("lang", lang)
                assert page.evaluate(CUT) == [], f"{scene['address']} {lang}"
            page.keyboard.press("PageDown")
        stands(page, len(scenes))
        for number in range(len(scenes) - 1, 0, -1):
            page.keyboard.press("PageUp")
            stands(page, number)
    finally:
        page.context.set_offline(False)


def test_the_numbers_are_pinned_and_the_way_back_is_kept(open_page: Callable[..., Page]):
    page = open_page(f"/present/{STORY}?step=2", "D", "zh-TW")
    version = page.evaluate("() => tao.page.version")
    expect(page).to_have_url(re.compile(f"version={version}"))
    expect(page.locator(".present__frozen")).to_contain_text(version[:6])
    for back in (lambda: page.locator(".talk-back a").click(), lambda: page.keyboard.press("PageDown")):
        with page.expect_request(lambda request: "/_page" in request.url) as asked:
            page.locator(".present__source a").first.click()
        assert asked.value.headers["x-pin-version"] == version
        ready(page)
        expect(page).to_have_url(re.compile(f"/sources/.*version={version}"))
        expect(page.locator("html")).not_to_have_attribute("data-mode", "presenter")
        expect(page.locator(".talk-back a")).to_be_visible()
        back()
        ready(page)
        stands(page, 2)


@pytest.mark.parametrize("room", [f"/present/{STORY}", f"/present/{STORY}/notes", "/follow/" + "A" * 22])
def test_a_room_of_the_lectern_does_not_stand_before_its_own_load(open_page: Callable[..., Page], watch: Watch, room: str):
    watch.allowed = ("status of 404",)      # no talk of this token goes on
    page = open_page("/about", "D")

    def later(route: Route) -> None:
        if route.request.is_navigation_request():
            page.wait_for_timeout(500)
        route.continue_()

    page.route(f"**{room}*", later)
    with page.expect_event("domcontentloaded"):
        page.evaluate("""room => {
          const root = document.documentElement;
          new MutationObserver(() => { if (root.dataset.ready) sessionStorage.setItem("early", room); })
            .observe(root, { attributes: true, attributeFilter: ["data-ready"] });
          tao.go(room);
        }""", room)
    ready(page)
    assert page.evaluate("() => sessionStorage.getItem('early')") is None


def test_a_view_becomes_a_step_of_ones_own_talk(open_page: Callable[..., Page], own_talk: Callable[[Any], None]):
    page = open_page("/map?year=2019", "D", "zh-TW")
    page.locator(".frame__add").click()
    page.evaluate("(href) => tao.go(href)", f"/stories/{STORY}?step=3")
    ready(page)
    expect(page.locator('.story[data-step="3"]')).to_be_visible()
    page.locator(".frame__add").click()
    page.locator(".notice a").last.click()
    ready(page)
    words = page.locator('[data-field="words.zh-TW"]')
    expect(words).to_have_count(2)
    assert words.nth(1).input_value() == VIEW[STORY]["scenes"][2]["text"][0]
    words.nth(0).fill("那一年的地圖")
    page.locator(".talk__moves button:not([disabled])").first.click()  # the first step down: the map is second now
    expect(words.nth(1)).to_have_value("那一年的地圖")
    with page.expect_download() as taken:
        page.locator(".talk__tools button", has_text="下載演講檔").click()
    talk = json.loads(taken.value.path().read_text("utf-8"))
    assert [step["address"].split("?")[0] for step in talk["steps"]] == [f"/stories/{STORY}", "/map"]
    page.locator(".talk__tools a").click()
    stands(page, 1)
    expect(page.locator(".present__sentence [lang=zh-TW]")).to_have_text(VIEW[STORY]["scenes"][2]["text"][0])
    page.keyboard.press("PageDown")
    stands(page, 2)
    expect(page.locator(".present__sentence [lang=zh-TW]")).to_have_text("那一年的地圖")


def test_a_step_is_the_living_page_and_the_clicker_works_inside_it(open_page: Callable[..., Page], own_talk: Callable[[Any], None]):
    own_talk(TALK)
    page = open_page("/present/talk", "D", "zh-TW")
    stands(page, 1)
    living = page.frame_locator(".talk-stage__pages iframe:not([data-off])")
    expect(living.locator(".map")).to_be_visible()
    expect(living.locator(".frame__bar")).to_be_hidden()
    version = page.evaluate("() => tao.page.version")
    source = page.locator(".talk-stage__pages iframe:not([data-off])").get_attribute("src")
    assert source.startswith("/map?") and "year=2019" in source and f"version={version}" in source
    living.locator("h1").first.click(force=True)
    page.keyboard.press("PageDown")  # the keyboard is inside the picture
    stands(page, 2)
    expect(page.locator(".scene")).to_have_attribute("data-fact", VIEW[STORY]["scenes"][2]["fact"])
    page.keyboard.press("PageDown")
    stands(page, 3)
    expect(page.frame_locator(".talk-stage__pages iframe:not([data-off])").locator("h1")).to_be_visible()
    notes = open_page("/present/talk/notes?step=1", "D", "zh-TW")
    stands(notes, 3)  # who comes later stands where the others are
    notes.keyboard.press("Home")
    stands(page, 1)
    expect(notes.locator("[data-part=target]")).to_contain_text("02:00")


def test_a_talk_file_with_errors_is_told_at_its_step_and_field(
    open_page: Callable[..., Page], own_talk: Callable[[Any], None], watch: Watch
):
    watch.allowed = ("status of 400", "status of 413")
    own_talk(TALK)
    page = open_page("/talk", "D", "en")
    faults, upload = page.locator(".talk__faults"), page.locator(".talk__upload")

    def sent(body: bytes) -> None:
        upload.set_input_files({"name": "talk.json", "mimeType": "application/json", "buffer": body})

    bad = json.loads(json.dumps(TALK))
    bad["steps"][1]["address"] = "/map?year=1999"
    sent(json.dumps(bad).encode())
    expect(faults).to_contain_text("Step 2 · address")
    expect(faults).to_contain_text("The nearest good one is /map?year=2014.")
    for body, told in (
        (b"{", "Line 1 is not JSON."), (json.dumps({**TALK, "title": {"en": "x"}}).encode(), "title.zh-TW is missing."),
        (b" " * 300_000, "too large"), (json.dumps(TALK).replace("/about", "/present/talk").encode(), "no page /present/talk"),
        (json.dumps(TALK).replace("/about", "//evil.example/").encode(), "no address of this exhibition"),
    ):  # fmt: skip
        sent(body)
        expect(faults).to_contain_text(told)
    assert page.evaluate("() => JSON.parse(localStorage.talk)") == TALK, "the talk that was there stays"
    page.locator('[data-field="address"]').nth(2).fill("/nowhere")
    expect(page.locator('[data-field="address"]').nth(2)).to_have_attribute("aria-invalid", "true")
    page.locator('[data-field="address"]').nth(2).fill("/about")
    expect(faults).to_have_count(0)


def test_a_talk_somebody_spoilt_in_the_browser_is_not_played(
    open_page: Callable[..., Page], own_talk: Callable[[Any], None], watch: Watch
):
    watch.allowed = ("status of 400",)
    spoilt = json.loads(json.dumps(TALK))
    spoilt["steps"][0]["address"] = "//evil.example/"
    for text, told in (
        (spoilt, "Step 1 · address"),
        ("{", "no talk in this browser"),
        ({"steps": "x"}, "no talk in this browser"),
        ({"talk": 1, "steps": [1]}, "no talk in this browser"),
    ):
        own_talk(text)
        page = open_page("/present/talk", "D", "en")
        expect(page.locator(".present__none")).to_contain_text(told)
        assert page.locator("iframe").count() == 0 and page.locator("h1").count() == 1
        page.close()


def test_the_audience_follows_and_never_holds_the_control(open_page: Callable[..., Page], served: Served, watch: Watch):
    watch.allowed = ("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_IO_SUSPENDED", "status of 404")
    lectern = open_page(f"/present/{STORY}", "D", "zh-TW")
    lectern.keyboard.press("PageDown")
    lectern.keyboard.press("q")
    lectern.locator("[data-part=code] button").click()
    read = lectern.locator(".audience__address").text_content().split("/follow/")[1]
    assert read_code(lectern.locator(".audience__code .qr")) == f"{served.url}/follow/{read}"
    line = json.loads(lectern.evaluate(f"() => sessionStorage.getItem('talk.line:{STORY}')"))
    lectern.keyboard.press("Escape")

    follower = open_page("/about", "W")
    seen: list[str] = []
    follower.on("request", lambda request: seen.append(f"{request.url} {request.headers} {request.post_data}"))
    sent: list[bytes] = []  # all that any server sends to the follower
    told = follower.context.new_cdp_session(follower)
    told.send("Network.enable")
    told.on("Network.eventSourceMessageReceived", lambda event: sent.append(json.dumps(event, ensure_ascii=False).encode()))
    told.on("Network.responseReceived", lambda event: sent.append(json.dumps(event["response"]["headers"]).encode()))

    finished: list[Request] = []  # the stream of events never is; what it says is heard above
    follower.on("requestfinished", lambda request: finished.append(request))
    visit(follower, f"{served.url}/follow/{read}?lang=en")
    follows = lambda number: expect(follower.locator(f'.follow[data-step="{number}"]')).to_be_visible()  # noqa: E731
    follows(2)  # a late one lands right
    sentence = follower.locator(".follow__sentence")
    expect(sentence).to_have_attribute("aria-live", "polite")
    for number in (3, 4):
        lectern.keyboard.press("PageDown")
        follows(number)
        expect(sentence.locator("[lang=en]")).to_have_text(VIEW[STORY]["scenes"][number - 1]["text"][1])
    lectern.keyboard.press("b")
    expect(follower.locator(".follow[data-black]")).to_be_visible()
    lectern.keyboard.press("b")
    expect(follower.locator(".follow[data-black]")).to_have_count(0)

    follower.locator(".follow__beside .button").click()  # looks around, and comes back
    ready(follower)
    assert "/follow/" not in follower.url
    lectern.keyboard.press("PageDown")
    follower.locator(".talk-back a").click()
    follows(5)
    try:
        follower.context.set_offline(True)
        expect(follower.locator('.follow[data-line="waiting"]')).to_be_visible()
        lectern.keyboard.press("1")
        lectern.keyboard.press("Enter")
    finally:
        follower.context.set_offline(False)
    follows(1)
    kept = follower.evaluate("() => JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert line["control"] not in follower.content() + kept + "".join(seen) + lectern.url
    for request in finished:
        with contextlib.suppress(Error):  # the browser lets go of what an earlier page was answered
            sent.append(request.response().body())
    everything = b"".join(sent)
    assert line["control"].encode() not in everything
    assert VIEW[STORY]["scenes"][3]["text"][1].encode() in everything, "the events were heard"
    lectern.keyboard.press("q")
    lectern.locator(".audience__words button").click()
    expect(follower.locator('.follow[data-line="over"]')).to_be_visible()
    visit(follower, f"{served.url}/follow/{read}?lang=en")
    expect(follower.locator(".follow__line")).to_contain_text("The talk is over")
    assert served.get("/follow/x")[0] == 404
    watch.outside[:] = [url for url in watch.outside if not url.startswith(line["url"] + "/follow/")]


def test_a_lectern_elsewhere_follows_by_the_read_token(open_page: Callable[..., Page], watch: Watch):
    """A tablet holds the control, the projector's own machine only reads."""
    notes = open_page(f"/present/{STORY}/notes", "D", "zh-TW")
    notes.locator("[data-part=audience] button").click()
    address = notes.locator(".audience__elsewhere").text_content().split(" ")[-1]
    projector = open_page("/" + address.split("/", 1)[1], "L", "zh-TW")
    notes.locator(".notes__foot [data-act=next]").click()
    stands(projector, 2)
    notes.keyboard.press("b")
    expect(projector.locator(".present__black")).to_be_visible()
    channel = json.loads(notes.evaluate(f"() => sessionStorage.getItem('talk.line:{STORY}')"))["url"]
    watch.outside[:] = [url for url in watch.outside if not url.startswith(channel + "/follow/")]


@pytest.fixture
def changing(tmp_path: Path, watch: Watch) -> Iterator[tuple[Served, Path]]:
    """A server of its own on a copy of the tables, and their folder."""
    root = small.copy(tmp_path / "data")
    (tmp_path / "runner.py").write_text(RUNNER)
    given = {"OTHER_DATA": str(root), "DATA_CACHE": str(tmp_path / "frames"), "DATA_CHECK_S": "0", "FOLLOW_PORT": "-1"}
    with serving(tmp_path / "log", (str(tmp_path / "runner.py"),), **given) as served:
        watch.host = urlsplit(served.url).netloc
        yield served, root


def test_new_data_waits_while_a_talk_runs(browser: Browser, watch: Watch, changing: tuple[Served, Path]):
    """The lectern and its notes keep the numbers they began with; a visitor who comes in has the new ones."""
    served, root = changing
    story, step, old, new = "my-district-since-2014", 2, 2_272_391, 2_272_999
    window = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-TW", reduced_motion="reduce",
                                 service_workers="block")
    lectern, notes, visitor = (window.new_page() for _ in range(3))
    for page in (lectern, notes, visitor):
        watch.follow(page)
    last = f"() => tao.view('indicators').then((view) => view.indicators.population.values['68000'].includes({new}))"
    try:
        notes.clock.install()
        visit(lectern, f"{served.url}/present/{story}?lang=en")
        visit(notes, f"{served.url}/present/{story}/notes?lang=en")
        version = lectern.evaluate("() => tao.page.version")
        expect(notes.locator("[data-part=frozen]")).not_to_contain_text("waits")
        table = root / "tables" / "indicators.csv"
        text = table.read_text("utf-8")
        assert str(old) in text
        table.write_text(text.replace(str(old), str(new)), "utf-8")
        until(lambda: json.loads(served.get("/_page?address=/")[1])["version"] != version)
        lectern.keyboard.press("PageDown")
        stands(lectern, step)
        figure = lectern.locator(".present__picture")
        expect(figure).to_contain_text(f"{old:,}")
        assert f"{new:,}" not in figure.inner_text()
        notes.clock.run_for(31_000)
        expect(notes.locator("[data-part=frozen]")).to_contain_text("waits")
        expect(notes.locator("[data-part=frozen]")).to_contain_text(version[:6])
        lectern.reload(wait_until="commit")
        ready(lectern)
        stands(lectern, step)
        expect(figure).to_contain_text(f"{old:,}")
        visit(visitor, f"{served.url}/stories/{story}?step={step}&lang=en")
        expect(visitor.locator(".story")).to_contain_text(f"{new:,}")
        visit(visitor, f"{served.url}/indicators/population")
        assert visitor.evaluate(last)
    finally:
        window.close()


@pytest.mark.parametrize(
    "path", [f"/present/{STORY}", f"/present/{STORY}/notes", "/present/talk", "/present/talk/notes", "/talk", "/follow/" + "A" * 22]
)
def test_nothing_stands_in_a_speakers_way(open_page: Callable[..., Page], own_talk: Callable[[Any], None], watch: Watch, path: str):
    """axe-core, as tests/browser/test_axe.py, on the rooms that are no page of a table."""
    watch.allowed = ("status of 404",)
    own_talk(TALK)
    page = open_page(path, "D")
    page.add_style_tag(content="*, *::before, *::after { transition: none !important; animation: none !important; }")
    page.evaluate(AXE)
    page.evaluate("(some) => { window.EQUIVALENT = some; }", EQUIVALENT)  # frames are pages of their own, looked at there
    found = []
    for theme in ("night", "day", "contrast"):
        page.evaluate("(state) => tao.address.set(state)", {"theme": theme})
        page.evaluate("() => tao.painted()")
        found += [f"{theme} {one}" for one in page.evaluate(RUN, TAGS)]
    assert found == []
    watch.outside[:] = [url for url in watch.outside if "/follow/A" not in url]
