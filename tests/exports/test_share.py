"""What the share panel offers of every page: its own address, a citation in both languages, a frame, files that open."""

import csv
import datetime
import io
import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from data import store
from data.i18n import LOCALES, translator
from server import released
from server.sitemap import is_closed
from tests.addresses import ADDRESSES

VIEWS = (
    "/map?year=2016&topic=energy&district=68000020",
    "/map?project=airport-mrt",
    "/timeline?milestone=m-2019-06-icoty",
    "/timeline?year=2019&topic=nature",
    "/indicators/population?district=68000020&year=2020",
    "/indicators/pm25-annual-mean-automatic?year=2019",
    "/stories/citizen-card?step=3",
)
SHARED = [one for one in dict.fromkeys([*ADDRESSES, *VIEWS]) if not is_closed(urlsplit(one).path)]
DEAR = ("png", "svg", "pdf", "pptx")  # made with pictures and typefaces: one of each kind is opened, rows always


def offered(client: Any, address: str, theme: str = "day") -> dict[str, Any]:
    answer = client.get("/export/share", query_string={"address": address, "theme": theme})
    assert answer.status_code == 200, (address, answer.text)
    return answer.json


def kind_of(href: str) -> str:
    """Ending, and the part of the path that says which maker gives it."""
    path = urlsplit(href).path
    return f"{path.split('/')[2] if path.startswith('/export/') else 'data'}.{path.rpartition('.')[2]}"


def test_every_page_says_its_name_its_version_and_the_day_in_both_languages(client: Any):
    today = datetime.date.today().isoformat()
    with client.application.app_context():
        cited = released.cited()
    for address in SHARED:
        given = offered(client, address)
        path = urlsplit(address).path
        for at, lang in enumerate(LOCALES):
            text = given["cite"][at]
            for part in (given["title"][at], cited.release or cited.version, given["address"][at], translator(lang).date(today)):
                assert part in text, (address, lang, part)
            where = urlsplit(given["address"][at])
            assert where.path == path and where.query.endswith(f"lang={lang}")
            site = translator(lang)("site.title")
            assert given["title"][at] == site or site not in given["title"][at]
        assert given["files"] and given["whole"], address


def test_every_file_offered_opens(client: Any):
    seen, opened = set(), 0
    for address in SHARED:
        given = offered(client, address)
        for group in [*given["files"], *given["whole"]]:
            assert all(group["name"])
            for one in group["files"]:
                dear = urlsplit(one["href"][0]).path.rpartition(".")[2] in DEAR
                key = kind_of(one["href"][0]) if dear else one["href"][0]
                if key in seen:
                    continue
                seen.add(key)
                answer = client.get(one["href"][1])
                assert answer.status_code == 200 and answer.data, (address, one, answer.text[:300] if not dear else "")
                opened += 1
    assert opened > 100


def test_the_map_gives_what_it_shows_as_rows_and_as_points(client: Any):
    """Those begun by the year and those no record dates, of the topic, wherever they stand."""
    asked = "year=2016&topic=nature"
    rows = list(csv.DictReader(io.StringIO(client.get(f"/export/map.csv?{asked}").data.decode("utf-8-sig"))))
    found = json.loads(client.get(f"/export/map.geojson?{asked}").data)
    assert [row["project_id"] for row in rows] == [one["id"] for one in found["features"]]
    assert len({row["project_id"] for row in rows}) == len(rows) > 5
    assert any(row["date"] == "" for row in rows), "a project without a start on record is on the map, and so in its file"
    places = store.load("projects").set_index("id")
    for one in found["features"]:
        row = places.loc[one["id"]]
        known = row["lat"] == row["lat"]
        assert one["geometry"] == ({"type": "Point", "coordinates": [row["lon"], row["lat"]]} if known else None)
        assert one["properties"]["source"] and one["properties"]["what_zh"] == row["name_zh"]


@pytest.mark.parametrize(
    ("address", "theme", "status"),
    [
        ("/nix", "day", 404),
        ("//example.org", "day", 404),
        ("/map?year=1888", "day", 404),
        ("/hub", "day", 404),
        ("/map", "neon", 400),
    ],
)
def test_what_is_no_view_is_not_shared(client: Any, address: str, theme: str, status: int):
    answer = client.get("/export/share", query_string={"address": address, "theme": theme})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


@pytest.mark.parametrize("address", ["/search", "/search?q=MRT", "/talk"])
def test_a_page_of_which_nothing_can_be_taken_says_so_without_an_error(client: Any, address: str):
    answer = client.get("/export/share", query_string={"address": address, "theme": "day"})
    assert (answer.status_code, answer.data) == (204, b"")


def test_the_frame_cannot_break_out_of_its_markup(client: Any):
    """The snippet is pasted into pages of others: nothing of an address or a name ends an attribute."""
    for address in SHARED:
        for lang, text in zip(LOCALES, offered(client, address, "night")["embed"], strict=True):
            tag, script = text.split("\n")
            assert tag.count('"') == 12 and tag.count("<") == 2 and script.count("<") == 2, text
            assert f"lang={lang}" in tag and "theme=night" in tag
