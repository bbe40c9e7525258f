"""Ten questions, each a story of about a minute."""

import dash
from dash import html

from components.story_entry import story_entry
from components.words import icon, titled, words
from data import store
from data.queries.stories import of_story

dash.register_page(__name__, path="/stories", name="stories", order=4, icon="book-open")


def layout(**_query: str) -> html.Div:
    """The title, and the questions in the order they are told."""
    steps, topics = store.load("story_steps"), store.load("topics").set_index("id")
    entries = [
        story_entry(row, topics.loc[row["topic"]].to_dict(), of_story(steps, row["id"])["year"].tolist())
        for row in store.load("stories").sort_values("order").to_dict("records")
    ]
    return html.Div(
        [
            html.Header(
                [titled("stories.title"), html.P(words("stories.lead"), className="stories__lead"), _lectern()],
                className="stories__head",
            ),
            html.Ol(entries, className="entries"),
        ],
        className="stories",
    )


def _lectern() -> html.A:
    return html.A([icon("presentation"), words("stories.present")], href="/talk", className="stories__present")
