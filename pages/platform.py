"""Where does the city's data flow?: springs, canals, reservoir and uses; this exhibition's own data and its live sources."""

from typing import Any

import dash
import pandas as pd
from dash import html

from components.data_flow import flow, lake, legend, spring, told, use
from components.data_shelf import definitions, entry, shelf
from components.live_shelf import live_entry, live_shelf
from components.source_note import source_link
from components.words import ZH, bilingual, icon, named, number, pair, words
from data import store
from data.catalog import CATALOG
from data.pulse import MEASURES
from data.queries import quality
from data.sources import all_sources
from data.sources.core.quality import rules_declared
from server import lineage

Row = dict[str, Any]
PLATFORM = "data-governance-platform"
STORY = "one-home-for-city-data"
SPRINGS = (  # key, family, icon, project, measure of its number (None = said in words), whether it reaches the platform
    ("bus", "move", "train-front", "free-bus-data-reform", "free-bus-data-reform--free-routes-before-reform", False),
    ("phone", "people", "smartphone", "attraction-crowd-signals", None, False),
    ("air", "nature", "leaf", PLATFORM, "data-governance-platform--air-quality-micro-sensors-air-boxes-whose-da-2022", True),
    ("sewer", "nature", "droplets", "smart-sewer-monitoring", "smart-sewer-monitoring--public-sewer-length-2020", False),
    ("lamp", "nature", "lightbulb", "led-pfi-street-lights", "led-pfi-street-lights--lamps-replaced-2020-06", False),
    ("food", "govern", "book-open", "gis-big-data-decisions", None, False),
)
LIGHTS = "attraction-crowd-signals--attractions-covered-2022-01-19"
REPAIR = ("led-pfi-street-lights--repair-time-before-2022-11-18", "led-pfi-street-lights--repair-time-after-2022-11-18")
USES = (  # key of the spring, family, table row, reaches the platform
    ("bus", "move", "projects:free-bus-data-reform", False),
    ("phone", "people", f"measures:{LIGHTS}", False),
    ("air", "nature", f"story_steps:{STORY}:5", True),
    ("pets", "make", f"story_steps:{STORY}:5", True),
    ("sewer", "nature", "projects:smart-sewer-monitoring", False),
    ("lamp", "nature", f"measures:{REPAIR[1]}", False),
    ("food", "govern", "projects:gis-big-data-decisions", False),
)
# What is said under each of the four steps: table, id, whether one article alone says it.
HOW = {
    "born": (
        ("milestones", "free-bus-card-tap", False),
        ("measures", SPRINGS[2][4], False),
        ("projects", "open-data-platform", False),
    ),
    "flows": (
        ("projects", PLATFORM, False),
        ("milestones", "m-2022-10-asv-words", True),
        ("projects", "qingpu-5g-demonstration", False),
    ),
    "governed": (("projects", "department-of-information-technology", False), ("milestones", "m-2018-05-opendata", False)),
    "used": (
        ("projects", "gis-big-data-decisions", False),
        ("projects", "air-quality-iot-platform", False),
        ("projects", "led-pfi-street-lights", False),
    ),
}
PARTNERS = (("microsoft", False), ("ibm", True), ("hwacom", True), ("asvda", True))  # organisation, named by one article alone
PARTS = ("picture", "how", "own", "live")


def layout(**_query: str) -> html.Div:
    """The picture with its words, how it works in four steps, and the shelves."""
    facts = _Facts()
    return html.Div(
        [
            html.Header(
                [
                    html.H1(words("platform.title"), className="page__title"),
                    html.P(words("platform.lead"), className="platform__lead"),
                ],
                className="platform__head",
            ),
            _parts(),
            html.Section(
                [_picture(facts), html.Div([_told(facts), legend()], className="platform__below")], className="platform__picture"
            ),
            _how(facts),
            _own(),
            _live(),
        ],
        className="platform",
        **{"data-component": "platform-parts"},
    )


dash.register_page(__name__, path="/platform", name="platform", order=7, icon="database")


class _Facts:
    """Rows by id, and the link to the source of each."""

    def __init__(self) -> None:
        self.tables = {
            name: store.load(name).set_index(key, drop=False)
            for name, key in (
                ("projects", "id"),
                ("milestones", "id"),
                ("measures", "measure_id"),
                ("partners", "id"),
                ("sources", "source_id"),
            )
        }
        steps = store.load("story_steps")
        self.steps = {int(row["step"]): row for row in steps[steps["story_id"] == STORY].to_dict("records")}

    def row(self, table: str, key: str) -> Row:
        return self.tables[table].loc[key].to_dict()

    def source(self, source_id: str) -> html.Span:
        return source_link(source_id, self.tables["sources"].loc[source_id, "publisher"])


