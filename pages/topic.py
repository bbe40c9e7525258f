"""One topic: what it is about, its projects year by year, its chief events and numbers, who took part, and where to go."""

from typing import Any

import dash
import pandas as pd
from dash import html

from components.metric import figure
from components.milestone_rail import milestone_rail
from components.source_note import filled, source_link
from components.story_entry import story_entry
from components.topic_canal import topic_canal
from components.words import bilingual, date, icon, number, pair, words
from data import store
from data.queries.projects import FIRST_YEAR, LAST_YEAR, first_years
from data.queries.stories import of_story
from data.queries.topics import chief_milestones, headlines, partners_of, projects_of
from server.address import UnknownId, nearest, short

Row = dict[str, Any]
SHOWN = 6  # numbers shown large; the others open
LIVE = {"transport": "bikes", "environment": "air"}  # the measure of the city pulse a topic leads to


def title(topic_id: str = "", **_query: str) -> tuple[str, str]:
    """The name of the topic. Raises UnknownId."""
    row = _topic(topic_id)
    return row["name_zh"], row["name_en"]


def lead(topic_id: str = "", **_query: str) -> tuple[str, str]:
    """What belongs to the topic. Raises UnknownId."""
    row = _topic(topic_id)
    return pair("topic.lead", name=(row["name_zh"], row["name_en"]), said=(row["description_zh"], row["description_en"]))


def layout(topic_id: str = "transport", **_query: str) -> html.Article:
    """The whole page of one topic. Raises UnknownId."""
    topic = _topic(topic_id)
    first = first_years(store.load("projects"), store.load("milestones"), store.load("measures"))
    projects = projects_of(store.load("projects"), first, topic_id)
    milestones = chief_milestones(store.load("milestones"), topic_id)
    publishers = store.load("sources").set_index("source_id")["publisher"].to_dict()
    parts = [
        _head(topic, projects),
        _projects(projects, topic),
        _numbers(headlines(store.load("measures"), projects).to_dict("records"), projects, publishers),
        _section(
            "topic.events", "events", [milestone_rail(milestones.to_dict("records"), publishers, topic["family"], topic["icon"])]
        ),
        _indicators(topic_id),
        _partners(partners_of(projects)),
        _stories(topic_id),
        _others(topic_id),
    ]
    return html.Article(
        [part for part in parts if part is not None],
        className=f"topic topic--{topic['family']}",
        **{"data-fact": f"topics:{topic_id}"},
    )


dash.register_page(__name__, path_template="/topics/<topic_id>", name="topic", words=title, lead=lead)


def _topic(topic_id: str) -> Row:
    topics = store.load("topics").set_index("id", drop=False)
    if topic_id not in topics.index:
        raise UnknownId(short(topic_id), [f"/topics/{near}" for near in nearest(topic_id, topics.index)] or ["/topics"])
    return topics.loc[topic_id].to_dict()


def _head(topic: Row, projects: pd.DataFrame) -> html.Header:
    """Name, water, what it is about, three counts, and the ways to map and timeline."""
    water = store.load("families").set_index("id").loc[topic["family"]]
    events = store.load("milestones").query("topic == @topic['id']")
    counts = [
        ("topic.count_projects", len(projects)),
        ("topic.count_events", len(events)),
        ("topic.count_partners", len(partners_of(projects))),
    ]
    ways = [
        (f"/map?topic={topic['id']}", "map", "topic.on_map"),
        (f"/timeline?topic={topic['id']}", "calendar-days", "topic.on_timeline"),
    ]
    if topic["id"] in LIVE:
        ways.append((f"/pulse?measure={LIVE[topic['id']]}", "heart-pulse", "topic.live"))
    return html.Header(
        [
            html.P(
                [
                    html.Span(icon(topic["icon"]), className=f"mark mark--{topic['family']}"),
                    words("topic.water", name=(water["name_zh"], water["name_en"])),
                ],
                className="topic__water",
            ),
            html.H1(bilingual(topic["name_zh"], topic["name_en"]), className="topic__name"),
            html.P(bilingual(topic["description_zh"], topic["description_en"]), className="topic__said"),
            html.Ul(
                [html.Li([html.B(bilingual(*number(value)), className="num"), html.Span(words(key))]) for key, value in counts],
                className="topic__counts",
            ),
            html.Ul(
                [
                    html.Li(html.A([icon(name), words(key)], href=path, className="button"))
                    for path, name, key in ways
                ],
                className="topic__ways",
            ),
        ],
        className="topic__head",
    )


def _projects(projects: pd.DataFrame, topic: Row) -> html.Section:
    """The canal of ponds, and the same as a list of names."""
    rows = [
        {**row, "first_year": None if pd.isna(row["first_year"]) else int(row["first_year"])} for row in projects.to_dict("records")
    ]
    items = [
        html.Li(
            html.A(
                [
                    html.Span(className="row__pond"),
                    html.Span(bilingual(row["name_zh"], row["name_en"])),
                    html.Span(_year(row), className="row__year num"),
                ],
                href=f"/projects/{row['id']}",
                className=f"row row--{topic['family']}",
            ),
            **{"data-fact": f"projects:{row['id']}"},
        )
        for row in rows
    ]
    names = html.Details(
        [
            html.Summary([words("topic.by_name", count=number(len(rows))), icon("chevron-down")]),
            html.Ol(items, className="topic__rows"),
        ],
        className="more",
    )
    canal = topic_canal(rows, list(range(FIRST_YEAR, LAST_YEAR + 1)), topic["icon"])
    return _section(
        "topic.projects", "projects", [html.P(words("topic.projects_said"), className="topic__hint soft"), canal, names]
    )


