"""The peer: the same map as an ordinary Dash app, written as the manuals show and served by Dash itself.

``python -m bench.stock_app plotly 8060`` draws it with ``dcc.Graph``, lines and filled shapes on plain axes: ``go.Choropleth`` asks
a server on the net for its outlines even when none are shown, ``go.Choroplethmap`` wants a graphics card, so this is the
quickest plotly map that works offline. ``leaflet`` draws it with ``dl.GeoJSON`` layers and a bar chart beside them. Same tables,
same layers, a slider of years, the year's events and the projects of the whole city as lists. Tables are read once at start, as
most people would.
"""

import json
import sys
from pathlib import Path

import dash_leaflet as dl
import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

DATA = Path(__file__).parents[1] / "data"
YEARS = range(2014, 2023)
FILLED = {"neighbours": "#dddddd", "districts": "#f5f0e6", "water": "#9cc9e8"}
DRAWN = {"canals": "#6fb7ff", "roads": "#bbaa88", "coastline": "#668899", "rail": "#444444"}
CITYWIDE = "68000"

layers = {name: json.loads((DATA / "geo" / f"{name}.geojson").read_text("utf-8")) for name in (*FILLED, *DRAWN, "stations")}
districts = pd.read_csv(DATA / "tables" / "districts.csv", dtype={"code": str}).set_index("code")
topics = pd.read_csv(DATA / "tables" / "topics.csv").set_index("id")
milestones = pd.read_csv(DATA / "tables" / "milestones.csv")
milestones["year"] = milestones["date"].str[:4].astype(int)
projects = pd.read_csv(DATA / "tables" / "projects.csv")
projects["year"] = pd.to_numeric(projects["start_date"].str[:4])
projects["home"] = projects["districts"].str.split(";").str[0]
projects["is_placed"] = projects["lat"].notna() | (projects["home"] != CITYWIDE)
for column in ("lat", "lon"):
    projects[column] = projects[column].fillna(projects["home"].map(districts[column]))
projects["family"] = projects["topic"].map(topics["family"])
COLOURS = dict(zip(sorted(topics["family"].unique()), ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd"), strict=False))


def of_year(year: int) -> pd.DataFrame:
    """Projects begun by ``year`` that have a place; those of no known start always."""
    return projects[~(projects["year"] > year) & projects["is_placed"]]


def whole_city(year: int) -> list[html.Li]:
    """Projects begun by ``year`` that belong to the whole city: names in a list, as they have no place on a map."""
    rows = projects[~(projects["year"] > year) & ~projects["is_placed"]]
    return [html.Li(row.name_zh) for row in rows.itertuples()]


def events(year: int) -> list[html.Li]:
    """The events of ``year``, oldest first."""
    rows = milestones[milestones["year"] == year].sort_values("date")
    return [html.Li([html.B(row.date), " ", row.title_zh, html.Br(), row.summary_zh]) for row in rows.itertuples()]


def lines(collection: dict) -> tuple[list, list]:
    """Longitudes and latitudes of all lines and rings, None between two of them."""
    lon, lat = [], []
    for feature in collection["features"]:
        kind, parts = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        if kind == "LineString":
            parts = [parts]
        elif kind == "MultiPolygon":
            parts = [ring for polygon in parts for ring in polygon]
        for part in parts:
            lon += [*(spot[0] for spot in part), None]
            lat += [*(spot[1] for spot in part), None]
    return lon, lat


def city(year: int) -> go.Figure:
    """The map of ``year`` as one figure."""
    figure = go.Figure()
    for name, colour in (FILLED | DRAWN).items():
        lon, lat = lines(layers[name])
        fill = {"fill": "toself", "fillcolor": colour, "line": {"color": "#888888", "width": 1}}
        figure.add_scatter(x=lon, y=lat, mode="lines", name=name, hoverinfo="skip",
                           **(fill if name in FILLED else {"line": {"color": colour, "width": 1.5}}))
    stations = layers["stations"]["features"]
    lon, lat = zip(*(row["geometry"]["coordinates"] for row in stations), strict=True)
    figure.add_scatter(x=lon, y=lat, mode="markers", marker_size=4, name="stations",
                       text=[row["properties"]["name_zh"] for row in stations])
    for family, rows in of_year(year).groupby("family"):
        figure.add_scatter(x=rows["lon"], y=rows["lat"], mode="markers", name=family, text=rows["name_zh"],
                           marker={"size": 14, "color": COLOURS[family]})
    figure.add_scatter(x=districts["lon"], y=districts["lat"], mode="text", text=districts["name_zh"], name="districts")
    figure.update_xaxes(range=[120.975, 121.485], visible=False)
    figure.update_yaxes(range=[24.585, 25.13], visible=False, scaleanchor="x", scaleratio=1.1)
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0}, height=800, showlegend=False)
    return figure


def ponds(year: int) -> list[dl.CircleMarker]:
    """The projects of ``year`` as markers."""
    return [dl.CircleMarker(center=[row.lat, row.lon], radius=8, color=COLOURS[row.family], children=dl.Tooltip(row.name_zh))
            for row in of_year(year).itertuples()]


def bars() -> go.Figure:
    """How many events each year brought."""
    count = milestones["year"].value_counts().reindex(list(YEARS), fill_value=0)
    return go.Figure(go.Bar(x=count.index, y=count.values))


def stock(kind: str) -> Dash:
    """The app, ``kind`` is plotly or leaflet."""
    app = Dash(__name__)
    slider = dcc.Slider(YEARS[0], YEARS[-1], step=1, value=YEARS[-1], marks={year: str(year) for year in YEARS}, id="year")
    if kind == "plotly":
        picture, target, draw = [dcc.Graph(id="map")], Output("map", "figure"), city
    else:
        base = [dl.GeoJSON(data=layers[name], style={"color": "#888888", "weight": 1, "fillColor": colour, "fillOpacity": 1})
                for name, colour in FILLED.items()]
        base += [dl.GeoJSON(data=layers[name], style={"color": colour, "weight": 1.5}) for name, colour in DRAWN.items()]
        base += [dl.CircleMarker(center=row["geometry"]["coordinates"][::-1], radius=2, color="#444444",
                                 children=dl.Tooltip(row["properties"]["name_zh"])) for row in layers["stations"]["features"]]
        picture = [dl.Map([*base, dl.LayerGroup(id="ponds")], center=[24.86, 121.23], zoom=11, style={"height": "800px"}),
                   dcc.Graph(id="chart", figure=bars())]
        target, draw = Output("ponds", "children"), ponds
    lists = [html.Ul(id="events"), html.Ul(id="whole-city")]
    app.layout = html.Div([html.H1("桃園智慧城市 2014–2022"), slider, html.Div(picture), *lists])

    @app.callback(target, Output("events", "children"), Output("whole-city", "children"), Input("year", "value"))
    def update_year(year: int) -> tuple:
        return draw(year), events(year), whole_city(year)

    return app


if __name__ == "__main__":
    stock(sys.argv[1]).run(debug=False, port=int(sys.argv[2]))
