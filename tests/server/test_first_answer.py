"""Without any script, every page says in both languages what it is about: title, description, heading, its rows in words."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient

from data import store
from data.i18n import LOCALES
from server.address import THEMES
from tests.addresses import ADDRESSES, PAGES
from tests.server.test_head import CHINESE, Head, asked

LATIN = re.compile(r"[A-Za-z]{3}")
EVERY = list(dict.fromkeys([*PAGES, *ADDRESSES]))
FEWEST = {"zh-TW": 120, "en": 300}        # signs of a page's text; a Chinese sign says about what three Latin ones do
TOOLS = {"/search": 20, "/talk": 150}     # rooms to write in
ROWS = {  # pages whose picture is drawn by a script: their rows must be words in the first answer
    "/map": ("projects", "name"),
    "/timeline": ("milestones", "title"),
    "/partners": ("partners", "name"),
    "/topics": ("topics", "name"),
    "/stories": ("stories", "question"),
    "/awards": ("awards", "award"),
}


class Words(HTMLParser):
    """The text of main as someone reads it who has no scripts and no style sheet: of twins in two languages, one."""

    def __init__(self, html: str, lang: str) -> None:
        super().__init__()
        self.lang, self.stack, self.said, self.headings = lang, [], [], []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "img", "input", "hr", "wbr", "meta", "link", "source", "col"):
            return
        given = dict(attrs)
        other = given.get("lang") not in (None, self.lang) and self.stack and self.stack[-1][2]
        inside = self.stack[-1][1] if self.stack else False
        hidden = self.stack[-1][3] if self.stack else False
        is_twin = "words" in (given.get("class") or "").split()
        self.stack.append((tag, inside or tag == "main", is_twin, hidden or bool(other) or tag in ("script", "style")))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.stack or not data.strip() or not self.stack[-1][1] or self.stack[-1][3]:
            return
        self.said.append(data.strip())
        if any(tag in ("h1", "h2", "h3") for tag, *_ in self.stack):
            self.headings.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(self.said)


@pytest.mark.parametrize("address", EVERY)
def test_the_first_answer_says_the_page(client: FlaskClient, address: str):
    for lang in LOCALES:
        answer = client.get(asked(address, lang))
        assert answer.status_code == 200 and f'<html lang="{lang}"' in answer.text
        page, head = Words(answer.text, lang), Head(answer.text)
        assert head.title and head.metas["description"]
        assert page.headings and len(page.text) >= TOOLS.get(address, FEWEST[lang]), page.text
        own = CHINESE if lang == "zh-TW" else LATIN      # a source may be called in one language only
        assert any(own.search(one) for one in page.headings), page.headings


@pytest.mark.parametrize("address", ROWS)
def test_what_a_script_draws_stands_there_in_words(client: FlaskClient, address: str):
    table, column = ROWS[address]
    for lang, ending in zip(LOCALES, ("zh", "en"), strict=True):
        said = Words(client.get(asked(address, lang)).text, lang).text
        missing = [name for name in store.load(table)[f"{column}_{ending}"] if " ".join(name.split()) not in " ".join(said.split())]
        assert missing == []


def test_a_story_is_told_without_a_script(client: FlaskClient):
    steps = store.load("story_steps").query("story_id == 'citizen-card'")
    for lang, ending in zip(LOCALES, ("zh", "en"), strict=True):
        said = Words(client.get(asked("/stories/citizen-card", lang)).text, lang).text
        places = [said.find(text) for text in steps.sort_values("step")[f"text_{ending}"]]
        assert -1 not in places and places == sorted(places)


@pytest.mark.parametrize("address", ["/map", "/timeline"])
def test_the_lists_lead_on_without_a_script(client: FlaskClient, address: str):
    """Each row is a link that the server answers by itself."""
    text = client.get(address).text
    key = "projects" if address == "/map" else "milestones"
    for row in store.load(key)["id"]:
        assert f'data-fact="{key}:{row}"' in text
    sample = store.load("projects")["id"].iloc[0] if address == "/map" else store.load("milestones")["id"].iloc[-1]
    assert (f'href="/projects/{sample}"' if address == "/map" else f"&amp;milestone={sample}") in text


def switches(html: str, name: str) -> dict[str, tuple[str, bool]]:
    """{value: (address, whether it is on)} of the links that switch ``name``."""
    found = {}
    for link in re.findall(r"<a [^>]*>", html):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', link))
        if value := given.get(f"data-set-{name}"):
            found[value] = (unescape(given["href"]), given.get("aria-current") == "true")
    return found


@pytest.mark.parametrize("path", ["/map", "/projects/airport-mrt", "/no-such-page"])
def test_language_and_theme_are_links(client: FlaskClient, path: str):
    """Without a script a touch on them shows the same view in another language or theme."""
    query = "?year=2018&topic=a%26b%22&lang=en&theme=day"
    html = client.get(path + query).text
    for name, values, on in (("lang", LOCALES, "en"), ("theme", THEMES, "day")):
        links = switches(html, name)
        assert set(links) == set(values)
        assert [value for value, (_, here) in links.items() if here] == [on]
        for value, (address, _) in links.items():
            asked_for = dict(parse_qsl(address.removeprefix("?")))
            assert asked_for == {**dict(parse_qsl(query.removeprefix("?"))), name: value}
            mark = f'<html lang="{value}"' if name == "lang" else f'data-theme="{value}"'
            assert mark in client.get(path + address).text
