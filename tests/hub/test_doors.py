"""Who comes in: hall network, the right token, a login of this page; without a token nobody."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.http import parse_cookie

import settings
from hub import doors, opened
from settings import SettingError
from tests.hub.conftest import HALL, ORGANISER, SCREEN, Opened, heartbeat

EVERY = [
    ("GET", "/hub"),
    ("GET", "/hub/visits.csv"),
    ("GET", "/hub/poll.csv"),
    ("GET", "/hub/audit.csv"),
    ("POST", "/hub/login"),
    ("POST", "/hub/order"),
    ("POST", "/hub/note"),
    ("POST", "/hub/forget"),
    ("POST", "/hub/logout"),
    ("POST", "/hub/api/heartbeat"),
    ("POST", "/hub/api/visits"),
    ("GET", "/hub/api/screens"),
    ("POST", "/hub/api/commands"),
    ("POST", "/hub/api/restart"),
]


def alone(**chosen: str) -> Flask:
    server = Flask("hub-closed", static_folder=None)
    opened.install(server, settings.read(chosen))
    return server


@pytest.mark.parametrize("method, path", EVERY)
def test_without_a_token_the_hub_is_closed(method: str, path: str, tmp_path: Path):
    server = alone(HUB_DATABASE_URL=f"sqlite:///{tmp_path / 'hub.sqlite'}")
    answer = server.test_client().open(path, method=method, headers={"Authorization": "Bearer "})
    assert answer.status_code == 403
    assert "closed" in answer.get_data(as_text=True) or "未開放" in answer.get_data(as_text=True)
    assert list(tmp_path.iterdir()) == [], "a closed hub has no database"


def test_the_list_above_is_whole(small_hub: Opened):
    known = {(method, rule.rule) for rule in small_hub.server.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert known == {*EVERY, ("GET", "/hub/static/<path:filename>")}


@pytest.mark.parametrize("method, path", EVERY)
@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "", "unix:", "203.0.113.9:80"])
def test_outside_the_hall_nobody_comes_in(small_hub: Opened, method: str, path: str, address: str):
    answer = small_hub.client.open(
        path, method=method, headers={"Authorization": f"Bearer {ORGANISER}"}, environ_base={"REMOTE_ADDR": address}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:192.168.1.4", "10.9.8.7", "172.31.0.1", "fd00::5"])
def test_loopback_and_private_networks_are_the_hall(small_hub: Opened, address: str):
    answer = small_hub.client.get(
        "/hub/api/screens", headers={"Authorization": f"Bearer {ORGANISER}"}, environ_base={"REMOTE_ADDR": address}
    )
    assert answer.status_code == 200


def test_the_hall_can_be_one_network(open_hub: Callable[..., Opened], tmp_path: Path):
    hub = open_hub(f"sqlite:///{tmp_path / 'h.sqlite'}", HUB_NETWORKS="192.168.7.0/24")
    asked = {"headers": {"Authorization": f"Bearer {ORGANISER}"}}
    assert hub.client.get("/hub/api/screens", environ_base=HALL, **asked).status_code == 200
    assert hub.client.get("/hub/api/screens", environ_base={"REMOTE_ADDR": "192.168.8.9"}, **asked).status_code == 403
    assert hub.client.get("/hub/api/screens", environ_base={"REMOTE_ADDR": "127.0.0.1"}, **asked).status_code == 403


@pytest.mark.parametrize(
    "proxies, forwarded, status",
    [
        ("0", "192.168.1.1", 403),
        ("1", None, 403),
        ("1", "8.8.8.8", 403),
        ("1", "192.168.1.1, 8.8.8.8", 403),
        ("1", "8.8.8.8, 192.168.1.1", 200),
        ("2", "8.8.8.8, 192.168.1.1, 10.0.0.1", 200),
        ("2", "192.168.1.1, 8.8.8.8, 10.0.0.1", 403),
    ],
)
def test_only_a_declared_proxy_is_believed(
    open_hub: Callable[..., Opened], tmp_path: Path, proxies: str, forwarded: str | None, status: int
):
    hub = open_hub(f"sqlite:///{tmp_path / 'h.sqlite'}", HUB_PROXIES=proxies)
    headers = {"Authorization": f"Bearer {ORGANISER}", **({"X-Forwarded-For": forwarded} if forwarded else {})}
    assert hub.client.get("/hub/api/screens", headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"}).status_code == status


@pytest.mark.parametrize(
    "given", [None, "", "Bearer", "Bearer wrong", f"Basic {SCREEN}", f"Bearer {SCREEN}x", f"Bearer {ORGANISER}", "Bearer é"]
)
def test_a_screen_needs_the_screens_token(small_hub: Opened, given: str | None):
    answer = small_hub.client.post(
        "/hub/api/heartbeat", json=heartbeat(), headers={"Authorization": given} if given is not None else {}, environ_base=HALL
    )
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_screen_commands_nobody(small_hub: Opened):
    small_hub.beat()
    assert small_hub.post("commands", {"screen": "lobby-1", "kind": "restart"}, SCREEN).status_code == 401


@pytest.mark.parametrize(
    "chosen",
    [
        {"HUB_TOKENS": "desk=short"},
        {"HUB_TOKENS": "x" * 30},
        {"HUB_TOKENS": f"Desk={ORGANISER}"},
        {"HUB_TOKENS": "desk=" + "密" * 30},
        {"HUB_SCREEN_TOKEN": "short"},
        {"HUB_TOKENS": f"desk={SCREEN}", "HUB_SCREEN_TOKEN": SCREEN},
        {"HUB_TOKENS": f"desk={ORGANISER}", "HUB_NETWORKS": "hall"},
        {"HUB_TOKENS": f"desk={ORGANISER}", "HUB_NETWORKS": "10.0.0.1/8"},
        {"HUB_TOKENS": f"desk={ORGANISER}", "HUB_PROXIES": "-1"},
        {"HUB_TOKENS": f"desk={ORGANISER}", "HUB_DATABASE_URL": "mysql://x/y"},
        {"HUB_TOKENS": f"desk={ORGANISER}", "HUB_DATABASE_URL": "nothing"},
        {"HUB_TOKENS": f"desk={ORGANISER}", "HUB_HEARTBEAT_S": "0"},
    ],
)
def test_a_setting_that_cannot_be_used_closes_the_hub_and_nothing_else(chosen: dict[str, str], caplog: pytest.LogCaptureFixture):
    server = alone(**chosen)
    assert server.test_client().get("/hub").status_code == 403
    assert "The hub stays closed: HUB_" in caplog.text
    assert ORGANISER not in caplog.text and SCREEN not in caplog.text and "xxxx" not in caplog.text


def test_a_bad_token_is_named_by_its_place_only():
    with pytest.raises(SettingError, match="HUB_TOKENS, entry 2: write name=token"):
        doors.Doors.read(settings.read({"HUB_TOKENS": f"desk={ORGANISER},curator=short"}))


def test_the_token_is_in_no_text_of_the_doors():
    read = doors.Doors.read(settings.read({"HUB_TOKENS": f"desk={ORGANISER}", "HUB_SCREEN_TOKEN": SCREEN}))
    assert ORGANISER not in repr(read) and SCREEN not in repr(read)


def login(hub: Opened, token: str = ORGANISER, **extra: object) -> str:
    answer = hub.client.post("/hub/login", data={"token": token, "lang": "en"}, environ_base=HALL, **extra)
    assert answer.status_code == 303
    return answer.headers["Set-Cookie"]


def test_the_cookie_is_signed_and_only_of_the_hub(small_hub: Opened):
    cookie = login(small_hub)
    assert ORGANISER not in cookie
    for part in ("HttpOnly", "SameSite=Strict", "Path=/hub", "Max-Age=43200"):
        assert part in cookie
    assert "Secure" not in cookie, "plain http inside the hall"


def test_the_cookie_is_secure_behind_https(open_hub: Callable[..., Opened], tmp_path: Path):
    hub = open_hub(f"sqlite:///{tmp_path / 'h.sqlite'}", HUB_PROXIES="1")
    assert "Secure" in login(hub, headers={"X-Forwarded-For": "192.168.7.9", "X-Forwarded-Proto": "https"})


def test_a_wrong_token_logs_nobody_in(small_hub: Opened):
    answer = small_hub.client.post("/hub/login", data={"token": SCREEN, "lang": "en"}, environ_base=HALL)
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    assert "not known" in answer.get_data(as_text=True)


def test_a_forged_or_old_cookie_is_no_login(small_hub: Opened, monkeypatch: pytest.MonkeyPatch):
    value = parse_cookie(login(small_hub).split(";")[0])["hub"]
    page = small_hub.client.get("/hub?lang=en", environ_base=HALL).get_data(as_text=True)
    assert "Logged in as desk" in page
    assert small_hub.client.get("/hub/audit.csv", environ_base=HALL).status_code == 200
    small_hub.client.set_cookie("hub", value[:-2] + ("AA" if not value.endswith("AA") else "BB"), path="/hub")
    assert small_hub.client.get("/hub/audit.csv", environ_base=HALL).status_code == 303
    small_hub.client.set_cookie("hub", value, path="/hub")
    monkeypatch.setattr(doors, "SESSION_S", -1)
    assert small_hub.client.get("/hub/audit.csv", environ_base=HALL).status_code == 303


def test_a_changed_token_ends_its_logins(open_hub: Callable[..., Opened], tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'h.sqlite'}"
    value = parse_cookie(login(open_hub(url)).split(";")[0])["hub"]
    later = open_hub(url, HUB_TOKENS="desk=" + "n" * 30)
    later.client.set_cookie("hub", value, path="/hub")
    assert "Logged in" not in later.client.get("/hub?lang=en", environ_base=HALL).get_data(as_text=True)


@pytest.mark.parametrize("path", ["/hub/order", "/hub/note", "/hub/forget"])
@pytest.mark.parametrize("csrf", [None, "", "0" * 64])
def test_a_form_of_another_page_does_nothing(small_hub: Opened, path: str, csrf: str | None):
    small_hub.beat()
    login(small_hub)
    form = {"screen": "lobby-1", "kind": "restart", "text": "x", "lang": "en", **({"csrf": csrf} if csrf is not None else {})}
    answer = small_hub.client.post(path, data=form, environ_base=HALL)
    assert answer.status_code == 303 and "said=failed" in answer.headers["Location"]
    assert small_hub.beat()["commands"] == []


def test_a_form_token_of_another_login_does_nothing(small_hub: Opened):
    small_hub.beat()
    login(small_hub, "another-organisers-token-00")
    other = re.search(r'name="csrf" value="(\w+)"', small_hub.client.get("/hub", environ_base=HALL).get_data(as_text=True))[1]
    login(small_hub)
    small_hub.client.post("/hub/order", data={"csrf": other, "screen": "lobby-1", "kind": "restart"}, environ_base=HALL)
    assert small_hub.beat()["commands"] == []
