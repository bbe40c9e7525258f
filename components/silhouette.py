"""A district as its own outline, drawn in the browser from the baked map."""

from dash import html


def silhouette(code: str) -> html.Span:
    """The outline of a district, as large as the style sheet says; it says nothing a name beside it does not say."""
    return html.Span(className="silhouette", **{"data-component": "district-shape", "data-code": code, "aria-hidden": "true"})
