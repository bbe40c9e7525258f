"""Short codes of views, for those without a camera: ``/g/3W2K7Q`` opens a page, its year, its choices and its language.

Nothing is stored: a code is language and year in one sign, the path in five, each choice of the view in a sign that says which
and four more. The signs of a path or a value are its hash (FNV-1a, 32 bits); they are found again among the pages and rows there
are. assets/js/kiosk-code.js makes the same codes on a screen that has no server.
"""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, redirect, request
from werkzeug import Response

from data import store
from data.queries.projects import FIRST_YEAR, LAST_YEAR
from server import sitemap
from server.address import GOOD_VALUES, nearest

blueprint = Blueprint("codes", __name__)
LANGUAGES = ("zh-TW", "en")                      # stable, as CHOICES is: codes are on paper
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"      # Crockford's base 32: no I, L, O, U, which are read as something else
MISREAD = str.maketrans("OIL", "011", "- ")
PATH_SIGNS, VALUE_SIGNS = 5, 4
CHOICES = {"topic": "T", "district": "D", "project": "P", "milestone": "M", "step": "S", "partner": "R"}
LONGEST_STORY = 60                              # steps, as talks/talk.schema.json
YEARS = LAST_YEAR - FIRST_YEAR + 2              # no year, and each of them
PREFIX = "/g/"


@blueprint.before_app_request
def opened() -> Response | None:
    """To the view of a code; what is no code falls through to the page that says so (server/pages.py)."""
    if not request.path.startswith(PREFIX) or request.method not in ("GET", "HEAD"):
        return None
    found = views_of(request.path.removeprefix(PREFIX))
    if len(found) != 1:
        return None
    answer = redirect(found[0], 302)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def code_of(address: str) -> str | None:
    """The code of path and query of a view; None when it holds something no code says, such as the words of a search."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    year, lang = query.pop("year", None), query.pop("lang", LANGUAGES[0])
    if not set(query) <= set(CHOICES):
        return None
    state = LANGUAGES.index(lang) * YEARS + (int(year) - FIRST_YEAR + 1 if year else 0)
    choices = (CHOICES[name] + signs(query[name], VALUE_SIGNS) for name in CHOICES if name in query)
    return SIGNS[state] + signs(parts.path, PATH_SIGNS) + "".join(choices)


def views_of(code: str) -> list[str]:
    """The addresses a code may mean: one; none when it is no code; several should two paths have the same signs."""
    read = tidy(code)
    if not re.fullmatch(rf"[{SIGNS}]{{{1 + PATH_SIGNS}}}([{''.join(CHOICES.values())}][{SIGNS}]{{{VALUE_SIGNS}}})*", read):
        return []
    state = SIGNS.index(read[0])
    if state >= YEARS * len(LANGUAGES):
        return []
    year, lang = state % YEARS, LANGUAGES[state // YEARS]
    query = {"year": str(FIRST_YEAR + year - 1)} if year else {}
    rest, step = read[1 + PATH_SIGNS :], 1 + VALUE_SIGNS
    names = {tag: name for name, tag in CHOICES.items()}
    for given in (rest[at : at + step] for at in range(0, len(rest), step)):
        name = names[given[0]]
        values = [value for value in _values(name) if signs(value, VALUE_SIGNS) == given[1:]]
        if len(values) != 1:
            return []
        query[name] = values[0]
    ways = _paths().get(read[1 : 1 + PATH_SIGNS], ())
    return [f"{path}?{urlencode({**query, 'lang': lang})}" for path in ways]


def near(code: str) -> list[str]:
    """Good addresses for a code that is none: of the same signs, else of those most like it; the front door at the least."""
    read = tidy(code)
    like = nearest(read[1 : 1 + PATH_SIGNS], _paths(), 3, alike=0.75)
    found = views_of(code) or [path for key in like for path in _paths()[key]]
    return [*found[:3], "/"]


def tidy(code: str) -> str:
    """As it was meant: capitals, no gaps, and no letter that is a figure."""
    return code.upper().translate(MISREAD)


def signs(text: str, count: int) -> str:
    """``count`` signs of the hash of ``text``: FNV-1a of its UTF-8, 32 bits, the upper ones (5 bits a sign, at most 6 signs)."""
    number = 0x811C9DC5
    for byte in text.encode():
        number = (number ^ byte) * 0x01000193 & 0xFFFFFFFF
    return "".join(SIGNS[number >> 27 - 5 * place & 31] for place in range(count))


def _paths() -> dict[str, tuple[str, ...]]:
    """{signs: paths}, once a data version."""
    version = store.version()
    if version not in _known:
        _known.clear()
        _known[version] = _grouped([*sitemap.paths(), "/search"])
    return _known[version]


def _grouped(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in paths:
        key = signs(path, PATH_SIGNS)
        found[key] = (*found.get(key, ()), path)
    return found


def _values(name: str) -> Iterable[str]:
    return [str(step) for step in range(1, LONGEST_STORY + 1)] if name == "step" else GOOD_VALUES[name]()


_known: dict[str, dict[str, tuple[str, ...]]] = {}
