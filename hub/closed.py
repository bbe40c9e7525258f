"""The addresses of a hub that is closed: 403, and why."""

from flask import Blueprint, Response, current_app, request

from hub.doors import Problem
from hub.words import no_entry

blueprint = Blueprint("hub_closed", __name__, template_folder="templates")
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@blueprint.route("/hub", methods=METHODS)
@blueprint.route("/hub/<path:_rest>", methods=METHODS)
def closed(_rest: str = "") -> Response:
    """In words for people, as a JSON problem for screens and scripts; never anything else."""
    try:
        current_app.extensions["hub"].database()
    except Problem as problem:
        if request.method == "GET" and request.accept_mimetypes.accept_html and not _rest.startswith("api/"):
            return no_entry("hub.closed_title", "hub.closed")
        return problem.response()
    raise AssertionError("an open hub has other addresses")
