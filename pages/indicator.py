"""One indicator: its line through the years, its districts on the map and in order, and the table that says the same."""

from typing import Any

import dash
import pandas as pd
from dash import html

from components import indicator_figures as figures
from components.words import bilingual, date, icon, named, pair, words
from data import store
from data.queries import indicators as query
from data.queries.evidence import sources_of
from data.queries.projects import CITYWIDE
from server.address import UnknownId, nearest, short

Row = dict[str, Any]
AREAS = {"airport-mrt": "line", "airport": "airport"}  # how an id begins: what its numbers are of, where that is not the city


def title(indicator_id: str = "", **_query: str) -> tuple[str, str]:
    """The question of the indicator. Raises UnknownId."""
    return pair(f"indicators.ask_{_definition(indicator_id)['indicator_id']}")


def lead(indicator_id: str = "", **_query: str) -> tuple[str, str]:
    """What is counted. Raises UnknownId."""
    row = _definition(indicator_id)
    names = row["name_zh"], row["name_en"]
    return pair("indicator.lead", name=names, said=(row["description_zh"], row["description_en"]))


def layout(indicator_id: str = "population", **_query: str) -> html.Article:
    """The whole page of one indicator. Raises UnknownId."""
    definition = _definition(indicator_id)
    rows = query.of(store.load("indicators"), indicator_id)
    districts = store.load("districts").sort_values("code").to_dict("records")
    topic = store.load("topics").set_index("id", drop=False).loc[definition["topic"]].to_dict()
    publishers = store.load("sources").set_index("source_id")["publisher"].to_dict()
    is_map, is_line = query.has_districts(rows, len(districts)), query.is_line(rows)
    shape = ("map" if is_line else "once") if is_map else "line" if is_line else "single"
    city = rows[rows["district_code"] == CITYWIDE]
    parts = [_head(definition, topic, rows, publishers, is_map)]
    if shape == "single":
        parts.append(
            figures.single_figures(city.to_dict("records"), definition, publishers, query.PLACES.get(indicator_id, ("",))[0])
        )
    if is_line:
        parts.append(_chart(definition, rows))
    if is_map:
        parts += [_part("map", indicator_id, "indicator-map"), _part("ranking", indicator_id, "indicator-ranking")]
    if is_line:
        parts.append(html.Div(className="ribbon", **{"data-component": "year-ribbon"}))
    places = [
        {"code": CITYWIDE, **dict(zip(("name_zh", "name_en"), pair("indicator.whole_city"), strict=True))},
        *(districts if is_map else []),
    ]
    parts.append(_foot(definition, rows, places, districts, is_map, shape))
    return html.Article(
        parts, className=f"indicator indicator--{shape} indicator--{topic['family']}", **{"data-indicator": indicator_id}
    )


dash.register_page(
    __name__,
    path_template="/indicators/<indicator_id>",
    name="indicator",
    needs=("city", "basemap", "indicators"),
    scripts=("plotly.js",),
    words=title,
    lead=lead,
)


def _definition(indicator_id: str) -> Row:
    definitions = store.load("indicator_definitions").set_index("indicator_id", drop=False)
    if indicator_id not in definitions.index:
        raise UnknownId(
            short(indicator_id), [f"/indicators/{near}" for near in nearest(indicator_id, definitions.index)] or ["/indicators"]
        )
    return definitions.loc[indicator_id].to_dict()


