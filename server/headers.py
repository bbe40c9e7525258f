"""What every answer says about how it may be used."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",      # Leaflet's bundle brings its styles as an element of its own
    "img-src": "'self' data:",                  # icons stand in the style sheet
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}
CONTENT = "Content-Security-Policy"
HEADERS = {
    CONTENT: "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def everywhere(application: "WSGIApplication", connects: Callable[["WSGIEnvironment"], str] | None = None) -> "WSGIApplication":
    """``application`` with the headers above on every answer that does not set them itself: pages, files, errors.

    ``connects``: the origin the page of a request may open a line to beside its own; empty = none.
    """
    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, sent: list[tuple[str, str]], *rest: Any) -> Any:
            named = {name.lower() for name, _ in sent}
            added = {name: value for name, value in HEADERS.items() if name.lower() not in named}
            if CONTENT in added and connects and (origin := connects(environ)):
                added[CONTENT] = added[CONTENT].replace("connect-src 'self'", f"connect-src 'self' {origin}")
            return start_response(status, [*sent, *added.items()], *rest)
        return application(environ, start)
    return answer
