"""A talk file is bad input like any other: what is wrong is said with step, field, value and mend, in both languages."""

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from data import store
from data.i18n import LOCALES
from talks import check
from talks.scenes import scenes


def good(**changes: Any) -> dict[str, Any]:
    """A talk that is right, with one step of every kind of address."""
    addresses = (
        "/map?year=2019&topic=transport",
        "/stories/citizen-card?step=5",
        "/projects/youbike-taoyuan",
        "/topics/energy",
        "/timeline?milestone=airport-mrt-opens",
        "/awards?award=icf-community-of-the-year-2019",
        "/indicators/population",
        "/districts/68000020",
        "/map?year=2021&district=68000010",
        "/about",
        "/?lang=en",
    )
    steps = [
        {
            "address": address,
            "words": {"zh-TW": f"第{number}步，桃園。", "en": f"Step {number}, Taoyuan."},
            "minutes": 1.5,
            "notes": {"zh-TW": "講稿", "en": "Notes\nin two lines"},
        }
        for number, address in enumerate(addresses, 1)
    ]
    return {"talk": 1, "title": {"zh-TW": "我的演講", "en": "My talk"}, "steps": steps} | changes


def faults_of(talk: Any) -> list[dict[str, Any]]:
    raw = talk if isinstance(talk, bytes) else json.dumps(talk).encode()
    with pytest.raises(check.BadTalk) as bad:
        check.read(raw)
    return [fault.told() for fault in bad.value.faults]


def step(**changes: Any) -> dict[str, Any]:
    return good(steps=[{**good()["steps"][0], **changes}])


def test_a_good_talk_is_good(client: Any):
    answer = client.post("/talks/check", data=json.dumps(good()))
    assert answer.status_code == 200
    assert answer.json == {"good": True, "steps": 11, "minutes": 16.5, "title": good()["title"]}


