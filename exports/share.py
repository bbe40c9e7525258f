"""What can be taken from a view: address and name, how to cite it, a frame for other sites, files of what it shows and of all."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, urlencode

from components.words import date, pair
from data import exports, store
from data.catalog import CATALOG
from data.i18n import LOCALES
from data.queries import indicators as query
from data.queries.exhibition import EXHIBITION
from data.queries.projects import CITYWIDE
from server import public, released
from server.address import Found
from server.head import bare, opened, shown, titled

Pair = tuple[str, str]
Group = tuple[Pair, list[tuple[str, str]]]  # what it is called, and its files: (kind, address)
PICTURES, SHEETS = ("png", "svg"), ("csv", "xlsx")
NAMES = {"xlsx": "Excel", "geojson": "GeoJSON", "pptx": "PowerPoint"}  # the other kinds are called by their ending
FRAME_HEIGHT = 560  # CSS px, until the frame has said how tall it is


def shared(address: str, theme: str, today: str) -> dict[str, Any] | None:
    """{title, address, cite, embed, files, whole} of a view; texts and addresses as [zh, en]. ``today`` as an ISO date.

    None for a page that is not shown to others, such as what somebody searches for. Raises LookupError when ``address``
    (path and query) is no page of this exhibition.
    """
    view = shown(address)
    if not view:
        if opened(address):
            return None
        raise LookupError(address)
    page, found = view
    path = quote(found.path)
    own = tuple(public.canonical(path, lang, found.query) for lang in LOCALES)
    title = _title(found, page)
    cited = released.cited()
    cite = pair("share.cite", title=title, version=cited.release or cited.version, address=own, date=date(today))
    frames = tuple(_frame(path, found.query, lang, theme, title[at]) for at, lang in enumerate(LOCALES))
    return {
        "title": title,
        "address": own,
        "cite": cite,
        "embed": frames,
        "files": [_told(one, theme) for one in _files(found)],
        "whole": [_told(one, theme) for one in _whole()],
    }


def _title(found: Found, page: dict[str, Any]) -> Pair:
    """The name of the view without the name of the site."""
    zh, en = (bare(titled(found, page["title"][at], at), lang) for at, lang in enumerate(LOCALES))
    return zh, en


def _frame(path: str, chosen: dict[str, str], lang: str, theme: str, title: str) -> str:
    """The markup other sites put into their pages."""
    home = public.home()
    where = f"{home}/embed{path}?{urlencode({**chosen, 'lang': lang, 'theme': theme})}".replace("&", "&amp;")
    named = title.replace("&", "&amp;").replace('"', "&quot;")
    return (
        f'<iframe src="{where}" title="{named}" width="100%" height="{FRAME_HEIGHT}" loading="lazy" style="border:0"></iframe>\n'
        f'<script async src="{home}/embed/host.js"></script>'
    )


def _told(group: Group, theme: str) -> dict[str, Any]:
    name, files = group
    return {"name": name, "files": [{"kind": kind, "href": _in_both(href, theme)} for kind, href in files]}


def _in_both(href: str, theme: str) -> list[str]:
    """Made files speak one language and wear one theme; rows of tables speak both."""
    if not href.startswith("/export/"):
        return [href, href]
    joined = "&" if "?" in href else "?"
    return [f"{href}{joined}{urlencode({'lang': lang, 'theme': theme})}" for lang in LOCALES]


def _files(found: Found) -> list[Group]:
    maker = MAKERS.get(found.page["name"])
    address = quote(found.path) + (f"?{urlencode(found.query)}" if found.query else "")
    words = (pair("share.words"), [("PDF", f"/export/page.pdf?{urlencode({'address': address})}")])
    made = maker(found) if maker else []
    if not any(kind == "PNG" for _, files in made for kind, _ in files):
        card = (pair("share.card"), [("PNG", f"/export/card.png?{urlencode({'address': address})}")])
        return [*made, card, words]
    return [*made, words]


def _whole() -> list[Group]:
    return [(pair("share.all_tables"), [("ZIP", "/data/all.zip")])]


def _made(stem: str, asked: dict[str, str], more: Iterable[str] = ()) -> list[Group]:
    """A picture made here, and the numbers behind it."""
    text = f"?{urlencode(asked)}" if asked else ""
    return [
        (pair("share.picture"), [(_named(kind), f"{stem}.{kind}{text}") for kind in PICTURES]),
        (pair("share.numbers"), [(_named(kind), f"{stem}.{kind}{text}") for kind in (*SHEETS, *more)]),
    ]


def _named(kind: str) -> str:
    return NAMES.get(kind, kind.upper())


def _rows(dataset: str, **asked: str) -> Group:
    """Rows of a table as files; ``asked`` as the filters of /data."""
    declared = CATALOG[dataset]
    text = f"?{urlencode(asked)}" if asked else ""
    kinds = [(one.name, f"/data/{dataset}.{one.ending}{text}") for one in exports.of(declared)]
    return (declared.title_zh, declared.title_en), kinds


def _asked(found: Found, *names: str) -> dict[str, str]:
    return {name: found.query[name] for name in names if name in found.query}


def _map(found: Found) -> list[Group]:
    own = [_rows("projects", id=found.query["project"])] if "project" in found.query else []
    return [*_made("/export/map", _asked(found, "year", "topic", "district"), ["geojson"]), *own]


def _timeline(found: Found) -> list[Group]:
    own = [_rows("milestones", id=found.query["milestone"])] if "milestone" in found.query else []
    return [*own, _rows("milestones", **_asked(found, "year", "topic"))]


def _indicator(found: Found) -> list[Group]:
    key = found.variables["indicator_id"]
    stem, rows = f"/export/indicators/{key}", query.of(store.load("indicators"), key)
    known = set(rows[~rows["is_partial"]]["district_code"])
    asked = {name: value for name, value in _asked(found, "district").items() if value in known}
    inside = rows[(rows["district_code"] != CITYWIDE) & ~rows["is_partial"]]
    groups = _made(stem, asked) if asked or CITYWIDE in known else [_rows("indicators", indicator_id=key)]
    if not query.has_districts(rows, len(store.load("districts"))):
        return groups
    year = {name: value for name, value in _asked(found, "year").items() if inside["date"].str.startswith(value).any()}
    shaded = [(_named(kind), f"{stem}/map.{kind}" + (f"?{urlencode(year)}" if year else "")) for kind in (*PICTURES, *SHEETS)]
    return [*groups, (pair("share.district_map"), shaded)]


def _story(found: Found) -> list[Group]:
    stem = f"/export/stories/{found.variables['story_id']}"
    steps = int((store.load("story_steps")["story_id"] == found.variables["story_id"]).sum())
    step = int(found.query.get("step", "1"))
    whole = (pair("share.story"), [(_named(kind), f"{stem}.{kind}") for kind in ("pptx", "pdf")])
    return [*_made(f"{stem}/{min(step, steps)}", {}), whole]


def _project(found: Found) -> list[Group]:
    key = found.variables["project_id"]
    return [_rows("projects", id=key), _rows("milestones", project_id=key), _rows("measures", project_id=key)]


def _district(found: Found) -> list[Group]:
    code = found.variables["code"]
    return [
        _rows("projects", district=code),
        _rows("district_population_monthly", district_code=code),
        _rows("districts", code=code),
    ]


def _table(dataset: str) -> Callable[[Found], list[Group]]:
    return lambda _found: [_rows(dataset)]


MAKERS: dict[str, Callable[[Found], list[Group]]] = {
    "home": _map,
    "map": _map,
    "timeline": _timeline,
    "indicator": _indicator,
    "story": _story,
    "project": _project,
    "district": _district,
    "village": lambda found: [_rows("village_population_monthly", village_code=found.variables["village_code"])],
    "topic": lambda found: [_rows("projects", topic=found.variables["topic_id"])],
    "dataset": lambda found: [_rows(found.variables["dataset"])],
    "exhibition": lambda _found: [_rows("projects", id=EXHIBITION)],
    "districts": _table("districts"),
    "topics": _table("topics"),
    "indicators": _table("indicators"),
    "awards": _table("awards"),
    "partners": _table("partners"),
    "stories": _table("story_steps"),
}
