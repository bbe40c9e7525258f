"""The front door: the city lighting up, and the questions that lead everywhere."""

import dash
from dash import html

from components.question import question
from components.words import bilingual, icon, named, number, pair, words
from data import store
from data.queries.projects import counts_by_year, first_years

dash.register_page(__name__, path="/", name="home", order=0, icon="house", needs=("city", "picture"))

TITLE_2019 = "icf-community-of-the-year-2019"
OPEN_DATA = "open-data-platform--open-data-items-2018-05"
MORE = ("stories", "indicators", "partners", "exhibition", "about")  # pages no question leads to


def layout(**_query: str) -> html.Div:
    """Title, the living map, and one question a page, each with one true number."""
    projects, milestones = store.load("projects"), store.load("milestones")
    counts = counts_by_year(first_years(projects, milestones, store.load("measures")), milestones)
    placed = int((~projects["districts"].str.fullmatch("68000")).sum())
    award = store.load("awards").set_index("id").loc[TITLE_2019]
    shelf = store.load("measures").set_index("measure_id").loc[OPEN_DATA]
    questions = [
        question("home.where", "/map", number(placed), "home.where_unit"),
        question("home.changed", "/timeline", number(int(counts["events"].sum())), "home.changed_unit"),
        question("home.district", "/districts", number(len(store.load("districts"))), "home.district_unit"),
        question("home.world", "/awards", (award["date"][:4],) * 2, "home.world_unit", fact=f"awards:{TITLE_2019}"),
        question(
            "home.data",
            "/platform",
            tuple(f"{value}+" for value in number(int(shelf["value"]))),
            "home.data_unit",
            fact=f"measures:{OPEN_DATA}",
        ),
    ]
    more = [
        html.Li(html.A([icon(page["icon"]), words(f"nav.{page['name']}")], href=page["path"], className="button home__way"))
        for page in dash.page_registry.values()
        if page["name"] in MORE
    ]
    zh, en = pair("site.title")
    lit = int(counts["lit"].iloc[-1])
    return html.Div(
        [
            html.Header(
                [
                    html.H1(bilingual(zh, en.replace("pond by pond", "pond\u00a0by\u00a0pond")), className="home__title"),
                    html.P([html.Span(en, lang="en", className="home__also"), words("site.years")], className="home__years"),
                    html.P(words("home.lead", count=number(lit)), className="home__lead"),
                ],
                className="home__head",
            ),
            html.A(className="home__picture", href="/map", **{"data-component": "lit-ponds"}, **named(*pair("home.map_picture"))),
            html.P(
                [html.Span(className="home__lit", **{"data-component": "lit-count"}), " ", words("home.symbol")],
                className="home__symbol",
            ),
            html.Div(className="ribbon home__ribbon", **{"data-component": "year-ribbon"}),
            html.Nav(
                [
                    html.H2(
                        [words("home.ask"), html.Span(pair("home.ask")[1], lang="en", className="home__ask-also")],
                        className="home__ask",
                    ),
                    html.Ol(questions, className="questions"),
                    html.Ul(more, className="home__more"),
                ],
                className="home__questions",
                **named(*pair("home.ask")),
            ),
        ],
        className="home",
    )
