"""One project: where it is, what it is, what came of it, and how we know."""

import json
from typing import Any

import dash
import pandas as pd
from dash import html

from components.award_blossom import blossom, result
from components.confidence import confidence
from components.figure_tabs import figure_tabs
from components.metric import metric, metric_row
from components.milestone_rail import milestone_rail
from components.series_figure import series_figure
from components.source_note import filled, source_link, source_note, table_note
from components.words import bilingual, date, icon, named, pair, words
from data import store
from data.queries import series
from data.queries.awards import with_branch
from data.queries.evidence import sources_of
from data.queries.measures import in_order
from data.queries.projects import CITYWIDE, first_years
from data.queries.related import related
from data.store import listed
from server.address import UnknownId, nearest, short

LARGE = 3  # numbers shown large; the rest stand in the list
LINES = {"airport-mrt": "mrt", "taoyuan-railway-underground": "tra"}  # projects that are a line of the map
Row = dict[str, Any]


def title(project_id: str = "", **_query: str) -> tuple[str, str]:
    """The project's name. Raises UnknownId."""
    row = _project(project_id)
    return row["name_zh"], row["name_en"]


def lead(project_id: str = "", **_query: str) -> tuple[str, str]:
    """What the project is, in a sentence. Raises UnknownId."""
    row = _project(project_id)
    return row["summary_zh"], row["summary_en"]


def layout(project_id: str = "airport-mrt", **_query: str) -> html.Article:
    """The whole page of one project. Raises UnknownId."""
    row = _project(project_id)
    topic = store.load("topics").set_index("id").loc[row["topic"]]
    sources = {source["source_id"]: source for source in store.load("sources").to_dict("records")}
    publishers = {key: source["publisher"] for key, source in sources.items()}
    measures = in_order(store.load("measures"), project_id)
    milestones = store.load("milestones").query("project_id == @project_id").sort_values(["date", "id"])
    awards = with_branch(store.load("awards")).query("project_id == @project_id")
    numbers, line = _numbers(measures.to_dict("records"), publishers), _series(project_id, topic["family"])
    events, kin = _events(milestones.to_dict("records"), publishers, topic), _related(project_id)
    sides = {"figures": numbers or line, "events": events, "about": True, "sources": True, "related": kin}
    parts = [
        _head(row, topic),
        html.P(
            bilingual(row["summary_zh"], row["summary_en"]), className="project__said", **{"data-fact": f"projects:{project_id}"}
        ),
        figure_tabs([side for side, part in sides.items() if part], "project.tab"),
        _facts(row, publishers),
        html.Div([part for part in (numbers, line) if part], className="project__figures", **{"data-show": "figures"})
        if numbers or line
        else None,
        events,
        _awards(awards.to_dict("records"), publishers),
        _sure(row),
        _sources([sources[key] for key in sources_of(pd.DataFrame([row]), measures, milestones, awards)]),
        kin,
    ]
    return html.Article(
        [part for part in parts if part is not None],
        className=f"project project--{topic['family']}",
        **{"data-component": "figure-tabs"},
    )


dash.register_page(__name__, path_template="/projects/<project_id>", name="project", needs=("basemap",), words=title, lead=lead)


def _project(project_id: str) -> Row:
    projects = store.load("projects").set_index("id", drop=False)
    if project_id not in projects.index:
        raise UnknownId(short(project_id), [f"/projects/{near}" for near in nearest(project_id, projects.index)] or ["/map"])
    return projects.loc[project_id].to_dict()


def _head(row: Row, topic: pd.Series) -> html.Header:
    """The map with the name on it: its own line, point or districts."""
    place = {"data-districts": row["districts"], "data-family": topic["family"], "data-line": LINES.get(row["id"], "")}
    if pd.notna(row["lat"]):
        place |= {"data-lat": str(row["lat"]), "data-lon": str(row["lon"])}
    halted = (
        [html.P([icon("circle-alert"), words("project.halted")], className="project__halt")]
        if row["status"] == "discontinued"
        else []
    )
    length = "long" if len(row["name_zh"]) > 12 else "plain"
    return html.Header(
        [
            html.Div(className="project__map", role="img", **{"data-component": "project-map"}, **place, **named(*_map_name(row))),
            html.Div(
                [
                    html.H1(
                        [
                            html.Span(_upright(row["name_zh"]), lang="zh-TW", className="project__zh"),
                            html.Span(row["name_en"], lang="en", className="project__en"),
                        ],
                        className=f"project__name project__name--{length}",
                    ),
                    *halted,
                    html.P(
                        html.A(
                            [icon(topic["icon"]), bilingual(topic["name_zh"], topic["name_en"])], href=f"/topics/{row['topic']}"
                        ),
                        className="project__topic",
                    ),
                    html.P(_began(row), className="project__when"),
                    html.P(words(f"status.{row['status']}"), className="project__status"),
                ],
                className="project__words",
            ),
        ],
        className="project__head",
    )


