"""What happened here in October 2022?: thirteen days, one weekend, what is known of them and what is not."""

from typing import Any

import dash
from dash import html

from components.confidence import confidence
from components.day_canal import day, day_canal, nothing_more, said_of
from components.source_note import outside, source_link, table_note
from components.words import bilingual, date, icon, number, words
from data import store
from data.queries.exhibition import EXHIBITION, SYMPOSIUM, days_of

Row = dict[str, Any]
KNOWN = (
    ("milestones", "m-2022-10-opens"),
    ("projects", SYMPOSIUM),
    ("projects", "department-of-information-technology"),
    ("milestones", "m-2022-10-asv-words"),
)
UNKNOWN = ("venue", "programme", "zones", "visitors", "names")
WAYS = (
    ("/platform", "platform.title", "database"),
    ("/stories/one-home-for-city-data", "exhibition.to_story", "book-open"),
    ("/timeline?year=2022", "exhibition.to_timeline", "calendar-days"),
)


def layout(**_query: str) -> html.Div:
    """The canal of thirteen days, what is known, what is not, and the article it rests on."""
    projects = store.load("projects").set_index("id", drop=False)
    show, forum = projects.loc[EXHIBITION].to_dict(), projects.loc[SYMPOSIUM].to_dict()
    sources = store.load("sources").set_index("source_id", drop=False)
    article = sources.loc[show["source_id"]].to_dict()
    days = days_of(show["start_date"], show["end_date"])
    weekend = days_of(forum["start_date"], forum["end_date"])
    return html.Div(
        [
            html.Header(
                [
                    html.H1(words("exhibition.title"), className="page__title"),
                    html.P(
                        bilingual(show["name_zh"], show["name_en"]),
                        className="exhibition__name",
                        **{"data-fact": f"projects:{EXHIBITION}"},
                    ),
                    html.P(
                        words("exhibition.dates", first=date(days[0]), last=date(days[-1]), days=number(len(days))),
                        className="exhibition__dates",
                    ),
                ],
                className="exhibition__head",
            ),
            day_canal(
                [day(iso, iso in weekend) for iso in days],
                [_whole(show), *(_day(iso, weekend, forum) for iso in days)],
                html.Div(
                    [_known(projects), _unknown(show, forum), _rests(article, show["confidence"])], className="exhibition__sides"
                ),
            ),
        ],
        className="exhibition",
    )


dash.register_page(__name__, path="/exhibition", name="exhibition", order=8, icon="presentation")



def _whole(show: Row) -> html.Article:
    return said_of(
        "all",
        [
            html.P(bilingual(show["summary_zh"], show["summary_en"]), **{"data-fact": f"projects:{EXHIBITION}"}),
            html.P(words("exhibition.touch"), className="soft exhibition__touch"),
        ],
    )


def _day(iso: str, weekend: list[str], forum: Row) -> html.Article:
    """What the events say of one day; that the doors were open, and nothing more, where they say nothing."""
    events = store.load("milestones").query("project_id in [@EXHIBITION, @SYMPOSIUM] and date == @iso").to_dict("records")
    if iso in weekend and not events:
        return said_of(
            iso,
            [
                html.H3(bilingual(forum["name_zh"], forum["name_en"])),
                html.P(bilingual(forum["summary_zh"], forum["summary_en"]), **{"data-fact": f"projects:{SYMPOSIUM}"}),
                _source(forum),
            ],
        )
    if not events:
        return said_of(iso, [nothing_more()])
    return said_of(
        iso,
        [
            part
            for row in events
            for part in (
                html.H3(bilingual(row["title_zh"], row["title_en"])),
                html.P(bilingual(row["summary_zh"], row["summary_en"]), **{"data-fact": f"milestones:{row['id']}"}),
                _source(row),
            )
        ],
    )


def _source(row: Row) -> html.P:
    publisher = store.load("sources").set_index("source_id").loc[row["source_id"], "publisher"]
    return html.P(source_link(row["source_id"], publisher), className="days__source")


def _known(projects: Any) -> html.Section:
    tables = {"projects": projects, "milestones": store.load("milestones").set_index("id", drop=False)}
    items = []
    for table, key in KNOWN:
        row = tables[table].loc[key].to_dict()
        items.append(
            html.Li([bilingual(row["summary_zh"], row["summary_en"]), " ", _source(row)], **{"data-fact": f"{table}:{key}"})
        )
    return html.Section(
        [html.H2(words("exhibition.known"), className="exhibition__heading"), html.Ul(items, className="known")],
        className="exhibition__known",
    )


def _unknown(show: Row, forum: Row) -> html.Section:
    """What was looked for and not found, said plainly."""
    pairs = [html.Div([html.Dt(words(f"exhibition.what_{name}")), html.Dd(words("unknown"))], className="fact") for name in UNKNOWN]
    return html.Section(
        [
            html.H2(words("exhibition.not_known"), className="exhibition__heading"),
            html.Dl(pairs, className="facts"),
            html.P(words("exhibition.ask")),
            html.Details(
                [html.Summary([words("source.note"), icon("chevron-down")]), table_note(show["note"]), table_note(forum["note"])],
                className="note",
            ),
        ],
        className="exhibition__unknown",
    )


def _rests(source: Row, level: str) -> html.Section:
    """The one article, how sure that makes us, and where to go on."""
    ways = [html.Li(html.A([icon(symbol), words(key)], href=href, className="button")) for href, key, symbol in WAYS]
    return html.Section(
        [
            html.H2(words("exhibition.rests"), className="exhibition__heading"),
            html.P(words("exhibition.rests_plain")),
            html.P(
                [
                    html.A(source["title"], href=f"/sources/{source['source_id']}", lang="en", className="exhibition__article"),
                    " ",
                    html.Span([source["publisher"], ", ", bilingual(*date(source["published_date"]))], className="soft"),
                    " ",
                    outside(words("source.open"), source["url"]),
                ],
                **{"data-fact": f"sources:{source['source_id']}"},
            ),
            html.P(confidence(level)),
            html.Ul(ways, className="exhibition__ways"),
        ],
        className="exhibition__rests",
    )
