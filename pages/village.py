"""One neighbourhood (里): who lives there, how it stands beside its neighbours, and what is near."""

from typing import Any

import dash
import pandas as pd
from dash import html

from components.dataset_note import dataset_link, dataset_note
from components.district_picker import short
from components.figure_tabs import figure_tabs
from components.person_figure import line, person_lines, year_bars
from components.reached import reached
from components.village_name import village_name
from components.words import EN, ZH, bilingual, date, icon, named, number, pair, words
from data import store
from data.catalog import CATALOG
from data.queries.nearby import inside, middle, nearest_places, touching, with_points
from data.queries.population import MOVED, area_of, born_and_died, by_month, chosen, comparable_change, rank, shares
from server import address

POPULATION, VITAL = CATALOG["village_population_monthly"], CATALOG["village_vital_monthly"]
NEAR = (  # message key, dataset, {column: value} that rows must have, how many
    ("village.near_stations", "stations", {}, 2),
    ("village.near_primary", "schools_2022", {"kind": "primary"}, 2),
    ("village.near_junior", "schools_2022", {"kind": "junior"}, 1),
    ("village.near_senior", "schools_2022", {"kind": "senior"}, 1),
    ("village.near_shelters", "evacuation_shelters", {}, 3),
    ("village.near_hospitals", "hospitals", {}, 1),
)
Row = dict[str, Any]


def title(code: str = "", village_code: str = "", **_query: str) -> tuple[str, str]:
    """District and neighbourhood. Raises UnknownId."""
    row = _village(code, village_code)
    of = store.load("districts").set_index("code").loc[code]
    return f"{of['name_zh']}{row['name_zh']}", f"{row['name_en'] or row['name_zh']}, {of['name_en']}"


def lead(code: str = "", village_code: str = "", **_query: str) -> tuple[str, str]:
    """What the page tells of the neighbourhood. Raises UnknownId."""
    return pair("village.lead", name=title(code, village_code))


def layout(code: str = "68000020", village_code: str = "68000020001", **_query: str) -> html.Article:
    """The whole page of one neighbourhood. Raises UnknownId."""
    row = _village(code, village_code)
    of = store.load("districts").set_index("code", drop=False).loc[code].to_dict()
    shapes = store.load("village_boundaries")
    shape = shapes.set_index("code")["geometry"].get(village_code)
    counted = chosen(store.load("village_population_monthly"), "village_code", [village_code])
    figures = ("months", "ages", "births") if len(counted) else ("births",)
    upright = ("neighbours", "near", "projects") if shape is not None else ("projects",)
    return html.Article(
        [
            _head(row, of, shape is not None),
            _count(row, counted),
            html.Section(
                [figure_tabs(figures, upright=upright), *_figures(row, counted)],
                className="figures-of figures-of--village",
            ),
            _neighbours(row, shapes) if shape is not None else "",
            _near(shape) if shape is not None else "",
            _projects(of, shape),
        ],
        className="district village",
        **{"data-component": "figure-tabs"},
    )


dash.register_page(
    __name__,
    path_template="/districts/<code>/<village_code>",
    name="village",
    needs=("basemap", "villages"),
    words=title,
    lead=lead,
)


def _village(code: str, village_code: str) -> Row:
    rows = store.load("villages").set_index("village_code", drop=False)
    own = rows[rows["district_code"] == code]
    if village_code not in own.index:
        home = [f"/districts/{rows.loc[village_code, 'district_code']}/{village_code}"] if village_code in rows.index else []
        near = [f"/districts/{code}/{one}" for one in address.nearest(village_code, own.index)]
        raise address.UnknownId(
            address.short(f"{code}/{village_code}"), [*(home or near), f"/districts/{code}" if len(own) else "/districts"]
        )
    row = own.loc[village_code].to_dict()
    return {**row, "name_en": row["name_en"] if isinstance(row["name_en"], str) else ""}


def _both(row: Row) -> tuple[str, str]:
    return row["name_zh"], row["name_en"] or row["name_zh"]


