"""An honour: bud, half-open blossom, open blossom, or the one peach, with its words."""

from typing import Any

from dash import html

from components.source_note import source_link, table_note
from components.words import bilingual, date, icon, words

ICONS = {"bud": "blossom-bud", "half": "blossom-half", "open": "blossom-open", "peach": "peach"}
CONTESTED = ("witsa-global-innovation-2022", "witsa-smart-cities-2022")  # one article alone; may be one prize


def blossom(kind: str) -> html.Span:
    """The mark of an honour; ``kind`` bud, half, open or peach."""
    return html.Span(icon(ICONS[kind]), className=f"blossom blossom--{kind}")


def result(row: dict[str, Any]) -> html.Span:
    """How far it went, in words."""
    return words("awards.highest" if row["blossom"] == "peach" else f"awards.{row['result']}")


def award_item(row: dict[str, Any], source: dict[str, Any], project: dict[str, Any] | None) -> html.Li:
    """One honour that opens: mark, year, name and for what; inside date, place, body, result, how sure, source."""
    won = bilingual(project["name_zh"], project["name_en"]) if project else words("awards.for_city")
    head = html.Summary(
        [
            blossom(row["blossom"]),
            html.Span(str(row["programme_year"]), className="award__year num"),
            html.Span(
                [html.B(bilingual(row["award_zh"], row["award_en"])), html.Span(won, className="award__won")],
                className="award__name",
            ),
        ],
        className="award__head",
    )
    return html.Li(
        html.Details([head, award_words(row, source, project)], className="award"),
        className=f"award__item award__item--{'branch' if row['is_branch'] else 'other'}",
        id=f"award-{row['id']}",
        **{"data-award": row["id"], "data-fact": f"awards:{row['id']}"},
    )


def award_words(row: dict[str, Any], source: dict[str, Any], project: dict[str, Any] | None) -> html.Div:
    """What is known of an honour, as pairs."""
    place = row["place_en"] if isinstance(row["place_en"], str) and row["place_en"] else None
    facts = [
        ("awards.result", result(row)),
        ("awards.date", bilingual(*date(row["date"]))),
        ("awards.place", words("awards.place_" + place.lower().replace(" ", "_")) if place else words("unknown")),
        ("awards.body", bilingual(row["body_zh"], row["body_en"])),
        (
            "awards.for_what",
            html.A(bilingual(project["name_zh"], project["name_en"]), href=f"/projects/{project['id']}")
            if project
            else words("awards.for_city"),
        ),
        (
            "awards.sure",
            [words(f"awards.rests_{source['kind']}"), *([" ", words("awards.contested")] if row["id"] in CONTESTED else [])],
        ),
    ]
    if isinstance(row["category"], str) and row["category"]:
        facts.insert(1, ("awards.category", html.Span(row["category"], lang="en")))
    pairs = [html.Div([html.Dt(words(key)), html.Dd(value)], className="fact") for key, value in facts]
    return html.Div(
        [
            html.Dl(pairs, className="facts"),
            html.P(source_link(row["source_id"], source["publisher"])),
            table_note(row["note"]) or "",
        ],
        className="award__words",
    )