@pytest.mark.parametrize(
    ("talk", "number", "field", "value", "mend"),
    [
        (step(address="https://example.org/map"), 1, "address", "https://example.org/map", "/map?year=2019"),
        (step(address="//example.org/map"), 1, "address", "//example.org/map", "/map?year=2019"),
        (step(address="javascript:alert(1)"), 1, "address", "javascript:alert(1)", "/map?year=2019"),
        (step(address="/present/talk"), 1, "address", "/present/talk", "/stories"),
        (step(address="/follow/abcdefghijklmnop"), 1, "address", "/follow/abcdefghijklmnop", "/stories"),
        (step(address="/nowhere"), 1, "address", "/nowhere", "/"),
        (step(address="/map?year=1999"), 1, "address", "/map?year=1999", "/map?year=2014"),
        (step(address="/projects/nix"), 1, "address", "/projects/nix", "/projects"),
        (step(address="/map#x"), 1, "address", "/map#x", "/"),
        (step(address="/\\example.org"), 1, "address", "/\\example.org", "/"),
        (step(words={"zh-TW": "只有中文"}), 1, "words.en", "", "words.en"),
        (step(words={"zh-TW": "中", "en": ""}), 1, "words.en", "", "words.en"),
        (step(words={"zh-TW": "中" * 301, "en": "x"}), 1, "words.zh-TW", "301", "300"),
        (step(words={"zh-TW": "中", "en": 7}), 1, "words.en", "7", '"…"'),
        (step(words={"zh-TW": "中", "en": "a\u202eb"}), 1, "words.en", "U+202E", "character"),
        (step(words={"zh-TW": "中", "en": "a\x00b"}), 1, "words.en", "U+0000", "character"),
        (step(minutes=0), 1, "minutes", "0", "0.1"),
        (step(minutes=121), 1, "minutes", "121", "120"),
        (step(minutes="two"), 1, "minutes", "two", "1.5"),
        (step(script="<b>"), 1, "script", "script", "address, words, notes, minutes"),
        (good(steps=[]), None, "steps", "", "steps"),
        (good(steps=[good()["steps"][0]] * 61), None, "steps", "61", "60"),
        (good(talk=2), None, "talk", "2", '"talk": 1'),
        (good(extra=1), None, "extra", "extra", "talk, title, steps"),
        ([], None, "talk", "[]", "{ … }"),
        ({"talk": 1, "title": good()["title"]}, None, "steps", "", "steps"),
        (b"\xff\xfe", None, "", "", "UTF-8"),
        (b'{"talk": 1,\n oops', None, "", "", "commas"),
        (b'{"talk": NaN}', None, "", "", "commas"),
        (b'{"talk": 1, "talk": 1}', None, "talk", "", "out"),
        (b"[" * 100_000, None, "", "", "commas"),
        (good(title={"zh-TW": "\ud800", "en": "x"}), None, "title.zh-TW", "U+D800", "character"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_mend(
    client: Any, talk: Any, number: int | None, field: str, value: str, mend: str
):
    found = faults_of(talk)
    first = found[0]
    assert (first["step"], first["field"]) == (number, field)
    assert value in json.dumps(first["value"], ensure_ascii=False) or value == first["value"]
    assert mend in first["mend"]["en"] and set(first["error"]) == set(first["mend"]) == set(LOCALES)
    answer = client.post("/talks/check", data=talk if isinstance(talk, bytes) else json.dumps(talk))
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json["faults"] == json.loads(json.dumps(found))


def test_every_fault_is_said_at_once():
    steps = [
        {"address": "/map", "words": {"zh-TW": "中", "en": ""}},
        {"address": "x", "words": {"zh-TW": "中", "en": "y"}, "minutes": -1},
    ]
    assert [(fault["step"], fault["field"]) for fault in faults_of(good(steps=steps))] == [
        (1, "words.en"),
        (2, "address"),
        (2, "minutes"),
    ]


def test_a_large_file_is_refused_before_it_is_read(client: Any):
    answer = client.post("/talks/check", data=b" " * (check.MOST_BYTES + 1))
    assert answer.status_code == 413 and answer.json["faults"][0]["mend"]["en"].startswith("262,144 bytes")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False, allow_infinity=False),
        lambda inside: (
            st.lists(inside, max_size=4)
            | st.dictionaries(
                st.sampled_from(["talk", "title", "steps", "address", "words", "en", "zh-TW", "x"]), inside, max_size=5
            )
        ),
        max_leaves=12,
    )
)
@example({"steps": {"address": "\x00"}})
def test_whatever_is_sent_is_answered_in_words(client: Any, sent: Any):
    answer = client.post("/talks/check", data=json.dumps(sent))
    assert answer.status_code == 400
    assert all(fault["error"]["en"] and fault["mend"]["zh-TW"] for fault in answer.json["faults"])


@pytest.mark.parametrize("lang", LOCALES)
def test_a_talk_becomes_slides_by_the_same_code_as_a_story(client: Any, lang: str):
    answer = client.post(f"/export/talk.pptx?lang={lang}", data=json.dumps(good()))
    assert answer.status_code == 200, answer.data[:500]
    slides = list(Presentation(io.BytesIO(answer.data)).slides)
    for number, one in enumerate(good()["steps"], 1):
        written = " ".join(shape.text_frame.text for shape in slides[number].shapes if shape.has_text_frame)
        assert one["words"][lang] in written
        assert one["notes"][lang].split("\n")[0] in slides[number].notes_slide.notes_text_frame.text
    assert client.post(f"/export/talk.pdf?lang={lang}", data=json.dumps(good())).data.startswith(b"%PDF")
    assert client.post("/export/talk.pdf", data="{}").status_code == 400


def test_every_thing_of_the_exhibition_can_be_a_step():
    addresses = [
        *(f"/projects/{key}" for key in store.load("projects")["id"]),
        *(f"/timeline?milestone={key}" for key in store.load("milestones")["id"]),
        *(f"/awards?award={key}" for key in store.load("awards")["id"]),
        *(f"/indicators/{key}" for key in store.load("indicator_definitions")["indicator_id"]),
        *(f"/topics/{key}" for key in store.load("topics")["id"]),
        *(f"/districts/{key}" for key in store.load("districts")["code"]),
    ]
    words = {"zh-TW": "字", "en": "word"}
    made = scenes({"steps": [{"address": address, "words": words} for address in addresses]})
    assert len(made) == len(addresses) and all(scene["text"] == ["字", "word"] and "sources" in scene for scene in made)
