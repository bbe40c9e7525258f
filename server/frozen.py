"""Numbers that stand still: a request that names a data version is answered from it, whatever has changed since.

``?version=`` or the header ``X-Pin-Version`` on a page, a view or an export. Nothing else needs to know: everything derived is
kept under ``store.version()``, which speaks of the version pinned.
"""

from contextlib import ExitStack
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, jsonify, redirect, request
from werkzeug import Response as Answer

from data import store
from server.address import is_for_programs

PARAMETER, HEADER = "version", "X-Pin-Version"
LECTERN = ("/present/", "/follow/")
PAGES = ("/", "/<path:path>")           # Dash's own names of the way to every page
ELSEWHERE = ("/hub", "/static")      # like the addresses for programs, rooms that name editions in their own way


def install(server: Flask) -> None:
    """Pin every request of ``server`` that asks for it."""
    server.before_request(pin)
    server.teardown_request(unpin)
    server.register_error_handler(store.UnknownVersion, lambda error: gone(str(error)))


def pin() -> Answer | None:
    """Pins this request; 410 when its version is not kept: a page in words for people (server/shell.py), the lectern's own page to
    the present numbers."""
    version = request.args.get(PARAMETER) or request.headers.get(HEADER)
    if not version or request.path.startswith(ELSEWHERE) or is_for_programs(request.path):
        return None
    held = ExitStack()
    try:
        held.enter_context(store.pinned(version))
    except store.UnknownVersion:
        if request.path.startswith(LECTERN) and PARAMETER in request.args:
            return _anew()
        if request.endpoint not in PAGES:
            return gone(version)
        g.gone = True
        return None
    g.pinned = held
    return None


def _anew() -> Answer:
    """A lectern opened again after its version has gone begins with the present numbers, and shows which they are."""
    rest = {name: value for name, value in request.args.items() if name != PARAMETER}
    return redirect(quote(request.path) + ("?" + urlencode(rest) if rest else ""))


def unpin(_error: BaseException | None) -> None:
    """The next request of this thread is answered from the present."""
    if held := g.pop("pinned", None):
        held.close()


def gone(version: str) -> Response:
    """A JSON problem (RFC 9457) that names the present version."""
    detail = f"data version {version[:40]!r} is not kept any more, or never was; the present one is {store.version()}"
    given = jsonify(type="about:blank", title="Version not kept", status=410, detail=detail, present=store.version())
    given.status_code, given.mimetype = 410, "application/problem+json"
    given.headers["Cache-Control"] = "no-store"
    return given
