"""A baked layout as a tree, for tests that read what a page says."""

from collections.abc import Iterator
from typing import Any

from components.tree import tree
from server.pages import page_of


def walk(node: Any) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    """Every element of a still page: (tag, attributes, children)."""
    if isinstance(node, list):
        yield node[0], node[1], node[2:]
        for child in node[2:]:
            yield from walk(child)


def tree_of(layout: Any) -> Any:
    """The tree of a layout, as the browser gets it."""
    return tree(layout)


def texts(tree: Any) -> list[str]:
    """Every text of the page."""
    return [child for _, _, children in walk(tree) for child in children if isinstance(child, str)]


def values(tree: Any, attribute: str) -> list[str]:
    """Every value of an attribute, in the order of the page."""
    return [attributes[attribute] for _, attributes, _ in walk(tree) if attribute in attributes]


def is_unknown_leaked(tree: Any) -> list[str]:
    """Texts and addresses in which an empty cell shows as something else."""
    shown = texts(tree) + [str(value) for _, attributes, _ in walk(tree) for value in attributes.values()]
    return [text for text in shown if text in ("nan", "None", "<NA>") or "nan年" in text or "/nan" in text or " nan" in text]


def unfolded(tree: Any) -> Any:
    """A still element in the shape of a Dash component, for tests that read layouts."""
    if isinstance(tree, str):
        return tree
    return {
        "type": tree[0].capitalize(),
        "props": {**tree[1], "className": tree[1].get("class"), "children": [unfolded(child) for child in tree[2:]]},
    }


def page(address: str) -> dict[str, Any]:
    """What the server gives for an address, its still page unfolded."""
    found = page_of(address)
    return {**found, "children": unfolded(found["tree"])}
