"""What a step of a story says in one language: the words around its picture, the same on slides, on paper and in pictures."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from data import store
from data.i18n import LOCALES, translator
from data.views import stories, words

Row = dict[str, Any]
PICTURES = ("growth", "figure", "award", "milestone", "view", "project")  # what a scene may show


@dataclass(frozen=True)
class Number:
    """A number as people read it: value with what belongs to it, its unit, what it counts, and when."""

    value: str
    unit: str
    name: str
    when: str


@dataclass(frozen=True)
class Said:
    """One step in one language. ``where`` are facts beside the title; ``period``, ``area`` and ``unit`` are empty when the picture
    has none; ``caution`` says why numbers must not be compared; ``source`` names publishers and ``date`` the state of the data."""

    lang: str
    shows: str
    year: str
    title: str
    where: tuple[str, ...]
    numbers: tuple[Number, ...]
    sentence: str
    notes: str
    period: str
    area: str
    unit: str
    caution: str
    source: str
    count: str


def shows(scene: Row) -> str:
    """Which picture a scene shows: growth, figure, award, milestone, project, or a view of many projects."""
    return next(name for name in PICTURES if name in scene)


def told() -> Row:
    """All stories as data/views/stories.py gives them, once per data version: not to be changed."""
    return _told(store.version(), words.version())


@lru_cache(maxsize=4)
def _told(_version: str, _words: str) -> Row:
    return stories.view()


def said(scene: Row, steps: int, lang: str) -> Said:
    """The words of ``scene``, one of ``steps``, in ``lang``."""
    tongue = LOCALES.index(lang)
    t = translator(lang)
    picture = shows(scene)
    title, where, numbers, period, unit = {
        "growth": _growth,
        "figure": _figure,
        "award": _award,
        "milestone": _milestone,
        "project": _project,
        "view": _view,
    }[picture](scene, tongue, lang)
    caution = f"{t('story.compare')} {scene['note']}" if scene.get("note") else ""
    publishers = dict.fromkeys(pair[tongue] for _, pair in scene["sources"])
    return Said(
        lang,
        picture,
        str(scene["year"]),
        title,
        where,
        numbers,
        scene["text"][tongue],
        scene["notes"][tongue],
        period,
        _area(scene, picture, tongue, t),
        unit,
        caution,
        t("source.word") + " · ".join(publishers),
        t("story.count", step=str(scene["step"]), steps=str(steps)),
    )


Words = tuple[str, tuple[str, ...], tuple[Number, ...], str, str]


def _growth(scene: Row, tongue: int, lang: str) -> Words:
    growth, t = scene["growth"], translator(lang)
    period = t("series.period", first=growth["first"][tongue], last=growth["last"][tongue])
    return t("story.growth", name=growth["name"][tongue]), (growth["said"][tongue],), (), period, "%"


def _figure(scene: Row, tongue: int, lang: str) -> Words:
    figure, t = scene["figure"], translator(lang)
    points, unit = figure["points"], figure["unit"][tongue]
    first, last = points[0]["when"][tongue], points[-1]["when"][tongue]
    period = t("series.period", first=first, last=last) if len(points) > 1 else first
    numbers = () if figure["line"] else tuple(Number(one["shown"][tongue], unit, "", one["when"][tongue]) for one in points)
    return figure["name"][tongue], (figure["said"][tongue],), numbers, period, unit


def _award(scene: Row, tongue: int, lang: str) -> Words:
    award, t = scene["award"], translator(lang)
    where = [award["body"][tongue]]
    if "place" in award:
        where.append(t(f"awards.place_{award['place']}"))
    where.append(t("awards.highest" if award["blossom"] == "peach" else f"awards.{award['result']}"))
    if "project" in award:
        where.append(f"{t('awards.for_what')} {award['project'][tongue + 1]}")
    return award["name"][tongue], tuple(where), (), award["date"][tongue], ""


def _milestone(scene: Row, tongue: int, _lang: str) -> Words:
    milestone = scene["milestone"]
    return milestone["title"][tongue], (milestone["date"][tongue],), (), milestone["date"][tongue], ""


def _project(scene: Row, tongue: int, lang: str) -> Words:
    project, t = scene["project"], translator(lang)
    where = []
    if "place" in project:
        where.append(project["place"][tongue])
    if "began" in project:
        where.append(t("project.began", date=project["began"][tongue]))
    numbers = tuple(number_of(one, lang) for one in scene["measures"])
    period = "" if not numbers else " · ".join(dict.fromkeys(one.when for one in numbers))
    units = " · ".join(dict.fromkeys(one["unit"][tongue] for one in scene["measures"]))
    return project["name"][tongue], tuple(where), numbers, period, units


def _view(scene: Row, tongue: int, lang: str) -> Words:
    view, t = scene["view"], translator(lang)
    period = t("exports.until", year=str(scene["year"]))
    return view["title"][tongue], (t("exports.projects", count=str(view["projects"])),), (), period, ""


def number_of(measure: Row, lang: str) -> Number:
    """A measure with its texts as [zh, en], as people read it."""
    t, tongue = translator(lang), LOCALES.index(lang)
    value, unit = measure["value"][tongue], measure["unit"][tongue]
    if unit == "NT$":
        value, unit = f"NT${value}", ""
    elif unit == "%":
        value, unit = f"{value}%", ""
    if measure["qualifier"] != "exact":
        value = f"{t('project.qualifier_' + measure['qualifier'])} {value}"
    when = measure["date"][tongue] if "date" in measure else t("project.no_date")
    if measure["qualifier"] == "planned":
        when = f"{when} · {t('project.planned_number')}"
    return Number(value, unit, measure["name"][tongue], when)


def _area(scene: Row, picture: str, tongue: int, t: Any) -> str:
    """The districts of the picture by name, or the whole city."""

    codes = scene["districts"] or (scene["project"]["districts"] if picture == "project" else [])
    if not codes:
        return t("exports.whole_city")
    table = store.load("districts").set_index("code")["name_zh" if tongue == 0 else "name_en"]
    return ("、" if tongue == 0 else ", ").join(table[code] for code in codes)
