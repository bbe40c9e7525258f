"""Buttons that choose which figure of a page the hall shows; the web shows all figures and no buttons."""

from collections.abc import Iterable

from dash import html

from components.words import named, pair, words


def figure_tabs(figures: Iterable[str]) -> html.Div:
    """One button a figure; ``figures`` are the ``data-show`` of those beside it."""
    return html.Div(
        [
            html.Button(
                words(f"district.tab_{name}"), type="button", className="tabs__tab", **{"data-show": name, "aria-pressed": "false"}
            )
            for name in figures
        ],
        className="tabs",
        role="group",
        **named(*pair("district.tabs")),
    )
