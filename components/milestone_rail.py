"""The events of a project as ponds on a canal, oldest first."""

from typing import Any

from dash import html

from components.source_note import source_link, table_note
from components.words import bilingual, date, icon, words


def milestone_rail(rows: list[dict[str, Any]], publishers: dict[str, str], family: str, symbol: str) -> html.Ol:
    """``rows`` of milestones in order; the ponds take the colour of ``family``, the first event of importance 1 the icon."""
    chief = next((row["id"] for row in rows if row["importance"] == 1), None)
    return html.Ol(
        [_event(row, publishers, symbol if row["id"] == chief else "") for row in rows], className=f"canal canal--{family}"
    )


def _event(row: dict[str, Any], publishers: dict[str, str], symbol: str) -> html.Li:
    return html.Li(
        [
            html.Span(
                html.Span(icon(symbol) if symbol else "", className="canal__disc"),
                className="canal__pond",
                **{"aria-hidden": "true"},
            ),
            html.P(bilingual(*date(row["date"])), className="canal__date num"),
            html.H3(
                html.A(
                    bilingual(row["title_zh"], row["title_en"]),
                    href=f"/timeline?year={max(2014, int(row['date'][:4]))}&milestone={row['id']}",
                    className="canal__title",
                )
            ),
            html.P(bilingual(row["summary_zh"], row["summary_en"]), className="canal__said"),
            html.P(source_link(row["source_id"], publishers[row["source_id"]]), className="canal__source"),
            _note(row),
        ],
        className="canal__event" + (" canal__event--chief" if symbol else ""),
        **{"data-fact": f"milestones:{row['id']}"},
    )


def _note(row: dict[str, Any]) -> html.Details | str:
    note = table_note(row["note"])
    return html.Details([html.Summary([words("source.note_short"), icon("chevron-down")]), note], className="note") if note else ""
