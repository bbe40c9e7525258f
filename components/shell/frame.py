"""The frame round every page: name of the exhibition, ways to the pages, language, theme, start over."""

from collections.abc import Sequence
from typing import Any

from dash import ClientsideFunction, Input, Output, clientside_callback, html

from components.words import icon, named, pair, words

clientside_callback(ClientsideFunction("router", "open"), Output("page", "children"), Input("page", "id"))

LANGUAGE_NAMES = {"zh-TW": "中文", "en": "English"}   # each in its own tongue, no flags


def frame(pages: Sequence[dict[str, Any]], themes: Sequence[str]) -> html.Div:
    """The whole page: ``pages`` of the registry with an ``icon`` and a place in the navigation; ``main#page`` takes the rest."""
    links = [
        html.A([icon(page["icon"]), words(f"nav.{page['name']}")], href=page["path"], className="frame__link")
        for page in pages
    ]
    return html.Div(
        [
            html.A(words("frame.skip"), href="#page", className="skip"),
            html.Header(
                [
                    html.A([html.Span(className="brand__pond"), words("site.title")], href="/", className="brand"),
                    html.Nav(links, className="frame__nav", **named(*pair("frame.nav"))),
                    html.Div([_start_over(), _themes(themes), _languages()], className="frame__switches"),
                ],
                className="frame__bar",
            ),
            html.Main(id="page", className="page", tabIndex=-1),
        ],
        id="frame",
        className="frame",
    )


def _start_over() -> html.A:
    return html.A([icon("rotate-ccw"), words("frame.start_over")], href="/", className="button frame__again",
                  **named(*pair("frame.start_over")))


def _languages() -> html.Div:
    buttons = [
        html.Button(name, type="button", lang=tag, className="switch__part", **{"data-set-lang": tag, "aria-pressed": "false"})
        for tag, name in LANGUAGE_NAMES.items()
    ]
    return html.Div(buttons, role="group", className="switch", **named(*pair("frame.language")))


def _themes(themes: Sequence[str]) -> html.Div:
    icons = {"night": "pond", "day": "sun", "contrast": "contrast"}
    buttons = [
        html.Button(icon(icons.get(theme, "palette")), type="button", className="switch__part",
                    **{"data-set-theme": theme, "aria-pressed": "false"}, **named(*pair(f"theme.{theme}")))
        for theme in themes
    ]
    return html.Div(buttons, role="group", className="switch switch--icons", **named(*pair("frame.theme")))
