"""The follow channel, by its own process and real lines: tokens, late comers, those who come back, bounds, an end, Redis."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from settings import SETTINGS
from talks import channel
from talks.sessions import Full, Sessions, Unknown
from tests.serving import ROOT, free_port, serving

STEP = {"step": 1, "address": "/stories/citizen-card?step=1", "text": {"zh-TW": "桃園，一步。", "en": "One step."}}
PATIENCE_S = 20


@contextlib.contextmanager
def running(log: Path, **environment: str) -> Iterator[str]:
    """The channel as a process of its own: its address."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name.lower() not in {setting.name for setting in SETTINGS}}
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "talks.serve"],
            cwd=ROOT,
            env={**kept, "FOLLOW_PORT": str(port), **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: asked(f"{url}/follow/health")[0] == 200)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def in_a_loop(work: Any) -> Any:
    """What the coroutine function gives, in a loop of its own: a browser of another test may keep one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


def wait_until(is_so: Any) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        with contextlib.suppress(OSError):
            if is_so():
                return
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def asked(url: str, body: Any = None, token: str = "", method: str | None = None, **headers: str) -> tuple[int, Any]:
    """Status and JSON (or text) of a request; ``body`` is sent as JSON, bytes as they are."""
    raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    given = {name.replace("_", "-"): value for name, value in headers.items()} | (
        {"Authorization": f"Bearer {token}"} if token else {}
    )
    try:
        with urllib.request.urlopen(urllib.request.Request(url, raw, given, method=method), timeout=PATIENCE_S) as answer:
            text = answer.read().decode()
            return answer.status, json.loads(text) if text else ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read().decode())


class Line:
    """A follower's open line."""

    def __init__(self, url: str, read: str, **headers: str) -> None:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = urllib.request.urlopen(
            urllib.request.Request(f"{url}/follow/{read}/events", headers=given), timeout=PATIENCE_S
        )
        self.raw = b""

    def event(self) -> dict[str, Any]:
        """The next event: its name under ``event`` and what it says."""
        name = ""
        while line := self.answer.readline():
            self.raw += line
            if line.startswith(b"event: "):
                name = line[7:].decode().strip()
            if line.startswith(b"data: "):
                return {"event": name, **json.loads(line[6:])}
        return {"event": "closed"}

    def close(self) -> None:
        self.answer.close()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("channel") / "log") as address:
        yield address


@pytest.fixture
def talk(url: str) -> Iterator[dict[str, str]]:
    status, given = asked(f"{url}/follow/talks", {"version": "0123456789ab"})
    assert status == 201
    yield given
    asked(f"{url}/follow/control", None, given["control"], "DELETE")


def test_followers_get_each_step_and_late_ones_the_present_one(url: str, talk: dict[str, str]):
    first = Line(url, talk["read"])
    assert first.event() == {"event": "state", "number": 0, "version": "0123456789ab"}
    assert asked(f"{url}/follow/control", STEP, talk["control"])[1] == {"number": 1, "followers": 1}
    assert first.event() == {"event": "state", "number": 1, "version": "0123456789ab", "black": False, **STEP}
    late = Line(url, talk["read"])
    assert late.event()["number"] == 1
    asked(f"{url}/follow/control", {**STEP, "step": 2, "black": True}, talk["control"])
    assert [line.event()["step"] for line in (first, late)] == [2, 2]
    assert asked(f"{url}/follow/{talk['read']}/state")[1]["black"] is True
    first.close()
    late.close()


def test_who_comes_back_is_told_only_what_is_new(url: str, talk: dict[str, str]):
    asked(f"{url}/follow/control", STEP, talk["control"])
    back = Line(url, talk["read"], Last_Event_ID="1")
    asked(f"{url}/follow/control", {**STEP, "step": 2}, talk["control"])
    assert back.event()["number"] == 2  # not 1 again
    behind = Line(url, talk["read"], Last_Event_ID="1")
    assert behind.event()["number"] == 2
    odd = Line(url, talk["read"], Last_Event_ID="99999999999999999999")
    assert odd.event()["number"] == 2
    for line in (back, behind, odd):
        line.close()


