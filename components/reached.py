"""A project as a row: its mark, name, year and topic; the whole row is the way to its page."""

from typing import Any

from dash import html

from components.words import bilingual, icon, words


def reached(project: dict[str, Any], topic: Any) -> html.Li:
    """``project`` is a table row with ``year`` (NaN = not known); ``topic`` its topic's row."""
    year = words("unknown") if project["year"] != project["year"] else html.Span(str(int(project["year"])), className="num")
    return html.Li(
        html.A(
            [
                html.Span(icon(topic["icon"]), className=f"mark mark--{topic['family']}"),
                html.Span(
                    [
                        html.B(bilingual(project["name_zh"], project["name_en"])),
                        html.Span([year, " · ", bilingual(topic["name_zh"], topic["name_en"])], className="soft"),
                    ],
                    className="related__words",
                ),
            ],
            href=f"/projects/{project['id']}",
            className="related__link",
            **{"data-fact": f"projects:{project['id']}"},
        )
    )
