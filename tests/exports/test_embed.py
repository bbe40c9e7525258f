"""A view in someone else's page: light, in both languages, with its source, and the only room that may be framed."""

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as xml

import pytest

from data import store
from data.i18n import LOCALES, translator
from server.sitemap import is_closed
from tests.addresses import ADDRESSES
from tests.server.test_head import Head

SVG = "{http://www.w3.org/2000/svg}"
VIEWS = (
    "/map?year=2016&topic=energy",
    "/map?project=airport-mrt",
    "/timeline?year=2019",
    "/timeline?milestone=m-2019-06-icoty",
    "/indicators/population?district=68000020",
    "/stories/citizen-card?step=3",
)
FRAMED = [one for one in dict.fromkeys([*ADDRESSES, *VIEWS]) if not is_closed(urlsplit(one).path)]
MOST = 90_000  # bytes of the first answer, with every row of the longest list in it
CHINESE = re.compile(r"[\u3400-\u9fff]")


def of(address: str, lang: str = "zh-TW", more: str = "") -> str:
    return f"/embed{address}{'&' if '?' in address else '?'}lang={lang}{more}"


@pytest.mark.parametrize("address", FRAMED)
def test_a_framed_view_is_light_and_says_whose_it_is(client: Any, address: str):
    for lang in LOCALES:
        answer = client.get(of(address, lang))
        text = answer.text
        assert answer.status_code == 200 and len(text.encode()) < MOST
        assert f'<html lang="{lang}"' in text and text.count("<h1") == 1
        assert re.findall(r'<script[^>]*src="/static/([a-z]+)\.', text) == ["embed"] and text.count("<script") == 1
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        head = Head(text)
        [page] = head.to("canonical").values()
        assert urlsplit(page).path == urlsplit(address).path
        assert text.count(f'href="{page.replace("&", "&amp;")}"') >= 3  # canonical, the title, the way home
        assert translator(lang)("site.title") in text
        assert bool(CHINESE.search(head.title)) == (lang == "zh-TW") or address.startswith("/sources/")
        assert "data-mode" not in text and "frame__bar" not in text and "kiosk" not in text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search", 404),
        ("/talk", 404),
        ("/hub", 404),
        ("/present/x", 404),
        ("/nix", 404),
        ("/map?year=1888", 404),
        ("/embed/map", 404),
    ],
)
def test_what_cannot_be_framed_says_so(client: Any, address: str, status: int):
    answer = client.get(of(address, "en"))
    assert answer.status_code == status and answer.mimetype == "text/html"
    assert translator("en")("embed.none") in answer.text and "Traceback" not in answer.text


def test_only_views_are_framed_by_others(client: Any):
    for address, rule in (
        ("/map", "'self'"),
        ("/embedded", "'self'"),
        ("/export/view.svg?address=/map", "'self'"),
        ("/embed/map", "*"),
    ):
        assert f"frame-ancestors {rule}" in client.get(address).headers["Content-Security-Policy"], address


def test_a_kiosk_is_never_framed(client: Any):
    answer = client.get("/embed/map?screen=kiosk-32-portrait")
    assert answer.status_code == 200 and "kiosk" not in answer.text


@pytest.mark.parametrize("address", ["/map?year=2018", "/timeline?year=2019", "/indicators/population", "/districts/68000010"])
def test_the_picture_stands_alone_and_is_kept(client: Any, address: str):
    for size in ("roomy", "narrow"):
        asked = {"address": address, "lang": "en", "size": size}
        answer = client.get("/export/view.svg", query_string={**asked, "v": store.version()})
        assert answer.status_code == 200 and "max-age=86400" in answer.headers["Cache-Control"]
        root = xml.fromstring(answer.data)
        assert root.get("role") == "img" and len(list(root.iter())) > 10
        assert not re.search(rb'(?:href|src)="(?!#|data:)', answer.data) and b"http://" not in answer.data.replace(
            b"http://www.w3.org", b""
        )
        assert "no-cache" in client.get("/export/view.svg", query_string=asked).headers["Cache-Control"]
    assert client.get("/export/view.svg?address=/nix").status_code == 404
    assert client.get("/export/view.svg?size=huge").status_code == 400


@pytest.mark.parametrize("size", ["narrow", "roomy"])
def test_each_stream_of_the_timeline_has_its_name_above_its_ponds(client: Any, size: str):
    families = store.load("families").sort_values("order")
    for lang in LOCALES:
        asked = {"address": "/timeline", "lang": lang, "size": size}
        drawing = xml.fromstring(client.get("/export/view.svg", query_string=asked).text)
        names = {one.text: (float(one.get("y")), float(one.get("font-size"))) for one in drawing.iter(f"{SVG}text")}
        assert [*names] == families["name_zh" if lang == "zh-TW" else "name_en"].tolist()
        ponds = [(float(one.get("cy")), float(one.get("r"))) for one in drawing.iter(f"{SVG}circle")]
        for foot, height in names.values():
            assert foot > height
            assert not [y for y, r in ponds if y - r < foot and y + r > foot - height]


def test_the_script_for_hosts_has_a_lasting_address(client: Any):
    answer = client.get("/embed/host.js")
    assert answer.mimetype == "text/javascript" and "max-age" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
