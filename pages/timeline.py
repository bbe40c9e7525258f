"""The timeline: what changed in nine years, five streams of events under one year."""

import dash
from dash import html

from components.milestone_list import milestone_list
from components.words import named, number, pair, words
from data import store
from data.views import city

dash.register_page(__name__, path="/timeline", name="timeline", order=2, icon="calendar-days", needs=("city",))


def layout(**_query: str) -> html.Div:
    """The question, the event chosen, five streams, the year as their axis; on a phone one river of all events."""
    count = len(store.load("milestones"))
    return html.Div(
        [
            html.Header(
                [
                    html.H1(words("timeline.title"), className="page__title"),
                    html.P(words("timeline.count", count=number(count)), className="timeline__count"),
                ],
                className="timeline__head",
            ),
            html.Div(className="filter timeline__filter", **{"data-component": "water-filter", "data-counts": "milestones"}),
            html.Section(
                className="milestone",
                **{"data-component": "milestone-reader", "aria-live": "polite"}, **named(*pair("timeline.reader")),
            ),
            html.Div(className="streams", role="group", **{"data-component": "timeline"}, **named(*pair("timeline.streams"))),
            html.Div(className="ribbon", **{"data-component": "year-ribbon"}),
            html.Div(milestone_list(city.view()), className="list timeline__list", **{"data-component": "milestone-list"}),
        ],
        className="timeline",
    )
