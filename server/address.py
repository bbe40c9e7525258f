"""What an address means: which page, with which values; what is not understood is said in words, with the nearest good one."""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import dash

from data import store
from data.i18n import LOCALES
from data.pulse import MEASURES, PERIODS
from data.queries.projects import FIRST_YEAR, LAST_YEAR

LONGEST = 2048        # characters of an address; browsers and proxies agree on about that (RFC 9110 asks for 8000 at least)
THEMES = ("night", "day", "contrast")
PROGRAMS = ("/api", "/ogc", "/data", "/catalog")        # rooms whose answers are no pages
PAGES_OF_DATA = re.compile(r"/data(/(?!releases/?$)\w+)?/?")       # but these are: the list of tables, and one table

# Rooms whose rows have a page each and whose list stands in another room.
LISTED = {
    "projects": ("/map?list=1", "/search"),
    "sources": ("/about#sources",),
    "live": ("/pulse", "/platform?part=live"),
    "present": ("/talk",),
    "follow": ("/talk",),
}


@dataclass(frozen=True)
class Found:
    """A page of the registry and the values of its address."""

    page: dict[str, Any]
    variables: dict[str, str]
    query: dict[str, str]
    path: str
    status: int = 200


@dataclass(frozen=True)
class Refused:
    """An address that leads nowhere: ``what`` (the part not understood, short), ``why`` and ``title`` (message keys), nearest good
    ``links``."""

    status: int
    what: str
    why: str
    links: tuple[str, ...] = ("/",)
    query: dict[str, str] = field(default_factory=dict)
    title: str = "not_found.title"


class UnknownId(LookupError):
    """A page's layout was asked for an id its table does not hold; ``near`` are the good paths closest to it."""

    def __init__(self, what: str, near: Iterable[str]):
        super().__init__(what)
        self.what, self.near = what, tuple(near)


def _column(name: str, *tables: str) -> Callable[[], set[str]]:
    return lambda: set().union(*(store.load(table)[name] for table in tables))


# What each value of a query may be, by name, from the tables served now.
GOOD_VALUES: dict[str, Callable[[], set[str]]] = {
    "lang": lambda: set(LOCALES),
    "theme": lambda: set(THEMES),
    "year": lambda: {str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)},
    "topic": _column("id", "topics", "families"),
    "district": lambda: _column("code", "districts")() | {"68000"},
    "project": _column("id", "projects"),
    "milestone": _column("id", "milestones"),
    "screen": _column("id", "screens"),
    "partner": _column("id", "partners"),
    "measure": lambda: set(MEASURES),
    "period": lambda: set(PERIODS),
}


def understand(address: str) -> Found | Refused:
    """The page of ``address`` (path and query as the browser sends them), or why it is none."""
    if len(address) > LONGEST:
        return Refused(400, "", "address.too_long")
    try:
        parts = urlsplit(address)
        path = unquote(parts.path, errors="strict")
        query = dict(parse_qsl(parts.query, errors="strict", max_num_fields=40))
    except ValueError:
        return Refused(400, "", "address.unreadable")
    if not path.isprintable() or not all(value.isprintable() for pair in query.items() for value in pair):
        return Refused(400, "", "address.unreadable")
    good = {name: GOOD_VALUES[name]() for name in query if name in GOOD_VALUES}
    kept = {name: value for name, value in query.items() if name not in good or value in good[name]}
    for name, value in query.items():
        if name in good and value not in good[name]:
            near = _near_year(value) if name == "year" else difflib.get_close_matches(value, good[name], n=1, cutoff=0.5)
            better = {**kept, name: near[0]} if near else kept
            return Refused(404, f"{name}={short(value)}", f"address.bad_{name}", (link(path, better),), kept)
    page, variables = _page(path)
    if page is None:
        return Refused(404, short(path), "address.no_page", _nearest_pages(path), kept)
    return Found(page, variables, query, path)


def is_for_programs(path: str) -> bool:
    """Does ``path`` lead to rows, files, layers or catalogue, and not to a page for people?"""
    return path.startswith(PROGRAMS) and not PAGES_OF_DATA.fullmatch(path)


def _near_year(value: str) -> list[str]:
    """The year of the exhibition nearest to a number; none when it is no number."""
    digits = value.strip().lstrip("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        return []
    return [str(min(LAST_YEAR, max(FIRST_YEAR, int(value))))]


def link(path: str, query: dict[str, str]) -> str:
    """``path`` with ``query`` as an address."""
    return quote(path) + ("?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in query.items()) if query else "")


def short(value: str, most: int = 60) -> str:
    """``value`` cut for a sentence."""
    return value if len(value) <= most else value[:most] + "…"


def nearest(value: str, good: Iterable[str], most: int = 3, alike: float = 0.4) -> list[str]:
    """The good values that look most like ``value``, best first; ``alike`` from 0 (anything) to 1 (the same), as difflib counts."""
    return difflib.get_close_matches(value, list(good), n=most, cutoff=alike)


def _page(path: str) -> tuple[dict[str, Any] | None, dict[str, str]]:
    steps = path.strip("/").split("/")
    for page in dash.page_registry.values():
        if page["path_template"]:
            wanted = page["path_template"].strip("/").split("/")
            if len(wanted) == len(steps) and all(w.startswith("<") or w == s for w, s in zip(wanted, steps, strict=True)):
                return page, {w.strip("<>"): s for w, s in zip(wanted, steps, strict=True) if w.startswith("<")}
        elif page["path"].strip("/") == path.strip("/") and not page.get("hidden"):
            return page, {}
    return None, {}


def _nearest_pages(path: str) -> tuple[str, ...]:
    """Where the room of ``path`` has its list, then the pages called most like it, then the front door."""
    plain = [p["path"] for p in dash.page_registry.values() if not p["path_template"] and not p.get("hidden")]
    room = path.strip("/").partition("/")[0]
    own = LISTED.get(room, (f"/{room}",) if room and f"/{room}" in plain else ())
    return tuple(dict.fromkeys([*own, *(nearest(path, plain, 2, alike=0.6) if not own else ()), "/"]))
