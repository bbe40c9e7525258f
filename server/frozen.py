"""Numbers that stand still: a request that names a data version is answered from it, whatever has changed since.

``?version=`` or the header ``X-Pin-Version`` on a page, a view or an export. Nothing else needs to know: everything derived is
kept under ``store.version()``, which speaks of the version pinned.
"""

from contextlib import ExitStack

from flask import Flask, Response, g, jsonify, request

from data import store

PARAMETER, HEADER = "version", "X-Pin-Version"
ELSEWHERE = ("/api", "/ogc", "/data", "/catalog", "/hub", "/static")      # rooms that name editions in their own way


def install(server: Flask) -> None:
    """Pin every request of ``server`` that asks for it."""
    server.before_request(pin)
    server.teardown_request(unpin)
    server.register_error_handler(store.UnknownVersion, lambda error: gone(str(error)))


def pin() -> Response | None:
    """Pins this request; 410 when its version is not kept."""
    version = request.args.get(PARAMETER) or request.headers.get(HEADER)
    if not version or request.path.startswith(ELSEWHERE):
        return None
    held = ExitStack()
    try:
        held.enter_context(store.pinned(version))
    except store.UnknownVersion:
        return gone(version)
    g.pinned = held
    return None


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
