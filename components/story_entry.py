"""A story as a way in: its question, large, in the colour of its water, with how many steps and which years."""

from typing import Any

from dash import html

from components.words import bilingual, icon, words


def story_entry(row: dict[str, Any], topic: dict[str, Any], years: list[int]) -> html.Li:
    """``row`` of the stories, its ``topic``, and the years its steps stand in."""
    first, last = str(min(years)), str(max(years))
    return html.Li(
        html.A(
            [
                html.Span(icon(topic["icon"]), className=f"mark mark--{topic['family']}"),
                html.Span(
                    [
                        html.Span(bilingual(row["question_zh"], row["question_en"]), className="entry__question"),
                        html.Span(
                            [
                                bilingual(row["title_zh"], row["title_en"]),
                                " · ",
                                html.Span(
                                    words("stories.years", count=str(len(years)), first=first, last=last), className="entry__years"
                                ),
                            ],
                            className="entry__title",
                        ),
                    ],
                    className="entry__words",
                ),
                html.Span(icon("play"), className="entry__go"),
            ],
            href=f"/stories/{row['id']}",
            className=f"entry entry--{topic['family']}",
            **{"data-fact": f"stories:{row['id']}"},
        )
    )
