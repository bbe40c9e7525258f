"""What an address shows, in a few words and one picture, as a preview card tells it."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as xml

from components.words import pair
from data import store
from data.catalog import CATALOG
from data.i18n import LOCALES, by_tongue, translator
from data.queries import indicators as query
from data.queries import partners as tied
from data.queries.awards import with_branch
from data.queries.evidence import resting_on
from data.queries.exhibition import EXHIBITION, days_of
from data.queries.measures import in_order
from data.queries.population import LAST_END
from data.queries.projects import CITYWIDE, FIRST_YEAR, LAST_YEAR
from exports import city_map, faces, made, pictures, svg
from exports.colours import colours
from exports.said import number_of, said, told
from server.address import Found

Row = dict[str, Any]
Shapes = list[xml.Element]
Draw = Callable[[float, float, float], Shapes]  # width, height and text size, in the picture's units
GOLDEN = math.pi * (3 - math.sqrt(5))  # the turn from one seed of a sunflower to the next
DOT = {1: 0.6, 2: 0.4, 3: 0.3, 4: 0.24}  # radius of an event by its importance, in text sizes
NAMED = 2.6  # from a stream to the next, in text sizes, from which its name stands above its ponds


@dataclass(frozen=True)
class Sight:
    """One view in one language. ``number`` with ``unit`` and ``about`` is its one fact (empty where it has none), ``source`` says
    whose; ``draw`` gives its picture; ``is_wide``: the picture is a line or a row and wants room in width."""

    kind: str
    title: str
    number: str
    unit: str
    about: str
    source: str
    draw: Draw
    is_wide: bool = False


def sight_of(found: Found, title: str, description: str, lang: str, theme: str = "night", is_framed: bool = False) -> Sight:
    """What ``found`` shows. ``title`` and ``description`` as the page says them, for pages without a fact of their own.
    ``is_framed``: drawn for /embed, where the map names its districts and the years stand under the timeline as links."""
    maker = MAKERS.get(found.page["name"])
    look = Look(found, title, lang, theme, is_framed)
    if maker:
        return maker(look)
    return Sight(look.word("nav"), title, "", "", description, "", look.city({}))


class Look:
    """What the makers of sights need: the address, the language, the tables in words."""

    def __init__(self, found: Found, title: str, lang: str, theme: str, is_framed: bool = False) -> None:
        self.found, self.title, self.lang, self.theme, self.is_framed = found, title, lang, theme, is_framed
        self.t, self.tongue, self.colours = translator(lang), LOCALES.index(lang), colours(theme)
        self.families = store.load("topics").set_index("id")["family"].to_dict()

    def word(self, room: str) -> str:
        """What kind of page this is; the site's name where it stands in no navigation."""
        key = f"{room}.{self.found.page['name']}"
        return self.t(key) if key in self.t.messages else self.t("site.title")

    def of(self, row: Any, name: str) -> str:
        return str(row[made.column(name, self.lang)])

    def counted(self, what: str, count: int) -> tuple[str, str]:
        """A number, and the word for what it counts: ``what`` is the message of many, ``what_one`` that of one."""
        return self.t.number(count, 0), self.t(f"{what}_one" if count == 1 else what)

    def source(self, rows: Any) -> str:
        return made.sources(rows, self.lang, 3)

    def published(self, dataset: str) -> str:
        source = CATALOG[dataset].sources[0]
        return self.t("source.word") + (source.publisher_zh, source.publisher_en)[self.tongue]

    def colour(self, topic: str) -> str:
        return self.colours[f"family-{self.families[topic]}"]

    def city(self, asked: dict[str, str]) -> Draw:
        """The map of the projects that ``asked`` (year, topic, district) chooses."""
        view = made.chosen({name: asked.get(name, "") for name in ("year", "topic", "district")}, self.lang)

        def draw(width: float, height: float, size: float) -> Shapes:
            drawn = city_map.drawn(
                width,
                height,
                self.lang,
                self.theme,
                view.raised,
                ponds=view.ponds(),
                named=view.raised or (None if self.is_framed else ()),
                year=view.year,
                size=size,
            )
            return drawn.written(self.theme, self.lang)

        return draw

    def raised(self, codes: Iterable[str], point: tuple[float, float] | None = None, family: str = "") -> Draw:
        """The map with districts raised, and a place in them."""
        kept = tuple(code for code in codes if code != CITYWIDE)

        def draw(width: float, height: float, size: float) -> Shapes:
            limit = "" if kept else family
            drawn = city_map.drawn(width, height, self.lang, self.theme, kept, point, limit, named=kept, size=size)
            return drawn.written(self.theme, self.lang)

        return draw

    def ponds(self, values: list[tuple[float, str]]) -> Draw:
        """Ponds laid like the seeds of a sunflower, the largest in the middle; (value, colour) each, area by value."""
        ordered = sorted(values, key=lambda one: -one[0])
        most = max((value for value, _ in ordered), default=1) or 1

        def draw(width: float, height: float, _size: float) -> Shapes:
            step = min(min(width, height) * 0.42 / math.sqrt(len(ordered) or 1), min(width, height) * 0.16)
            found = []
            for at, (value, colour) in enumerate(ordered):
                far, turn = step * math.sqrt(at + 0.3), at * GOLDEN
                x, y = width * 0.54 + far * math.cos(turn), height / 2 + far * math.sin(turn)
                radius = step * (0.16 + 0.66 * math.sqrt(value / most))
                found.append(svg.element("circle", cx=x, cy=y, r=radius, fill=colour, fill_opacity=0.86))
            return found

        return draw


