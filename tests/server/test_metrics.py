"""Numbers for machines and lines for the keeper: by route, never by visitor; sitemap, robots, readiness."""

import io
import json
import logging
import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from data import store
from data.i18n import LOCALES
from server import metrics, sitemap
from tests.addresses import PAGES
from tests.serving import serving

SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, flags=re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_requests_are_counted_by_route(client: FlaskClient):
    name = 'taoyuan_requests_total{method="GET",route="/api/v1/<dataset>",status="200"}'
    before = value(client.get("/metrics").text, name)
    client.get("/api/v1/topics?topic=secret-word")
    client.get("/api/v1/topics?limit=1")
    text = client.get("/metrics").text
    assert value(text, name) == before + 1
    assert value(text, "taoyuan_data_ready") == 1
    assert f'version="{store.version()}"' in text
    assert "secret-word" not in text and "127.0.0.1" not in text


def test_addresses_nobody_knows_make_no_new_numbers(client: FlaskClient):
    for n in range(3):
        client.get(f"/api/v1/x{n}/y/z")
        client.get(f"/nowhere-{n}")
    assert "nowhere-" not in client.get("/metrics").text


@pytest.mark.parametrize(
    ("who", "address", "headers", "status"),
    [
        ("local", "127.0.0.1", {}, 200),
        ("local", "192.0.2.1", {}, 404),
        ("local", "127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, 404),
        ("all", "192.0.2.1", {}, 200),
        ("off", "127.0.0.1", {}, 404),
    ],
)
def test_who_may_read_them(app, client: FlaskClient, monkeypatch, who: str, address: str, headers: dict, status: int):
    monkeypatch.setitem(app.server.config["SETTINGS"], "metrics", who)
    assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": address}, headers=headers).status_code == status


def test_lines_are_json_and_know_no_visitor(tmp_path):
    with serving(tmp_path / "log", LOG_FORMAT="json", WORKERS="2") as served:
        served.get("/search?q=my-private-words", **{"X-Forwarded-For": "203.0.113.9", "User-Agent": "my-own-browser"})
        served.get("/api/v1/topics?limit=1")
        counted = sum(
            value(served.get("/metrics")[1], 'taoyuan_requests_total{method="GET",route="/api/v1/<dataset>",status="200"}')
            for _ in range(1)
        )
        assert counted == 1, "both workers count together"
        text = served.log.read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    asked = [line for line in lines if line["message"] == "request"]
    assert {"route", "method", "status", "ms", "level", "timestamp"} <= asked[0].keys()
    assert "/api/v1/<dataset>" in {line["route"] for line in asked}
    for word in ("my-private-words", "203.0.113.9", "my-own-browser", '127.0.0.1"'):
        assert word not in "\n".join(json.dumps(line) for line in asked)


def test_a_fault_is_one_line_too():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    root = logging.getLogger()
    root.addHandler(handler)
    before = [one.formatter for one in root.handlers]
    try:
        metrics.as_json()
        try:
            raise ValueError("broken")
        except ValueError:
            logging.getLogger("data").exception("it broke")
    finally:
        for one, formatter in zip(root.handlers, before, strict=True):
            one.setFormatter(formatter)
        root.removeHandler(handler)
    told = json.loads(out.getvalue())
    assert told["message"] == "it broke" and "ValueError" in told["exc_info"]


def test_readiness_names_its_parts(client: FlaskClient):
    told = json.loads(client.get("/readyz").text)
    assert told["status"] == "ready" and told["cache"] == "ok" and told["database"] in ("ok", "closed")


def test_the_sitemap_names_every_page_in_both_languages(client: FlaskClient):
    root = ElementTree.fromstring(client.get("/sitemap.xml").data)
    entries = {one.find(f"{SITE}loc").text: one for one in root}
    assert len(entries) == len(root) <= sitemap.MOST
    for page in {*PAGES} - {*sitemap.NOT_FOR_SEARCH}:
        assert {f"http://localhost{page}?lang={lang}" for lang in LOCALES} <= entries.keys(), page
    for table, key, path in (
        ("projects", "id", "projects"),
        ("villages", "village_code", "districts"),
        ("sources", "source_id", "sources"),
    ):
        for row in store.load(table).to_dict("records"):
            step = f"{row['district_code']}/{row[key]}" if table == "villages" else row[key]
            assert f"http://localhost/{path}/{step}?lang=en" in entries
    for address, entry in entries.items():
        tags = {link.get("hreflang"): link.get("href") for link in entry.findall(LINK)}
        assert tags.keys() == {*LOCALES, "x-default"}
        assert address in tags.values()


def test_what_the_sitemap_names_is_there(client: FlaskClient):
    paths = list(sitemap.paths())
    for path in paths[:: max(1, len(paths) // 60)]:
        assert client.get(path).status_code == 200, path


def test_robots_lead_to_the_sitemap(app, client: FlaskClient, monkeypatch):
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    monkeypatch.setitem(app.server.config["SETTINGS"], "public_url", "https://example.tw/")
    assert "Sitemap: https://example.tw/sitemap.xml" in client.get("/robots.txt").text
    assert "https://example.tw/map?lang=en" in client.get("/sitemap.xml").text
