"""What a page says before any script runs: title, languages, card and linked data, each in the address's language."""

import io
import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from PIL import Image

from data import store
from data.i18n import LOCALES
from exports import card
from server import head
from server.address import understand
from server.pages import page_of
from tests.addresses import ADDRESSES
from tests.linked import wrong

CHINESE = re.compile(r"[\u3400-\u9fff]")
VIEWS = ["/map?year=2018&topic=energy", "/timeline?milestone=m-2019-06-icoty", "/awards?award=icf-community-of-the-year-2019"]
SEARCHED = [one for one in [*dict.fromkeys(ADDRESSES), *VIEWS] if one not in ("/search", "/talk")]
TYPES = {  # what a page is about
    "/": "WebSite",
    "/map": "Dataset",
    "/exhibition": "ExhibitionEvent",
    "/platform": "DataCatalog",
    "/projects/airport-mrt": "GovernmentService",
    "/districts/68000010": "AdministrativeArea",
    "/districts/68000010/68000010001": "AdministrativeArea",
    "/indicators/population": "Dataset",
    "/sources/villages": "Dataset",
    "/timeline?milestone=m-2019-06-icoty": "Event",
    "/awards?award=icf-community-of-the-year-2019": "Event",
    "/topics/energy": "ItemList",
    "/stories/one-home-for-city-data": "Article",
}


