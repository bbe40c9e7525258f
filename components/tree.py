"""A page as a plain tree: what is html in it goes to the browser as elements, the one part that lives on goes to Dash.

Dash keeps every component in its store and looks at all of them for each; a page of three thousand takes it half a minute,
and React builds again what the HTML already says. So the layout of a page is written out here once: as HTML for the first
answer, as a compact tree for the router. Only a part that is no html component (a dash-leaflet map, say) is left to Dash.
"""

from html import escape
from typing import Any

from dash.development.base_component import Component

NAMES = {"className": "class", "tabIndex": "tabindex", "htmlFor": "for", "colSpan": "colspan", "rowSpan": "rowspan"}
VOID = {"br", "col", "hr", "img", "input", "source", "wbr"}      # elements without an end, HTML standard 13.1.2
SLOT = ["div", {"class": "dash-part", "data-dash": ""}]          # where the browser puts Dash


def tree(part: Any, living: list[Component] | None = None) -> Any:
    """[tag, attributes, child, …] of a component; text stays text.

    A component that is no html stands in the tree as a slot and is added to ``living``; a page has one such part at most,
    since Dash has one root. Raises TypeError for a second one, or for any when ``living`` is not given.
    """
    if isinstance(part, str):
        return part
    if isinstance(part, int | float):
        return str(part)
    if isinstance(part, Component) and part._namespace != "dash_html_components" and living is not None and not living:
        living.append(part)
        return SLOT
    if not isinstance(part, Component) or part._namespace != "dash_html_components":
        raise TypeError(f"{part!r} is no html component, and a page has room for one part of Dash's own")
    props = part.to_plotly_json()["props"]
    children = props.pop("children", None)
    listed = children if isinstance(children, list | tuple) else [] if children is None else [children]
    attributes = {NAMES.get(name, name): value for name, value in props.items() if value is not None}
    return [part._type.lower(), attributes, *(tree(child, living) for child in flat(listed) if child is not None and child != "")]


def flat(children: Any) -> Any:
    """Children of lists in lists, one after the other."""
    for child in children:
        if isinstance(child, list | tuple):
            yield from flat(child)
        else:
            yield child


def markup(node: Any) -> str:
    """The HTML of a tree; text is escaped, so that a text from data is never markup."""
    if isinstance(node, str):
        return escape(node, quote=False)
    tag, attributes, *children = node
    said = "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in attributes.items()
                   if value is not None and value is not False)
    return f"<{tag}{said}>" if tag in VOID else f"<{tag}{said}>{''.join(map(markup, children))}</{tag}>"