def test_the_control_token_never_reaches_a_follower(url: str, talk: dict[str, str]):
    line = Line(url, talk["read"])
    line.event()
    asked(f"{url}/follow/control", {**STEP, "control": talk["control"], "notes": "for the speaker only"}, talk["control"])
    line.event()
    seen = (
        line.raw.decode()
        + str(line.answer.headers)
        + json.dumps(asked(f"{url}/follow/{talk['read']}/state"))
        + json.dumps(asked(f"{url}/follow/health"))
    )
    assert talk["control"] not in seen and "speaker only" not in seen
    assert len(talk["control"]) >= 40 and len(talk["read"]) >= 20 and talk["read"] not in talk["control"]
    line.close()


def test_only_the_control_token_moves_a_talk(url: str, talk: dict[str, str]):
    for token, status in (("", 401), (talk["read"], 404), ("x" * 43, 404), (talk["control"][:-1], 404)):
        assert asked(f"{url}/follow/control", STEP, token)[0] == status
        assert asked(f"{url}/follow/control", None, token, "DELETE")[0] == status
    assert asked(f"{url}/follow/{talk['control']}/state")[0] == 404  # and it does not read, either
    assert asked(f"{url}/follow/{talk['read']}/state")[1]["number"] == 0


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({}, 400, "step"),
        ({"step": True, "address": "/"}, 400, "step"),
        ({"step": -1, "address": "/"}, 400, "step"),
        ({"step": 1, "address": "https://example.org"}, 400, "address"),
        ({"step": 1, "address": "//example.org"}, 400, "address"),
        ({"step": 1, "address": "/\\example.org"}, 400, "address"),
        ({"step": 1, "address": "/a\nb"}, 400, "address"),
        ({"step": 1, "address": "/", "text": {"fr": "x"}}, 400, "text"),
        ({"step": 1, "address": "/", "text": {"en": "x" * 401}}, 400, "text"),
        ({"step": 1, "address": "/", "black": "yes"}, 400, "black"),
        ([], 400, "object"),
        (b"{", 400, "object"),
        (b"[" * 5000, 400, "object"),
        (b" " * 9000, 413, "8192"),
    ],
)
def test_a_bad_step_is_refused_in_words(url: str, talk: dict[str, str], body: Any, status: int, says: str):
    found, answer = asked(f"{url}/follow/control", body, talk["control"])
    assert found == status and says in answer["detail"]


def test_the_end_is_told_and_ends_the_tokens(url: str):
    given = asked(f"{url}/follow/talks", {})[1]
    line = Line(url, given["read"])
    line.event()
    assert asked(f"{url}/follow/control", None, given["control"], "DELETE")[0] == 204
    assert line.event() == {"event": "end"} and line.event() == {"event": "closed"}
    assert asked(f"{url}/follow/{given['read']}/state")[0] == asked(f"{url}/follow/control", STEP, given["control"])[0] == 404


def test_pages_of_other_hosts_open_no_talk_and_read_none(url: str, talk: dict[str, str]):
    assert asked(f"{url}/follow/talks", {}, Origin="https://example.org")[0] == 403
    for origin, allowed in (("http://127.0.0.1:8050", True), ("https://example.org", False), ("null", False)):
        with urllib.request.urlopen(
            urllib.request.Request(f"{url}/follow/{talk['read']}/state", headers={"Origin": origin})
        ) as answer:
            assert (answer.headers["Access-Control-Allow-Origin"] == origin) is allowed


def test_too_many_talks_and_too_quick_ones_are_refused(url: str, talk: dict[str, str]):
    opened = []
    while (given := asked(f"{url}/follow/talks", {}))[0] == 201:
        opened.append(given[1]["control"])
        assert len(opened) < 30
    assert given[0] == 503 and "try again" in given[1]["detail"]
    for control in opened:
        asked(f"{url}/follow/control", None, control, "DELETE")
    found = [asked(f"{url}/follow/control", STEP, talk["control"])[0] for _ in range(60)]
    assert found[0] == 200 and set(found) <= {200, 429}


