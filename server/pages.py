"""Pages as baked layouts: an address in, the JSON of its page out, kept per data version."""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

import dash
from dash._utils import to_json
from flask import Blueprint, Response, request

from components.tree import markup, tree
from components.words import pair
from data import store, views
from data.views import words
from pages import not_found_404
from server import bundle, codes, released
from server.address import Found, Refused, UnknownId, link, short, understand
from server.cache import kept

blueprint = Blueprint("pages", __name__)
NAME = re.compile(r"[a-z]+\.[0-9a-f]{12}\.json")     # of a baked view
ROOMS = "rooms.js"               # the parts of all pages but the map
BASE_VIEWS = ("words",)          # every page needs the words


@blueprint.get("/_page")
def page() -> Response:
    """The page of ``?address=``, as :func:`page_of`; always 200 for the browser's router."""
    found = page_of(request.args.get("address", "/"))
    return Response(json.dumps(found, ensure_ascii=False), mimetype="application/json", headers={"Cache-Control": "no-cache"})


@blueprint.get("/views/<file>")
def view(file: str) -> Response:
    """A baked view, compressed once, kept by the browser for a year: its name is the hash of its content."""
    accepted = request.headers.get("Accept-Encoding", "")
    ending = ".br" if "br" in accepted else ".gz" if "gzip" in accepted else ""
    path = views.FOLDER / (file + ending)
    if not NAME.fullmatch(file) or not path.is_file():
        return Response("{}", 404, mimetype="application/json")
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if ending:
        headers["Content-Encoding"] = {".br": "br", ".gz": "gzip"}[ending]
    return Response(path.read_bytes(), mimetype="application/json", headers=headers)


def page_of(address: str) -> dict[str, Any]:
    """{status, title, description, tree, dash, dash_scripts, scripts, needs, views, version} of ``address``.

    ``tree`` as components/tree.py, ``dash`` the part of it that is Dash's own or None, ``scripts`` and ``views`` {name: address},
    texts as [zh, en]. A page in words with 400 or 404 when the address is not understood.
    """
    path = address.partition("?")[0]
    if path.startswith(codes.PREFIX):
        code = path.removeprefix(codes.PREFIX)
        return _refused(Refused(404, short(code), "address.no_code", tuple(codes.near(code))))
    found = understand(address)
    if isinstance(found, Refused):
        return _refused(found)
    try:
        text = kept(f"page:{_version()}:{found.path.strip('/')}", lambda: json.dumps(_layout(found)))
    except UnknownId as unknown:
        return _refused(Refused(404, unknown.what, "address.no_row", unknown.near or ("/",), found.query))
    shown = json.loads(text)
    scripts = {name: bundle.url(name) for name in shown["scripts"]}      # not kept: a new release gives them new addresses
    fresh = {"scripts": scripts, "dash_scripts": _dash_scripts(), "version": store.version(), "views": _views(shown["needs"])}
    return {**shown, **fresh}


def gone(address: str) -> dict[str, Any]:
    """The page said to ``address`` when the data version it names is not kept any more: the way to the present numbers."""
    path, _, query = address.partition("?")
    present = link(path, {name: value for name, value in parse_qsl(query) if name != "version"})
    found = understand(present)
    near = found.links if isinstance(found, Refused) else (present,)
    return _refused(Refused(410, "", "address.version_gone", near, title="address.version_gone_title"))


def html_of(page: dict[str, Any], address: str) -> str:
    """The HTML of a page that :func:`page_of` gave for ``address``; kept as long as its data."""
    if page["status"] != 200:
        return markup(page["tree"])
    return kept(f"html:{_version()}:{understand(address).path.strip('/')}", lambda: markup(page["tree"]))


def _version() -> str:
    """Changes with whatever a page is made of: tables, words, and the releases it names."""
    return f"{store.version()}.{words.version()}.{released.newest()}"


def _layout(found: Found) -> dict[str, Any]:
    page = found.page
    title = _title(found)
    baked = _baked(page["layout"](**found.variables))
    return {
        "status": 200,
        "title": _titled(title),
        "description": page["lead"](**found.variables) if page.get("lead") else pair(f"{page['name']}.description"),
        "scripts": [*page.get("scripts", ()), *([ROOMS] if _parts(baked["tree"]) - bundle.FIRST else ())],
        "needs": (*BASE_VIEWS, *page.get("needs", ())),
        **baked,
    }


def _refused(refused: Refused) -> dict[str, Any]:
    return {
        "status": refused.status,
        "title": _titled(pair(refused.title)),
        "description": pair(refused.title),
        "scripts": {},
        "dash_scripts": _dash_scripts(),
        "needs": BASE_VIEWS,
        **_baked(not_found_404.layout(refused.why, refused.what, [(to, _named(to)) for to in refused.links], refused.title)),
        "version": store.version(),
        "views": _views(BASE_VIEWS),
    }


def _dash_scripts() -> list[str]:
    return [bundle.url(name) for name in bundle.DASH]


def _baked(layout: Any) -> dict[str, Any]:
    """A layout as its tree and the JSON of the part that is Dash's own."""
    living: list[Any] = []
    plain = tree(layout, living)
    return {"tree": plain, "dash": json.loads(to_json(living[0])) if living else None}


def _parts(node: Any) -> set[str]:
    """The names of the parts the browser fills in."""
    if isinstance(node, str):
        return set()
    own = {node[1]["data-component"]} if "data-component" in node[1] else set()
    return own.union(*map(_parts, node[2:]))


def _title(found: Found) -> tuple[str, str]:
    words_of = found.page.get("words")
    return words_of(**found.variables) if callable(words_of) else pair(f"{found.page['name']}.title")


def _named(address: str) -> tuple[str, str]:
    """What the page at a good address is called, for a link to it."""
    found = understand(address)
    try:
        return _title(found) if isinstance(found, Found) else (address, address)
    except UnknownId:
        return address, address


def _titled(title: tuple[str, str]) -> tuple[str, ...]:
    site = pair("site.title")
    return tuple(own if own == name else f"{own} · {name}" for own, name in zip(title, site, strict=True))


def _views(needs: Iterable[str]) -> dict[str, str]:
    """{name: address} of the views a page needs; another page's view cannot break it."""
    return {name: f"/views/{views.bake(name)}" for name in needs}


def registry() -> list[dict[str, Any]]:
    """The pages that stand in the navigation, in order."""
    return [page for page in dash.page_registry.values() if page.get("icon")]
