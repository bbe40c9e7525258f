"""What a page says of itself before any script runs: to search engines, to link previews, to a phone that installs it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from components.words import pair
from data import store
from data.i18n import LOCALES
from server import bundle, public
from server.address import Found, understand
from server.installed import grounds
from server.pages import page_of
from server.sitemap import is_closed

CARD_WIDTH, CARD_HEIGHT = 1200, 630  # what Open Graph and Twitter's large card show whole
OG_LOCALES = {"zh-TW": "zh_TW", "en": "en_GB"}
NAMED = {  # a value of the address, and where its name stands
    "topic": (("topics", "id", "name"), ("families", "id", "name")),
    "district": (("districts", "code", "name"),),
    "project": (("projects", "id", "name"),),
    "milestone": (("milestones", "id", "title"),),
    "award": (("awards", "id", "award"),),
    "partner": (("partners", "id", "name"),),
}
Linked = Callable[[Found, str, dict[str, str]], list[dict[str, Any]]]


def tags(page: dict[str, Any], address: str, lang: str, theme: str, linked: Linked | None = None) -> str:
    """The tags of ``page`` (as :func:`server.pages.page_of`) shown in ``lang``: description, canonical and other languages, card,
    linked data, what installs it. ``linked`` gives the schema.org nodes of a page from what it is, its language and its words."""
    asked = understand(address)
    found = viewed(asked)
    tongue = LOCALES.index(lang)
    installs = [
        f'<link rel="manifest" href="/manifest.webmanifest?lang={lang}">',
        f'<link rel="apple-touch-icon" href="{bundle.url("app-180.png")}">',
        f'<meta name="theme-color" content="{grounds(theme)}">',
    ]
    description = page["description"][tongue]
    if page["status"] != 200 or not isinstance(found, Found):
        return "\n".join([_meta("description", description), '<meta name="robots" content="noindex">', *installs])
    path = quote(found.path)
    own, others = public.canonical(path, lang, found.query), public.alternates(path, found.query)
    itself = own if "lang" in asked.query else others["x-default"]      # an address without a language is that of both
    title = titled(found, page["title"][tongue], tongue)
    picture = card(found, lang)
    alt = pair("share.card_alt", title=title)[tongue]
    said = [
        _meta("description", description),
        *(['<meta name="robots" content="noindex">'] if is_closed(found.path) else []),
        f'<link rel="canonical" href="{escape(itself)}">',
        *(f'<link rel="alternate" hreflang="{tag}" href="{escape(to)}">' for tag, to in others.items()),
    ]
    graph = {
        "og:type": "article" if found.page["name"] == "story" else "website",
        "og:site_name": pair("site.title")[tongue],
        "og:title": title,
        "og:description": description,
        "og:url": own,
        "og:locale": OG_LOCALES[lang],
        "og:locale:alternate": next(there for tag, there in OG_LOCALES.items() if tag != lang),
        "og:image": picture,
        "og:image:type": "image/png",
        "og:image:width": str(CARD_WIDTH),
        "og:image:height": str(CARD_HEIGHT),
        "og:image:alt": alt,
    }
    said += [f'<meta property="{name}" content="{escape(value)}">' for name, value in graph.items()]
    twitter = {"card": "summary_large_image", "title": title, "description": description, "image": picture, "image:alt": alt}
    said += [_meta(f"twitter:{name}", value) for name, value in twitter.items()]
    if linked:
        nodes = {
            "@context": "https://schema.org",
            "@graph": linked(found, lang, {"title": title, "description": description, "url": own}),
        }
        said.append(f'<script type="application/ld+json">{inert(json.dumps(nodes, ensure_ascii=False))}</script>')
    return "\n".join([*said, *installs])


def viewed(found: Any) -> Any:
    """``found`` with nothing in its query but what the view is (see public.KEPT), as far as the tables know it."""
    if not isinstance(found, Found):
        return found
    kept = {
        name: value
        for name, value in sorted(found.query.items())
        if name in public.KEPT and (name not in NAMED or _name(name, value, 0))
    }
    step = kept.pop("step", "")
    if found.page["name"] == "story" and re.fullmatch(r"[1-9][0-9]?", step):
        kept["step"] = step
    return replace(found, query=kept)


def shown(address: str) -> tuple[dict[str, Any], Found] | None:
    """The page of ``address`` (path and query) and what of it is a view, when it is one that may be shown to others; else None."""
    page, found = opened(address), viewed(understand(address))
    return (page, found) if page and isinstance(found, Found) and not is_closed(found.path) else None


def opened(address: str) -> dict[str, Any] | None:
    """The page that ``address`` (path and query) opens; None when it is none of this exhibition."""
    page = page_of(address) if address.startswith("/") and not address.startswith("//") else None
    return page if page and page["status"] == 200 else None


def bare(title: str, lang: str) -> str:
    """A title without the name of the site."""
    return title.removesuffix(f" · {pair('site.title')[LOCALES.index(lang)]}")


def card(found: Found, lang: str) -> str:
    """Where the picture of a view lies; it changes its address with the data, so that nobody keeps an old one."""
    address = quote(found.path) + (f"?{urlencode(found.query)}" if found.query else "")
    return f"{public.home()}/export/card.png?{urlencode({'address': address, 'lang': lang, 'v': store.version()})}"


def titled(found: Found, title: str, tongue: int) -> str:
    """The title of a page with what its address chooses: names first, then the year."""
    chosen = [name for key in NAMED if (value := found.query.get(key)) and (name := _name(key, value, tongue))]
    if year := found.query.get("year"):
        chosen.append(year)
    return " · ".join([*dict.fromkeys(chosen), title])


def inert(text: str) -> str:
    """JSON that cannot end the script element it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _name(key: str, value: str, tongue: int) -> str:
    for table, column, name in NAMED[key]:
        rows = store.load(table)
        own = rows[rows[column] == value]
        if len(own):
            return str(own.iloc[0][f"{name}_{('zh', 'en')[tongue]}"])
    return ""


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">'
