"""``/embed/…``: a view made light for the pages of others: one picture, one number, the rows behind them, where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
from flask import Blueprint, Response, render_template, request

from components.words import pair
from data import store
from data.i18n import LOCALES, translator
from data.queries import indicators as query
from data.queries.projects import CITYWIDE, FIRST_YEAR, LAST_YEAR, first_years
from exports import made, svg
from exports.colours import THEMES
from exports.sight import events_of, sight_of
from server import bundle, public
from server.address import Found, Refused, link, understand
from server.head import bare, shown, titled
from server.shell import language

blueprint = Blueprint("embed", __name__, template_folder="templates")
PREFIX = "/embed"
ROOMY, NARROW = (720.0, 17.0), (360.0, 14.0)  # width and text size of the picture, CSS px; the narrow one below 520 px
TALL = {"map": (0.66, 0.95), "line": (0.42, 0.62)}  # height of a picture by its width, roomy and narrow
WITH_YEARS = ("home", "map", "timeline")
WITHOUT_MAP = ("awards", "partners", "topics", "stories", "indicators", "platform", "source", "about")  # their pictures are ponds
HOST_SCRIPT = bundle.ROOT / "assets" / "embed" / "host.js"
DAY_S = 86400
Row = dict[str, Any]


@dataclass(frozen=True)
class Fact:
    """One row the view shows: ``key`` as ``data-fact`` says it (table:id), words, when, and its page (empty = none)."""

    key: str
    name: str
    when: str
    href: str = ""


@blueprint.get(f"{PREFIX}/host.js")
def host_script() -> Response:
    """What a page that frames a view may load, so that the frame is as tall as its content; the address stays the same for good."""
    return Response(HOST_SCRIPT.read_bytes(), mimetype="text/javascript", headers={"Cache-Control": f"public, max-age={DAY_S}"})


@blueprint.get(PREFIX)
@blueprint.get(f"{PREFIX}/")
@blueprint.get(f"{PREFIX}/<path:_view>")
def frame(_view: str = "") -> Response:
    """The view of the rest of the address; what cannot be framed is said in words, with 400 or 404."""
    path = request.path.removeprefix(PREFIX) or "/"
    address = link(path, request.args.to_dict())
    lang = language(request.args.to_dict(), "web", request.accept_languages)
    theme = request.args.get("theme", "day")
    theme = theme if theme in THEMES else "day"
    view, asked = shown(address), understand(address)
    status = 200 if view else asked.status if isinstance(asked, Refused) else 404
    t, files = translator(lang), {"style": bundle.url("embed.css"), "script": bundle.url("embed.js")}
    told = _view_of(*view, lang, theme) if view else {"title": t("embed.none"), "to": public.home()}
    html = render_template("embed.html", t=t, lang=lang, theme=theme, **files, **told)
    answer = Response(html, status, mimetype="text/html")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["X-Data-Version"] = store.version()
    return answer


def picture(address: str, is_narrow: bool, lang: str, theme: str) -> bytes:
    """The picture of a view without words round it, as SVG with its own glyphs. Raises Refused when ``address`` is no view."""
    view = shown(address)
    if not view:
        raise made.Refused(404, f"address={address[:200]!r} is no view of this exhibition; write a path such as /map?year=2018")
    page, found = view
    at = LOCALES.index(lang)
    sight = sight_of(found, _title(page, lang), page["description"][at], lang, theme, is_framed=True)
    width, size = NARROW if is_narrow else ROOMY
    height = round(width * TALL["line" if sight.is_wide else "map"][is_narrow])
    edge = size * 1.4 if sight.is_wide and found.page["name"] != "timeline" else 0.0      # numbers stand beside a line
    shapes = [svg.element("g", sight.draw(width - 2 * edge, height, size), transform=f"translate({edge:g} 0)")]
    return svg.document(width, height, shapes, titled(found, _title(page, lang), at), sight.about, lang).encode()


def _title(page: Row, lang: str) -> str:
    return bare(page["title"][LOCALES.index(lang)], lang)


def _view_of(page: Row, found: Found, lang: str, theme: str) -> Row:
    """What the template says of a view."""
    tongue = LOCALES.index(lang)
    other = next(one for one in LOCALES if one != lang)
    path = quote(found.path)
    title = _title(page, lang)
    sight = sight_of(found, title, page["description"][tongue], lang, theme)
    shown = {**found.query, "lang": lang, "theme": theme}
    drawn = urlencode({"address": link(found.path, found.query), "lang": lang, "theme": theme, "v": store.version()})
    year = int(found.query.get("year", 0)) or (LAST_YEAR if found.page["name"] != "timeline" else 0)
    years = range(FIRST_YEAR, LAST_YEAR + 1) if found.page["name"] in WITH_YEARS and not _one(found) else ()
    kind = "line" if sight.is_wide else "map"
    maker = FACTS.get(found.page["name"])
    facts = maker(found, lang) if maker else []
    return {
        "title": titled(found, title, tongue),
        "heading": bare(sight.title, lang),
        "sight": sight,
        "to": public.canonical(path, lang, found.query),
        "other": (other, f"{PREFIX}{path}?{urlencode({**shown, 'lang': other})}", pair("api.this_language")[LOCALES.index(other)]),
        "years": [(one, f"{PREFIX}{path}?{urlencode({**shown, 'year': one})}", one == year) for one in years],
        "note": _note(found, lang),
        "facts": facts,
        "list": translator(lang)("embed.rows", count=translator(lang).number(len(facts), 0)),
        "picture": f"/export/view.svg?{drawn}",
        "sizes": [(int(width), round(width * TALL[kind][at])) for at, (width, _) in enumerate((ROOMY, NARROW))],
        "is_map": kind == "map" and found.page["name"] not in WITHOUT_MAP,
        "version": store.version(),
    }


def _note(found: Found, lang: str) -> str:
    """Which projects of the number are not on the map, and what its dotted ponds are."""
    if found.page["name"] not in ("home", "map") or _one(found):
        return ""
    return made.cautions(_chosen(found, lang), lang)


def _chosen(found: Found, lang: str) -> made.Chosen:
    return made.chosen({name: found.query.get(name, "") for name in ("year", "topic", "district")}, lang)


def _one(found: Found) -> bool:
    """Does the address choose one row of what the view shows?"""
    return bool({"project", "milestone"} & set(found.query))


def _begun(lang: str) -> Callable[[Row], str]:
    """When a project began, as the lists of the exhibition say it."""
    t = translator(lang)
    first = first_years(store.load("projects"), store.load("milestones"), store.load("measures"))

    def said(row: Row) -> str:
        own = first.loc[row["id"]]
        if pd.isna(own["first_year"]):
            return t("unknown")
        year = str(int(own["first_year"]))
        return year if own["is_start_known"] else t("list.by", year=year)

    return said


def _projects(rows: Any, lang: str) -> list[Fact]:
    begun = _begun(lang)
    return [
        Fact(f"projects:{row['id']}", row[made.column("name", lang)], begun(row), public.canonical(f"/projects/{row['id']}", lang))
        for row in rows.to_dict("records")
    ]


def _events(rows: Any, lang: str) -> list[Fact]:
    t = translator(lang)
    return [
        Fact(
            f"milestones:{row['id']}",
            row[made.column("title", lang)],
            t.date(row["date"]),
            public.canonical("/timeline", lang, {"milestone": row["id"]}),
        )
        for row in rows.to_dict("records")
    ]


def _of_map(found: Found, lang: str) -> list[Fact]:
    projects = store.load("projects")
    if project := found.query.get("project"):
        return _projects(projects[projects["id"] == project], lang)
    view = _chosen(found, lang)
    return [
        *_projects(view.rows.sort_values("start_date", kind="stable", na_position="last"), lang),
        *_projects(view.undated, lang),
    ]


def _of_timeline(found: Found, lang: str) -> list[Fact]:
    rows = store.load("milestones")
    if milestone := found.query.get("milestone"):
        return _events(rows[rows["id"] == milestone], lang)
    return _events(events_of(int(found.query.get("year", 0)), found.query.get("topic", "")), lang)


def _of_indicator(found: Found, lang: str) -> list[Fact]:
    key, t = found.variables["indicator_id"], translator(lang)
    rows = query.of(store.load("indicators"), key)
    asked = found.query.get("district", CITYWIDE)
    code = asked if (rows["district_code"] == asked).any() else CITYWIDE
    unit = store.load("indicator_definitions").set_index("indicator_id").loc[key, made.column("unit", lang)]
    own = rows[rows["district_code"] == code].sort_values("date")
    return [
        Fact(f"indicators:{key}:{code}:{row['date']}", f"{t.number(row['value'])} {unit}", t.date(row["date"]))
        for row in own.to_dict("records")
    ]


def _of_project(found: Found, lang: str) -> list[Fact]:
    rows = store.load("milestones")
    return _events(rows[rows["project_id"] == found.variables["project_id"]].sort_values("date", kind="stable"), lang)


def _of_district(found: Found, lang: str) -> list[Fact]:
    rows = store.load("projects")
    return _projects(rows[rows["districts"].str.split(";").map(lambda codes: found.variables["code"] in codes)], lang)


def _of_topic(found: Found, lang: str) -> list[Fact]:
    rows = store.load("projects")
    return _projects(rows[rows["topic"] == found.variables["topic_id"]], lang)


FACTS: dict[str, Callable[[Found, str], list[Fact]]] = {
    "home": _of_map,
    "map": _of_map,
    "timeline": _of_timeline,
    "indicator": _of_indicator,
    "project": _of_project,
    "district": _of_district,
    "topic": _of_topic,
}
