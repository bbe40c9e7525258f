"""Where a fact comes from, one step away: publisher, title, date, and the way to the page itself."""

from typing import Any

from dash import html

from components.words import as_written, bilingual, date, english, icon, words
from data.i18n import by_tongue

JOINER = "\u2060"      # no line breaks here: the sign of a way out stays with the last word


def source_link(source_id: str, publisher: str) -> html.Span:
    """The publisher as the way to what this house knows of the source."""
    return html.Span(
        [words("source.word"), html.A(bilingual(*by_tongue(publisher)), href=f"/sources/{source_id}")], className="source-link"
    )


def outside(text: Any, href: str) -> html.A:
    """A link that leaves the exhibition; a kiosk shows its QR code instead (assets/js/kiosk-take.js)."""
    return html.A([text, JOINER, icon("external-link")], href=href, target="_blank", rel="noopener external", className="outside")


def published(row: dict[str, Any]) -> html.Span:
    """The date of publication in words, or that it is not known."""
    return words("source.dated", date=date(row["published_date"])) if filled(row["published_date"]) else words("source.undated")


def source_note(row: dict[str, Any]) -> html.Li:
    """One source in a list: ``row`` is one of the table sources."""
    return html.Li(
        [
            html.A(as_written(row["title"]), href=f"/sources/{row['source_id']}", className="source-note__title"),
            html.Span(
                [
                    html.Span(row["publisher"], className="source-note__publisher"),
                    published(row),
                    words(f"source.kind_{row['kind']}"),
                    outside(words("source.open"), row["url"]) if row["is_linkable"] else words("source.not_linked"),
                ],
                className="source-note__facts",
            ),
        ],
        className="source-note",
        **{"data-fact": f"sources:{row['source_id']}"},
    )


def table_note(text: Any) -> html.Div | None:
    """The note of a table row: English as written, said to be so; None when there is none."""
    if not filled(text):
        return None
    return html.Div([html.Span(words("source.note"), className="table-note__head"), english(text)], className="table-note")


def filled(cell: Any) -> bool:
    """Is the cell known?"""
    return isinstance(cell, str) and cell != ""
