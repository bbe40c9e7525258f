"""Batches are kept exactly once, whole, and say nothing about who; sums, poll and CSV agree with what was sent."""

import csv
import datetime
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from hub import schemas, screens, visits
from hub.tables import Event
from tests.hub.conftest import HALL, Opened

NOW = screens.milliseconds(screens.now())
VISIT = str(uuid.uuid4())


def event(n: int, kind: str = "page", visit: str = VISIT, **values: Any) -> dict[str, Any]:
    given = {
        "page": {"page": "/map", "dwell_ms": 12_000},
        "story": {"story": "ponds", "steps_seen": 5, "finished": True},
        "dead_touch": {"page": "/map", "x_pct": 10, "y_pct": 90},
        "poll": {"poll": "matters", "answer": "health"},
    }[kind]
    return {"n": n, "visit": visit, "at_ms": NOW - 60_000 + n, "lang": "zh-TW", "kind": kind, **given, **values}


def batch(*events: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"screen": "lobby-1", "batch": str(uuid.uuid4()), "sent_at_ms": NOW, "events": list(events), **values}


def count(hub: Opened) -> int:
    with hub.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Event))


def test_a_batch_sent_again_changes_nothing(hub: Opened):
    sent = batch(event(0), event(1, "story"), event(2, "dead_touch"), event(3, "poll"))
    assert hub.post("visits", sent).get_json() == {"new": 4, "already": 0, "visits": True}
    assert hub.post("visits", sent).get_json() == {"new": 0, "already": 4, "visits": True}
    sent["events"].append(event(4))
    assert hub.post("visits", sent).get_json() == {"new": 1, "already": 4, "visits": True}
    assert count(hub) == 5


def test_the_largest_batch_is_kept_whole(hub: Opened):
    sent = batch(*(event(n) for n in range(schemas.MOST_EVENTS)))
    assert hub.post("visits", sent).get_json()["new"] == schemas.MOST_EVENTS


def test_times_are_of_the_hubs_clock(hub: Opened):
    """A screen whose clock is a day behind; and an event its clock dates into the future."""
    day = 86_400_000
    hub.post("visits", batch(event(0, at_ms=NOW - day - 60_000), event(1, at_ms=NOW + day), sent_at_ms=NOW - day))
    with hub.database.reading() as session:
        first, second = session.scalars(select(Event).order_by(Event.n))
    assert abs((first.received_at - first.at).total_seconds() - 60) < 5
    assert second.at == second.received_at