def _upright(name: str) -> list[Any]:
    """Runs of at most two figures or letters stand upright in a vertical title; the others lie along it."""
    parts: list[Any] = []
    for run in _runs(name):
        is_short = run.isascii() and run.isalnum() and len(run) <= 2
        parts.append(html.Span(run, className="upright") if is_short else run)
    return parts


def _runs(name: str) -> list[str]:
    runs: list[str] = []
    for letter in name:
        kind = letter.isascii() and letter.isalnum()
        if runs and kind == (runs[-1][-1].isascii() and runs[-1][-1].isalnum()):
            runs[-1] += letter
        else:
            runs.append(letter)
    return runs


def _began(row: Row) -> Any:
    """When it began, in words: a known start, the first record, or not known."""
    if filled(row["start_date"]):
        return words("project.began", date=date(row["start_date"]))
    first = first_years(store.load("projects"), store.load("milestones"), store.load("measures")).loc[row["id"], "first_year"]
    return words("project.began_unknown") if pd.isna(first) else words("project.first_record", year=str(int(first)))


def _places(row: Row) -> list[str]:
    return [code for code in listed(row["districts"]) if code != CITYWIDE]


def _map_name(row: Row) -> tuple[str, str]:
    districts = store.load("districts").set_index("code").loc[_places(row)]
    if districts.empty:
        return pair("project.map_city")
    return pair("project.map_districts", names=("、".join(districts["name_zh"]), ", ".join(districts["name_en"])))


def _facts(row: Row, publishers: dict[str, str]) -> html.Dl:
    """Place, districts, dates, who is behind it, and the source, as pairs."""
    districts = store.load("districts").set_index("code")
    where = [
        html.A(bilingual(districts.loc[code, "name_zh"], districts.loc[code, "name_en"]), href=f"/districts/{code}")
        for code in _places(row)
    ] or [html.A(words("map.citywide"), href="/map")]
    facts = [("project.districts" if _places(row) else "reader.where", html.Span(where, className="list-inline"))]
    if filled(row["place_zh"]):
        facts.insert(0, ("project.place", bilingual(row["place_zh"], row["place_en"])))
    if LINES.get(row["id"]) == "mrt":
        facts.append(("project.stations", _stations()))
    facts.append(("reader.when", _began(row)))
    if filled(row["end_date"]):
        facts.append(("project.ended", bilingual(*date(row["end_date"]))))
    facts.append(("reader.status", words(f"status.{row['status']}")))
    facts += [
        ("project.lead", _organisations([row["lead_agency"]]) if filled(row["lead_agency"]) else words("unknown")),
        ("project.partners", _organisations(listed(row["partners"])) if filled(row["partners"]) else words("unknown")),
        ("reader.sure", confidence(row["confidence"])),
        ("reader.source", html.A(publishers[row["source_id"]], href=f"/sources/{row['source_id']}")),
    ]
    return html.Dl(
        [html.Div([html.Dt(words(key)), html.Dd(value)], className="fact") for key, value in facts],
        className="facts project__facts",
        **{"data-show": "about"},
    )


def _stations() -> html.Details:
    """The stations the map draws along the line, from end to end."""
    rows = store.load("mrt_stations").to_dict("records")
    names = [
        html.Span([one["code"], " ", bilingual(one["name_zh"], one["name_en"])], **{"data-fact": f"mrt_stations:{one['code']}"})
        for one in rows
    ]
    summary = html.Summary([words("project.stations_count", count=str(len(rows))), icon("chevron-down")])
    return html.Details([summary, html.Span(names, className="list-inline")], className="more")


def _organisations(ids: list[str]) -> html.Span:
    partners = store.load("partners").set_index("id")
    rows = [(key, partners.loc[key]) for key in ids]
    return html.Span(
        [html.Span(bilingual(one["name_zh"], one["name_en"]), **{"data-fact": f"partners:{key}"}) for key, one in rows],
        className="list-inline",
    )


