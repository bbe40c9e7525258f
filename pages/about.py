"""How do you know?: what this is, how sure we are, what does not fit, and every source."""

from typing import Any

import dash
import pandas as pd
from dash import html

from components.confidence import RIPPLES
from components.licence_note import licence, period
from components.source_note import outside, source_note
from components.words import bilingual, icon, number, words
from data import store
from data.catalog import CATALOG, shelf
from data.queries.evidence import COLUMNS, natural, uses

KINDS = ("official", "press", "academic", "reference", "repository", "mirror")  # from the closest to the fact to the farthest
CHECKED = ("merged", "named", "again", "stand", "corrected", "alone")
CONFLICTS = (
    "scooters",
    "pm25",
    "pm25_2014",
    "population",
    "wifi",
    "aerotropolis",
    "terminal3",
    "output",
    "library",
    "plans",
    "top7",
    "sewers",
)
ALONE = ("classrooms", "witsa", "partners", "words", "exhibition", "hubs")
OPEN = (
    "witsa",
    "classrooms",
    "venue",
    "roles",
    "platform_day",
    "department",
    "launches",
    "cards",
    "residents",
    "pm25",
    "running",
    "points",
)
DRAWN = (
    ("fonts", "https://github.com/notofonts/noto-cjk"),
    ("latin", "https://github.com/adobe-fonts"),
    ("icons", "https://lucide.dev"),
    ("drawings", None),
    ("software", "https://dash.plotly.com"),
)


def layout(**_query: str) -> html.Article:
    """Everything a visitor may ask about the ground this stands on."""
    sources = store.load("sources")
    return html.Article(
        [
            html.Header(
                [
                    html.H1(words("about.title"), className="page__title"),
                    html.P(words("about.lead", count=number(len(sources))), className="lead"),
                ]
            ),
            html.Nav(
                html.Ul(
                    [
                        html.Li(html.A(words(f"about.{part}_title"), href=f"#{part}", className="button"))
                        for part in ("sure", "checked", "conflicts", "alone", "open", "credits", "sources")
                    ]
                    + [html.Li(html.A([icon("download"), words("platform.take")], href="/data", className="button"))],
                    className="plain",
                ),
                className="about__ways",
            ),
            _section("what", [html.P(words("about.what")), html.P(words("about.symbol"))]),
            _section("sure", [html.Ul([_sure(level) for level in RIPPLES], className="sures"), html.P(words("about.unknown"))]),
            _section("checked", [_points("checked", CHECKED)]),
            _section("conflicts", [html.P(words("about.conflicts_lead")), _points("conflict", CONFLICTS)]),
            _section(
                "alone",
                [
                    html.P(
                        [words("about.alone_lead"), " ", html.A(words("about.alone_source"), href="/sources/taiwan-news-4686522")]
                    ),
                    _points("alone", ALONE),
                ],
            ),
            _section("open", [html.P(words("about.open_lead")), _points("open", OPEN, ordered=True)]),
            _section("credits", [html.P(words("about.credits_lead")), _credits(), html.H3(words("about.drawn_title")), _drawn()]),
            _section("access", [html.P(words("about.access")), html.P(html.A(words("about.access_more"), href="/accessibility"))]),
            _section("sources", [html.P(words("about.sources_lead")), _all_sources(sources)]),
            html.P(words("about.version", version=store.version()), className="credit"),
        ],
        className="paper about",
    )


dash.register_page(__name__, path="/about", name="about", order=10, icon="info")


def _section(name: str, children: list[Any]) -> html.Section:
    return html.Section(
        [html.H2(words(f"about.{name}_title"), className="section__title"), *children], id=name, className=f"about__{name}"
    )


def _sure(level: str) -> html.Li:
    """One of the three: ripples, words, and how many projects stand so."""
    count = int((store.load("projects")["confidence"] == level).sum())
    return html.Li(
        [
            icon(f"ripple-{RIPPLES[level]}"),
            html.Div(
                [html.P(words(f"confidence.{level}")), html.P(words("about.sure_count", count=number(count)), className="soft")]
            ),
        ],
        className="sures__one",
    )


def _points(stem: str, names: tuple[str, ...], ordered: bool = False) -> Any:
    items = [html.Li(words(f"about.{stem}_{name}")) for name in names]
    return html.Ol(items, className="points points--numbered") if ordered else html.Ul(items, className="points")


def _credits() -> html.Ul:
    """One line a publisher: credit, licence, and whether its terms were read; the tables it stands for."""
    lines: dict[tuple[str, str], list[Any]] = {}
    for name in shelf():
        one = CATALOG[name]
        for source in one.sources:
            lines.setdefault((source.credit_zh, source.credit_en), []).append(one)
    items = [
        html.Li(
            [
                html.Span(bilingual(*credit), className="credit-line__who"),
                html.Span(
                    [
                        part
                        for one in tables
                        for part in (
                            html.A(bilingual(one.title_zh, one.title_en), href=f"/sources/{one.name}"),
                            html.Span([" ", bilingual(*period(one.period))], className="soft") if one.period else "",
                        )
                    ],
                    className="credit-line__what",
                ),
                html.Span(
                    [licence(kind) for kind in {kind: None for one in tables for kind in one.licences}],
                    className="credit-line__licence",
                ),
            ],
            className="credit-line",
        )
        for credit, tables in lines.items()
    ]
    return html.Ul([*items, _own()], className="credit-lines")


def _own() -> html.Li:
    """The curated tables: facts from the pages named in each row, texts by the exhibition."""
    return html.Li(
        [
            html.Span(words("about.own_who"), className="credit-line__who"),
            html.Span(words("about.own_what"), className="credit-line__what"),
            html.Span(words("about.own_licence"), className="credit-line__licence"),
        ],
        className="credit-line",
    )


def _drawn() -> html.Ul:
    return html.Ul(
        [
            html.Li([words(f"about.drawn_{name}"), *([" ", outside(words("source.open"), href)] if href else [])])
            for name, href in DRAWN
        ],
        className="points",
    )


def _all_sources(sources: pd.DataFrame) -> html.Div:
    """Every source by kind; the part source-filter puts a field above that narrows the list."""
    named = uses({name: store.load(name) for name in COLUMNS})
    groups = []
    for kind in KINDS:
        rows = sorted(sources[sources["kind"] == kind].to_dict("records"), key=lambda row: natural(row["title"]))
        if rows:
            groups.append(
                html.Details(
                    [
                        html.Summary(
                            [
                                html.Span(words(f"source.kind_{kind}"), className="about__kind"),
                                html.Span(bilingual(*number(len(rows))), className="count"),
                                icon("chevron-down"),
                            ]
                        ),
                        html.Ol([_listed(row, int(named.get(row["source_id"], 0))) for row in rows], className="sources"),
                    ],
                    className="more",
                )
            )
    return html.Div([html.Div(className="source-filter", **{"data-component": "source-filter"}), *groups], className="all-sources")


def _listed(row: dict[str, Any], count: int) -> html.Li:
    note = source_note(row)
    note.children[1].children.append(words("about.rows_one" if count == 1 else "about.rows", count=number(count)))
    return note
