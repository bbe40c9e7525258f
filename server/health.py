"""Is the exhibition alive, is it ready: two addresses for machines."""

import logging

from flask import Blueprint, Response, current_app, jsonify
from redis.exceptions import RedisError
from sqlalchemy import select

from data import store
from server.cache import cache

log = logging.getLogger(__name__)
blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """200 while the process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> Response:
    """200 with the data version, what was refused, and whether cache and database are reached; 503 while there is no good data.

    Without cache or database the screens go on, so they make nobody unready.
    """
    store.refresh()
    refused = [str(problem) for problem in store.problems()]
    if store.ready():
        return jsonify(status="ready", data=store.version(), refused=refused, cache=cache_state(), database=database_state())
    answer = jsonify(type="about:blank", title="No good data", status=503, detail="No good tables to show.", refused=refused)
    answer.status_code = 503
    answer.mimetype = "application/problem+json"
    return answer


def cache_state() -> str:
    """ok, or not reached: a value is written and read again."""
    try:
        cache.set("readyz", "ok")
        return "ok" if cache.get("readyz") == "ok" else "not reached"
    except (RedisError, ValueError) as error:
        log.warning("cache not reached: %s", error)
        return "not reached"


def database_state() -> str:
    """ok, not reached, or closed: the hub's, the only one there is."""
    hub = current_app.extensions.get("hub")
    if hub is None or not hub.is_open:
        return "closed"
    try:
        with hub.database().reading() as session:
            session.execute(select(1))      # a session alone asks nothing
            return "ok"
    except RuntimeError as error:       # hub.database.Unreachable
        log.warning("database not reached: %s", error)
        return "not reached"
