"""How did the world see Taoyuan?: one branch of ten years, and the other blossoms."""

import json
from typing import Any

import dash
import pandas as pd
from dash import html

from components.award_blossom import award_item, blossom
from components.words import date, named, number, pair, words
from data import store
from data.queries.awards import HIGHEST, with_branch

KEY = (("bud", "named"), ("half", "finalist"), ("open", "winner"), ("peach", "highest"))


def layout(**_query: str) -> html.Div:
    """The branch with what it says, all honours as a list by year, and the key of four."""
    awards = with_branch(store.load("awards"))
    sources = store.load("sources").set_index("source_id", drop=False)
    projects = store.load("projects").set_index("id", drop=False)
    items = [
        award_item(
            row,
            sources.loc[row["source_id"]].to_dict(),
            projects.loc[row["project_id"]].to_dict() if isinstance(row["project_id"], str) and row["project_id"] else None,
        )
        for row in awards.sort_values(["programme_year", "date", "id"]).to_dict("records")
    ]
    branch = awards[awards["is_branch"]]
    counts = branch["blossom"].value_counts()
    return html.Div(
        [
            html.Header(
                [
                    html.H1(words("awards.title"), className="page__title"),
                    html.P(
                        words("awards.lead", listed=number(int(counts["bud"])), last=number(int(counts["half"]))),
                        className="awards__lead",
                    ),
                ],
                className="awards__head",
            ),
            html.Div(
                className="branch",
                role="group",
                **{"data-component": "award-branch", "data-awards": _branch(branch)},
                **named(*pair("awards.branch_name")),
            ),
            html.Ul(
                [html.Li([blossom(kind), words(f"awards.{name}")], className="awards__key") for kind, name in KEY],
                className="awards__keys",
                **named(*pair("awards.key")),
            ),
            html.Section(
                [
                    html.H2(
                        [
                            html.Span(words("awards.others"), className="awards__others"),
                            html.Span(words("awards.all"), className="awards__all"),
                        ],
                        className="awards__heading",
                    ),
                    html.P(words("awards.rests_lead"), className="awards__rests soft"),
                    html.Ol(items, className="awards__list", **{"data-component": "award-choice"}),
                ],
                className="awards__side",
            ),
        ],
        className="awards",
    )


dash.register_page(__name__, path="/awards", name="awards", order=5, icon="award")


def _branch(rows: pd.DataFrame) -> str:
    """What the browser needs to grow the branch: id, year, blossom and both names."""
    return json.dumps([_leaf(row) for row in rows.sort_values(["programme_year", "id"]).to_dict("records")], ensure_ascii=False)


def _leaf(row: dict[str, Any]) -> dict[str, Any]:
    leaf = {"id": row["id"], "year": row["programme_year"], "blossom": row["blossom"], "name": [row["award_zh"], row["award_en"]]}
    if row["id"] == HIGHEST:
        leaf |= {"date": date(row["date"]), "place": pair("awards.place_new_york"), "body": [row["body_zh"], row["body_en"]]}
    return leaf
