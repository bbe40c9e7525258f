"""Who built this with the city?: every organisation as a pond of the water it works in, and as a list."""

import dash
from dash import html

from components.partner_list import partner_list
from components.words import named, number, pair, words
from data import store
from data.queries.partners import ties
from data.views import partners as partners_view

dash.register_page(__name__, path="/partners", name="partners", order=9, icon="git-compare-arrows", needs=("city", "partners"))


def layout(**_query: str) -> html.Div:
    """The question, the filters, the picture, what was touched, the year, and the list that says the same."""
    partners, tied = store.load("partners"), ties(store.load("projects"))
    return html.Div(
        [
            html.Header(
                [
                    html.H1(words("partners.title"), className="page__title"),
                    html.P(
                        words("partners.lead", count=number(len(partners)), projects=number(int(tied["project_id"].nunique()))),
                        className="partners__lead",
                    ),
                ],
                className="partners__head",
            ),
            html.Div(className="partners__filter", **{"data-component": "partner-filter"}),
            html.Div(
                className="partner-web", role="group", **{"data-component": "partner-web"}, **named(*pair("partners.picture"))
            ),
            html.Section(
                className="partner-reader",
                **{"data-component": "partner-reader", "aria-live": "polite"},
                **named(*pair("partners.reader")),
            ),
            html.Div(className="ribbon", **{"data-component": "year-ribbon"}),
            html.Section(
                partner_list(**partners_view.view()),
                className="partner-list",
                **{"data-component": "partner-list"},
                **named(*pair("partners.list")),
            ),
        ],
        className="partners",
    )
