"""``/export/…``: files to take away, at fixed addresses."""

import datetime
import hashlib
import threading
from collections.abc import Callable
from functools import lru_cache

from flask import Blueprint, Response, jsonify, request

from data import store
from data.i18n import LOCALES
from data.views import words
from exports import card, colours, embed, made, share
from exports.made import Refused
from server.pages import page_of

blueprint = Blueprint("exports", __name__)
TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
PICTURES = ("svg", "png", "csv", "xlsx")
AT_ONCE = threading.BoundedSemaphore(2)  # more would take the threads that answer pages
CARD_WAIT_S = 2.0  # who asks for a card comes once and not again
VIEW_WAIT_S = 10.0  # nor does a picture in a frame; one takes some tenths of a second
KEPT = 24  # files kept in memory; the largest is some 2.5 MB
Maker = Callable[[], bytes]


@blueprint.get("/export/stories/<story_id>.<any(pptx, pdf):kind>")
def story(story_id: str, kind: str) -> Response:
    """A whole story as slides or as a handout."""
    return file_of(
        kind, story_id, "night" if kind == "pptx" else "day", lambda lang, theme: made.story(story_id, kind, lang, theme)
    )


@blueprint.get("/export/stories/<story_id>/<int:step>.<any(svg, png, csv, xlsx):kind>")
def scene(story_id: str, step: int, kind: str) -> Response:
    """The picture of one step, or the numbers behind it."""
    return file_of(kind, f"{story_id}-{step}", "night", lambda lang, theme: made.scene(story_id, step, kind, lang, theme))


@blueprint.get("/export/indicators/<indicator_id>.<any(svg, png, csv, xlsx):kind>")
def indicator(indicator_id: str, kind: str) -> Response:
    """A series through the years, of the city or of ``?district=``."""
    district = request.args.get("district", made.CITYWIDE)
    return file_of(kind, indicator_id, "day", lambda lang, theme: made.indicator(indicator_id, district, kind, lang, theme))


@blueprint.get("/export/indicators/<indicator_id>/map.<any(svg, png, csv, xlsx):kind>")
def indicator_map(indicator_id: str, kind: str) -> Response:
    """The districts shaded by an indicator in ``?year=``; without it, its last year with all districts."""
    year = request.args.get("year", "")
    return file_of(
        kind, f"{indicator_id}-map", "day", lambda lang, theme: made.indicator_map(indicator_id, year, kind, lang, theme)
    )


@blueprint.get("/export/map.<any(svg, png, csv, xlsx, geojson):kind>")
def city(kind: str) -> Response:
    """The map of projects as ``?year=``, ``?topic=`` and ``?district=`` choose them."""
    asked = {name: request.args.get(name, "") for name in ("year", "topic", "district")}
    return file_of(
        kind, "-".join(("map", *filter(None, asked.values()))), "night", lambda lang, theme: made.city(asked, kind, lang, theme)
    )


@blueprint.get("/export/page.pdf")
def page() -> Response:
    """The words of the page ``?address=`` (path and query, of this exhibition only)."""
    address = request.args.get("address", "/")
    found = page_of(address) if address.startswith("/") and not address.startswith("//") else {"status": 404}
    if found["status"] != 200:
        return refusal(
            Refused(found["status"], f"address={address[:200]!r} is no page of this exhibition; write a path such as /topics")
        )
    return file_of(
        "pdf",
        "page",
        "day",
        lambda lang, theme: made.page(found["title"][LOCALES.index(lang)], found["tree"], address, lang, theme),
    )


@blueprint.get("/export/card.png")
def preview() -> Response:
    """The picture a link to ``?address=`` brings along in ``lang``; ``v`` = the data version, then it holds for a month."""
    address, lang = request.args.get("address", "/"), request.args.get("lang", LOCALES[0])
    if lang not in LOCALES:
        return refusal(Refused(400, f"lang={lang[:60]!r} is not known; write one of {', '.join(LOCALES)}"))
    tag = hashlib.sha256(f"{request.full_path}|{store.version()}|{words.version()}".encode()).hexdigest()[:20]
    if tag in request.if_none_match:
        return Response(status=304, headers={"ETag": f'"{tag}"'})
    try:
        content = _made(lambda: card.png(address, lang), CARD_WAIT_S)
    except Refused as refused:
        return refusal(refused)
    except LookupError:
        return refusal(Refused(404, f"address={address[:200]!r} is no page of this exhibition; write a path such as /topics"))
    answer = Response(content, content_type=TYPES["png"])
    is_named = request.args.get("v") == store.version()
    answer.headers["Cache-Control"] = "public, max-age=2592000" if is_named else "public, no-cache"
    answer.headers["ETag"] = f'"{tag}"'
    answer.headers["X-Data-Version"] = store.version()
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # programs that show links load it from their own pages
    return answer


