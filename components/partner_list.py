"""The organisations as a list by kind: in the first answer for everyone, then filtered by assets/js/partner-web.js."""

from typing import Any

from dash import html

from components.words import bilingual, number, words

Row = dict[str, Any]


def partner_list(kinds: list[str], partners: list[Row]) -> list[Any]:
    """``partners`` as data/views/partners.py gives them, those with most projects first within their kind."""
    groups = [(kind, [one for one in partners if one["kind"] == kind]) for kind in kinds]
    sections = [
        html.Section([html.H3(words(f"partners.kind_{kind}")), html.Ol([_row(one) for one in rows], className="rows")],
                     className="partner-list__group")
        for kind, rows in groups
    ]
    return [html.H2(words("partners.list"), className="section__title"), html.Div(sections, className="partner-list__groups")]


def _row(partner: Row) -> html.Li:
    count = html.Span(words("partners.projects", count=number(len(partner["projects"]))), className="row__year num")
    since = words("partners.row_since", year=str(partner["first"])) if "first" in partner else words("partners.since_unknown")
    name = html.Span(bilingual(partner["name_zh"], partner["name_en"]))
    parts = [html.Span(className="row__pond"), name, html.Span(since, className="row__topic"), count]
    return html.Li(
        html.Span(parts, className=f"row row--{partner['family']}"), **{"data-fact": f"partners:{partner['id']}"}
    )
