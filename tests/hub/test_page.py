"""The page: every screen in both tongues, every form works, text stays text, no script, nothing from outside."""

import datetime
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import update

from data.i18n import LOCALES
from hub import schemas, screens
from hub.tables import Screen
from tests.hub.conftest import HALL, ORGANISER, Opened
from tests.hub.test_visits import batch, event

TALK = "Ab0_-" * 4 + "xy"

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Page(HTMLParser):
    """What a page holds: elements in order with their attributes; open elements at the end."""

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, tag

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def filled(small_hub: Opened) -> Opened:
    """A hub with screens in every state, commands, notes and visits; logged in."""
    for number, state in enumerate(schemas.STATES):
        small_hub.beat(f"lobby-{number}", state=state, memory_mb=200.0 + number, page="/map", lang="en", waiting_events=number)
    small_hub.beat("gone-1")
    with small_hub.database.writing() as session:
        session.execute(update(Screen).where(Screen.id == "gone-1").values(seen_at=screens.now() - datetime.timedelta(hours=3)))
    (number,) = small_hub.order("sleep", "lobby-1")
    small_hub.beat("lobby-1", state="explore", acknowledged=[{"id": number, "outcome": "done"}])
    small_hub.post("visits", batch(event(0), event(1, "story"), event(2, "dead_touch"), event(3, "poll")))
    assert small_hub.client.post("/hub/login", data={"token": ORGANISER}, environ_base=HALL).status_code == 303
    return small_hub


def page(hub: Opened, lang: str = "en", query: str = "") -> str:
    answer = hub.client.get(f"/hub?lang={lang}{query}", environ_base=HALL)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def send(hub: Opened, path: str, **form: Any) -> str:
    """Fill in a form of the page; where it leads."""
    csrf = re.search(r'name="csrf" value="(\w+)"', page(hub))[1]
    answer = hub.client.post(f"/hub/{path}", data={"csrf": csrf, "lang": "en", **form}, environ_base=HALL)
    assert answer.status_code == 303
    return answer.headers["Location"]


