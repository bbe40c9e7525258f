"""The exhibition's own data on one shelf: a real table where there is room, pairs of word and value where there is none."""

from typing import Any

from dash import html

from components.licence_note import period, terms
from components.words import bilingual, date, icon, number, pair, words
from data.catalog import Dataset

COLUMNS = (
    "dataset",
    "rows",
    "period",
    "licence",
    "fresh",
    "checks",
    "completeness",
    "validity",
    "consistency",
    "timeliness",
    "score",
)


def shelf(entries: list[Any]) -> html.Table:
    """``entries`` from :func:`entry` under one head."""
    head = html.Thead(
        html.Tr([html.Th(words(f"platform.column_{name}"), scope="col", className=f"shelf__{name}") for name in COLUMNS])
    )
    return html.Table([html.Caption(words("platform.shelf_caption"), className="unseen"), head, *entries], className="shelf")


def entry(
    dataset: Dataset, rows: int, rules: int, refused: int, shares: dict[str, float | None], screens: list[tuple[Any, str | None]]
) -> html.Tbody:
    """One dataset. ``shares``: per cent by dimension and score, None = not measurable; ``screens``: (name, address or None)."""
    source = dataset.sources[0]
    cells = {
        "rows": bilingual(*number(rows)),
        "period": bilingual(*period(dataset.period)) if dataset.period else words("platform.no_period"),
        "licence": html.Span([terms(kind) for kind in dataset.licences]),
        "fresh": bilingual(*date(source.retrieved)) if source.retrieved else words("platform.fresh_own"),
        "checks": words("platform.refused", count=number(refused)) if refused else words("platform.passed", count=number(rules)),
        **{name: per_cent(value) for name, value in shares.items()},
    }
    title = html.Th(
        [_title(dataset), html.Span(bilingual(source.publisher_zh, source.publisher_en), className="shelf__owner")],
        scope="rowgroup",
        className="shelf__dataset",
    )
    values = [
        html.Td(
            [
                html.Span(words(f"platform.column_{name}"), className="shelf__label"),
                html.Span(cells[name], className="shelf__value"),
            ],
            className=f"shelf__{name}",
        )
        for name in COLUMNS[1:]
    ]
    return html.Tbody(
        [
            html.Tr([title, *values]),
            html.Tr(html.Td(lineage(source, rules, rows, screens), colSpan=len(COLUMNS), className="shelf__lineage")),
        ],
        className="shelf__one",
        **{"data-set": dataset.name, "data-fact": f"datasets:{dataset.name}"},
    )


def _title(dataset: Dataset) -> Any:
    """Its name, as the way to its own page: files, columns, first rows."""
    return html.A(bilingual(dataset.title_zh, dataset.title_en), href=f"/data/{dataset.name}")


def lineage(source: Any, rules: int, rows: int, screens: list[tuple[Any, str | None]]) -> html.Ol:
    """The way of a table from its source to the screens that show it."""
    where = [html.A(name, href=href) if href else html.Span(name) for name, href in screens] or [words("platform.screen_own")]
    steps = [
        bilingual(source.title, pair("platform.from_publisher")[1]) if source.retrieved else words("platform.from_own"),
        words("platform.checked", count=number(rules)),
        words("platform.compiled", count=number(rows)),
        html.Span(where, className="list-inline"),
    ]
    return html.Ol([html.Li([icon("arrow-right") if n else "", step]) for n, step in enumerate(steps)], className="lineage")


def per_cent(value: float | None) -> Any:
    """A share as people write it; what cannot be measured is said, never 0."""
    return words("platform.no_measure") if value is None else bilingual(*(f"{text}%" for text in number(value)))


def definitions(names: tuple[str, ...], of: str = "") -> html.Dl:
    """What each dimension means and how it is counted; ``of`` is "live_" for the live sources."""
    return html.Dl(
        [
            html.Div(
                [html.Dt(words(f"platform.column_{name}")), html.Dd(words(f"platform.meaning_{of}{name}"))], className="meaning"
            )
            for name in names
        ],
        className="meanings",
    )
