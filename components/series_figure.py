"""One series of numbers as a line drawn in the browser, with a table that says the same."""

from typing import Any

from dash import html

from components.source_note import source_link, table_note
from components.words import bilingual, date, icon, named, number, pair, words


def series_figure(
    rows: list[dict[str, Any]], definition: dict[str, Any], source: dict[str, Any], family: str, points: str
) -> html.Section:
    """``rows`` of one indicator in one district, oldest first; ``points`` is [[date, value], …] as JSON."""
    names = pair(
        "series.name", name=(definition["name_zh"], definition["name_en"]), first=date(rows[0]["date"]), last=date(rows[-1]["date"])
    )
    return html.Section(
        [
            html.H2(bilingual(definition["name_zh"], definition["name_en"]), className="series__title"),
            html.P(
                [
                    bilingual(definition["unit_zh"], definition["unit_en"]),
                    " · ",
                    words("series.period", first=date(rows[0]["date"]), last=date(rows[-1]["date"])),
                ],
                className="series__unit",
            ),
            html.Div(
                className="series__line",
                role="img",
                **{"data-component": "series-line", "data-points": points, "data-family": family},
                **named(*names),
            ),
            html.P(bilingual(definition["description_zh"], definition["description_en"]), className="series__said"),
            html.P(source_link(source["source_id"], source["publisher"]), className="metric__source"),
            html.Details(
                [
                    html.Summary([words("series.as_table"), icon("chevron-down")]),
                    _table(rows, definition),
                    table_note(rows[0]["note"]) or "",
                ],
                className="more",
            ),
        ],
        className=f"series series--{family}",
        **{"data-fact": f"indicator_definitions:{definition['indicator_id']}"},
    )


def _table(rows: list[dict[str, Any]], definition: dict[str, Any]) -> html.Table:
    body = [
        html.Tr(
            [html.Th(bilingual(*date(row["date"])), scope="row"), html.Td(bilingual(*number(row["value"])), className="num")],
            **{"data-fact": f"indicators:{row['indicator_id']}:{row['district_code']}:{row['date']}"},
        )
        for row in rows
    ]
    head = html.Tr(
        [html.Th(words("series.date"), scope="col"), html.Th(bilingual(definition["unit_zh"], definition["unit_en"]), scope="col")]
    )
    return html.Table([html.Thead(head), html.Tbody(body)], className="figures")