def _home(look: Look) -> Sight:
    view = made.chosen({"year": look.found.query.get("year", ""), "topic": "", "district": ""}, look.lang)
    (number, unit), about = look.counted("cards.projects", len(view.rows)), look.t("exports.until", year=str(view.year))
    return Sight(
        look.t("site.years"), look.t("site.title"), number, unit, about, look.source(view.rows), look.city(look.found.query)
    )


def _map(look: Look) -> Sight:
    asked = {name: look.found.query.get(name, "") for name in ("year", "topic", "district")}
    if project := look.found.query.get("project"):
        return _project(look, project)
    view = made.chosen(asked, look.lang)
    about = " · ".join(dict.fromkeys([look.t("exports.until", year=str(view.year)), view.area]))
    number, unit = look.counted("cards.projects", len(view.rows))
    return Sight(look.word("nav"), view.title, number, unit, about, look.source(view.rows), look.city(asked))


def _project(look: Look, project_id: str = "") -> Sight:
    key = project_id or look.found.variables["project_id"]
    row = store.load("projects").set_index("id", drop=False).loc[key].to_dict()
    topic = store.load("topics").set_index("id").loc[row["topic"]]
    measures = in_order(store.load("measures"), key).head(1)
    number, unit, about, rests = "", "", look.of(row, "summary"), store.load("projects").query("id == @key")
    if len(measures):
        fact = number_of(measured(measures.iloc[0].to_dict()), look.lang)
        number, unit, about, rests = fact.value, fact.unit, " · ".join(part for part in (fact.name, fact.when) if part), measures
    point = None if row["lat"] != row["lat"] else (row["lat"], row["lon"])
    draw = look.raised(store.listed(row["districts"]), point, topic["family"])
    return Sight(look.of(topic, "name"), look.of(row, "name"), number, unit, about, look.source(rests), draw)


def measured(row: Row) -> Row:
    """A row of ``measures`` with its texts as [zh, en], as :func:`exports.said.number_of` reads it."""
    both = {name: [row[f"{name}_zh"], row[f"{name}_en"]] for name in ("name", "unit")}
    shown = {**both, "qualifier": row["qualifier"], "value": [translator(one).number(row["value"]) for one in LOCALES]}
    is_dated = isinstance(row["date"], str) and row["date"] != ""
    return shown | ({"date": [translator(one).date(row["date"]) for one in LOCALES]} if is_dated else {})


