"""The projects of a topic as ponds over the years of a canal; those of no known year stand apart."""

from typing import Any

from dash import html

from components.words import bilingual, icon, named, words

RIMS = {"discontinued": "cut", "planned": "dashed"}


def topic_canal(rows: list[dict[str, Any]], years: list[int], symbol: str) -> html.Ol:
    """``rows`` of projects with ``first_year`` (None = not known) and ``is_start_known``; one column a year of ``years``."""
    columns = [(str(year), bilingual(str(year), str(year)), [row for row in rows if row["first_year"] == year]) for year in years]
    early = [row for row in rows if row["first_year"] is not None and row["first_year"] < years[0]]
    unknown = [row for row in rows if row["first_year"] is None]
    if early:
        columns.insert(0, ("before", words("timeline.before"), early))
    if unknown:
        columns.append(("unknown", words("unknown"), unknown))
    return html.Ol([_year(kind, name, own, symbol) for kind, name, own in columns], className="topic-canal")


def _year(kind: str, name: Any, rows: list[dict[str, Any]], symbol: str) -> html.Li:
    ponds = [
        html.Li(
            html.A(
                icon(symbol),
                href=f"/projects/{row['id']}",
                className="topic-pond",
                **{
                    "data-rim": RIMS.get(row["status"], "plain" if row["is_start_known"] else "dotted"),
                    "data-fact": f"projects:{row['id']}",
                },
                **named(row["name_zh"], row["name_en"]),
            )
        )
        for row in rows
    ]
    return html.Li(
        [html.Ol(ponds, className="topic-canal__ponds"), html.Span(name, className="topic-canal__year num")],
        className=f"topic-canal__column topic-canal__column--{'year' if kind.isdigit() else kind}",
    )
