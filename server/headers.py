"""What every answer says about how it may be used."""

from collections.abc import Iterable
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
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def everywhere(application: "WSGIApplication") -> "WSGIApplication":
    """``application`` with the headers above on every answer that does not set them itself: pages, files, errors."""
    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, sent: list[tuple[str, str]], *rest: Any) -> Any:
            named = {name.lower() for name, _ in sent}
            return start_response(status, [*sent, *(pair for pair in HEADERS.items() if pair[0].lower() not in named)], *rest)
        return application(environ, start)
    return answer
