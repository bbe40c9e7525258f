"""A page that only says something: one component for Dash, built as plain elements by the browser.

Dash keeps every component in its store and looks at all of them for each; a page of three thousand takes it half a minute.
Reading pages have no callbacks, so their elements go along as one compact tree and stand at once.
"""

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

NAMES = {"className": "class", "tabIndex": "tabindex", "htmlFor": "for", "colSpan": "colspan", "rowSpan": "rowspan"}


def still(part: Component) -> html.Div:
    """``part`` (html components only) as one inert component; parts inside it with data-component are filled as everywhere."""
    return html.Div(
        className="still",
        **{"data-component": "still", "data-tree": json.dumps(tree(part), ensure_ascii=False, separators=(",", ":"))},
    )


def tree(part: Any) -> Any:
    """[tag, attributes, child, …] of a component; text stays text. Raises TypeError for what is no html component."""
    if isinstance(part, str):
        return part
    if isinstance(part, int | float):
        return str(part)
    if not isinstance(part, Component) or part._namespace != "dash_html_components":
        raise TypeError(f"{part!r} is no html component; only those can stand still")
    props = part.to_plotly_json()["props"]
    children = props.pop("children", None)
    listed = children if isinstance(children, list | tuple) else [] if children is None else [children]
    attributes = {NAMES.get(name, name): value for name, value in props.items() if value is not None}
    return [part._type.lower(), attributes, *(tree(child) for child in flat(listed) if child is not None and child != "")]


def flat(children: Any) -> Any:
    """Children of lists in lists, one after the other."""
    for child in children:
        if isinstance(child, list | tuple):
            yield from flat(child)
        else:
            yield child
