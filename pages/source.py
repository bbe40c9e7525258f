"""One source: who says it, where, and what in this exhibition rests on it."""

from typing import Any
from urllib.parse import urlsplit

import dash
import pandas as pd
from dash import html

from components.licence_note import licence, period
from components.metric import figure
from components.source_note import filled, outside, published, table_note
from components.words import as_written, bilingual, date, icon, number, pair, words
from data import store
from data.catalog import CATALOG, Dataset, shelf
from data.i18n import HAN, by_tongue
from data.queries.evidence import COLUMNS, resting_on
from server.address import UnknownId, nearest, short

Row = dict[str, Any]


def title(source_id: str = "", **_query: str) -> tuple[str, str]:
    """A dataset's title; a page's id, for its headline is in its own tongue. Raises UnknownId."""
    if source_id in shelf():
        return CATALOG[source_id].title_zh, CATALOG[source_id].title_en
    return pair("source.named", id=_source(source_id)["source_id"])


def lead(source_id: str = "", **_query: str) -> tuple[str, str]:
    """Who published what. Raises UnknownId."""
    if source_id in shelf():
        source = CATALOG[source_id].sources[0]
        return pair("source.lead_dataset", name=title(source_id), publisher=(source.publisher_zh, source.publisher_en))
    row = _source(source_id)
    return pair("source.lead", id=row["source_id"], publisher=by_tongue(row["publisher"]))


def layout(source_id: str = "taiwan-news-4686522", **_query: str) -> html.Article:
    """What is known of one source and what rests on it; a dataset of the open-data shelf is one too. Raises UnknownId."""
    if source_id in shelf():
        return _dataset(CATALOG[source_id])
    row = _source(source_id)
    link = outside(_address(row["url"]), row["url"]) if row["is_linkable"] else html.Span(words("source.not_linked_why"))
    facts = [
        ("source.publisher", row["publisher"]),
        ("source.kind", words(f"source.kind_{row['kind']}")),
        ("source.published", published(row)),
        ("source.address", link),
    ]
    return html.Article(
        [
            html.P(words("source.word_head"), className="paper__kind"),
            html.H1(as_written(row["title"]), className="page__title paper__title"),
            _pairs(facts),
            table_note(row["note"]) or "",
            html.H2(words("source.rests"), className="section__title"),
            *_rests(source_id),
            html.P(html.A(words("source.all"), href="/about#sources", className="button"), className="paper__foot"),
        ],
        className="paper source",
        **{"data-fact": f"sources:{source_id}"},
    )


dash.register_page(__name__, path_template="/sources/<source_id>", name="source", words=title, lead=lead)


def _address(url: str) -> Any:
    """``url``; one with Chinese letters under the language they are read in: Japanese at a Japanese host."""
    if not HAN.search(url):
        return url
    host = urlsplit(url).hostname or ""
    return html.Span(url, lang="ja" if host.startswith("ja.") or host.endswith(".jp") else "zh-TW")


def _source(source_id: str) -> Row:
    rows = store.load("sources").set_index("source_id", drop=False)
    if source_id not in rows.index:
        good = [*rows.index, *shelf()]
        raise UnknownId(short(source_id), [*(f"/sources/{near}" for near in nearest(source_id, good)), "/about"])
    return rows.loc[source_id].to_dict()


def _pairs(facts: list[tuple[str, Any]]) -> html.Dl:
    return html.Dl([html.Div([html.Dt(words(key)), html.Dd(value)], className="fact") for key, value in facts], className="facts")


def _rests(source_id: str) -> list[Any]:
    """A list a table of what names the source, with the way to each."""
    found = resting_on({name: store.load(name) for name in COLUMNS}, source_id)
    if not found:
        return [html.P(words("source.rests_nothing"), className="soft")]
    return [_list(name, rows) for name, rows in found.items()]


def _list(name: str, rows: pd.DataFrame) -> html.Section:
    return html.Section(
        [
            html.H3(
                [words(f"source.table_{name}"), html.Span(bilingual(*number(len(rows))), className="count")],
                className="rests__title",
            ),
            html.Ul(LISTS[name](rows), className="rests"),
        ]
    )


def _item(fact: str, name: Any, href: str | None, *rest: Any) -> html.Li:
    return html.Li(
        [html.A(name, href=href) if href else name, *[html.Span(part, className="soft") for part in rest]],
        className="rests__item",
        **{"data-fact": fact},
    )


