"""The HTML every address starts from: the frame and the whole page in words, then what the browser moves them with."""

import base64
import json
from functools import cache
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import dash
from flask import Request, Response, g, redirect, request
from werkzeug.datastructures import LanguageAccept

from components.shell.frame import frame
from components.tree import markup, tree
from server import bundle, head, kiosk, public
from server.address import THEMES
from server.pages import gone, html_of, page_of, registry

SCREEN_MODE = "kiosk"  # an address that names a screen profile is a kiosk
DEFAULT_LANGUAGE = "zh-TW"
LANGUAGES = ("zh-TW", "en")
# Where the line is thin the words come first, and what moves them is asked for when they are painted (assets/js/30-router.js).
AT_ONCE = "(min-width: 701px)"
VARY = "Accept-Language, Referer"       # what an answer hangs on besides its address
LATIN_FACES = ("source-sans-3-400-latin.woff2", "source-serif-4-700-latin.woff2")
ICON = bundle.ROOT / "assets" / "img" / "app" / "app-48.png"
PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"      # stands for the page in the frame


class Exhibition(dash.Dash):
    """Dash with its own shell: the page's words first, one file of styles, the bundles a page uses."""

    settings: dict[str, Any]
    linked: head.Linked | None = None       # says what a page is about, for search engines (api/linked.py)

    def enable_pages(self) -> None:
        """Pages register themselves when imported; the browser's router (assets/js/30-router.js) opens them."""

    def index(self, *_args: Any, **_kwargs: Any) -> Response:
        """The shell of the address asked for, with the page in it; 404 or 400 when the address is not understood, 410 when
        the data version it names is not kept any more."""
        address = request.full_path.rstrip("?") if request.query_string else request.path
        kept = carried(request)
        if kept:
            asked = request.query_string.decode("latin-1")
            there = redirect(f"?{asked}{'&' if asked else ''}{urlencode(kept)}")      # never another path
            there.headers.update({"Vary": VARY, "Cache-Control": "no-store"})
            return there
        page = gone(address) if "gone" in g else page_of(address)
        config = json.dumps(self.renderer_config())
        html = shell(page, html_of(page, address), self.settings, request.args, request.accept_languages, config, self.linked)
        answer = Response(html, page["status"], mimetype="text/html")
        answer.headers["Vary"] = VARY
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    def renderer_config(self) -> dict[str, Any]:
        """What the renderer needs of Dash's own settings; versions of the machine are nobody's business."""
        kept = (
            "url_base_pathname",
            "requests_pathname_prefix",
            "ui",
            "props_check",
            "show_undo_redo",
            "suppress_callback_exceptions",
            "update_title",
            "serve_locally",
            "validate_callbacks",
            "csrf_token_name",
            "csrf_header_name",
            "end_id",
        )
        known = self._config()
        return {
            **{name: known[name] for name in kept},
            "update_title": None,
            "disable_version_check": True,
            "children_props": {"dash_html_components": {}, "dash_leaflet": {}},
        }


def carried(asked: Request) -> dict[str, str]:
    """The language and light of the page a link was followed from, where it names none: a browser without scripts keeps them so.

    With scripts the router keeps them, and says of its pages no more than whose they are (assets/js/30-router.js)."""
    come = urlsplit(asked.headers.get("Referer", ""))
    if come.netloc != asked.host or "screen" in asked.args:
        return {}
    was = dict(parse_qsl(come.query))
    good = {"lang": LANGUAGES, "theme": THEMES}
    return {name: was[name] for name in good if was.get(name) in good[name] and name not in asked.args}


def language(query: dict[str, str], mode: str, accepted: LanguageAccept) -> str:
    """The address first; Chinese on a kiosk; else what the browser asks for, Chinese when it asks for neither."""
    if query.get("lang") in LANGUAGES:
        return query["lang"]
    if mode == SCREEN_MODE:
        return DEFAULT_LANGUAGE
    best = accepted.best_match(["zh-TW", "zh-Hant-TW", "zh-Hant", "zh", "zh-HK", "zh-CN", "en", "en-GB", "en-US"])
    return "en" if best and best.startswith("en") else DEFAULT_LANGUAGE


