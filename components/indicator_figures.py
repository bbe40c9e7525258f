"""An indicator in words and figures: what it asks, what is known of it, the table that says what its chart says."""

from typing import Any

from dash import html

from components.source_note import source_link
from components.words import bilingual, date, english, icon, named, number, pair, words

Row = dict[str, Any]


def fact_name(row: Row) -> dict[str, str]:
    """The table row a shown figure is."""
    return {"data-fact": f"indicators:{row['indicator_id']}:{row['district_code']}:{row['date']}"}


def amount(row: Row, definition: Row) -> html.Span:
    """Value and unit in both tongues."""
    zh, en = number(row["value"])
    return html.Span(
        [
            html.Span(_amount(zh, definition["unit_zh"]), lang="zh-TW"),
            html.Span(_amount(en, definition["unit_en"]), lang="en"),
        ],
        className="words amount",
        **fact_name(row),
    )


def question_row(definition: Row, last: Row, kind: str) -> html.Li:
    """One question of the list with the last figure of the city and its date; ``kind`` says what its page can show."""
    return html.Li(
        html.A(
            [
                html.Span(words(f"indicators.ask_{definition['indicator_id']}"), className="ask__question"),
                html.Span(amount(last, definition), className="ask__figure"),
                html.Span([bilingual(*date(last["date"])), " · ", words(f"indicators.kind_{kind}")], className="ask__when"),
                html.Span(icon("chevron-right"), className="ask__go"),
            ],
            href=f"/indicators/{definition['indicator_id']}",
            className=f"ask ask--{kind}",
        ),
        **{"data-fact": f"indicator_definitions:{definition['indicator_id']}"},
    )


def single_figures(rows: list[Row], definition: Row, publishers: dict[str, str], caution: str = "") -> html.Div:
    """What is too thin for a line: each number with its date and source; ``caution`` stands between the first and the next."""
    items: list[html.Li] = []
    for place, row in enumerate(rows):
        if place == 1 and caution:
            items.append(
                html.Li(
                    html.Span([icon("circle-alert"), words(f"indicator.caution_{caution}")], className="caution"),
                    className="single single--break",
                )
            )
        items.append(
            html.Li(
                [
                    html.P(bilingual(*date(row["date"])), className="single__date num"),
                    html.P(amount(row, definition), className="single__figure"),
                    html.P(source_link(row["source_id"], publishers[row["source_id"]]), className="single__source"),
                ],
                className="single",
            )
        )
    said = words("indicator.thin_one") if len(rows) == 1 else words("indicator.thin", count=str(len(rows)))
    return html.Div([html.Ol(items, className="singles"), html.P(said, className="soft")], className="indicator__singles")


def figures_table(rows: list[Row], definition: Row, places: list[Row], dates: list[str]) -> html.Div:
    """The table twin: one row a place and one column a date, or one row a date when there is one place."""
    by = {(row["district_code"], row["date"]): row for row in rows}
    caption = html.Caption(
        words(
            "indicator.table",
            name=(definition["name_zh"], definition["name_en"]),
            first=date(dates[0]),
            last=date(dates[-1]),
            unit=(definition["unit_zh"], definition["unit_en"]),
        )
    )

    def cell(code: str, day: str) -> html.Td:
        row = by.get((code, day))
        if row is None:
            return html.Td(words("indicator.no_data"), className="figures__none")
        return html.Td(bilingual(*_plain(row["value"])), className="num", **fact_name(row))

    if len(places) == 1:
        head = [
            html.Th(words("indicator.date"), scope="col"),
            html.Th(bilingual(definition["unit_zh"], definition["unit_en"]), scope="col"),
        ]
        body = [html.Tr([html.Th(bilingual(*date(day)), scope="row"), cell(places[0]["code"], day)]) for day in dates]
    else:
        head = [
            html.Th(words("indicator.place_head"), scope="col"),
            *(html.Th(bilingual(*date(day)), scope="col") for day in dates),
        ]
        body = [
            html.Tr(
                [html.Th(bilingual(place["name_zh"], place["name_en"]), scope="row"), *(cell(place["code"], day) for day in dates)]
            )
            for place in places
        ]
    return html.Div(
        html.Table(
            [caption, html.Thead(html.Tr(head)), html.Tbody(body)],
            className=f"figures figures--{'one' if len(places) == 1 else 'many'}",
        ),
        className="figures__room",
        id="table",
        tabIndex=0,
        role="region",
        **named(*pair("indicator.as_table")),
    )


def notes(said: list[tuple[str, list[str]]]) -> html.Details | str:
    """The notes of the rows, English as written, each with the dates it is said of."""
    if not said:
        return ""
    items = [html.Li([html.Span(_dates(days), className="soft num"), english(text)]) for text, days in said]
    return html.Details(
        [html.Summary([words("indicator.notes"), icon("chevron-down")]), html.Ul(items, className="notes")], className="more"
    )


def sources(ids: list[str], publishers: dict[str, str]) -> html.Span:
    """The publishers of a series, each the way to its source; several sources of one publisher are numbered."""
    names = [publishers[key] for key in ids]
    shown = [f"({names[: place + 1].count(name)})" if name in names[:place] else name for place, name in enumerate(names)]
    return html.Span([source_link(key, name) for key, name in zip(ids, shown, strict=True)], className="list-inline")


def description(definition: Row) -> html.P:
    """What is counted."""
    return html.P(bilingual(definition["description_zh"], definition["description_en"]), className="indicator__said")


def _dates(days: list[str]) -> html.Span:
    first, last = date(days[0]), date(days[-1])
    return bilingual(*first) if first == last else words("indicator.period", first=first, last=last)


def _plain(value: float) -> tuple[str, str]:
    """Every digit: a table is read down its columns."""
    text = f"{int(value):,}" if float(value).is_integer() else f"{value:,}"
    return text, text


def _amount(figure: str, unit: str) -> list[Any]:
    if unit == "NT$":
        return [html.Span(unit, className="amount__before"), html.Span(figure, className="amount__value num")]
    if unit == "%":
        return [html.Span(f"{figure}%", className="amount__value num")]
    return [html.Span(figure, className="amount__value num"), html.Span(unit, className="amount__unit")]
