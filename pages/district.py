"""One district: how many live there, young and old, births and deaths, what reached it, and its neighbourhoods."""

from typing import Any

import dash
from dash import html

from components.dataset_note import dataset_link, dataset_note
from components.district_picker import district_picker, short
from components.figure_tabs import figure_tabs
from components.person_figure import line, person_lines, year_bars
from components.reached import reached
from components.silhouette import silhouette
from components.source_note import source_link
from components.village_name import village_name
from components.words import EN, ZH, bilingual, icon, named, number, pair, words
from data import store
from data.catalog import CATALOG
from data.queries.population import FIRST_END, LAST_END, born_and_died, growth, shares
from data.queries.projects import first_years
from server import address

POPULATION, VITAL = CATALOG["district_population_monthly"], CATALOG["district_vital_monthly"]
SHOWN = 6  # projects shown in the hall; the rest wait behind one touch
FIGURES = ("growth", "months", "ages", "births")  # one at a time in the hall, all of them on the web
Row = dict[str, Any]


def title(code: str = "", **_query: str) -> tuple[str, str]:
    """The district's name. Raises UnknownId."""
    row = _district(code)
    return row["name_zh"], row["name_en"]


def lead(code: str = "", **_query: str) -> tuple[str, str]:
    """What the district is, in a sentence or two. Raises UnknownId."""
    row = _district(code)
    return row["description_zh"], row["description_en"]


def layout(code: str = "68000020", **_query: str) -> html.Article:
    """The whole page of one district. Raises UnknownId."""
    row = _district(code)
    grown = growth(store.load("district_population_monthly"))
    return html.Article(
        [
            _head(row),
            _count(code, grown.loc[code].to_dict()),
            html.Section(
                [figure_tabs(FIGURES), _growth(code, grown), *_figures(code)],
                className="figures-of",
                **{"data-component": "figure-tabs"},
            ),
            _projects(row),
            _villages(row),
            html.Section(
                className="versus",
                hidden=True,
                **{"data-component": "district-compare", "data-code": code},
                **named(*pair("district.compare")),
            ),
            district_picker(store.load("districts").sort_values("code").to_dict("records"), here=code),
        ],
        className="district",
    )


dash.register_page(
    __name__, path_template="/districts/<code>", name="district", needs=("basemap", "villages", "districts"), words=title, lead=lead
)


def _district(code: str) -> Row:
    rows = store.load("districts").set_index("code", drop=False)
    if code not in rows.index:
        raise address.UnknownId(
            address.short(code), [*(f"/districts/{near}" for near in address.nearest(code, rows.index)), "/districts"]
        )
    return rows.loc[code].to_dict()


def _head(row: Row) -> html.Header:
    zh, en = short(row)
    publisher = store.load("sources").set_index("source_id").loc[row["source_id"], "publisher"]
    return html.Header(
        [
            html.Div(
                className="district-map",
                role="img",
                **{"data-component": "district-map", "data-code": row["code"]},
                **named(*pair("district.map_name", name=(row["name_zh"], row["name_en"]))),
            ),
            html.Div(
                [
                    html.H1(
                        [html.Span(zh, lang="zh-TW", className="district__zh"), html.Span(en, lang="en", className="district__en")],
                        className="district__name",
                    ),
                    html.Div(
                        [
                            html.P(
                                bilingual(row["description_zh"], row["description_en"]),
                                className="district__said",
                                **{"data-fact": f"districts:{row['code']}"},
                            ),
                            html.P(source_link(row["source_id"], publisher), className="metric__source"),
                        ],
                        className="district__about",
                    ),
                ],
                className="district__words",
            ),
        ],
        className="district__head",
    )


def _count(code: str, grown: Row) -> html.Section:
    change = int(grown["change"])
    said = "district.more" if change > 0 else "district.fewer" if change < 0 else "district.same"
    first = f"district_population_monthly:{code}:{FIRST_END}"
    return html.Section(
        [
            html.Div(
                [
                    html.H2(words("district.residents"), className="count__what"),
                    html.P(
                        f"{int(grown['last']):,}",
                        className="count__value num",
                        **{"data-fact": f"district_population_monthly:{code}:{LAST_END}"},
                    ),
                ]
            ),
            html.Div(
                [
                    html.P(words(said, count=f"{abs(change):,}"), className="count__change", **{"data-fact": first}),
                    html.P(words("district.rank_grown", rank=str(int(grown["rank"]))), className="soft"),
                ],
                className="count__since",
            ),
            dataset_note(POPULATION),
        ],
        className="count-of",
    )


def _growth(code: str, grown: Any) -> html.Section:
    """Thirteen rows, most growth first; the bar is as long as the growth."""
    names = store.load("districts").set_index("code")
    most = float(grown["change_pct"].abs().max())
    rows = [
        html.Li(
            html.A(
                [
                    silhouette(key),
                    html.Span(bilingual(names.loc[key, "name_zh"], short(names.loc[key].to_dict())[1]), className="growth__name"),
                    html.Span(
                        html.Span(className="growth__fill"),
                        className="growth__bar",
                        **{"data-part": str(round(100 * abs(float(one["change_pct"])) / most))},
                    ),
                    html.Span(_percent(float(one["change_pct"])), className="growth__value num"),
                ],
                href=f"/districts/{key}",
                className="growth__row",
                **{"data-fact": f"district_population_monthly:{key}:{FIRST_END}/{LAST_END}"},
                **({"aria-current": "true"} if key == code else {}),
            )
        )
        for key, one in grown.iterrows()
    ]
    table = [
        html.Tr(
            [
                html.Th(bilingual(names.loc[key, "name_zh"], names.loc[key, "name_en"]), scope="row"),
                *[html.Td(f"{int(one[part]):,}", className="num") for part in ("first", "last", "change")],
                html.Td(_percent(float(one["change_pct"])), className="num"),
            ],
            **{"data-fact": f"district_population_monthly:{key}:{FIRST_END}/{LAST_END}"},
        )
        for key, one in grown.iterrows()
    ]
    head = html.Tr(
        [
            html.Th(words(name), scope="col")
            for name in ("district.place", "district.end_2014", "district.end_2021", "district.difference", "district.growth_word")
        ]
    )
    return html.Section(
        [
            html.H2(words("district.growth"), className="person__title"),
            html.P(words("district.growth_unit"), className="person__unit"),
            html.Ol(rows, className="growth", **{"data-component": "growth-bars"}),
            html.Details(
                [
                    html.Summary([words("series.as_table"), icon("chevron-down")]),
                    html.Div(html.Table([html.Thead(head), html.Tbody(table)], className="figures"), className="person__table"),
                ],
                className="more",
            ),
            dataset_note(POPULATION),
        ],
        className="person",
        **{"data-show": "growth"},
    )


