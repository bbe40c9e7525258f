"""Where do you live: thirteen districts to choose from, and 504 neighbourhoods growing and shrinking month by month."""

from typing import Any

import dash
from dash import html

from components.dataset_note import dataset_note
from components.district_picker import district_picker
from components.words import icon, named, pair, titled, words
from data import store
from data.catalog import CATALOG
from data.queries.population import growth

dash.register_page(
    __name__, path="/districts", name="districts", icon="map-pin", order=3, needs=("basemap", "villages", "residents")
)


def layout(**_query: str) -> html.Div:
    """The picker, the field to type in (web), and the map that plays through 84 months."""
    return html.Div(
        [
            html.Header(
                [titled("districts.title"), html.P(words("districts.lead"), className="districts__lead")],
                className="districts__head",
            ),
            html.Div(className="village-search", **{"data-component": "village-search"}),
            district_picker(_rows(), with_residents=True),
            html.Section(
                [
                    html.H2(words("districts.map_title"), className="districts__asked"),
                    html.Div(
                        className="village-map",
                        role="region",
                        **{"data-component": "village-map"},
                        **named(*pair("districts.map_name")),
                    ),
                    html.Div(className="month-slider", **{"data-component": "month-slider"}),
                    _table(),
                    html.Div(_notes(), className="districts__notes"),
                ],
                className="districts__map",
            ),
            html.Div(dataset_note(CATALOG["district_population_monthly"]), className="districts__source"),
        ],
        className="districts",
    )


def _rows() -> list[dict[str, Any]]:
    last = growth(store.load("district_population_monthly"))["last"]
    rows = store.load("districts").sort_values("code").to_dict("records")
    return [{**row, "last": int(last[row["code"]])} for row in rows]


def _notes() -> list[Any]:
    """How the colours are counted, whose numbers they are, and what must be known of them."""
    return [
        html.P(words("districts.counted"), className="soft"),
        dataset_note(CATALOG["village_population_monthly"], CATALOG["village_boundaries"]),
    ]


def _table() -> html.Details:
    """The twin of the map; in the hall it lies over the map with the notes there is no room for beside it."""
    inside = [*_notes(), dataset_note(CATALOG["district_population_monthly"])]
    return html.Details(
        [
            html.Summary([words("districts.as_table"), icon("chevron-down")]),
            html.Div(
                [
                    html.Div(className="village-table", **{"data-component": "village-table"}),
                    html.Div(inside, className="districts__notes districts__inside"),
                ],
                className="districts__over",
            ),
        ],
        className="more districts__table",
    )
