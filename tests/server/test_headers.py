"""The points of OWASP ASVS 5.0, chapter V3 (web frontend), on every kind of answer: page, file, data, error."""

import re

import pytest
from flask.testing import FlaskClient

from server import headers

ADDRESSES = (
    "/",
    "/map?lang=en",
    "/projects/airport-mrt",
    "/no-such-page",
    "/map?year=1900",
    "/_page?address=/map",
    "/healthz",
    "/api",
    "/api/v1/projects?limit=1",
    "/api/v1/nothing",
    "/ogc/collections",
    "/data/topics.csv",
    "/catalog.ttl",
    "/sitemap.xml",
    "/robots.txt",
    "/_dash-update-component",
    "/_dash-layout",
    "/_dash-dependencies",
    "/hub",
    "/sw.js",
    "/manifest.webmanifest",
    "/views/nothing.json",
    "/static/nothing.js",
    "/data/datapackage.json",
    "/export/nothing",
)


def policy(answer) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


@pytest.mark.parametrize("address", ADDRESSES)
def test_v3_4_every_answer_is_bound(client: FlaskClient, address: str):
    answer = client.get(address)
    rules = policy(answer)
    assert rules["object-src"] == ["'none'"] and rules["base-uri"] == ["'none'"]  # 3.4.3
    assert "'unsafe-inline'" not in rules.get("script-src", rules["default-src"])
    assert "'unsafe-eval'" not in rules.get("script-src", rules["default-src"])
    assert rules["require-trusted-types-for"] == ["'script'"] and rules["trusted-types"] == ["default"]  # 3.2.2: text is no markup
    assert not [value for values in rules.values() for value in values if value in ("*", "http:", "https:")]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"  # 3.4.4
    assert answer.headers["Referrer-Policy"] in ("strict-origin-when-cross-origin", "same-origin", "no-referrer")  # 3.4.5
    assert rules["frame-ancestors"] == ["'self'"]  # 3.4.6
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"  # 3.4.8
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers
    if answer.data and answer.mimetype.startswith("text/"):
        assert re.search("charset=utf-8", answer.content_type, re.IGNORECASE)  # 3.2.1: never guessed


@pytest.mark.parametrize("address", ADDRESSES)
def test_v3_4_2_other_sites_read_data_only(client: FlaskClient, address: str):
    answer = client.get(address, headers={"Origin": "https://evil.example"})
    shared = address.startswith(("/api", "/ogc", "/data", "/catalog"))
    assert answer.headers.get("Access-Control-Allow-Origin") == ("*" if shared else None)
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if shared else "same-origin")


@pytest.mark.parametrize("address", ADDRESSES)
def test_v3_3_no_cookie_is_set(client: FlaskClient, address: str):
    assert "Set-Cookie" not in client.get(address).headers


@pytest.mark.parametrize("address", [one for one in ADDRESSES if not one.startswith("/hub")])
def test_v3_5_nothing_changes_by_a_form_of_another_site(client: FlaskClient, address: str):
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(address, headers={"Origin": "https://evil.example"}).status_code in (404, 405)


def start(address: str, **chosen: int) -> dict[str, str]:
    """The headers ``everywhere`` puts on an answer that has none."""
    got: dict[str, str] = {}
    application = headers.everywhere(lambda environ, begin: begin("200 OK", []) or [b""], **chosen)
    application({"PATH_INFO": address}, lambda status, sent, *rest: got.update(sent))
    return got


def test_v3_4_1_https_is_kept_to_where_it_stands():
    assert "Strict-Transport-Security" not in start("/map")
    assert start("/map", hsts_s=31536000)["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    ("address", "framed"),
    [("/embed", True), ("/embed/map", True), ("/embedded", False), ("/map", False), ("/", False), ("/api/embed", False)],
)
def test_v3_4_6_only_what_is_meant_for_it_is_framed(address: str, framed: bool):
    sent = start(address)
    assert ("frame-ancestors *" in sent["Content-Security-Policy"]) == framed
    assert ("frame-ancestors 'self'" in sent["Content-Security-Policy"]) != framed