def _parts() -> html.Div:
    """In the hall the page is four screens; these are the ways between them."""
    return html.Div(
        [
            html.Button(
                words(f"platform.part_{part}"),
                type="button",
                className="button platform__part",
                **{"data-part": part, "aria-pressed": "false"},
            )
            for part in PARTS
        ],
        className="platform__parts",
        role="group",
        **named(*pair("platform.parts")),
    )


def _picture(facts: _Facts) -> html.Div:
    springs = []
    for key, family, symbol, project, measure, is_fed in SPRINGS:
        row = facts.row("measures", measure) if measure else None
        figure = (
            words(f"platform.figure_{row['qualifier']}", number=number(row["value"])) if row else words(f"platform.figure_{key}")
        )
        springs.append(spring(key, family, symbol, figure, f"measures:{measure}" if measure else f"projects:{project}", is_fed))
    uses = [
        use(key, family, words(f"platform.use_{key}", **_numbers(facts, key)), fact, is_fed) for key, family, fact, is_fed in USES
    ]
    platform = facts.row("projects", PLATFORM)
    middle = lake(platform["start_date"][:4], bilingual(platform["name_zh"], platform["name_en"]), f"projects:{PLATFORM}")
    return flow(springs, middle, uses)


def _numbers(facts: _Facts, key: str) -> dict[str, tuple[str, str]]:
    """The numbers a use names, from their measures."""
    if key == "phone":
        return {"places": number(facts.row("measures", LIGHTS)["value"])}
    if key == "lamp":
        return {
            "before": number(facts.row("measures", REPAIR[0])["value"]),
            "after": number(facts.row("measures", REPAIR[1])["value"]),
        }
    return {}


def _told(facts: _Facts) -> html.Div:
    """What is said of the thing that was touched; before any touch, what a data platform is."""
    start = told(
        "start",
        [html.H2(words("platform.what_title")), html.P(words("platform.idea_written")), html.P(words("platform.idea_lake"))],
        True,
    )
    articles = [start, _told_platform(facts)]
    for key, _, _, project, measure, is_fed in SPRINGS:
        row = facts.row("projects", project)
        named_row = facts.row("measures", measure) if is_fed else row  # the platform itself has words of its own
        said = _step(facts, 5, "text") if is_fed else _said("projects", row)
        source_ids = dict.fromkeys([row["source_id"], *([facts.row("measures", measure)["source_id"]] if measure else [])])
        one_page = [html.P(words("platform.one_page_bus"), className="soft")] if key == "bus" else []
        articles.append(
            told(
                key,
                [
                    html.H2(html.A(bilingual(named_row["name_zh"], named_row["name_en"]), href=f"/projects/{project}")),
                    said,
                    *one_page,
                    _reach(is_fed),
                    html.P([facts.source(key) for key in source_ids], className="told__source"),
                ],
            )
        )
    articles.append(
        told(
            "pets",
            [
                html.H2(words("platform.use_pets")),
                _step(facts, 5, "notes"),
                _reach(True),
                html.P(facts.source(facts.row("projects", PLATFORM)["source_id"]), className="told__source"),
            ],
        )
    )
    close = html.Button(icon("x"), type="button", className="told__close", hidden=True, **named(*pair("reader.close")))
    return html.Div([close, *articles], className="told", **{"aria-live": "polite"})


def _told_platform(facts: _Facts) -> html.Article:
    row = facts.row("projects", PLATFORM)
    return told(
        "platform",
        [
            html.H2(html.A(bilingual(row["name_zh"], row["name_en"]), href=f"/projects/{PLATFORM}")),
            _said("projects", row),
            _partners(facts),
            html.P(facts.source(row["source_id"]), className="told__source"),
        ],
    )


def _partners(facts: _Facts) -> html.P:
    """Who works with the city on it, and who of them is named in one article alone."""
    article = facts.tables["sources"].loc["taiwan-news-4686522"]
    sure = [_partner(facts, key) for key, is_alone in PARTNERS if not is_alone]
    alone = [_partner(facts, key) for key, is_alone in PARTNERS if is_alone]
    return html.P(
        [
            words("platform.with"),
            html.Span(sure, className="list-inline"),
            words("platform.with_alone"),
            html.Span(alone, className="list-inline"),
            source_link(article["source_id"], article["publisher"]),
        ],
        className="told__partners",
    )


def _partner(facts: _Facts, key: str) -> html.Span:
    row = facts.row("partners", key)
    return html.Span(bilingual(row["name_zh"], row["name_en"]), **{"data-fact": f"partners:{key}"})


def _said(table: str, row: Row) -> html.P:
    key = row["id"]
    return html.P(bilingual(row["summary_zh"], row["summary_en"]), **{"data-fact": f"{table}:{key}"})


def _step(facts: _Facts, step: int, kind: str) -> html.P:
    """``kind`` text or notes of a step of the story of the platform."""
    row = facts.steps[step]
    return html.P(bilingual(row[f"{kind}_zh"], row[f"{kind}_en"]), **{"data-fact": f"story_steps:{STORY}:{step}"})


