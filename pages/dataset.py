"""One table: what it is, its files, columns with units, first rows, how to cite it, what has changed since the last release."""

from typing import Any

import dash
from dash import html

from components.citation import citation
from components.data_shelf import per_cent
from components.dataset_parts import changed, cite, columns, files, machine, preview
from components.licence_note import period, terms
from components.words import bilingual, date, number, words
from data import exports, store
from data.catalog import CATALOG, Dataset
from data.queries import quality
from data.records import cell
from data.releases import ReleaseError
from server import released
from server.address import UnknownId, nearest, short

SHOWN = 5  # rows of the preview


def title(dataset: str = "", **_query: str) -> tuple[str, str]:
    """Its own in both languages. Raises UnknownId."""
    found = _declared(dataset)
    return found.title_zh, found.title_en


def layout(dataset: str = "projects", **_query: str) -> html.Article:
    """Files first: they are what people come for. Raises UnknownId."""
    one = _declared(dataset)
    frame = store.load(one.name)
    caveat = [html.P(bilingual(one.caveat_zh, one.caveat_en), className="paper__caveat")] if one.caveat_en else []
    return html.Article(
        [
            html.P(html.A(words("datasets.back"), href="/data"), className="paper__kind"),
            html.H1(bilingual(one.title_zh, one.title_en), className="page__title paper__title"),
            html.P(words("datasets.row_is", row=(one.row_zh, one.row_en)), className="lead dataset__lead"),
            *caveat,
            _section("files", [files(one, exports.of(one))]),
            _section("about", [_facts(one, len(frame))]),
            _section("columns", [html.P(words("datasets.columns"), className="soft"), columns(one)]),
            _section("preview", _preview(one)),
            _section("cite", _cite(one)),
            _section("changes", _changes(one)),
            _section("programs", [_machines(one)]),
            html.P(html.A(words("datasets.all"), href="/data", className="button"), className="paper__foot"),
        ],
        className="paper dataset",
        **{"data-fact": f"datasets:{one.name}"},
    )


dash.register_page(__name__, path_template="/data/<dataset>", name="dataset", words=title)


def _declared(name: str) -> Dataset:
    if name not in CATALOG:
        raise UnknownId(short(name), [*(f"/data/{near}" for near in nearest(name, CATALOG)), "/data"])
    return CATALOG[name]


def _section(name: str, children: list[Any]) -> html.Section:
    return html.Section(
        [html.H2(words(f"datasets.{name}_title"), className="section__title"), *children], id=name, className=f"dataset__{name}"
    )


def _facts(one: Dataset, rows: int) -> html.Dl:
    facts: list[tuple[str, Any]] = [
        ("platform.column_rows", bilingual(*number(rows))),
        ("source.period", bilingual(*period(one.period)) if one.period else words("platform.no_period")),
    ]
    for source in one.sources:
        name = bilingual(source.publisher_zh, source.publisher_en)
        facts.append(("source.publisher", html.A(name, href=f"/sources/{one.name}") if source.retrieved else name))
        facts += [("source.retrieved", bilingual(*date(source.retrieved)))] if source.retrieved else []
    facts += [("source.licence", terms(kind)) for kind in one.licences]
    facts += [("datasets.version", html.Code(store.version(), lang="en"))]
    facts += [("datasets.quality", _quality(one))]
    return html.Dl([html.Div([html.Dt(words(key)), html.Dd(value)], className="fact") for key, value in facts], className="facts")


def _quality(one: Dataset) -> html.Span:
    """Its shares by dimension; what they mean is explained where the data flows."""
    names = {one.name, *(target for key in one.foreign_keys for target, _ in key.targets)}
    found = quality.of_dataset(one, {name: store.load(name) for name in names})
    shares = [
        html.Span(
            [
                words(f"platform.column_{key}"),
                " ",
                html.B(per_cent(None if (value := getattr(found, key)) is None else quality.shown(value))),
            ]
        )
        for key in quality.DIMENSIONS
    ]
    return html.Span([*shares, html.A(words("datasets.quality_meaning"), href="/platform#own")], className="list-inline")


def _preview(one: Dataset) -> list[Any]:
    rows = store.load(one.name).head(SHOWN)[[field.name for field in one.fields]].to_dict("records")
    count = number(len(rows))
    said = words("datasets.preview_shape", count=count) if one.geometry else words("datasets.preview", count=count)
    shown = [{field.name: cell(field, row[field.name]) for field in one.fields} for row in rows]
    return [html.P(said, className="soft"), preview(one, shown)]


def _cite(one: Dataset) -> list[Any]:
    given = released.cited()
    path = f"/data/{one.name}.csv?release={given.release}" if given.release else f"/data/{one.name}"
    return [
        html.P(words("datasets.cite_frozen" if given.release else "datasets.cite_now")),
        cite(citation(given, one, released.address(path)), path),
    ]


def _changes(one: Dataset) -> list[Any]:
    """What is different from the newest release, and where that one lies."""
    version = released.newest()
    if version is None:
        return [html.P(words("datasets.no_release"), className="soft")]
    try:
        found = released.since().get(one.name)
    except ReleaseError:
        return [html.P(words("datasets.release_damaged", release=version), className="soft")]
    old = html.P(
        html.A(
            words("datasets.old_file", release=version), href=f"/data/{one.name}.csv?release={version}", download=""
        )
    )
    if found is None:
        return [html.P(words("datasets.unchanged", release=version)), old]
    return [html.P(words("datasets.changed", release=version)), changed(found), old]


def _machines(one: Dataset) -> html.Dl:
    ways = [
        machine(f"/api/v1/{one.name}", words("datasets.way_rows")),
        machine(f"/api/v1/datasets/{one.name}", words("datasets.way_declared")),
    ]
    if one.geometry or one.has_points:
        ways.append(machine(f"/ogc/collections/{one.name}", words("datasets.way_layer")))
    return html.Dl(ways, className="machines")