def _head(definition: Row, topic: Row, rows: pd.DataFrame, publishers: dict[str, str], is_map: bool) -> html.Header:
    last = query.latest(rows).to_dict()
    area = _area(definition["indicator_id"]) if not is_map else "districts"
    dates = sorted(rows["date"])
    period = (
        words("indicator.period", first=date(dates[0]), last=date(dates[-1]))
        if dates[0] != dates[-1]
        else bilingual(*date(dates[0]))
    )
    pairs = [
        ("when", period),
        ("unit", bilingual(definition["unit_zh"], definition["unit_en"])),
        ("area", words(f"indicator.area_{area}")),
        ("better", words(f"indicator.better_{definition['better']}")),
        ("source", figures.sources(sources_of(rows), publishers)),
    ]
    return html.Header(
        [
            html.P(
                [
                    html.A(words("indicator.all"), href="/indicators"),
                    icon("chevron-right"),
                    icon(topic["icon"]),
                    bilingual(topic["name_zh"], topic["name_en"]),
                    html.A([icon("list"), words("indicator.as_table")], href="#table", className="indicator__to-table"),
                ],
                className="indicator__topic",
            ),
            html.H1(words(f"indicators.ask_{definition['indicator_id']}"), className="page__title indicator__title"),
            html.P(
                [figures.amount(last, definition), html.Span(bilingual(*date(last["date"])), className="indicator__as-of")],
                className="indicator__figure",
            ),
            html.Div(
                [
                    html.P(html.B(bilingual(definition["name_zh"], definition["name_en"])), className="indicator__name"),
                    figures.description(definition),
                    html.Dl(
                        [html.Div([html.Dt(words(f"indicator.{key}")), html.Dd(value)]) for key, value in pairs],
                        className="indicator__facts",
                    ),
                ],
                className="indicator__about",
            ),
        ],
        className="indicator__head",
    )


def _area(indicator_id: str) -> str:
    return next((kind for start, kind in AREAS.items() if indicator_id.startswith(start)), "city")


def _chart(definition: Row, rows: pd.DataFrame) -> html.Section:
    first, last = date(rows["date"].min()), date(rows["date"].max())
    name, unit = (definition["name_zh"], definition["name_en"]), (definition["unit_zh"], definition["unit_en"])
    return html.Section(
        [
            html.H2(words("indicator.chart_heading"), className="unseen"),
            html.Div(
                className="indicator-chart",
                **{
                    "data-component": "indicator-chart",
                    "data-indicator": definition["indicator_id"],
                    "data-area": _area(definition["indicator_id"]),
                },
                **named(*pair("indicator.chart", name=name, first=first, last=last, unit=unit)),
            ),
        ],
        className="indicator__chart",
    )


def _part(name: str, indicator_id: str, part: str) -> html.Section:
    return html.Section(
        html.Div(className=part, **{"data-component": part, "data-indicator": indicator_id}), className=f"indicator__{name}"
    )


def _foot(definition: Row, rows: pd.DataFrame, places: list[Row], districts: list[Row], is_map: bool, shape: str) -> html.Div:
    """The table twin, the notes, and the way on."""
    known = rows[rows["district_code"].isin([place["code"] for place in places])]
    table = html.Details(
        [
            html.Summary([icon("list"), words("indicator.as_table"), icon("chevron-down")]),
            figures.figures_table(known.to_dict("records"), definition, places, sorted(set(known["date"]))),
            html.P(
                words(
                    f"indicator.{definition['aggregation']}" if is_map or definition["aggregation"] == "mean" else "indicator.none"
                ),
                className="soft",
            ),
        ],
        className="more indicator__table",
    )
    return html.Div(
        [*([] if is_map else [_some(rows, definition, districts)]), table, figures.notes(query.notes(rows)), _related(definition)],
        className="indicator__foot",
    )


def _some(rows: pd.DataFrame, definition: Row, districts: list[Row]) -> html.Div | str:
    """Districts of which a single number is known: no map and no ranking, the numbers as they are."""
    inside = rows[rows["district_code"] != CITYWIDE]
    if inside.empty:
        return ""
    names = {one["code"]: one for one in districts}
    items = [
        html.Li(
            [
                html.Span(bilingual(*date(row["date"])), className="num"),
                html.Span(bilingual(names[row["district_code"]]["name_zh"], names[row["district_code"]]["name_en"])),
                figures.amount(row, definition),
            ],
            className="some__row",
        )
        for row in inside.to_dict("records")
    ]
    return html.Div([html.H2(words("indicator.some_districts"), className="section__small"), html.Ul(items, className="some")])


def _related(definition: Row) -> html.Nav:
    """The other questions of the topic."""
    others = store.load("indicator_definitions").query(
        "topic == @definition['topic'] and indicator_id != @definition['indicator_id']"
    )
    links = [html.Li(html.A(words(f"indicators.ask_{key}"), href=f"/indicators/{key}")) for key in others["indicator_id"]]
    return html.Nav(
        [
            html.H2(words("indicator.more"), className="section__small"),
            html.Ul([*links, html.Li(html.A(words("indicator.all"), href="/indicators"))], className="indicator__related"),
        ],
        **named(*pair("indicator.more")),
    )
