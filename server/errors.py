"""What is answered when a request went wrong: a short problem for programs, a sentence for people, never a trace."""

from html import escape

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from components.words import pair
from server.address import is_for_programs

# Dash opens these for server callbacks, hot reload and its own bundles; this house uses none of them.
SAID = {413: "errors.body_too_large", 414: "errors.address_too_long", 429: "errors.too_many_requests"}
MACHINERY = ("/_", "/views", "/live", "/tiles")      # addresses no person opens, beside those for programs
CLOSED = ("/_dash-component-suites/", "/_dash-update-component", "/_reload-hash", "/_favicon.ico", "/assets/")


def install(server: Flask) -> None:
    """Close what is not needed and answer every error of ``server`` in words."""
    server.before_request(refuse_closed)
    server.register_error_handler(HTTPException, answer)


def refuse_closed() -> None:
    """404 for what Dash serves and no page asks for."""
    if request.path.startswith(CLOSED):
        abort(404)


def answer(error: HTTPException) -> Response:
    """A sentence in both tongues when a page failed (the trace stands in the log), else a JSON problem (RFC 9457)."""
    status = error.code or 500
    key = SAID.get(status)
    is_for_people = not request.path.startswith(MACHINERY) and not is_for_programs(request.path)
    if (status >= 500 or status == 429) and request.accept_mimetypes.accept_html and is_for_people:
        given = Response(_sentence(key or "part.dry"), status, mimetype="text/html")
    else:
        zh, en = pair(key) if key else (None, None)
        said = {"type": "about:blank", "title": error.name, "status": status, "detail": en, "detail_zh": zh}
        given = jsonify({name: value for name, value in said.items() if value is not None})
        given.status_code, given.mimetype = status, "application/problem+json"
    given.headers["Cache-Control"] = "no-store"
    if allowed := getattr(error, "valid_methods", None):
        given.headers["Allow"] = ", ".join(sorted(allowed))
    return given


def _sentence(key: str) -> str:
    zh, en = (escape(text) for text in pair(key))
    home_zh, home_en = (escape(text) for text in pair("frame.start_over"))
    return (f'<!doctype html><html lang="zh-TW"><meta charset="utf-8"><title>{zh}</title><h1>{zh}</h1><p lang="en">{en}</p>'
            f'<p><a href="/">{home_zh} <span lang="en">{home_en}</span></a></p></html>')