def _district(look: Look) -> Sight:
    code = look.found.variables["code"]
    row = store.load("districts").set_index("code").loc[code]
    table = store.load("district_population_monthly")
    own = table[(table["district_code"] == code) & (table["month"] == LAST_END)].iloc[0]
    about = look.t("cards.residents_on", date=look.t.date(LAST_END))
    number = look.t.number(int(own["population"]), 0)
    source = look.published("district_population_monthly")
    return Sight(look.t("cards.district"), look.of(row, "name"), number, look.t("cards.people"), about, source, look.raised([code]))


def _village(look: Look) -> Sight:
    code, village = look.found.variables["code"], look.found.variables["village_code"]
    table = store.load("village_population_monthly")
    own = table[table["village_code"] == village].sort_values("month").tail(1)
    shapes = store.load("village_boundaries").set_index("code")["geometry"]
    middle = shapes[village].representative_point() if village in shapes.index else None
    draw = look.raised([code], (middle.y, middle.x) if middle is not None else None)
    number, about, unit = "", look.t("village.no_count"), ""
    if len(own):
        number, unit = look.t.number(int(own.iloc[0]["population"]), 0), look.t("cards.people")
        about = look.t("cards.residents_on", date=look.t.date(own.iloc[0]["month"]))
    return Sight(look.t("cards.village"), look.title, number, unit, about, look.published("village_population_monthly"), draw)


def _districts(look: Look) -> Sight:
    def draw(width: float, height: float, size: float) -> Shapes:
        return city_map.drawn(width, height, look.lang, look.theme, size=size * 0.9).written(look.theme, look.lang)

    rows = store.load("districts")
    number, unit = look.t.number(len(rows)), look.t("cards.districts")
    about = look.t("cards.and_villages", count=look.t.number(int(rows["villages"].sum())))
    return Sight(look.word("nav"), look.title, number, unit, about, look.source(rows), draw)


def _indicator(look: Look) -> Sight:
    key = look.found.variables["indicator_id"]
    definition = store.load("indicator_definitions").set_index("indicator_id", drop=False).loc[key].to_dict()
    rows = query.of(store.load("indicators"), key)
    asked = look.found.query.get("district", CITYWIDE)
    code = asked if (rows["district_code"] == asked).any() else CITYWIDE
    own = rows[(rows["district_code"] == code) & ~rows["is_partial"]]
    own = own if len(own) else rows[rows["district_code"] == code]
    until = own[own["date"].str[:4] <= look.found.query.get("year", str(LAST_YEAR))]
    last = (until if len(until) else own).iloc[-1]
    about = " · ".join((made.area(code, look.lang), look.t.date(last["date"])))
    family = look.families[definition["topic"]]
    points = [made.point(row) | {"named": row["date"] == last["date"]} for row in own.to_dict("records")]
    fact = (look.t.number(last["value"]), look.of(definition, "unit"), about, look.source(own))
    if len(points) >= query.FEWEST:

        def draw(width: float, height: float, size: float) -> Shapes:
            return pictures.line(points, family, width, height, look.lang, look.theme, size)

        return Sight(look.t("cards.indicator"), look.of(definition, "name"), *fact, draw, True)
    return Sight(look.t("cards.indicator"), look.of(definition, "name"), *fact, look.raised([code], family=family))


def _topic(look: Look) -> Sight:
    key = look.found.variables["topic_id"]
    row = store.load("topics").set_index("id").loc[key]
    projects = store.load("projects").query("topic == @key")
    number, unit = look.counted("cards.projects", len(projects))
    about = look.of(row, "description")
    return Sight(
        look.t("cards.topic"),
        look.of(row, "name"),
        number,
        unit,
        about,
        look.source(projects),
        look.city({"topic": key}),
    )