def _head(row: Row, of: Row, is_drawn: bool) -> html.Header:
    picture = html.Div(
        className="district-map",
        role="img",
        **{"data-component": "district-map", "data-code": of["code"], "data-village": row["village_code"]},
        **named(*pair("village.map_name", name=_both(row), district=(of["name_zh"], of["name_en"]))),
    )
    no_english = [] if row["name_en"] else [html.P(words("village.no_english"), className="soft")]
    not_drawn = [] if is_drawn else [html.P(words("village.no_shape"), className="village__gap")]
    since = (
        [html.P(words("village.since", month=date(row["valid_from"])), className="soft")]
        if isinstance(row["valid_from"], str)
        else []
    )
    english = html.Span(
        row["name_en"].removesuffix(" Village") or html.Span(row["name_zh"], lang="zh-TW"), lang="en", className="district__en"
    )
    return html.Header(
        [
            picture,
            html.Div(
                [
                    html.H1(
                        [html.Span(row["name_zh"], lang="zh-TW", className="district__zh"), english], className="district__name"
                    ),
                    html.Div(
                        [
                            html.P(
                                html.A(
                                    [icon("chevron-left"), bilingual(of["name_zh"], of["name_en"])],
                                    href=f"/districts/{of['code']}",
                                    className="village__up",
                                )
                            ),
                            *no_english,
                            *since,
                            *not_drawn,
                        ],
                        className="district__about",
                        **{"data-fact": f"villages:{row['village_code']}"},
                    ),
                ],
                className="district__words",
            ),
        ],
        className="district__head",
    )


def _count(row: Row, counted: pd.DataFrame) -> html.Section:
    if counted.empty:
        return html.Section(html.P(words("village.no_count"), className="village__gap"), className="count-of")
    last = counted.iloc[-1]
    wide = comparable_change(store.load("village_population_monthly"))
    area = area_of(row["village_code"])
    change = wide.loc[row["village_code"], last["month"]]
    fact = f"village_population_monthly:{row['village_code']}"
    parts: list[Any]
    if pd.isna(change):
        parts = [html.P(words("village.border_moved"), className="village__gap")]
    else:
        names = store.load("villages").set_index("village_code")
        others = [names.loc[one] for one in area if one != row["village_code"]]
        parts = [
            html.P(
                words(
                    "village.grown" if change >= 0 else "village.shrunk",
                    value=(ZH.number(abs(change), 1), EN.number(abs(change), 1)),
                ),
                className="count__change",
                **{"data-fact": f"{fact}:{wide.columns[0]}/{last['month']}"},
            )
        ]
        if others:
            together = ("、".join(one["name_zh"] for one in others), ", ".join(one["name_en"] for one in others))
            parts.append(html.P(words("village.together", names=together), className="soft"))
    return html.Section(
        [
            html.Div(
                [
                    html.H2(words("village.residents", month=date(last["month"])), className="count__what"),
                    html.P(
                        f"{int(last['population']):,}", className="count__value num", **{"data-fact": f"{fact}:{last['month']}"}
                    ),
                ]
            ),
            html.Div(parts, className="count__since"),
            dataset_note(POPULATION),
        ],
        className="count-of",
    )


def _figures(row: Row, counted: pd.DataFrame) -> list[html.Section]:
    code = row["village_code"]
    found = []
    if not counted.empty:
        area = area_of(code)
        lines = [line(pair("village.within"), "chosen", _points(counted))]
        if len(area) > 1:
            wide = by_month(chosen(store.load("village_population_monthly"), "village_code", area), "village_code")
            lines.append(line(pair("village.with_others"), "other", [(month, int(value)) for month, value in wide.sum().items()]))
        bands = shares(counted)
        ages = [
            line(
                pair(f"district.{role}"),
                role,
                list(zip(bands["month"], (round(float(value), 1) for value in bands[band]), strict=True)),
            )
            for band, role in (("age_0_14", "young"), ("age_65_plus", "old"))
        ]
        cut = "" if len(area) == 1 else "2017-10" if code in ("68000090002", "68000090025") else "2018-03"
        found = [
            person_lines("village.months", lines, (POPULATION,), f"village_population_monthly:{code}", cut=cut),
            person_lines("village.ages", ages, (POPULATION,), f"village_population_monthly:{code}", digits=1, cut=cut),
        ]
    vital = born_and_died(chosen(store.load("village_vital_monthly"), "village_code", [code]))
    years = [
        {"year": int(year), **{name: int(one[name]) for name in ("births", "deaths", "months")}} for year, one in vital.iterrows()
    ]
    return [
        *found,
        year_bars(
            "village.births",
            years,
            (VITAL,),
            f"village_vital_monthly:{code}",
            words("village.births_cut") if len(area_of(code)) > 1 or code in MOVED else "",
        ),
    ]


def _points(rows: pd.DataFrame) -> list[tuple[str, float | None]]:
    return list(zip(rows["month"], (int(value) for value in rows["population"]), strict=True))


