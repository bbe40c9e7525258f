"""The document is what the tables say, is a good OpenAPI 3.1 document, and its examples are true answers."""

import json
import re

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from data.catalog import CATALOG
from data.exports import of
from data.queries.rows import filters
from tests.api.others import said_of


@pytest.fixture(scope="module")
def document(app) -> dict:
    return json.loads(app.server.test_client().get("/api/v1/openapi.json").text)


def resolve(document: dict, one: dict) -> dict:
    while "$ref" in one:
        found = document
        for step in one["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        one = found
    return one


def validator(document: dict, schema: dict) -> Draft202012Validator:
    registry = Registry().with_resource("urn:document", Resource(document, DRAFT202012))
    text = json.dumps(schema).replace('"#/components', '"urn:document#/components')
    return Draft202012Validator(json.loads(text), registry=registry)


@pytest.mark.parametrize("address", ["/api/v1/openapi.json", "/ogc/api"])
def test_a_validator_of_others_finds_nothing(client: FlaskClient, address: str):
    text = client.get(address).text
    assert said_of(text, by="openapi_models") == []
    assert said_of(text.replace('"responses"', '"answers"'), by="openapi_models")


@pytest.mark.parametrize("name", CATALOG)
def test_every_table_and_every_filter_stands_in_it(document: dict, name: str):
    parameters = [resolve(document, one) for one in document["paths"][f"/api/v1/{name}"]["get"]["parameters"]]
    assert {*filters(CATALOG[name]), "limit", "offset", "fields", "lang", "sort", "release"} == {one["name"] for one in parameters}
    assert all(f"/data/{name}.{one.ending}" in document["paths"] for one in of(CATALOG[name]))


@pytest.mark.parametrize("name", CATALOG)
def test_examples_and_answers_are_what_is_promised(document: dict, client: FlaskClient, name: str):
    media = document["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"]["content"]["application/json"]
    Draft202012Validator.check_schema(media["schema"])
    checked = validator(document, media["schema"])
    assert media["example"]["rows"]
    checked.validate(media["example"])
    for query in ("limit=1000", "limit=50&lang=en", "limit=50&lang=zh-TW"):
        checked.validate(json.loads(client.get(f"/api/v1/{name}?{query}").text))


def test_ids_are_told_once_and_every_reference_leads_somewhere(document: dict):
    ids = [entry["get"]["operationId"] for entry in document["paths"].values()]
    assert len(ids) == len(set(ids))
    for found in re.findall(r'"\$ref": "([^"]+)"', json.dumps(document)):
        assert resolve(document, {"$ref": found})


def test_a_number_of_the_document_has_its_unit(document: dict):
    for name, dataset in CATALOG.items():
        properties = document["components"]["schemas"][f"{name}.row"]["properties"]
        for field in dataset.fields:
            if field.unit:
                assert field.unit in properties[field.name]["description"], (name, field.name)


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_the_page_for_people(client: FlaskClient, lang: str):
    """Every table, every kind of problem, in one language; nothing that a strict policy would stop."""
    answer = client.get(f"/api?lang={lang}")
    assert answer.status_code == 200
    html = answer.text
    assert f'<html lang="{lang}"' in html
    assert "<script" not in html and " style=" not in html and "http://" not in re.sub(r"http://localhost", "", html)
    for name, dataset in CATALOG.items():
        assert f'id="table-{name}"' in html
        assert dataset.title(lang).replace("&", "&amp;") in html
    from api.problems import KINDS

    assert all(f'id="{kind}"' in html for kind in KINDS)


def test_the_page_speaks_the_language_of_the_browser(client: FlaskClient):
    assert '<html lang="en"' in client.get("/api", headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="zh-TW"' in client.get("/api", headers={"Accept-Language": "fr"}).text
