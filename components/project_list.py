"""The list that says what the map says: in the first answer for everyone, then moved by assets/js/project-list.js."""

from typing import Any

from dash import html

from components.words import bilingual, icon, words

Row = dict[str, Any]
NO_YEAR = 9999  # those whose start is not on record stand last


def project_list(city: Row) -> html.Details:
    """Projects of ``city`` (data/views/city.py) by place, oldest first; one of several districts stands in each of them.

    It opens without a script. With one, the same rows become the list of the map.
    """
    topics = {one["id"]: one for one in city["topics"]}
    places = [(words("map.citywide"), city["citywide"])]
    places += [(bilingual(one["name_zh"], one["name_en"]), one["code"]) for one in city["districts"]]
    ordered = sorted(city["projects"], key=lambda one: (one.get("first", NO_YEAR), one["id"]))
    groups = [_group(name, [one for one in ordered if code in one["districts"]], topics) for name, code in places]
    body = [html.H2(words("list.title"), className="reader__title", tabIndex=-1), *groups]
    summary = html.Summary([icon("list"), words("list.open")], className="button list__toggle")
    return html.Details([summary, html.Div(body, className="list__body")], className="list__first")


def _group(name: Any, rows: list[Row], topics: dict[str, Row]) -> html.Section:
    head = html.H3([name, " ", html.Span(str(len(rows)), className="num")], className="list__place")
    return html.Section([head, html.Ol([_row(one, topics[one["topic"]]) for one in rows], className="rows")])


def _row(project: Row, topic: Row) -> html.Li:
    link = html.A(
        [
            html.Span(className="row__pond"),
            html.Span(bilingual(project["name_zh"], project["name_en"]), className="row__name"),
            html.Span(bilingual(topic["name_zh"], topic["name_en"]), className="row__topic"),
            html.Span(_began(project), className="row__year num"),
        ],
        href=f"/projects/{project['id']}",
        className=f"row row--{project['family']}",
    )
    return html.Li(link, **{"data-fact": f"projects:{project['id']}"})


def _began(project: Row) -> Any:
    """The year of a known start, the year of the first record, or that none is known."""
    if "first" not in project:
        return words("unknown")
    return str(project["first"]) if project["dated"] else words("list.by", year=str(project["first"]))
