"""What every answer says about how it may be used."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",      # Dash's renderer and plotly bring styles as elements of their own
    "img-src": "'self' data:",                  # icons stand in the style sheet
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",              # the lectern shows pages of its own host as living pictures
    "require-trusted-types-for": "'script'",    # no markup and no script from text; assets/js/05-trusted.js says what remains
    "trusted-types": "default",
}
CONTENT = "Content-Security-Policy"
HEADERS = {
    CONTENT: "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
EMBED = "/embed"        # the only room other sites may put into a frame (OWASP ASVS 5.0, 3.4.6)
FRAMED = {
    CONTENT: HEADERS[CONTENT].replace("frame-ancestors 'self'", "frame-ancestors *"),
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def everywhere(application: "WSGIApplication", connects: Callable[["WSGIEnvironment"], str] | None = None,
               hsts_s: int = 0) -> "WSGIApplication":
    """``application`` with the headers above on every answer that does not set them itself: pages, files, errors.

    ``connects``: the origin the page of a request may open a line to beside its own; empty = none.
    ``hsts_s``: seconds browsers must keep to https; 0 = TLS does not stand in front, and nothing is said of it.
    """
    secure = {"Strict-Transport-Security": f"max-age={hsts_s}; includeSubDomains"} if hsts_s > 0 else {}

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, sent: list[tuple[str, str]], *rest: Any) -> Any:
            is_embed = (environ.get("PATH_INFO", "") + "/").startswith(EMBED + "/")
            ours = {**HEADERS, **secure, **(FRAMED if is_embed else {})}
            named = {name.lower() for name, _ in sent}
            added = {name: value for name, value in ours.items() if name.lower() not in named}
            if CONTENT in added and connects and (origin := connects(environ)):
                added[CONTENT] = added[CONTENT].replace("connect-src 'self'", f"connect-src 'self' {origin}")
            return start_response(status, [*sent, *added.items()], *rest)
        return application(environ, start)
    return answer