def _numbers(rows: list[Row], publishers: dict[str, str]) -> html.Section | None:
    if not rows:
        return None
    rest = rows[LARGE:]
    more = (
        [
            html.Details(
                [
                    html.Summary([words("project.all_numbers", count=str(len(rest))), icon("chevron-down")]),
                    html.Ul([metric_row(row, publishers[row["source_id"]]) for row in rest], className="metric-rows"),
                ],
                className="more",
            )
        ]
        if rest
        else []
    )
    large = html.Ul([metric(row, publishers[row["source_id"]]) for row in rows[:LARGE]], className="metrics")
    return _section("project.numbers", [large, *more], "numbers", quiet=True)


def _series(project_id: str, family: str) -> html.Section | None:
    indicator = series.OF_PROJECT.get(project_id)
    if indicator is None:
        return None
    rows = series.of_indicator(store.load("indicators"), indicator, CITYWIDE)
    if rows.empty:
        return None
    definition = store.load("indicator_definitions").set_index("indicator_id", drop=False).loc[indicator].to_dict()
    source_id = rows["source_id"].iloc[0]
    source = store.load("sources").set_index("source_id", drop=False).loc[source_id].to_dict()
    return series_figure(
        rows.to_dict("records"), definition, source, family, json.dumps(rows[["date", "value"]].to_numpy().tolist())
    )


def _events(rows: list[Row], publishers: dict[str, str], topic: pd.Series) -> html.Section | None:
    if not rows:
        return None
    return _section("project.events", [milestone_rail(rows, publishers, topic["family"], topic["icon"])], "events", quiet=True)


def _awards(rows: list[Row], publishers: dict[str, str]) -> html.Section | None:
    if not rows:
        return None
    items = [
        html.Li(
            [
                blossom(row["blossom"]),
                html.Div(
                    [
                        html.A(
                            bilingual(row["award_zh"], row["award_en"]), href=f"/awards?award={row['id']}", className="honour__name"
                        ),
                        html.P(
                            [bilingual(row["body_zh"], row["body_en"]), " · ", bilingual(*date(row["date"])), " · ", result(row)],
                            className="soft",
                        ),
                        html.P(source_link(row["source_id"], publishers[row["source_id"]]), className="metric__source"),
                    ]
                ),
            ],
            className="honour",
            **{"data-fact": f"awards:{row['id']}"},
        )
        for row in rows
    ]
    return _section("project.awards", [html.Ul(items, className="honours")], "awards")


def _sure(row: Row) -> html.Div:
    """Confidence in words, the row's own note, and the way down to all sources."""
    return html.Div(
        [
            html.P(
                [
                    confidence(row["confidence"]),
                    html.A([words("project.see_sources"), icon("chevron-down")], href="#sources", className="project__see"),
                ],
                className="project__sure",
            ),
            table_note(row["note"]) or "",
        ],
        className="project__confidence",
        **{"data-show": "about"},
    )


def _sources(rows: list[Row]) -> html.Section:
    return _section("project.sources", [html.Ol([source_note(row) for row in rows], className="sources")], "sources")


def _related(project_id: str) -> html.Section | None:
    projects = store.load("projects").set_index("id")
    topics, districts = store.load("topics").set_index("id"), store.load("districts").set_index("code")
    partners = store.load("partners").set_index("id")
    found = related(store.load("projects"), project_id).to_dict("records")
    names = {"partner": partners, "topic": topics, "district": districts, "topic_district": districts}

    def reason(one: Row) -> Any:
        if one["reason"] == "year":
            return words("project.related_year", year=one["shared"])
        shared = names[one["reason"]].loc[one["shared"]]
        return words(f"project.related_{one['reason']}", name=(shared["name_zh"], shared["name_en"]))

    items = []
    for one in found:
        other = projects.loc[one["id"]]
        topic = topics.loc[other["topic"]]
        items.append(
            html.Li(
                html.A(
                    [
                        html.Span(icon(topic["icon"]), className=f"mark mark--{topic['family']}"),
                        html.Span(
                            [html.B(bilingual(other["name_zh"], other["name_en"])), html.Span(reason(one), className="soft")],
                            className="related__words",
                        ),
                    ],
                    href=f"/projects/{one['id']}",
                    className="related__link",
                    **{"data-fact": f"projects:{one['id']}"},
                )
            )
        )
    return _section("project.related", [html.Ul(items, className="related")], "related") if items else None


def _section(key: str, children: list[Any], name: str, quiet: bool = False) -> html.Section:
    """A part of the page under its heading; a quiet heading is said, not shown."""
    heading = html.H2(words(key), className="unseen" if quiet else "project__heading")
    side = {"events": "events", "awards": "about", "sources": "sources", "related": "related"}.get(name)
    return html.Section([heading, *children], className=f"project__{name}", id=name, **({"data-show": side} if side else {}))
