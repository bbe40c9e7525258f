"""What is said to an address that was not understood: what, why, and the nearest good one."""

from collections.abc import Sequence

from dash import html

from components.words import bilingual, icon, words

HOME = (("/", ("/", "/")),)


def layout(
    why: str = "address.no_page",
    what: str = "",
    links: Sequence[tuple[str, tuple[str, str]]] = HOME,
    title: str = "not_found.title",
) -> html.Div:
    """``why`` and ``title`` are message keys, ``what`` the part not understood (shown as text), ``links`` good addresses with what
    the page there is called in both tongues, nearest first."""
    said = [words(why)] if not what else [words(why), html.Br(), words("not_found.what"), html.Code(what)]
    ways = [
        html.Li(
            html.A(
                [bilingual(*name), html.Code(href, className="soft"), icon("arrow-right")],
                href=href,
                className="button not-found__way",
            )
        )
        for href, name in links
    ]
    return html.Div(
        [
            html.Span(className="not-found__pond", **{"aria-hidden": "true"}),
            html.H1(words(title), className="page__title"),
            html.P(said, className="lead"),
            html.H2(words("not_found.try"), className="section__title"),
            html.Ul(ways, className="not-found"),
        ],
        className="paper",
    )