def _reach(is_fed: bool) -> html.P:
    return html.P(words("platform.reach_full" if is_fed else "platform.reach_alone"), className="told__reach")


def _how(facts: _Facts) -> html.Section:
    """Four steps, each one plain sentence and the rows behind it."""
    steps = []
    for key, rows in HOW.items():
        items = [_fact(facts, table, row_id, is_alone) for table, row_id, is_alone in rows]
        more = [_partners(facts)] if key == "governed" else []
        unknown = (
            [html.P([html.B(words("unknown")), " ", words("platform.unknown_governed")], className="how__unknown")]
            if key == "governed"
            else []
        )
        steps.append(
            html.Li(
                [
                    html.H3(words(f"platform.how_{key}")),
                    html.P(words(f"platform.how_{key}_plain")),
                    html.Ul(items, className="how__facts"),
                    *more,
                    *unknown,
                ],
                className="how__step",
            )
        )
    return html.Section(
        [
            html.H2(words("platform.part_how"), className="section__title"),
            html.Ol(steps, className="how"),
            html.P(
                [html.A([words("platform.story"), icon("arrow-right")], href=f"/stories/{STORY}", className="button"), " ",
                 html.A([words("platform.live_link"), icon("arrow-right")], href="/pulse", className="button")],
                className="how__story",
            ),
        ],
        className="platform__how",
        id="how",
    )


def _fact(facts: _Facts, table: str, key: str, is_alone: bool) -> html.Li:
    row = facts.row(table, key)
    if table == "measures":
        text = html.Span(
            [
                bilingual(row["name_zh"], row["name_en"]),
                " ",
                html.B(words(f"platform.figure_{row['qualifier']}", number=number(row["value"]))),
            ]
        )
    else:
        text = bilingual(row["summary_zh"], row["summary_en"])
    alone = [words("platform.one_article")] if is_alone else []
    return html.Li(
        [html.Span(text), html.Span([facts.source(row["source_id"]), *alone], className="how__source")],
        **{"data-fact": f"{table}:{key}"},
    )


def _own() -> html.Section:
    """The exhibition's own data, live: what it says changes with the tables."""
    frames = {name: store.load(name) for name in CATALOG}
    errors = pd.Series([error.file for error in store.problems()], dtype=object).value_counts()
    screens = lineage.screens()
    entries = []
    rows = passed = 0
    for name, dataset in CATALOG.items():
        found = quality.of_dataset(dataset, frames)
        shares = {
            key: None if (value := getattr(found, key)) is None else quality.shown(value) for key in (*quality.DIMENSIONS, "score")
        }
        refused = int(errors.get(f"data/{dataset.path}", 0))
        rows, passed = rows + found.rows, passed + (not refused)
        entries.append(
            entry(
                dataset,
                found.rows,
                quality.rules_declared(dataset),
                refused,
                shares,
                [_screen(page) for page in screens.get(name, ())],
            )
        )
    live = {"tables": number(len(CATALOG)), "rows": number(rows), "passed": number(passed), "version": store.version()}
    return html.Section(
        [
            html.H2(words("platform.part_own"), className="section__title"),
            html.P(words("platform.own_lead", **live), className="platform__live"),
            html.P(words("platform.own_plain"), className="platform__plain"),
            html.P(html.A([icon("download"), words("platform.take")], href="/data", className="button")),
            definitions(quality.DIMENSIONS),
            html.P(words("platform.own_standard"), className="soft platform__standard"),
            html.Div(shelf(entries), className="shelf__frame"),
            html.Div(className="shelf__pages", role="group", **named(*pair("platform.pages"))),
        ],
        className="platform__own",
        id="own",
    )


def _live() -> html.Section:
    """The live sources in the same manner; what was fetched of them is told by the browser, as it changes without a restart."""
    pulse = {name for measure in MEASURES.values() for name in measure.sources}
    entries = [
        live_entry(source, rules_declared(source), [html.A(words("nav.pulse"), href="/pulse")] if source.name in pulse else [])
        for source in all_sources().values()
    ]
    return html.Section(
        [
            html.H2(words("platform.part_live"), className="section__title"),
            html.P(words("platform.live_asking"), className="platform__live", **{"aria-live": "polite"}),
            html.P(words("platform.live_plain"), className="platform__plain"),
            definitions(quality.DIMENSIONS, "live_"),
            html.Div(live_shelf(entries), className="shelf__frame"),
            html.Div(className="shelf__pages", role="group", **named(*pair("platform.pages"))),
        ],
        className="platform__sources",
        id="live",
        **{"data-component": "live-shelf"},
    )


def _screen(name: str) -> tuple[Any, str | None]:
    """A page by its short name, and its address when it is one."""
    page = next(page for page in dash.page_registry.values() if page["name"] == name)
    short = next(
        (key for key in (f"nav.{name}", f"platform.screen_{name}", f"{name}.title") if key in ZH.messages), "platform.screen_own"
    )
    return words(short), None if page.get("path_template") else page["path"]
