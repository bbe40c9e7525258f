"""Is the exhibition alive, is it ready: two addresses for machines."""

from flask import Blueprint, Response, jsonify

from data import store

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """200 while the process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> Response:
    """200 with the data version and what was refused; 503 with a JSON problem while there is no good data at all."""
    store.refresh()
    refused = [str(problem) for problem in store.problems()]
    if store.ready():
        return jsonify(status="ready", data=store.version(), refused=refused)
    answer = jsonify(type="about:blank", title="No good data", status=503, detail="No good tables to show.", refused=refused)
    answer.status_code = 503
    answer.mimetype = "application/problem+json"
    return answer