def _neighbours(row: Row, shapes: pd.DataFrame) -> html.Section:
    """Those that share its border, most residents first, and its place among them and in its district."""
    table = store.load("village_population_monthly")
    month = str(table["month"].max())
    now = table[table["month"] == month].set_index("village_code")["population"]
    names = store.load("villages").set_index("village_code", drop=False)
    around = [row["village_code"], *touching(shapes, row["village_code"])]
    place, many = rank(now.reindex(around), row["village_code"]) or (0, 0)
    of_place, of_many = rank(now[now.index.str.startswith(row["district_code"])], row["village_code"]) or (0, 0)
    most = int(now.reindex(around).max())
    items = [
        html.Li(
            html.A(
                [
                    html.Span(village_name(names.loc[one].to_dict()), className="growth__name"),
                    html.Span(
                        html.Span(className="growth__fill"),
                        className="growth__bar",
                        **{"data-part": str(round(100 * int(count) / most))},
                    ),
                    html.Span(f"{int(count):,}", className="growth__value num"),
                ],
                href=f"/districts/{one[:8]}/{one}",
                className="growth__row growth__row--village",
                **{"data-fact": f"village_population_monthly:{one}:{month}"},
                **({"aria-current": "true"} if one == row["village_code"] else {}),
            )
        )
        for one, count in now.reindex(around).dropna().sort_values(ascending=False).items()
    ]
    ranks = words(
        "village.ranks", place=str(place), many=str(many), of_place=str(of_place), of_many=str(of_many), month=date(month)
    )
    return html.Section(
        [
            html.H2(words("village.neighbours"), className="person__title"),
            html.P(ranks, className="village__ranks"),
            html.Ol(items, className="growth", **{"data-component": "growth-bars"}),
            html.P(dataset_link(POPULATION), className="dataset-note"),
        ],
        className="village__neighbours",
        **{"data-show": "neighbours"},
    )


def _near(shape: Any) -> html.Section:
    lat, lon = middle(shape)
    groups = []
    for key, name, asked, most in NEAR:
        places = store.load(name)
        places = with_points(places) if name == "stations" else places
        for column, value in asked.items():
            places = places[places[column] == value]
        rows = nearest_places(places.reset_index(drop=True), lat, lon, most).to_dict("records")
        groups.append(
            html.Div(
                [
                    html.Dt(words(key)),
                    html.Dd(
                        [
                            html.Ul([_place(name, one) for one in rows]),
                            html.P(dataset_link(CATALOG[name]), className="dataset-note"),
                        ]
                    ),
                ],
                className="near__kind",
            )
        )
    return html.Section(
        [
            html.H2(words("village.near"), className="person__title"),
            html.P(words("village.straight"), className="soft"),
            html.Dl(groups, className="near"),
            html.Details(
                [
                    html.Summary([words("village.near_notes"), icon("chevron-down")]),
                    dataset_note(*(CATALOG[name] for name in dict.fromkeys(one[1] for one in NEAR))),
                ],
                className="more",
            ),
        ],
        className="village__near",
        **{"data-show": "near"},
    )


def _place(name: str, one: Row) -> html.Li:
    away = tuple(t.number(one["distance_km"], 1) for t in (ZH, EN))
    called = (
        bilingual(one["name_zh"], one["name_en"])
        if isinstance(one.get("name_en"), str)
        else html.Span(one["name_zh"], lang="zh-TW")
    )
    kind = [" ", html.Span(words(f"village.station_{one['kind']}"), className="soft")] if name == "stations" else []
    fact = f"{name}:{one['id'] if name == 'stations' else one['name_zh']}"
    return html.Li(
        [html.Span([called, *kind]), html.Span(words("village.away", value=away), className="near__away")], **{"data-fact": fact}
    )


def _projects(of: Row, shape: Any) -> html.Section:
    """Projects with a fixed place inside; the district's others are one link away."""
    projects = store.load("projects")
    topics = store.load("topics").set_index("id")
    here = inside(projects, shape) if shape is not None else projects.iloc[0:0]
    count = int(projects["districts"].str.split(";").map(lambda codes: of["code"] in codes).sum())
    years = pd.to_numeric(here["start_date"].fillna("").str[:4], errors="coerce")
    rows = here.assign(year=years.astype("float64")).sort_values(["year", "id"]).to_dict("records")
    said = words("village.projects_none") if not rows else words("village.projects_here", count=number(len(rows)))
    return html.Section(
        [
            html.H2(words("village.projects"), className="person__title"),
            html.P(said),
            html.Ul([reached(one, topics.loc[one["topic"]]) for one in rows], className="reached"),
            html.P(
                html.A(
                    [
                        words("village.projects_district", name=(of["name_zh"], short(of)[1]), count=number(count)),
                        icon("chevron-right"),
                    ],
                    href=f"/districts/{of['code']}",
                    className="reached__all",
                )
            ),
        ],
        className="village__projects",
        **{"data-show": "projects"},
    )
