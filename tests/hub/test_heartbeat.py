"""Screens report, fetch commands and acknowledge each once, on SQLite and on PostgreSQL."""

import datetime
import threading
from typing import Any

import pytest
from sqlalchemy import func, select, update

from hub import schemas, screens
from hub.tables import Audit, Command, Screen
from tests.hub.conftest import ORGANISER, Opened, heartbeat


def listed(hub: Opened) -> list[dict[str, Any]]:
    answer = hub.client.get(
        "/hub/api/screens", headers={"Authorization": f"Bearer {ORGANISER}"}, environ_base={"REMOTE_ADDR": "10.1.2.3"}
    )
    assert answer.status_code == 200
    return answer.get_json()["screens"]


def test_a_screen_is_there_after_its_first_report(hub: Opened):
    answer = hub.beat(memory_mb=312.5, page="/map", lang="en", waiting_events=4, dropped_events=2, away_s=3720)
    assert answer["commands"] == answer["acknowledged"] == []
    assert (answer["hours"], answer["next_s"], answer["visits"]) == (None, 15, True)
    (one,) = listed(hub)
    assert one.pop("age_s") < 30
    assert one == {
        "screen": "lobby-1",
        "profile": "kiosk-55-landscape",
        "state": "attract",
        "release": "0.1.0",
        "data": "ab12cd34ef56",
        "page": "/map",
        "lang": "en",
        "memory_mb": 312.5,
        "waiting_events": 4,
        "dropped_events": 2,
        "away_s": 3720,
        "commands": [],
    }


def test_the_last_report_counts_and_what_it_leaves_out_is_unknown(hub: Opened):
    hub.beat(memory_mb=312.5)
    hub.beat(state="explore")
    (one,) = listed(hub)
    assert (one["state"], one["memory_mb"]) == ("explore", None)


@pytest.mark.parametrize(
    "kind, payload",
    [
        ("restart", {}),
        ("reload", {}),
        ("sleep", {}),
        ("wake", {}),
        ("message", {"zh": "閉館", "en": "Closing", "seconds": 60}),
        ("follow", {"on": True, "talk": "A" * 22}),
        ("hours", {"zone": "Asia/Taipei", "week": {**{day: ["09:00", "17:00"] for day in schemas.DAYS}, "mon": None}}),
    ],
)
def test_a_command_waits_until_it_is_acknowledged_once(hub: Opened, kind: str, payload: dict[str, Any]):
    hub.beat()
    (number,) = hub.order(kind, **payload)
    wanted = [{"id": number, "kind": kind, "payload": payload}]
    assert hub.beat()["commands"] == wanted
    assert hub.beat()["commands"] == wanted, "an answer that was lost is given again"
    done = hub.beat(acknowledged=[{"id": number, "outcome": "done"}])
    assert done["acknowledged"] == [{"id": number, "status": "taken"}]
    assert done["commands"] == []
    again = hub.beat(acknowledged=[{"id": number, "outcome": "failed", "detail": "late"}])
    assert again["acknowledged"] == [{"id": number, "status": "already"}]
    with hub.database.reading() as session:
        kept = session.get(Command, number)
        assert (kept.outcome, kept.detail, kept.created_by) == ("done", None, "desk")


def test_nobody_acknowledges_for_another(hub: Opened):
    hub.beat("lobby-1")
    hub.beat("lobby-2")
    (number,) = hub.order("restart", "lobby-1")
    assert hub.beat("lobby-2", acknowledged=[{"id": number, "outcome": "done"}])["acknowledged"] == [
        {"id": number, "status": "unknown"}
    ]
    assert [one["id"] for one in hub.beat("lobby-1")["commands"]] == [number]


def test_all_screens_are_ordered_at_once(hub: Opened):
    for number in range(3):
        hub.beat(f"lobby-{number}")
    assert len(hub.order("sleep", "*")) == 3
    assert [one["kind"] for one in hub.beat("lobby-2")["commands"]] == ["sleep"]


def test_a_newer_command_takes_the_place_of_its_kind(hub: Opened):
    hub.beat()
    hub.order("restart")
    hub.order("sleep")
    hub.order("reload")
    last = hub.order("wake")
    waiting = hub.beat()["commands"]
    assert [one["kind"] for one in waiting] == ["reload", "wake"]
    assert waiting[-1]["id"] == last[0]


def test_an_old_restart_is_let_go(hub: Opened):
    hub.beat()
    (number,) = hub.order("restart")
    (kept,) = hub.order("sleep")
    hour_ago = screens.now() - datetime.timedelta(hours=2)
    with hub.database.writing() as session:
        session.execute(update(Command).where(Command.id == number).values(expires_at=hour_ago))
    assert [one["id"] for one in hub.beat()["commands"]] == [kept]
    assert hub.beat(acknowledged=[{"id": number, "outcome": "done"}])["acknowledged"] == [{"id": number, "status": "already"}]


def test_opening_hours_of_the_hall_reach_a_screen_that_is_new(hub: Opened):
    hub.beat()
    hours = {"zone": "Asia/Taipei", "week": {day: ["10:00", "18:00"] for day in schemas.DAYS}}
    hub.order("hours", "*", **hours)
    assert hub.beat("new-1")["hours"] == hours
    assert hub.beat("new-1")["commands"] == []


def test_an_order_to_a_stranger_is_refused(hub: Opened):
    answer = hub.post("commands", {"screen": "nobody", "kind": "restart"}, ORGANISER)
    assert answer.status_code == 404
    assert "nobody" in answer.get_json()["detail"]


