"""``/manifest.webmanifest``: what a phone needs to keep the exhibition beside its other programs, in either language."""

import json
import re
from functools import cache

from flask import Blueprint, Response, request

from components.words import pair
from data.i18n import DEFAULT_LOCALE, LOCALES
from server import bundle

blueprint = Blueprint("installed", __name__)
ICONS = (("app-192.png", "192x192", "any"), ("app-512.png", "512x512", "any"), ("app-maskable-512.png", "512x512", "maskable"))
WAYS = (("/map", "nav.map"), ("/timeline", "nav.timeline"), ("/districts", "nav.districts"), ("/stories", "nav.stories"))


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """The manifest in ``?lang=``."""
    lang = request.args.get("lang", DEFAULT_LOCALE)
    lang = lang if lang in LOCALES else DEFAULT_LOCALE
    tongue = LOCALES.index(lang)
    ground = grounds("night")
    made = {
        "id": "/",
        "name": f"{pair('site.title')[tongue]} · {pair('site.years')[tongue]}",
        "short_name": pair("site.short")[tongue],
        "description": pair("home.description")[tongue],
        "lang": lang,
        "dir": "ltr",
        "start_url": f"/?lang={lang}",
        "scope": "/",
        "display": "standalone",
        "background_color": ground,
        "theme_color": ground,
        "categories": ["education", "government"],
        "icons": [
            {"src": bundle.url(name), "sizes": sizes, "type": "image/png", "purpose": purpose} for name, sizes, purpose in ICONS
        ],
        "shortcuts": [{"name": pair(key)[tongue], "url": f"{path}?lang={lang}"} for path, key in WAYS],
    }
    text = json.dumps(made, ensure_ascii=False, indent=1)
    return Response(text, mimetype="application/manifest+json", headers={"Cache-Control": "no-cache"})


@cache
def grounds(theme: str) -> str:
    """The ground of ``theme``, read from its style sheet."""
    file = bundle.ROOT / "assets" / "css" / "themes" / f"{theme}.css"
    found = re.search(r"--color-ground:\s*(#[0-9a-fA-F]{6})", file.read_text("utf-8"))
    if not found:
        raise ValueError(f"{file} has no --color-ground")
    return found[1]
