"""``/catalog.ttl`` and ``/catalog.jsonld``: every table for other catalogues to harvest, as DCAT-AP 3 and schema.org."""

import json
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, request
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SDO, SKOS, XSD

from api import query as asking
from api.editions import Keyed, edition, marked, unchanged
from api.features import bounds, layers, span
from components.citation import citation
from components.words import pair
from data import exports, releases
from data.catalog import Dataset
from data.records import Edition
from server.public import home
from server.released import folder

EU = "http://publications.europa.eu/resource/authority"
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
LANGUAGES = (URIRef(f"{EU}/language/ZHO"), URIRef(f"{EU}/language/ENG"))
TYPES = {"csv": "CSV", "xlsx": "XLSX", "geojson": "GEOJSON", "parquet": "PARQUET", "json": "JSON"}
VERSION, HAS_VERSION = URIRef(f"{DCAT}version"), URIRef(f"{DCAT}hasVersion")  # DCAT 3; rdflib knows the names of DCAT 2
CONTEXT = {
    "dcat": str(DCAT),
    "dct": str(DCTERMS),
    "foaf": str(FOAF),
    "schema": "https://schema.org/",
    "xsd": str(XSD),
    "skos": str(SKOS),
}
Frozen = tuple[tuple[str, frozenset[str]], ...]  # each release and the files it holds
blueprint = Blueprint("catalogue", __name__)


@blueprint.get("/catalog.<any(ttl,jsonld):ending>")
def catalogue(ending: str) -> Response:
    """The catalogue as Turtle or JSON-LD."""
    asking.only(request.args, ())
    given = edition()
    if known := unchanged(given):
        return known
    text = _text(Keyed(given), home(), ending, _frozen())
    kind = "text/turtle; charset=utf-8" if ending == "ttl" else "application/ld+json"
    return marked(Response(text, content_type=kind), given)


def _frozen() -> Frozen:
    return tuple(
        (one, frozenset(file["path"] for file in releases.manifest(folder(), one)["files"])) for one in releases.listed(folder())
    )


@lru_cache(maxsize=8)
def _text(key: Keyed, root: str, ending: str, frozen: Frozen) -> str:
    made = graph(key.given, root, frozen)
    if ending == "ttl":
        return made.serialize(format="turtle")
    found = json.loads(made.serialize(format="json-ld", context=CONTEXT, auto_compact=True))
    return json.dumps(_ordered(found), ensure_ascii=False, indent=1)


def _ordered(value: Any) -> Any:
    """The same triples always in the same order."""
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda one: json.dumps(one, ensure_ascii=False, sort_keys=True))
    return {name: _ordered(one) for name, one in sorted(value.items())} if isinstance(value, dict) else value


def graph(given: Edition, root: str, frozen: Frozen = ()) -> Graph:
    """The catalogue of ``given``; each table names its versions in the releases of ``frozen`` that hold it."""
    g = Graph()
    for name, space in (("skos", SKOS), ("schema", SDO)):
        g.bind(name, space, replace=True)
    catalog = URIRef(f"{root}/catalog#catalog")
    publisher = URIRef(f"{root}/catalog#publisher")
    _agent(g, publisher, *pair("api.publisher"))
    for kind in (DCAT.Catalog, SDO.DataCatalog):
        g.add((catalog, RDF.type, kind))
    _both(g, catalog, (DCTERMS.title, SDO.name), *pair("site.title"))
    _both(g, catalog, (DCTERMS.description, SDO.description), *pair("api.lead"))
    g.add((catalog, DCTERMS.publisher, publisher))
    g.add((catalog, SDO.publisher, publisher))
    g.add((catalog, FOAF.homepage, URIRef(f"{root}/")))
    g.add((URIRef(f"{root}/"), RDF.type, FOAF.Document))
    for language in LANGUAGES:
        g.add((catalog, DCTERMS.language, language))
        g.add((language, RDF.type, DCTERMS.LinguisticSystem))
    for tag in ("zh-TW", "en"):
        g.add((catalog, SDO.inLanguage, Literal(tag)))
    g.add((catalog, DCTERMS.spatial, URIRef(f"{root}/catalog#place")))
    g.add((URIRef(f"{root}/catalog#place"), RDF.type, DCTERMS.Location))
    _both(g, URIRef(f"{root}/catalog#place"), (SKOS.prefLabel,), *pair("api.place"))
    for name, path, words in (("api", "/api/v1", "api.title"), ("ogc", "/ogc", "api.way_ogc")):
        service = URIRef(f"{root}/catalog#{name}")
        g.add((catalog, DCAT.service, service))
        g.add((service, RDF.type, DCAT.DataService))
        _both(g, service, (DCTERMS.title,), *pair(words))
        _both(g, service, (DCTERMS.description,), *pair(f"api.about_{name}"))
        g.add((service, DCAT.endpointURL, URIRef(root + path)))
        g.add((service, DCAT.endpointDescription, URIRef(f"{root}/api/v1/openapi.json" if name == "api" else f"{root}/ogc/api")))
        g.add((service, DCTERMS.publisher, publisher))
    for dataset in given.catalog.values():
        _dataset(g, given, dataset, root, catalog, frozen)
    return g


