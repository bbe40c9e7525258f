"""Thirteen outlines to choose from: one touch opens a district, two held at once compare them."""

from typing import Any

from dash import html

from components.silhouette import silhouette
from components.words import bilingual, icon, named, pair, words


def district_picker(rows: list[dict[str, Any]], here: str | None = None, with_residents: bool = False) -> html.Nav:
    """``rows``: code, name_zh, name_en and, for the large picker, last (residents, end of 2021); ``here`` is the page's own."""
    items = [html.Li(_link(row, row["code"] == here, with_residents)) for row in rows]
    compare = html.Button(
        [icon("git-compare-arrows"), words("district.compare")],
        type="button",
        className="button picker__compare",
        **{"aria-pressed": "false", "data-compare": ""},
    )
    return html.Nav(
        [
            html.Ol(items, className="picker__list"),
            html.Div([compare, html.P(words("district.compare_how"), className="soft picker__how")], className="picker__foot"),
        ],
        className=f"picker picker--{'large' if with_residents else 'row'}",
        **{"data-component": "district-picker", "data-code": here or ""},
        **named(*pair("district.picker")),
    )


def short(row: dict[str, Any]) -> tuple[str, str]:
    """The name without the word district: 中壢, Zhongli."""
    return row["name_zh"].removesuffix("區"), row["name_en"].removesuffix(" District")


def _link(row: dict[str, Any], is_here: bool, with_residents: bool) -> html.A:
    count = (
        [
            html.Span(
                [html.Span(f"{row['last']:,}", className="num"), html.Span(words("districts.persons"), className="picker__unit")],
                className="picker__count",
                **{"data-fact": f"district_population_monthly:{row['code']}:2021-12"},
            )
        ]
        if with_residents
        else []
    )
    here = {"aria-current": "page"} if is_here else {}
    return html.A(
        [silhouette(row["code"]), html.Span(bilingual(*short(row)), className="picker__name"), *count],
        href=f"/districts/{row['code']}{'?list=1' if with_residents else ''}",      # asked where they live: the list stands open
        className="picker__link",
        **{"data-code": row["code"]},
        **here,
    )