@pytest.mark.parametrize("lang", LOCALES)
def test_it_is_whole_and_named(filled: Opened, lang: str):
    text = page(filled, lang)
    read = Page(text)
    assert read.open == []
    assert read.of("html")[0]["lang"] == lang
    ids = [attributes["id"] for _, attributes in read.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert len(read.of("h1")) == 1
    labelled = {attributes.get("for") for attributes in read.of("label")}
    for attributes in read.of("select"):
        assert attributes["id"] in labelled
    for attributes in read.of("input"):
        assert (
            attributes["type" if "type" in attributes else "name"] == "hidden"
            or "aria-label" in attributes
            or re.search(rf'<label[^>]*>(?:(?!</label>).)*name="{attributes["name"]}"', text, re.DOTALL)
        ), attributes
    for wanted in ("aria-labelledby", "aria-describedby"):
        assert {one for _, attributes in read.elements for one in (attributes.get(wanted) or "").split()} <= set(ids)
    assert all(attributes.get("scope") for attributes in read.of("th"))


def test_both_tongues_say_every_state(filled: Opened):
    for lang, words in (
        ("en", ("Inviting", "In use", "Error", "Offline", "before: Inviting", "3 h ago", "Last: Sleep, done")),
        ("zh-TW", ("待機展示", "有人參觀", "故障", "離線", "先前：待機展示", "3 小時前", "上次：休眠，已完成")),
    ):
        text = page(filled, lang)
        assert [word for word in words if word not in text] == []
    assert "4 screens, 2 of them fine" in page(filled)


def test_no_script_nothing_inline_nothing_from_outside(filled: Opened):
    answer = filled.client.get("/hub", environ_base=HALL)
    read = Page(answer.get_data(as_text=True))
    assert read.of("script") == read.of("style") == []
    assert not [
        attributes for _, attributes in read.elements if any(name == "style" or name.startswith("on") for name in attributes)
    ]
    policy = answer.headers["Content-Security-Policy"]
    assert (
        "script-src 'none'" in policy
        and "form-action 'self'" in policy
        and "unsafe" not in policy
        and "frame-ancestors 'none'" in policy
    )
    for _, attributes in read.elements:
        for name in ("href", "src", "action"):
            assert (attributes.get(name) or "/").startswith(("/", "#", "data:,")), attributes
    assert answer.headers["Cache-Control"] == "no-store"
    assert filled.client.get("/hub/static/hub.css", environ_base=HALL).status_code == 200


@pytest.mark.parametrize(
    "form, kind, payload",
    [
        ({"kind": "restart"}, "restart", {}),
        (
            {"kind": "message", "zh": " 閉館 ", "en": "Closing <b>soon</b>", "seconds": "30"},
            "message",
            {"zh": "閉館", "en": "Closing <b>soon</b>", "seconds": 30},
        ),
        ({"kind": "follow", "on": "yes", "talk": f"http://hall:8050/follow/{TALK}?lang=en"}, "follow", {"on": True, "talk": TALK}),
        ({"kind": "follow", "on": "yes", "talk": f" {TALK} "}, "follow", {"on": True, "talk": TALK}),
        ({"kind": "follow", "on": "no"}, "follow", {"on": False}),
        (
            {"kind": "hours", "tue-opens": "09:00", "tue-closes": "17:30"},
            "hours",
            {"zone": "Asia/Taipei", "week": {**dict.fromkeys(schemas.DAYS), "tue": ["09:00", "17:30"]}},
        ),
    ],
)
def test_a_form_becomes_a_command(filled: Opened, form: dict[str, str], kind: str, payload: dict[str, Any]):
    assert "said=ordered" in send(filled, "order", screen="lobby-0", **form)
    (command,) = filled.beat("lobby-0")["commands"]
    assert (command["kind"], command["payload"]) == (kind, payload)
    assert "Waiting: " in page(filled) and "<b>" not in page(filled)


@pytest.mark.parametrize(
    "form, why",
    [
        ({"screen": "lobby-0", "kind": "explode"}, "hub.why_fields"),
        ({"screen": "nobody", "kind": "restart"}, "hub.why_unknown"),
        ({"screen": "lobby-0", "kind": "message", "zh": "", "en": "x", "seconds": "60"}, "hub.why_fields"),
        ({"screen": "lobby-0", "kind": "follow", "on": "yes", "talk": "http://evil.example/"}, "hub.why_fields"),
        ({"screen": "lobby-0", "kind": "message", "zh": "閉館", "en": "x", "seconds": "-1"}, "hub.why_fields"),
        ({"screen": "lobby-0", "kind": "hours", "mon-opens": "18:00", "mon-closes": "09:00"}, "hub.why_fields"),
        ({"screen": "lobby-0", "kind": "hours", "mon-opens": "18:00"}, "hub.why_fields"),
        ({}, "hub.why_fields"),
    ],
)
def test_a_form_that_does_not_fit_says_so(filled: Opened, form: dict[str, str], why: str):
    where = send(filled, "order", **form)
    assert "said=failed" in where and f"why={why}" in where
    text = filled.client.get(where, environ_base=HALL).get_data(as_text=True)
    assert 'role="status"' in text and "Not done: " in text


def test_notes_stay_text(filled: Opened):
    assert "said=noted" in send(filled, "note", screen="lobby-2", text="<script>alert(1)</script>\r\nplug is loose")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; plug is loose" in page(filled)
    assert "said=failed" in send(filled, "note", screen="*", text="   ")
    assert "said=failed" in send(filled, "note", screen="*", text="x" * 1001)


def test_a_screen_that_is_gone_can_be_forgotten(filled: Opened):
    assert "said=forgotten" in send(filled, "forget", screen="gone-1")
    assert "3 screens, 2 of them fine" in page(filled)
    filled.beat("gone-1")
    assert "4 screens" in page(filled), "it is there again when it reports"


def test_a_screen_that_is_back_says_how_long_it_was_alone(filled: Opened):
    filled.beat("gone-1", alone_s=9000)
    assert "Away for 180 min, 150 of them at work without the server" in page(filled) and "by itself" in page(filled)
    assert "失聯 180 分鐘，其中 150 分鐘不靠伺服器照常運作" in page(filled, "zh-TW")


def test_the_trail_lists_everything_done(filled: Opened):
    send(filled, "order", screen="*", kind="wake")
    send(filled, "note", screen="*", text="hello")
    csv = filled.client.get("/hub/audit.csv", environ_base=HALL).get_data(as_text=True)
    assert [line.split(",")[1:4] for line in csv.splitlines()[1:]] == [
        ["desk", "sleep", "lobby-1"],
        ["desk", "login", "*"],
        ["desk", "wake", "*"],
        ["desk", "note", "*"],
    ]


def test_the_visits_are_summed_and_the_poll_is_asked_in_both_tongues(filled: Opened):
    text = page(filled)
    assert "0.2 min, visits: 1" in text and "1 begun, 1 finished" in text and "Which of these matters most to you?" in text
    assert re.search(r"Health and care</span><span class=\"soft\">votes: 1", text)
    assert "這些當中，哪一項對您最重要？" in page(filled, "zh-TW")
    csv = filled.client.get("/hub/poll.csv", environ_base=HALL).get_data(as_text=True)
    assert csv.startswith("\ufeffpoll,answer,") and "健康與照護,1" in csv
    assert filled.client.get("/hub/visits.csv", environ_base=HALL).get_data(as_text=True).count("\r\n") == 5


def test_said_and_why_show_only_words_of_the_house(filled: Opened):
    text = page(filled, query="&said=%3Cscript%3E&why=frame.skip")
    assert "hub-said" not in text


def test_logged_out_is_logged_out(filled: Opened):
    assert filled.client.post("/hub/logout", environ_base=HALL).status_code == 303
    assert "Log in to the hub" in page(filled)
