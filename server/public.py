"""The exhibition's own address as the world knows it: links that leave the machine (catalogue, sitemap) start with it."""

from urllib.parse import urlencode

from flask import current_app, request

from data.i18n import DEFAULT_LOCALE, LOCALES

# What a view is; screen and theme are how it is shown.
KEPT = ("year", "topic", "district", "project", "milestone", "award", "partner", "step")


def home() -> str:
    """``https://example.tw`` without a slash at the end: the setting PUBLIC_URL, else the host this was asked of."""
    chosen = str(current_app.config["SETTINGS"]["public_url"]).rstrip("/")
    return chosen or request.host_url.rstrip("/")


def canonical(path: str, lang: str = DEFAULT_LOCALE, query: dict[str, str] | None = None) -> str:
    """The one address of a page in one language: its path, what the view is (see KEPT), and ``lang`` last.

    ``path`` as in an address, already quoted.
    """
    kept = {name: value for name, value in sorted((query or {}).items()) if name in KEPT}
    return f"{home()}{path}?{urlencode({**kept, 'lang': lang})}"


def alternates(path: str, query: dict[str, str] | None = None) -> dict[str, str]:
    """{hreflang: address} of a page: each language, and x-default, which asks the browser."""
    kept = {name: value for name, value in sorted((query or {}).items()) if name in KEPT}
    plain = f"{home()}{path}" + (f"?{urlencode(kept)}" if kept else "")
    return {**{lang: canonical(path, lang, query) for lang in LOCALES}, "x-default": plain}
