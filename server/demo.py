"""Demonstration: where the setting is on, every screen says that it shows generated data, in both tongues."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response

from components.demo_badge import demo_badge
from components.tree import markup, tree
from server import bundle

SUFFIX = "-demo"            # generated rows lie beside the folder of the real ones, never in it
HEADER = "X-Simulated"


def is_on(settings: Mapping[str, Any]) -> bool:
    return settings.get("demo") == "on"


def folder(settings: Mapping[str, Any]) -> Path:
    """Where the live datasets are read from: LIVE_DIR, or in a demonstration the folder of generated rows beside it."""
    place = Path(str(settings["live_dir"]))
    return place.with_name(place.name + SUFFIX) if is_on(settings) else place


def install(server: Flask) -> None:
    """Puts the badge into every HTML page of ``server``, whoever made it: rooms, hub, API, errors. To be called last."""

    @server.after_request
    def badged(answer: Response) -> Response:
        if not is_on(server.config["SETTINGS"]):
            return answer
        answer.headers[HEADER] = "yes"
        if answer.mimetype == "text/html" and not answer.is_streamed and not answer.direct_passthrough:
            answer.set_data(with_badge(answer.get_data(as_text=True)))
        return answer


def with_badge(html: str) -> str:
    """``html`` with the badge as the first thing of its body, and the styles it needs."""
    badge = f'<link rel="stylesheet" href="{bundle.url("demo.css")}">{markup(tree(demo_badge()))}'
    at = html.lower().find("<body")
    begin = html.find(">", at) + 1 if at >= 0 else html.lower().find("<h1")
    return html[:begin] + badge + html[begin:] if begin > 0 else badge + html
