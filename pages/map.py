"""The map: where it happened, year by year."""

import dash
import dash_leaflet as dl
from dash import html

from components.project_list import project_list
from components.words import named, pair, titled, words
from data.views import city

dash.register_page(__name__, path="/map", name="map", order=1, icon="map", needs=("city", "basemap"))

CENTRE, ZOOM = [24.93, 121.23], 10  # until the browser fits the city into the room it has


def layout(**_query: str) -> html.Div:
    """One picture: the map under everything, what is said about it round it, the year at the foot.

    In the order of the keyboard: the year, the filter, the list, what is read; the many ponds come last.
    """
    return html.Div(
        [
            html.Header(titled("map.title"), className="map-page__head"),
            html.Div(className="ribbon", **{"data-component": "year-ribbon"}),
            html.Div(className="filter", **{"data-component": "water-filter"}),
            html.Div(project_list(city.view()), className="list", **{"data-component": "project-list"}),
            html.Aside(
                [
                    html.Div(className="year-figure", **{"data-component": "year-figure"}),
                    html.Div(className="map-page__events", **{"data-component": "year-events"}),
                    html.Div(
                        className="reader",
                        role="region",
                        hidden=True,
                        **{"data-component": "reader"},
                        **named(*pair("reader.name")),
                    ),
                ],
                className="map-page__side",
            ),
            html.Div(className="whole-city", **{"data-component": "whole-city"}),
            html.Div(
                dl.Map(
                    center=CENTRE,
                    zoom=ZOOM,
                    zoomSnap=0.1,
                    minZoom=8,
                    maxZoom=14,
                    zoomControl=False,
                    attributionControl=False,
                    trackViewport=False,        # nobody asks Dash where the map looks; its timer outlives a map that is left
                    doubleClickZoom=False,
                    className="map",
                ),
                className="map-page__map",
                role="region",
                **{"data-component": "city-map"},
                **named(*pair("map.name")),
            ),
            html.P([words("map.rims"), " ", words("map.credit")], className="credit"),
        ],
        className="map-page",
    )
