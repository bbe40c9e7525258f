"""Requests nobody sends in good faith: always an answer in words, never a trace, never their text as markup."""

import itertools
import json
import socket
from pathlib import Path
from urllib.parse import quote, urlsplit

import brotli
import pytest
from flask.testing import FlaskClient

from server import bundle
from server.errors import CLOSED
from server.headers import HEADERS
from server.shell import Exhibition
from tests.pages.baked import values
from tests.serving import serving

MARKUP = "<script>alert(1)</script>"
TEXTS = [
    MARKUP,
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "' OR 1=1 --",
    "{{7*7}}",
    "${7*7}",
    "%s%n",
    "a" * 500,
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "\u2028alert(1)",
    "\u202emoc.live",
    "ｓｃｒｉｐｔ",
    "😀" * 50,
    "-1",
    "1e999",
    "NaN",
    "null",
    "0x0",
    "__proto__",
    "constructor",
]
WRITTEN = r"""
    /..%2f..%2fetc/passwd /../../settings.py /%2e%2e/%2e%2e/etc/passwd /....//....//etc/passwd /%00 /map%00.html
    /%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd /%e0%80%af /%f0%80%80%af /%ff%fe /%u002e /% /%% /%2 /.env /.git/config /app.py
    /settings.py /data/tables/projects.csv /server/run.py /views/../../settings.py /views/..%2f..%2fsettings.py
    /views/%2e%2e%2fsettings.py /views/%00 /views/ /views/city.json /views/city.000000000000.json
    /views/city.000000000000.json.br /views/. /views/.. /static/../app.py /static/..%2f..%2fapp.py
    /static/%2e%2e/%2e%2e/app.py /static/ /static/manifest.json /static/%00 /static/x.js /projects/../../etc/passwd
    /projects/%2e%2e /projects/ /projects/a/b/c /; /;jsessionid=1 /map;x=1 /map.php /wp-login.php /MAP /not-found-404
    /pages/map /healthz/x /_page/x /_dash-component-suites/x/y /_dash-component-suites/dash/../../x
    /_dash-component-suites/dash/%00 /_dash-component-suites/plotly/package_data/plotly.min.js
    /_dash-component-suites/dash/dash-renderer/build/dash_renderer.min.js /_reload-hash /_favicon.ico /assets/manifest.json
    /assets/../app.py /_dash-update-component
"""
PATHS = [
    *WRITTEN.split(),
    "/views/" + "a" * 400,
    "/projects/" + "x" * 1900,
    "/" + "a/" * 900,
    "/" + "%2f" * 300,
    "/readyz?x=" + "y" * 1000,
]
QUERIES = [
    "x=" + "a" * 10_000,
    "a=1&" * 500,
    "lang=en&" * 41,
    "lang",
    "lang=",
    "=",
    "&&&",
    "%",
    "lang=%00",
    "lang=%ff",
    "lang=%c0%ae",
    "lang[]=en",
    "lang=en;theme=day",
    "lang=en&lang=xx",
    "lang=xx&lang=en",
    "year=2019.0",
    "year=+2019",
    "year= 2019",
    "year=２０１９",
    "year=99999999999999999999",
    "year=-2014",
    "address=/map",
    "project=%0d%0aX-Evil: 1",
    "screen=" + quote(MARKUP),
]
ADDRESSES = [
    *PATHS,
    *(f"/map?{query}" for query in QUERIES),
    *(
        f"/?{name}={quote(text)}"
        for name, text in itertools.product(
            ("lang", "theme", "year", "topic", "district", "project", "milestone", "screen", "x"), TEXTS
        )
    ),
    *(f"/projects/{quote(text, safe='')}" for text in TEXTS),
    *(f"/{quote(text)}" for text in TEXTS),
]
METHODS = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PROPFIND", "BREW"]
BODIES = [
    "",
    "{",
    "[]",
    "null",
    "1",
    '"x"',
    "{}",
    json.dumps({"output": "page.children"}),
    json.dumps({"output": "page.children", "inputs": [], "changedPropIds": []}),
    json.dumps({"output": "..a.b...c.d..", "outputs": [], "inputs": None}),
    json.dumps({"output": {"a": 1}, "inputs": [{"id": MARKUP}]}),
    "[" * 50_000,
    "\x00",
    "\ud7ff" * 1000,
]


SHARED = ("/api", "/ogc", "/data", "/catalog")      # pages of other sites may read these


def said_well(answer, address: str) -> None:
    """An answer that gives nothing away: see the module."""
    body = answer.get_data()
    text = (brotli.decompress(body) if answer.content_encoding == "br" else body).decode()
    assert answer.status_code < 500, (answer.status_code, address[:120], text[:300])
    assert "Traceback" not in text
    assert "site-packages" not in text
    shared = {"Cross-Origin-Resource-Policy": "cross-origin"} if answer.request.path.startswith(SHARED) else {}
    for name, value in {**HEADERS, **shared}.items():
        assert answer.headers.get(name) == value, (name, address[:120])
    if answer.mimetype == "text/html":
        assert "<script>alert" not in text.lower(), address[:120]
        assert "<img src=x" not in text.lower(), address[:120]
    assert "root:x:" not in text
    assert "def create_app" not in text
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("start", range(0, len(ADDRESSES), 40))
def test_every_address_is_answered_in_words(client: FlaskClient, start: int):
    for address in ADDRESSES[start : start + 40]:
        answer = client.get(address)
        said_well(answer, address)
        assert answer.status_code in (200, 308, 400, 404, 414), (answer.status_code, address[:120])
        if answer.status_code == 308:
            assert urlsplit(answer.headers["Location"]).netloc in ("", "localhost")


