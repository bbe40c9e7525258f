"""The hub's pages in one tongue at a time: which one, its times and spans, and a page that says no."""

import datetime
from zoneinfo import ZoneInfo

from flask import Response, current_app, make_response, render_template, request

from data.i18n import DEFAULT_LOCALE, LOCALES, Translator, translator
from server import bundle
from server.headers import POLICY

ZONE = ZoneInfo("Asia/Taipei")
# Stricter than the exhibition: no script at all, forms only to the hub, in no frame.
HEADERS = {
    "Content-Security-Policy": "; ".join(
        f"{name} {value}"
        for name, value in {
            **POLICY,
            "default-src": "'none'",
            "script-src": "'none'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "connect-src": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }.items()
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
}


def language() -> str:
    """``?lang=`` or the form's; else what the browser asks for; Chinese when it asks for neither."""
    asked = request.values.get("lang", "")
    if asked in LOCALES:
        return asked
    best = request.accept_languages.best_match(["zh-TW", "zh", "en"])
    return "en" if best == "en" else DEFAULT_LOCALE


def rendered(template: str, status: int = 200, **values: object) -> Response:
    """A page of the hub in the language of the request."""
    t = translator(language())
    answer = make_response(
        render_template(
            template,
            t=t,
            lang=t.locale,
            other="en" if t.is_zh else DEFAULT_LOCALE,
            theme=current_app.extensions["hub"].theme,
            stylesheets=[bundle.url("app.css"), bundle.url("fonts.css")],
            **values,
        ),
        status,
    )
    answer.headers.update(HEADERS)
    return answer


def no_entry(title: str, why: str, status: int = 403) -> Response:
    """A page that says why nobody comes in here; ``title`` and ``why`` are message keys."""
    return rendered("hub_no_entry.html", status, title=title, why=why)


def ago(t: Translator, seconds: float) -> str:
    """How long ago, in the largest unit that is whole: 12 s, 3 min, 5 h, 2 days."""
    for size, key in ((86400, "hub.ago_d"), (3600, "hub.ago_h"), (60, "hub.ago_min")):
        if seconds >= size:
            return t(key, n=int(seconds // size))
    return t("hub.ago_s", n=int(seconds))


def clock(at: datetime.datetime) -> str:
    """Day and time in Taoyuan: 2026-11-24 10:30."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