@blueprint.get("/export/view.svg")
def view() -> Response:
    """The picture of the view ``?address=`` without words round it; ``size=narrow`` for frames under 520 px, else roomy."""
    address, size = request.args.get("address", "/"), request.args.get("size", "roomy")
    if size not in ("roomy", "narrow"):
        return refusal(Refused(400, f"size={size[:60]!r} is not known; write one of roomy, narrow"))
    is_narrow = size == "narrow"
    answer = file_of(
        "svg", "view", "day", lambda lang, theme: embed.picture(address, is_narrow, lang, theme), patience_s=VIEW_WAIT_S
    )
    if answer.status_code == 200 and request.args.get("v") == store.version():
        answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@blueprint.get("/export/share")
def taken() -> Response:
    """What can be taken from the view ``?address=``, as :func:`exports.share.shared`; ``theme`` of its pictures and its frame.
    204 for a page of which nothing can."""
    address, theme = request.args.get("address", "/"), request.args.get("theme", "day")
    if theme not in colours.THEMES:
        return refusal(Refused(400, f"theme={theme[:60]!r} is not known; write one of {', '.join(colours.THEMES)}"))
    try:
        given = share.shared(address, theme, datetime.date.today().isoformat())
    except LookupError:
        return refusal(Refused(404, f"address={address[:200]!r} is no page of this exhibition; write a path such as /topics"))
    answer = jsonify(given) if given else Response(status=204)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def file_of(
    kind: str, name: str, theme: str, make: Callable[[str, str], bytes], is_kept: bool = True, patience_s: float = 0
) -> Response:
    """The file that ``make(lang, theme)`` gives for this request, kept per data version when ``is_kept``; a refusal in words.
    ``patience_s``: how long it waits for its turn to be made."""
    lang, theme = request.args.get("lang", LOCALES[0]), request.args.get("theme", theme)
    for asked, value, good in (("lang", lang, LOCALES), ("theme", theme, colours.THEMES)):
        if value not in good:
            return refusal(Refused(400, f"{asked}={value[:60]!r} is not known; write one of {', '.join(good)}"))
    key = f"{request.full_path}|{store.version()}|{words.version()}|{lang}|{theme}"
    tag = hashlib.sha256(key.encode()).hexdigest()[:20] if is_kept else ""
    if tag and tag in request.if_none_match:
        return Response(status=304, headers={"ETag": f'"{tag}"'})
    content = _kept().get(tag)
    if content is None:
        try:
            content = _made(lambda: make(lang, theme), patience_s)
        except Refused as refused:
            return refusal(refused)
        _keep(tag, content)
    file = "".join(one if one.isascii() and (one.isalnum() or one in ".-_") else "_" for one in f"{name}.{lang}.{kind}")
    shown = "inline" if kind in ("svg", "png", "pdf") else "attachment"
    answer = Response(content, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'{shown}; filename="{file}"'
    answer.headers["X-Data-Version"] = store.version()
    answer.headers["Cache-Control"] = "no-cache" if is_kept else "no-store"
    if tag:
        answer.headers["ETag"] = f'"{tag}"'
    return answer


def _made(make: Maker, patience_s: float = 0) -> bytes:
    """What ``make`` gives, unless two others are being made ``patience_s`` long: then a refusal that says when to come back."""
    if not AT_ONCE.acquire(timeout=patience_s):
        raise Refused(503, "Two files are being made just now; ask again in a few seconds.")
    try:
        return make()
    finally:
        AT_ONCE.release()


@lru_cache(maxsize=1)
def _kept() -> dict[str, bytes]:
    return {}


def _keep(tag: str, content: bytes) -> None:
    if not tag:
        return
    kept = _kept()
    kept[tag] = content
    while len(kept) > KEPT:
        kept.pop(next(iter(kept)), None)


def refusal(refused: Refused) -> Response:
    """A JSON problem (RFC 9457) that says what to write instead."""
    given = jsonify(type="about:blank", title="Cannot be exported", status=refused.status, detail=str(refused))
    given.status_code, given.mimetype = refused.status, "application/problem+json"
    given.headers["Cache-Control"] = "no-store"
    if refused.status == 503:
        given.headers["Retry-After"] = "3"
    return given
