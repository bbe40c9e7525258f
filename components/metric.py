"""A number of a project: large, with unit, what it counts, when, and who says so."""

import re
from typing import Any

from dash import html

from components.source_note import filled, source_link, table_note
from components.words import bilingual, date, icon, number, pair, words

CURRENCY = "NT$"
LONG = 7  # signs of a number that needs a smaller size where three stand side by side
BIG = re.compile(r"([\d.,]+)(.*)")  # the digits, and the word a round number ends with (萬, million)


def figure(row: dict[str, Any]) -> html.Span:
    """The value in both tongues with its qualifier and unit: 約 34.8億元, about NT$3.48 billion."""
    zh, en = number(row["value"])
    return html.Span(
        [
            html.Span(_parts("project.qualifier_" + row["qualifier"], zh, row["unit_zh"], 0), lang="zh-TW"),
            html.Span(_parts("project.qualifier_" + row["qualifier"], en, row["unit_en"], 1), lang="en"),
        ],
        className="words figure",
    )


def metric(row: dict[str, Any], publisher: str) -> html.Li:
    """One of the large numbers of a page."""
    return html.Li(
        [
            figure(row),
            html.P(bilingual(row["name_zh"], row["name_en"]), className="metric__name"),
            html.P(_when(row), className="metric__when"),
            html.P(source_link(row["source_id"], publisher), className="metric__source"),
            _note(row),
        ],
        className="metric metric--long" if len(number(row["value"])[1]) > LONG else "metric",
        **{"data-fact": f"measures:{row['measure_id']}"},
    )


def metric_row(row: dict[str, Any], publisher: str) -> html.Li:
    """The same number as one row of the list of all of them."""
    return html.Li(
        [
            html.Span(bilingual(row["name_zh"], row["name_en"]), className="metric-row__name"),
            figure(row),
            html.Span([*_when(row), " · ", source_link(row["source_id"], publisher)], className="metric-row__facts"),
            _note(row),
        ],
        className="metric-row",
        **{"data-fact": f"measures:{row['measure_id']}"},
    )


def _parts(key: str, text: str, unit: str, tongue: int) -> list[Any]:
    qualifier = "" if key.endswith("_exact") else pair(key)[tongue]
    digits, word = BIG.fullmatch(text.lstrip("-")).groups()
    sign = "−" if text.startswith("-") else ""
    before = CURRENCY if unit == CURRENCY else ""
    after = "" if before or unit in ("%",) else unit
    close = unit == "%"
    return [
        html.Span(qualifier, className="figure__qualifier") if qualifier else "",
        html.Span(
            [
                html.Span(before, className="figure__before") if before else "",
                sign + digits,
                html.Span(word, className="figure__word") if word else "",
                html.Span("%", className="figure__word") if close else "",
            ],
            className="figure__value num",
        ),
        html.Span(after, className="figure__unit") if after else "",
    ]


def _when(row: dict[str, Any]) -> list[Any]:
    when = words("project.as_of", date=date(row["date"])) if filled(row["date"]) else words("project.no_date")
    return [when, " · ", words("project.planned_number")] if row["qualifier"] == "planned" else [when]


def _note(row: dict[str, Any]) -> html.Details | str:
    if not filled(row["note"]):
        return ""
    return html.Details(
        [html.Summary([words("source.note_short"), icon("chevron-down")]), table_note(row["note"])], className="note"
    )
