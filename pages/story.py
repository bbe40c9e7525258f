"""One story: a picture, a sentence, and the canal of its steps; assets/js/story-player.js fills them."""

from typing import Any

import dash
from dash import html

from components.words import bilingual, icon, named, pair, words
from data import store
from data.queries.stories import peers
from server.address import UnknownId, nearest, short

Row = dict[str, Any]


def title(story_id: str = "", **_query: str) -> tuple[str, str]:
    """The question of the story. Raises UnknownId."""
    row = _story(story_id)
    return row["question_zh"], row["question_en"]


def lead(story_id: str = "", **_query: str) -> tuple[str, str]:
    """The title of the story and what its first step says. Raises UnknownId."""
    row, steps = _story(story_id), store.load("story_steps")
    first = steps[steps["story_id"] == story_id].sort_values("step").iloc[0]
    return f"{row['title_zh']}：{first['text_zh']}", f"{row['title_en']}: {first['text_en']}"


def layout(story_id: str = "county-to-intelligent-community", **_query: str) -> html.Article:
    """The rooms of the player: head, picture, sentence, what is beside it, what comes next, steps. Raises UnknownId."""
    row = _story(story_id)
    stories = store.load("stories").set_index("id", drop=False)
    has = (
        {"data-indicators": ""}
        if any(str(page["path_template"]).startswith("/indicators/") for page in dash.page_registry.values())
        else {}
    )
    return html.Article(
        [
            html.Header(
                [
                    html.A([icon("arrow-left"), words("story.all")], href="/stories", className="story__all"),
                    html.H1(bilingual(row["question_zh"], row["question_en"]), className="story__question"),
                    html.P(className="story__count", **{"data-part": "count"}),
                ],
                className="story__head",
            ),
            html.Div(className="story__picture", **{"data-part": "picture"}),
            html.Div(
                [
                    html.P(className="story__sentence", **{"data-part": "sentence", "aria-live": "polite"}),
                    html.Div(className="story__beside", **{"data-part": "beside"}),
                    html.Nav(
                        _ending([stories.loc[key].to_dict() for key in peers(stories, story_id)]),
                        className="story__ending",
                        hidden=True,
                        **{"data-part": "ending"},
                        **named(*pair("story.which_next")),
                    ),
                ],
                className="story__words",
            ),
            html.Div(className="ribbon steps", **{"data-part": "steps"}),
            _told(story_id),
        ],
        className="story",
        **{"data-component": "story-player", "data-story": story_id, "data-fact": f"stories:{story_id}"},
        **has,
    )


dash.register_page(
    __name__, path_template="/stories/<story_id>", name="story", needs=("stories", "city", "basemap", "picture"),
    words=title, lead=lead,
)


def _story(story_id: str) -> Row:
    stories = store.load("stories").set_index("id", drop=False)
    if story_id not in stories.index:
        raise UnknownId(short(story_id), [f"/stories/{near}" for near in nearest(story_id, stories.index)] or ["/stories"])
    return stories.loc[story_id].to_dict()


def _told(story_id: str) -> html.Ol:
    """All steps in words, for those who have no scripts; the player shows one at a time."""
    steps = store.load("story_steps")
    rows = steps[steps["story_id"] == story_id].sort_values("step").to_dict("records")
    return html.Ol([html.Li(bilingual(row["text_zh"], row["text_en"])) for row in rows], className="unscripted story__told")


def _ending(others: list[Row]) -> list[Any]:
    """Two other stories, and the city itself."""
    ways = [(bilingual(other["question_zh"], other["question_en"]), f"/stories/{other['id']}") for other in others]
    ways.append((words("story.free"), "/map"))
    links = [html.Li(html.A([text, icon("arrow-right")], href=href, className="story__other")) for text, href in ways]
    return [html.H2(words("story.which_next"), className="story__which"), html.Ul(links)]
