"""Did the numbers get better?: every indicator as a question, with its last figure."""

import dash
import pandas as pd
from dash import html

from components.indicator_figures import question_row
from components.words import bilingual, icon, named, number, pair, words
from data import store
from data.queries import indicators as query

dash.register_page(__name__, path="/indicators", name="indicators", order=6, icon="chart-line")


def layout(**_query: str) -> html.Div:
    """The questions by topic; those with a line before those of one or two figures."""
    table, definitions, topics = store.load("indicators"), store.load("indicator_definitions"), store.load("topics")
    districts = len(store.load("districts"))
    groups, steps = [], []
    for topic in topics.to_dict("records"):
        own = definitions[definitions["topic"] == topic["id"]].to_dict("records")
        if not own:
            continue
        rows = [(one, query.of(table, one["indicator_id"])) for one in own]
        kinds = [(one, part, _kind(one["frequency"], part, districts)) for one, part in rows]
        kinds.sort(key=lambda one: ("map", "line", "months", "districts", "single").index(one[2]))
        name = bilingual(topic["name_zh"], topic["name_en"])
        groups.append(
            html.Section(
                [
                    html.H2(
                        [html.Span(icon(topic["icon"]), className=f"mark mark--{topic['family']}"), name], className="asks__topic"
                    ),
                    html.Ul(
                        [question_row(one, query.latest(part).to_dict(), kind) for one, part, kind in kinds], className="asks__list"
                    ),
                ],
                className="asks",
                id=f"topic-{topic['id']}",
                **named(topic["name_zh"], topic["name_en"]),
            )
        )
        steps.append(
            html.A(
                [
                    icon(topic["icon"]),
                    bilingual(topic["name_zh"], topic["name_en"]),
                    html.Span(str(len(own)), className="chip__count num"),
                ],
                href=f"#topic-{topic['id']}",
                className=f"chip chip--{topic['family']}",
            )
        )
    return html.Div(
        [
            html.Header(
                [
                    html.H1(words("indicators.title"), className="page__title"),
                    html.P(
                        words("indicators.lead", count=str(len(definitions)), values=number(len(table))),
                        className="indicators__lead",
                    ),
                    html.Nav(steps, className="indicators__topics", **named(*pair("indicators.title"))),
                ],
                className="indicators__head",
            ),
            html.Div(groups, className="indicators__groups"),
        ],
        className="indicators",
    )


def _kind(frequency: str, rows: pd.DataFrame, districts: int) -> str:
    """What the page of the indicator can show: map (through the years), districts (once), months, line, single."""
    if query.has_districts(rows, districts):
        return "map" if query.is_line(rows) else "districts"
    if query.is_line(rows):
        return "months" if frequency == "monthly" else "line"
    return "single"