@pytest.mark.parametrize(
    "broken, place",
    [
        ({"page": "/map?q=someone"}, "/events/0/page"),
        ({"page": "map"}, "/events/0/page"),
        ({"dwell_ms": -1}, "/events/0/dwell_ms"),
        ({"dwell_ms": 4 * 3600_000 + 1}, "/events/0/dwell_ms"),
        ({"lang": "fr"}, "/events/0/lang"),
        ({"visit": "me"}, "/events/0/visit"),
        ({"kind": "name"}, "/events/0/kind"),
        ({"kind": ["page"]}, "/events/0/kind"),
        ({"name": "Wang"}, "/events/0"),
        ({"at_ms": 5}, "/events/0/at_ms"),
        ({"n": 1.5}, "/events/0/n"),
        ({"n": True}, "/events/0/n"),
        ({"page": "/map\n"}, "/events/0/page"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place_and_nothing_is_kept(small_hub: Opened, broken: dict[str, Any], place: str):
    answer = small_hub.post("visits", batch({**event(0), **broken}, event(1)))
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert any(one["at"] == place for one in answer.get_json()["errors"]), answer.get_json()
    assert count(small_hub) == 0


def test_a_number_stands_once_in_a_batch(small_hub: Opened):
    answer = small_hub.post("visits", batch(event(3), event(3)))
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"at": "/events/1/n", "why": "stands twice in this batch"}]


def test_size_is_bounded(small_hub: Opened):
    assert small_hub.post("visits", batch(*(event(n) for n in range(schemas.MOST_EVENTS + 1)))).status_code == 422
    assert small_hub.post("visits", {"x": "y" * schemas.VISITS_BYTES}).status_code == 413


@pytest.mark.parametrize(
    "data, status",
    [
        (b"{", 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b'{"screen": NaN}', 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"screen": "\\ud800"}', 422),
    ],
)
def test_what_is_no_json_is_refused_in_words(small_hub: Opened, data: bytes, status: int):
    answer = small_hub.client.post(
        "/hub/api/visits",
        data=data,
        content_type="application/json",
        environ_base=HALL,
        headers={"Authorization": "Bearer a-token-that-screens-present"},
    )
    assert answer.status_code == status
    assert set(answer.get_json()) >= {"type", "title", "status", "detail"}


def test_one_setting_turns_it_off(open_hub: Callable[..., Opened], tmp_path: Any):
    hub = open_hub(f"sqlite:///{tmp_path / 'hub.sqlite'}", HUB_VISITS="off")
    assert hub.post("visits", batch(event(0))).get_json() == {"new": 0, "already": 0, "visits": False}
    assert count(hub) == 0
    assert hub.beat()["visits"] is False


def test_sums_are_those_of_the_events(hub: Opened):
    second = str(uuid.uuid4())
    hub.post(
        "visits",
        batch(
            event(0),
            event(1, page="/", dwell_ms=30_000),
            event(2, visit=second, lang="en"),
            event(3, "story"),
            event(4, "story", visit=second, finished=False, lang="en"),
            event(5, "dead_touch"),
            event(6, "dead_touch"),
        ),
    )
    with hub.database.reading() as session:
        found = visits.summary(session, screens.now() - datetime.timedelta(days=7))
        before = visits.summary(session, screens.now() + datetime.timedelta(minutes=1))
    assert found.visits == 2
    assert found.by_page == [visits.Counted("/", 1, 1, 30.0), visits.Counted("/map", 2, 2, 24.0)]
    assert {one.name: one.visits for one in found.by_language} == {"zh-TW": 1, "en": 1}
    assert found.by_story == [visits.Counted("ponds", 2, 1)]
    assert [(one.name, one.events) for one in found.dead_touches] == [("/map", 2)]
    assert (before.visits, before.by_page) == (0, [])


def test_a_visit_has_one_vote_and_the_last_counts(hub: Opened):
    second = str(uuid.uuid4())
    hub.post("visits", batch(event(0, "poll"), event(1, "poll", answer="safety"), event(2, "poll", visit=second, answer="safety")))
    hub.post("visits", batch(event(0, "poll", visit=str(uuid.uuid4()), poll="old", answer="yes")))
    with hub.database.reading() as session:
        assert visits.tally(session) == {("matters", "safety"): 2, ("old", "yes"): 1}


def test_the_csv_holds_every_event_once_and_says_the_units(hub: Opened):
    for start in range(0, 2500, 500):
        assert hub.post("visits", batch(*(event(n) for n in range(start, start + 500)))).status_code == 200
    hub.post("visits", batch(event(0, "story", finished=False)))
    rows = list(csv.reader(io.StringIO("".join(visits.events_csv(hub.database)))))
    assert rows[0] == [title for _, title in visits.COLUMNS]
    assert "dwell (ms; idle tail cut off)" in rows[0]
    assert len(rows) == 2502
    assert len({(row[-2], row[-1]) for row in rows[1:]}) == 2501
    story = dict(zip((name for name, _ in visits.COLUMNS), rows[-1], strict=True))
    assert (story["finished"], story["dwell_ms"], story["lang"]) == ("false", "", "zh-TW")
    assert story["at"].endswith("Z")


def test_the_poll_as_csv_keeps_answers_no_longer_asked():
    polls = [
        {"poll": "matters", "answer": "health", "question_en": "Q", "question_zh": "問", "text_en": "Health", "text_zh": "健康"}
    ]
    rows = list(csv.reader(io.StringIO(visits.poll_csv({("matters", "health"): 3, ("old", "yes"): 1}, polls))))
    assert rows[1:] == [["matters", "health", "Q", "問", "Health", "健康", "3"], ["old", "yes", "", "", "", "", "1"]]
