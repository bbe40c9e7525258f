"""Linked data held against schema.org's own types and properties (msgspec-schemaorg is generated from its vocabulary)."""

import re

import msgspec_schemaorg.models as vocabulary


def wrong(node: object, where: str = "") -> list[str]:
    """Types and properties schema.org does not have, or not together; values of a type a property does not take."""
    if isinstance(node, list):
        return [said for one in node for said in wrong(one, where)]
    if not isinstance(node, dict) or "@value" in node or set(node) == {"@id"}:
        return []
    kind = getattr(vocabulary, node["@type"], None)
    if kind is None:
        return [f"{where}: no type {node['@type']}"]
    found = []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in kind.__struct_fields__:
            found.append(f"{where}/{node['@type']}: no property {name}")
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and hasattr(vocabulary, one.get("@type", "")) and not _fits(one["@type"], _taken(kind, name)):
                found.append(f"{where}/{node['@type']}.{name} takes no {one['@type']}")
        found += wrong(value, f"{where}/{node['@type']}.{name}")
    return found


def _taken(kind: type, name: str) -> str:
    return next(base.__annotations__[name] for base in kind.__mro__ if name in getattr(base, "__annotations__", {}))


def _fits(given: str, taken: str) -> bool:
    names = {base.__name__ for base in getattr(vocabulary, given).__mro__}
    return bool(names & set(re.findall(r"\w+", str(taken))))
