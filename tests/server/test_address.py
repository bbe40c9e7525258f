"""What is understood as an address, what is refused, and which good one lies nearest."""

import dash
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data import store
from server.address import GOOD_VALUES, LONGEST, Found, Refused, link, understand
from server.shell import Exhibition

pytestmark = pytest.mark.usefixtures("app")


def plain_pages() -> list[str]:
    return [page["path"] for page in dash.page_registry.values() if not page["path_template"] and not page.get("hidden")]


def test_every_plain_page_is_found(app: Exhibition):
    assert len(plain_pages()) >= 3
    for path in plain_pages():
        found = understand(path)
        assert isinstance(found, Found)
        assert (found.path, found.variables, found.query, found.status) == (path, {}, {}, 200)
        assert isinstance(understand(f"{path.rstrip('/')}/?lang=en"), Found)


def test_every_project_is_found(app: Exhibition):
    for key in store.load("projects")["id"]:
        found = understand(f"/projects/{key}")
        assert isinstance(found, Found)
        assert list(found.variables.values()) == [key]


@pytest.mark.parametrize("name", ["lang", "theme", "year", "topic", "district", "project", "milestone", "screen"])
def test_every_good_value_of_a_query_is_understood(app: Exhibition, name: str):
    values = GOOD_VALUES[name]()
    assert values
    for value in values:
        assert understand(f"/map?{name}={value}") == Found(understand("/map").page, {}, {name: value}, "/map")


@pytest.mark.parametrize(
    ("address", "what", "why", "near"),
    [
        ("/map?project=airport-mtr", "project=airport-mtr", "address.bad_project", "/map?project=airport-mrt"),
        ("/map?lang=en&topic=transprt", "topic=transprt", "address.bad_topic", "/map?lang=en&topic=transport"),
        ("/map?year=2041&theme=day", "year=2041", "address.bad_year", "/map?theme=day&year=2022"),
        ("/?theme=nigth", "theme=nigth", "address.bad_theme", "/?theme=night"),
        ("/?lang=zh-CN", "lang=zh-CN", "address.bad_lang", "/?lang=zh-TW"),
        ("/map?district=68000021", "district=68000021", "address.bad_district", None),
        ("/map?project=", "", "", None),
    ],
)
def test_an_unknown_value_is_named_with_the_nearest_good_one(address: str, what: str, why: str, near: str | None):
    found = understand(address)
    if not what:
        assert isinstance(found, Found)  # an empty value is no value
        return
    assert isinstance(found, Refused)
    assert (found.status, found.what, found.why) == (404, what, why)
    assert near is None or found.links == (near,)
    assert isinstance(understand(found.links[0]), Found)


def test_what_was_good_of_a_refused_address_is_kept():
    found = understand("/map?lang=en&year=1999&theme=day")
    assert isinstance(found, Refused)
    assert found.query == {"lang": "en", "theme": "day"}
    assert "lang=en" in found.links[0]


@pytest.mark.parametrize(("address", "near"), [("/mapp", "/map"), ("/time-line", "/timeline"), ("/nowhere-at-all", "/")])
def test_an_unknown_page_leads_to_the_nearest(address: str, near: str):
    found = understand(address)
    assert isinstance(found, Refused)
    assert (found.status, found.why, found.what) == (404, "address.no_page", address)
    assert found.links[0] == near
    assert found.links[-1] == "/"


def rooms() -> list[str]:
    return sorted({f"/{page['path_template'].split('/')[1]}" for page in dash.page_registry.values() if page["path_template"]})


def test_the_bare_room_of_every_page_is_a_page_or_leads_to_its_list(app: Exhibition):
    """A template of tomorrow is asked for, too."""
    assert {"/projects", "/sources", "/districts"} <= set(rooms())
    for room in rooms():
        for address in (room, f"{room}/", f"{room}/a/b/c"):
            found = understand(address)
            if isinstance(found, Refused):
                assert found.links[0] != "/", f"{address} leads to the front door only"
                assert all(isinstance(understand(link), Found) for link in found.links)


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/projects", "/map?list=1"),
        ("/projects?lang=en", "/map?list=1"),
        ("/sources", "/about#sources"),
        ("/live", "/pulse"),
        ("/present", "/talk"),
        ("/follow", "/talk"),
        ("/stories/a/b", "/stories"),
        ("/districts/1/2/3", "/districts"),
    ],
)
def test_a_room_without_a_page_of_its_own_leads_to_its_list(address: str, near: str):
    found = understand(address)
    assert isinstance(found, Refused)
    assert (found.links[0], found.links[-1]) == (near, "/")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/" + "a" * LONGEST, "address.too_long"),
        ("/%FF", "address.unreadable"),
        ("/%C0%AE%C0%AE/etc/passwd", "address.unreadable"),
        ("/a%00b", "address.unreadable"),
        ("/?a=%0d%0aSet-Cookie:x", "address.unreadable"),
        ("/?a=%FF", "address.unreadable"),
        ("/?" + "a=1&" * 50, "address.unreadable"),
        ("//[", "address.unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused(address: str, why: str):
    found = understand(address)
    assert isinstance(found, Refused)
    assert (found.status, found.why) == (400, why)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet="/%?&=#:.;@[]\\abcdef0123456789\x00\n\r\u202e\ud7ff\u0301", max_size=80).map(lambda text: "/" + text),
        st.tuples(
            st.sampled_from(["/", "/map", "/timeline", "/projects/"]),
            st.sampled_from(["lang", "year", "topic", "project", "x"]),
            st.text(max_size=40),
        ).map(lambda three: f"{three[0]}?{three[1]}={three[2]}"),
    )
)
@example("")
@example("?")
@example("https://elsewhere.invalid/map")
@example("//elsewhere.invalid")
@example("/\ud800")
def test_any_text_is_found_or_refused(address: str):
    found = understand(address)
    assert isinstance(found, Found | Refused)
    if isinstance(found, Refused):
        assert found.status in (400, 404)
        assert found.why
        assert len(found.what) <= 120
        assert all(near.startswith("/") and not near.startswith("//") for near in found.links)


@given(st.dictionaries(st.sampled_from(["lang", "q", "x"]), st.text(max_size=20), max_size=3))
def test_a_link_is_read_back_as_it_was_meant(query: dict[str, str]):
    from urllib.parse import parse_qsl, urlsplit

    parts = urlsplit(link("/projects/台 灣", query))
    assert dict(parse_qsl(parts.query, keep_blank_values=True)) == query
    assert parts.path == "/projects/%E5%8F%B0%20%E7%81%A3"