def _projects(rows: pd.DataFrame) -> list[html.Li]:
    return [
        _item(f"projects:{row['id']}", bilingual(row["name_zh"], row["name_en"]), f"/projects/{row['id']}")
        for row in rows.to_dict("records")
    ]


def _milestones(rows: pd.DataFrame) -> list[html.Li]:
    return [
        _item(
            f"milestones:{row['id']}",
            bilingual(row["title_zh"], row["title_en"]),
            f"/timeline?year={max(2014, int(row['date'][:4]))}&milestone={row['id']}",
            bilingual(*date(row["date"])),
        )
        for row in rows.sort_values("date").to_dict("records")
    ]


def _measures(rows: pd.DataFrame) -> list[html.Li]:
    names = store.load("projects").set_index("id")
    return [
        _item(
            f"measures:{row['measure_id']}",
            bilingual(row["name_zh"], row["name_en"]),
            f"/projects/{row['project_id']}",
            figure(row),
            bilingual(names.loc[row["project_id"], "name_zh"], names.loc[row["project_id"], "name_en"]),
        )
        for row in rows.to_dict("records")
    ]


def _awards(rows: pd.DataFrame) -> list[html.Li]:
    return [
        _item(
            f"awards:{row['id']}",
            bilingual(row["award_zh"], row["award_en"]),
            f"/awards?award={row['id']}",
            bilingual(*date(row["date"])),
        )
        for row in rows.sort_values("date").to_dict("records")
    ]


def _partners(rows: pd.DataFrame) -> list[html.Li]:
    return [_item(f"partners:{row['id']}", bilingual(row["name_zh"], row["name_en"]), None) for row in rows.to_dict("records")]


def _indicators(rows: pd.DataFrame) -> list[html.Li]:
    """One row an indicator, with how many values of it."""
    names = store.load("indicator_definitions").set_index("indicator_id")
    return [
        _item(
            f"indicator_definitions:{key}",
            bilingual(names.loc[key, "name_zh"], names.loc[key, "name_en"]),
            None,
            words("source.values", count=number(int(count))),
        )
        for key, count in rows["indicator_id"].value_counts(sort=False).items()
    ]


def _districts(rows: pd.DataFrame) -> list[html.Li]:
    return [
        _item(f"districts:{row['code']}", bilingual(row["name_zh"], row["name_en"]), f"/map?district={row['code']}")
        for row in rows.to_dict("records")
    ]


def _stations(rows: pd.DataFrame) -> list[html.Li]:
    return [
        _item(f"mrt_stations:{row['code']}", [row["code"], " ", bilingual(row["name_zh"], row["name_en"])], "/projects/airport-mrt")
        for row in rows.to_dict("records")
    ]


LISTS = {
    "projects": _projects,
    "milestones": _milestones,
    "measures": _measures,
    "awards": _awards,
    "partners": _partners,
    "indicators": _indicators,
    "districts": _districts,
    "mrt_stations": _stations,
}


def _dataset(one: Dataset) -> html.Article:
    """A table or layer that came whole: publisher, licence, period, what must be known before it is used."""
    facts: list[tuple[str, Any]] = []
    for source in one.sources:
        facts += [
            ("source.publisher", bilingual(source.publisher_zh, source.publisher_en)),
            ("source.original", html.Span(source.title, lang="zh-TW")),
            ("source.credit", bilingual(source.credit_zh, source.credit_en)),
        ]
        facts += [("source.dataset_number", source.dataset_number)] if source.dataset_number else []
        facts += [("source.retrieved", bilingual(*date(source.retrieved)))] if source.retrieved else []
    facts.append(("source.row", bilingual(one.row_zh, one.row_en)))
    facts.append(("source.period", bilingual(*period(one.period)) if one.period else words("unknown")))
    facts += [("source.licence", licence(kind)) for kind in one.licences]
    caveat = [html.P(bilingual(one.caveat_zh, one.caveat_en), className="paper__caveat")] if filled(one.caveat_en) else []
    return html.Article(
        [
            html.P(words("source.word_dataset"), className="paper__kind"),
            html.H1(bilingual(one.title_zh, one.title_en), className="page__title paper__title"),
            *caveat,
            _pairs(facts),
            html.P(
                [
                    html.A([icon("download"), words("source.take")], href=f"/data/{one.name}", className="button"),
                    html.A(words("source.all"), href="/about#sources", className="button"),
                ],
                className="paper__foot plain",
            ),
        ],
        className="paper source",
        **{"data-fact": f"datasets:{one.name}"},
    )