def _year(row: Row) -> Any:
    if row["first_year"] is None:
        return words("unknown")
    return bilingual(*date(row["start_date"])) if filled(row["start_date"]) else words("topic.by_year", year=str(row["first_year"]))


def _numbers(rows: list[Row], projects: pd.DataFrame, publishers: dict[str, str]) -> html.Section | None:
    """The headline number of each project: what it counts, whose it is, when, and who says so."""
    if not rows:
        return None
    names = projects.set_index("id")
    items = [_number(row, names.loc[row["project_id"]], publishers[row["source_id"]]) for row in rows]
    rest = items[SHOWN:]
    more = (
        [
            html.Details(
                [
                    html.Summary([words("topic.more_numbers", count=str(len(rest))), icon("chevron-down")]),
                    html.Ul(rest, className="topic__numbers-list"),
                ],
                className="more",
            )
        ]
        if rest
        else []
    )
    return _section("topic.numbers", "numbers", [html.Ul(items[:SHOWN], className="topic__numbers-list"), *more])


def _number(row: Row, project: pd.Series, publisher: str) -> html.Li:
    when = bilingual(*date(row["date"])) if filled(row["date"]) else words("project.no_date")
    plan = [" · ", words("project.planned_number")] if row["qualifier"] == "planned" else []
    return html.Li(
        [
            figure(row),
            html.P(bilingual(row["name_zh"], row["name_en"]), className="metric__name"),
            html.P(
                html.A(bilingual(project["name_zh"], project["name_en"]), href=f"/projects/{row['project_id']}"),
                className="topic__of",
            ),
            html.P([when, *plan, " · ", source_link(row["source_id"], publisher)], className="metric__source"),
        ],
        className="metric",
        **{"data-fact": f"measures:{row['measure_id']}"},
    )


def _indicators(topic_id: str) -> html.Section | None:
    """The city's series of this topic by name; ways to them where they have a page."""
    rows = store.load("indicator_definitions").query("topic == @topic_id")
    if rows.empty:
        return None
    has_page = any(str(page["path_template"]).startswith("/indicators/") for page in dash.page_registry.values())
    items = []
    for row in rows.to_dict("records"):
        name = bilingual(row["name_zh"], row["name_en"])
        items.append(
            html.Li(
                [
                    html.A(name, href=f"/indicators/{row['indicator_id']}") if has_page else name,
                    html.Span([" · ", bilingual(row["unit_zh"], row["unit_en"])], className="soft"),
                ],
                **{"data-fact": f"indicator_definitions:{row['indicator_id']}"},
            )
        )
    return _section("topic.indicators", "indicators", [html.Ul(items, className="topic__names")])


def _partners(ids: list[str]) -> html.Section | None:
    if not ids:
        return None
    partners = store.load("partners").set_index("id")
    has_page = any(page["path"] == "/partners" for page in dash.page_registry.values())
    items = [
        html.Li(bilingual(partners.loc[key, "name_zh"], partners.loc[key, "name_en"]), **{"data-fact": f"partners:{key}"})
        for key in ids
    ]
    more = [html.P(html.A([words("topic.all_partners"), icon("arrow-right")], href="/partners"))] if has_page else []
    return _section("topic.partners", "partners", [html.Ul(items, className="topic__names"), *more])


def _stories(topic_id: str) -> html.Section | None:
    rows = store.load("stories").query("topic == @topic_id").sort_values("order")
    if rows.empty:
        return None
    topic, steps = _topic(topic_id), store.load("story_steps")
    entries = [story_entry(row, topic, of_story(steps, row["id"])["year"].tolist()) for row in rows.to_dict("records")]
    return _section("topic.stories", "stories", [html.Ol(entries, className="entries entries--few")])


def _others(topic_id: str) -> html.Nav:
    """The other topics, in the order a visitor meets them."""
    links = [
        html.Li(
            html.A(
                [icon(row["icon"]), bilingual(row["name_zh"], row["name_en"])],
                href=f"/topics/{row['id']}",
                className=f"chip chip--{row['family']}",
            )
        )
        for row in store.load("topics").to_dict("records")
        if row["id"] != topic_id
    ]
    return html.Nav(
        [html.H2(words("topic.others"), className="topic__heading"), html.Ul(links, className="topic__others-list")],
        className="topic__others",
        **{
            "aria-label": pair("topic.others")[0],
            "data-label-zh": pair("topic.others")[0],
            "data-label-en": pair("topic.others")[1],
        },
    )


def _section(key: str, name: str, children: list[Any]) -> html.Section:
    return html.Section([html.H2(words(key), className="topic__heading"), *children], className=f"topic__{name}")
