"""What the speaker's notes are made of; assets/js/present-notes.js fills them."""


from dash import html

from components.words import bilingual, icon, named, pair, words


def notes(talk_id: str, title: tuple[str, str]) -> html.Article:
    """The rooms of the notes window: head with clock, this step, the next, words, steps and large buttons."""
    return html.Article(
        [
            html.Header(
                [
                    html.H1(bilingual(*title), className="notes__title", **{"data-part": "title"}),
                    html.P(className="notes__chip", **{"data-part": "window"}),
                    html.P(className="notes__chip", **{"data-part": "frozen"}),
                    _clock(),
                ],
                className="notes__head",
            ),
            html.Section(
                [_heading("notes.now", "count"), html.Div(className="notes__now", **{"data-part": "now"})], className="notes__step"
            ),
            html.Section(
                [
                    _heading("notes.next"),
                    html.Div(
                        [
                            html.Div(className="notes__soon", **{"data-part": "soon"}),
                            html.P(className="notes__then", **{"data-part": "then"}),
                        ],
                        className="notes__after",
                    ),
                ],
                className="notes__step notes__step--next",
            ),
            html.Section(
                [
                    html.Div([html.H2(words("notes.notes")), _tools()], className="notes__heading"),
                    html.P(className="notes__sentence", **{"data-part": "sentence", "aria-live": "polite"}),
                    html.P(className="notes__said", **{"data-part": "said"}),
                    html.P(className="notes__asked", **{"data-part": "asked"}),
                    html.Div(className="notes__audience", **{"data-part": "audience"}),
                ],
                className="notes__words",
            ),
            html.Footer(
                [
                    _button("back", "arrow-left", "notes.back"),
                    html.Div(className="present__steps", **{"data-part": "steps"}),
                    _button("next", "arrow-right", "notes.on", "button--next"),
                    _button("black", "monitor", "notes.black"),
                ],
                className="notes__foot",
            ),
        ],
        className="notes",
        **{"data-component": "present-notes", "data-talk": talk_id},
    )


def _heading(key: str, part: str = "") -> html.Div:
    return html.Div([html.H2(words(key)), html.P(**{"data-part": part}) if part else None], className="notes__heading")


def _clock() -> html.Div:
    return html.Div(
        [
            html.P(className="notes__timer num", role="timer", **{"data-part": "timer"}),
            html.P(className="notes__time", **{"data-part": "time"}),
            html.P(className="notes__time", **{"data-part": "target"}),
            _tool("restart", "rotate-ccw", "notes.restart"),
        ],
        className="notes__clock",
    )


def _tools() -> html.Div:
    return html.Div(
        [
            _tool("shorter", "minus", "notes.minute_less"),
            html.Span(className="notes__plan", **{"data-part": "plan"}),
            _tool("longer", "plus", "notes.minute_more"),
            _tool("both", "languages", "notes.both"),
        ],
        className="notes__tools",
    )


def _tool(act: str, drawn: str, key: str) -> html.Button:
    return html.Button(icon(drawn), type="button", className="present__button", **{"data-act": act}, **named(*pair(key)))


def _button(act: str, drawn: str, key: str, more: str = "") -> html.Button:
    return html.Button(
        [icon(drawn), words(key)], type="button", className=f"button notes__button {more}".strip(), **{"data-act": act}
    )
