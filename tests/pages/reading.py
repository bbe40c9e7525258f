"""Reading what a page gives: its elements, their attributes and words, and whether the rows it names are there."""

import sys
from typing import Any

import dash

from data import store
from data.catalog import CATALOG


def content_of(name: str) -> Any:
    """The elements of the page called ``name``; the app is open."""
    module = next(page["module"] for page in dash.page_registry.values() if page["name"] == name)
    return sys.modules[module].layout()


def attributes(node: Any, name: str) -> list[str]:
    """All values of the attribute ``name`` in a tree of components.tree, in order."""
    if isinstance(node, str):
        return []
    own = [node[1][name]] if name in node[1] else []
    return own + [value for child in node[2:] for value in attributes(child, name)]


def text_of(node: Any) -> str:
    """All text of a tree, both tongues."""
    return node if isinstance(node, str) else " ".join(text_of(child) for child in node[2:])


def facts_exist(facts: list[str]) -> list[str]:
    """Those of ``facts`` (table:id) no row stands behind; a step is story_steps:story:step, a dataset datasets:name."""
    wrong = []
    for fact in facts:
        table, key = fact.split(":", 1)
        if table == "datasets":
            known = key in CATALOG
        else:
            keys = store.load(table)[list(CATALOG[table].primary_key)].astype(str).agg(":".join, axis=1)
            known = key in set(keys)
        if not known:
            wrong.append(fact)
    return wrong
