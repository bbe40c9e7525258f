"""Short codes: every page has its own, a code opens the exact view, what is no code is said in words with a good way."""

import random
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from server import codes, sitemap
from server.address import GOOD_VALUES

VIEWS = [
    "/?lang=zh-TW",
    "/map?year=2017&topic=transport&district=68000020&lang=en",
    "/map?year=2022&project=airport-mrt&lang=zh-TW",
    "/stories/citizen-card?step=3&lang=en",
    "/indicators/youbike-stations?year=2014&lang=zh-TW",
]


@pytest.fixture(autouse=True)
def _opened(client: FlaskClient) -> None:
    """The pages are registered."""


def same(one: str, other: str) -> bool:
    """The same view, whatever the order of its choices."""
    (a, b) = (urlsplit(address) for address in (one, other))
    return (a.path, parse_qs(a.query)) == (b.path, parse_qs(b.query))


@pytest.mark.parametrize("view", VIEWS)
def test_a_code_opens_the_exact_view(client: FlaskClient, view: str):
    code = codes.code_of(view)
    assert 6 <= len(code) <= 21 and set(code) <= set(codes.SIGNS)
    for typed in (code, code.lower(), code.replace("0", "o").replace("1", "l"), f"{code[:3]}-{code[3:]}"):
        answer = client.get(f"/g/{typed}")
        assert answer.status_code == 302
        assert same(answer.headers["Location"], view)


def test_every_page_and_every_choice_has_signs_of_its_own():
    paths = [*sitemap.paths(), "/search"]
    chance = random.Random(7)
    for path in chance.sample(paths, 200):
        assert same(*codes.views_of(codes.code_of(f"{path}?lang=en")), f"{path}?lang=en")
    assert len({codes.signs(path, codes.PATH_SIGNS) for path in paths}) == len(paths) > 500
    for name in set(codes.CHOICES) - {"step"}:
        values = GOOD_VALUES[name]()
        assert len({codes.signs(value, codes.VALUE_SIGNS) for value in values}) == len(values), name


def test_what_no_code_says_has_none():
    assert codes.code_of("/search?q=tram&lang=en") is None


BAD = ["", "ZZZZZZ", "A7K3", "x" * 300, "%00", "..%2f..%2fhub", "%C3%A9", "0000000"]


@pytest.mark.parametrize("code", BAD)
def test_an_unknown_code_is_a_page_in_words(client: FlaskClient, code: str):
    answer = client.get(f"/g/{code}")
    assert answer.status_code in (400, 404)
    assert "text/html" in answer.content_type and 'href="/"' in answer.get_data(as_text=True)
    assert "Location" not in answer.headers and "Set-Cookie" not in answer.headers


def test_a_code_mistyped_by_a_sign_finds_its_neighbour(client: FlaskClient):
    code = codes.code_of("/timeline?lang=en")
    wrong = code[:3] + ("Z" if code[3] != "Z" else "Y") + code[4:]
    answer = client.get(f"/g/{wrong}")
    assert answer.status_code == 404
    assert 'href="/timeline"' in answer.get_data(as_text=True)
    assert "There is no such short code." in answer.get_data(as_text=True)


def test_two_paths_of_the_same_signs_are_both_offered(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(codes, "_paths", lambda: {"AAAAA": ("/map", "/timeline")})
    text = client.get("/g/AAAAAA").get_data(as_text=True)
    assert "/map?" in text and "/timeline?" in text