def _topics(look: Look) -> Sight:
    rows, counts = store.load("topics"), store.load("projects")["topic"].value_counts()
    draw = look.ponds([(int(counts.get(key, 0)), look.colour(key)) for key in rows["id"]])
    return Sight(
        look.t("site.title"),
        look.title,
        look.t.number(len(rows)),
        look.t("cards.topics"),
        "",
        look.source(store.load("projects")),
        draw,
    )


def _timeline(look: Look) -> Sight:
    rows = store.load("milestones")
    year, topic = int(look.found.query.get("year", 0)), look.found.query.get("topic", "")
    chosen = look.found.query.get("milestone", "")
    draw = streams(look, year, chosen, topic)
    if chosen:
        row = rows.set_index("id", drop=False).loc[chosen]
        rests = rows[rows["id"] == chosen]
        return Sight(
            look.t.date(row["date"]), look.of(row, "title"), "", "", look.of(row, "summary"), look.source(rests), draw, True
        )
    own = events_of(year, topic)
    about = look.t.year(year) if year else f"{rows['date'].min()[:4]}–{rows['date'].max()[:4]}"
    return Sight(look.word("nav"), look.title, *look.counted("cards.events", len(own)), about, look.source(own), draw, True)


def events_of(year: int, topic: str) -> Any:
    """The milestones of ``year`` (0 = all years) and of a topic or a water (empty = all), oldest first."""
    rows = store.load("milestones").sort_values("date", kind="stable")
    families = store.load("topics").set_index("id")["family"].to_dict()
    if topic:
        rows = rows[(rows["topic"] == topic) | (rows["topic"].map(families) == topic)]
    return rows[rows["date"].str[:4] == str(year)] if year else rows


def streams(look: Look, year: int, chosen: str, topic: str = "") -> Draw:
    """All events as ponds on five streams, named where there is room; those of ``year`` (0 = all years) and ``topic`` (empty =
    all) are lit, the ``chosen`` one is ringed in peach."""
    events = store.load("milestones").sort_values(["importance", "date"], ascending=[False, True]).to_dict("records")
    lit = set(events_of(year, topic)["id"])
    families = store.load("families").sort_values("order").set_index("id")

    def draw(width: float, height: float, size: float) -> Shapes:
        head, foot = size * 0.5, 0.0 if look.is_framed else size * 1.9
        part = (width - size) / (LAST_YEAR - FIRST_YEAR + 1)
        lanes = {family: head + (at + 0.5) * (height - head - foot) / len(families) for at, family in enumerate(families.index)}
        is_roomy = (height - head - foot) / len(families) > size * NAMED
        found = []
        if year:
            x = (year - FIRST_YEAR) * part
            found.append(svg.element("rect", x=x, width=part, height=height, rx=size * 0.3, fill=look.colours["accent-wash"]))
        for family, y in lanes.items():
            name = look.of(families.loc[family], "name")
            found.append(svg.element("path", d=f"M0 {y:.1f}H{width:.1f}", stroke=look.colours["line"], stroke_width=size * 0.12))
            if is_roomy:
                ink = look.colours["text-soft"]
                found.append(svg.text(name, size * 1.4, y - size * 0.9, size * 0.85, faces.TEXT[look.lang], ink))
        for at in () if look.is_framed else range(FIRST_YEAR, LAST_YEAR + 1):
            fill = look.colours["accent" if at == year else "text-soft"]
            x = (at - FIRST_YEAR + 0.5) * part
            found.append(svg.text(str(at), x, height - size * 0.4, size * 0.8, faces.TITLE[look.lang], fill, "middle"))
        last = []
        for row in events:
            at = pictures.months(row["date"]) / 12 - FIRST_YEAR
            if at < 0:
                continue
            x, y = at * part, lanes[look.families[row["topic"]]]
            is_lit = row["id"] in lit
            radius = size * DOT[int(row["importance"])]
            one = svg.element(
                "circle",
                cx=x,
                cy=y,
                r=radius,
                fill=look.colour(row["topic"]),
                fill_opacity=0.9 if is_lit else 0.28,
                stroke=look.colours["ground"],
                stroke_width=1.5,
            )
            if row["id"] == chosen:
                ring = svg.element(
                    "circle", cx=x, cy=y, r=size * 1.05, fill="none", stroke=look.colours["accent"], stroke_width=size * 0.14
                )
                last = [one, ring]
            else:
                found.append(one)
        return found + last

    return draw


