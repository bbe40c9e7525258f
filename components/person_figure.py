"""People as lines or as pairs of bars, drawn in the browser, each with a table that says the same."""

import json
from typing import Any

from dash import html

from components.dataset_note import dataset_note
from components.words import bilingual, date, icon, named, pair, words
from data.catalog import Dataset

Pair = tuple[str, str]


def line(name: Pair, role: str, points: list[tuple[str, float | None]]) -> dict[str, Any]:
    """One line: its name in both tongues, its ``role`` (chosen, other, young, old), its points [date, value]; None is a gap."""
    return {"name": name, "role": role, "points": points}


def person_lines(
    key: str,
    lines: list[dict[str, Any]],
    datasets: tuple[Dataset, ...],
    fact: str,
    digits: int = 0,
    cut: str = "",
    note: Any = "",
) -> html.Section:
    """Lines of the same unit under the heading ``key``.

    ``fact`` begins every data-fact of the table (date added); ``cut`` is a month whose border is written there.
    """
    drawn = html.Div(
        className="person-line",
        role="img",
        **{
            "data-component": "person-line",
            "data-lines": json.dumps(lines, ensure_ascii=False, separators=(",", ":")),
            "data-digits": str(digits),
            "data-cut": cut,
        },
        **named(*pair(f"{key}_name")),
    )
    return _figure(key, drawn, _lines_table(lines, fact, digits), datasets, note)


def year_bars(key: str, rows: list[dict[str, Any]], datasets: tuple[Dataset, ...], fact: str, note: Any = "") -> html.Section:
    """Births and deaths side by side; ``rows``: year, births, deaths, months (fewer than 12 are drawn hollow)."""
    drawn = html.Div(
        className="year-bars",
        role="img",
        **{"data-component": "year-bars", "data-rows": json.dumps(rows, separators=(",", ":"))},
        **named(*pair(f"{key}_name")),
    )
    head = html.Tr([html.Th(words(name), scope="col") for name in ("series.date", "district.births_word", "district.deaths_word")])
    body = [
        html.Tr(
            [
                html.Th(
                    [
                        str(row["year"]),
                        *([" ", words("district.months_counted", count=str(row["months"]))] if row["months"] < 12 else []),
                    ],
                    scope="row",
                ),
                *[html.Td(f"{row[name]:,}", className="num") for name in ("births", "deaths")],
            ],
            **{"data-fact": f"{fact}:{row['year']}"},
        )
        for row in rows
    ]
    return _figure(key, drawn, html.Table([html.Thead(head), html.Tbody(body)], className="figures"), datasets, note)


def _figure(key: str, drawn: html.Div, table: html.Table, datasets: tuple[Dataset, ...], note: Any) -> html.Section:
    return html.Section(
        [
            html.H2(words(key), className="person__title"),
            html.P(words(f"{key}_unit"), className="person__unit"),
            drawn,
            *([html.P(note, className="person__note")] if note else []),
            html.Details(
                [html.Summary([words("series.as_table"), icon("chevron-down")]), html.Div(table, className="person__table")],
                className="more",
            ),
            dataset_note(*datasets),
        ],
        className="person",
        **{"data-show": key.split(".")[1]},
    )


def _lines_table(lines: list[dict[str, Any]], fact: str, digits: int) -> html.Table:
    dates = [point[0] for point in lines[0]["points"]]
    values = [dict(one["points"]) for one in lines]
    head = html.Tr([html.Th(words("series.date"), scope="col"), *[html.Th(bilingual(*one["name"]), scope="col") for one in lines]])
    body = [
        html.Tr(
            [html.Th(bilingual(*date(iso)), scope="row"), *[html.Td(_cell(of.get(iso), digits), className="num") for of in values]],
            **{"data-fact": f"{fact}:{iso}"},
        )
        for iso in dates
    ]
    return html.Table([html.Thead(head), html.Tbody(body)], className="figures")


def _cell(value: float | None, digits: int) -> Any:
    return words("district.no_count") if value is None else f"{value:,.{digits}f}"