class Head(HTMLParser):
    """Titles, metas, links and linked data of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.links: list[dict[str, str]] = []
        self.data: list[str] = []
        self.title, self._in = "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.metas[given.get("name") or given.get("property") or "charset"] = given.get("content", "")
        elif tag == "link":
            self.links.append(given)
        self._in = tag if tag == "title" else given.get("type", "") if tag == "script" else ""

    def handle_data(self, data: str) -> None:
        if self._in == "title":
            self.title += data
        elif self._in == "application/ld+json":
            self.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def to(self, rel: str) -> dict[str, str]:
        return {one.get("hreflang", ""): one["href"] for one in self.links if one.get("rel") == rel}


def asked(address: str, lang: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={lang}"


def head_of(client: FlaskClient, address: str, lang: str) -> Head:
    return Head(client.get(asked(address, lang)).text)


@pytest.mark.parametrize("address", SEARCHED)
def test_a_page_speaks_the_language_of_its_address(client: FlaskClient, address: str):
    zh, en = (head_of(client, address, lang) for lang in LOCALES)
    assert CHINESE.search(zh.title) and zh.title != en.title
    assert CHINESE.search(zh.metas["description"]) and len(en.metas["description"]) > 20
    assert zh.metas["description"] != en.metas["description"]
    for lang, own in zip(LOCALES, (zh, en), strict=True):
        [canonical] = own.to("canonical").values()
        assert canonical.endswith(f"lang={lang}")
        assert own.to("alternate").keys() == {"zh-TW", "en", "x-default"}
        assert own.to("alternate")[lang] == canonical == own.metas["og:url"]
        assert own.metas["og:title"].endswith(own.title) and own.metas["twitter:card"] == "summary_large_image"
        assert "robots" not in own.metas
    assert zh.to("alternate") == en.to("alternate")
    assert zh.metas["og:image"] != en.metas["og:image"]


def test_an_address_without_a_language_is_its_own(client: FlaskClient):
    own = Head(client.get("/map?year=2019", headers={"Accept-Language": "en"}).text)
    assert own.to("canonical")[""] == own.to("alternate")["x-default"] and "lang=" not in own.to("canonical")[""]
    assert own.metas["og:url"] == own.to("alternate")["en"]


def test_addresses_are_those_of_the_world(client: FlaskClient, app, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.server.config["SETTINGS"], "public_url", "https://example.tw/")
    own = Head(client.get("/map?year=2019&lang=en&theme=day&nonsense=1", headers={"Host": "evil.example"}).text)
    assert own.to("canonical")[""] == "https://example.tw/map?year=2019&lang=en"
    assert "evil.example" not in json.dumps([own.metas, own.links, own.data])


@pytest.mark.parametrize("address", ["/no-such-page", "/map?year=1900", "/search", "/talk", "/present/own"])
def test_what_is_not_for_search_says_so(client: FlaskClient, address: str):
    own = head_of(client, address, "en")
    assert own.metas["robots"] == "noindex"


def test_a_screen_in_the_hall_is_not_told_of_cards(client: FlaskClient):
    own = head_of(client, f"/?screen={store.load('screens')['id'].iloc[0]}", "en")
    assert "og:title" not in own.metas and not own.data


def nodes(client: FlaskClient, address: str, lang: str) -> list[dict]:
    [text] = head_of(client, address, lang).data
    made = json.loads(text)
    assert made["@context"] == "https://schema.org"
    return made["@graph"]


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize("address", SEARCHED)
def test_linked_data_is_schema_orgs(client: FlaskClient, address: str, lang: str):
    made = nodes(client, address, lang)
    assert wrong(made) == []
    page, site, *about = made
    assert (page["@type"], site["@type"], page["inLanguage"]) == ("WebPage", "WebSite", lang)
    if address in TYPES and address != "/":
        assert about[0]["@type"] == TYPES[address]
        assert page["mainEntity"] == {"@id": about[0]["@id"]}
    assert re.search(r"\b(nan|None|<NA>)\b", json.dumps(made)) is None


def test_a_wrong_node_would_be_found():
    bad = {
        "@type": "GovernmentService",
        "startDate": "2019",
        "areaServed": {"@type": "Person", "name": "x"},
        "provider": {"@type": "Nobody"},
    }
    assert len(wrong(bad)) == 3


def test_linked_data_says_what_the_tables_say(client: FlaskClient):
    row = store.load("districts").set_index("code").loc["68000010"]
    [*_, place] = nodes(client, "/districts/68000010", "en")
    assert place["geo"]["latitude"] == row["lat"] and place["name"] == row["name_en"]
    show = store.load("projects").set_index("id").loc["big-data-exhibition-2022"]
    [*_, event] = nodes(client, "/exhibition", "zh-TW")
    assert (event["startDate"], event["endDate"], event["name"]) == (show["start_date"], show["end_date"], show["name_zh"])


def test_nothing_in_linked_data_ends_its_element(app):
    hostile = "</script><script>alert(1)</script>\u2028"

    def evil(*_: object) -> list[dict]:
        return [{"@type": "Thing", "name": hostile}]

    with app.server.test_request_context("/"):
        page = {**page_of("/map"), "title": [hostile, hostile], "description": ['"><img src=x onerror=alert(1)>'] * 2}
        text = head.tags(page, "/map", "en", "night", evil)
    read = Head(text)
    assert json.loads(read.data[0])["@graph"][0]["name"] == hostile
    assert text.count("<script") == 1 and "<img" not in text
    assert read.metas["og:description"] == '"><img src=x onerror=alert(1)>'


CARDS = [
    "/",
    "/map?year=2016",
    "/timeline?year=2019",
    "/indicators/population",
    "/projects/airport-mrt",
    "/stories/one-home-for-city-data?step=2",
    "/sources/villages",
    "/partners",
]


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize("address", CARDS)
def test_the_card_of_a_view(client: FlaskClient, address: str, lang: str):
    target = urlsplit(head_of(client, address, lang).metas["og:image"])
    assert parse_qs(target.query)["address"][0].split("?")[0] == urlsplit(address).path
    answer = client.get(f"{target.path}?{target.query}")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.data)).size == (head.CARD_WIDTH, head.CARD_HEIGHT)
    assert "max-age=2592000" in answer.headers["Cache-Control"] and answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(answer.data) < 400_000
    again = client.get(f"{target.path}?{target.query}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize("address", [one for one in SEARCHED if "68000130" not in one])
def test_every_page_has_a_card_with_its_name_and_source(app, address: str, lang: str):
    found = understand(address)
    picture = card.drawn(page_of(address), found, lang)
    words = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))
    bare = re.sub(r"\s", "", words)
    assert re.sub(r"\s", "", {"zh-TW": "桃園，一口一口亮起來", "en": "Taoyuan, pond by pond"}[lang]) in bare
    assert "nan" not in words.split() and "None" not in words


def test_the_fact_of_a_card_is_a_row(app):
    words = re.findall(
        r"<text[^>]*>([^<]*)</text>", card.drawn(page_of("/districts/68000020"), understand("/districts/68000020"), "en")
    )
    table = store.load("district_population_monthly")
    own = table[(table["district_code"] == "68000020") & (table["month"] == "2021-12")]["population"].iloc[0]
    assert f"{own:,}" in words
    assert any("Ministry of the Interior" in one or "Household Registration" in one for one in words)


def test_views_have_their_own_pictures(app):
    pictures = {
        card.drawn(page_of(one), understand(one), "en") for one in ("/map?year=2014", "/map?year=2018", "/map?topic=energy", "/map")
    }
    assert len(pictures) == 4


@pytest.mark.parametrize(
    ("address", "status"), [("/nowhere", 404), ("//evil.example/", 404), ("/map?year=1", 404), ("/projects/x", 404)]
)
def test_no_card_of_what_is_no_page(client: FlaskClient, address: str, status: int):
    answer = client.get(f"/export/card.png?address={quote(address)}")
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


@pytest.mark.parametrize("lang", LOCALES)
def test_the_manifest_is_whole(client: FlaskClient, lang: str):
    answer = client.get(f"/manifest.webmanifest?lang={lang}")
    made = answer.json if answer.is_json else json.loads(answer.text)
    assert answer.mimetype == "application/manifest+json"
    assert made["lang"] == lang and bool(CHINESE.search(made["name"])) == (lang == "zh-TW")
    assert {icon["purpose"] for icon in made["icons"]} == {"any", "maskable"}
    for icon in made["icons"]:
        picture = client.get(icon["src"])
        side = int(icon["sizes"].split("x")[0])
        assert Image.open(io.BytesIO(picture.data)).size == (side, side)
    for way in made["shortcuts"]:
        assert client.get(way["url"]).status_code == 200
