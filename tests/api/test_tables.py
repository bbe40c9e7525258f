"""Every declared table answers as pages of rows; what is asked wrongly is said in words, with the nearest good value."""

import json
import re

import pytest
from flask.testing import FlaskClient

from api import query, tables
from api.problems import KINDS
from data import store
from data.catalog import CATALOG
from data.queries.projects import first_years
from data.queries.rows import filters, good_values
from data.records import SOURCE, stems

V1 = "/api/v1"


def get(client: FlaskClient, address: str, status: int = 200) -> dict:
    answer = client.get(V1 + address)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == ("application/json" if status == 200 else "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.text)


@pytest.mark.parametrize("name", CATALOG)
def test_no_field_is_called_like_a_parameter(name: str):
    names = {field.name for field in CATALOG[name].fields}
    assert not names & {*query.OWN, SOURCE}
    assert name not in tables.NOT_TABLES


@pytest.mark.parametrize("name", CATALOG)
def test_every_table_gives_its_rows_with_their_source(client: FlaskClient, name: str):
    page = get(client, f"/{name}?limit=7")
    frame = store.load(name)
    assert page["count"] == len(frame)
    assert len(page["rows"]) == min(7, len(frame))
    for row, cells in zip(page["rows"], frame.to_dict("records"), strict=False):
        assert {field.name for field in CATALOG[name].fields} < row.keys()
        assert row[SOURCE]["title"]
        for field in CATALOG[name].fields:
            cell = cells[field.name]
            if cell is None or cell != cell or str(cell) == "<NA>":
                assert row[field.name] in (None, [])
            elif field.is_number:
                assert row[field.name] == cell
    assert page["citation_zh"] and page["citation_en"] and page["licence"]


@pytest.mark.parametrize("name", CATALOG)
def test_every_table_declares_itself(client: FlaskClient, name: str):
    told = get(client, f"/datasets/{name}")
    assert [field["name"] for field in told["fields"]] == [field.name for field in CATALOG[name].fields]
    assert told["rows"] == len(store.load(name))
    for address in told["files"].values():
        assert client.head(address.replace("http://localhost", "")).status_code == 200


@pytest.mark.parametrize("name", CATALOG)
def test_every_row_is_found_by_its_key(client: FlaskClient, name: str):
    row = store.load(name).iloc[-1]
    key = ",".join(str(row[part]) for part in CATALOG[name].primary_key)
    found = client.get(f"{V1}/{name}/{key}".replace("%", "%25").replace("?", "%3F").replace("#", "%23"))
    assert found.status_code == 200, found.text
    assert [str(json.loads(found.text)["row"][part]) for part in CATALOG[name].primary_key] == key.split(
        ",", len(CATALOG[name].primary_key) - 1
    )


@pytest.mark.parametrize("name", CATALOG)
def test_one_language_leaves_the_other_out(client: FlaskClient, name: str):
    names = [field.name for field in CATALOG[name].fields]
    for lang, end in (("en", "_en"), ("zh-TW", "_zh")):
        row = get(client, f"/{name}?limit=1&lang={lang}")["rows"][0]
        whole = get(client, f"/{name}?limit=1")["rows"][0]
        for stem in stems(names):
            assert row[stem] == whole[stem + end]
            assert stem + "_en" not in row and stem + "_zh" not in row


@pytest.mark.parametrize("name", CATALOG)
def test_every_closed_filter_chooses_and_says_what_is_near(client: FlaskClient, name: str):
    dataset = CATALOG[name]
    for one in filters(dataset).values():
        good = good_values(dataset, store.load, one)
        if good:
            assert get(client, f"/{name}?limit=1&{one.name}={good[0]}".replace("#", "%23"))["count"] <= len(store.load(name))
            told = get(client, f"/{name}?{one.name}={good[-1]}x".replace("#", "%23"), 400)
            assert told["nearest"], one.name
            assert set(told["nearest"]) <= set(good)


def test_pages_follow_each_other_to_the_end(client: FlaskClient):
    seen, address = [], "/milestones?limit=100&sort=date"
    while address:
        page = get(client, address)
        seen += [row["id"] for row in page["rows"]]
        address = page["links"].get("next", "").partition(V1)[2]
    frame = store.load("milestones")
    assert seen == list(frame.sort_values("date", kind="stable")["id"])


def test_the_links_stand_in_the_header_too(client: FlaskClient):
    answer = client.get(f"{V1}/awards?limit=10&offset=10&topic=1")
    assert answer.status_code == 400
    answer = client.get(f"{V1}/awards?limit=10&offset=10&result=winner")
    rels = {rel: address for address, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["Link"])}
    assert rels == json.loads(answer.text)["links"]
    assert "result=winner" in rels["prev"]


