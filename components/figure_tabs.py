"""Buttons that choose which part of a page the hall shows; the web shows all parts and no buttons."""

from collections.abc import Iterable

from dash import html

from components.words import named, pair, words


def figure_tabs(figures: Iterable[str], key: str = "district.tab", upright: Iterable[str] = ()) -> html.Div:
    """One button a part, by its ``data-show``; those in ``upright`` take turns in the upright hall only, elsewhere all stand."""
    return html.Div(
        [
            html.Button(
                words(f"{key}_{name}"), type="button", className=look, **{"data-show": name, "aria-pressed": "false"}
            )
            for names, look in ((figures, "tabs__tab"), (upright, "tabs__tab tabs__tab--upright"))
            for name in names
        ],
        className="tabs",
        role="group",
        **named(*pair(f"{key}s")),
    )
