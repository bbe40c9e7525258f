"""Where a table goes: which screens show it, read from the code of pages and views themselves, so it is never out of date."""

import ast
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import dash

from data.catalog import CATALOG
from data.views import VIEWS

LOADED = re.compile(r'\bload\("(\w+)"\)')


def screens() -> Mapping[str, list[str]]:
    """{dataset: names of the pages that show it, in the order of the register}; a table no page shows is missing."""
    pages = [(page["name"], page["module"], tuple(page.get("needs", ()))) for page in dash.page_registry.values()]
    return _screens(tuple(pages))


@lru_cache(maxsize=2)
def _screens(pages: tuple[tuple[str, str, tuple[str, ...]], ...]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, module, needs in pages:
        tables = set(LOADED.findall(_source(module))).union(*(tables_of_view(view) for view in needs))
        for table in tables & CATALOG.keys():
            found.setdefault(table, []).append(name)
    return found


def tables_of_view(name: str) -> set[str]:
    """The datasets the module of the view ``name`` speaks of; none for words."""
    tree = ast.parse(_source(VIEWS[name].__module__)) if name in VIEWS else ast.Module([], [])
    return {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } & CATALOG.keys()


@lru_cache(maxsize=128)
def _source(module: str) -> str:
    spec = find_spec(module)
    return Path(spec.origin).read_text("utf-8") if spec and spec.origin else ""
