"""The city's data as water: springs where it is measured, the reservoir, what comes of it, and the words of each."""

from typing import Any

from dash import html

from components.words import icon, named, pair, words


def spring(key: str, family: str, symbol: str, figure: Any, fact: str, is_fed: bool) -> html.Li:
    """Where data is born: its number and what is measured; ``is_fed`` = a source says that it reaches the platform."""
    return html.Li(
        html.Button(
            [
                html.Span(
                    [
                        html.Span(figure, className="spring__figure num"),
                        html.Span(words(f"platform.spring_{key}"), className="spring__label"),
                    ],
                    className="spring__words",
                ),
                html.Span(icon(symbol), className="spring__pond"),
            ],
            type="button",
            className=f"spring water--{family}",
            **{"data-spring": key, "data-reach": "full" if is_fed else "alone", "data-fact": fact, "aria-pressed": "false"},
        )
    )


def use(key: str, family: str, label: Any, fact: str, is_fed: bool) -> html.Li:
    """What comes of it; touching it opens the words of its spring."""
    return html.Li(
        html.Button(
            html.Span(label, className="use__label"),
            type="button",
            className=f"use water--{family}",
            **{"data-spring": key, "data-reach": "full" if is_fed else "alone", "data-fact": fact, "aria-pressed": "false"},
        )
    )


def lake(year: str, name: Any, fact: str) -> html.Button:
    """The reservoir: the platform itself."""
    return html.Button(
        html.Span(
            [
                html.Span(year, className="lake__year num"),
                html.Span(words("platform.lake"), className="lake__title"),
                html.Span(name, className="lake__name"),
            ],
            className="lake__words",
        ),
        type="button",
        className="lake",
        **{"data-spring": "platform", "data-fact": fact, "aria-pressed": "false"},
    )


def flow(springs: list[html.Li], middle: html.Button, uses: list[html.Li]) -> html.Div:
    """The whole picture; the browser draws the canals between the buttons."""
    return html.Div(
        [
            html.Ol(springs, className="flow__springs", **named(*pair("platform.springs"))),
            html.Div(middle, className="flow__lake"),
            html.Ol(uses, className="flow__uses", **named(*pair("platform.uses"))),
        ],
        className="flow",
        **{"data-component": "platform-flow"},
    )


def told(key: str, children: list[Any], is_open: bool = False) -> html.Article:
    """The words of one spring; hidden until it is touched."""
    return html.Article(children, className="told__one", hidden=None if is_open else True, **{"data-told": key})


def legend() -> html.Ul:
    """What a full and a dotted canal mean."""
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(className=f"legend__line legend__line--{kind}", **{"aria-hidden": "true"}),
                    words(f"platform.legend_{kind}"),
                ]
            )
            for kind in ("full", "alone")
        ],
        className="legend",
    )
