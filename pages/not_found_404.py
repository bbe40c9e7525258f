"""What is said to an address that was not understood: what, why, and the nearest good one."""

from dash import html

from components.words import words


def layout(why: str = "address.no_page", what: str = "", links: tuple[str, ...] = ("/",)) -> html.Div:
    """``why`` is a message key, ``what`` the part not understood (shown as text), ``links`` good addresses, nearest first."""
    return html.Div(
        [
            html.H1(words("not_found.title"), className="page__title"),
            html.P([words(why), " ", words("not_found.what") if what else "", " ", html.Code(what) if what else ""], className="lead"),
            html.H2(words("not_found.try"), className="section__title"),
            html.Ul([html.Li(html.A(link, href=link, className="button")) for link in links], className="plain"),
        ],
        className="paper",
    )