def test_the_year_of_projects_is_the_year_of_the_map(client: FlaskClient):
    first = first_years(store.load("projects"), store.load("milestones"), store.load("measures"))["first_year"]
    found = {row["id"] for row in get(client, "/projects?year=2017&limit=1000")["rows"]}
    assert found == set(first[(first <= 2017).fillna(False)].index)


def test_the_family_of_a_topic_takes_its_topics_along(client: FlaskClient):
    topics = store.load("topics")
    family = topics["family"].iloc[0]
    mine = set(topics.loc[topics["family"] == family, "id"])
    found = {row["topic"] for row in get(client, f"/projects?topic={family}&limit=1000")["rows"]}
    assert found and found <= mine


def test_ranges_include_both_ends_and_leave_the_unknown_out(client: FlaskClient):
    found = [row["start_date"] for row in get(client, "/projects?start_date.min=2016&start_date.max=2017&limit=1000")["rows"]]
    expected = [date for date in store.load("projects")["start_date"].dropna() if "2016" <= date[:4] <= "2017"]
    assert found == expected and None not in found


def test_a_big_table_is_filtered_before_it_is_sent(client: FlaskClient):
    page = get(
        client,
        "/village_population_monthly?district=68000010&month.min=2020-01&month.max=2020-12&limit=1000&fields=village_code,month,population",
    )
    frame = store.load("village_population_monthly")
    mine = frame[(frame["district_code"] == "68000010") & frame["month"].str.startswith("2020")]
    assert page["count"] == len(mine) > 0
    assert page["rows"][0].keys() == {"village_code", "month", "population", SOURCE}


def test_a_series_is_an_indicator_with_its_values(client: FlaskClient):
    page = get(client, "/series/airport-passengers?lang=en")
    assert page["indicator"]["unit"] == page["rows"][0]["unit"] == "passengers"
    assert {row["indicator_id"] for row in page["rows"]} == {"airport-passengers"}
    assert get(client, "/series/airport-pasengers", 404)["nearest"][0] == "airport-passengers"


@pytest.mark.parametrize(
    ("address", "status", "kind", "nearest"),
    [
        ("/projects?topik=transport", 400, "unknown-parameter", "topic"),
        ("/projects?topic=transprt", 400, "bad-value", "transport"),
        ("/projects?year=2023", 400, "bad-value", "2022"),
        ("/projects?limit=5000", 400, "bad-value", "1000"),
        ("/projects?limit=ten", 400, "bad-value", "100"),
        ("/projects?limit=٣", 400, "bad-value", "100"),
        ("/projects?limit=1&limit=2", 400, "twice", None),
        ("/projects?fields=nme_en", 400, "unknown-field", "name_en"),
        ("/projects?sort=-dat", 400, "unknown-field", None),
        ("/projects?lang=fr", 400, "bad-value", "zh-TW"),
        ("/projects?start_date=2019/6", 400, "bad-value", "2019"),
        ("/projects?note=", 400, "bad-value", None),
        ("/projects?note=" + "x" * 201, 400, "too-long", None),
        ("/projects?" + "&".join(f"note={n}" for n in range(41)), 400, "too-many", None),
        ("/projects?release=1999-01-01", 404, "unknown-release", None),
        ("/projcts", 404, "unknown-dataset", "projects"),
        ("/projects/airport-mtr", 404, "unknown-row", "airport-mrt"),
        ("/datasets?topic=transport", 400, "unknown-parameter", "limit"),
        ("/datasets/awrds", 404, "unknown-dataset", "awards"),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_good_value(client: FlaskClient, address, status, kind, nearest):
    told = get(client, address, status)
    assert told["type"] == f"/api#{kind}"
    assert told["status"] == status == KINDS[kind]
    assert told["detail"] and re.search("[一-鿿]", told["detail_zh"])
    if nearest:
        assert nearest in told["nearest"]
    assert "Traceback" not in json.dumps(told) and ".py" not in json.dumps(told)


def test_what_was_seen_is_not_sent_again(client: FlaskClient):
    first = client.get(f"{V1}/districts")
    again = client.get(f"{V1}/districts", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    other = client.get(f"{V1}/districts?lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200 and other.headers["ETag"] != first.headers["ETag"]
    assert first.headers["X-Data-Version"] == store.version()


def test_any_page_may_ask_first(client: FlaskClient):
    answer = client.options(f"{V1}/projects", headers={"Origin": "https://example.tw", "Access-Control-Request-Method": "GET"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: FlaskClient, method: str):
    answer = getattr(client, method)(f"{V1}/projects", json={})
    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
