"""What a page says of one table: its files, its columns, its first rows, how to cite it, what has changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from dash import html

from components.words import as_written, bilingual, icon, named, number, pair, words
from data.catalog import Dataset, Field
from data.exports import Exporter

LONGEST = 90  # characters of a cell that are shown
LONG = 24  # characters from which a cell wants room
CHANGES_SHOWN = 8  # of a kind


def file_link(name: str, ending: str, title: Any, query: str = "") -> html.A:
    """A file of a table, saved rather than opened."""
    return html.A([icon("download"), title], href=f"/data/{name}.{ending}{query}", className="button file", download="")


def files(dataset: Dataset, kinds: Iterable[Exporter]) -> html.Ul:
    """Every file there is of it, each with what it is good for; the whole with metadata and citation last."""
    has_place = dataset.geometry is not None or dataset.has_points
    rows = []
    for one in kinds:
        is_placed = one.ending == "parquet" and has_place
        said = "parquet_place" if is_placed else one.ending
        rows.append((one.ending, "GeoParquet" if is_placed else one.name, words(f"datasets.file_{said}")))
    rows += [
        ("zip", words("datasets.zip"), words("datasets.file_zip")),
        ("metadata.json", words("datasets.metadata"), words("datasets.file_metadata")),
    ]
    return html.Ul(
        [
            html.Li([file_link(dataset.name, ending, title), html.Span(what)], className="files__one")
            for ending, title, what in rows
        ],
        className="files",
    )


def machine(address: str, what: Any) -> html.Div:
    """An address for programs: it opens beside the page, as what it answers is no page."""
    link = html.A(html.Code(address, lang="en"), href=address, target="_blank", rel="noopener")
    return html.Div([html.Dt(link), html.Dd(what)], className="machine")


def columns(dataset: Dataset) -> html.Table:
    """One row a column: what people call it, its name in the file, what a cell holds, its unit."""
    head = [
        html.Th(words(f"datasets.column_{name}"), scope="col", className=f"columns__{name}")
        for name in ("name", "file", "holds", "unit")
    ]
    return html.Table(
        [
            html.Caption(words("datasets.columns_caption"), className="unseen"),
            html.Thead(html.Tr(head)),
            html.Tbody([_column(dataset, field) for field in dataset.fields]),
        ],
        className="columns",
    )


def _column(dataset: Dataset, field: Field) -> html.Tr:
    title = bilingual(field.title_zh or field.name, field.title_en or field.name)
    more = [
        html.Span(bilingual(field.description_zh or field.description, field.description), className="columns__more")
    ] if field.description else []
    key = [html.Span(words("datasets.is_key"), className="columns__more")] if field.name in dataset.primary_key else []
    if field.unit:
        unit = bilingual(field.unit_zh or field.unit, field.unit)
    elif field.unit_from:
        unit = html.Span([words("datasets.unit_in"), html.Code(field.unit_from, lang="en")])
    else:
        unit = ""
    return html.Tr(
        [
            html.Th([title, *more, *key], scope="row", className="columns__name"),
            html.Td(html.Code(field.name, lang="en"), className="columns__file"),
            html.Td(_holds(field), className="columns__holds"),
            html.Td(unit, className="columns__unit"),
        ]
    )


def _holds(field: Field) -> html.Span:
    kind = "date" if field.date else "list" if field.separator else "address" if field.format == "uri" else field.type
    values = field.enum or field.items
    listed = [": ", html.Span(" · ".join(values), lang="en")] if values else []
    empty = [] if field.required else [html.Span(words("datasets.may_be_empty"), className="columns__more")]
    return html.Span([words(f"datasets.type_{kind}"), *listed, *empty])


def preview(dataset: Dataset, rows: list[Mapping[str, Any]]) -> html.Div:
    """The first rows as they stand in the file; what is empty is said to be unknown. It scrolls by itself."""
    head = [html.Th(html.Code(field.name, lang="en"), scope="col") for field in dataset.fields]
    body = [html.Tr([html.Td(cell(row[field.name]), className=_room(row[field.name])) for field in dataset.fields]) for row in rows]
    return html.Div(
        html.Table(
            [html.Caption(words("datasets.preview_caption"), className="unseen"), html.Thead(html.Tr(head)), html.Tbody(body)],
            className="preview__table",
        ),
        className="preview",
        role="region",
        tabIndex=0,
        **named(*pair("datasets.preview_caption")),
    )


def _room(value: Any) -> str | None:
    return "preview__long" if len(str(value)) > LONG else None


def cell(value: Any) -> html.Span:
    """A value as the file has it, under the language it is written in."""
    if value is None or value == []:
        return html.Span(words("unknown"), className="soft")
    if isinstance(value, list):
        return as_written("; ".join(map(str, value)))
    if isinstance(value, bool):
        return html.Span("true" if value else "false", lang="en")
    text = str(value)
    return as_written(text if len(text) <= LONGEST else text[:LONGEST] + "…")


def cite(citation: tuple[str, str], path: str) -> html.Div:
    """How to name the rows, in both languages at once; ``path`` stands for the address of this machine in the world."""
    return html.Div(
        [html.P(text, lang=tag, className="cite__text") for text, tag in zip(citation, ("zh-TW", "en"), strict=True)],
        className="cite",
        **{"data-component": "cite", "data-path": path},
    )


def changed(found: Mapping[str, list[Any]]) -> html.Ul:
    """How many rows came, went and changed, and which, the first of each kind."""
    return html.Ul(
        [html.Li(_change(kind, rows)) for kind in ("added", "removed", "changed") if (rows := found[kind])], className="points"
    )


def _change(kind: str, rows: list[Any]) -> list[Any]:
    told = [html.Li(_row(one)) for one in rows[:CHANGES_SHOWN]]
    rest = [html.Li(words("datasets.changes_more", count=number(len(rows) - CHANGES_SHOWN)))] if len(rows) > CHANGES_SHOWN else []
    return [words(f"datasets.rows_{kind}", count=number(len(rows))), html.Ul([*told, *rest], className="changes__rows")]


def _row(one: Any) -> list[Any]:
    """A key, or a key with what each field was and is."""
    if isinstance(one, list):
        return [as_written(", ".join(map(str, one)))]
    parts: list[Any] = [as_written(", ".join(map(str, one["key"])))]
    for name, (old, new) in one["fields"].items():
        parts.append(html.Span([html.Code(name, lang="en"), ": ", cell(old), " → ", cell(new)], className="changes__field"))
    return parts
