"""Search over everything, in both tongues: as one types, or with large keys where there is no keyboard."""

import dash
from dash import html

from components.words import titled, words

dash.register_page(__name__, path="/search", name="search", needs=("search",), scripts=("minisearch.js",))


def layout(**_query: str) -> html.Div:
    """The question, and the part that answers it."""
    return html.Div(
        [titled("search.title"), html.P(words("search.lead"), className="lead soft"), html.Div(**{"data-component": "search"})],
        className="paper search-page",
    )
