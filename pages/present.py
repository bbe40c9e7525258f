"""The lectern: a story, or the talk kept in this browser, for the back row; assets/js/present.js plays it."""

import dash
from dash import html

from components.words import bilingual, icon, named, pair, words
from data import store
from server.address import UnknownId, nearest, short

OWN = "talk"  # /present/talk is the talk this browser keeps


def title(talk_id: str = OWN, **_query: str) -> tuple[str, str]:
    """The question of the story, or what one's own talk is called. Raises UnknownId."""
    if talk_id == OWN:
        return pair("present.own_talk")
    stories = store.load("stories").set_index("id", drop=False)
    if talk_id not in stories.index:
        raise UnknownId(short(talk_id), [f"/present/{near}" for near in nearest(talk_id, stories.index)] or ["/stories"])
    row = stories.loc[talk_id]
    return row["question_zh"], row["question_en"]


def layout(talk_id: str = OWN, **_query: str) -> html.Article:
    """Picture, sentence, source, steps, and what lies over them: black, keys, the code for the audience. Raises UnknownId."""
    return html.Article(
        [
            html.H1(bilingual(*title(talk_id)), className="present__title", **{"data-part": "title"}),
            html.Div(
                [
                    html.Div(className="present__picture", **{"data-part": "picture"}),
                    html.Div(
                        [
                            html.P(className="present__sentence", **{"data-part": "sentence", "aria-live": "polite"}),
                            html.P(className="present__source", **{"data-part": "source"}),
                        ],
                        className="present__words",
                    ),
                ],
                className="present__show",
                **{"data-part": "show"},
            ),
            html.Footer(
                [
                    html.Div(className="present__steps", **{"data-part": "steps"}),
                    html.P(className="present__frozen", **{"data-part": "frozen"}),
                    html.Button(
                        icon("qr-code"),
                        type="button",
                        className="present__button",
                        **{"data-act": "code"},
                        **named(*pair("present.key_code")),
                    ),
                    html.A(
                        icon("presentation"),
                        href=f"/present/{talk_id}/notes",
                        target="_blank",
                        className="present__button",
                        **{"data-part": "notes"},
                        **named(*pair("present.key_notes")),
                    ),
                    html.Button(
                        icon("circle-help"),
                        type="button",
                        className="present__button",
                        **{"data-act": "help"},
                        **named(*pair("present.key_help")),
                    ),
                ],
                className="present__foot",
            ),
            html.Section(
                [
                    html.H2(words("present.keys")),
                    html.Dl(**{"data-part": "keys"}),
                    html.A(words("present.leave"), href="/talk", className="button"),
                ],
                className="present__over present__help",
                hidden=True,
                **{"data-part": "help"},
            ),
            html.Section(className="present__over present__code", hidden=True, **{"data-part": "code"}),
            html.P(className="present__number num", hidden=True, **{"data-part": "number"}),
            html.Div(
                className="present__black", hidden=True, **{"data-part": "black"}, role="status", **named(*pair("present.is_black"))
            ),
        ],
        className="present",
        **{"data-component": "present", "data-talk": talk_id},
    )


dash.register_page(__name__, path_template="/present/<talk_id>", name="present", needs=("stories", "city", "basemap", "picture"),
                   scripts=("qrcode.js",), words=title)