def _story(look: Look) -> Sight:
    own = told()[look.found.variables["story_id"]]
    scenes = own["scenes"]
    asked = look.found.query.get("step", "")
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= len(scenes) else 1
    scene = scenes[at - 1]
    words = said(scene, len(scenes), look.lang)
    title = own["title"][look.tongue] if not asked else words.title
    kind = look.t("cards.story") if not asked else f"{own['title'][look.tongue]} · {words.count}"
    return Sight(kind, title, "", "", words.sentence, words.source, *scene_picture(scene, look))


def scene_picture(scene: Row, look: Look) -> tuple[Draw, bool]:
    """The picture of a step, and whether it is a wide one."""
    if "figure" in scene and scene["figure"]["line"]:
        of = scene["figure"]
        return lambda width, height, size: pictures.line(
            of["points"], of["family"], width, height, look.lang, look.theme, size
        ), True
    if "milestone" in scene:
        at = scene["milestone"]["id"]
        return streams(look, scene["year"] if scene["year"] >= FIRST_YEAR else 0, at), True
    if "award" in scene:
        return lambda width, height, size: pictures.branch(scene["award"], width, height, look.lang, look.theme, size), False
    if "figure" in scene:
        return look.raised((), family=scene["figure"]["family"]), False

    def city(width: float, height: float, size: float) -> Shapes:
        return pictures.city_of(scene, width, height, look.lang, look.theme, size).written(look.theme, look.lang)

    return city, False


def _stories(look: Look) -> Sight:
    stories = told()
    families = {key: look.colour(row["topic"]) for key, row in store.load("stories").set_index("id").iterrows()}
    draw = look.ponds([(len(own["scenes"]), families[key]) for key, own in stories.items()])
    return Sight(
        look.word("nav"), look.title, look.t.number(len(stories)), look.t("cards.stories"), look.t("stories.description"), "", draw
    )


def _awards(look: Look) -> Sight:
    rows = with_branch(store.load("awards"))
    asked = look.found.query.get("award", "")
    row = rows[rows["id"] == (asked if asked in set(rows["id"]) else rows[rows["blossom"] == "peach"].iloc[0]["id"])].iloc[0]
    before = rows[rows["is_branch"] & (rows["blossom"] != "bud") & (rows["date"] < row["date"])].tail(3)
    award = {
        "blossom": row["blossom"],
        "before": [[int(one["programme_year"]), one["blossom"]] for one in before.to_dict("records")],
    }
    about = " · ".join((look.of(row, "body" if asked else "award"), look.t.date(row["date"])))
    number, unit = ("", "") if asked else (look.t.number(len(rows)), look.t("cards.honours"))

    def draw(width: float, height: float, size: float) -> Shapes:
        return pictures.branch(award, width, height, look.lang, look.theme, size)

    rests = rows[rows["id"] == row["id"]] if asked else rows
    title = look.of(row, "award") if asked else look.title
    return Sight(look.word("nav"), title, number, unit, about, look.source(rests), draw)


def _partners(look: Look) -> Sight:
    projects = store.load("projects")
    first = made.first_years(projects, store.load("milestones"), store.load("measures"))
    rows = tied.summary(store.load("partners"), tied.ties(projects), first, look.families)
    draw = look.ponds([(int(row["projects"]), look.colours[f"family-{row['family']}"]) for row in rows.to_dict("records")])
    about = look.t("cards.in_projects", count=look.t.number(len(projects)))
    return Sight(
        look.word("nav"), look.title, look.t.number(len(rows)), look.t("cards.organisations"), about, look.source(rows), draw
    )