def dataset_uri(root: str, name: str) -> str:
    """What a table is called in the catalogue."""
    return f"{root}/catalog#dataset-{name}"


def schema_org(given: Edition, dataset: Dataset, root: str) -> dict[str, Any]:
    """One table as schema.org's Dataset, ready for ``<script type="application/ld+json">``; texts in both languages."""
    zh, en = citation(given, dataset, f"{root}/data/{dataset.name}.csv")
    source, placed = dataset.sources[0], layers(given).get(dataset.name)
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": dataset_uri(root, dataset.name),
        "name": _tongues(dataset.title_zh, dataset.title_en),
        "description": _tongues(*_described(dataset)),
        "url": f"{root}/api/v1/datasets/{dataset.name}",
        "version": given.release or given.version,
        "inLanguage": ["zh-TW", "en"],
        "isAccessibleForFree": True,
        "citation": [zh, en],
        "temporalCoverage": dataset.period,
        "license": [one.path for one in dataset.licences if one.path] or None,
        "creator": {"@type": "Organization", "name": _tongues(source.publisher_zh, source.publisher_en)},
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{root}/catalog#catalog", "name": _tongues(*pair("site.title"))},
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field.name, **({"unitText": field.unit} if field.unit else {})}
            for field in dataset.fields
            if field.is_number
        ]
        or None,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": one.media_type.partition(";")[0],
                "contentUrl": f"{root}/data/{dataset.name}.{one.ending}",
            }
            for one in exports.of(dataset)
        ],
    }
    if placed:
        west, south, east, north = bounds(exports.shapes(dataset, given.load(dataset.name)))
        made["spatialCoverage"] = {"@type": "Place", "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}}
    return {name: value for name, value in made.items() if value is not None}


def _dataset(g: Graph, given: Edition, dataset: Dataset, root: str, catalog: URIRef, frozen: Frozen) -> None:
    node = URIRef(dataset_uri(root, dataset.name))
    g.add((catalog, DCAT.dataset, node))
    g.add((catalog, SDO.dataset, node))
    g.add((node, RDF.type, DCAT.Dataset))
    g.add((node, RDF.type, SDO.Dataset))
    _both(g, node, (DCTERMS.title, SDO.name), dataset.title_zh, dataset.title_en)
    _both(g, node, (DCTERMS.description, SDO.description), *_described(dataset))
    g.add((node, DCTERMS.identifier, Literal(dataset.name)))
    g.add((node, VERSION, Literal(given.release or given.version)))
    g.add((node, SDO.version, Literal(given.release or given.version)))
    g.add((node, DCAT.landingPage, URIRef(f"{root}/api#table-{dataset.name}")))
    g.add((URIRef(f"{root}/api#table-{dataset.name}"), RDF.type, FOAF.Document))
    for language in LANGUAGES:
        g.add((node, DCTERMS.language, language))
    g.add((node, DCTERMS.spatial, URIRef(f"{root}/catalog#place")))
    g.add((node, DCTERMS.accessRights, URIRef(f"{EU}/access-right/PUBLIC")))
    g.add((URIRef(f"{EU}/access-right/PUBLIC"), RDF.type, DCTERMS.RightsStatement))
    for n, source in enumerate(dataset.sources):
        agent = URIRef(f"{root}/catalog#publisher-{dataset.name}-{n}")
        _agent(g, agent, source.publisher_zh, source.publisher_en)
        g.add((node, DCTERMS.creator, agent))
        g.add((node, SDO.creator, agent))
    g.add((node, DCTERMS.publisher, URIRef(f"{root}/catalog#publisher")))
    for text in citation(given, dataset, f"{root}/data/{dataset.name}.csv"):
        g.add((node, DCTERMS.bibliographicCitation, Literal(text)))
    g.add((URIRef(f"{root}/catalog#api"), DCAT.servesDataset, node))
    if dataset.name in layers(given):
        g.add((URIRef(f"{root}/catalog#ogc"), DCAT.servesDataset, node))
    _when(g, node, dataset)
    _where(g, node, given, dataset)
    for one in exports.of(dataset):
        _distribution(g, node, dataset, one.ending, one.media_type.partition(";")[0], f"{root}/data/{dataset.name}.{one.ending}")
    _distribution(g, node, dataset, "json", "application/json", f"{root}/api/v1/{dataset.name}", URIRef(f"{root}/catalog#api"))
    for release, paths in frozen:
        if dataset.path in paths:
            _version(g, node, dataset, release, f"{root}/data/releases/{release}/{dataset.path}")


def _version(g: Graph, node: URIRef, dataset: Dataset, release: str, address: str) -> None:
    """The table as release ``release`` froze it: a dataset of its own with one file, as DCAT-AP 3 wants what hasVersion names."""
    version = URIRef(f"{node}-{release}")
    g.add((node, HAS_VERSION, version))
    g.add((version, RDF.type, DCAT.Dataset))
    zh, en = pair("api.release_of", release=release)
    _both(g, version, (DCTERMS.title,), f"{dataset.title_zh}（{zh}）", f"{dataset.title_en} ({en})")
    _both(g, version, (DCTERMS.description,), *_described(dataset))
    g.add((version, VERSION, Literal(release)))
    ending = dataset.path.rpartition(".")[2]
    _file(g, version, dataset, ending, exports.EXPORTERS[ending].media_type.partition(";")[0], address)


def _distribution(
    g: Graph, node: URIRef, dataset: Dataset, ending: str, kind: str, address: str, service: URIRef | None = None
) -> None:
    one = _file(g, node, dataset, ending, kind, address, service)
    g.add((node, SDO.distribution, one))
    g.add((one, RDF.type, SDO.DataDownload))
    g.add((one, SDO.contentUrl, URIRef(address)))
    g.add((one, SDO.encodingFormat, Literal(kind)))
    for licence in dataset.licences:
        if licence.path and licence.confirmed:
            g.add((node, SDO.license, URIRef(licence.path)))


def _file(
    g: Graph, node: URIRef, dataset: Dataset, ending: str, kind: str, address: str, service: URIRef | None = None
) -> URIRef:
    """The table as a file, or as answers of ``service``: a distribution of ``node``."""
    one = URIRef(f"{node}-{ending}")
    g.add((node, DCAT.distribution, one))
    g.add((one, RDF.type, DCAT.Distribution))
    _both(g, one, (DCTERMS.title,), f"{dataset.title_zh}（{TYPES[ending]}）", f"{dataset.title_en} ({TYPES[ending]})")
    _both(g, one, (DCTERMS.description,), *_described(dataset))
    g.add((one, DCAT.accessURL, URIRef(address)))
    if service is None:
        g.add((one, DCAT.downloadURL, URIRef(address)))
    else:
        g.add((one, DCAT.accessService, service))
    media = URIRef(f"https://www.iana.org/assignments/media-types/{kind}")
    form = URIRef(f"{EU}/file-type/{TYPES[ending]}")
    g.add((one, DCAT.mediaType, media))
    g.add((media, RDF.type, DCTERMS.MediaType))
    g.add((one, DCTERMS["format"], form))
    g.add((form, RDF.type, DCTERMS.MediaTypeOrExtent))
    for licence in dataset.licences:
        # A licence nobody has confirmed is no licence: it is said as a statement of rights.
        if licence.path and licence.confirmed:
            g.add((one, DCTERMS.license, URIRef(licence.path)))
            g.add((URIRef(licence.path), RDF.type, DCTERMS.LicenseDocument))
        else:
            rights = URIRef(f"{one}-rights")
            g.add((one, DCTERMS.rights, rights))
            g.add((rights, RDF.type, DCTERMS.RightsStatement))
            _both(g, rights, (DCTERMS.description,), *pair("api.rights", licence=licence.title))
    return one


def _when(g: Graph, node: URIRef, dataset: Dataset) -> None:
    begin, end = span(dataset.period)
    if not begin and not end:
        return
    period = BNode(f"period-{dataset.name}")
    g.add((node, DCTERMS.temporal, period))
    g.add((period, RDF.type, DCTERMS.PeriodOfTime))
    for name, day in ((DCAT.startDate, begin), (DCAT.endDate, end)):
        if day:
            g.add((period, name, Literal(day[:10], datatype=XSD.date)))
    g.add((node, SDO.temporalCoverage, Literal(dataset.period)))


def _where(g: Graph, node: URIRef, given: Edition, dataset: Dataset) -> None:
    if dataset.name not in layers(given):
        return
    west, south, east, north = bounds(exports.shapes(dataset, given.load(dataset.name)))
    box = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    place = BNode(f"place-{dataset.name}")
    g.add((node, DCTERMS.spatial, place))
    g.add((place, RDF.type, DCTERMS.Location))
    g.add((place, DCAT.bbox, Literal(box, datatype=GEO.wktLiteral)))


def _agent(g: Graph, node: URIRef, zh: str, en: str) -> None:
    g.add((node, RDF.type, FOAF.Agent))
    g.add((node, RDF.type, SDO.Organization))
    _both(g, node, (FOAF.name, SDO.name), zh, en)


def _both(g: Graph, node: Any, properties: tuple[URIRef, ...], zh: str, en: str) -> None:
    for one in properties:
        g.add((node, one, Literal(zh, lang="zh-TW")))
        g.add((node, one, Literal(en, lang="en")))


def _described(dataset: Dataset) -> tuple[str, str]:
    """What a row is, and what must be known."""
    return f"每列為{dataset.row_zh}。{dataset.caveat_zh or ''}", " ".join(
        part for part in (f"A row is {dataset.row_en}.", dataset.caveat_en) if part
    )


def _tongues(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh-TW"}, {"@value": en, "@language": "en"}]
