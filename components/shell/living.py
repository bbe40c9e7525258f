"""The one root of Dash: the browser puts the living part of a page into it, assets/js/50-dash.js."""

from dash import ClientsideFunction, Input, Output, clientside_callback, html

clientside_callback(ClientsideFunction("living", "first"), Output("living", "children"), Input("living", "id"))


def living() -> html.Div:
    """The layout Dash starts from; empty until a page has a part that is no plain html (and no layout for Dash without a child)."""
    return html.Div(html.Div(id="living"), className="living")