def shell(
    page: dict[str, Any],
    html: str,
    settings: dict[str, Any],
    query: dict[str, str],
    accepted: LanguageAccept,
    config: str,
    linked: head.Linked | None = None,
) -> str:
    """The whole HTML text. ``page`` as :func:`server.pages.page_of` gives it, ``html`` its markup; ``config`` Dash's own JSON;
    ``linked`` as :func:`server.head.tags` takes it."""
    mode = SCREEN_MODE if "screen" in query else settings["mode"]
    lang = language({}, mode, accepted)
    shown = language(query, mode, accepted)
    theme = query["theme"] if query.get("theme") in THEMES else settings["theme"]
    title = page["title"][1 if shown == "en" else 0]
    address = request.full_path.rstrip("?") if request.query_string else request.path
    said = head.tags(page, address, shown, theme, linked) if mode != SCREEN_MODE else ""      # nobody finds or installs a kiosk
    root = {
        "lang": shown,
        "data-default-lang": lang,
        "data-mode": mode,
        "data-theme": theme,
        "data-default-theme": settings["theme"],
        "data-profile": query.get("screen", ""),
        "data-version": page["version"],
        "data-public": public.home(),
        **(kiosk.attributes(settings, query.get("screen", "")) if mode == SCREEN_MODE else {"data-share": bundle.url("share.js")}),
    }
    kiosk_script = f'<script defer src="{bundle.url(kiosk.SCRIPT)}"></script>' if mode == SCREEN_MODE else ""
    attributes = " ".join(f'{name}="{escape(value, quote=True)}"' for name, value in root.items() if value)
    before, after = _framed()
    for name, chosen, values in (("lang", shown, LANGUAGES), ("theme", theme, THEMES)):
        for value in values:
            here = ' aria-current="true"' if value == chosen else ""
            to = escape(f"?{urlencode({**query, name: value})}")
            before = before.replace(f'href="?{name}={value}"', f'href="{to}"{here}')
    sheet = "hall.css" if mode == SCREEN_MODE else "app.css"
    views = [page["views"][name] for name in page["needs"]]
    fetched = [*views, "/_dash-layout", "/_dash-dependencies"] if page["dash"] else views
    scripts = [bundle.url("app.js"), *(page["dash_scripts"] if page["dash"] else []), *page["scripts"].values()]
    where = "" if mode == SCREEN_MODE else f' media="{AT_ONCE}"'
    preloads = "".join(f'<link rel="preload" href="{url}" as="script"{where}>' for url in scripts)
    preloads += "".join(f'<link rel="preload" href="{escape(url)}" as="fetch" crossorigin{where}>' for url in fetched)
    letters = LATIN_FACES if shown == "en" and mode != SCREEN_MODE else ()
    faces = "".join(
        f'<link rel="preload" href="{bundle.url(name)}" as="font" type="font/woff2" crossorigin>'
        for name in ("icons.woff2", *letters)
    )
    first = {key: value for key, value in page.items() if key != "tree"}
    return f"""<!doctype html>
<html {attributes}>
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{said}
<link rel="stylesheet" href="{bundle.url(sheet)}">
<link rel="stylesheet" href="{bundle.url("fonts.css")}"{where} data-letters>
{faces}
<noscript><link rel="stylesheet" href="{bundle.url("fonts.css")}"></noscript>
<link rel="icon" type="image/png" href="{_favicon()}">
<script defer src="{bundle.url("app.js")}"></script>
{kiosk_script}
{preloads}
</head>
<body>
{before}<div class="page__turn" data-turn="1">{html}</div>{after}
<div id="react-entry-point" hidden></div>
<script id="_dash-config" type="application/json">{head.inert(config)}</script>
<script id="first-page" type="application/json">{head.inert(json.dumps(first, ensure_ascii=False))}</script>
</body>
</html>"""


@cache
def _framed() -> tuple[str, str]:
    """The HTML of the frame before and after the page; it is the same on every page."""
    before, _, after = markup(tree(frame(registry(), THEMES, PLACE))).partition(PLACE)
    return before, after


@cache
def _favicon() -> str:
    """In the page itself: a browser asks for an icon's address again whenever the address of the page changes, which every year
    does; and as pixels, or it would draw it again each time."""
    return "data:image/png;base64," + base64.b64encode(ICON.read_bytes()).decode()