def _indicators(look: Look) -> Sight:
    rows = store.load("indicator_definitions")
    counts = store.load("indicators")["indicator_id"].value_counts()
    draw = look.ponds(
        [(math.sqrt(counts.get(row["indicator_id"], 0)), look.colour(row["topic"])) for row in rows.to_dict("records")]
    )
    about = look.t("cards.values", count=look.t.number(len(store.load("indicators"))))
    source = look.source(store.load("indicators"))
    return Sight(look.word("nav"), look.title, look.t.number(len(rows)), look.t("cards.indicators"), about, source, draw)


def _platform(look: Look) -> Sight:
    sizes = [(math.log(max(2, len(store.load(name)))), look.colours["water-lit"]) for name in CATALOG]
    number, unit = look.t.number(len(CATALOG)), look.t("cards.datasets")
    return Sight(look.word("nav"), look.title, number, unit, look.t("cards.open"), "", look.ponds(sizes))


def _source(look: Look) -> Sight:
    key = look.found.variables["source_id"]
    if key in CATALOG:
        rows = len(store.load(key))
        draw = look.ponds([(1, look.colours["water-lit"])] * min(400, rows))
        return Sight(look.t("cards.dataset"), look.title, *look.counted("cards.rows", rows), "", look.published(key), draw)
    row = store.load("sources").set_index("source_id").loc[key]
    tables = {name: store.load(name) for name in CATALOG}
    resting = sum(len(rows) for rows in resting_on(tables, key).values())
    draw = look.ponds([(1, look.colours["water-lit"])] * max(1, min(400, resting)))
    about = by_tongue(row["publisher"])[look.tongue]
    return Sight(look.t("cards.source"), row["title"], *look.counted("cards.rest_on_it", resting), about, "", draw)


def _exhibition(look: Look) -> Sight:
    rows = store.load("projects")
    rows = rows[rows["id"] == EXHIBITION]
    row = rows.iloc[0]
    first, last = row["start_date"], row["end_date"]
    days = days_of(first, last)

    def draw(width: float, height: float, size: float) -> Shapes:
        part, y = width / len(days), height / 2
        found = [svg.element("path", d=f"M0 {y:.1f}H{width:.1f}", stroke=look.colours["line"], stroke_width=size * 0.3)]
        for at, day in enumerate(days):
            x = (at + 0.5) * part
            found.append(svg.element("circle", cx=x, cy=y, r=part * 0.34, fill=look.colours["water-lit"]))
            fill = look.colours["text-soft"]
            found.append(svg.text(str(int(day[-2:])), x, y + size * 2.4, size * 0.8, faces.TITLE[look.lang], fill, "middle"))
        return found

    about = f"{look.t.date(first)} – {look.t.date(last)}"
    return Sight(
        look.word("nav"), look.of(row, "name"), look.t.number(len(days)), look.t("cards.days"), about, look.source(rows), draw, True
    )


def _about(look: Look) -> Sight:
    counts = store.load("sources")["kind"].value_counts()
    draw = look.ponds([(int(count), look.colours["water-lit"]) for count in counts])
    number = look.t.number(len(store.load("sources")))
    return Sight(look.word("nav"), look.title, number, look.t("cards.sources"), pair("about.description")[look.tongue], "", draw)


MAKERS: dict[str, Callable[[Look], Sight]] = {
    "home": _home,
    "map": _map,
    "project": _project,
    "district": _district,
    "districts": _districts,
    "village": _village,
    "indicator": _indicator,
    "indicators": _indicators,
    "topic": _topic,
    "topics": _topics,
    "timeline": _timeline,
    "story": _story,
    "stories": _stories,
    "awards": _awards,
    "partners": _partners,
    "platform": _platform,
    "source": _source,
    "exhibition": _exhibition,
    "about": _about,
}
