"""One's own talk: views put together, ordered, worded, kept in this browser; assets/js/talk-editor.js does it."""

import dash
from dash import html

from components.words import bilingual, icon, titled, words
from data import store

dash.register_page(__name__, path="/talk", name="talk", needs=("stories",))


def layout(**_query: str) -> html.Div:
    """The editor, and the ten stories to present as they are."""
    rows = store.load("stories").sort_values("order").to_dict("records")
    return html.Div(
        [
            titled("talk.title"),
            html.P(words("talk.lead"), className="lead"),
            html.Div(className="talk", **{"data-component": "talk-editor"}),
            html.H2(words("talk.stories"), className="section__title"),
            html.Ul(
                [
                    html.Li(
                        html.A(
                            [icon("presentation"), bilingual(row["question_zh"], row["question_en"])],
                            href=f"/present/{row['id']}",
                            className="talk__story",
                        )
                    )
                    for row in rows
                ],
                className="talk__stories",
            ),
        ],
        className="paper",
    )
