"""Can everybody use this?: by which standard, checked how and when, what is not reached, how to tell us."""

import dash
from dash import html

import settings
from components.words import as_written, date, words

CHECKED_ON = "2026-11-24"  # the day docs/accessibility.md was last gone through by hand
WAYS = ("keyboard", "words", "themes", "zoom", "motion", "aloud", "hall", "map")
SHORT = ("notes", "voice", "ponds", "documents", "live", "people")


def layout(**_query: str) -> html.Article:
    """The statement, in words a visitor understands."""
    contact = str(settings.read()["contact"]).strip()
    where = as_written(contact) if contact else words("accessibility.no_contact")
    return html.Article(
        [
            html.H1(words("accessibility.title"), className="page__title"),
            html.P(words("accessibility.lead"), className="lead"),
            html.H2(words("accessibility.standard_title"), className="section__title"),
            html.P(words("accessibility.standard")),
            html.P(words("accessibility.checked", date=date(CHECKED_ON))),
            html.H2(words("accessibility.ways_title"), className="section__title"),
            html.Ul([html.Li(words(f"accessibility.way_{name}")) for name in WAYS], className="points"),
            html.H2(words("accessibility.short_title"), className="section__title"),
            html.Ul([html.Li(words(f"accessibility.short_{name}")) for name in SHORT], className="points"),
            html.H2(words("accessibility.tell_title"), className="section__title"),
            html.P([words("accessibility.tell"), " ", where]),
            html.P(html.A(words("accessibility.about"), href="/about", className="button"), className="paper__foot"),
        ],
        className="paper about accessibility",
    )


dash.register_page(__name__, path="/accessibility", name="accessibility")
