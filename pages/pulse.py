"""The city pulse: what live sources show, now and through a day, a week, a year; what they would show where nothing was fetched."""

import dash
import dash_leaflet as dl
from dash import html

from components.pulse_source import pulse_source
from components.words import icon, named, pair, titled, words
from data.pulse import MEASURES, PERIODS, Measure
from data.sources import all_sources

dash.register_page(__name__, path="/pulse", name="pulse", order=7.5, icon="heart-pulse", needs=("basemap",))

CENTRE, ZOOM = [24.93, 121.23], 10  # until the browser fits the city into the room it has
FIRST = next(iter(MEASURES))


def layout(**_query: str) -> html.Div:
    """One picture as on the map: what is read at the left, the districts as a table at the right, the line of time at the foot."""
    return html.Div(
        [
            html.Header([titled("pulse.title"), html.P(words("pulse.lead"), className="pulse__lead")], className="pulse__head"),
            html.Div(
                [_choices("measures", [_measure(one) for one in MEASURES.values()]),
                 _choices("periods", [_chip("period", key, words(f"pulse.period_{key}")) for key in PERIODS])],
                className="pulse__choices",
            ),
            html.Div(
                [
                    html.Div(className="pulse__reading", **{"aria-live": "polite"}),
                    html.Div(className="pulse__station", hidden=True, role="region", **named(*pair("pulse.station"))),
                    html.Div([_of(one) for one in MEASURES.values()], className="pulse__told"),
                ],
                className="pulse__words",
            ),
            html.Div(className="pulse__table"),
            html.Div(className="pulse__line"),
            html.Div(
                dl.Map(center=CENTRE, zoom=ZOOM, zoomSnap=0.1, minZoom=8, maxZoom=15, zoomControl=False, attributionControl=False,
                       trackViewport=False, doubleClickZoom=False, className="map"),
                className="pulse__map", role="region", **named(*pair("pulse.map")),
            ),
            html.P(words("map.credit"), className="credit pulse__credit"),
        ],
        className="pulse",
        **{"data-component": "pulse"},
    )


def _choices(kind: str, chips: list[html.Button]) -> html.Div:
    return html.Div(chips, className=f"pulse__{kind}", role="group", **named(*pair(f"pulse.{kind}")))


def _measure(one: Measure) -> html.Button:
    return _chip("measure", one.key, [icon(one.icon), words(f"pulse.{one.key}")], f" chip--{one.family}")


def _chip(kind: str, key: str, children: object, more: str = "") -> html.Button:
    return html.Button(children, type="button", className=f"chip{more}", **{f"data-{kind}": key, "aria-pressed": "false"})


def _of(one: Measure) -> html.Section:
    """What the measure is, and every dataset that carries it: shown beside its values, or in their place."""
    return html.Section(
        [
            html.P(words(f"pulse.{one.key}_would"), className="pulse__would"),
            html.H2(words("pulse.sources"), className="pulse__sub"),
            html.Ul([pulse_source(all_sources()[name]) for name in one.sources], className="pulse__sources"),
        ],
        hidden=one.key != FIRST,
        className="pulse__of",
        **{"data-of": one.key},
    )