def _percent(value: float) -> html.Span:
    sign = "−" if value < 0 else ""
    return bilingual(*(f"{sign}{t.number(abs(value), 1)}%" for t in (ZH, EN)))


def _figures(code: str) -> list[html.Section]:
    rows = store.load("district_population_monthly").query("district_code == @code").sort_values("month")
    vital = born_and_died(store.load("district_vital_monthly").query("district_code == @code"))
    bands = shares(rows)
    residents = [
        line(
            pair("district.residents_word"),
            "chosen",
            list(zip(rows["month"], (int(value) for value in rows["population"]), strict=True)),
        )
    ]
    ages = [
        line(
            pair(f"district.{role}"),
            role,
            list(zip(bands["month"], (round(float(value), 1) for value in bands[band]), strict=True)),
        )
        for band, role in (("age_0_14", "young"), ("age_65_plus", "old"))
    ]
    births = [
        {"year": int(year), **{name: int(one[name]) for name in ("births", "deaths", "months")}} for year, one in vital.iterrows()
    ]
    return [
        person_lines("district.months", residents, (POPULATION,), f"district_population_monthly:{code}"),
        person_lines("district.ages", ages, (POPULATION,), f"district_population_monthly:{code}", digits=1),
        year_bars("district.births", births, (VITAL,), f"district_vital_monthly:{code}"),
    ]


def _projects(row: Row) -> html.Section:
    """What reached the district, the most local first; the rest one touch away."""
    projects = store.load("projects")
    first = first_years(projects, store.load("milestones"), store.load("measures"))
    topics = store.load("topics").set_index("id")
    here = projects[projects["districts"].str.split(";").map(lambda codes: row["code"] in codes)]
    here = here.assign(
        places=here["districts"].str.count(";"), year=first["first_year"].reindex(here["id"]).astype("float64").to_numpy()
    )
    chosen = here.sort_values(["places", "year", "id"]).head(SHOWN)["id"]
    shown = here[here["id"].isin(chosen)].sort_values(["year", "id"])
    rest = here[~here["id"].isin(chosen)].sort_values(["year", "id"])
    more = (
        [
            html.Details(
                [
                    html.Summary([words("district.all_projects", count=number(len(rest))), icon("chevron-down")]),
                    html.Ul([reached(one, topics.loc[one["topic"]]) for one in rest.to_dict("records")], className="reached"),
                ],
                className="more",
            )
        ]
        if len(rest)
        else []
    )
    return html.Section(
        [
            html.Header(
                [
                    html.H2(words("district.projects", count=number(len(here))), className="person__title"),
                    html.A(
                        [words("district.on_map"), icon("chevron-right")],
                        href=f"/map?district={row['code']}",
                        className="reached__all",
                    ),
                ],
                className="reached__head",
            ),
            html.Ul([reached(one, topics.loc[one["topic"]]) for one in shown.to_dict("records")], className="reached"),
            *more,
            html.P(words("district.projects_note"), className="soft reached__note"),
        ],
        className="district__projects",
    )


def _villages(row: Row) -> html.Section:
    """Every neighbourhood of the district as a large target; the browser sorts them by strokes or by alphabet."""
    rows = store.load("villages").query("district_code == @row['code']").sort_values("village_code").to_dict("records")
    items = [
        html.Li(
            html.A(
                village_name(one),
                href=f"/districts/{one['district_code']}/{one['village_code']}",
                className="villages__link",
                **{
                    "data-zh": one["name_zh"],
                    "data-en": one["name_en"] if isinstance(one["name_en"], str) else "",
                    "data-fact": f"villages:{one['village_code']}",
                },
            )
        )
        for one in rows
    ]
    opener = html.Button(
        [icon("house-heart"), words("district.villages_open", count=str(len(rows)))],
        type="button",
        className="button button--next villages__open",
        **{"data-sheet": "open", "aria-expanded": "false"},
    )
    return html.Section(
        [
            opener,
            html.Div(
                [
                    html.Header(
                        [
                            html.H2(
                                words("district.villages", name=(row["name_zh"], row["name_en"]), count=str(len(rows))),
                                className="person__title",
                                tabIndex=-1,
                            ),
                            html.P(dataset_link(CATALOG["villages"]), className="dataset-note"),
                            html.Button(
                                [icon("x"), words("district.whole", name=(row["name_zh"], row["name_en"]))],
                                type="button",
                                className="button villages__close",
                                **{"data-sheet": "close"},
                            ),
                        ],
                        className="villages__head",
                    ),
                    html.Ol(items, className="villages__list"),
                ],
                className="villages__sheet",
                **{"data-sheet": "sheet"},
            ),
        ],
        className="villages",
        id="villages",
        **{"data-component": "village-list"},
    )
