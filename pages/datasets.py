"""May I take the numbers with me?: every table with its files, the frozen releases, how to cite, the ways in for programs."""

from typing import Any

import dash
from dash import html

from components.citation import citation_of_all
from components.dataset_parts import cite, file_link, machine
from components.licence_note import period
from components.words import bilingual, date, icon, number, words
from data import exports, releases, store
from data.catalog import CATALOG, Dataset
from server import released

GROUPS = (("facts", "tables/"), ("series", "series/"), ("map", "geo/"))  # name, where their files lie
PARTS = ("facts", "series", "map", "releases", "cite", "programs")
WAYS = (
    ("/api", "api.title"),
    ("/api/v1/openapi.json", "api.way_openapi"),
    ("/ogc", "api.way_ogc"),
    ("/data/datapackage.json", "api.way_package"),
    ("/catalog.jsonld", "api.way_catalogue"),
    ("/catalog.ttl", "api.way_catalogue_turtle"),
)


def layout(**_query: str) -> html.Article:
    """Everything at once first, then table by table."""
    counts = {name: len(store.load(name)) for name in CATALOG}
    told = {"tables": number(len(CATALOG)), "rows": number(sum(counts.values())), "version": store.version()}
    return html.Article(
        [
            html.Header(
                [
                    html.H1(words("datasets.title"), className="page__title"),
                    html.P(words("datasets.lead", **told), className="lead"),
                    html.P(words("datasets.terms"), className="datasets__terms"),
                    html.P(
                        [
                            html.A(
                                [icon("download"), words("datasets.everything")],
                                href="/data/all.zip",
                                className="button button--next",
                                download="",
                            ),
                            html.A(words("datasets.how_we_know"), href="/about", className="button"),
                            html.A(words("datasets.how_it_flows"), href="/platform#own", className="button"),
                        ],
                        className="plain datasets__all",
                    ),
                ]
            ),
            html.Nav(
                html.Ul([html.Li(html.A(words(f"datasets.{part}_title"), href=f"#{part}")) for part in PARTS], className="plain"),
                className="datasets__ways",
            ),
            *(_group(name, room, counts) for name, room in GROUPS),
            _releases(),
            _cite(),
            html.Section(
                [
                    html.H2(words("datasets.programs_title"), className="section__title"),
                    html.P(words("datasets.programs")),
                    html.Dl([machine(address, words(key)) for address, key in WAYS], className="machines"),
                ],
                id="programs",
            ),
        ],
        className="paper datasets",
    )


dash.register_page(__name__, path="/data", name="datasets")


def _group(name: str, room: str, counts: dict[str, int]) -> html.Section:
    mine = [one for one in CATALOG.values() if one.path.startswith(room)]
    return html.Section(
        [
            html.H2(
                [words(f"datasets.{name}_title"), html.Span(bilingual(*number(len(mine))), className="count")],
                className="section__title",
            ),
            html.P(words(f"datasets.{name}"), className="soft"),
            html.Ul([_entry(one, counts[one.name]) for one in mine], className="datasets__list"),
        ],
        id=name,
    )


def _entry(one: Dataset, rows: int) -> html.Li:
    source = one.sources[0]
    kinds = [file_link(one.name, kind.ending, kind.name) for kind in exports.of(one) if kind.ending in ("csv", "geojson")]
    return html.Li(
        [
            html.Div(
                [
                    html.A(bilingual(one.title_zh, one.title_en), href=f"/data/{one.name}", className="datasets__name"),
                    html.Span(words("datasets.row_is", row=(one.row_zh, one.row_en)), className="datasets__row"),
                ],
                className="datasets__what",
            ),
            html.Div(
                [
                    words("datasets.rows", count=number(rows)),
                    *([bilingual(*period(one.period))] if one.period else []),
                    bilingual(source.publisher_zh, source.publisher_en),
                ],
                className="datasets__facts",
            ),
            html.Div(kinds, className="datasets__files"),
        ],
        className="datasets__one",
        **{"data-fact": f"datasets:{one.name}"},
    )


def _releases() -> html.Section:
    folder = released.folder()
    listed = releases.listed(folder)[::-1]
    rows = [_release(releases.manifest(folder, version)) for version in listed]
    return html.Section(
        [
            html.H2(words("datasets.releases_title"), className="section__title"),
            html.P(words("datasets.releases")),
            html.Ul(rows, className="datasets__list") if rows else html.P(words("datasets.no_release"), className="soft"),
        ],
        id="releases",
    )


def _release(note: dict[str, Any]) -> html.Li:
    version, root = note["version"], f"/data/releases/{note['version']}"
    summary = note["summary"]
    told = {kind: number(sum(one[kind] for one in summary.values())) for kind in ("added", "removed", "changed")}
    if not note["previous"]:
        what = words("datasets.release_first")
    else:
        what = words("datasets.release_changes", previous=note["previous"], tables=number(len(summary)), **told)
    return html.Li(
        [
            html.Div(
                [
                    html.Span([bilingual(*date(note["frozen"])), " ", html.Code(version, lang="en")], className="datasets__name"),
                    html.Span(what, className="datasets__row"),
                ],
                className="datasets__what",
            ),
            html.Div(words("datasets.release_files", count=number(len(note["files"]))), className="datasets__facts"),
            html.Div(
                [
                    html.A(
                        [icon("download"), "ZIP"], href=f"/data/all.zip?release={version}", className="button file", download=""
                    ),
                    html.A(words("datasets.release_sums"), href=f"{root}/{releases.MANIFEST}", target="_blank", rel="noopener"),
                    html.A(words("datasets.release_list"), href=f"{root}/{releases.CHANGES}", target="_blank", rel="noopener"),
                ],
                className="datasets__files",
            ),
        ],
        className="datasets__one",
    )


def _cite() -> html.Section:
    given = released.cited()
    path = f"/data/all.zip?release={given.release}" if given.release else "/data"
    return html.Section(
        [
            html.H2(words("datasets.cite_title"), className="section__title"),
            html.P(words("datasets.cite_frozen" if given.release else "datasets.cite_now")),
            cite(citation_of_all(given, released.address(path)), path),
        ],
        id="cite",
    )
