"""``/metrics`` for Prometheus, and a line of log a request: counts and times by route, nothing of who asked for what."""

import logging
import os
import time
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from pythonjsonlogger.json import JsonFormatter

from data import store
from server.limits import is_in, read_networks

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # set by server/run.py when there are many workers: they count together
LOOPBACK = read_networks("127.0.0.0/8,::1/128")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
FIELDS = "%(levelname)s %(name)s %(message)s"
asked = Counter("taoyuan_requests", "Requests answered", ("method", "route", "status"))
took = Histogram("taoyuan_request_seconds", "Seconds until the answer was made", ("route",), buckets=BUCKETS)
blueprint = Blueprint("metrics", __name__)
log = logging.getLogger("taoyuan.request")


class Tables:
    """What is said of the data at the moment it is asked."""

    def collect(self) -> Iterator[Any]:
        """Is there good data, how many errors were refused, which version."""
        yield GaugeMetricFamily("taoyuan_data_ready", "1 while there are good tables to show", value=float(store.ready()))
        yield GaugeMetricFamily("taoyuan_data_refused", "Errors in tables that were refused", value=float(len(store.problems())))
        yield InfoMetricFamily("taoyuan_data", "Version of the tables", value={"version": store.version()})


def install(server: Flask, chosen: Mapping[str, Any]) -> None:
    """Count every request of ``server``; as lines of JSON too where LOG_FORMAT says so."""
    server.register_blueprint(blueprint)
    server.before_request(begin)
    server.after_request(end)
    if chosen["log_format"] == "json":
        as_json()


def as_json() -> None:
    """Every line of the log as one JSON object with time, level, name, message."""
    formatter = JsonFormatter(
        FIELDS, rename_fields={"levelname": "level", "name": "logger"}, timestamp=True, json_ensure_ascii=False
    )
    for handler in logging.getLogger().handlers:
        handler.setFormatter(formatter)


def begin() -> None:
    """Notes when a request came."""
    g.begun = time.perf_counter()


def end(answer: Response) -> Response:
    """Counts it, under its rule and never its address, so that no visitor's words stand in a number or a line."""
    seconds = time.perf_counter() - g.get("begun", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in METHODS else "other"
    asked.labels(method, route, str(answer.status_code)).inc()
    took.labels(route).observe(seconds)
    if current_app.config["SETTINGS"]["log_format"] == "json":
        log.info("request", extra={"method": method, "route": route, "status": answer.status_code, "ms": round(seconds * 1000, 1)})
    return answer


@blueprint.get("/metrics")
def metrics() -> Response:
    """The numbers; to this machine only unless METRICS says all, and 404 to everyone where it says off."""
    who = current_app.config["SETTINGS"]["metrics"]
    if who == "off" or (who == "local" and not is_local()):
        abort(404)
    registry: CollectorRegistry = REGISTRY
    if os.environ.get(SHARED):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    tables = CollectorRegistry()
    tables.register(Tables())
    return Response(
        generate_latest(registry) + generate_latest(tables), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


def is_local() -> bool:
    """Asked on this very machine, and not through a proxy that stands on it."""
    return is_in(request.remote_addr or "", LOOPBACK) and not any(
        name in request.headers for name in ("X-Forwarded-For", "Forwarded")
    )
