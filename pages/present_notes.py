"""The speaker's notes beside the lectern: this step and the next, what to say, and how long."""

from typing import Any

import dash
from dash import html

from components.lectern import notes
from components.words import pair
from data import store
from server.address import UnknownId, nearest, short

OWN = "talk"  # /present/talk/notes belongs to the talk this browser keeps


def title(talk_id: str = OWN, **_query: str) -> tuple[str, str]:
    """What is presented, as notes. Raises UnknownId."""
    return tuple(f"{word} · {name}" for word, name in zip(pair("notes.notes"), _named(talk_id), strict=True))


def layout(talk_id: str = OWN, **_query: str) -> html.Article:
    """The notes of a story or of the talk kept in this browser. Raises UnknownId."""
    return notes(talk_id, _named(talk_id))


dash.register_page(__name__, path_template="/present/<talk_id>/notes", name="present_notes", needs=("stories",),
                   scripts=("qrcode.js",), words=title)


def _named(talk_id: str) -> Any:
    if talk_id == OWN:
        return pair("present.own_talk")
    stories = store.load("stories").set_index("id", drop=False)
    if talk_id not in stories.index:
        raise UnknownId(short(talk_id), [f"/present/{near}/notes" for near in nearest(talk_id, stories.index)] or ["/stories"])
    row = stories.loc[talk_id]
    return row["question_zh"], row["question_en"]