def test_the_trail_names_the_token_and_nothing_else(hub: Opened):
    hub.beat()
    hub.order("follow", on=False)
    with hub.database.reading() as session:
        (line,) = session.scalars(select(Audit))
        assert (line.by, line.action, line.subject, line.detail) == ("desk", "follow", "lobby-1", {"on": False})
        assert line.at.tzinfo is not None and abs((screens.now() - line.at).total_seconds()) < 60


def test_a_screen_that_misses_three_reports_is_offline_until_it_is_back(hub: Opened):
    """How long it was away, and at work alone, is put into the audit trail once."""

    def unheard(seconds: int) -> None:
        with hub.database.writing() as session:
            session.execute(update(Screen).values(seen_at=screens.now() - datetime.timedelta(seconds=seconds)))

    def state() -> str:
        return listed(hub)[0]["state"]

    hub.beat(state="explore")
    unheard(44)
    assert state() == "explore"
    hub.beat(alone_s=0)
    unheard(3600)
    assert state() == "offline"
    hub.beat(alone_s=3580)
    hub.beat(alone_s=3595)      # the answer was lost, so it says so again
    assert state() == "attract"
    with hub.database.reading() as session:
        (line,) = session.scalars(select(Audit))
        assert (line.by, line.action, line.subject, line.detail["alone_s"]) == (screens.ITSELF, "back", "lobby-1", 3580)
        assert 3600 <= line.detail["away_s"] < 3660


def test_a_restart_waits_for_the_machine_and_for_the_visitor(hub: Opened):
    def asked(**values: int) -> int | None:
        answer = hub.post("restart", {"screen": "lobby-1", **values})
        assert answer.status_code == 200
        return answer.get_json()["restart"]

    assert asked() is None, "a screen that is not known has none"
    hub.beat(state="explore")
    (number,) = hub.order("restart")
    assert asked() is None, "a visitor is there"
    hub.beat()
    assert asked() == asked() == number, "until it is told that it was done"
    assert asked(restarted=number) is None
    with hub.database.reading() as session:
        assert session.get(Command, number).outcome == "done"
    hub.beat(state="explore")
    (number,) = hub.order("restart")
    with hub.database.writing() as session:
        session.execute(update(Screen).values(seen_at=screens.now() - datetime.timedelta(seconds=3600)))
    assert asked() == number, "a page that says nothing any more has no visitor"
    assert hub.post("restart", {"screen": "lobby-1"}, ORGANISER).status_code == 401
    assert hub.post("restart", {"screen": "lobby-1", "restarted": "x"}).status_code == 422


def test_a_thousand_screens_are_enough(hub: Opened):
    at = screens.now()
    with hub.database.writing() as session:
        session.add_all(
            Screen(id=f"s-{n}", profile="p", state="attract", release="1", data_version="1", first_seen_at=at, seen_at=at)
            for n in range(screens.MOST_SCREENS)
        )
    assert hub.post("heartbeat", heartbeat("one-more")).status_code == 409
    assert hub.post("heartbeat", heartbeat("s-7")).status_code == 200


def test_reports_at_the_same_time_lose_nothing(hub: Opened):
    """Eight threads, one new screen and one command: the screen is one row, and one acknowledgement of eight is taken."""
    hub.beat("lobby-0")
    (number,) = hub.order("restart", "lobby-0")
    statuses: list[str] = []

    def report(place: int) -> None:
        with hub.server.test_client() as client:
            body = heartbeat("lobby-0", acknowledged=[{"id": number, "outcome": "done"}])
            for sent in (heartbeat("fresh"), body):
                answer = client.post(
                    "/hub/api/heartbeat",
                    json=sent,
                    headers={"Authorization": "Bearer a-token-that-screens-present"},
                    environ_base={"REMOTE_ADDR": f"10.0.0.{place + 1}"},
                )
                assert answer.status_code == 200, answer.get_data(as_text=True)
            statuses.append(answer.get_json()["acknowledged"][0]["status"])

    threads = [threading.Thread(target=report, args=(place,)) for place in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(statuses) == ["already"] * 7 + ["taken"]
    with hub.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Screen)) == 2


def test_every_answer_says_which_talk_is_followed(hub: Opened):
    """A screen that comes late has it too; one screen may be told otherwise; "stop" holds for all again."""
    hub.beat("lobby-1")
    hub.beat("lobby-2")
    assert hub.beat("lobby-1")["follow"] is None
    hub.order("follow", screen="*", on=True, talk="A" * 22)
    assert [hub.beat(screen)["follow"] for screen in ("lobby-1", "lobby-2", "late-3")] == ["A" * 22] * 3
    hub.order("follow", screen="lobby-2", on=False)
    assert [hub.beat(screen)["follow"] for screen in ("lobby-1", "lobby-2", "late-3")] == ["A" * 22, None, "A" * 22]
    hub.order("follow", screen="lobby-2", on=True, talk="B" * 22)
    assert [hub.beat(screen)["follow"] for screen in ("lobby-1", "lobby-2")] == ["A" * 22, "B" * 22]
    hub.order("follow", screen="*", on=False)
    assert [hub.beat(screen)["follow"] for screen in ("lobby-1", "lobby-2", "late-3")] == [None] * 3
    for payload in ({"on": True}, {"on": True, "talk": "../../x"}, {"on": False, "talk": "A" * 22}):
        assert hub.post("commands", {"screen": "*", "kind": "follow", "payload": payload}, ORGANISER).status_code == 422
