"""``/sitemap.xml`` and ``/robots.txt``: every page in both languages, for search engines."""

from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import dash
from flask import Blueprint, Response

from data import store
from data.catalog import CATALOG, shelf
from server import public

# The table whose keys follow the first step of an address, where the two are not called the same.
TABLES = {"indicators": "indicator_definitions"}
NOT_FOR_SEARCH = ("/search", "/talk")  # pages without words of their own
CLOSED = ("/hub", "/present", "/follow", "/talk", "/kiosk", "/embed", "/_page", "/g")
MOST = 50_000  # addresses of one file (sitemaps.org)
blueprint = Blueprint("sitemap", __name__)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Everything may be read but the organisers' rooms; where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {public.home()}/sitemap.xml", ""]
    return Response("\n".join(lines), mimetype="text/plain", headers={"Cache-Control": "public, max-age=3600"})


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """One entry a page and language, each naming the others (hreflang)."""
    made = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for path in paths():
        links = public.alternates(path)
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(to)}/>' for tag, to in links.items()
        )
        made += [f"<url><loc>{escape(to)}</loc>{others}</url>" for tag, to in links.items() if tag != "x-default"]
    made.append("</urlset>")
    answer = Response("\n".join(made), mimetype="application/xml")
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.set_etag(f"{store.version()}-{len(made)}")
    return answer


def is_closed(path: str) -> bool:
    """Is ``path`` no page to be found, shared or framed: the organisers' rooms, and pages without words of their own?"""
    return any(path == closed or path.startswith(f"{closed}/") for closed in (*CLOSED, *NOT_FOR_SEARCH))


def paths() -> Iterator[str]:
    """The path of every page: those of the register, one a row of the table a template stands for, and /api."""
    for page in dash.page_registry.values():
        if page.get("hidden") or page["path"] in NOT_FOR_SEARCH:
            continue
        if page["path_template"]:
            yield from rows(page["path_template"])
        else:
            yield page["path"]
    yield "/api"


def rows(template: str) -> Iterator[str]:
    """The paths of a template such as /projects/<project_id>; none where no table is called so."""
    first, *rest = template.strip("/").split("/")
    if template.count("<") == 2 and first == "districts":
        villages = store.load("villages")
        yield from (
            f"/districts/{code}/{village}"
            for code, village in zip(villages["district_code"], villages["village_code"], strict=True)
        )
        return
    if first == "data":
        yield from (f"/data/{name}" for name in CATALOG)
        return
    name = TABLES.get(first, first)
    if len(rest) != 1 or name not in CATALOG:
        return
    yield from (f"/{first}/{quote(key)}" for key in store.load(name)[CATALOG[name].primary_key[0]])
    if first == "sources":
        yield from (f"/sources/{name}" for name in shelf())