@pytest.mark.parametrize("start", range(0, len(ADDRESSES), 40))
def test_the_router_is_told_the_same(client: FlaskClient, start: int):
    for address in ADDRESSES[start : start + 40]:
        answer = client.get("/_page", query_string={"address": address})
        said_well(answer, address)
        assert answer.status_code == 200
        assert answer.mimetype == "application/json"
        assert answer.json["status"] in (200, 400, 404)
        assert answer.json["status"] == 200 or all(link.startswith("/") for link in _links(answer.json["tree"]))


def _links(tree: object) -> list[str]:
    """Every href of a baked page."""
    return values(tree, "href")


@pytest.mark.parametrize("method", METHODS)
def test_strange_methods_are_refused(client: FlaskClient, method: str):
    for path in (
        "/",
        "/map",
        "/projects/airport-mrt",
        "/_page",
        "/views/x",
        "/healthz",
        "/readyz",
        "/_dash-layout",
        "/_dash-update-component",
        bundle.url("app.css"),
        "/static/x",
    ):
        answer = client.open(path, method=method, data=MARKUP)
        said_well(answer, f"{method} {path}")
        assert answer.status_code in ((200, 404, 405) if method == "OPTIONS" else (404, 405)), (method, path)
        if answer.status_code == 405:
            assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_callbacks_are_closed(client: FlaskClient, kind: str):
    """This exhibition has no callback on the server: nothing sent is read."""
    for body in BODIES:
        answer = client.post("/_dash-update-component", data=body.encode("utf-8", "replace"), content_type=kind)
        said_well(answer, body)
        assert answer.status_code == 404


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_not_needed_is_closed(client: FlaskClient, path: str):
    answer = client.get(path if not path.endswith("/") else f"{path}dash/x.js")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 404


def test_a_list_as_long_as_a_book_ends(client: FlaskClient):
    answer = client.get(
        "/map",
        headers={
            "Accept-Language": ",".join(f"x-{n};q=0.{n}" for n in range(3000)),
            "Accept-Encoding": "br;q=x, " * 500,
            "Cookie": "a=" * 4000,
        },
    )
    said_well(answer, "headers")
    assert answer.status_code == 200


@pytest.mark.parametrize("language", ["", "*", "xx", "en;q=abc", "zh-TW;q=2", '"', "<script>", "en-US,en;q=0.9,zh;q=0.8" * 50])
def test_any_language_header_is_survived(client: FlaskClient, language: str):
    said_well(client.get("/", headers={"Accept-Language": language}), language)


def test_the_same_page_under_many_slashes_is_kept_once(client: FlaskClient, app: Exhibition):
    """A cache that anybody may fill with copies of the largest page is a way to fill the memory."""
    from server.cache import cache

    with app.server.app_context():
        cache.clear()
    for count in range(1, 30):
        client.get("/_page", query_string={"address": "/" * count + "timeline" + "/" * count})
    assert len([key for key in cache.cache._cache if "timeline" in key]) <= 1


def test_a_page_that_fails_says_so_to_people_and_the_trace_to_the_log_only(
    app: Exhibition, client: FlaskClient, monkeypatch, caplog
):
    import dash

    from server.cache import cache

    with app.server.app_context():
        cache.clear()

    def broken(**_query: str) -> None:
        raise RuntimeError("the secret of the pond")

    monkeypatch.setitem(dash.page_registry["pages.map"], "layout", broken)
    answer = client.get("/map", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert answer.mimetype == "text/html"
    assert "Traceback" not in answer.text
    assert "secret" not in answer.text
    assert 'href="/"' in answer.text
    assert "the secret of the pond" in caplog.text
    problem = client.get("/_page?address=/map")
    assert problem.status_code == 500
    assert problem.mimetype == "application/problem+json"
    assert "secret" not in problem.text
    assert {name: problem.headers[name] for name in HEADERS} == HEADERS


def test_raw_requests_to_the_real_server(tmp_path: Path):
    """What no client library would send; afterwards the server is still there."""
    sent = [
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET //elsewhere.invalid/x HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /static/../../app.py HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n{",
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b'GET / HTTP/1.1\r\nHost: "><script>\r\n\r\n',
        MARKUP.encode(),
    ]
    with serving(tmp_path / "server.log") as running:
        target = urlsplit(running.url)
        for request in sent:
            with socket.create_connection((target.hostname, target.port), timeout=5) as line:
                try:
                    line.sendall(request)
                    line.shutdown(socket.SHUT_WR)
                    answer = line.recv(65_536)
                except OSError:  # hung up on: also an answer
                    answer = b""
            assert not answer or answer.split(b" ")[1][:1] in (b"2", b"3", b"4"), (request[:60], answer[:200])
            assert b"root:x:" not in answer
            assert b"create_app" not in answer
            assert b"ocation: //" not in answer
            assert b"ocation: http://elsewhere" not in answer
        assert running.get("/healthz")[0] == 200
        assert running.get("/map")[0] == 200
        assert "Traceback" not in running.log.read_text()
