"""Reads a catalogue (Turtle) with SeMPyRO, Health-RI's models of DCAT 3 and DCAT-AP 3, and prints what they refuse.

A process of its own, with the packages of ``build/validators`` before all others: SeMPyRO wants another pydantic than the tests.
"""

import sys
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from rdflib import RDF, BNode, Graph, Literal
from rdflib.term import Node
from sempyro import LiteralField
from sempyro.dcat import DCATCatalog, DCATDataService, DCATDataset, DCATDistribution
from sempyro.geo import Location
from sempyro.rdf_model import RDFModel
from sempyro.time import PeriodOfTime

MODELS = (DCATCatalog, DCATDataset, DCATDistribution, DCATDataService)
NESTED = {"temporal_coverage": PeriodOfTime, "geographical_coverage": Location}    # nodes that stand inside others


def wrong(graph: Graph) -> Iterator[str]:
    """What SeMPyRO says of each catalogue, dataset, distribution and service of ``graph``."""
    for model in MODELS:
        found = list(graph.subjects(RDF.type, model.model_config["json_schema_extra"]["$IRI"]))
        if not found:
            yield f"no {model.__name__}"
        for node in found:
            try:
                model(**fields(graph, node, model))
            except ValidationError as error:
                yield f"{node}: {error}"


def fields(graph: Graph, node: Node, model: type[RDFModel]) -> dict[str, Any]:
    """What ``graph`` says of ``node`` under the names of ``model``; a list where the model takes one or there are several."""
    found = {}
    for name, field in model.model_fields.items():
        values = [value(graph, one, name) for one in graph.objects(node, field.json_schema_extra["rdf_term"])]
        if values:
            found[name] = values if len(values) > 1 or "List[" in str(field.annotation) else values[0]
    return found


def value(graph: Graph, one: Node, name: str) -> Any:
    """A literal with its language or type, a node without a name as its model, any other as its address."""
    if isinstance(one, Literal):
        kind = {"language": one.language} if one.language else {"datatype": str(one.datatype)} if one.datatype else {}
        return LiteralField(value=str(one), **kind)
    if isinstance(one, BNode) and name in NESTED:
        return NESTED[name](**fields(graph, one, NESTED[name]))
    return str(one)


if __name__ == "__main__":
    print(*wrong(Graph().parse(data=sys.stdin.read(), format="turtle")), sep="\n")
