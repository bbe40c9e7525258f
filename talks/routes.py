"""``/talks/…`` and ``/export/talk.…``: a talk file is checked, and taken away as slides or paper."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, request

import settings
from data.i18n import LOCALES
from exports import made
from exports.routes import file_of
from talks import check
from talks.scenes import scenes
from talks.serve import port

blueprint = Blueprint("talks", __name__)
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:]{2,45}\]")  # a name or an address, nothing that ends a header's value
LISTENING = ("/present", "/follow")  # pages that may open a line to the channel


@blueprint.get("/talks/channel")
def channel() -> Response:
    """Where the follow channel is for this asker; ``url`` is null when it is switched off."""
    return jsonify(url=channel_of(request.environ) or None)


def channel_of(environ: dict[str, Any]) -> str:
    """The address of the follow channel as the browser of this request sees it; empty when there is none."""
    chosen = settings.read()
    if chosen["follow_url"]:
        return str(chosen["follow_url"]).rstrip("/")
    host = HOST.match(environ.get("HTTP_HOST", ""))
    return f"{environ['wsgi.url_scheme']}://{host[0]}:{port(chosen)}" if host and port(chosen) else ""


def connects(environ: dict[str, Any]) -> str:
    """What the page of this request may connect to beside its own host: the channel, where a page follows or presents."""
    return channel_of(environ) if environ.get("PATH_INFO", "").startswith(LISTENING) else ""


@blueprint.get("/talks/schema.json")
def schema() -> Response:
    """The JSON Schema of a talk file."""
    return jsonify(check.SCHEMA)


@blueprint.post("/talks/check")
def checked() -> Response:
    """200 with steps and minutes of the talk in the body; 400 (413 when too large) with every fault."""
    try:
        talk = check.read(_body())
    except check.BadTalk as bad:
        return faults(bad)
    minutes = [step["minutes"] for step in talk["steps"] if "minutes" in step]
    return jsonify(good=True, steps=len(talk["steps"]), minutes=round(sum(minutes), 2) if minutes else None, title=talk["title"])


@blueprint.post("/export/talk.<any(pptx, pdf):kind>")
def talk_file(kind: str) -> Response:
    """The talk in the body as slides or handout, in ``?lang=``."""
    try:
        talk = check.read(_body())
    except check.BadTalk as bad:
        return faults(bad)
    title = [talk["title"][tag] for tag in LOCALES]
    return file_of(
        kind,
        "talk",
        "night" if kind == "pptx" else "day",
        lambda lang, theme: made.talk(title, ["", ""], scenes(talk), kind, lang, theme),
        is_kept=False,
    )


def _body() -> bytes:
    """The body, at most one byte more than a talk may have: a larger one is not read."""
    if (request.content_length or 0) > check.MOST_BYTES:
        raise check.BadTalk(
            [check.Fault("too_large", value=f"{request.content_length:,}", values=(("most", f"{check.MOST_BYTES:,}"),))]
        )
    return request.stream.read(check.MOST_BYTES + 1)


def faults(bad: check.BadTalk) -> Response:
    """A JSON problem (RFC 9457) with ``faults``: step, field, value, error and mend in both languages."""
    status = 413 if bad.faults[0].what == "too_large" else 400
    given = jsonify(
        type="about:blank", title="Not a talk of this exhibition", status=status, faults=[fault.told() for fault in bad.faults]
    )
    given.status_code, given.mimetype = status, "application/problem+json"
    given.headers["Cache-Control"] = "no-store"
    return given
