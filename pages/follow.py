"""What the audience sees on its own screens: the step the speaker shows, to look at and to read; assets/js/follow.js follows."""

import re

import dash
from dash import html

from components.words import pair, words
from server.address import UnknownId, short

TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)  # talks/sessions.py gives 22 characters


def title(read: str = "", **_query: str) -> tuple[str, str]:
    """What following is called. Raises UnknownId for what can be no token."""
    if read and not TOKEN.fullmatch(read):
        raise UnknownId(short(read), ["/stories"])
    return pair("follow.title")


def layout(read: str = "", **_query: str) -> html.Article:
    """The picture of the step, its sentence, and whether the line to the speaker stands. Raises UnknownId."""
    title(read)
    return html.Article(
        [
            html.Header(
                [
                    html.H1(words("follow.title"), className="follow__title"),
                    html.P(className="follow__line", role="status", **{"data-part": "line"}),
                ],
                className="follow__head",
            ),
            html.Div(className="follow__picture", **{"data-part": "picture"}),
            html.P(className="follow__sentence", **{"data-part": "sentence", "aria-live": "polite"}),
            html.Div(className="follow__beside", **{"data-part": "beside"}),
        ],
        className="follow",
        **{"data-component": "follow", "data-read": read},
    )


dash.register_page(__name__, path_template="/follow/<read>", name="follow", needs=("stories", "city", "basemap", "picture"),
                   words=title)
