"""Every address in both tongues: the right words, the right headers, and nothing the page does not need."""

import gzip
import json
import re
from html import escape
from typing import Any

import brotli
import dash
import pytest
from flask.testing import FlaskClient

from data import store
from data.catalog import shelf
from server import bundle
from server.address import Found, is_for_programs, understand
from server.headers import HEADERS, POLICY
from server.pages import page_of
from server.shell import AT_ONCE, LATIN_FACES, Exhibition, language
from tests.addresses import ADDRESSES, PAGES, TEMPLATES, rows
from tests.pages.baked import texts, walk

DRAWN = ("/indicators/",)  # pages that may preload the library of line charts
LANGUAGES = ("zh-TW", "en")
UNFILLED = re.compile(r"\b(?:nan|NaN|NaT|None|undefined)\b|<NA>")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def parts(tree: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every element of a baked page: (tag, attributes)."""
    return [(tag, attributes) for tag, attributes, _ in walk(tree)]


def title_of(html: str) -> str:
    return re.search(r"<title>(.*?)</title>", html)[1]


def test_every_page_is_listed_here(app: Exhibition):
    assert {page["path"] for page in dash.page_registry.values() if not page["path_template"] and not page.get("hidden")} == set(
        PAGES
    )
    assert {page["path_template"] for page in dash.page_registry.values() if page["path_template"]} == set(TEMPLATES)


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_in_a_tongue(client: FlaskClient, path: str, tongue: str):
    answer = client.get(f"{path}?lang={tongue}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    html = answer.text
    assert re.search(rf'<html lang="{tongue}"', html)
    assert bool(CHINESE.search(title_of(html))) == (tongue == "zh-TW")
    first = json.loads(re.search(r'<script id="first-page" type="application/json">(.*?)</script>', html, re.DOTALL)[1])
    assert first["status"] == 200
    assert all(CHINESE.search(first[name][0]) and not CHINESE.search(first[name][1]) for name in ("title", "description"))
    for text in texts(page_of(path)["tree"]):      # the words stand in the first answer, before any script
        assert escape(text, quote=False) in html, text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Accept-Language" in answer.headers["Vary"]


FROM = {"Referer": "http://localhost/map?lang=en&theme=day"}
KEPT = "?lang=en&theme=day"


@pytest.mark.parametrize(
    ("address", "headers", "to"),
    [
        ("/about", FROM, KEPT),
        ("/about?theme=night", FROM, "?theme=night&lang=en"),
        ("/about?lang=zh-TW&theme=night", FROM, ""),                  # a link that says so
        ("/map?year=2018&year=2019", FROM, "?year=2018&year=2019&lang=en&theme=day"),      # the same path, and all it asked
        ("/about?screen=kiosk-24-desk", FROM, ""),                    # the hall starts over in its own
        ("/about", {"Referer": "http://localhost/"}, ""),             # a page with scripts says no more
        ("/about", {"Referer": "http://example.org/map?lang=en"}, ""),
        ("/about", {"Referer": "http://localhost/map?lang=xx&theme=neon"}, ""),
        ("/about", {}, ""),
    ],
)
def test_a_link_without_scripts_keeps_language_and_light(client: FlaskClient, address: str, headers: dict[str, str], to: str):
    answer = client.get(address, headers=headers)
    assert (answer.status_code, answer.headers.get("Location", "")) == (302 if to else 200, to)
    assert "Referer" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_has_one_heading_and_only_known_parts(client: FlaskClient, path: str):
    page = page_of(path)
    assert [tag for tag, _ in parts(page["tree"])].count("h1") == 1
    slots = [attributes for _, attributes in parts(page["tree"]) if "data-dash" in attributes]
    assert len(slots) == (1 if page["dash"] else 0)
    assert not page["dash"] or page["dash"]["namespace"] == "dash_leaflet"
    assert set(page["needs"]) <= set(page["views"])
    text = json.dumps(page["tree"], ensure_ascii=False)
    assert not UNFILLED.search(text)
    assert not re.search(r"\{[a-z_]+\}", text), "a value was not filled in"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_row_has_a_page(client: FlaskClient, template: str):
    """All of a short table, some twenty of a long one."""
    every = rows(template, 0)
    for address in every[:: max(1, len(every) // 20)]:
        page = client.get("/_page", query_string={"address": address}).json
        assert page["status"] == 200, address
        assert not UNFILLED.search(json.dumps(page["tree"], ensure_ascii=False)), address


def test_every_way_leads_somewhere(client: FlaskClient):
    """Each link inside the exhibition is an address that is understood, and the row it names is there; not the files."""
    there = (
        {address for template in TEMPLATES for address in rows(template, 0)} | set(PAGES) | {f"/sources/{name}" for name in shelf()}
        | {f"/present/{key}" for key in store.load("stories")["id"]}
    )
    found = ((path, attributes.get("href")) for path in ADDRESSES for _, attributes in parts(page_of(path)["tree"]))
    links = {(path, to) for path, to in found if to}
    inside = {(path, to) for path, to in links if to.startswith("/") and not is_for_programs(to.partition("?")[0])}
    assert {(path, to) for path, to in links - inside if not re.match(r"https?://|#|/", to)} == set()
    assert {(path, to) for path, to in inside if not isinstance(understand(to), Found)} == set()
    assert {(path, to) for path, to in inside if re.split(r"[?#]", to)[0] not in there} == set()


@pytest.mark.parametrize(
    ("header", "tongue"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("en-US", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("zh-CN", "zh-TW"),
        ("de-DE,de;q=0.9,en;q=0.5", "en"),
        ("ja", "zh-TW"),
        ("", "zh-TW"),
        ("*", "zh-TW"),
    ],
)
def test_the_browsers_language_is_listened_to(client: FlaskClient, header: str, tongue: str):
    assert f'<html lang="{tongue}"' in client.get("/", headers={"Accept-Language": header}).text


def test_the_address_wins_over_the_browser(client: FlaskClient):
    html = client.get("/?lang=zh-TW", headers={"Accept-Language": "en"}).text
    assert '<html lang="zh-TW" data-default-lang="en"' in html


def test_a_kiosk_begins_in_chinese(client: FlaskClient):
    screen = store.load("screens")["id"].iloc[0]
    html = client.get(f"/?screen={screen}", headers={"Accept-Language": "en"}).text
    assert '<html lang="zh-TW"' in html
    assert 'data-mode="kiosk"' in html
    assert f'data-profile="{screen}"' in html
    assert '<html lang="en"' in client.get(f"/?screen={screen}&lang=en").text
    assert language({}, "kiosk", None) == "zh-TW"


@pytest.mark.parametrize("theme", ["night", "day", "contrast"])
def test_the_theme_of_the_address_is_in_the_page_from_the_start(client: FlaskClient, theme: str):
    assert f'data-theme="{theme}"' in client.get(f"/?theme={theme}").text


def test_an_unknown_address_says_so_in_both_tongues(client: FlaskClient):
    for tongue in LANGUAGES:
        answer = client.get(f"/projects/airport-metro?lang={tongue}")
        assert answer.status_code == 404
        assert f'<html lang="{tongue}"' in answer.text
        assert bool(CHINESE.search(title_of(answer.text))) == (tongue == "zh-TW")
    page = page_of("/projects/airport-metro")
    assert page["status"] == 404
    assert "/projects/airport-mrt" in [attributes.get("href") for _, attributes in parts(page["tree"])]


def test_only_what_a_page_needs_is_loaded(client: FlaskClient):
    """A drawing library comes with the pages that draw with it, later and by name; Dash's own charts and tables never do."""
    for path in ADDRESSES:
        html = client.get(path).text
        scripts = re.findall(r'<script[^>]* src="([^"]+)"', html)
        assert scripts
        assert all(src.startswith(bundle.PREFIX) for src in scripts)
        assert not re.search(r"plotly|dash_core_components|\bdcc\b|dash_table|_dash-component-suites|polyfill", "".join(scripts))
        assert path.startswith(DRAWN) or "plotly" not in html.split("<body>")[0], path
        assert ("dash-layout" in html.split("<body>")[0]) == bool(page_of(path)["dash"]), path
        fetched = re.findall(r'<link rel="(?!canonical|alternate)[^"]+"[^>]* href="([^"]+)"', html)
        linked = [src for src in fetched if not src.startswith("data:image/png;base64,")]
        assert all(src.startswith(("/static/", "/views/", "/_dash-", "/manifest.webmanifest")) for src in linked)
        for src in {*scripts, *linked}:
            assert client.get(src).status_code == 200, src


def test_dashs_own_configuration_keeps_versions_to_itself(client: FlaskClient):
    config = re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', client.get("/").text)[1]
    assert not re.search(r"python_version|dash_version|plotly", config)


def test_the_policy_lets_nothing_in():
    assert POLICY["script-src"] == "'self'"
    assert "unsafe-eval" not in str(POLICY)
    assert "*" not in str(POLICY)


def test_static_files_are_kept_for_good_and_named_by_content(client: FlaskClient):
    for name, file in bundle.manifest().items():
        answer = client.get(bundle.PREFIX + file, headers={"Accept-Encoding": "identity"})
        assert answer.status_code == 200, name
        assert "immutable" in answer.headers["Cache-Control"]
        assert {key: answer.headers[key] for key in HEADERS} == HEADERS
        assert re.fullmatch(r".+\.[0-9a-f]{8}\.\w+", file)
        for accepted, opened in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            packed = client.get(bundle.PREFIX + file, headers={"Accept-Encoding": accepted})
            assert (opened(packed.data) if packed.headers.get("Content-Encoding") == accepted else packed.data) == answer.data


def test_no_bundle_names_its_source_map(client: FlaskClient):
    for name in bundle.manifest():
        if name.endswith(".js"):
            assert b"//# sourceMappingURL" not in client.get(bundle.url(name)).data, name


def test_views_are_the_same_in_every_packing(client: FlaskClient):
    for url in page_of("/")["views"].values():
        plain = client.get(url, headers={"Accept-Encoding": "identity"})
        assert plain.status_code == 200
        assert "Content-Encoding" not in plain.headers
        assert b"NaN" not in plain.data
        for accepted, given, opened in (("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)):
            packed = client.get(url, headers={"Accept-Encoding": accepted})
            assert packed.headers["Content-Encoding"] == given
            assert packed.headers["Vary"] == "Accept-Encoding"
            assert "immutable" in packed.headers["Cache-Control"]
            assert opened(packed.data) == plain.data
            assert len(packed.data) < len(plain.data)
        json.loads(plain.data)


def test_healthz_and_readyz(client: FlaskClient):
    assert client.get("/healthz").json == {"status": "alive"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    kept = {"status": "ready", "data": store.version(), "refused": [], "cache": "ok", "database": "closed"}
    assert ready.json == kept


def test_without_good_data_readyz_says_no(client: FlaskClient, monkeypatch):
    monkeypatch.setattr(store, "ready", lambda: False)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 503
    assert client.get("/healthz").status_code == 200


def links(html: str, rel: str) -> dict[str, str]:
    """{address: media} of the links of a page that say ``rel``; what stands there for browsers without scripts apart."""
    found = re.findall(rf'<link rel="{rel}" href="([^"]+)"([^>]*)>', re.sub(r"<noscript>.*?</noscript>", "", html))
    return {to: next(iter(re.findall(r'media="([^"]+)"', more)), "") for to, more in found}


@pytest.mark.parametrize("path", ["/", "/map", "/timeline", "/projects/airport-mrt"])
def test_a_phone_asks_for_nothing_before_the_words_are_painted(client: FlaskClient, path: str):
    html = client.get(f"{path}?lang=en").text
    letters = {bundle.url(name) for name in ("icons.woff2", *LATIN_FACES)}
    at_once = {to for to, media in links(html, "preload").items() if not media}
    assert at_once == letters
    assert links(html, "stylesheet") == {bundle.url("app.css"): "", bundle.url("fonts.css"): AT_ONCE}
    assert re.findall(r'<script defer src="([^"]+)">', html) == [bundle.url("app.js")]
    assert set(page_of(path)["views"].values()) <= links(html, "preload").keys()


def test_a_kiosk_asks_for_all_of_it_at_once(client: FlaskClient):
    html = client.get("/map?screen=kiosk-32-portrait").text
    assert not any(links(html, "preload").values()) and not any(links(html, "stylesheet").values())
    assert links(html, "stylesheet").keys() == {bundle.url("hall.css"), bundle.url("fonts.css")}
    assert {*map(bundle.url, bundle.DASH), bundle.url("app.js")} <= links(html, "preload").keys()


def test_only_a_kiosk_has_the_rules_of_one(client: FlaskClient):
    app, hall = (client.get(bundle.url(name)).text for name in ("app.css", "hall.css"))
    rule = '[data-mode="kiosk"]'
    assert rule in hall.replace("[data-mode=kiosk]", rule)
    assert ".attract__title" in hall
    assert ".attract__title" not in app
    assert len(app) < len(hall)
