"""Puts every address of this room into the server, open for reading to any page of the web (CORS) and to nothing else."""

from flask import Flask, Response, request

from api import catalogue, downloads, features, openapi, page, tables
from api.problems import Problem
from data.releases import ReleaseError
from server.address import is_for_programs

SHARED = {  # the same for everyone: nothing here knows who asks (OWASP ASVS 5.0, 3.4.2: a fixed value)
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition, X-Data-Version, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def install(server: Flask) -> None:
    """Register what this room answers."""
    for blueprint in (
        page.blueprint,
        openapi.blueprint,
        tables.blueprint,
        downloads.blueprint,
        features.blueprint,
        catalogue.blueprint,
    ):
        server.register_blueprint(blueprint)
    server.register_error_handler(Problem, lambda problem: problem.get_response())
    server.register_error_handler(ReleaseError, lambda _error: Problem("no-data").get_response())
    server.after_request(share)


def share(answer: Response) -> Response:
    """``answer`` readable by pages of other hosts, where it is of this room."""
    if is_for_programs(request.path) and request.method in ("GET", "HEAD", "OPTIONS"):
        answer.headers.update(SHARED)
        if request.method == "OPTIONS":
            answer.headers.update(PREFLIGHT)
    return answer
