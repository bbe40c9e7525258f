"""The eleven topics under their five waters."""

from typing import Any

import dash
import pandas as pd
from dash import html

from components.words import bilingual, icon, titled, words
from data import store

dash.register_page(__name__, path="/topics", name="topics")


def layout(**_query: str) -> html.Div:
    """Each water with its topics, each topic with what it is about and how many projects."""
    topics, counts = store.load("topics"), store.load("projects")["topic"].value_counts()
    waters = [
        html.Li(
            [
                html.H2(bilingual(water["name_zh"], water["name_en"]), className=f"water__name water__name--{water['id']}"),
                html.Ul([_topic(row, counts) for row in topics[topics["family"] == water["id"]].to_dict("records")]),
            ],
            className="water",
        )
        for water in store.load("families").sort_values("order").to_dict("records")
    ]
    return html.Div(
        [
            html.Header([titled("topics.title"), html.P(words("topics.lead"), className="stories__lead")]),
            html.Ol(waters, className="waters"),
        ],
        className="topics",
    )


def _topic(row: dict[str, Any], counts: pd.Series) -> html.Li:
    return html.Li(
        html.A(
            [
                html.Span(icon(row["icon"]), className=f"mark mark--{row['family']}"),
                html.Span(
                    [
                        html.B(bilingual(row["name_zh"], row["name_en"])),
                        html.Span(bilingual(row["description_zh"], row["description_en"]), className="soft"),
                    ],
                    className="water__words",
                ),
                html.B(str(counts[row["id"]]), className="num water__count"),
            ],
            href=f"/topics/{row['id']}",
            className="water__topic",
            **{"data-fact": f"topics:{row['id']}"},
        )
    )
