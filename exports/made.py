"""Makes the file that an address of ``/export`` asks for; says in words why it cannot."""

import itertools
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import store
from data.i18n import LOCALES, by_tongue, translator
from data.queries import indicators as query
from data.queries.projects import CITYWIDE, FIRST_YEAR, LAST_YEAR, first_years
from exports import city_map, frame, paper, sheets, slides, typeset
from exports.colours import colours, mixed
from exports.frame import Caption
from exports.said import told

Row = dict[str, Any]
__all__ = [
    "CITYWIDE",
    "Chosen",
    "Refused",
    "area",
    "cautions",
    "chosen",
    "city",
    "column",
    "first_years",
    "indicator",
    "indicator_map",
    "page",
    "point",
    "scene",
    "sources",
    "story",
    "talk",
]


class Refused(LookupError):
    """Something asked for is not there; the message says what to write instead, ``status`` is 400, 404 or 503."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def story(story_id: str, kind: str, lang: str, theme: str) -> bytes:
    """A story as pptx or pdf."""
    own = _story(story_id)
    return talk(own["question"], own["title"], own["scenes"], kind, lang, theme)


def talk(question: Any, title: Any, scenes: list[Row], kind: str, lang: str, theme: str) -> bytes:
    """Any list of scenes as pptx or pdf; ``question`` and ``title`` as [zh, en]."""
    tongue = LOCALES.index(lang)
    if kind == "pptx":
        return slides.deck(question[tongue], title[tongue], scenes, lang, theme)
    return paper.story(question[tongue], title[tongue], scenes, lang, store.version(), theme)


def scene(story_id: str, step: int, kind: str, lang: str, theme: str) -> bytes:
    """One step as svg, png, csv or xlsx."""
    scenes = _story(story_id)["scenes"]
    if not 1 <= step <= len(scenes):
        raise Refused(404, f"{story_id} has no step {step}; write 1 to {len(scenes)}")
    shown = scenes[step - 1]
    if kind in ("csv", "xlsx"):
        return _sheet(sheets.of_scene(shown), shown["text"][LOCALES.index(lang)], kind)
    return _picture(lambda embed: frame.scene_picture(shown, len(scenes), lang, theme, embed), kind)


def indicator(indicator_id: str, district: str, kind: str, lang: str, theme: str) -> bytes:
    """One series as svg, png, csv or xlsx."""
    definition, rows = _indicator(indicator_id)
    own = rows[(rows["district_code"] == district) & ~rows["is_partial"]]
    if not len(own):
        has = sorted(set(rows["district_code"]))
        raise Refused(404, f"{indicator_id} has no values of district={district[:20]!r}; it has them of {', '.join(has[:14])}")
    if kind in ("csv", "xlsx"):
        return _sheet(sheets.of_indicator(indicator_id, district), definition[column("name", lang)], kind)
    points = [point(row) for row in own.to_dict("records")]
    t, tongue = translator(lang), LOCALES.index(lang)
    first, last = points[0]["when"][tongue], points[-1]["when"][tongue]
    caution = query.notes(own)[0][0] if indicator_id in query.PLACES and query.notes(own) else ""
    caption = Caption(
        definition[column("name", lang)],
        first if len(points) == 1 else t("series.period", first=first, last=last),
        area(district, lang),
        definition[column("unit", lang)],
        sources(own, lang),
        caution,
    )
    return _picture(lambda embed: frame.line_picture(points, _family(definition["topic"]), caption, lang, theme, embed), kind)


def indicator_map(indicator_id: str, year: str, kind: str, lang: str, theme: str) -> bytes:
    """The districts shaded in fifths, as on the screens: the same steps for all years; no data is hatched."""
    definition, rows = _indicator(indicator_id)
    districts = len(store.load("districts"))
    if not query.has_districts(rows, districts):
        raise Refused(
            404,
            f"{indicator_id} is not known by district, so it has no map; its series is /export/indicators/{indicator_id}.svg",
        )
    inside = rows[(rows["district_code"] != CITYWIDE) & ~rows["is_partial"]]
    dates = sorted(date for date in set(inside["date"]) if not year or date.startswith(year))
    if not dates:
        years = sorted({date[:4] for date in inside["date"]})
        raise Refused(404, f"{indicator_id} has no values of year={year[:10]!r}; it has them of {', '.join(years)}")
    own = inside[inside["date"] == dates[-1]]
    if kind in ("csv", "xlsx"):
        return _sheet(sheets.of_indicator_rows(own), definition[column("name", lang)], kind)
    steps, t = query.steps(rows), translator(lang)
    shades = {row["district_code"]: sum(row["value"] > step for step in steps) for row in own.to_dict("records")}
    shown = {row["district_code"]: f"{round(row['value'], 2):,.10g}" for row in own.to_dict("records")}
    drawn = city_map.drawn(frame.MAP_WIDTH, frame.MAP_HEIGHT, lang, theme, numbers=shown, shades=shades, size=17.0)
    caption = Caption(
        definition[column("name", lang)],
        t.date(dates[-1]),
        t("exports.by_district"),
        definition[column("unit", lang)],
        sources(own, lang),
    )
    chosen = colours(theme)
    edges = [None, *[t.number(round(step, 2)) for step in steps], None]
    said = [" – ".join(part for part in (low or "…", high or "…")) for low, high in itertools.pairwise(edges)]
    legend = [(mixed(chosen["water-lit"], chosen["land"], city_map.SHADES[at]), said[at]) for at in reversed(range(5))]
    return _picture(
        lambda embed: frame.map_picture(drawn, caption, lang, theme, [*legend, ("hatch", t("exports.no_data"))], embed), kind
    )


@dataclass(frozen=True)
class Chosen:
    """Projects on the map by the end of ``year``, those no record says the beginning of, and how that choice is called."""

    rows: Any
    undated: Any
    year: int
    title: str
    area: str
    raised: tuple[str, ...]

    def ponds(self) -> list[city_map.Pond]:
        """Those with a place, as marks."""
        family = store.load("topics").set_index("id")["family"].to_dict()
        first = first_years(store.load("projects"), store.load("milestones"), store.load("measures"))["first_year"]
        placed = self.rows[self.rows["lat"].notna()].to_dict("records")
        hollow = self.undated[self.undated["lat"].notna()].to_dict("records")
        return [
            *(city_map.Pond(row["lat"], row["lon"], family[row["topic"]], is_dated=False) for row in hollow),
            *(city_map.Pond(row["lat"], row["lon"], family[row["topic"]], first[row["id"]] == self.year) for row in placed),
        ]


def chosen(asked: dict[str, str], lang: str) -> Chosen:
    """The projects that ``asked`` (year, topic or family, district; empty = all) chooses. Raises Refused."""
    year = int(_one_of("year", asked["year"] or str(LAST_YEAR), [str(one) for one in range(FIRST_YEAR, LAST_YEAR + 1)]))
    topics = store.load("topics")
    projects = store.load("projects")
    first = first_years(projects, store.load("milestones"), store.load("measures"))
    family = topics.set_index("id")["family"].to_dict()
    begun = projects["id"].map(first["first_year"])
    rows = projects[begun.isna() | begun.le(year).fillna(False)]
    t = translator(lang)
    title = t("map.title")
    if asked["topic"]:
        topic = _one_of("topic", asked["topic"], [*topics["id"], *store.load("families")["id"]])
        rows = rows[(rows["topic"] == topic) | (rows["topic"].map(family) == topic)]
        named = topics if topic in set(topics["id"]) else store.load("families")
        title = str(named.set_index("id").loc[topic, column("name", lang)])
    where, raised = t("exports.whole_city"), ()
    if asked["district"] and asked["district"] != CITYWIDE:
        district = _one_of("district", asked["district"], list(store.load("districts")["code"]))
        rows = rows[rows["districts"].str.split(";").map(lambda codes: district in codes)]
        where, raised = area(district, lang), (district,)
    is_dated = rows["id"].map(first["first_year"]).notna()
    return Chosen(rows[is_dated], rows[~is_dated], year, title, where, raised)


def city(asked: dict[str, str], kind: str, lang: str, theme: str) -> bytes:
    """The projects on the map by the end of a year; those of the whole city and those without a place are counted in words."""
    view = chosen(asked, lang)
    rows, t = view.rows, translator(lang)
    if kind in ("csv", "xlsx", "geojson"):
        found = sheets.of_projects(pd.concat([rows, view.undated]))
        return sheets.geojson_of(found) if kind == "geojson" else _sheet(found, view.title, kind)
    ponds, raised = view.ponds(), view.raised
    drawn = city_map.drawn(
        frame.MAP_WIDTH, frame.MAP_HEIGHT, lang, theme, raised, ponds=ponds, named=raised or None, year=view.year, size=22.0
    )
    caption = Caption(
        view.title,
        t("exports.until", year=str(view.year)),
        view.area,
        t("exports.projects", count=str(len(rows))),
        sources(rows, lang, 4),
        cautions(view, lang),
    )
    family = store.load("topics").set_index("id")["family"].to_dict()
    families = store.load("families").sort_values("order").to_dict("records")
    used = {family[topic] for topic in rows["topic"]}
    legend = [(colours(theme)[f"family-{one['id']}"], one[column("name", lang)]) for one in families if one["id"] in used]
    return _picture(lambda embed: frame.map_picture(drawn, caption, lang, theme, legend, embed), kind)


def cautions(view: Chosen, lang: str) -> str:
    """What a map of ``view`` does not show, and what its dotted ponds are; empty when there is nothing to say."""
    t, hidden = translator(lang), int(view.rows["lat"].isna().sum())
    found = [t("exports.not_placed", count=str(hidden))] if hidden else []
    if len(view.undated):
        found.append(t("exports.undated", count=str(len(view.undated))))
    return ("" if lang == "zh-TW" else " ").join(found)


def page(title: str, tree: Any, address: str, lang: str, theme: str) -> bytes:
    """A page as pdf."""
    return paper.page(title, tree, address, lang, store.version(), theme)


def _story(story_id: str) -> Row:
    stories = told()
    if story_id not in stories:
        raise Refused(404, f"no story {story_id[:60]!r}; there are {', '.join(stories)}")
    return stories[story_id]


def _indicator(indicator_id: str) -> tuple[Row, Any]:
    definitions = store.load("indicator_definitions").set_index("indicator_id", drop=False)
    if indicator_id not in definitions.index:
        raise Refused(404, f"no indicator {indicator_id[:60]!r}; the ids stand in /indicators")
    return definitions.loc[indicator_id].to_dict(), query.of(store.load("indicators"), indicator_id)


def _one_of(name: str, value: str, good: list[str]) -> str:
    if value not in good:
        raise Refused(404, f"{name}={value[:60]!r} is not known; write one of {', '.join(good)}")
    return value


def column(name: str, lang: str) -> str:
    """The column of ``name`` in ``lang``."""
    return f"{name}_{'zh' if lang == 'zh-TW' else 'en'}"


def _family(topic: str) -> str:
    return str(store.load("topics").set_index("id").loc[topic, "family"])


def area(code: str, lang: str) -> str:
    """What a district, or the whole city, is called."""
    if code == CITYWIDE:
        return translator(lang)("exports.whole_city")
    return str(store.load("districts").set_index("code").loc[code, column("name", lang)])


def sources(rows: Any, lang: str, most: int = 6) -> str:
    """The publishers of ``rows``, those of most rows first; of many the first, and how many more."""
    publishers = store.load("sources").set_index("source_id")["publisher"]
    names = list(dict.fromkeys(by_tongue(publishers[key])[LOCALES.index(lang)] for key in rows["source_id"].value_counts().index))
    t = translator(lang)
    more = t("exports.more_sources", count=str(len(names) - most)) if len(names) > most else ""
    return t("source.word") + " · ".join([*names[:most], *([more] if more else [])])


def point(row: Row) -> Row:
    """A row of ``indicators`` as :func:`exports.pictures.line` takes it."""
    return {
        "date": row["date"],
        "value": row["value"],
        "shown": [translator(one).number(row["value"]) for one in LOCALES],
        "when": [translator(one).date(row["date"]) for one in LOCALES],
    }


def _sheet(rows: list[Row], title: str, kind: str) -> bytes:
    return sheets.csv_of(rows) if kind == "csv" else sheets.xlsx_of(rows, title, store.version())


def _picture(draw: Any, kind: str) -> bytes:
    return draw(True).encode() if kind == "svg" else typeset.png(draw(False), frame.WIDTH, frame.HEIGHT)
