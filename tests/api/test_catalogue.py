"""The catalogue holds every table in both languages; held by models and shapes of DCAT-AP, by schema.org, by two readers."""

import json
import warnings
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF, SDO

from api import catalogue
from data import store
from data.catalog import CATALOG
from data.exports import of
from data.records import Edition
from tests.api.others import said_of
from tests.linked import wrong

SHAPES = Path(__file__).with_name("dcat_ap_shapes.ttl")


@pytest.fixture(scope="module")
def turtle(app) -> str:
    return app.server.test_client().get("/catalog.ttl").text


@pytest.fixture(scope="module")
def graph(turtle: str) -> Graph:
    return Graph().parse(data=turtle, format="turtle")


def conforms(graph: Graph) -> tuple[bool, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyshacl import validate

        fits, _, said = validate(graph, shacl_graph=str(SHAPES), shacl_graph_format="turtle", advanced=True)
    return fits, said


def test_it_keeps_to_dcat_ap(graph: Graph):
    fits, said = conforms(graph)
    assert fits, said


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (DCAT.Dataset, DCTERMS.title),
        (DCAT.Distribution, DCAT.accessURL),
        (DCAT.Catalog, DCTERMS.publisher),
        (DCAT.DataService, DCAT.endpointURL),
    ],
)
def test_the_shapes_can_say_no(turtle: str, kind: URIRef, name: URIRef):
    broken = Graph().parse(data=turtle, format="turtle")
    broken.remove((next(broken.subjects(RDF.type, kind)), name, None))
    assert not conforms(broken)[0]


def test_a_validator_of_others_finds_nothing(turtle: str):
    assert said_of(turtle, by="dcat_models") == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("dcat:accessURL", "dcat:accessUrl"),
        ("dcterms:title", "dcterms:titel"),
        ("dcat:endpointURL", "dcat:endpointUrl"),
        ("dcterms:publisher <http://localhost/catalog#publisher>", 'dcterms:publisher "Taoyuan"'),
    ],
)
def test_the_validator_of_others_can_say_no(turtle: str, good: str, bad: str):
    assert good in turtle
    assert said_of(turtle.replace(good, bad), by="dcat_models")


def test_its_linked_data_is_schema_orgs(graph: Graph):
    """Each node of schema.org's half, with what that half says of it."""
    nodes = []
    for node in set(graph.subjects(RDF.type, None)):
        for kind in graph.objects(node, RDF.type):
            if kind in SDO:
                said = {str(name).removeprefix(str(SDO)): str(one) for name, one in graph.predicate_objects(node) if name in SDO}
                nodes.append({"@type": str(kind).removeprefix(str(SDO)), **said})
    assert {one["@type"] for one in nodes} == {"DataCatalog", "Dataset", "DataDownload", "Organization"}
    assert wrong(nodes) == []


def test_a_version_stands_only_where_a_release_holds_the_table(graph: Graph, client: FlaskClient):
    versions = set(graph.objects(None, catalogue.HAS_VERSION))
    assert versions
    for version in versions:
        [one] = graph.objects(version, DCAT.distribution)
        [address] = graph.objects(one, DCAT.downloadURL)
        assert client.get(str(address).removeprefix("http://localhost")).status_code == 200, address


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its reader of JSON-LD uses a class it gives up
def test_both_files_say_the_same(client: FlaskClient, graph: Graph):
    answer = client.get("/catalog.jsonld")
    assert answer.mimetype == "application/ld+json"
    assert isomorphic(Graph().parse(data=answer.text, format="json-ld"), graph)


def test_another_reader_reads_it(client: FlaskClient):
    from pyld import jsonld

    nodes = jsonld.expand(json.loads(client.get("/catalog.jsonld").text))
    kinds = [kind for node in nodes for kind in node.get("@type", ())]
    assert kinds.count(str(SDO.Dataset)) == len(CATALOG)


@pytest.mark.parametrize("name", CATALOG)
def test_every_file_of_every_table_is_listed_and_there(graph: Graph, client: FlaskClient, name: str):
    node = URIRef(f"http://localhost/catalog#dataset-{name}")
    addresses = {str(address) for one in graph.objects(node, DCAT.distribution) for address in graph.objects(one, DCAT.downloadURL)}
    assert addresses == {f"http://localhost/data/{name}.{one.ending}" for one in of(CATALOG[name])}
    titles = {title.language: str(title) for title in graph.objects(node, DCTERMS.title)}
    assert titles == {"zh-tw": CATALOG[name].title_zh, "en": CATALOG[name].title_en} or titles == {
        "zh-TW": CATALOG[name].title_zh,
        "en": CATALOG[name].title_en,
    }


def test_what_nobody_confirmed_is_no_licence(graph: Graph):
    for name, dataset in CATALOG.items():
        node = URIRef(f"http://localhost/catalog#dataset-{name}")
        licensed = {
            str(licence) for one in graph.objects(node, DCAT.distribution) for licence in graph.objects(one, DCTERMS.license)
        }
        assert licensed == {one.path for one in dataset.licences if one.confirmed and one.path}, name


@pytest.mark.parametrize("name", CATALOG)
def test_a_table_alone_for_search_engines(name: str, app):
    """schema.org's Dataset as a page would carry it; read without a network, so with the context written out."""
    from pyld import jsonld

    with app.server.test_request_context("/"):
        made = catalogue.schema_org(Edition(store.version(), CATALOG, store.load), CATALOG[name], "http://localhost")
    assert json.loads(json.dumps(made)) == made
    assert wrong(made) == []
    local = {**made, "@context": {"@vocab": "https://schema.org/"}}
    node = jsonld.expand(local)[0]
    assert node["@type"] == [str(SDO.Dataset)]
    for what in ("name", "description"):
        assert {text["@language"].lower() for text in node[f"https://schema.org/{what}"]} == {"zh-tw", "en"}
    assert len(made["distribution"]) == len(of(CATALOG[name]))
