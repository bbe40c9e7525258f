"""What is too much is refused in words: requests of an address, an address that is too long, a body that is too large."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data.i18n import translator
from server import errors, limits
from settings import read
from tests.serving import serving


def opened(**environment: str) -> FlaskClient:
    server = Flask("limited")
    limits.install(
        server, read({"RATE_EXEMPT": "10.1.0.0/16", "RATE_LIMIT": "5 per minute", "RATE_LIMIT_DATA": "2 per minute", **environment})
    )
    errors.install(server)
    server.add_url_rule("/<path:any>", view_func=lambda any: "answered", methods=["GET", "POST"], endpoint="any")
    return server.test_client()


def ask(client: FlaskClient, path: str, address: str, **headers: str) -> int:
    return client.get(path, environ_overrides={"REMOTE_ADDR": address}, headers=headers).status_code


def test_each_address_has_its_own_count():
    client = opened()
    assert [ask(client, "/map", "192.0.2.1") for _ in range(6)] == [200] * 5 + [429]
    assert ask(client, "/map", "192.0.2.2") == 200


def test_programs_are_counted_apart_from_pages():
    client = opened()
    assert [ask(client, "/api/v1/projects", "192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert ask(client, "/map", "192.0.2.1") == 200


def test_it_is_said_when_to_come_again_and_in_both_languages():
    client = opened()
    for _ in range(2):
        ask(client, "/data/x.csv", "192.0.2.1")
    answer = client.get("/data/x.csv", environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    told = json.loads(answer.text)
    assert answer.mimetype == "application/problem+json"
    assert (told["detail"], told["detail_zh"]) == tuple(translator(lang)("errors.too_many_requests") for lang in ("en", "zh-TW"))
    page = [client.get("/map", environ_overrides={"REMOTE_ADDR": "192.0.2.1"}, headers={"Accept": "text/html"}) for _ in range(6)][
        -1
    ]
    assert page.status_code == 429 and page.mimetype == "text/html"
    assert told["detail"] in page.text and told["detail_zh"] in page.text


def test_hall_and_machines_are_free():
    client = opened()
    assert {ask(client, "/map", "10.1.2.3") for _ in range(20)} == {200}
    assert {ask(client, "/healthz", "192.0.2.9") for _ in range(20)} == {200}
    assert {ask(opened(RATE_LIMIT="off"), "/map", "192.0.2.9") for _ in range(20)} == {200}


def test_one_subscriber_of_ipv6_is_one_visitor():
    client = opened()
    assert [ask(client, "/map", f"2001:db8:1:1::{n}") for n in range(6)][-1] == 429
    assert ask(client, "/map", "2001:db8:1:2::1") == 200


def test_only_a_declared_proxy_is_believed():
    client = opened()
    assert [ask(client, "/map", "192.0.2.1", **{"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(6)][-1] == 429
    behind = opened(HUB_PROXIES="1")
    assert {ask(behind, "/map", "127.0.0.1", **{"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(6)} == {200}
    told = [ask(behind, "/map", "127.0.0.1", **{"X-Forwarded-For": f"203.0.113.{n}, 198.51.100.77"}) for n in range(6)]
    assert told[-1] == 429, "what a visitor writes before the proxy's word is not believed"


def test_an_unreadable_network_is_said():
    with pytest.raises(ValueError, match="RATE_EXEMPT"):
        opened(RATE_EXEMPT="the hall")


def test_too_long_and_too_large():
    client = opened(BODY_LIMIT_KB="1")
    assert client.get("/map?x=" + "y" * 9000).status_code == 414
    answer = client.post("/map", data=b"x" * 2000)
    assert answer.status_code == 413
    assert json.loads(answer.text)["detail_zh"]
    assert client.post("/map", data=b"x" * 1000).status_code == 200


def test_a_lost_redis_stops_nobody(tmp_path):
    """Counters fall back to this process."""
    client = opened(CACHE_URL="redis://127.0.0.1:1/0")
    assert [ask(client, "/map", "192.0.2.1") for _ in range(5)] == [200] * 5


def test_the_real_server_counts(tmp_path):
    with serving(tmp_path / "log", RATE_EXEMPT="192.0.2.0/24", RATE_LIMIT_DATA="3 per minute") as served:
        assert [served.get("/api/v1/topics")[0] for _ in range(4)] == [200, 200, 200, 429]
        assert served.get("/about")[0] == 200