def test_a_presenters_token_can_be_asked_for(tmp_path: Path):
    with running(tmp_path / "log", FOLLOW_TOKEN="presenters-only") as url:
        assert asked(f"{url}/follow/talks", {})[0] == asked(f"{url}/follow/talks", {}, "wrong")[0] == 401
        assert asked(f"{url}/follow/talks", {}, "presenters-only")[0] == 201


def test_a_quiet_line_is_kept_open_by_comments_and_an_idle_talk_ends():
    async def heard() -> list[bytes]:
        sessions = Sessions(idle_s=0.08)
        own = channel.Channel(sessions, beat_s=0.02)
        _, read = await sessions.open("")
        session = await sessions.of_reader(read)
        lines = []
        async for part in own.stream(session, 0):
            lines.append(part)
            sessions.sweep()
        with pytest.raises(Unknown):
            await sessions.of_reader(read)
        assert session.followers == 0
        return lines

    lines = in_a_loop(heard)
    assert b"retry:" in lines[0] and lines[1] == b": beat\n\n" and lines[-1].startswith(b"event: end")


def test_more_followers_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(channel, "MOST_FOLLOWERS", 1)

    async def second() -> None:
        sessions = Sessions()
        own = channel.Channel(sessions)
        _, read = await sessions.open("")
        (await sessions.of_reader(read)).followers = 1
        request = channel.Request({"type": "http", "method": "GET", "headers": [], "path_params": {"read": read}})
        with pytest.raises(Full):
            await own.events(request)

    in_a_loop(second)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    port = free_port()
    with subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path_factory.mktemp("redis"))],
        stdout=subprocess.DEVNULL,
    ) as process:
        yield f"redis://127.0.0.1:{port}/0"
        process.terminate()


def test_two_processes_share_talks_through_redis(redis: str, tmp_path: Path):
    with running(tmp_path / "a", CACHE_URL=redis) as here, running(tmp_path / "b", CACHE_URL=redis) as there:
        given = asked(f"{here}/follow/talks", {})[1]
        line = Line(there, given["read"])
        assert line.event()["number"] == 0
        assert asked(f"{here}/follow/control", STEP, given["control"])[0] == 200
        assert line.event()["step"] == 1
        assert asked(f"{there}/follow/control", {**STEP, "step": 2}, given["control"])[0] == 200  # the speaker may change hosts
        assert line.event()["step"] == 2 and asked(f"{here}/follow/{given['read']}/state")[1]["step"] == 2
        asked(f"{here}/follow/control", None, given["control"], "DELETE")
        assert line.event()["event"] == "end"
        assert asked(f"{there}/follow/{given['read']}/state")[0] == 404


def test_the_server_starts_the_channel_and_says_where_it_is(tmp_path: Path):
    port = free_port()
    with serving(tmp_path / "log", FOLLOW_PORT=str(port)) as served:
        found = json.loads(served.get("/talks/channel")[1])["url"]
        assert found == f"http://127.0.0.1:{port}"
        wait_until(lambda: asked(f"{found}/follow/health")[0] == 200)
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{served.url}/present/citizen-card")
        for path, allowed in (("/present/citizen-card", True), ("/map", False)):
            try:
                with urllib.request.urlopen(served.url + path) as answer:
                    policy = answer.headers["Content-Security-Policy"]
            except urllib.error.HTTPError as error:
                with error:
                    policy = error.headers["Content-Security-Policy"]
            assert (f"connect-src 'self' {found};" in policy) is allowed
    wait_until(lambda: not answers(f"{found}/follow/health"))  # it goes with the server


def answers(url: str) -> bool:
    try:
        return asked(url)[0] == 200
    except OSError:
        return False
